"""What was told of a child's safety goes on as it was said, unless a reply acted on it; nothing else does so."""

from dataclasses import replace

import pytest

from coach.debrief.child_cards import list_told_of_safety, make_told_safety_card
from coach.debrief.first_page import CardKind, CardText, DebriefCard, SaidLine
from coach.debrief.left_matters import list_open_ids
from coach.debrief.openings import list_open_matters
from coach.debrief.page_facts import PageFacts
from coach.debrief.plan_cards import make_plan_cards
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_openings import BUS
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer
from tests.debrief.test_plan_cards import written

HURT = "There was a mark on his arm, from the bus."
MATTER = {**BUS, "for": "child", "told": ["the_bus/asked"], "about": ["mark", "arm"]}
MATTER["left"] = "Whether Orla looks at it, and when."  # who was never named: no card says what is left of it
MARKED = {"told": "the_bus/asked", "safety": "the_bus/asked"}


ACTS = "I'll ring the school about his arm."


def facts_with(script: Script, rubric: Rubric, *lines: str, reply: str = "Lovely cups.", **book: object) -> PageFacts:
    """A conversation whose first answer is some lines, as their author marked them."""
    told = with_book(with_answer(written(script), "asked", pat(*lines)), **{**MARKED, "matters": [MATTER], **book})
    return with_matters(facts_of(told, rubric, said("names"), said("vague", text=reply)))


def with_matters(facts: PageFacts) -> PageFacts:
    """The facts with the matters that are open, as the page has them."""
    return replace(facts, matters=list_open_matters(facts.script, facts.attempt))


def told_cards(facts: PageFacts, cards: tuple[DebriefCard, ...]) -> tuple[DebriefCard, ...]:
    return tuple(make_told_safety_card(facts, cards, list_open_ids(facts)))


def shown(facts: PageFacts, *quoted: str) -> list[str]:
    return [line.text for _, line in list_told_of_safety(facts, quoted, list_open_ids(facts))]


def test_what_bears_on_a_childs_safety_stands_on_the_page_until_a_reply_acts_on_it(
    script: Script, rubric: Rubric
) -> None:
    facts = facts_with(script, rubric, HURT)
    (card,) = told_cards(facts, ())
    assert card.title == "What is left for Sam"
    needs = "Whoever decides with you what happens next for Sam needs this, as it was said."
    assert [part.text for part in card.parts] == [HURT, needs]
    assert [type(part) for part in card.parts] == [SaidLine, CardText]
    assert not list(told_cards(facts_with(script, rubric, HURT, reply=ACTS), ()))


def test_a_promise_made_before_does_not_act_on_what_was_told_last(script: Script, rubric: Rubric) -> None:
    at_last = {**MATTER, "told": ["the_bus/stand_in"]}
    told = with_book(
        with_answer(written(script), "stand_in", pat(HURT)),
        told="the_bus/stand_in",
        safety="the_bus/stand_in",
        matters=[at_last],
    )
    acts = ACTS.replace("school", "school and Orla")
    assert shown(with_matters(facts_of(told, rubric, said("vague", text=acts)))) == [HURT]
    assert shown(with_matters(facts_of(told, rubric, said("vague"), said("names", text=acts)))) == []


@pytest.mark.parametrize(
    ("book", "listed"),
    [
        ({}, True),
        ({"safety": []}, False),
        ({"told": "last"}, False),
        ({"matters": [{**MATTER, "for": "plan"}]}, False),
        ({"matters": [{**MATTER, "settled": ["the_bus/asked"]}]}, False),
        ({"matters": [{**MATTER, "about": ["planner"]}]}, False),
    ],
)
def test_each_mark_of_its_author_is_needed(
    script: Script, rubric: Rubric, book: dict[str, object], listed: bool
) -> None:
    assert shown(facts_with(script, rubric, HURT, **book)) == ([HURT] if listed else [])


def test_what_stands_on_the_page_is_not_said_again(script: Script, rubric: Rubric) -> None:
    facts = facts_with(script, rubric, HURT)
    (card,) = told_cards(facts, ())
    above = DebriefCard(id="keep-1", kind=card.kind, title="Keep", brief="Keep.", parts=card.parts[:1])
    assert not list(told_cards(facts, (above,)))


@pytest.mark.parametrize(
    ("kind", "handed_on"), [(CardKind.KEEP, True), (CardKind.SUBJECT, True), (CardKind.BACK, False)]
)
def test_what_only_shows_how_a_reply_was_answered_is_handed_on_where_nothing_else_is_left(
    script: Script, rubric: Rubric, kind: CardKind, handed_on: bool
) -> None:
    facts = facts_with(script, rubric, HURT)
    (told,) = told_cards(facts, ())
    above = DebriefCard(id="above-1", kind=kind, title="Above", brief="Above.", parts=told.parts[:1])
    assert (told in make_plan_cards(facts, (), (above,))) is handed_on
    cage = {**MATTER, "id": "the_cage", "about": ["cage"]}
    line = "There is a cage on that door."
    more = facts_with(script, rubric, HURT, line, matters=[MATTER, cage])
    (left,) = make_plan_cards(more, (), (above,))
    assert [part.text for part in left.parts if isinstance(part, SaidLine)] == [line]


@pytest.mark.parametrize(
    ("quoted", "listed"),
    [(HURT, ()), ("They had his coat off him.", (HURT,)), ("He holds that arm in.", ())],
    ids=["the line itself", "one told in the same breath", "another line of it"],
)
def test_a_line_that_says_little_of_it_does_not_stand_for_it(
    script: Script, rubric: Rubric, quoted: str, listed: tuple[str, ...]
) -> None:
    told = (quoted, HURT) if quoted != HURT else (HURT,)
    assert shown(facts_with(script, rubric, *told), quoted) == list(listed)


@pytest.mark.parametrize(
    ("lines", "listed"),
    [
        ((HURT, "I think it was his arm."), (HURT,)),
        ((HURT, "He slept in that coat."), (HURT,)),
        ((HURT, "And since Monday it has been that."), (HURT, "And since Monday it has been that.")),
        ((HURT, "He holds that arm in."), (HURT, "He holds that arm in.")),
        ((HURT, "And she gave me it, and then I had to make the pasta for the two of us."), (HURT,)),
    ],
)
def test_of_one_matter_two_lines_are_shown_at_most_and_no_guess(
    script: Script, rubric: Rubric, lines: tuple[str, ...], listed: tuple[str, ...]
) -> None:
    assert shown(facts_with(script, rubric, *lines)) == list(listed)


def test_of_two_matters_each_has_its_line(script: Script, rubric: Rubric) -> None:
    cage = {**MATTER, "id": "the_cage", "about": ["cage"]}
    lines = (HURT, "He holds that arm in.", "There is a cage on that door.")
    assert shown(facts_with(script, rubric, *lines, matters=[MATTER, cage])) == [HURT, lines[2]]
