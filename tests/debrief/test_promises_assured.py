"""What a family is surely assured of is found, though it says no "I will"; what only sounds so is not."""

import pytest

from coach.debrief.promise_anchors import DOUBTFUL, assures, awaits_them, is_weak, tells_them_first
from coach.debrief.promise_clauses import blank_and_end
from coach.debrief.promises import find_promises
from coach.debrief.wording import spell_plain


def promised(text: str) -> list[str]:
    return [one.text for one in find_promises([(1, text)])]


@pytest.mark.parametrize(
    "text",
    [
        "Nobody else has to know it from me unless you want.",
        "I write nothing without her seeing it.",
        "It stays shut till you want it open.",
        "I'll raise it with whoever runs it, but I'll not use your name without a yes.",
        "It goes in when you say and how you say it.",
        "So no more group unless you say so.",
    ],
)
def test_what_waits_for_their_word_is_promised(text: str) -> None:
    assert awaits_them(spell_plain(text))
    assert promised(text) == [text]


def test_what_waits_for_their_word_is_promised_beside_a_question_too() -> None:
    text = "Nobody takes you on that bus Friday unless you say you want it, can Mick drive, Jan?"
    assert promised(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "I didn't clock it until you said.",
        "You never said it till you asked for tea.",
        "Don't tell me until you want to.",
        "I'd report it as a concern, with your words and no name unless you choose.",
        "She hears nothing of this unless you ask her in, and I'd advise you not to.",
    ],
)
def test_what_is_told_asked_or_advised_is_none(text: str) -> None:
    assert promised(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "If I'm ever worried I say it here, to your faces, first.",
        "If they say no, I phone until they say yes.",
        "If it's no, I sit in this lobby till somebody says yes.",
        "Half seven I'm back with what I've written.",
        "Twenty past six, I come back to this chair and tell you what he said.",
        "Sleep if they'll let you, and I'm back at eight by your clock.",
        "We sit again Monday at nine and do your placement.",
        "I'm first to speak and I stay till the end.",
        "You read each before I sign.",
        "I'll tell you what I'll say before I say it.",
        "And nobody rings your mum behind your back.",
        "Tuesdays won't be in it, nor the flour.",
        "Then Tuesdays do not appear in anything with an address on it.",
        "Six goes in the report, with the two slips.",
    ],
)
def test_who_comes_back_stays_or_keeps_it_out_promises(text: str) -> None:
    assert assures(spell_plain(blank_and_end(text).rstrip(".")))
    assert promised(text) == [text]
    assert not is_weak(spell_plain(text), DOUBTFUL / 2)


@pytest.mark.parametrize(
    "text",
    [
        "I'm, er, I'm back in ten minutes.",
        "I'm back at work since March.",
        "It doesn't go on the board.",
        "Every note goes in the file.",
        "If it's no trouble I sit here.",
        "Nobody was told behind your back.",
    ],
)
def test_a_moment_a_habit_or_a_chair_is_none(text: str) -> None:
    assert not assures(spell_plain(text))


def test_they_are_told_first_as_before() -> None:
    assert tells_them_first("i will tell you first")
    assert not tells_them_first("i will tell them first")


@pytest.mark.parametrize(
    "text",
    [
        "I'll be back in by seven tomorrow.",
        "And I'm ringing about that bus today.",
        "The report says his right name tonight, and I'll read you the paragraph before anyone gets it.",
        "I won't ring home today on the strength of this.",
    ],
)
def test_what_has_its_day_is_promised(text: str) -> None:
    assert promised(text) == [text]


@pytest.mark.parametrize("text", ["I'm ringing about your form.", "The report says his name.", "I'm going home now."])
def test_the_same_without_a_day_is_none(text: str) -> None:
    assert promised(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "What you've told me about dinner isn't going in the report.",
        "What you tell me doesn't go up on any board.",
        "None of this goes in your report.",
        "I don't write where your mother is.",
        "I'll come back on Monday at ten with the changed record in my hand.",
    ],
)
def test_what_no_record_will_have_is_promised(text: str) -> None:
    assert [one.text for one in find_promises([(1, text)])] == [text]
