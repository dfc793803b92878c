"""Which lines stand in a row, what is said of them, and which place of a subject is shown."""

import pytest

from coach.debrief.first_page import DebriefCard, LearnerAnswers, PictureSubject, SaidLine
from coach.debrief.page_builder import build_picture
from coach.debrief.page_facts import PageFacts
from coach.debrief.promises import find_promises
from coach.debrief.subject_places import SubjectPlace
from coach.debrief.subject_rows import choose_places, choose_row_lines, make_subject_cards
from coach.debrief.wording import SubjectNamer
from coach.model.events import Event
from coach.model.rubric import Rubric
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer
from tests.debrief.test_subject_rows import own
from tests.debrief.test_subject_rows_weighty import with_faith
from tests.rehearsal.banked import with_turns

NAMED = "It was racism, and everybody heard it."


def facts_of(script: Script, rubric: Rubric, *happened: Event) -> PageFacts:
    """A conversation in which race is named by its word, and faith gives way to it."""
    worded = with_faith(rubric, gives_way=True)
    attempt, names = replay(script, events(*happened)).attempt(), SubjectNamer(worded)
    subjects = tuple(PictureSubject(id=key, name=row.name) for key, row in worded.list_rows().items())
    picture = build_picture(script, attempt, subjects, names.find)
    return PageFacts(script, worded, attempt, names, picture, (), LearnerAnswers())


def rows(facts: PageFacts, above: tuple[int, ...] = (), elsewhere: dict[int, str] | None = None) -> list[DebriefCard]:
    promises = find_promises((e.number, e.text) for e in facts.attempt.replies())
    return list(make_subject_cards(facts, choose_places(facts, above), {}, promises, elsewhere))


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (("It was the nine.", "It was wet.", "It was late."), (0, 1)),
        (("It was the nine.", "It was wet.", "It was racism."), (0, 1, 2)),
        (("It was the nine.", "It was wet.", "So it's come from you."), (0, 1, 2)),
        (("It was the nine.", "It was wet.", "Thank you."), (0, 1, 2)),
        (("It was the nine.", "Have a biscuit.", "It was wet."), (0, 2)),
        (("It was the nine.", "They said racism, over the biscuits.", "It was wet."), (0, 1)),
        (("Have a biscuit.", "Have some tea."), (0,)),
    ],
    ids=["two", "a third that names it", "that they were heard", "thanks", "no tea", "tea that names it", "only tea"],
)
def test_two_lines_of_an_answer_stand_in_a_row_and_a_third_that_names_or_receives(
    script: Script, rubric: Rubric, answer: tuple[str, ...], shown: tuple[int, ...]
) -> None:
    facts = facts_of(with_answer(script, "asked", pat(*answer)), rubric, said("names"))
    lines = tuple(SaidLine(speaker="Pat", text=text) for text in answer)
    place = SubjectPlace(facts.mark(1), (), lines, named=True)
    assert choose_row_lines(facts, place, "race") == tuple(lines[at] for at in shown)


@pytest.mark.parametrize(("reply", "did"), [("Was it racism, then?", True), ("What was it, then?", False)])
def test_what_they_told_is_said_beside_a_word_for_racism_only_where_the_reply_has_it_too(
    script: Script, rubric: Rubric, reply: str, did: bool
) -> None:
    begins = with_turns(script, the_bus={"says": pat(NAMED)})
    (row,) = rows(facts_of(begins, rubric, said("asks", text=reply)))
    assert (own(row) == "Pat told you more straight after.") is did
    assert row.replies == (1,)


def test_only_a_later_promise_is_pointed_at(script: Script, rubric: Rubric) -> None:
    begins = with_answer(script, "asked", pat("It was racism, and the driver heard it."))
    promise = "I'll tell the driver tomorrow it was racism."
    asked, plain = "Was it racism, then?", "It was racism, then."
    later = facts_of(begins, rubric, said("names", text=asked), said(text=promise))
    (row,) = rows(later, above=(2,))
    assert row.replies == (1,)
    assert "What you promised in reply 2 is about it." in own(row)
    earlier = facts_of(begins, rubric, said("names", text=promise), said(text=plain))
    (row,) = rows(earlier, above=(1,))
    assert row.replies == (2,)
    assert "What you promised" not in own(row)


def test_a_line_of_theirs_with_a_reply_that_stands_elsewhere_has_no_row(script: Script, rubric: Rubric) -> None:
    facts = facts_of(with_answer(script, "asked", pat(NAMED)), rubric, said("names", text="Lovely."), said())
    assert [row.replies for row in rows(facts)] == [(1,)]
    assert [row.replies for row in rows(facts, elsewhere={1: "above"})] == [(1,)]
    assert rows(facts, elsewhere={2: "above"}) == []


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("Lovely kitchen.", "Was it racism, then?", 2),
        ("Was it racism, then?", "Lovely kitchen.", 1),
        ("Was it racism, then?", "Was it racism, you say?", 1),
    ],
)
def test_a_reply_that_names_it_beside_their_line_comes_before_one_that_does_not(
    script: Script, rubric: Rubric, first: str, second: str, shown: int
) -> None:
    """Of two alike the earlier is shown, unless it stands above already."""
    begins = with_turns(with_answer(script, "stand_in", pat(NAMED)), the_bus={"says": pat(NAMED)})
    begins = with_answer(begins, "stand_in", pat(NAMED))
    facts = facts_of(begins, rubric, said("vague", text=first), said("vague", text=second), said())
    assert choose_places(facts)["race"].mark.reply == shown
    if "racism" in first and "racism" in second:
        assert choose_places(facts, above=(1,))["race"].mark.reply == 2
