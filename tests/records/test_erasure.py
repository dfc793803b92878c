"""Files that held words are overwritten before their blocks go back to the disk."""

import os
from pathlib import Path

import pytest

from coach.records.erasure import LEAVING, erase, overwrite, put_in_place, sweep
from coach.records.paths import write_whole

WORDS = "Quite unmistakable words about a purple bicycle\n"

pytestmark = pytest.mark.skipif(not hasattr(os, "link"), reason="needs a second name to look at what was deleted")


def _seen_after(file: Path) -> Path:
    """A second name for what lies in a file, by which the test looks at it when the first is gone."""
    kept = file.with_name("the same blocks")
    os.link(file, kept)
    return kept


def test_what_is_erased_is_overwritten_first(tmp_path: Path) -> None:
    file = tmp_path / "draft.json"
    file.write_text(WORDS * 50_000)
    blocks, size = _seen_after(file), file.stat().st_size
    assert erase(file)
    assert not file.exists()
    assert blocks.read_bytes() == bytes(size), "noughts, and none fewer than there were letters"
    assert not erase(file), "there is nothing more"


def test_what_is_replaced_is_overwritten_and_nobody_ever_finds_half_of_it(tmp_path: Path) -> None:
    file, new = tmp_path / "draft.json", tmp_path / "new-1"
    file.write_text(WORDS)
    new.write_text("other words")
    held = file.open("rb")
    put_in_place(new, file)
    assert file.read_text() == "other words"
    with held:
        assert held.read() == bytes(len(WORDS)), "the blocks that it had"
    assert [each.name for each in tmp_path.iterdir()] == ["draft.json"]


def test_a_file_written_whole_leaves_nothing_of_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "draft.json"
    write_whole(file, WORDS)
    with file.open("rb") as before:
        write_whole(file, "other words")
        assert before.read() == bytes(len(WORDS))
    assert file.read_text() == "other words"
    assert len(list(tmp_path.iterdir())) == 1


def test_what_a_kill_left_of_a_replacement_is_swept_and_what_is_in_use_is_not(tmp_path: Path) -> None:
    file, left, linked = tmp_path / "draft.json", tmp_path / f"{LEAVING}new-1", tmp_path / f"{LEAVING}new-2"
    left.write_text(WORDS)
    file.write_text("in use")
    os.link(file, linked)  # killed before the new one was put in place
    with left.open("rb") as blocks:
        sweep(tmp_path)
        assert blocks.read() == bytes(len(WORDS))
    assert file.read_text() == "in use"
    assert [each.name for each in tmp_path.iterdir()] == ["draft.json"]


def test_what_a_kill_left_half_written_is_overwritten_and_what_somebody_is_writing_now_is_not(tmp_path: Path) -> None:
    left, being_written = tmp_path / "new-1", tmp_path / "new-2"
    for file in (left, being_written):
        file.write_text(WORDS)
    os.utime(left, (0, 0))
    with left.open("rb") as blocks:
        write_whole(tmp_path / "draft.json", "other words")
        assert blocks.read() == bytes(len(WORDS))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["draft.json", "new-2"]
    sweep(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["draft.json"]


def test_a_link_is_deleted_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "somebody else's", tmp_path / "link"
    target.write_text("theirs")
    link.symlink_to(target)
    assert erase(link)
    assert target.read_text() == "theirs"
    assert not link.is_symlink()
    link.symlink_to(target)
    with pytest.raises(OSError, match=r"."):
        overwrite(link)


def test_a_file_can_be_made_longer_with_noughts_and_never_shorter(tmp_path: Path) -> None:
    file = tmp_path / "journal"
    file.write_text(WORDS)
    overwrite(file, 4096)
    assert file.read_bytes() == bytes(4096)
    overwrite(file, 1)
    assert file.stat().st_size == 4096
