"""What is held up to keep: never what they turned down first, whatever they told after it."""

import pytest

from coach.debrief.first_page import CardKind, MarkKind
from coach.debrief.keep_card import (
    was_asked_already,
    was_corrected,
    was_taken_in,
    was_to_be_quiet,
)
from coach.debrief.mending import denies_unsaid
from coach.debrief.page_facts import MOST_SHOWN, choose_lines
from coach.model.conditions import Line
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_moments import page_of
from tests.debrief.test_page_facts_answers import LONG, facts_of, pat
from tests.debrief.test_picture import with_answer
from tests.rehearsal.banked import with_turns

ASKED = "Well, what happened on the bus?"


@pytest.mark.parametrize(
    ("first", "kept"), [("You asked.", True), ("No, thank you.", False), ("Not today.", False), ("Well, no.", False)]
)
def test_a_reply_that_they_turned_down_is_not_held_up(script: Script, rubric: Rubric, first: str, kept: bool) -> None:
    told = with_answer(script, "told", pat(first))
    page = page_of(told, rubric, said(), said("asks", text=ASKED))
    assert bool(page.list_cards(CardKind.KEEP)) is kept


def test_an_apology_that_they_push_back_at_is_not_held_up_and_a_question_is(script: Script, rubric: Rubric) -> None:
    """ "Sorry is easy" answers an apology; to a question it is something told."""
    told = with_answer(script, "told", pat("Enough of sorry, is what I say."))
    for text, kept in ((ASKED, True), (f"I'm sorry I called it banter. {ASKED}", False)):
        page = page_of(told, rubric, said(), said("asks", text=text))
        assert bool(page.list_cards(CardKind.KEEP)) is kept


@pytest.mark.parametrize(
    ("cue", "asked_already"),
    [
        ((("pat", "They called him that."), ("sam", "And?")), True),
        ((("pat", "They called him that."), ("sam", "And then what, in your own words?")), False),
        ((("pat", "They called him that."), ("sam", "And so.")), False),
        ((("pat", "They called him that."), ("pat", "And?")), False),
        ((("sam", "They called me that."), ("pat", "And?")), False),
        ((("sam", "And?"),), False),
    ],
)
def test_what_one_of_them_tells_to_the_others_question_did_not_come_of_the_reply(
    script: Script, rubric: Rubric, cue: tuple[tuple[str, str], ...], asked_already: bool
) -> None:
    """Whoever else says something first; a question to the practitioner is another thing."""
    says = tuple(Line(speaker=speaker, text=text) for speaker, text in cue)
    answered = with_answer(script, "told", (Line(speaker="sam", text="Well, go on."),))
    begun = with_turns(answered, the_bus={"says": says})
    facts = facts_of(with_book(begun, told="silence:the_words"), rubric, said("asks", text=ASKED))
    assert was_asked_already(facts, facts.exchange(1)) is asked_already


def test_what_a_greeting_was_answered_with_is_not_held_up_and_later_it_is(script: Script, rubric: Rubric) -> None:
    """However much they told; only what they had kept to themselves is more than a greeting's answer."""
    told = with_book(with_answer(script, "asked", pat(*LONG[:2])), told="the_bus/asked")
    asked = said("names", text="Was it racism, on that bus?")
    assert page_of(told, rubric, asked, said()).list_cards(CardKind.KEEP) == ()
    (kept,) = page_of(told, rubric, said(), asked).list_cards(CardKind.KEEP)
    assert kept.replies == (2,)


@pytest.mark.parametrize(("questions", "kept"), [(3, True), (4, False)])
def test_a_heap_of_questions_is_not_held_up(script: Script, rubric: Rubric, questions: int, kept: bool) -> None:
    """Who is asked four things at once answers one of them."""
    text = " ".join(["What happened on the bus?"] * questions)
    assert bool(page_of(script, rubric, said(), said("asks", text=text)).list_cards(CardKind.KEEP)) is kept


@pytest.mark.parametrize(
    ("asked", "first", "kept"),
    [
        (ASKED, "You asked.", True),
        ("What happened on the bus? And what did he have for his breakfast?", "You asked.", False),
        ("Was it on the bus, on Mondays?", "You tell me.", False),
        ("Was it on the bus, on Mondays?", "It wasn't him.", False),
    ],
)
def test_chat_and_a_guess_that_they_correct_are_not_held_up(
    script: Script, rubric: Rubric, asked: str, first: str, kept: bool
) -> None:
    told = with_answer(script, "told", pat(first))
    page = page_of(told, rubric, said(), said("asks", text=asked))
    assert bool(page.list_cards(CardKind.KEEP)) is kept


@pytest.mark.parametrize(
    ("line", "quiet"),
    [
        ("Don't say anything till June.", True),
        ("Let me finish.", True),
        ("And was it — no, don't say yet.", True),
        ("Jan, say nothing.", True),
        ("Say something.", False),
        ("They say nothing to us, ever.", False),
        ("He'd say nothing about the bus.", False),
        ("Don't ask me. I only drive it.", False),
    ],
)
def test_what_is_said_after_they_asked_for_silence_is_not_held_up(
    script: Script, rubric: Rubric, line: str, quiet: bool
) -> None:
    begun = with_turns(script, the_bus={"says": pat(line)})
    facts = facts_of(begun, rubric, said("asks", text=ASKED))
    assert was_to_be_quiet(facts.exchange(1)) is quiet


@pytest.mark.parametrize(
    ("first", "corrected"),
    [
        ("Wrong. It was on Tuesdays.", True),
        ("Wrong end of the bus, it was, and nobody said so.", False),
        ("No, it wasn't the driver.", True),
        ("No, it's a racist thing to say, and I've waited years for somebody to ask.", False),
    ],
)
def test_a_guess_is_corrected_by_a_whole_sentence_or_a_denial(
    script: Script, rubric: Rubric, first: str, corrected: bool
) -> None:
    facts = facts_of(with_answer(script, "told", pat(first)), rubric, said("asks", text=ASKED))
    assert was_corrected(facts.exchange(1)) is corrected


@pytest.mark.parametrize(
    ("text", "first", "taken"),
    [
        (ASKED, "So it's come from you.", True),
        (ASKED, "The nine, it was.", False),
        ("I called it banter and that was wrong of me.", "Thank you. Would you say it to Sam?", True),
        (ASKED, "Thank you. It was the nine.", False),
    ],
)
def test_a_reply_that_reached_them_can_be_held_up_though_they_told_nothing(
    script: Script, rubric: Rubric, text: str, first: str, taken: bool
) -> None:
    """Thanks alone say so of what was owned, and not of a question."""
    answered = with_book(with_answer(script, "asked", pat(first)), told="silence:the_words")
    facts = facts_of(answered, rubric, said("names", text=text))
    assert facts.mark(1).kind is MarkKind.TALKED_ON
    assert was_taken_in(facts, facts.mark(1)) is taken


@pytest.mark.parametrize(
    ("text", "before", "unsaid"),
    [
        ("I didn't mean you were second best. What happened?", "You asked.", True),
        ("I didn't mean you were second best. What happened?", "Second best, are we?", False),
        ("I didn't mean it like that. What happened?", "You asked.", False),
        ("I didn't mean you were second best. What happened?", "You'll have the best seat.", False),
        ("It came out wrong, I didn't mean you were second best. That's nice anyway!", "You asked.", True),
        ("I called it banter. That was wrong of me. I didn't mean you were lying. Go on?", "You asked.", False),
        ("That was wrong of me and I'm sorry. I didn't mean you were lying. Go on?", "You asked.", False),
    ],
)
def test_to_deny_what_nobody_had_said_is_not_held_up(
    script: Script, rubric: Rubric, text: str, before: str, unsaid: bool
) -> None:
    begun = with_turns(script, the_bus={"says": pat(before)})
    facts = facts_of(begun, rubric, said("asks", text=text))
    assert denies_unsaid(facts, facts.exchange(1)) is unsaid


def test_of_a_long_answer_the_lines_that_tell_or_say_they_were_heard_are_shown(script: Script, rubric: Rubric) -> None:
    answered = with_answer(script, "told", pat("Well.", "Hang on. Nobody's told me that.", *LONG))
    facts = facts_of(with_book(answered, told="the_bus/told"), rubric, said("asks", text=ASKED))
    shown = choose_lines(facts, facts.mark(1), facts.mark(1).after)
    assert len(shown) == MOST_SHOWN
    assert "Hang on. Nobody's told me that." in [line.text for line in shown]


def test_what_surely_reached_them_is_held_up_before_what_nobody_has_said_tells_anything(
    script: Script, rubric: Rubric
) -> None:
    """By its author's book a line tells something or does not; that somebody was heard is seen in the words."""
    first = script.turn("the_bus").otherwise[0]
    heard = first.model_copy(update={"says": pat("So it's come from you.")})
    answered = with_turns(script, the_bus={"otherwise": (first, heard)})
    happened = (said(), said(text="Well, I am listening."), said("asks", text=ASKED))
    for told, reply in (("the_bus/asked", 2), ("silence:the_words", 3)):
        (kept,) = page_of(with_book(answered, told=told), rubric, *happened).list_cards(CardKind.KEEP)
        assert kept.replies[0] == reply
