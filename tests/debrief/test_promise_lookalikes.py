"""What sounds like a promise and is none stands on no page, and what promises beside such words does."""

import pytest

from coach.debrief.promise_lookalikes import (
    promises_nothing,
    records_against,
    says_condition,
    says_limit,
    was_called_off,
)
from coach.debrief.promises import find_promises


def promised(text: str) -> list[str]:
    return [one.text for one in find_promises([(1, text)])]


@pytest.mark.parametrize(
    "text",
    [
        "I'll take that down as unable to answer due to tiredness.",
        'Right, I\'ll put "unwilling to say" on the form today.',
        "I'll have to put in my report that you were guarded.",
        "I'll tell Lorraine low to medium, family not really engaging.",
        "I'll put 'claims sixteen', then.",
        "I'm writing that she refused on the file.",
        "I'll record that you would not say.",
        "I'm going to write that there's no evidence of a marriage, and that the family were guarded.",
    ],
)
def test_what_is_written_against_the_family_is_no_promise(text: str) -> None:
    assert records_against(text)
    assert promised(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'I\'ll take "refused" out of the report tonight.',
        "I'll put in the report that nobody asked you and 'declined' is wrong.",
        "I'll write it down on the file today, and I won't tell them you complained.",
        "I'll put one in the log this morning: it should have been refused.",
        "I won't write in the report that you refused.",
        "I'll put in the report that nobody asked you, and that 'declined' is wrong.",
    ],
)
def test_what_is_put_right_or_said_of_the_service_is(text: str) -> None:
    assert not records_against(text)
    assert promised(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "I will have to think tomorrow about who goes with him.",
        "I propose that she be rung today, by you or by me.",
        "Or I ring your mum from the corridor tonight and ask her.",
        "I can't take it out of their file myself.",
        "My notes of this I can't swear no one will read.",
        "I'll take that as a compliment to the chair.",
        "I'm going to have a little chat with your dad.",
        "There's a line missing, and I'll say it: he told them twice.",
        "I'll take it off, hang on, it's caught in my hair.",
        "That one is mine, I'm not going to pass it to you with the biscuits.",
        "There's a referral, and if I can't get a straight answer then I'll have to take it back to my manager.",
        "If you won't let me see him I'm going to have to report it tonight.",
        "If I'm obstructed I'll be back with a police officer.",
        "I'll send a fourth one and I'll have to let social care know if it's missed.",
        "If it's not answered today I shall have to put that down as well.",
        "They will have to be talked about tomorrow.",
        "Someone rings Araba today.",
        "I'd like to ring your dad, or somebody will today.",
        "The panel'll write.",
        "I'll get Mr Haigh.",
        "Right, I'm putting my pen down.",
        "I'll turn my phone off now.",
    ],
)
def test_what_is_thought_proposed_beyond_them_or_done_at_once_is_none(text: str) -> None:
    assert promises_nothing(text)
    assert promised(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I think it's racist, and I'll ring them in the morning and ask for it to come off.",
        "I'll propose it to the panel on Monday.",
        "I can't take it out of their file, but I'll ring them today and ask.",
        "I'll ring your mum tonight, or I'll go round.",
        "I'll say it first at the meeting: October, twice, not recorded.",
        "I'll take the line off the form today.",
        "I'm not going to pass it to the police.",
        "Your street stays out of my notes, though I can't swear nobody ever reads the rest.",
        "I can't swear that no one reads it, but I'll keep the map out of the report.",
        "If she says no, I'll ring you tonight and tell you.",
        "If you want it, I'll have to ask my manager, and I'll do it today.",
        "I'm putting the form down as wrong, today, in my name.",
    ],
)
def test_what_promises_beside_such_words_stands(text: str) -> None:
    assert not promises_nothing(text)


def test_a_limit_is_only_a_limit_where_it_waits_for_harm() -> None:
    assert says_limit("If you're not safe I'd have to tell somebody.", "i would have to tell somebody")
    assert not says_limit("I'd have to tell them today.", "i would have to tell them today")
    assert says_condition("If he's not safe I'd have to tell.")
    assert not says_condition("I'll tell them today.")


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("And I won't be nice for the next minute.", True),
        ("I'll write, and I won't do the face.", True),
        ("I'll ring Mr Collins for a minute before six.", False),
        ("I won't tell him about the face.", False),
    ],
)
def test_what_is_over_when_the_talk_goes_on_is_no_promise(text: str, none: bool) -> None:
    assert promises_nothing(text) is none
    assert (promised(text) == []) is none


@pytest.mark.parametrize(
    ("later", "off"),
    [
        ("Then Kunle doesn't get it at five. I'll hold it.", True),
        ("Then Kunle doesn't get it at six.", False),
        ("Kunle gets it at five.", False),
    ],
)
def test_what_is_not_to_be_at_its_hour_is_called_off(later: str, off: bool) -> None:
    assert was_called_off("The report goes at five without it.", [later]) is off
    assert not was_called_off("The report goes without it.", [later])


def test_a_promise_that_is_called_daft_is_taken_back() -> None:
    kept = "I'll write 'tired', then."
    said = [(1, f"I'll ring you by four tomorrow. No, that's a daft promise. {kept}")]
    assert not any("four" in promise.text for promise in find_promises(said))
    assert [promise.text for promise in find_promises([(1, "I'll ring you by four tomorrow. It's a promise.")])]
