"""A folder that the desk looks into: what is new is named, what cannot be read is left, and nothing is changed."""

import os
from pathlib import Path

import pytest

from coach.model.submission import Review, SubmissionScope
from coach.practice.rehearsal import Rehearsal
from coach.supervision.importing import serialize_handed_over
from coach.supervision.inbox import Inbox
from coach.supervision.inbox_folder import FolderLook, InboxFolder, describe_look
from coach.supervision.practitioner import SubmissionService
from coach.supervision.submissions import SubmissionChoice
from tests.conftest import START


@pytest.fixture
def shared(bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path) -> Path:
    """A folder with two things that were brought, an answer to somebody, a spoilt file, and a letter."""
    folder = tmp_path / "shared"
    folder.mkdir()
    for name in ("one", "two"):
        brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.QUESTION, question=f"What of {name}?"))
        bringing.submit_to_file(rehearsing, brought, folder / f"{name}.coach.json")
    answer = Review(brought="somebody-elses", at=START, questions=("And then?",))
    (folder / "an-answer.coach.json").write_text(serialize_handed_over(answer))
    (folder / "spoilt.coach.json").write_text("hello")
    (folder / "letter.docx").write_text("Not looked at")
    (folder / "a-folder.coach.json").mkdir()
    return folder


def test_what_is_new_is_taken_in_and_what_cannot_be_read_is_named_and_left(desk: Inbox, shared: Path) -> None:
    """Answers to practitioners and other files are passed over; every file stays where it was, byte by byte."""
    before = {file.name: file.read_bytes() for file in shared.iterdir() if file.is_file()}
    look = InboxFolder(desk, str(shared)).look()
    assert [each.file.name for each in look.new] == ["one.coach.json", "two.coach.json"]
    assert [each.file.name for each in look.bad] == ["spoilt.coach.json"]
    said = list(describe_look(look))
    assert said[0] == "2 new files lie in the folder you look into: one.coach.json, two.coach.json."
    assert said[1].startswith("spoilt.coach.json is not something that the coach handed over.")
    items, refused = InboxFolder(desk, str(shared)).take_in(look.new)
    assert refused == ()
    assert {item.brought.question for item in items if item.brought} == {"What of one?", "What of two?"}
    assert len(desk.list_items()) == 2
    assert {file.name: file.read_bytes() for file in shared.iterdir() if file.is_file()} == before
    again = InboxFolder(desk, str(shared)).look()
    assert (again.new, [each.file.name for each in again.bad]) == ((), ["spoilt.coach.json"])


def test_what_was_put_away_does_not_come_back_by_itself(desk: Inbox, shared: Path) -> None:
    """Nor does a copy of it that is laid there anew; and what is remembered says nothing of what was brought."""
    folder = InboxFolder(desk, str(shared))
    items, _ = folder.take_in(folder.look().new)
    for item in items:
        desk.put_away(item.id)
    assert folder.look().new == ()
    remembered = desk.stores.taken_in.read_text()
    assert not any(item.id in remembered for item in items)
    assert "one" not in remembered
    os.utime(shared / "one.coach.json", (1, 1))
    (shared / "two.coach.json").rename(shared / "two again.coach.json")
    assert folder.look().new == ()


def test_what_was_taken_in_by_its_path_and_put_away_is_not_offered_as_new(desk: Inbox, shared: Path) -> None:
    """It can still be taken in by its path, and what is taken in from the folder meanwhile changes nothing."""
    item, _ = desk.import_file(shared / "one.coach.json")
    desk.put_away(item.id)
    folder = InboxFolder(desk, str(shared))
    assert [each.file.name for each in folder.look().new] == ["two.coach.json"]
    folder.take_in(folder.look().new)
    assert folder.look().new == ()
    assert item.id not in desk.stores.taken_in.read_text()
    assert desk.import_file(shared / "one.coach.json")[0].id == item.id


def test_what_lies_on_the_desk_already_is_not_offered(desk: Inbox, shared: Path) -> None:
    """It may have come by mail before it was laid into the folder."""
    desk.import_file(shared / "one.coach.json")
    assert [each.file.name for each in InboxFolder(desk, str(shared)).look().new] == ["two.coach.json"]


def test_a_folder_that_is_not_there_is_said_and_no_folder_is_nothing(desk: Inbox, tmp_path: Path) -> None:
    """The desk works all the same."""
    look = InboxFolder(desk, str(tmp_path / "gone")).look()
    assert list(describe_look(look)) == [
        f"The folder {tmp_path / 'gone'} cannot be looked into: there is no such folder."
    ]
    assert InboxFolder(desk, "").look() == FolderLook()
    assert list(describe_look(FolderLook())) == []
