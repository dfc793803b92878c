"""What may answer a line, which hurt is gone back to, and which reply a few words choose."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import CardText, DebriefCard, MarkKind
from coach.debrief.mending import find_hurt, find_mending, was_put_right
from coach.debrief.moments import (
    choose_back,
    choose_begun,
    explain_unchosen,
    find_chosen_reply,
    find_typed_number,
    list_left_lines,
    may_answer,
)
from coach.debrief.page_facts import LeftOpening
from coach.model.conditions import SCENE, Line
from coach.model.rubric import Rubric
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said, with_book
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer
from tests.debrief.test_put_off_card import facts_of as put_off_facts
from tests.rehearsal.banked import with_turns

BUS = "There was a thing on the bus."
NOBODY = "Nobody's asked me one question about it."


@pytest.mark.parametrize(
    ("reply", "line", "answers"),
    [
        ("The bus was late, then.", BUS, True),
        ("The kitchen is late, then.", BUS, False),
        ("What did you say?", BUS, True),
        ("Oh no, poor Sindy. What did you say?", BUS, True),
        ("Oh no, our poor Sindy. What did you say?", BUS, False),
        ("Is the kettle on yet?", BUS, True),
        ("Is the kitchen on the shelf yet?", BUS, False),
        ("Shall I see to the kettle?", BUS, False),
        ("Is the kitchen on the shelf yet?", NOBODY, True),
        ("The kitchen is on the shelf.", NOBODY, False),
    ],
    ids=[
        "a word of it",
        "none",
        "a question about nothing",
        "behind four words",
        "behind five",
        "a question about nothing they said",
        "a question about what they said before",
        "an offer",
        "any question, where nobody asked one",
        "no question",
    ],
)
def test_what_may_answer_a_line(script: Script, rubric: Rubric, reply: str, line: str, answers: bool) -> None:
    begun = with_turns(script, the_bus={"says": pat("We painted the kitchen and its shelf.", line)})
    facts = facts_of(begun, rubric, said("vague", text=reply))
    assert may_answer(facts, pat(line)[0], 1) is answers


@pytest.mark.parametrize("reply", ["The bus was late, then.", "What did you say?"])
def test_what_hurts_answers_nothing_whatever_words_of_it_come_back(script: Script, rubric: Rubric, reply: str) -> None:
    facts = facts_of(script, rubric, said("blunt", text=reply))
    assert not may_answer(facts, pat(BUS)[0], 1)


def backs(script: Script, rubric: Rubric, *replies: tuple[str, str]) -> list[DebriefCard]:
    """The cards to go back to behind a greeting, by what each reply was read as and said."""
    happened = (said(), *(said(*read.split(), text=text) for read, text in replies))
    return [card for card in choose_back(facts_of(script, rubric, *happened), set()) if card.id.startswith("back")]


BANTER = ("blunt", "It was only banter.")
QUIET = ("", "Lovely cups.")
MENDS = ("mend", "I called it banter, and that was wrong of me.")


def test_of_two_replies_that_hurt_the_later_is_gone_back_to(script: Script, rubric: Rubric) -> None:
    (card,) = backs(script, rubric, BANTER, ("blunt", "Boys will be boys."))
    assert card.replies == (3,)
    assert card.brief == "Reply 3. Pat drew back straight after."


def test_a_hurt_that_was_put_right_is_shown_with_its_mending_where_no_other_is_left(
    script: Script, rubric: Rubric
) -> None:
    (card,) = backs(script, rubric, BANTER, QUIET, MENDS)
    assert card.replies == (2, 4)
    assert card.brief == "Reply 2. Pat drew back straight after. You went back to it in reply 4."
    assert "You went back to it later." in [part.text for part in card.parts if isinstance(part, CardText)]
    (left,) = backs(script, rubric, BANTER, QUIET, MENDS, ("blunt", "Boys will be boys."))
    assert left.replies == (5,)


def test_what_the_very_next_reply_put_right_is_nothing_to_go_back_to(script: Script, rubric: Rubric) -> None:
    assert backs(script, rubric, BANTER, MENDS, QUIET) == []


def test_of_two_hurts_that_were_put_right_one_is_shown(script: Script, rubric: Rubric) -> None:
    boys = ("blunt", "They were only boys."), QUIET, ("mend", "I called them only boys, and that was wrong of me.")
    cards = backs(script, rubric, BANTER, QUIET, MENDS, *boys)
    assert [card.replies for card in cards] == [(2, 4)]


def test_only_a_sorry_straight_after_a_hurt_is_for_it(script: Script, rubric: Rubric) -> None:
    sorry = ("", "Sorry, Pat. Lovely cups.")
    assert backs(script, rubric, BANTER, sorry) == []
    (card,) = backs(script, rubric, BANTER, QUIET, sorry)
    assert card.replies == (2,)


# --- What mends


def test_a_mending_is_of_the_hurt_before_it_and_of_none_behind_another(script: Script, rubric: Rubric) -> None:
    """Behind another hurt, or once something was put right, a sorry with no word of it is for that."""
    mended = replace(script, mended_lines=(pat("Thank you for saying that. It was wrong."),))
    facts = facts_of(mended, rubric, said(), said("blunt", text="It was only banter."), said("mend", text="I'm sorry."))
    assert (find_mending(facts, 2), find_hurt(facts, 3)) == (3, 2)
    assert was_put_right(facts, 2)
    between = facts_of(
        mended,
        rubric,
        said(),
        said("blunt", text="It was only banter."),
        said(text="Lovely cups."),
        said("mend", text="I'm sorry."),
    )
    assert (find_mending(between, 2), find_hurt(between, 4)) == (0, 0)
    assert was_put_right(between, 2)


def test_what_comes_after_another_hurt_mends_only_by_a_word_of_its_own(script: Script, rubric: Rubric) -> None:
    banter, boys = said("blunt", text="It was only banter."), said("blunt", text="Boys will be boys.")
    again = said("blunt", text="Only banter, boys will be boys.")
    owned = said(text="I called it banter, and that was wrong of me.")
    assert find_mending(facts_of(script, rubric, said(), banter, owned), 2) == 3
    assert find_mending(facts_of(script, rubric, said(), banter, said(text="Lovely cups."), owned), 2) == 4
    assert find_mending(facts_of(script, rubric, said(), banter, boys, owned), 2) == 4
    assert find_mending(facts_of(script, rubric, said(), banter, again, owned), 2) == 0
    assert find_mending(facts_of(script, rubric, said(), banter, boys, said(text="That was wrong of me.")), 2) == 0
    facts = facts_of(script, rubric, said(), banter, boys)
    assert [facts.mark(reply).kind for reply in (2, 3)] == [MarkKind.DREW_BACK] * 2
    assert find_hurt(facts, 2) == 0


# --- Which reply words choose


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2", 2),
        ("my reply 2", 2),
        ("the 6th", 6),
        ("6, because it put her out of it", 6),
        ("6 because that was a stereotype", 6),
        ("in my reply 2", None),
        ("reply 2, 3", None),
        ("2, 3", None),
        ("3 weeks you had waited", None),
        ("two", 2),
        ("Reply six", 6),
        ("the third one.", 3),
        ("two weeks", None),
        ("the last one", None),
        ("reply", None),
    ],
)
def test_a_number_stands_alone_or_with_two_words_or_with_why_behind_it(typed: str, number: int | None) -> None:
    assert find_typed_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "reply", "why"),
    [
        ("only banter", 1, ""),
        ("banter", 0, "Replies 1 and 2 fit these words alike. The number of one chooses it."),
        ("laughing", 0, "No reply of yours has these words. They are kept as you wrote them."),
        ("7", 0, ""),
    ],
)
def test_two_words_in_a_row_choose_a_reply_and_one_that_two_have_does_not(
    script: Script, typed: str, reply: int, why: str
) -> None:
    attempt = replay(script, events(said(text="It was only banter."), said(text="He banters, then."))).attempt()
    assert find_chosen_reply(attempt, typed) == reply
    assert explain_unchosen(attempt, typed) == why


# --- What they began


@pytest.mark.parametrize(
    ("topics", "first"), [(("racism", "child"), 1), (("risk", "inter_rec"), 1), (("child", "risk"), 0)]
)
def test_of_two_openings_that_were_left_one_on_the_child_comes_before_others(
    script: Script, rubric: Rubric, topics: tuple[str, str], first: int
) -> None:
    facts = facts_of(script, rubric, said("vague", text="Okay."), said("vague", text="Okay."))
    opening = script.turn("the_bus").opening
    assert opening is not None
    left = tuple(
        LeftOpening(opening.model_copy(update={"topic": topic}), pat(text)[0], place, facts.exchange(place + 1))
        for place, (topic, text) in enumerate(zip(topics, ("It rained.", "It snowed."), strict=True))
    )
    card = choose_begun(replace(facts, left=left), set())
    assert card is not None
    assert card.replies == (first + 1,)


def test_last_of_all_comes_a_question_that_they_put_off(script: Script, rubric: Rubric) -> None:
    card = choose_begun(put_off_facts(script, rubric), set())
    assert card is not None
    assert card.replies == (3,)
    assert choose_begun(put_off_facts(script, rubric), {3}) is None


def test_a_line_that_ends_an_answer_is_left_whatever_scene_stands_behind_it(script: Script, rubric: Rubric) -> None:
    scene = Line(speaker=SCENE, text="Rain.")
    ends = with_answer(script, "stand_in", (*pat("It's the same every Friday."), scene))
    book = {
        "told": "the_bus/stand_in",
        "safety": "the_bus/stand_in",
        "next_words": {"the_bus/stand_in": ["Which Friday?"]},
    }
    told = with_book(ends, **book)
    quiet = (said("vague", text="Okay."), said(text="Lovely cups."))
    assert [(left.line.text, left.reply) for left in list_left_lines(facts_of(told, rubric, *quiet))] == [
        ("It's the same every Friday.", 2)
    ]
    silent = with_book(with_answer(script, "stand_in", (scene,)), **book)
    assert list_left_lines(facts_of(silent, rubric, *quiet)) == []
