"""What was measured, beside its bar: printed, and written into docs/performance.md between a part's markers."""

import os
import platform
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "performance.md"
ENDS = "<!-- bench ends -->"
NOT_YET = "Not measured yet on a machine that does nothing else."


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
        match self.unit:
            case "":
                digits = 0
            case "MiB":
                digits = 1
            case "×":
                digits = 1 if value >= 10 else 2
            case _:
                digits = 2 if value >= 1 else 3 if value >= 0.01 else 4
        return f"{value:.{digits}f} {self.unit}".rstrip()

    def print(self) -> None:
        """Print it in a line, with its bar and whether that is met."""
        bar = (
            f" (at most {self.word(self.bar)}: {'MISSED' if self.is_missed else 'met'})" if self.bar is not None else ""
        )
        print(f"  {self.what}: {self.word(self.value)}{bar}  {self.more}".rstrip(), flush=True)

    def write_row(self) -> str:
        """Write it as a row of a table."""
        bar = "" if self.bar is None else f"at most {self.word(self.bar)}, {'missed' if self.is_missed else 'met'}"
        value = f"**{self.word(self.value)}**" if self.is_missed else self.word(self.value)
        return f"| {self.what} | {value} | {bar} | {self.more} |"


def describe(times: Sequence[float]) -> str:
    """The middle and the most of some times."""
    return f"median {statistics.median(times) * 1000:.0f} ms, most {max(times) * 1000:.0f}, {len(times)} times"


def describe_machine() -> str:
    """Say what kind of machine this is, and how busy."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB of memory, {platform.system()}, Python "
        f"{sys.version_info.major}.{sys.version_info.minor}; load at the end {os.getloadavg()[0]:.1f}"
    )


def find_marker(part: str) -> str:
    """The line after which a part's figures stand on the page."""
    return f"<!-- bench: {part} -->"


def write_part(part: str, figures: Iterable[Figure]) -> None:
    """Write a part's figures into the page, in place of those that stand between its markers."""
    before, rest = PAGE.read_text("utf-8").split(f"{find_marker(part)}\n")
    _, after = rest.split(ENDS, 1)
    rows = "\n".join(figure.write_row() for figure in figures)
    measured = f"Measured on {datetime.now(UTC):%d %B %Y}: {describe_machine()}." if rows else NOT_YET
    table = f"\n\n| what | measured | bar | more |\n| --- | --- | --- | --- |\n{rows}" if rows else ""
    PAGE.write_text(f"{before}{find_marker(part)}\n{measured}{table}\n\n{ENDS}{after}", encoding="utf-8")
