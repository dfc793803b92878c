"""`python -m tests.bench`: each part runs on the smallest size, says its bars, and is written where it belongs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench import figures
from tests.bench.figures import ENDS, PAGE, Figure, find_marker, write_part
from tests.bench.sizes import Sizes

TOGETHER = ("turns", "library", "check", "explore", "match")
"""Parts that start no program: what they load is loaded once."""


@pytest.mark.parametrize(
    "parts",
    [TOGETHER, *(pytest.param((part,), marks=pytest.mark.slow) for part in bench.PARTS if part not in TOGETHER)],
    ids=" ".join,
)
def test_each_part_runs(parts: tuple[str, ...]) -> None:
    """In a process of its own, as it is measured; whether a bar is met says nothing on a busy machine."""
    command = [sys.executable, "-m", "tests.bench", *parts, "--least"]
    done = subprocess.run(command, cwd=figures.ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    for number, part in enumerate(parts, 1):
        assert f"[{number}/{len(parts)}] {part}: " in done.stdout, done.stderr
    assert "Every bar is met." in done.stdout or "Bars that are missed:" in done.stdout, done.stderr


def test_a_figure_says_whether_its_bar_is_met(capsys: pytest.CaptureFixture[str]) -> None:
    Figure("a reply", 0.02, 0.1, "s", "").print()
    Figure("a page", 1.5, 0.1, "s", "").print()
    Figure("a list", 1.5, None, "s", "").print()
    met, missed, bare = capsys.readouterr().out.splitlines()
    assert met.endswith("(at most 0.100 s: met)")
    assert missed.endswith("(at most 0.100 s: MISSED)")
    assert bare == "  a list: 1.50 s"


def test_the_page_has_a_place_for_every_part() -> None:
    page = PAGE.read_text("utf-8")
    assert [page.count(find_marker(part)) for part in bench.PARTS] == [1] * len(bench.PARTS)
    assert page.count(ENDS) == len(bench.PARTS)


def test_a_part_is_written_in_its_place_and_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"A\n{find_marker('start')}\nold\n\n{ENDS}\nB\n{find_marker('reply')}\nother\n\n{ENDS}\n", "utf-8")
    monkeypatch.setattr(figures, "PAGE", page)
    write_part("start", [Figure("the first frame", 0.4, 0.5, "s", "quick")])
    written = page.read_text("utf-8")
    assert "| the first frame | 0.400 s | at most 0.500 s, met | quick |\n" in written
    assert "old" not in written
    assert written.endswith(f"{ENDS}\nB\n{find_marker('reply')}\nother\n\n{ENDS}\n")


def test_what_is_cancelled_says_what_was_done_and_keeps_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []

    def measure(part: str, sizes: Sizes, progress: str) -> list[Figure]:
        if part == "match":
            raise KeyboardInterrupt
        return []

    monkeypatch.setattr(bench, "measure", measure)
    monkeypatch.setattr(bench, "write_part", lambda part, _: kept.append(part))
    assert bench.main(["library", "match", "serve", "--write"]) == bench.CANCELLED
    assert kept == ["library"]
    assert "Cancelled in match; library done before." in capsys.readouterr().err


def test_what_is_no_part_is_refused() -> None:
    with pytest.raises(SystemExit) as caught:
        bench.main(["everything"])
    assert caught.value.code == 2
