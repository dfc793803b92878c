"""Content files that are spoilt: every problem has a place and advice, and nothing breaks."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.content.mutating import spoilt
from tests.content.test_validation_spoilt_files import problems_of, sound, starters


@contextmanager
def opened() -> Iterator[Callable[[int], str]]:
    """Write what `coach new` writes; each seed spoils one file of it."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        whole = starters(folder)
        order = list(whole)

        def attempt(seed: int) -> str:
            file = order[seed % len(order)]
            file.write_bytes(spoilt(whole[file], seed))
            try:
                found = problems_of(file, folder)
            finally:
                file.write_bytes(whole[file])
            unsound = [problem.says() for problem in found if not sound(problem)]
            assert not unsound, f"{file.name}: {unsound}"
            return found[0].code if found else "(nothing to mend)"

        yield attempt
