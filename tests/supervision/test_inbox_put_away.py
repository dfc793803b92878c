"""What was put away, taken back or withdrawn goes from damaged copies too, and never comes back from one."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from coach.model.submission import Comment, Review, SubmissionScope
from coach.practice.persistence import recover
from coach.practice.rehearsal import Rehearsal
from coach.records.contributions import FolderContributions
from coach.records.damaged_copies import FILE, damaged_copies, free_name
from coach.records.paths import Places
from coach.supervision.inbox import PUT_AWAY_AFTER, Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.submissions import SubmissionChoice
from tests.conftest import START

QUESTION = "Quite unmistakable words about a purple bicycle?"
ANSWER = 'An answer about "a yellow umbrella" that is long enough to be cut in pieces.'
OTHER = "Altogether different words about a green kite?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The supervisor's."""
    return tmp_path / "supervisor"


@pytest.fixture
def key(desk: Inbox, bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path) -> str:
    """One of two things on the desk, each with an answer, of which a damaged copy lies there too."""
    keys = []
    for question in (QUESTION, OTHER):
        brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=2, question=question))
        desk.import_file(bringing.submit_to_file(rehearsing, brought, tmp_path / f"{len(keys)}.coach.json"))
        words = ANSWER if question == QUESTION else "Another answer about a red boat."
        desk.hand_back(Review(brought=brought.id, at=START, comments=(Comment(words=words),)))
        keys.append(brought.id)
    return keys[0]


def _set_aside(home: Path) -> Path:
    """A copy as an earlier coach left it: damaged in its header, and nothing was brought over."""
    copy = free_name(home / "rehearsals.db", START)
    shutil.copy(home / "rehearsals.db", copy)
    with copy.open("r+b") as raw:
        raw.write(b"spoilt".ljust(100, b"!"))
    return copy


def _found(home: Path, *words: str) -> list[str]:
    return [
        file.name
        for file in home.rglob("*")
        if file.is_file() and any(each.encode() in file.read_bytes() for each in words)
    ]


def _questions(desk: Inbox) -> set[str]:
    return {each.brought.question for each in desk.list_items() if each.brought}


def test_what_is_put_away_goes_from_damaged_copies_with_what_was_said_to_it(desk: Inbox, home: Path, key: str) -> None:
    copy = _set_aside(home)
    assert copy.name in _found(home, QUESTION)
    assert copy.name in _found(home, "a yellow umbrella")
    with copy.open("rb") as blocks:
        desk.put_away(key)
        assert set(blocks.read()) == {0}
    assert _found(home, QUESTION, "a yellow umbrella", key) == []
    recover(Places(home, home))
    assert _questions(desk) == {OTHER}


def test_what_was_only_in_the_copy_is_saved_before_it_goes(desk: Inbox, home: Path, key: str) -> None:
    copy = _set_aside(home)
    other = next(each.id for each in desk.list_items() if each.id != key)
    copy.rename(home / "elsewhere.db")
    desk.put_away(other)
    (home / "elsewhere.db").rename(copy)
    desk.put_away(key)
    assert _questions(desk) == {OTHER}
    assert not copy.exists()


def test_an_answer_that_is_taken_back_goes_from_the_file_and_from_damaged_copies(
    desk: Inbox, home: Path, key: str
) -> None:
    _set_aside(home)
    desk.take_back(key)
    desk._drafts.delete(key)
    assert _found(home, "a yellow umbrella") == []
    recover(Places(home, home))
    thing = desk.find_item(key)
    assert thing.brought
    assert thing.brought.question == QUESTION
    assert thing.response is None


def test_nothing_of_it_comes_back_from_an_own_old_copy(desk: Inbox, home: Path, key: str, tmp_path: Path) -> None:
    (home / "rehearsals.damaged-20260101-101500.db").write_bytes(b"nothing of ours" * 100)
    shutil.copy(home / "rehearsals.db", tmp_path / "backup.db")
    desk.put_away(key)
    brought = recover(Places(home, home), tmp_path / "backup.db")
    assert "2 things in it were forgotten or withdrawn since, and did not come back." in brought.lines[0]
    assert _questions(desk) == {OTHER}
    assert _found(home, QUESTION, "a yellow umbrella", key) == []
    assert (home / FILE).exists()


def test_what_is_taken_in_anew_is_there_and_what_was_put_away_is_not_its_answer(
    desk: Inbox, home: Path, key: str, tmp_path: Path
) -> None:
    (home / "rehearsals.damaged-20260101-101500.db").write_bytes(b"nothing of ours" * 100)
    shutil.copy(home / "rehearsals.db", tmp_path / "backup.db")
    desk.put_away(key)
    desk.import_file(tmp_path / "0.coach.json")
    recover(Places(home, home), tmp_path / "backup.db")
    assert desk.find_item(key).response is None


def test_what_goes_by_itself_from_the_desk_goes_from_damaged_copies(
    desk: Inbox, home: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set_aside(home)
    desk.practice.clock = lambda: START + PUT_AWAY_AFTER + timedelta(days=2)
    assert desk.list_items() == ()
    assert damaged_copies(home) == ()
    assert _found(home, QUESTION, OTHER, "a yellow umbrella", key) == []


def test_where_a_copy_stays_nothing_is_half_put_away(
    desk: Inbox, home: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(file: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(file))

    _set_aside(home)
    with monkeypatch.context() as patched:
        patched.setattr("coach.records.damaged_copies.erase", refuses)
        desk.practice.clock = lambda: START + PUT_AWAY_AFTER + timedelta(days=2)
        assert _questions(desk) == {QUESTION, OTHER}
    assert desk.list_items() == ()


def test_what_its_practitioner_withdrew_stays_withdrawn(
    bringing: SubmissionService, rehearsing: Rehearsal, places: Places, tmp_path: Path
) -> None:
    """The copy is from before. Its words are the practitioner's own, and stay in the rehearsal."""
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=2, question=QUESTION))
    bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json")
    _set_aside(places.data)
    bringing.withdraw(rehearsing, brought.id)
    recover(places)
    assert bringing.practice.go_on(rehearsing.id).story.brought == ()


def test_withdrawn_counts_are_overwritten_in_their_folder(tmp_path: Path) -> None:
    folder = FolderContributions(tmp_path / "pool")
    folder.add("abcdefgh12", "2026-q1", "contributor1", '{"counts": 1}')
    (file,) = (tmp_path / "pool").iterdir()
    with file.open("rb") as blocks:
        folder.withdraw("abcdefgh12")
        assert set(blocks.read()) == {0}
    assert list((tmp_path / "pool").iterdir()) == []
