"""When a reply has put a subject into words: not in a choice of food, of papers alone, nor in passing."""

from dataclasses import replace

import pytest

from coach.debrief.page_facts import PageFacts
from coach.debrief.subject_places import (
    SubjectPlace,
    find_asked,
    is_small_talk,
    list_named_alone,
    offers_food,
    only_promises,
    takes_up_word,
)
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer
from tests.debrief.test_subject_rows_lines import facts_of


def after(script: Script, rubric: Rubric, reply: str, *answer: str, read: str = "names") -> PageFacts:
    """A conversation of one reply, that is answered with some lines."""
    return facts_of(with_answer(script, "asked", pat(*answer)), rubric, said(read, text=reply), said())


@pytest.mark.parametrize(
    ("reply", "offers"),
    [
        ("Tea? Church or home?", True),
        ("Lovely. Church or home?", False),
        ("Tea? Church or home? Was it the church that they all laughed at?", False),
        ("Tea? Church, home, the hall or school?", False),
        ("Tea?", False),
    ],
)
def test_a_subject_that_is_named_in_a_choice_of_food_alone_is_offered(
    script: Script, rubric: Rubric, reply: str, offers: bool
) -> None:
    facts = after(script, rubric, reply, "Yes.")
    assert offers_food(facts, facts.exchange(1), "faith") is offers


@pytest.mark.parametrize(
    ("reply", "chat"),
    [
        ("Do you eat at church?", True),
        ("Do you eat at church? I like the church.", False),
        ("Do they laugh at what you eat at church?", False),
        ("Do you eat at home?", False),
    ],
)
def test_what_is_asked_beside_food_is_small_talk_unless_somebody_is_laughed_at(
    script: Script, rubric: Rubric, reply: str, chat: bool
) -> None:
    facts = after(script, rubric, reply, "Yes.")
    assert is_small_talk(facts, facts.exchange(1), "faith") is chat


def named_alone(facts: PageFacts, subject: str = "race") -> list[int]:
    return [place.mark.reply for place in list_named_alone(facts, subject)]


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ("Was it racism?", [1]),
        ("It was racism.", []),
        ("I would call that thing plain racism, then.", [1]),
        ("Would it help if I said racism?", []),
        ("Was it racism? You're so articulate.", []),
        ("It was not racism, was it?", []),
        ("Lovely kitchen.", []),
    ],
    ids=["asked", "in passing", "in eight words", "an offer", "beside a slight", "denied", "not named"],
)
def test_a_reply_that_plainly_names_racism_is_shown_whatever_was_answered(
    script: Script, rubric: Rubric, reply: str, shown: list[int]
) -> None:
    assert named_alone(after(script, rubric, reply, "It rains.")) == shown


def test_what_hurts_or_has_no_words_of_its_own_is_not_shown_alone(script: Script, rubric: Rubric) -> None:
    hurt = facts_of(script, rubric, said("blunt", text="Was it racism?"), said())
    assert named_alone(hurt) == []
    assert named_alone(after(script, rubric, "Was it the church?", "It rains."), "faith") == [1]
    assert named_alone(after(script, rubric, "Was it the church, or racism?", "It rains."), "faith") == []
    assert named_alone(after(script, rubric, "Was it racism?", "It rains."), "another") == []


@pytest.mark.parametrize(
    ("reply", "answer", "taken"),
    [
        ("It was racism.", ("So it's come from you.", "It rains."), True),
        ("It was racism.", ("Thank you.", "It rains."), True),
        ("It was racism.", ("It rains.", "So it's come from you."), False),
        ("It was racism.", ("It rains.", "It was racism."), True),
        ("It was racism.", ("It was racism.", "I don't know you, love."), False),
        ("It was racism.", ("It was racism.", "So there's nothing to tell."), False),
        ("It was racism.", ("It rains.", "It rained."), False),
        ("It was bad.", ("So it's come from you.", "It was racism."), False),
        ("They wrote “racism” there.", ("So it's come from you.", "It was racism."), False),
    ],
    ids=[
        "heard",
        "thanked",
        "heard, but not first",
        "named too",
        "held off",
        "gone round",
        "nothing",
        "no word",
        "quoted alone",
    ],
)
def test_the_word_racism_is_taken_up_by_who_says_it_too_or_was_heard(
    script: Script, rubric: Rubric, reply: str, answer: tuple[str, ...], taken: bool
) -> None:
    facts = after(script, rubric, reply, *answer)
    place = SubjectPlace(facts.mark(1), (), facts.mark(1).after[: len(answer)], named=True)
    assert takes_up_word(facts, place) is taken
    assert not takes_up_word(facts, replace(place, named=False))


def test_what_a_question_opened_is_shown_up_to_the_line_that_names_it(script: Script, rubric: Rubric) -> None:
    lines = ("It rains.", "It was racism.", "We went home.")
    asked = after(script, rubric, "What was it, then?", *lines)
    assert [line.text for line in find_asked(asked, asked.exchange(1), "race")] == list(lines[:2])
    told = after(script, rubric, "Tell me, then.", *lines)
    assert find_asked(told, told.exchange(1), "race") == ()
    quiet = after(script, rubric, "What was it, then?", "It rains.")
    assert find_asked(quiet, quiet.exchange(1), "race") == ()


@pytest.mark.parametrize(
    ("reply", "promised"),
    [
        ("I'll ring the church on Monday.", True),
        ("Romani woman, Friday, from no church.", True),
        ("I'll say it: it was that church.", False),
        ("Will I be let in at the church?", False),
        ("I'll ring the church. Was it the church that laughed?", False),
        ("I'll ring you.", False),
    ],
)
def test_a_subject_that_is_named_only_in_a_promise_or_beside_an_interpreter_shows_little(
    script: Script, rubric: Rubric, reply: str, promised: bool
) -> None:
    assert only_promises(after(script, rubric, reply, "Yes."), reply, "faith") is promised
