"""`python -m tests.fuzz_content [COUNT] [FIRST]`: that many spoilt content files, and what was said of them."""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.content.mutating import seeds, spoilt
from tests.content.test_validation_spoilt_files import problems_of, sound, starters


def main() -> int:
    count, first = (int(word) for word in (*sys.argv[1:], *("10000", "0")[len(sys.argv) - 1 :]))
    codes: Counter[str] = Counter()
    unsound: list[str] = []
    begun, slowest = time.monotonic(), 0.0
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        whole = starters(folder)
        order = list(whole)
        for done, seed in enumerate(seeds(first, count), 1):
            file = order[seed % len(order)]
            file.write_bytes(spoilt(whole[file], seed))
            one = time.monotonic()
            found = problems_of(file, folder)
            slowest = max(slowest, time.monotonic() - one)
            file.write_bytes(whole[file])
            codes.update(problem.code for problem in found)
            codes["(nothing to mend)"] += not found
            unsound += [f"seed {seed}: {problem.says()}" for problem in found if not sound(problem)]
            if done % 500 == 0:
                print(f"\r{done} of {count}", end="", file=sys.stderr, flush=True)
    print(f"\n{count} spoilt files in {time.monotonic() - begun:.0f} s, the slowest {slowest:.2f} s.")
    for code, times in codes.most_common():
        print(f"  {times:6} {code}")
    for line in unsound[:20]:
        print(line)
    print(f"{len(unsound)} problems without a place or without advice.")
    return int(bool(unsound))


if __name__ == "__main__":
    sys.exit(main())
