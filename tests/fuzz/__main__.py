"""`python -m tests.fuzz [content] [brought] [store] [forms] [--seconds N] [--seed N]`: seeds until the time is over.

Seeds begin at one that is drawn anew and said, unless `--first` says where. What fails is printed with its seed and the
command that repeats it. A seed that takes longer than a minute is a hang, and fails. Where not even that can be said
to it, Python prints after two minutes where it is, and ends: begin again with the same `--first`.
"""

import argparse
import faulthandler
import importlib
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

KINDS = ("content", "brought", "store", "forms")
HANGS = 60.0
"""Seconds that one seed may take, however busy the machine is."""
MOST_SHOWN = 5
ERR = sys.stderr
"""What the terminal shows, also while a fuzzer catches what commands say."""
Fuzzer = Callable[[], AbstractContextManager[Callable[[int], str]]]


def main(words: Sequence[str] | None = None) -> int:
    """Run fuzzers one after another; the exit status is 1 where one found something."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Spoilt things by seed, and what came.")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"which: {', '.join(KINDS)} (default: all)")
    parser.add_argument("--seconds", type=float, default=600, help="for each (default: 600)")
    parser.add_argument("--first", type=int, help="the first seed (default: drawn anew, and said)")
    parser.add_argument("--seed", type=int, help="this seed alone, to repeat a failure")
    options = parser.parse_args(words)
    if unknown := set(options.kinds) - set(KINDS):
        parser.error(f"there is no fuzzer called {', '.join(sorted(unknown))}: only {', '.join(KINDS)}")
    return max(fuzz(kind, options) for kind in options.kinds or KINDS)


def fuzz(kind: str, options: argparse.Namespace) -> int:
    """Run one fuzzer, and say what it did."""
    opens: Fuzzer = importlib.import_module(f"tests.fuzz.{kind}").opened
    first = options.seed if options.seed is not None else options.first
    first = int.from_bytes(os.urandom(4)) if first is None else first
    print(f"== {kind}, from seed {first}", flush=True)
    came: Counter[str] = Counter()
    failed: list[int] = []
    slowest, of = 0.0, first
    begun = time.monotonic()
    signal.signal(signal.SIGALRM, _hang)
    with opens() as attempt:
        seed = first
        while True:
            began = time.monotonic()
            _say_where(seed)
            signal.setitimer(signal.ITIMER_REAL, HANGS)
            faulthandler.dump_traceback_later(2 * HANGS, exit=True, file=ERR)
            try:
                came[attempt(seed)] += 1
            except Exception as error:  # noqa: BLE001  # that is what is looked for
                failed.append(seed)
                came[f"FAILED: {type(error).__name__}"] += 1
                if len(failed) <= MOST_SHOWN:
                    print(f"\nseed {seed}: repeat it with `python -m tests.fuzz {kind} --seed {seed}`", flush=True)
                    traceback.print_exc(limit=-6)
            finally:
                faulthandler.cancel_dump_traceback_later()
                signal.setitimer(signal.ITIMER_REAL, 0)
            took = time.monotonic() - began
            slowest, of = max((slowest, of), (took, seed))
            if options.seed is not None or time.monotonic() - begun > options.seconds:
                break
            seed += 1
    tried, spent = came.total(), time.monotonic() - begun
    _say_where(None)
    print(f"{kind}: {tried} seeds in {spent:.0f} s, the slowest {slowest:.1f} s (seed {of}), {len(failed)} failed.")
    for what, times in came.most_common(30):
        print(f"  {times:6} {what}")
    if failed:
        print(f"  seeds that failed: {', '.join(map(str, failed[:30]))}")
    sys.stdout.flush()
    return int(bool(failed))


def _say_where(seed: int | None) -> None:
    """Show at a terminal the seed that is being tried."""
    if ERR.isatty():
        ERR.write("\r" + (f"seed {seed} " if seed is not None else ""))
        ERR.flush()


def _hang(*_: object) -> None:
    raise TimeoutError(f"it took longer than {HANGS:.0f} seconds")


if __name__ == "__main__":
    sys.exit(main())
