"""Small files are written whole: on a disk that refuses the old one stands, and nothing is left beside it."""

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coach.errors import RecordsUnwritable
from coach.records import paths as whole
from coach.records.contributions import FolderContributions
from coach.records.paths import write_whole


@contextmanager
def little_room(most: int) -> Iterator[None]:
    """No file may grow beyond so many bytes, as on a disk that is all but full."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        signal.signal(signal.SIGXFSZ, heard)


def test_on_a_disk_that_is_full_the_old_file_stands_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "own" / "draft.json"
    write_whole(file, "what was said so far")
    with little_room(4096), pytest.raises(OSError, match="too large"):
        write_whole(file, "longer " * 10_000)
    assert file.read_text() == "what was said so far"
    assert [each.name for each in file.parent.iterdir()] == ["draft.json"]


def test_the_file_and_then_its_folder_are_seen_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In that order: else a power cut leaves the new name over an empty file."""
    happened: list[str] = []
    sync, put = os.fsync, whole.put_in_place

    def syncs(opened: int) -> None:
        happened.append("folder" if os.path.isdir(f"/proc/self/fd/{opened}") else "file")  # noqa: PTH112  # a number
        sync(opened)

    def puts(new: Path, file: Path) -> None:
        happened.append("put in place")
        put(new, file)

    monkeypatch.setattr(os, "fsync", syncs)
    monkeypatch.setattr(whole, "put_in_place", puts)
    write_whole(tmp_path / "one.json", "one")
    assert happened[:2] == ["file", "put in place"]
    assert happened[-1] == "folder"


def test_its_owner_alone_can_read_it_whatever_the_umask(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        write_whole(tmp_path / "own" / "one.json", b"\x00one")
    finally:
        os.umask(umask)
    assert (tmp_path / "own" / "one.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name == "nt", reason="Windows gives a file the rights of its folder")
def test_folders_that_are_made_for_a_file_are_private_all_the_way_up(tmp_path: Path) -> None:
    """The first thing that is kept may lie deep in the data folder, such as a scenario of one's own."""
    write_whole(tmp_path / "data" / "library" / "dialogues" / "ours.yaml", "id: ours")
    for made in ("data", "data/library", "data/library/dialogues"):
        assert (tmp_path / made).stat().st_mode & 0o077 == 0, made


def test_a_row_of_counts_that_finds_no_room_leaves_nothing_in_the_shared_folder(tmp_path: Path) -> None:
    with little_room(10), pytest.raises(RecordsUnwritable):
        FolderContributions(tmp_path / "given").add("aaaa1111", "2025-q2", "sam0sam0", '{"openings": []}')
    assert list((tmp_path / "given").iterdir()) == []
