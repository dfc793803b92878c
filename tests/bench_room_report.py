"""The figures of `tests.bench_room`, printed and written into docs/performance.md.

`python -m tests.bench_room_report` writes the page without figures, for its lines and what was measured before.
"""

import os
import platform
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance.md"
WEB_BEFORE = 3138
"""Lines of `coach/web` and `coach/seats.py` before pages in HTML, when a browser showed a terminal."""
NOT_YET = "Not measured yet on a machine that does nothing else."
OLD = (
    ("24 people: first screen", "2 to 6 s", "0.03 s"),
    ("24 people: memory of all processes", "546 MiB, in several processes", "114 MiB, in one"),
    ("Enter to the other person's screen", "0.3 to 0.7 s, once 1.5", "0.09 to 0.18 s, once 0.9"),
    ("first download, packed", "260 KB, and 139 for italics", "3 KB"),
)
"""What was measured of a terminal in a page, and of the trial of pages in HTML that lacked most of a round."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that was measured, beside its bar where it has one."""

    what: str
    value: float
    bar: float | None
    unit: str
    more: str

    @property
    def is_missed(self) -> bool:
        """Whether it lies beyond its bar."""
        return self.bar is not None and self.value > self.bar

    def word(self, value: float) -> str:
        """Write a value with its unit."""
        digits = 0 if not self.unit else 1 if self.unit in ("MiB", "×") else 2 if value >= 1 else 3
        return f"{value:.{digits}f} {self.unit}".rstrip()


def print_figures(figures: list[Figure]) -> None:
    """Print figures, a line each."""
    for figure in figures:
        bar = "" if figure.bar is None else f" (at most {figure.word(figure.bar)})"
        missed = "  MISSED" if figure.is_missed else ""
        print(f"{figure.what}: {figure.word(figure.value)}{bar}{missed}  {figure.more}", flush=True)


def describe_machine() -> str:
    """Say what kind of machine this is, and how busy."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB of memory, {platform.system()}, Python "
        f"{sys.version_info.major}.{sys.version_info.minor}; load at the end {os.getloadavg()[0]:.1f}"
    )


def count_lines(folder: Path, *endings: str) -> int:
    """Count the lines of the files in a folder with one of these endings."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.name.endswith(endings)]
    return sum(len(file.read_text("utf-8").splitlines()) for file in files)


def write_page(figures: list[Figure]) -> None:
    """Write docs/performance.md; without figures only what needs no measuring."""
    web = ROOT / "coach" / "web"
    room = [file for file in web.glob("*.py") if not file.name.startswith(("own_", "team_", "review_"))]
    lines = [
        "# How quick it is",
        "",
        "Made by `python -m tests.bench_room --write`, on a machine that does nothing else. Everybody is on that",
        "machine: the room's process, the browsers and the clients share its cores. A time is kept by 95 in 100.",
        "",
        f"Measured on {datetime.now(UTC):%d %B %Y}: {describe_machine()}." if figures else NOT_YET,
        "",
        "## A class in browsers",
        "| what | measured | bar | more |",
        "| --- | --- | --- | --- |",
    ]
    for figure in figures:
        bar = "" if figure.bar is None else f"at most {figure.word(figure.bar)}"
        value = f"**{figure.word(figure.value)}**, missed" if figure.is_missed else figure.word(figure.value)
        lines.append(f"| {figure.what} | {value} | {bar} | {figure.more} |")
    lines += [
        "",
        "A client fetches the page and its files and follows its stream as a browser does, and draws nothing. The",
        "flood is one person. They hold 1,100 idle connections and 500 half requests. They send 130 wrong codes a",
        "minute from each of three addresses, and pastes and messages without end.",
        "",
        "## Before",
        "Measured earlier, on a machine of the same size that was busy with other things:",
        "",
        "| what | a terminal in a page | a trial in HTML |",
        "| --- | --- | --- |",
        *(f"| {what} | {terminal} | {trial} |" for what, terminal, trial in OLD),
        "",
        "## Lines",
        "| what | lines |",
        "| --- | --- |",
        f"| `coach/web` and the seats' module when a browser showed a terminal, Python | {WEB_BEFORE:,} |",
        f"| `coach/web` now, Python | {count_lines(web, '.py'):,} |",
        f"| of it what a room needs; the rest is one's own coach and a team's address | {sum(map(_count, room)):,} |",
        f"| templates | {count_lines(web / 'templates', '.j2'):,} |",
        f"| the stylesheet and the script | {count_lines(web / 'static', '.css', '.js'):,} |",
        "",
    ]
    PAGE.write_text("\n".join(lines), encoding="utf-8")


def _count(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


if __name__ == "__main__":
    write_page([])
