"""What takes up a matter that is left, and with what a promise stands on the page."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import CardKind, CardPart, CardText, DebriefCard, SaidLine
from coach.debrief.moments import clearly_missed
from coach.debrief.picture import YOU
from coach.debrief.plan_cards import (
    make_left_cards,
    make_promise_cards,
    make_question_card,
    make_unplanned_cards,
    nothing_was_told,
)
from coach.debrief.promises import SpokenPromise
from coach.model.conditions import SCENE, Line
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_left_matters import left
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer
from tests.debrief.test_plan_cards import written

SWIM = "Swimming was cancelled, and his kit was by the door."


@pytest.mark.parametrize(
    ("reply", "missed"),
    [
        (said(text="Well, that is a nice cup."), True),
        (said(text="Well, that is a very nice cup."), True),
        (said(text="Well, he does sit on that bus a while."), False),
        (said(text="I hear you, and that is a lot to say."), False),
        (said(text="I'll speak to your manager tomorrow at nine."), False),
        (said(text="Is that a nice cup?"), False),
        (said("blunt", text="Well, that is a very nice cup."), True),
        (said(text="Well, boys will be boys, as they say."), True),
        (said("names", text="Well."), False),
    ],
    ids=[
        "six words",
        "nothing of it",
        "a word of it",
        "it says that it heard",
        "a promise",
        "a question",
        "it hurt",
        "it made less of it",
        "it helps",
    ],
)
def test_a_reply_clearly_missed_what_was_told_by_taking_nothing_up_or_by_hurting(
    script: Script, rubric: Rubric, reply: object, missed: bool
) -> None:
    assert clearly_missed(facts_of(script, rubric, reply), 1) is missed  # type: ignore[arg-type]


def test_a_matter_that_is_left_stands_with_the_reply_that_came_next_and_with_none_where_it_ended(
    script: Script, rubric: Rubric
) -> None:
    told = with_answer(written(script, unplanned=[]), "stand_in", pat(SWIM))
    facts = facts_of(told, rubric, said("vague", text="Well."), said(text="Lovely cups."))
    for after, replies in ((1, (2,)), (2, ())):
        matters = (left(SWIM, "His swimming kit.", after_reply=after),)
        cards = make_left_cards(replace(facts, matters=matters))
        assert [card.replies for card in cards if card.id.startswith("left-")] == [replies]


# --- With what a promise stands


def promise_parts(
    script: Script, rubric: Rubric, *promises: SpokenPromise, above: tuple[CardPart, ...] = ()
) -> list[list[str]]:
    """The words on the card of each promise; the first answer is a line that may say yes, or ask something of it."""
    answered = with_answer(script, "asked", pat("Cross it so you can still read it.", "Go on, then."))
    facts = facts_of(answered, rubric, said("names", text="Well."), said(text="Well."))
    card = DebriefCard(id="x", kind=CardKind.BACK, title="X", brief="X", parts=above, replies=())
    cards = make_promise_cards(facts, promises, [card] if above else [])
    return [[part.text for part in card.parts] for card in cards]


NOTE = "I'll cross that line out in the report tomorrow."
RING = "I'll ring the head about the bus on Monday."
ASKS = "Cross it so you can still read it."


def test_what_they_ask_of_a_promise_stands_with_the_last_one_of_its_reply(script: Script, rubric: Rubric) -> None:
    note, other = SpokenPromise(1, NOTE), SpokenPromise(1, "I'll write the report of the train on Monday.")
    assert promise_parts(script, rubric, note) == [[NOTE, ASKS]]
    assert promise_parts(script, rubric, note, other) == [[NOTE], [other.text, ASKS]]


def test_what_said_yes_to_it_stands_behind_a_promise_and_nothing_else_does(script: Script, rubric: Rubric) -> None:
    accepted = SpokenPromise(1, NOTE, accepted="Go on, then.")
    assert promise_parts(script, rubric, accepted) == [[NOTE, "Go on, then."]]


def test_what_a_promise_answers_stands_before_it_unless_it_stands_beside_that_reply_above(
    script: Script, rubric: Rubric
) -> None:
    bus = "There was a thing on the bus."
    answers = SpokenPromise(1, RING, answers=bus)
    line, reply = SaidLine(speaker="Pat", text=bus, how="looking away"), SaidLine(speaker=YOU, text="Well.", reply=1)
    assert promise_parts(script, rubric, answers) == [[bus, RING]]
    assert promise_parts(script, rubric, answers, above=(line, reply)) == [[RING]]
    elsewhere = reply.model_copy(update={"reply": 2})
    assert promise_parts(script, rubric, answers, above=(line, elsewhere)) == [[bus, RING]]


def test_a_promise_has_its_number_in_its_reply(script: Script, rubric: Rubric) -> None:
    promises = (SpokenPromise(1, RING), SpokenPromise(1, NOTE), SpokenPromise(2, "I'll write to the nurse on Friday."))
    facts = facts_of(script, rubric, said(text="Well."), said(text="Well."))
    ids = {card.parts[0].text: card.id for card in make_promise_cards(facts, promises)}
    assert ids == {RING: "promise-1-1", NOTE: "promise-1-2", "I'll write to the nurse on Friday.": "promise-2-1"}


def test_nothing_was_told_before_a_reply_where_only_a_scene_was(script: Script, rubric: Rubric) -> None:
    told = with_book(
        with_answer(script, "asked", (Line(speaker=SCENE, text="Rain."), *pat("It was the nine."))),
        told="the_bus/asked",
    )
    facts = facts_of(told, rubric, said("names"), said(), said())
    assert [nothing_was_told(facts, reply) for reply in (1, 2, 3)] == [True, False, False]


def test_a_question_that_a_promise_on_the_page_answers_is_not_asked(script: Script, rubric: Rubric) -> None:
    """By what the practitioner promised: a line of the family's that stands with it answers nothing."""
    asks = written(script, questions=[{"words": "frightened", "question": "Who tells the school?"}])
    facts = facts_of(asks, rubric, said(text="Well, were you frightened?"))
    tells = "I'll ring the school tomorrow."

    def question(speaker: str, kind: CardKind) -> str:
        part = SaidLine(speaker=speaker, text=tells)
        card = make_question_card(
            facts, (DebriefCard(id="x", kind=kind, title="X", brief="X", parts=(part,), replies=()),)
        )
        return "".join(part.text for part in card.parts if isinstance(part, CardText)) if card else ""

    assert question(YOU, CardKind.PROMISE) == ""
    assert question("Pat", CardKind.PROMISE) == "Who tells the school?"
    assert question(YOU, CardKind.KEEP) == "Who tells the school?"


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("left-singing", ""), ("told-1", "Who sings with her in the choir?")],
)
def test_a_question_that_says_again_what_stands_as_left_is_not_asked(
    script: Script, rubric: Rubric, kind: str, asked: str
) -> None:
    asks = written(script, questions=[{"words": "frightened", "question": "Who sings with her in the choir?"}])
    facts = facts_of(asks, rubric, said(text="Well, were you frightened?"))
    text = "The choir: who drives her there to sing."
    left = DebriefCard(id=kind, kind=CardKind.CHILD, title="X", brief=text, parts=(CardText(text=text),))
    card = make_question_card(facts, (left,))
    assert (card.brief if card else "") == asked


@pytest.mark.parametrize(
    ("wanted", "happened", "shown"),
    [
        ({"told": "the_words"}, "asks", False),
        ({"told": "the_words"}, "asks child", True),
        ({"told": "", "reached": "sam_says"}, "asks", False),
        ({"told": "", "reached": "sam_says"}, "asks child", True),
    ],
    ids=["told last", "told before", "reached last", "reached before"],
)
def test_what_came_in_the_last_answer_could_not_be_answered_yet(
    script: Script, rubric: Rubric, wanted: dict[str, str], happened: str, shown: bool
) -> None:
    row = {"about": "the bus", "answered_by": ["the school"], "could_say": "Who hears of it?"}
    row |= {key: value for key, value in wanted.items() if value}
    facts = facts_of(written(script, unplanned=[row]), rubric, *(said(read, text="Well.") for read in happened.split()))
    assert bool(list(make_unplanned_cards(facts))) is shown
