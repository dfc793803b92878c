"""Where a subject is on the table: what is shown of a reply that names it where no answer took it up."""

from dataclasses import replace

import pytest

from coach.content.library import Library
from coach.debrief.subject_places import CULTURE, SubjectPlace, is_sure, list_places
from coach.debrief.wording import SubjectNamer
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer
from tests.debrief.test_subject_rows import lines, rows
from tests.debrief.test_subject_rows_weighty import with_faith


@pytest.mark.parametrize(
    ("naming", "shown"),
    [
        ("Nobody should call a dad who goes to church by that word.", True),
        ("Is church where they said it?", True),
        ("After church, maybe.", False),  # in passing
        ("Shall we ask what the church said about that letter?", False),  # an offer
        ("I went to church all my life and I never thought about it.", False),  # of its speaker alone
        ("I'm not saying that the church had to do with the letter.", False),  # denied
    ],
)
def test_a_reply_that_plainly_names_a_subject_has_a_row_also_where_they_answered_the_rest(
    script: Script, rubric: Rubric, naming: str, shown: bool
) -> None:
    named = with_answer(script, "asked", pat("Three pages, that letter."))
    asked = said("names", text=f"{naming} How long is the letter?")
    found = rows(named, with_faith(rubric, gives_way=True), asked, said())
    assert [row.title for row in found] == (["Faith"] if shown else [])
    if shown:
        assert lines(found[0])[0] == asked.text


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("that was not a mistake you let go past he was born here and talks to the dog in it and that is racism",
         False),
        ("you know what i said about him before you came in with the tea and i am not saying racism", True),
        ("we talked of it on the stairs with his mum and the dog and i would not call it racism myself", True),
    ],
)  # fmt: skip
def test_in_a_long_reply_without_marks_a_not_is_about_the_words_around_it(
    text: str, denied: bool, whole: Library
) -> None:
    assert bool(SubjectNamer(whole.rubric("openness")).list_denied(text)) is denied


@pytest.mark.parametrize(("text", "own"), [("And I'd call it racist.", False), ("I am racist.", True)])
def test_who_calls_a_thing_by_its_name_does_not_name_it_of_themselves(text: str, own: bool, whole: Library) -> None:
    assert bool(SubjectNamer(whole.rubric("openness")).list_own(text)) is own
    assert not SubjectNamer(whole.rubric("openness")).list_own("It was racism, and I'll use it.")


def test_culture_is_shown_only_where_the_family_names_it_too(script: Script, rubric: Rubric) -> None:
    mark = facts_of(script, rubric, said()).mark(1)
    alone = SubjectPlace(mark, (), mark.after, named=True)
    assert not is_sure(alone, CULTURE)
    assert is_sure(alone, "race")
    assert is_sure(replace(alone, before=mark.after[:1]), CULTURE)
    assert is_sure(replace(alone, echoed=True), CULTURE)


@pytest.mark.parametrize(
    ("asked", "shown"), [("And you? When you look at me?", True), ("And you? Did you sleep?", False)]
)
def test_what_a_reply_names_of_its_speaker_is_a_place_where_they_asked_what_is_seen(
    script: Script, rubric: Rubric, asked: str, shown: bool
) -> None:
    worded = with_faith(rubric, gives_way=False)
    spoken = with_answer(script, "stand_in", pat(asked))
    facts = facts_of(spoken, worded, said("vague"), said(text="I went to church all my life, and I see."), said())
    named = facts.picture.marks[1].model_copy(update={"by_you": ("faith",)})
    marks = (facts.picture.marks[0], named, *facts.picture.marks[2:])
    told = replace(facts, picture=facts.picture.model_copy(update={"marks": marks}))
    assert [place.mark.reply for place in list_places(told, "faith")] == ([2] if shown else [])
