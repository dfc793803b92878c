"""Spoilt stores: no command breaks on any, and nothing is lost that the `sqlite3` program's `.recover` brings back."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from coach.cli import main as cli
from coach.content.library import Library
from coach.matching.loading import Matchers
from coach.practice.service import PracticeService
from tests.records import corruption

FEW = (*range(1_000, 1_010), 31_070, 44_254, 61_323)
"""Seeds of every kind; the slow tests go through hundreds."""
FROM = int(os.environ.get("COACH_SEEDS_FROM", "0"))
MANY = range(FROM, FROM + int(os.environ.get("COACH_SEEDS", "500")))
COMMANDS = (["rehearsals"], ["debrief", "last"], ["export", "--all"], ["recover"])

Run = Callable[[int], Counter[str]]


@pytest.fixture(scope="module")
def library() -> Library:
    return corruption.library()


@pytest.fixture(scope="module")
def matchers(library: Library) -> Matchers:
    return Matchers(library)


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory, library: Library, matchers: Matchers) -> Path:
    """A store of eight rehearsals."""
    return corruption.rehearse_eight(tmp_path_factory.mktemp("eight"), library, matchers)


@pytest.fixture
def quickly(library: Library, matchers: Matchers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the library once for all commands."""
    usual = PracticeService.__init__

    def quicker(self: PracticeService, *given: object, **named: object) -> None:
        usual(self, *given, **named)  # type: ignore[arg-type]  # handed on as they came
        self.library, self.matchers = library, matchers

    monkeypatch.setattr(PracticeService, "__init__", quicker)


@pytest.fixture
def run(
    eight: Path, tmp_path: Path, quickly: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Spoil a copy by a seed, give every command, and count what was kept, by us and by sqlite3."""
    of = corruption.bodies(eight)

    def spoilt(seed: int) -> Counter[str]:
        home = tmp_path / str(seed)
        home.mkdir()
        file = home / eight.name
        shutil.copy(eight, file)
        kind = corruption.spoil(file, seed)
        theirs = corruption.brought_back_by_sqlite(file, of)
        monkeypatch.setenv("COACH_HOME", str(home))
        said = ""
        for command in COMMANDS:
            status = cli.main(command)
            out, err = capsys.readouterr()
            said += err
            assert status in (0, 1, 2), f"seed {seed}, {kind}: {command} ended with {status}"
            assert "Traceback" not in err + out
        ours = kept(file, of)
        assert theirs <= ours, f"seed {seed}, {kind}: sqlite3 brings back {len(theirs - ours)} more events"
        shutil.rmtree(home)
        return Counter(
            {
                f"{kind}: seeds": 1,
                f"{kind}: events by .recover": len(theirs),
                f"{kind}: events by us": len(ours),
                f"{kind}: rehearsals by .recover": len({of[body] for body in theirs}),
                f"{kind}: rehearsals by us": len({of[body] for body in ours}),
                f"{kind}: said": bool(said),
            }
        )

    return spoilt


@pytest.fixture
def forget(
    eight: Path, tmp_path: Path, quickly: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Spoil a copy by a seed, forget one of what is left, recover, and look at every byte."""

    def forgotten(seed: int) -> Counter[str]:
        home = tmp_path / str(seed)
        home.mkdir()
        shutil.copy(eight, home / eight.name)
        kind = corruption.spoil(home / eight.name, seed)
        monkeypatch.setenv("COACH_HOME", str(home))
        before = _listed(capsys)
        counted = Counter({f"{kind}: seeds": 1, f"{kind}: damaged copies": len(_copies(home))})
        if FORGOTTEN in before:
            assert cli.main(["forget", FORGOTTEN]) == 0
            assert cli.main(["recover"]) in (0, 1)
            assert _listed(capsys) >= before - {FORGOTTEN}, f"seed {seed}, {kind}: another one went too"
            assert not _words_in(home), f"seed {seed}, {kind}: {_words_in(home)}"
            counted[f"{kind}: forgotten"] = 1
        shutil.rmtree(home)
        return counted

    return forgotten


FORGOTTEN = "00000005"
ITS_WORDS = ("How many times have you been stopped", "What did they say to you")


def _listed(capsys: pytest.CaptureFixture[str]) -> set[str]:
    """The ids of the rehearsals that the coach lists."""
    capsys.readouterr()
    cli.main(["rehearsals"])
    lines = capsys.readouterr().out.splitlines()
    return {line.partition(":")[0] for line in lines if re.match(r"[0-9a-f]{8}: ", line)}


def _copies(home: Path) -> list[Path]:
    return list(home.glob("rehearsals.damaged-*.db"))


def _words_in(home: Path) -> list[str]:
    files = [file for file in home.rglob("*") if file.is_file()]
    return [file.name for file in files if any(words.encode() in file.read_bytes() for words in ITS_WORDS)]


def kept(file: Path, of: dict[str, str]) -> set[str]:
    """Which of these events stand in a store, letter for letter."""
    with closing(sqlite3.connect(file)) as there:
        there.text_factory = lambda text: text.decode("utf-8", "replace")
        assert there.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {body for (body,) in there.execute("SELECT body FROM events")} & set(of)


def test_spoilt_stores_break_no_command_and_lose_nothing_that_sqlite_brings_back(run: Run) -> None:
    corruption.needs_sqlite()
    for seed in FEW:
        run(seed)


@pytest.mark.slow
def test_five_hundred_spoilt_stores(run: Run) -> None:
    corruption.needs_sqlite()
    counted: Counter[str] = Counter()
    for seed in MANY:
        counted += run(seed)
    for what, count in counted.items():
        print(f"{what}: {count}")
    for kind in corruption.KINDS:
        assert counted[f"{kind}: events by us"] >= counted[f"{kind}: events by .recover"]


def test_one_that_is_forgotten_in_a_spoilt_store_leaves_no_word_and_takes_no_other_with_it(forget: Run) -> None:
    for seed in FEW:
        forget(seed)


@pytest.mark.slow
def test_five_hundred_spoilt_stores_in_which_one_is_forgotten(forget: Run) -> None:
    counted: Counter[str] = Counter()
    for seed in MANY:
        counted += forget(seed)
    for what, count in counted.items():
        print(f"{what}: {count}")
    assert sum(count for what, count in counted.items() if what.endswith(": forgotten")) > len(MANY) / 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_a_spoilt_store_breaks_no_real_process(eight: Path, tmp_path: Path, seed: int) -> None:
    file = tmp_path / eight.name
    shutil.copy(eight, file)
    kind = corruption.spoil(file, seed)
    for command in COMMANDS:
        ended = subprocess.run(
            [sys.executable, "-m", "coach", *command],
            env={**os.environ, "COACH_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert "Traceback" not in ended.stderr, f"{kind}: {command}"
        assert ended.returncode in (0, 1, 2)
