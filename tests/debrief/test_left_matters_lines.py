"""Which line shows a matter that is left, when it comes first, and what a promise of it has to say."""

from dataclasses import replace

import pytest

from coach.debrief.left_matters import (
    choose_other_line,
    is_answered_question,
    rank_matter,
    shows_its_matter,
    was_asked_by_name,
    was_asked_since,
    was_dealt_with,
    was_written_as_racism,
)
from coach.debrief.matter_promises import covers, settles, was_undertaken
from coach.debrief.page_facts import PageFacts
from coach.debrief.picture import quote_line
from coach.model.conditions import SCENE, Line
from coach.model.line_book import Matter
from coach.model.rubric import Rubric
from coach.rehearsal.line_blocks import OpenMatter
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_left_matters import PLANNER, RECORD, left
from tests.debrief.test_openings import BUS
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer
from tests.debrief.test_plan_cards import written

OWN = "There was a thing on the bus."


def told_in(script: Script, rubric: Rubric, *lines: str) -> PageFacts:
    """A conversation whose first answer tells a matter in some lines."""
    book = with_answer(script, "asked", pat(*lines))
    matters = [{**BUS, "told": ["the_bus/asked"], "about": ["bus", "driver"]}]
    return facts_of(with_book(book, told="last", matters=matters), rubric, said("names"))


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (("Somebody shouted at Sam on the late bus.",), "Somebody shouted at Sam on the late bus."),
        (("They shouted at Sam on the bus.",), OWN),
        (("Somebody shouted at Sam on the late train.",), OWN),
        (
            ("Somebody shouted at Sam on the late bus.", "The driver of the bus heard all that was said."),
            "The driver of the bus heard all that was said.",
        ),
    ],
    ids=["eight words", "seven", "no word of it", "the one with most of its words"],
)
def test_a_matter_whose_line_stands_above_is_shown_by_another_that_says_enough(
    script: Script, rubric: Rubric, lines: tuple[str, ...], shown: str
) -> None:
    facts = told_in(script, rubric, *lines)
    own = left(OWN, "What was said on the bus.", about="bus")
    own = replace(own, matter=own.matter.model_copy(update={"about": ("bus", "driver")}))
    assert choose_other_line(facts, own, ()) is own
    other = choose_other_line(facts, own, [quote_line(facts.script, own.line)])
    assert other.line.text == shown
    assert other.after_reply == (0 if shown == OWN else 1)


def test_a_line_that_stands_above_too_is_no_other_line(script: Script, rubric: Rubric) -> None:
    lines = ("Somebody shouted at Sam on the late bus.", "The driver of the bus heard all that was said.")
    facts = told_in(script, rubric, *lines)
    own = left(OWN, "What was said on the bus.", about="bus")
    above = [quote_line(facts.script, line) for line in (own.line, *pat(lines[1]))]
    assert choose_other_line(facts, own, above).line.text == lines[0]


@pytest.mark.parametrize(
    ("line", "shows"),
    [
        ("I'm thinking!", False),
        ("The walk!", True),
        ("Dots!", True),
        ("Biscuits and cheese.", True),
        ("Cheese!", False),
    ],
    ids=["nothing", "a word of what is left", "a word of its author's", "two words that say something", "one"],
)
def test_a_line_shows_its_matter_by_a_word_of_it_or_by_saying_something(line: str, shows: bool) -> None:
    assert shows_its_matter(left(line, "What is left of the walk.", about="dots")) is shows


def test_what_was_put_off_around_its_telling_comes_before_the_rest(script: Script, rubric: Rubric) -> None:
    """Straight before or after: what they come to two replies on has to do with something else."""
    coming = with_answer(written(script), "stand_in", pat("I'll come to that."))
    lovely, asked = said(text="Lovely."), said("vague")
    for happened, after, rank in (
        ((asked, lovely, said()), 1, 2),
        ((asked, lovely, said()), 2, 3),
        ((asked, lovely, said()), 0, 2),
        ((lovely, asked, said()), 0, 3),
        ((lovely, asked, said()), 1, 2),
    ):
        facts = facts_of(coming, rubric, *happened)
        of = left("There are three things.", "The three things.", for_="plan", after_reply=after)
        assert rank_matter(facts, of) == rank, (after, rank)


def test_whom_nobody_asked_is_asked_by_name_in_a_question() -> None:
    line = "Nobody asked Tom anything."
    assert was_asked_by_name(line, ["Right. What would Tom say?"])
    assert not was_asked_by_name(line, ["Right. I see Tom now."])
    assert not was_asked_by_name(line, ["Right. What would Tim say?"])
    assert not was_asked_by_name("They asked Tom.", ["Right. What would Tom say?"])


def asks(script: Script, rubric: Rubric, reply: str, answer: tuple[Line, ...], of: OpenMatter) -> bool:
    return was_asked_since(
        facts_of(with_answer(written(script), "asked", answer), rubric, said("names", text=reply)), of
    )


def test_a_scene_before_a_childs_answer_leaves_it_the_childs(script: Script, rubric: Rubric) -> None:
    scene, sam = Line(speaker=SCENE, text="Rain."), Line(speaker="sam", text="In a bit.")
    begs = "You keep a count, in dots. I should be honoured to see it. You may say no."
    assert asks(script, rubric, begs, (scene, sam), left(PLANNER, RECORD))
    assert not asks(script, rubric, begs, (scene, *pat("In a bit.")), left(PLANNER, RECORD))


def test_of_a_reply_only_what_it_asks_is_asked(script: Script, rubric: Rubric) -> None:
    """Two words of what is left, both in a question: what is said beside it asks nothing."""
    seat = left("It's a new seat.", "Why the car seat was swapped.")
    quiet = pat("Lovely kitchen.")
    assert asks(script, rubric, "Why was the car seat swapped?", quiet, seat)
    assert asks(script, rubric, "Was the seat in the car?", quiet, seat)
    assert not asks(script, rubric, "Was it a seat? It was swapped.", quiet, seat)
    assert not asks(script, rubric, "Was it a seat?", quiet, seat)


def test_racism_that_is_asked_about_in_a_note_is_not_written_down(script: Script, rubric: Rubric) -> None:
    called = left("It's names.", "What Sam is called, written down as racism.", for_="plan")
    for reply, gone in (
        ("Is it racism, in my notes? I'm writing that it rained.", False),
        ("It's racism. I'm writing that it rained.", False),
        ("I'm writing that it's racism. Did it rain?", True),
    ):
        assert was_written_as_racism(facts_of(script, rubric, said("names", text=reply)), called) is gone


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("Whose blazer was on that bus?", True),
        ("Was a blazer on the bus?", True),
        ("Was a blazer on the train?", False),
        ("Was it a scarf on a bus with a driver?", False),
    ],
)
def test_a_question_is_answered_by_half_its_words_two_at_least(
    script: Script, rubric: Rubric, typed: str, answered: bool
) -> None:
    facts = facts_of(script, rubric, said(text=typed))
    assert is_answered_question(facts, "Whose blazer was on that bus?", ()) is answered
    of_five = "Whose blazer, scarf, lunch and boots lay on that bus?"
    assert not is_answered_question(facts, of_five, ())


# --- What a promise settles


def matter_of(text: str, line: str, *about: str, words: str = "You read it first.") -> OpenMatter:
    row = {**BUS, "for": "plan", "left": text, "about": list(about), "words": words}
    return OpenMatter(Matter.model_validate(row), pat(line)[0], 0)


@pytest.mark.parametrize(
    ("of", "promise", "settled"),
    [
        (matter_of("That he asked them.", "It was the blazer and scarf.", "october"), "I'll ask by October.", True),
        (matter_of("That he asked them.", "It was the blazer and scarf.", "october"), "I'll go by October.", False),
        (matter_of("That he asked them.", "It was the blazer and scarf.", "x"), "I'll ask for blazer and scarf.", True),
        (matter_of("That he asked them.", "It was the blazer and scarf.", "x"), "I'll ask for the blazer.", False),
        (
            matter_of("That he knew.", "It rained.", "x", words="A blazer and a scarf?"),
            "A blazer and scarf, then.",
            True,
        ),
        (matter_of("That he knew.", "It rained.", "x", words="A blazer and a scarf?"), "A blazer, then.", False),
        (matter_of("For him, on which day, where.", "It rained.", "x"), "I'll put it in the diary for Monday.", True),
        (matter_of("For him, on which day, where.", "It rained.", "x"), "I'll put it in the diary.", False),
        (matter_of("For him, and where.", "It rained.", "x"), "I'll put it in the diary for Monday.", False),
        (matter_of("That Sam is heard by himself.", "It rained.", "x"), "I'll speak to Sam.", False),
        (matter_of("That it is asked of Sam himself.", "It rained.", "x"), "I'll speak to Sam.", True),
        (matter_of("That it is asked of Sam himself.", "It rained.", "x"), "I'll speak to Pat.", False),
        (matter_of("Sam's own account, at his pace.", "It rained.", "x"), "I'll see Sam on Monday.", True),
        (matter_of("Sam's own account, at his pace.", "It rained.", "x"), "I'll see Pat on Monday.", False),
        (matter_of("Sam's own account, no parent there.", "It rained.", "x"), "I'll see Sam with you there.", False),
        (matter_of("Sam's own account, no parent there.", "It rained.", "x"), "I'll see Sam at school.", True),
    ],
)
def test_what_a_promise_has_to_say_of_a_matter(script: Script, of: OpenMatter, promise: str, settled: bool) -> None:
    assert settles(script, of, promise) is settled


def test_a_promise_of_one_name_before_a_colon_has_to_do_what_is_to_be_done(script: Script) -> None:
    assert covers(script, "The blazer and scarf: back on the peg.", "I'll bring the blazer and the scarf.")
    assert not covers(script, "The blazer: back on the peg.", "I'll bring the blazer.")
    assert covers(script, "The blazer: asked for.", "I'll ask for the blazer.")


def test_a_scene_undertakes_nothing(script: Script, rubric: Rubric) -> None:
    tells = left("She's at her gran's.", "Gran: who tells her.", for_="plan")
    for speaker, done in (("pat", True), (SCENE, False)):
        line = Line(speaker=speaker, text="I'll tell Gran tonight.")
        facts = facts_of(with_answer(script, "asked", (line,)), rubric, said("names"))
        assert was_undertaken(facts.script, facts.attempt.replies(), tells) is done


def test_it_is_a_thing_that_was_named_whole_before(script: Script, rubric: Rubric) -> None:
    """By the reply itself, or by the lines before it; a scene names nothing."""
    form = left("It's a form.", "The travel form: who changes it.", for_="plan")
    for before, reply, done in (
        (pat("The travel form."), "I'll change it today.", True),
        (pat("The form."), "I'll change it today.", False),
        ((Line(speaker=SCENE, text="The travel form."),), "I'll change it today.", False),
        (pat("Rain."), "That travel form. I'll change it today.", True),
    ):
        facts = facts_of(with_answer(script, "stand_in", before), rubric, said("vague", text="Mm."), said(text=reply))
        assert was_undertaken(facts.script, facts.attempt.replies(), form) is done


@pytest.mark.parametrize(
    ("line", "typed", "asked"),
    [
        ("Nobody asked Tom anything.", "Sorry. Tom, what do you see?", True),
        ("Nobody's asked Tom.", "Marisol, what do you see?", False),
        ("Nobody asked Tom anything.", "That's not fair on Tom.", False),
        ("Nobody asked Tom anything.", "Tomorrow, then. Shall we?", False),
        ("Nobody asked Tom anything.", "Tomorrow, would that do?", False),
        ("Nobody asked Tom anything.", "I'm sorry, Tom. Marisol, what do you see?", False),
        ("Nobody asked.", "Tom, what do you see?", False),
        ("They asked Tom.", "Tom, what do you see?", False),
    ],
)
def test_somebody_whom_nobody_asked_is_asked_by_the_next_reply(line: str, typed: str, asked: bool) -> None:
    assert was_asked_by_name(line, [typed]) is asked


def test_a_child_asked_about_a_brother_is_not_the_brother_asked(script: Script, rubric: Rubric) -> None:
    sam = (Line(speaker="sam", text="He won't say."),)
    typed = "Did he bring the planner home?"
    assert asks(script, rubric, typed, sam, left(PLANNER, "Sam, since that day: how he is, and who he has."))
    assert not asks(script, rubric, typed, sam, left(PLANNER, "Kit, since that day: how he is, and who he has."))


def test_the_day_may_stand_in_the_reply_that_the_line_answers(script: Script, rubric: Rubric) -> None:
    matter = "What Sam hears from her: on which day, and who is beside him."
    facts = facts_of(script, rubric, said("names", text="Sam hears it from you on Friday."), said())
    silent = facts_of(script, rubric, said("names", text="Sam hears it from you."), said())
    for after, gone in ((1, True), (2, False)):
        one = left("Then I'd like to tell him.", matter, after_reply=after, about="from you")
        assert was_dealt_with(facts, one, ()) is gone
        assert not was_dealt_with(silent, one, ())
