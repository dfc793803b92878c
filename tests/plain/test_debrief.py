"""The debrief line by line: what is written there is kept, and files are what their names say."""

import json
from pathlib import Path

import pytest

from coach.debrief.render import word_picture
from coach.page_words import NOTHING_SAID
from coach.plain.console import NEITHER
from coach.plain.debrief import PlainDebrief, ask_own_picture
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.paths import Places
from tests.plain.talk import Talk
from tests.submitting import submit_reply

BOY = "I pictured a tall boy."


def ask_picture(practice: PracticeService, places: Places, *typed: str, **before: str) -> tuple[Talk, dict[str, str]]:
    talk = Talk(*typed)
    safeguard = practice.begin("bus").safeguard
    return talk, ask_own_picture(talk.at(practice, places), "after", safeguard, before)


def count_questions(practice: PracticeService, places: Places) -> int:
    return len(ask_picture(practice, places)[0].asked)


def test_enter_all_the_way_keeps_nothing_of_ones_own_picture(practice: PracticeService, places: Places) -> None:
    """A command that was typed as an answer is not kept by who presses Enter to get out."""
    talk, answers = ask_picture(practice, places, "parts", *[""] * 9)
    assert answers == {}
    assert talk.asked[-1].endswith("yes keeps them, Enter keeps nothing: ")
    assert talk.written[-1] == "Nothing is kept."


def test_only_a_plain_yes_keeps_answers_and_an_unclear_word_is_asked_again(
    practice: PracticeService, places: Places
) -> None:
    rest = [""] * (count_questions(practice, places) - 1)
    assert not ask_picture(practice, places, BOY, *rest, "no")[1]
    assert not ask_picture(practice, places, BOY, *rest)[1], "nor does a terminal that is closed"
    talk, answers = ask_picture(practice, places, BOY, *rest, "perhaps", "yes")
    assert list(answers.values()) == [BOY]
    assert NEITHER in talk.written


def test_asking_again_leaves_earlier_answers_as_they_are(practice: PracticeService, places: Places) -> None:
    """They are read out; Enter leaves them, and `none` takes one off."""
    rest = [""] * (count_questions(practice, places) - 1)
    (key,) = ask_picture(practice, places, BOY, *rest, "yes")[1]
    talk, answers = ask_picture(practice, places, "", **{key: BOY})
    assert answers == {key: BOY}
    assert f"You wrote: {BOY}" in talk.shown
    assert not ask_picture(practice, places, "none", **{key: BOY})[1]


def test_enter_leaves_what_was_written_before_where_it_was_changed_since(
    practice: PracticeService, places: Places
) -> None:
    rest = [""] * (count_questions(practice, places) - 1)
    (key,) = ask_picture(practice, places, BOY, *rest, "yes")[1]
    for typed, kept in (("", {key: BOY}), ("no", {}), ("yes", {key: "A girl."})):
        talk, answers = ask_picture(practice, places, "A girl.", *rest, typed, **{key: BOY})
        assert answers == kept
        assert talk.asked[-1].endswith("Enter leaves what was there: ")


def test_the_picture_of_the_conversation_is_heard_by_its_name_and_ones_own_keeps_its_own(
    practice: PracticeService, places: Places, rehearsed: Rehearsal
) -> None:
    talk = look_back(practice, places, rehearsed, "picture", "own")
    words = word_picture(rehearsed.page().picture)
    assert words
    assert any(said.splitlines()[:2] == ["The conversation, reply by reply:", words[0]] for said in talk.written)
    assert any(said.startswith("For yourself, and only if you like.") for said in talk.written)
    silent = practice.begin("bus")
    silent.finish()
    assert NOTHING_SAID in look_back(practice, places, silent, "picture").written


@pytest.fixture
def rehearsed(practice: PracticeService) -> Rehearsal:
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "How has racism touched him?")
    rehearsal.finish()
    return rehearsal


def look_back(practice: PracticeService, places: Places, rehearsal: Rehearsal, *typed: str) -> Talk:
    talk = Talk(*typed)
    PlainDebrief(talk.at(practice, places), rehearsal, lambda _: None).talk()
    return talk


def test_an_export_is_what_its_ending_says_and_is_named_with_its_whole_path(
    practice: PracticeService, places: Places, rehearsed: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("x.html", "x.docx", "x.txt", "x.json", "x.md")
    talk = look_back(practice, places, rehearsed, *(f"export {name}" for name in names), "export", "export mine")
    for name in (*names, "debrief.md", "mine.md"):
        assert f"Written to {tmp_path / name}." in talk.written
    assert (tmp_path / "x.html").read_text("utf-8").startswith("<!")
    assert (tmp_path / "x.docx").read_bytes().startswith(b"PK")
    assert json.loads((tmp_path / "x.json").read_text("utf-8"))["scenario"] == "bus"
    assert "**" not in (tmp_path / "x.txt").read_text("utf-8")
    assert "**You, reply 1" in (tmp_path / "x.md").read_text("utf-8")


def test_an_ending_that_is_no_format_is_refused_with_those_there_are(
    practice: PracticeService, places: Places, rehearsed: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    talk = look_back(practice, places, rehearsed, "export x.pdf")
    assert "No format ends in '.pdf'. There are: .txt, .docx, .html, .md, .json." in talk.shown
    assert not list(tmp_path.glob("x*"))


def test_reflecting_says_that_something_is_kept_only_where_something_was_written(
    practice: PracticeService, places: Places, rehearsed: Rehearsal
) -> None:
    talk = look_back(practice, places, rehearsed, "reflect", *[""] * 9)
    assert "Kept with this rehearsal." not in talk.shown
    assert "Nothing was written, so there is nothing to keep." in talk.written
    talk = look_back(practice, places, rehearsed, "reflect", "I waited.", *[""] * 9)
    assert "Kept with this rehearsal. Nobody else sees it unless you bring it." in talk.written


def test_a_line_is_chosen_by_a_few_of_its_words_and_a_number_that_is_none_asks_again(
    practice: PracticeService, places: Places
) -> None:
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "How has racism touched him?")
    submit_reply(rehearsal, "You people look after your own.")
    rehearsal.finish()
    talk = Talk("99", "1", "look after your own")
    PlainDebrief(talk.at(practice, places), rehearsal, lambda _: None).ask_first()
    assert any(line.startswith("You said 2 replies, from 1.") for line in talk.written)
    assert talk.written[-2:] == [
        "Reply 1: “How has racism touched him?”",
        "Reply 2: “You people look after your own.”",
    ]
