"""Stores of rehearsals that a disk spoilt: no command breaks, and nothing is lost that could be read.

What SQLite's own `.recover` brings back, the coach brings back too (where there is a `sqlite3` program to ask). What is
said after the damage is kept, and what is forgotten after it is gone from every file.
"""

import contextlib
import io
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

from coach.cli import main as cli
from coach.matching.loading import Matchers
from coach.practice.service import PracticeService
from tests.records import corruption

COMMANDS = (["rehearsals"], ["debrief", "last"], ["export", "--all"], ["recover"], ["scenarios"], ["places"])
FORGOTTEN, ITS_WORDS = "00000005", ("How many times have you been stopped", "What did they say to you")
SAID = "What would you want me to know before Thursday?"


@contextmanager
def opened() -> Iterator[Callable[[int], str]]:
    """A store of eight rehearsals; each seed spoils a copy, once or twice."""
    library = corruption.library()
    matchers = Matchers(library)
    usual, home_before = PracticeService.__init__, os.environ.get("COACH_HOME")

    def quicker(self: PracticeService, *given: object, **named: object) -> None:
        usual(self, *given, **named)  # type: ignore[arg-type]  # handed on as they came
        self.library, self.matchers = library, matchers

    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as after:
        after.callback(setattr, PracticeService, "__init__", usual)
        PracticeService.__init__ = quicker  # type: ignore[method-assign]
        eight = corruption.rehearse_eight(Path(folder) / "eight", library, matchers)
        of = corruption.bodies(eight)

        def attempt(seed: int) -> str:
            home = Path(folder) / str(seed)
            home.mkdir()
            try:
                os.environ["COACH_HOME"] = str(home)
                return _try(home / eight.name, eight, of, seed)
            finally:
                shutil.rmtree(home)
                os.environ.pop("COACH_HOME")
                if home_before is not None:
                    os.environ["COACH_HOME"] = home_before

        yield attempt


def _try(file: Path, eight: Path, of: dict[str, str], seed: int) -> str:
    chance = Random(seed)
    shutil.copy(eight, file)
    kind = corruption.spoil(file, seed)
    if chance.random() < 0.3:
        with contextlib.suppress(ValueError, IndexError, sqlite3.Error):  # too little is left to be spoilt that way
            kind += f", {corruption.spoil(file, chance.randrange(10**9))}"
    theirs = corruption.brought_back_by_sqlite(file, of) if shutil.which("sqlite3") else set()
    commands = list(COMMANDS)
    chance.shuffle(commands)
    for command in commands:
        _command(command)
    ours = _kept(file, of)
    assert theirs <= ours, f"{kind}: sqlite3 brings back {len(theirs - ours)} more events"
    _go_on_afterwards(file, kind)
    assert ours <= _kept(file, of), f"{kind}: what was there is gone after another rehearsal"
    if chance.random() < 0.5:
        listed = _command(["rehearsals"])
        if f"{FORGOTTEN}:" in listed:
            _command(["forget", FORGOTTEN])
            _command(["recover"])
            left = [each.name for each in file.parent.rglob("*") if each.is_file() and _has_words(each)]
            assert not left, f"{kind}: what was forgotten stands in {left}"
            assert {body for body in ours if of[body] != FORGOTTEN} <= _kept(file, of), f"{kind}: another one went too"
    return kind.partition(",")[0]


def _go_on_afterwards(file: Path, kind: str) -> None:
    """Rehearse with the store as it is now: what is said is kept."""
    _command(["rehearse", "father_off_the_record", "--plain"], f"{SAID}\n{SAID}\nfinish\n")
    with closing(sqlite3.connect(file)) as there:
        there.text_factory = lambda text: text.decode("utf-8", "replace")
        found = [body for (body,) in there.execute("SELECT body FROM events") if SAID in body]
    assert found, f"{kind}: what was said afterwards was not kept"


def _command(words: list[str], typed: str = "") -> str:
    """Give a command, and return what it printed; it ends as commands do."""
    import sys

    out, before = io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(typed)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            status = cli.main(words)
    finally:
        sys.stdin = before
    assert status in (0, 1, 2), f"{words} ended with {status}"
    assert "Traceback" not in out.getvalue(), f"{words}: {out.getvalue()}"
    return out.getvalue()


def _kept(file: Path, of: dict[str, str]) -> set[str]:
    """Which of these events stand in a store, letter for letter."""
    with closing(sqlite3.connect(file)) as there:
        there.text_factory = lambda text: text.decode("utf-8", "replace")
        assert there.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {body for (body,) in there.execute("SELECT body FROM events")} & set(of)


def _has_words(file: Path) -> bool:
    return any(words.encode() in file.read_bytes() for words in ITS_WORDS)
