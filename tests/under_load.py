"""Run the suite beside busy loops, several times, and say which tests failed: `python -m tests.under_load`.

A test that judges milliseconds, or looks before what it looks for can have come, fails here and not on a quiet
machine. What is given after the options goes to pytest: `python -m tests.under_load --times 1 tests/tui`.
"""

import argparse
import multiprocessing
import re
import subprocess
import sys
import time
from collections import Counter

from tests.house import ROOT


def main() -> int:
    """Run it; 1 where any test failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=3, help="how many runs (3)")
    parser.add_argument("--loops", type=int, default=4, help="how many busy loops beside them (4)")
    options, rest = parser.parse_known_args()
    failed: Counter[str] = Counter()
    ended_badly = False
    for number in range(1, options.times + 1):
        loops = [multiprocessing.Process(target=spin, daemon=True) for _ in range(options.loops)]
        for loop in loops:
            loop.start()
        began = time.monotonic()
        try:
            status, names = run(rest)
        finally:
            for loop in loops:
                loop.kill()
        failed.update(names)
        ended_badly |= status != 0
        print(f"run {number}: {len(names)} failed, {time.monotonic() - began:.0f} s, status {status}", flush=True)
        for name in names:
            print(f"  {name}", flush=True)
    print(f"{options.times} runs beside {options.loops} busy loops: {len(failed)} tests failed at least once.")
    for name, times in failed.most_common():
        print(f"  {times} of {options.times}: {name}")
    return int(ended_badly)


def run(arguments: list[str]) -> tuple[int, list[str]]:
    """Run pytest once; its status, and the tests that failed or could not begin."""
    pytest = [sys.executable, "-m", "pytest", "-rfE", "--tb=short", "-n", "auto", "--dist", "worksteal"]
    done = subprocess.run([*pytest, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    names = re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.M)
    if done.returncode:
        print(done.stdout[-20_000:], done.stderr[-2_000:], flush=True)
    return done.returncode, names


def spin() -> None:
    """Be busy until killed."""
    while True:
        pass


if __name__ == "__main__":
    sys.exit(main())
