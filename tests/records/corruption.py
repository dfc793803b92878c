"""Spoils a store of rehearsals in ways that disks do, by seed; and says what the `sqlite3` program would bring back.

Each seed makes one spoilt store, always the same. Ten kinds take turns, so that any ten seeds in a row see all of them.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from coach.content.library import Library, find_shipped_folders
from coach.matching.loading import Matchers
from coach.options import RehearseOptions
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.safeguarding import Question
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.supervision.stores import SubmissionStores
from tests.submitting import submit_reply

PAGE = 4096
EIGHT = {
    "wrong_box": ("How has racism touched you?", "What is that like for him at school?", "I hear you."),
    "streetwise": ("What do you worry about when he is out?", "What would you want him to be told?"),
    "group_chat": ("Kedves anyuka, köszönöm, that you told me.", "Who else has seen it?", "Thank you. " * 400),
    "first_instructions": ("What did you tell him about the police?",),
    "interpreter_daughter": ("I should not have asked her to interpret.", "How is your mother?", "Right.", "Okay."),
    "stop_search_interview": ("How many times have you been stopped?", "What did they say to you?", "I believe you."),
    "new_baby_marks": ("I need to ask about the marks.", "What do you call them at home?"),
    "foster_hair_and_bus": ("Who does your hair?", "What happened on the bus?", "Did anyone say sorry?"),
}
"""A scenario for each of eight rehearsals, and what is said in it."""


def library() -> Library:
    """What ships, read once for all."""
    return Library(find_shipped_folders())


def rehearse_eight(home: Path, whole: Library | None = None, matchers: Matchers | None = None) -> Path:
    """Rehearse eight times, each in another scenario, in a home; the file they are kept in."""
    where = Places(home, home)
    moments = iter(range(100_000))
    began = datetime.now(UTC) - timedelta(days=2)
    keeping = ResilientStore(store_opener(where, lambda: began))
    names = iter(range(100))
    practice = PracticeService(
        whole or library(), keeping, lambda: began + timedelta(seconds=next(moments)), lambda: f"{next(names):08x}"
    )
    practice.matchers = matchers or practice.matchers
    for number, (scenario, replies) in enumerate(EIGHT.items()):
        rehearsing = practice.begin(scenario, RehearseOptions(intention="Say the word racism before they have to."))
        for reply in replies:
            submit_reply(rehearsing, reply, tuple(Question))
        if number % 2:
            rehearsing.reflect("intention", "I waited too long before I asked.")
            rehearsing.finish()
        if number % 4 == 3:
            rehearsing.keep()
    keeping.close()
    table = SubmissionStores(where, "", lambda: began)
    table.own_file.bring("something", "", began, '{"coach": "brought", "words": "handed over by a colleague"}')
    table.close()
    return where.rehearsals


def bodies(file: Path) -> dict[str, str]:
    """The text of every event in a whole store, and the rehearsal it is of."""
    with closing(sqlite3.connect(file)) as there:
        return {body: rehearsal for rehearsal, body in there.execute("SELECT rehearsal, body FROM events")}


def spoil(file: Path, seed: int) -> str:
    """Spoil a store, and say how."""
    kind = list(KINDS)[seed % len(KINDS)]
    KINDS[kind](file, Random(seed))
    return kind


def brought_back_by_sqlite(file: Path, of: dict[str, str]) -> set[str]:
    """Which of these events the `sqlite3` program's `.recover` has whole, from a copy of a spoilt store."""
    with _copy(file) as copy, closing(sqlite3.connect(":memory:")) as memory:
        said = subprocess.run(["sqlite3", str(copy), ".recover"], capture_output=True, check=False, timeout=120)
        found: set[str] = set()
        memory.text_factory = lambda text: text.decode("utf-8", "replace")
        script = said.stdout.decode("utf-8", "replace").replace("\0", "")
        for statement in _statements(script):
            try:
                memory.execute(statement)
            except sqlite3.Error:
                continue
        tables = [name for (name,) in memory.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in memory.execute(f'SELECT * FROM "{table}"'):
                found.update(value for value in row if isinstance(value, str) and value in of)
        return found


def needs_sqlite() -> None:
    """Skip where there is no `sqlite3` program to be measured against; fail where one was promised."""
    if shutil.which("sqlite3") is None:
        if os.environ.get("COACH_TESTS_NEED_SQLITE"):
            pytest.fail("There is no sqlite3 program, and COACH_TESTS_NEED_SQLITE promises one.")
        pytest.skip("there is no sqlite3 program to be measured against")


class _copy:  # noqa: N801  # used as a function
    """A copy of a store, with its journals, in a folder beside it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._folder = file.with_name(f"{file.name}-looked-at")

    def __enter__(self) -> Path:
        self._folder.mkdir()
        for each in self._file.parent.glob(f"{self._file.name}*"):
            if each.is_file():
                shutil.copy(each, self._folder / each.name)
        return self._folder / self._file.name

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder)


def _statements(script: str) -> list[str]:
    """A script's statements. A line that ends one ends with a semicolon outside every string."""
    found, so_far = [], ""
    for line in script.splitlines(keepends=True):
        so_far += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(so_far):
            found.append(so_far)
            so_far = ""
    return found


def _change(file: Path, change: Callable[[bytearray], None]) -> None:
    content = bytearray(file.read_bytes())
    change(content)
    file.write_bytes(content)


def _other(chance: Random, byte: int) -> int:
    """Another byte; half the time one bit away."""
    return byte ^ (1 << chance.randrange(8)) if chance.random() < 0.5 else (byte + chance.randrange(1, 256)) % 256


def _single_bytes(file: Path, chance: Random) -> None:
    def change(content: bytearray) -> None:
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content))
            content[at] = _other(chance, content[at])

    _change(file, change)


def _run(file: Path, chance: Random, fill: Callable[[int], bytes]) -> None:
    def change(content: bytearray) -> None:
        at, long = chance.randrange(len(content)), chance.choice((16, 200, 512, 4096, 9000))
        long = min(long, len(content) - at)
        content[at : at + long] = fill(long)

    _change(file, change)


def _noughts(file: Path, chance: Random) -> None:
    _run(file, chance, bytes)


def _noise(file: Path, chance: Random) -> None:
    _run(file, chance, chance.randbytes)


def _header(file: Path, chance: Random) -> None:
    def change(content: bytearray) -> None:
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(100)
            content[at] = _other(chance, content[at])
        if chance.random() < 0.2:
            content[16:18] = chance.choice((b"\x02\x00", b"\x04\x00", b"\x20\x00", b"\x00\x01", b"\x00\x00"))

    _change(file, change)


def _schema(file: Path, chance: Random) -> None:
    """In page 1: the words that say which tables there are. 0xB0 is no character in any place."""

    def change(content: bytearray) -> None:
        written = [at for at in range(100, PAGE) if content[at]]
        for _ in range(chance.randint(1, 2)):
            at = chance.choice(written)
            content[at] = 0xB0 if chance.random() < 0.5 else _other(chance, content[at])

    _change(file, change)


def _cut(file: Path, chance: Random) -> None:
    def change(content: bytearray) -> None:
        long = int(len(content) * chance.uniform(0.05, 0.99))
        del content[long if chance.random() < 0.5 else long // PAGE * PAGE :]

    _change(file, change)


def _swapped(file: Path, chance: Random) -> None:
    def change(content: bytearray) -> None:
        one, two = chance.sample(range(1, len(content) // PAGE), 2)
        first, second = slice(one * PAGE, (one + 1) * PAGE), slice(two * PAGE, (two + 1) * PAGE)
        content[first], content[second] = content[second], content[first]

    _change(file, change)


def _doubled(file: Path, chance: Random) -> None:
    def change(content: bytearray) -> None:
        one, two = chance.sample(range(1, len(content) // PAGE), 2)
        content[two * PAGE : (two + 1) * PAGE] = content[one * PAGE : (one + 1) * PAGE]

    _change(file, change)


def _body(file: Path, chance: Random) -> None:
    """Bytes in the middle of what was said."""

    def change(content: bytearray) -> None:
        events = [at for at in range(len(content) - 9) if content[at : at + 9] == b'{"event":']
        at = chance.choice(events) + chance.randrange(300)
        for near in range(at, min(at + chance.choice((1, 1, 2, 20)), len(content))):
            content[near] = chance.choice((0xB0, 0xFF, 0x00, 0x22, 0x5C, _other(chance, content[near])))

    _change(file, change)


def _journal(file: Path, chance: Random) -> None:
    """A power cut in the middle of a change, and then a journal that is whole, spoilt, or somebody else's."""
    journal = file.with_name(f"{file.name}-journal")
    with closing(sqlite3.connect(file, isolation_level=None)) as writing:
        writing.execute("PRAGMA cache_size = 1")
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE events SET body = body || ' '")
        half, before = file.read_bytes(), journal.read_bytes()
        writing.execute("ROLLBACK")
    how = chance.randrange(4)
    if how in (0, 1):
        file.write_bytes(half)
    if how == 1:
        spoilt = bytearray(before)
        at = chance.randrange(28, len(spoilt))
        spoilt[at] = _other(chance, spoilt[at])
        before = bytes(spoilt)
    journal.write_bytes(chance.randbytes(5000) if how == 2 else before)


KINDS: dict[str, Callable[[Path, Random], None]] = {
    "single bytes": _single_bytes,
    "noughts": _noughts,
    "noise": _noise,
    "header": _header,
    "schema": _schema,
    "cut short": _cut,
    "pages swapped": _swapped,
    "page doubled": _doubled,
    "in what was said": _body,
    "journal left": _journal,
}
