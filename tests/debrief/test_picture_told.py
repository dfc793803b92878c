"""What is no telling in the picture, though the line book says that it tells: a contradiction, a question."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import MarkKind
from coach.debrief.owning import contradicts
from coach.debrief.page_builder import build_picture
from coach.debrief.page_facts import RACISM, mark_as_shown
from coach.debrief.wording import count_told
from coach.model.events import Replied
from coach.model.rubric import Rubric, SubjectWords
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import AND_SAM, DRIVER, draw, kinds, telling, with_answer
from tests.rehearsal.banked import with_turns


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("Don't do the kind voice.", MarkKind.TALKED_ON),
        ("Not to me, maybe.", MarkKind.TALKED_ON),
        ("To me it was.", MarkKind.TOLD_MORE),
        ("There are two, and I shall give you the one for paper.", MarkKind.TALKED_ON),
        ("I'm not going to be able to say it, not yet.", MarkKind.TALKED_ON),
        ("I'm not going to be late for it.", MarkKind.TOLD_MORE),
    ],
)
def test_what_begins_with_a_rebuff_or_contradicts_is_not_told_more(script: Script, first: str, kind: MarkKind) -> None:
    told = with_book(with_answer(script, "asked", telling(first, DRIVER, AND_SAM)), told="the_bus/asked")
    assert kinds(draw(told, said("names"), said()))[0] is kind
    denies = draw(told, said("names", text="It's nothing to do with race."), said())
    assert kinds(denies)[0] is MarkKind.TALKED_ON


def test_a_line_that_only_asks_has_told_nothing(script: Script) -> None:
    asks = with_book(
        with_answer(
            script, "asked", telling("Twice I have read it. Does it come out of there, that one word, by you?")
        ),
        told="the_bus/asked",
        safety="the_bus/asked",
    )
    assert kinds(draw(asks, said("names")))[0] is MarkKind.TALKED_ON


@pytest.mark.parametrize(
    ("line", "against"),
    [("Not to me, maybe.", True), ("Well, not for him.", True), ("Not on Thursdays.", False), ("To me it is.", False)],
)
def test_an_answer_may_begin_by_contradicting(line: str, against: bool) -> None:
    assert contradicts(line) is against


def test_what_only_asks_tells_nothing_and_a_question_that_is_told_of_does() -> None:
    assert count_told("I've read it. Does it come out, the word?") == 3
    assert count_told("He asked me if it bites, and I said, whose dog?") == 11


@pytest.mark.parametrize(
    ("named", "reply", "kind"),
    [
        ("It was racism, that.", said(text="Lovely kitchen."), MarkKind.TOLD_MORE),
        ("It was the driver, that.", said(text="Lovely kitchen."), MarkKind.TALKED_ON),
        ("It was racism, that.", said(text="To be fair, they were busy."), MarkKind.TALKED_ON),
    ],
    ids=["in words", "by the book alone", "in spite of a slight"],
)
def test_the_first_telling_of_racism_is_told_more_whatever_was_asked(
    script: Script, rubric: Rubric, named: str, reply: Replied, kind: MarkKind
) -> None:
    """What is held up or gone back to is chosen by what the reply opened, and knows nothing of it."""
    row = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",)), "topics": ()})
    worded = rubric.model_copy(update={"answers": {**rubric.answers, RACISM: row}})
    book = with_book(
        with_turns(
            script,
            the_bus={"otherwise": (script.turn("the_bus").otherwise[0].model_copy(update={"says": pat(named)}),)},
        ),
        told="the_bus/otherwise1",
        names={RACISM: "the_bus/otherwise1"},
    )
    facts = facts_of(book, worded, reply, said(text="And the bus?"))
    assert kinds(facts.picture)[0] is MarkKind.TALKED_ON
    assert kinds(mark_as_shown(facts))[0] is kind
    assert kinds(mark_as_shown(facts))[1] is MarkKind.TALKED_ON, "told before"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("It's a bit racism, that one.", MarkKind.SPOKE_UP),
        ("Please hear also the rest.", MarkKind.SPOKE_UP),
        ("It doesn't matter. Forget it.", MarkKind.DREW_BACK),
    ],
    ids=["named", "pressed", "closed"],
)
def test_who_answers_a_hurt_by_saying_what_was_wrong_has_a_mark_of_their_own(
    script: Script, rubric: Rubric, answer: str, kind: MarkKind
) -> None:
    """They have not drawn back, and "they talked on" would hide that the reply hurt."""
    row = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",)), "topics": ()})
    worded = rubric.model_copy(update={"answers": {**rubric.answers, RACISM: row}})
    book = with_book(with_answer(script, "brushed_off", telling(answer)), drew_back="the_bus/brushed_off")
    facts = facts_of(book, worded, said("blunt"))
    named = build_picture(book, facts.attempt, names=facts.names.find)
    facts = replace(facts, picture=named)
    assert kinds(mark_as_shown(facts)) == [kind]
