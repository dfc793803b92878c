"""What became of an opening is sure where the reply that decides it has a word of it, and no other reply's words do."""

from dataclasses import replace

from coach.debrief.report import OpeningStanding
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_openings import become, begin_with


def test_words_of_another_reply_do_not_speak_for_the_one_that_took_it(script: Script, rubric: Rubric) -> None:
    elsewhere = said("asks", text="And a barber, I'll find one by Monday.")
    quiet = become(script, rubric, said(text="Mm."), elsewhere, said())
    assert (quiet.standing, quiet.reply, quiet.sure) == (OpeningStanding.TAKEN, 2, False)
    before = become(script, rubric, said(text="A thing on the bus, then."), elsewhere, said())
    assert (before.standing, before.reply, before.sure) == (OpeningStanding.TAKEN, 2, False)
    itself = become(script, rubric, said(text="Mm."), said("asks", text="On the bus, then, what was it?"), said())
    assert (itself.standing, itself.reply, itself.sure) == (OpeningStanding.TAKEN, 2, True)


def test_a_reply_that_only_asks_on_takes_it_up_surely(script: Script, rubric: Rubric) -> None:
    short = become(script, rubric, said("asks", text="What, then?"), said())
    assert (short.standing, short.sure) == (OpeningStanding.TAKEN, True)
    told = become(script, rubric, said("asks", text="What, then."), said())
    assert (told.standing, told.sure) == (OpeningStanding.TAKEN, False)


def test_a_word_of_a_line_said_beside_it_is_enough_in_a_question_straight_after(script: Script, rubric: Rubric) -> None:
    begun = begin_with(script, "It is a short page.", "There was a thing on the bus.")
    asked = said("asks", text="And that page, would you say it was ever read to you by anybody at all?")
    straight = become(begun, rubric, asked, said())
    assert (straight.standing, straight.sure) == (OpeningStanding.TAKEN, True)
    later = become(begun, rubric, said(text="Mm."), asked, said())
    assert (later.standing, later.reply, later.sure) == (OpeningStanding.TAKEN, 2, False)


def test_a_reply_in_a_turn_that_opens_nothing_may_still_take_what_was_opened_before(
    script: Script, rubric: Rubric
) -> None:
    turn = script.turn("sam_says").model_copy(update={"opening": None})
    dialogue = script.dialogue.model_copy(update={"turns": {**script.dialogue.turns, "sam_says": turn}})
    late = become(replace(script, dialogue=dialogue), rubric, said(), said(), said("names"), said())
    assert (late.standing, late.reply) == (OpeningStanding.PARTLY, 3)


def test_a_question_with_a_word_of_it_that_hurts_surely_passes_it_by(script: Script, rubric: Rubric) -> None:
    """And one that may hurt, or has a slight in it, is no kind question either; one that is kind may be an answer."""
    asked = "A thing on the bus, you say, so what was it, then, when all is said?"
    for reply, sure in ((said(text=asked), False), (said("blunt", text=asked), True)):
        passed = become(script, rubric, reply, said(), said())
        assert (passed.standing, passed.sure) == (OpeningStanding.MISSED, sure)


def test_a_kind_question_behind_a_reply_that_closed_it_may_be_an_answer(script: Script, rubric: Rubric) -> None:
    """One with a slight in it, or that asks nothing, is none: the first reply passed it by."""
    closed = said("blunt", text="Right then.")
    for second, sure in (
        ("A thing on the bus, you say, so what was it, then, when all is said?", False),
        ("A thing on the bus, you say, so what was it, only banter, when all is said?", True),
        ("A thing on the bus, you say, so that was it, then, when all is said.", True),
    ):
        passed = become(script, rubric, closed, said(text=second), said(), said())
        assert (passed.standing, passed.sure) == (OpeningStanding.MISSED, sure)


def test_yes_or_no_to_a_question_of_theirs_may_answer_it(script: Script, rubric: Rubric) -> None:
    for line, reply, sure in (
        ("Was there a thing on the bus?", "No, lovely cups.", False),
        ("Was there a thing on the bus?", "Lovely cups.", True),
        ("There was a thing on the bus.", "No, lovely cups.", True),
    ):
        asked = begin_with(script, "It rained.", line)
        passed = become(asked, rubric, said(text=reply), said(text="Mm."), said(text="Mm."), said())
        assert (passed.standing, passed.sure) == (OpeningStanding.MISSED, sure)


def test_a_question_of_six_words_only_asks_on_and_one_of_seven_asks_something(script: Script, rubric: Rubric) -> None:
    for text, sure in (("And what happened to you then?", True), ("And what else happened to you then?", False)):
        took = become(script, rubric, said("asks", text=text), said())
        assert (took.standing, took.sure) == (OpeningStanding.TAKEN, sure)


def test_a_reply_that_was_not_heard_for_an_earlier_hurt_does_not_surely_take_it_up(
    script: Script, rubric: Rubric
) -> None:
    """The family is still at the hurt, and draws back: what lists all that was taken up says nothing of it."""
    sore = with_book(script, drew_back=["the_bus/asked", "sam_says", "last"])
    hurt, asks = said("blunt", text="Is that all?"), said("asks", text="On the bus, then, what was it?")
    for book, standing in ((with_book(script), OpeningStanding.TAKEN), (sore, OpeningStanding.UNSURE)):
        met = become(book, rubric, hurt, asks, said())
        assert (met.standing, met.reply, met.sure) == (standing, 2, standing is OpeningStanding.TAKEN)
    unhurt = become(sore, rubric, said(text="Mm."), asks, said())
    assert unhurt.standing is OpeningStanding.TAKEN, "a door may close on a reply that took it up"
