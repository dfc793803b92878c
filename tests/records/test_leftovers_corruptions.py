"""However a store is spoilt, forgetting all of it leaves no word of it on the disk."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.content.library import Folder, Library
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.expiry import Expiry
from coach.records.leftovers import Leftovers
from coach.records.paths import Places
from tests.conftest import SMALL
from tests.disk import Disk, mounted
from tests.records.corruption import EIGHT, rehearse_eight, spoil

SEEDS = int(os.environ.get("COACH_CORRUPTIONS", "500"))
FROM = int(os.environ.get("COACH_SEEDS_FROM", "0"))
LOOKED_AT = 50
"""Stores that are forgotten between two searches of the disk."""
WORDS = (
    *(reply[:40] for replies in EIGHT.values() for reply in replies if len(reply) > 12),
    "I waited too long before",
)

pytestmark = pytest.mark.slow


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with mounted(tmp_path / "disk", megabytes=128) as disk:
        yield disk


def _forget_all(home: Path) -> None:
    """As `coach forget --all` does it, without the time that a program takes to start."""
    where, clock = Places(home, home), lambda: datetime.now(UTC)
    expiry, remains = Expiry(where.expiry("rehearsals"), clock), Leftovers(where, clock)
    keeping = ResilientStore(store_opener(where, clock), expiry=expiry, remains=remains)
    practice = PracticeService(Library((Folder(SMALL, "for tests"),)), keeping, clock, str)
    practice.rehearsals()
    practice.forget_all()
    practice.keeping.close()


def test_five_hundred_spoilt_stores_are_forgotten_to_the_last_word(disk: Disk, tmp_path: Path) -> None:
    whole, spoilt = tmp_path / "whole", tmp_path / "spoilt"
    rehearse_eight(whole)
    for begin in range(FROM, FROM + SEEDS, LOOKED_AT):
        homes: list[Path] = []
        for seed in range(begin, min(begin + LOOKED_AT, FROM + SEEDS)):
            shutil.rmtree(spoilt, ignore_errors=True)
            shutil.copytree(whole, spoilt)
            kind = spoil(spoilt / "rehearsals.db", seed)
            homes.append(disk.mounted / f"{seed}")
            shutil.copytree(spoilt, homes[-1])  # So that no block of the disk is one that the spoiling gave back.
            _forget_all(homes[-1])
            left = [file.name for file in homes[-1].rglob("*") if file.is_file() and _found(file.read_bytes())]
            assert not left, f"seed {seed}, {kind}: {left}"
        counts = {word: count for word in WORDS if (count := disk.count(word))}
        assert not counts, f"seeds {begin} to {begin + LOOKED_AT}: {counts}"
        for home in homes:
            shutil.rmtree(home)


def _found(content: bytes) -> bool:
    return any(word.encode() in content for word in WORDS)
