"""What is said in a row: which promise is about it, and which other replies spoke of racism."""

import pytest

from coach.content.library import Library
from coach.debrief.first_page import SaidLine
from coach.debrief.subject_places import SubjectPlace, agrees_with_racism, is_of_racism
from coach.debrief.subject_rows import find_owned_next
from coach.model.rubric import Rubric, SubjectWords
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_page_facts_answers import facts_of
from tests.debrief.test_subject_rows import own, rows


def with_words(rubric: Rubric, key: str, *words: str) -> Rubric:
    """The rubric in which one subject alone is named, by some words."""
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=words)})
    return rubric.model_copy(update={"answers": {key: race}})


@pytest.mark.parametrize(
    ("promise", "about"),
    [
        ("I'll ring the school on Friday about the church choir.", False),
        ("I'll write to the church, and the school reads it by noon.", False),
        ("I'll tell the school on Friday that she sings in church.", True),
        ("I'll write down that it was a family thing, the church on Sunday.", True),
    ],
    ids=["one word", "a word of another sentence", "two words", "their own phrase"],
)
def test_a_promise_is_about_a_row_by_two_words_of_what_names_the_subject(
    script: Script, rubric: Rubric, promise: str, about: bool
) -> None:
    asked = "Does she sing at school, or in the church on Sunday? Somebody reads it by noon."
    (row,) = rows(script, with_words(rubric, "faith", "church"), said("asks", text=asked), said(text=promise))
    assert ("What you promised in reply 2 is about it." in own(row)) is about


def test_the_other_replies_that_said_it_was_racism_are_listed(script: Script, rubric: Rubric) -> None:
    worded = with_words(rubric, "experience", "racism")
    first, second = said("names", text="That was racism, on the bus."), said(text="I'd call that racism, Pat.")
    assert "You spoke of racism in reply 2 too." in own(rows(script, worded, first, second)[0])
    for other in ("Was it racism, Pat?", "That's not racism, Pat.", "Tell me if it was racism."):
        assert "too" not in own(rows(script, worded, first, said(text=other))[0])
    assert "too" not in own(rows(script, with_words(rubric, "race", "racism"), first, second)[0])


@pytest.mark.parametrize(
    ("text", "under_race"),
    [
        ("That's an assault, and it was on her for being Muslim.", False),
        ("They wrote it because you're a Punjabi grandmother.", True),
        ("You were moved because you're Black, and that's racism.", True),
    ],
)
def test_how_somebody_was_treated_for_a_faith_is_not_shown_as_race(
    script: Script, whole: Library, text: str, under_race: bool
) -> None:
    facts = facts_of(script, whole.rubric("openness"), said(text=text))
    assert "race" in facts.names.find(text)
    assert is_of_racism(facts, facts.exchange(1), "race") is not under_race
    assert not is_of_racism(facts, facts.exchange(1), "experience")


@pytest.mark.parametrize(
    ("theirs", "reply", "agrees"),
    [
        ("It's racist, that, isn't it?", "Yes, it is. You asked it better than me.", True),
        ("It's racist, that, isn't it?", "It is. I read it out to you twice.", True),
        ("It's racist, that, isn't it?", "Which bus was it?", False),
        ("It was the nine.", "Yes, it is.", False),
    ],
)
def test_a_reply_may_agree_with_their_word_for_it(
    script: Script, rubric: Rubric, theirs: str, reply: str, agrees: bool
) -> None:
    mark = facts_of(script, rubric, said(text=reply)).mark(1)
    assert agrees_with_racism(SubjectPlace(mark, (SaidLine(speaker="Pat", text=theirs),), (), named=False)) is agrees


RACISM_WORDS, RACE_WORDS = SubjectWords(says=("racism",)), SubjectWords(says=("roma",))


def test_what_is_called_racism_stands_under_racism_whatever_else_it_names(script: Script, rubric: Rubric) -> None:
    race = rubric.answers["race"]
    both = {
        "race": race.model_copy(update={"name": "Race", "named_by": RACE_WORDS}),
        "experience": race.model_copy(update={"name": "Racism", "named_by": RACISM_WORDS}),
    }
    worded = rubric.model_copy(update={"answers": both})
    twice = (said(text="That was racism, on the bus."), said(text="The Roma boys, that's racism too, Pat."), said())
    assert [row.title for row in rows(script, worded, *twice)] == ["Racism", "Racism"]
    apart = (said(text="That was racism, on the bus."), said(text="Do the Roma boys sit with you there, Pat?"), said())
    assert [row.title for row in rows(script, worded, *apart)] == ["Race", "Racism"]


@pytest.mark.parametrize(
    ("theirs", "following", "owned"),
    [
        ("You looked at me first. You can still mend it.", "I did look at you first, and I'm sorry for it.", True),
        ("You looked at me first. You can still mend it.", "I'm sorry about the tea.", False),
        ("You looked at me first. You can still mend it.", "I did look at the bus first.", False),
        ("The driver looked at the bus first.", "I did look at you first, and I'm sorry for it.", False),
    ],
)
def test_what_is_held_against_a_reply_stands_with_the_next_that_owns_it(
    script: Script, rubric: Rubric, theirs: str, following: str, owned: bool
) -> None:
    facts = facts_of(script, rubric, said("names"), said(text=following))
    place = SubjectPlace(facts.mark(1), (), (SaidLine(speaker="Pat", text=theirs),), named=True)
    assert (find_owned_next(facts, place) is not None) is owned
