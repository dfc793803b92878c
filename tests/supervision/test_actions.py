"""What a supervisor said they would take up is theirs: listed, ticked off, and in a calendar that others can read."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from coach.errors import NotKnown, NotNow
from coach.model.submission import Action, Comment, Review, SubmissionScope
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import WordsHeld
from coach.supervision.actions import KEPT_DONE, OwnAction, describe_action, render_calendar
from coach.supervision.agenda import load_agenda
from coach.supervision.desk_texts import confirm_taking_back
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.sheet import lay_out_agenda
from coach.supervision.submissions import SubmissionChoice
from tests.conftest import START

NOW = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
ASK = Action(what="Ask for an interpreter on Tuesdays", by=date(2026, 4, 1))


@pytest.fixture
def answered(desk: Inbox, bringing: SubmissionService, rehearsing: Rehearsal, tmp_path: Path) -> Review:
    """An answer with an action, handed back to something that was brought as a file."""
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.QUESTION, question="What now, Sam?"))
    desk.import_file(bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json"))
    said = Review(brought=brought.id, at=START, action=ASK)
    desk.hand_back(said, tmp_path / "back.coach.json")
    return said


def whats(desk: Inbox) -> list[str]:
    return [action.what for action in desk.actions.list_all()]


def test_what_is_promised_in_an_answer_stands_on_the_list_and_stays_when_that_is_put_away(
    desk: Inbox, answered: Review, tmp_path: Path
) -> None:
    """It is the supervisor's own promise, and the file that keeps it has nothing of what was brought."""
    (action,) = desk.actions.list_all()
    assert (action.what, action.by, action.done) == (ASK.what, ASK.by, None)
    desk.put_away(answered.brought)
    assert whats(desk) == [ASK.what]
    kept = "".join(file.read_text() for file in (tmp_path / "supervisor" / "actions").iterdir())
    assert answered.brought not in kept
    assert "What now" not in kept


def test_an_answer_from_before_there_was_a_list_is_on_it_too(desk: Inbox, answered: Review) -> None:
    """And what is written then has it, as if it had been handed back today."""
    for file in desk.stores.actions.parent.iterdir():
        file.unlink()
    assert whats(desk) == [ASK.what]
    desk.actions.tick(desk.actions.list_all()[0].id)
    assert desk.actions.list_all()[0].done


def test_words_of_what_was_done_long_ago_leave_the_file(
    desk: Inbox, answered: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The retention table promises ninety days, until the file is next changed."""
    desk.actions.tick(desk.actions.list_all()[0].id)
    monkeypatch.setattr(desk.practice, "clock", lambda: START + KEPT_DONE + timedelta(days=2))
    desk.actions.add("Write to the interpreters")
    kept = "".join(file.read_text() for file in (tmp_path / "supervisor" / "actions").iterdir())
    assert ASK.what not in kept
    assert whats(desk) == ["Write to the interpreters"]


def test_an_action_is_ticked_opened_again_changed_and_taken_back(desk: Inbox, answered: Review, tmp_path: Path) -> None:
    """Taken back with its answers, it is promised to nobody; handed back anew, it is."""
    (action,) = desk.actions.list_all()
    desk.actions.tick(action.id)
    assert desk.actions.list_open() == ()
    desk.actions.tick(action.id)
    assert desk.actions.list_open() == (action,)
    other = Action(what="Ask twice", by=date(2026, 5, 1))
    desk.hand_back(answered.model_copy(update={"action": other}), tmp_path / "again.coach.json")
    assert whats(desk) == ["Ask twice"]
    desk.take_back(answered.brought)
    assert whats(desk) == [ASK.what], "whoever has the first file has its promise"
    desk.hand_back(answered, tmp_path / "third.coach.json")
    desk.take_back(answered.brought)
    assert whats(desk) == []
    desk.hand_back(answered, tmp_path / "fourth.coach.json")
    assert whats(desk) == [ASK.what]


def test_what_one_answer_promised_is_not_taken_back_with_another(desk: Inbox, answered: Review, tmp_path: Path) -> None:
    """Put away and taken in again, a submission is answered anew: the first answer's file is with whoever has it."""
    desk.put_away(answered.brought)
    desk.import_file(tmp_path / "one.coach.json")
    words = Review(brought=answered.brought, at=START, comments=(Comment(words="And another thing."),))
    desk.hand_back(words, tmp_path / "second.coach.json")
    assert "stays in My actions" in desk.take_back(answered.brought)
    assert whats(desk) == [ASK.what]
    other = words.model_copy(update={"action": Action(what="Ring the school")})
    desk.hand_back(other, tmp_path / "third.coach.json")
    assert whats(desk) == ["Ring the school"]
    said = desk.take_back(answered.brought)
    assert said == (
        "“Ring the school” goes from My actions. "
        f"“{ASK.what}” stands there again: an answer before this one promises it."
    )
    assert whats(desk) == [ASK.what]
    desk.actions.drop(desk.actions.list_all()[0].id)
    assert ASK.what not in desk.stores.actions.read_text()


def test_taking_an_answer_back_says_which_action_goes(desk: Inbox, answered: Review) -> None:
    """Before, to whoever is asked; and nothing where nothing was promised, or its action is off the list already."""
    said = desk.actions.describe_taking_back(answered)
    assert said == f"“{ASK.what}” goes from My actions."
    assert said in confirm_taking_back("Ann", said, shared=False).sentences
    desk.actions.drop(desk.actions.list_all()[0].id)
    assert desk.take_back(answered.brought) == ""
    assert len(confirm_taking_back("Ann", shared=False).sentences) == 2


def test_what_is_taken_off_the_list_does_not_come_back_by_itself(desk: Inbox, answered: Review, tmp_path: Path) -> None:
    """Its words go from the file at once, though the answer lies on the desk; handed back anew it stands there."""
    desk.actions.drop(desk.actions.list_all()[0].id)
    assert whats(desk) == []
    assert ASK.what not in desk.stores.actions.read_text()
    desk.hand_back(answered, tmp_path / "again.coach.json")
    assert whats(desk) == [ASK.what]
    with pytest.raises(NotKnown):
        desk.actions.tick("nobody")


def test_one_of_ones_own_is_looked_over_for_real_people_and_the_next_date_stands_first(desk: Inbox) -> None:
    """What has no date stands after those that have one."""
    with pytest.raises(WordsHeld):
        desk.actions.add("Ring Mary Okonkwo on mary@example.org")
    with pytest.raises(NotNow, match="There are no words yet"):
        desk.actions.add("  ")
    desk.actions.add("Some day")
    desk.actions.add("Later", date(2026, 6, 1))
    desk.actions.add("Sooner", date(2026, 5, 1))
    assert whats(desk) == ["Sooner", "Later", "Some day"]


def test_a_list_that_cannot_be_read_is_put_aside_and_not_written_over(desk: Inbox) -> None:
    """It may be of a newer version."""
    file = desk.stores.actions
    file.parent.mkdir(parents=True)
    file.write_text('{"format": 99, "unknown": true}')
    assert desk.actions.list_all() == ()
    desk.actions.add("Ask")
    assert whats(desk) == ["Ask"]
    assert "99" in file.with_suffix(".unreadable").read_text()


def test_a_date_that_is_past_is_said_without_blame() -> None:
    """It was for a day; what is done says when."""
    today = date(2026, 3, 11)
    action = OwnAction(id="a", what="Ask", by=date(2026, 3, 1))
    assert describe_action(action, today) == "Ask. It was for 1 March 2026"
    assert describe_action(action.model_copy(update={"by": today}), today) == "Ask. By 11 March 2026"
    assert describe_action(action.model_copy(update={"done": today}), today) == "Ask. Done on 11 March 2026"
    assert describe_action(action.model_copy(update={"by": None}), today) == "Ask. No date yet"


# ------------------------------------------------------------------------------------------ calendar files


def test_a_calendar_file_is_what_rfc_5545_asks_for() -> None:
    """A whole day each, private and free; every line ends as it must, and the same action keeps its name."""
    action = OwnAction(id="a1", what="Ask", by=date(2026, 12, 31))
    assert render_calendar((action,), NOW).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Conversation coach//Supervision//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "UID:a1@conversation-coach",
        "DTSTAMP:20260311T093000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Ask",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize("what", ["a; b, c\\d\nEND:VEVENT", "x\x1b]0;gone\x07y", "é" * 200, "🙂" * 60, "w" * 74])
def test_words_in_a_calendar_file_mean_only_themselves(what: str) -> None:
    """Whatever is typed ends no event; no line is longer than 75 bytes, and none is cut within a letter."""
    text = render_calendar((OwnAction(id="a", what=what, by=date(2026, 12, 31)),), NOW)
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert lines.count("END:VEVENT") == 1
    assert "\x1b" not in text
    unfolded = text.replace("\r\n ", "")
    summary = next(line for line in unfolded.split("\r\n") if line.startswith("SUMMARY:")).removeprefix("SUMMARY:")
    for escaped, meant in (("\\n", "\n"), ("\\,", ","), ("\\;", ";"), ("\\\\", "\\")):
        summary = summary.replace(escaped, meant)
    assert summary == what.replace("\x1b", "").replace("\x07", "")


def test_only_open_actions_with_a_date_go_into_a_calendar(desk: Inbox, answered: Review, tmp_path: Path) -> None:
    """The file is the supervisor's alone; where there is none with a date, it is said and no file is written."""
    desk.actions.add("Some day")
    file = desk.actions.write_calendar(tmp_path / "my.ics")
    assert file.read_bytes().count(b"BEGIN:VEVENT") == 1
    assert file.stat().st_mode & 0o077 == 0
    desk.actions.tick(desk.actions.list_all()[0].id)
    with pytest.raises(NotNow, match="None of your open actions has a date"):
        desk.actions.write_calendar(tmp_path / "none.ics")
    assert not (tmp_path / "none.ics").exists()


def test_what_was_said_before_stands_on_the_next_agenda() -> None:
    """In the part on the service, once."""
    blocks = [getattr(block, "text", "") for block in lay_out_agenda(load_agenda(), ("Ask, by 1 April 2026",))]
    place = blocks.index("Ask, by 1 April 2026")
    assert "What in our service keeps this quiet? (minutes 38 to 45)" in blocks[:place]
    assert blocks.count("Ask, by 1 April 2026") == 1
