"""`python -m tests.bench [PART ...] [--write]`: how quick the coach is, part by part, each figure beside its bar.

Parts are start, reply, debrief, turns, library, check, explore, match, rehearsals, serve and room; without any, all of
them are measured, in about a quarter of an hour. `--write` puts each part's figures into docs/performance.md as soon as
it was measured, for a machine that does nothing else. Ctrl+C ends it; what was measured before stays.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module

from tests.bench.figures import Figure, write_part
from tests.bench.sizes import LEAST, WHOLE, Sizes

# Said before numpy is loaded, as a program that waits for keys says it to itself.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

INSIDE, FRONT = "tests.bench.inside", "tests.bench_front"
PARTS = {
    "start": (FRONT, "from the command to the first frame, beside a minimal Textual app", 1),
    "reply": (FRONT, "from Enter to the family's line, and memory, beside a minimal chat", 1.5),
    "debrief": (FRONT, "from the key to the page", 1),
    "turns": (INSIDE, "conversations of 10, 100 and 1,000 replies", 0.5),
    "library": (INSIDE, "libraries of 20, 200 and 2,000 scenarios", 0.5),
    "check": (INSIDE, "all of a library is checked", 1.5),
    "explore": (INSIDE, "all states of scenarios of 10, 100 and 1,000 turns", 0.5),
    "match": (INSIDE, "replies of ever more words", 0.2),
    "rehearsals": (INSIDE, "100, 5,000 and 50,000 rehearsals", 0.5),
    "serve": ("tests.bench.serving", "one's own coach in a browser, with as many rehearsals", 0.5),
    "room": ("tests.bench_room", "a class of 3, 24 and 100, a flood and kills", 8),
}
"""By part: where it is measured, what it is, and its minutes on a quiet machine."""
CANCELLED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Measure parts one after another; the exit status is 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How quick the coach is.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"which: {', '.join(PARTS)} (default: all)")
    parser.add_argument("--write", action="store_true", help="write the figures into docs/performance.md")
    parser.add_argument("--least", action="store_true", help="the smallest sizes, to see that it runs")
    options = parser.parse_args(words)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part called {', '.join(sorted(unknown))}: only {', '.join(PARTS)}")
    if options.write and options.least:
        parser.error("what --least measures is not for the page")
    parts, sizes = options.parts or [*PARTS], LEAST if options.least else WHOLE
    missed: list[str] = []
    began = time.monotonic()
    for number, part in enumerate(parts, 1):
        try:
            figures = measure(part, sizes, f"[{number}/{len(parts)}]")
            if options.write:
                write_part(part, figures)
        except KeyboardInterrupt:
            kept = f"; {', '.join(parts[: number - 1])} done before" if number > 1 else ""
            print(f"\nCancelled in {part}{kept}.", file=sys.stderr)
            return CANCELLED
        missed += [f"{part}: {figure.what}" for figure in figures if figure.is_missed]
    print(f"{time.monotonic() - began:.0f} s.", "Every bar is met." if not missed else "Bars that are missed:")
    for what in missed:
        print(f"  {what}")
    return int(bool(missed))


def measure(part: str, sizes: Sizes, progress: str) -> list[Figure]:
    """Measure one part, and print each figure as soon as it is there."""
    module, what, minutes = PARTS[part]
    about = f", about {minutes:g} min" if sizes is WHOLE else ""
    print(f"{progress} {part}: {what}{about}", flush=True)
    began = time.monotonic()
    measures: Callable[[Sizes], Iterator[Figure]] = getattr(import_module(module), f"measure_{part}")
    figures = []
    for figure in measures(sizes):
        figure.print()
        figures.append(figure)
    print(f"  ({time.monotonic() - began:.0f} s)", flush=True)
    return figures


if __name__ == "__main__":
    sys.exit(main())
