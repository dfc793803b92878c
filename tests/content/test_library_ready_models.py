"""What ships ready-made is what the files say, and nothing is lost where it is not there."""

from pathlib import Path

import pytest

from coach.content.library import (
    KINDS,
    READY,
    Folder,
    Library,
    ReadyModels,
    compute_key,
    find_shipped_folders,
    write_ready,
)
from coach.content.yaml_reader import UnusableContent
from coach.model.scenario import Family
from tests.conftest import SMALL

NOTHING = ReadyModels(Path("nothing ready"))


def test_what_ships_ready_made_is_up_to_date() -> None:
    ready, read = Library(find_shipped_folders()), Library(find_shipped_folders(), NOTHING)
    known = dict(ready.entries()) if READY.exists() else {}
    for key, model in read.entries():
        assert ready.ready.get(key, type(model)) == model, "run `python docs/make.py --no-pictures`"
        assert known[key] == model
    for kind in KINDS:
        assert [each.id for each in ready.shelf(kind)] == [each.id for each in read.shelf(kind)], kind


def test_a_file_that_somebody_changed_is_read_from_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "personas").mkdir()
    file = tmp_path / "personas" / "pat_and_sam.yaml"
    text = (SMALL / "personas" / "pat_and_sam.yaml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    archive = tmp_path / "ready.zip"
    plain = Library((Folder(tmp_path, "own"),), NOTHING)
    write_ready(plain.entries(), archive)
    assert ReadyModels(archive).get(compute_key(Family, text.encode()), Family) == plain.family("pat_and_sam")
    file.write_text(text.replace("Pat", "Max"), encoding="utf-8")
    assert "Max" in Library((Folder(tmp_path, "own"),), ReadyModels(archive)).family("pat_and_sam").model_dump_json()


@pytest.mark.parametrize("spoilt", [b"", b"PK not an archive", b"PK\x05\x06" + b"\0" * 18])
def test_a_spoilt_archive_costs_nothing_but_time(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "ready.zip").write_bytes(spoilt)
    library = Library((Folder(SMALL, "for tests"),), ReadyModels(tmp_path / "ready.zip"))
    assert library.dialogue("bus") == Library((Folder(SMALL, "for tests"),), NOTHING).dialogue("bus")


def test_the_same_content_makes_the_same_archive(tmp_path: Path) -> None:
    for name in ("one.zip", "other.zip"):
        write_ready(Library((Folder(SMALL, "for tests"),), NOTHING).entries(), tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()


def test_listing_what_ships_reads_no_dialogue_and_says_the_same() -> None:
    library = Library(find_shipped_folders())
    covers = {each.id: library.cover(each.id) for each in library.shelf("dialogues")}
    assert not library._models
    assert covers == {key: Library(find_shipped_folders()).dialogue(key).cover() for key in covers}


def test_names_of_families_that_ship_are_known_without_reading_what_they_answer() -> None:
    library = Library(find_shipped_folders())
    names = {each.id: library.family_name(each.id) for each in library.shelf("personas")}
    assert not library._models
    assert names == {key: Library(find_shipped_folders()).family(key).name for key in names}


def test_a_dialogue_that_was_changed_and_cannot_be_used_has_no_cover(tmp_path: Path) -> None:
    (tmp_path / "dialogues").mkdir()
    text = (SMALL / "dialogues" / "bus.yaml").read_text(encoding="utf-8")
    (tmp_path / "dialogues" / "bus.yaml").write_text(text.replace("turns:", "turn:"), encoding="utf-8")
    with pytest.raises(UnusableContent):
        Library((Folder(tmp_path, "own"),)).cover("bus")
