"""Two rehearsals in a home, one to be forgotten: how they are made, spoilt and looked for afterwards."""

from pathlib import Path

import pytest

from coach.cli.context import open_practice
from coach.records.event_store import Summary
from tests.submitting import submit_reply

FORGOTTEN = "Quite unmistakable words about a purple bicycle"
OTHER = "Altogether different words about a yellow umbrella"


@pytest.fixture
def two(home: Path) -> tuple[str, str]:
    """Two rehearsals, by their ids: the one that will be forgotten, and another."""
    practice = open_practice()
    ids = []
    for words in (FORGOTTEN, OTHER):
        rehearsal = practice.begin("wrong_box")
        submit_reply(rehearsal, f"{words}. Has racism been part of it?")
        ids.append(rehearsal.id)
    practice.keeping.close()
    return ids[0], ids[1]


def spoil(file: Path) -> None:
    """Write over the beginning of a store, with its count of changes, so that who has it open looks again."""
    with file.open("r+b") as raw:
        raw.write(b"spoilt".ljust(100, b"!"))


def list_kept() -> list[Summary]:
    """List the rehearsals that are kept."""
    practice = open_practice()
    kept = list(practice.rehearsals())
    practice.keeping.close()
    return kept


def files_with(home: Path, *words: str) -> list[str]:
    """Name the files of a home in which any of these words stand."""
    return [
        file.name
        for file in home.rglob("*")
        if file.is_file() and any(each.encode() in file.read_bytes() for each in words)
    ]
