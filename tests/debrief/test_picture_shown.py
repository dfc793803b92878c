"""What the marks say of a reply that made the family trust more, and of one that hurt and was answered besides."""

from dataclasses import replace

import pytest

from coach.debrief.acknowledgements import says_heard
from coach.debrief.first_page import MarkKind
from coach.debrief.picture import answers_after_all, draws_back, says_hurt, speaks_out
from coach.model.conditions import Line
from coach.model.scenario import Changes
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from coach.rehearsal.state import EntryOutput, LinesOutput
from tests.conftest import events, said, with_book
from tests.debrief.test_picture import DRIVER, draw, kinds, telling, with_answer


def answered(script: Script, says: tuple[Line, ...], trust: int) -> Script:
    """The scenario whose branch for what was named says this, and whose next turn tells something of weight."""
    return with_book(
        with_answer(script, "asked", says, changes=Changes(trust=trust)),
        told=["the_bus/asked", "sam_says"],
        safety="sam_says",
    )


def test_who_trusts_more_and_tells_goes_on_telling_to_the_reply(script: Script) -> None:
    """One line by the branch, and the next turn's: together they are the answer that it got."""
    trusting, wary = (answered(script, telling(DRIVER), trust) for trust in (1, 0))
    assert kinds(draw(trusting, said("names"))) == [MarkKind.TOLD_MORE]
    assert kinds(draw(wary, said("names"))) == [MarkKind.TALKED_ON]


def test_what_comes_in_any_case_is_not_told_to_who_was_only_trusted_more(script: Script) -> None:
    silent = with_book(
        with_answer(script, "asked", telling("Put it on the list, the one by the door."), changes=Changes(trust=1)),
        told="sam_says",
        safety="sam_says",
    )
    assert kinds(draw(silent, said("names"))) == [MarkKind.TALKED_ON]


def test_who_begins_by_drawing_back_at_a_hurt_has_drawn_back_whatever_is_answered_behind(script: Script) -> None:
    """ "It doesn't matter. Forget it.", and behind it what was asked: a door closed, and trust was lost."""
    shut, told = telling("It doesn't matter. Forget it."), telling(DRIVER)
    for trust, drew in ((-1, True), (0, False)):
        hurt = with_answer(script, "brushed_off", shut, changes=Changes(trust=trust))
        book = with_book(with_answer(hurt, "asked", told), drew_back="the_bus/brushed_off", told="the_bus/asked")
        (exchange,) = replay(book, events(said("blunt"))).attempt().replies()
        behind = (EntryOutput(entry="asked:the_driver", instead="", besides=True), LinesOutput(lines=told, topic=""))
        assert draws_back(book, replace(exchange, outputs=(*exchange.outputs, *behind))) is drew


def test_who_trusts_less_by_a_hurt_and_begins_by_telling_nothing_has_drawn_back(script: Script) -> None:
    """ "Okay, miss.", and behind it what was asked: they answered, and the hurt was met first."""
    told = telling(DRIVER)
    for trust, drew in ((-1, True), (0, False)):
        hurt = with_answer(script, "brushed_off", telling("Okay, miss."), changes=Changes(trust=trust))
        book = with_book(with_answer(hurt, "asked", told), told="the_bus/asked")
        (exchange,) = replay(book, events(said("blunt"))).attempt().replies()
        behind = (EntryOutput(entry="asked:the_driver", instead="", besides=True), LinesOutput(lines=told, topic=""))
        assert draws_back(book, replace(exchange, outputs=(*exchange.outputs, *behind))) is drew


@pytest.mark.parametrize(
    ("text", "drew"),
    [("I'll stay quiet till you have it.", False), ("Take your time, Pat.", False), ("I stayed quiet then.", True)],
)
def test_who_takes_the_time_that_a_reply_gives_has_not_drawn_back(script: Script, text: str, drew: bool) -> None:
    book = with_book(with_answer(script, "asked", telling("Leave it a minute.")), drew_back="the_bus/asked")
    (exchange,) = replay(book, events(said("names", text=text))).attempt().replies()
    assert draws_back(book, exchange) is drew


@pytest.mark.parametrize(
    ("line", "drew"),
    [
        ("It's racist, that 'everybody'. Then get me the others.", False),
        ("Is that all of it? I'll tell you what's not on it.", False),
        ("It's a word I asked you about. One word.", False),
        ("All right. Then please hear also the rest.", False),
        ("I asked for the bus, love.", True),
        ("It doesn't matter. Forget it.", True),
        ("First I'm taken off it and then I'm offered it. It's a no, from me.", False),
        ("No, not from me.", True),
        ("I'll tell you nothing.", True),
    ],
)
def test_who_answers_a_hurt_by_naming_the_racism_or_by_pressing_has_not_drawn_back(
    script: Script, line: str, drew: bool
) -> None:
    hurt = with_book(with_answer(script, "brushed_off", telling(line)), drew_back="the_bus/brushed_off")
    (exchange,) = replay(hurt, events(said("blunt"))).attempt().replies()
    assert draws_back(hurt, exchange)
    assert speaks_out(hurt, exchange, lambda text: ("experience",)) is not drew


def test_who_says_a_word_and_then_answers_what_was_asked_has_not_drawn_back(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "Okay, miss.", and then what she knows of it; without that, the word alone has closed the door."""
    book = with_book(with_answer(script, "brushed_off", telling("Okay, miss.", DRIVER)), told="last")
    (exchange,) = replay(book, events(said("blunt"))).attempt().replies()
    assert not answers_after_all(book, exchange)
    known = [line for line in exchange.lines() if line.text == DRIVER]
    monkeypatch.setattr("coach.debrief.picture.list_openers", lambda *_: iter([("Who drove?", known)]))
    assert answers_after_all(book, exchange)


@pytest.mark.parametrize(
    ("line", "hurt"),
    [
        ("That stung.", True),
        ("I was hurt, to be honest.", True),
        ("It hurts my feelings when you write that.", True),
        ("He hurt his arm on the gate.", False),
        ("Did that hurt?", False),
        ("If somebody has hurt him I want to know.", False),
    ],
)
def test_a_hurt_that_was_said_is_no_bruise(line: str, hurt: bool) -> None:
    assert says_hurt(line) is hurt


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("Good. You said the word, I don't have to say it two times.", True),
        ("Somebody's said it, and they've got a lanyard on.", True),
        ("You said the form was done.", False),
        ("Somebody's said it to you, have they?", False),
    ],
)
def test_who_says_that_the_word_was_said_was_heard(line: str, heard: bool) -> None:
    assert says_heard(line) is heard
