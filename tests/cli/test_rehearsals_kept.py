"""What the command line says of what is kept: where it lies, and until when."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from coach.classroom.door import make_ticket
from coach.cli import context as this_machine
from coach.cli.context import find_places, open_practice, read_clock
from coach.cli.main import main
from coach.model.submission import Review, Submission, SubmissionScope
from coach.practice.settings import Settings, write_settings
from coach.records.erasure import companions
from coach.records.team.logins import NO_ADDRESS, address
from coach.supervision.agenda import format_day
from coach.supervision.exercises import list_library_exercises
from coach.supervision.importing import ImportedFile
from coach.supervision.inbox import Inbox
from coach.supervision.stores import ReviewDraft, SubmissionStores
from tests.submitting import submit_reply


@pytest.fixture
def rehearsed(home: Path) -> Iterator[str]:
    practice = open_practice()
    rehearsing = practice.begin("wrong_box")
    submit_reply(rehearsing, "Has racism been part of it?")
    rehearsing.finish()
    yield rehearsing.id
    practice.keeping.close()


def test_a_rehearsal_with_several_attempts_is_listed_with_each(
    rehearsed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in My rehearsals: the replies of all of them together would be those of no attempt."""
    capsys.readouterr()
    assert main(["rehearsals"]) == 0
    assert ", 1 reply, " in capsys.readouterr().out
    rehearsal = open_practice().go_on(rehearsed)
    rehearsal.say_again(1)
    submit_reply(rehearsal, "How has racism touched him?")
    submit_reply(rehearsal, "I believe you.")
    assert main(["rehearsals"]) == 0
    assert ", 2 attempts, 1 and 2 replies, " in capsys.readouterr().out


def test_it_is_said_when_a_rehearsal_is_deleted(rehearsed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In words that nobody takes for going on with it; one that is kept stays until it is forgotten."""
    assert main(["rehearsals"]) == 0
    said = capsys.readouterr().out
    assert f"will be deleted on {format_day((read_clock() + timedelta(days=30)).date())}" in said
    assert "1 reply, finished" in said
    assert main(["keep", rehearsed]) == 0
    capsys.readouterr()
    assert main(["rehearsals"]) == 0
    assert "kept until you forget it" in capsys.readouterr().out


def test_the_list_and_the_start_page_say_what_is_to_go_and_what_went(
    rehearsed: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that is ahead for a day takes nothing away, and whoever looks is told."""
    today = read_clock()
    monkeypatch.setattr(this_machine, "read_clock", lambda: today + timedelta(days=31))
    for command in (["rehearsals"], ["--plain"]):
        monkeypatch.setattr("sys.stdin", io.StringIO(""))
        assert main(command) == 0
        said = capsys.readouterr().out
        assert "1 rehearsal is over its thirty days" in said
        assert f"the coach was last used on {format_day(today.astimezone().date())}" in said
    monkeypatch.setattr(this_machine, "read_clock", lambda: today + timedelta(days=40))
    assert main(["rehearsals"]) == 0
    assert "1 rehearsal was over its thirty days and went by itself." in capsys.readouterr().out
    assert main(["rehearsals"]) == 0
    assert capsys.readouterr().out == "No rehearsals yet. `coach rehearse` begins one.\n"


def test_places_names_where_rehearsals_are(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the file of one's own; or in the team's store, by its address without its password."""
    monkeypatch.delenv("COACH_STORE", raising=False)
    assert main(["places"]) == 0
    assert "rehearsals.db" in capsys.readouterr().out
    monkeypatch.setenv("COACH_STORE", "postgresql+psycopg://sam:pa55w0rd@server/coach?password=pa55w0rd")
    assert main(["places"]) == 0
    said = capsys.readouterr().out
    assert "rehearsals: your team's store, postgresql+psycopg://sam@server/coach\n" in said
    assert "rehearsals.db" not in said
    assert "pa55w0rd" not in said


def test_places_names_the_journal_in_which_words_stand_too(
    rehearsed: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["places"]) == 0
    said = capsys.readouterr().out
    beside = [file for file in companions(find_places().rehearsals) if file.exists()]
    assert [file.name for file in beside] == ["rehearsals.db-journal"]
    assert f"the journal of rehearsals.db, with words as they were before a change: {beside[0]}\n" in said


def test_places_names_every_file_that_the_coach_wrote(
    rehearsed: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was brought, begun, promised, put away and seated, besides rehearsals and settings."""
    file, where = tmp_path / "brought.coach.json", find_places()
    assert main(["bring", rehearsed, "--question", "What did I miss?", "--yes", "-o", str(file)]) == 0
    inbox = Inbox(open_practice(), SubmissionStores(where, "", read_clock))
    item, _ = inbox.import_file(file)
    inbox.keep_draft(ReviewDraft(response=Review(brought=item.id, at=read_clock(), questions=("What else?",))))
    inbox.actions.add("Ask for an interpreter", None)
    other = Submission(id="gone", what=SubmissionScope.QUESTION, day=read_clock().date(), question="A word?")
    inbox.add_item(ImportedFile(other, (), damaged=False))
    inbox.put_away("gone")
    make_ticket(where.data, "ABCD", lambda: "secret")
    write_settings(where.settings, Settings(plain=True))
    capsys.readouterr()
    assert main(["places"]) == 0
    said = capsys.readouterr().out.splitlines()
    named = [line.partition(": ")[2] for line in said if not line.endswith(" (nothing yet)")]
    for wrote in (path for path in home.rglob("*") if path.is_file()):
        # A journal is beside its file, and named as that and an ending.
        assert any(str(wrote).startswith(place) for place in named), wrote


def test_what_is_one_s_own_is_said_without_its_path_which_only_places_tells(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A whole path breaks in the middle of a word, and says nothing to whoever took a file in."""
    ours = tmp_path / "ours"
    for folder in (home / "library" / "exercises", ours / "exercises"):
        folder.mkdir(parents=True)
        name = f"{folder.parent.name}.yaml"
        (folder / name).write_text("format: 1\ntitle: One\nwhy: To try\nscenarios: [wrong_box]\n", "utf-8")
    practice = open_practice([ours])
    origins = {shown.id: shown.origin for shown in list_library_exercises(practice.library)}
    assert origins["library"] == "in your own exercises"
    assert origins["ours"] == "in the folder ours"
    assert main(["places"]) == 0
    assert f"your own scenarios and exercises: {home / 'library'}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "url", ["not an address", "postgresql+psycopg://sam:half@pa55w0rd@server/coach", "://pa55w0rd", "postgresql"]
)
def test_an_address_that_cannot_be_read_is_not_shown_at_all(url: str) -> None:
    """A password may be anywhere in it."""
    assert address(url) == NO_ADDRESS


@pytest.mark.parametrize(
    "command",
    [
        ["rehearsals"],
        ["debrief", "last"],
        ["why", "last", "1"],
        ["keep", "last"],
        ["export", "--all"],
        ["forget", "last"],
        ["forget", "--all"],
    ],
    ids=" ".join,
)
def test_where_what_was_kept_cannot_be_reached_that_is_said_and_not_that_there_is_none(
    home: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    home.write_text("A file where the folder should be.")
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert not out
    assert "no rehearsal called" not in err
    assert "The folder for your rehearsals cannot be used" in err


def test_an_export_of_nothing_says_that_there_was_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever answers for what is kept can tell an empty answer from one that went wrong."""
    assert main(["export", "--all", "--json"]) == 0
    told = capsys.readouterr()
    assert told.out == "[]\n"
    assert told.err == "No rehearsal is kept here, so there is nothing in it.\n"
