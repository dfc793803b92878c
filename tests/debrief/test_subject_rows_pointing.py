"""Where a row can only point at what stands elsewhere on the page."""

from coach.debrief.first_page import CardText, LearnerAnswers, PictureSubject, SaidLine
from coach.debrief.page_builder import build_picture
from coach.debrief.page_facts import PageFacts
from coach.debrief.subject_rows import choose_places, make_subject_cards
from coach.debrief.wording import SubjectNamer
from coach.model.events import Event
from coach.model.rubric import Rubric, SubjectWords
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer


def test_a_row_that_can_only_point_points_at_every_reply_that_says_racism(script: Script, rubric: Rubric) -> None:
    worded = with_experience(rubric)
    asked = [said("names", text=f"Was it racism, {at}?") for at in ("there", "here")]
    facts = facts_of(script, worded, *asked, said())
    chosen = choose_places(facts, {1: "below"})
    for below, pointer in (
        ((1, 2), "In replies 1 and 2, which stand below."),
        ((2,), "In reply 2, which stands below."),
    ):
        elsewhere = dict.fromkeys(below, "below")
        lines_there = [line for mark in facts.picture.marks for line in mark.after]
        cue = [SaidLine(speaker="Pat", text="There was a thing on the bus.")]
        (row,) = make_subject_cards(facts, chosen, {}, (), elsewhere, [*cue, *lines_there])
        assert [part.text for part in row.parts if isinstance(part, CardText)] == [pointer]


def test_a_reply_that_stands_nowhere_else_has_the_row_before_one_that_stands_below(
    script: Script, rubric: Rubric
) -> None:
    """What only points shows nothing; the plainest reply was nowhere on a page because its mending was kept."""
    worded = with_experience(rubric)
    named = with_answer(script, "asked", pat("Yes, I call it racism."))
    facts = facts_of(named, worded, said("names", text="Was it racism?"), said("names", text="It was racism."), said())
    assert choose_places(facts, {2: "below"})["experience"].mark.reply == 1


def with_experience(rubric: Rubric) -> Rubric:
    """The rubric whose only row is the family's experience of racism, named by its word."""
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism",))})
    return rubric.model_copy(update={"answers": {"experience": race}})


def facts_of(script: Script, rubric: Rubric, *happened: Event) -> PageFacts:
    """What the program holds of a conversation, read by a rubric."""
    attempt, names = replay(script, events(*happened)).attempt(), SubjectNamer(rubric)
    subjects = tuple(PictureSubject(id=key, name=row.name) for key, row in rubric.list_rows().items())
    picture = build_picture(script, attempt, subjects, names.find)
    return PageFacts(script, rubric, attempt, names, picture, (), LearnerAnswers())
