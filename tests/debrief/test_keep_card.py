"""One to keep: what weighs in the choice between replies that all reached them."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import DebriefCard, LearnerAnswers, PictureSubject, SaidLine
from coach.debrief.keep_card import answers_no_question, choose_keep, passes_over, was_misheard
from coach.debrief.page_builder import build_picture
from coach.debrief.page_facts import PageFacts
from coach.debrief.wording import SubjectNamer
from coach.model.events import Event
from coach.model.reading import Pick
from coach.model.rubric import Rubric, SubjectWords
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said, with_book
from tests.debrief.test_page_facts_answers import pat
from tests.debrief.test_picture import with_answer
from tests.rehearsal.banked import with_turns

BEFORE = "The driver laughed on the late bus."
HEARD = "So it's come from you."
PLAIN = "Well, I am listening."


def answer_in_turn(script: Script, *answers: str) -> Script:
    """The scenario in which replies that nothing fits are answered with some lines, one after the other."""
    first = script.turn("the_bus").otherwise[0]
    return with_turns(script, the_bus={"otherwise": tuple(first.model_copy(update={"says": pat(a)}) for a in answers)})


def facts_of(script: Script, rubric: Rubric, *happened: Event, word: str = "racism") -> PageFacts:
    """A conversation in which race is named by a word, and culture gives way to it."""
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=(word,))})
    culture = race.model_copy(update={"named_by": SubjectWords(says=("church",), yields_to=("race",))})
    worded = rubric.model_copy(update={"answers": {"race": race, "culture": culture}})
    attempt, names = replay(script, events(*happened)).attempt(), SubjectNamer(worded)
    subjects = tuple(PictureSubject(id=key, name=key) for key in worded.answers)
    picture = build_picture(script, attempt, subjects, names.find)
    return PageFacts(script, worded, attempt, names, picture, (), LearnerAnswers())


def keep(script: Script, rubric: Rubric, *happened: Event) -> DebriefCard | None:
    return choose_keep(facts_of(script, rubric, *happened), set())


def kept_of_two(
    script: Script, rubric: Rubric, second: str, third: str, answers: tuple[str, str] = (HEARD, HEARD)
) -> int:
    """The reply that is kept of the two behind a greeting."""
    book = with_book(answer_in_turn(script, BEFORE, *answers), told="last")
    card = keep(book, rubric, said(), said(text=second), said(text=third))
    assert card is not None
    return card.replies[0]


def test_of_two_that_reached_them_alike_the_later_is_kept(script: Script, rubric: Rubric) -> None:
    assert kept_of_two(script, rubric, PLAIN, PLAIN) == 3


@pytest.mark.parametrize(
    ("second", "reply"), [("So the driver laughed.", 2), ("So a driver, then.", 3)], ids=["two words", "one"]
)
def test_who_takes_up_two_words_of_theirs_has_heard_the_line(
    script: Script, rubric: Rubric, second: str, reply: int
) -> None:
    assert kept_of_two(script, rubric, second, PLAIN) == reply


@pytest.mark.parametrize("third", ["Well, I am listening. Have a biscuit.", "Well, I am listening, ha ha."])
def test_what_is_said_beside_tea_or_as_a_joke_weighs_less(script: Script, rubric: Rubric, third: str) -> None:
    assert kept_of_two(script, rubric, PLAIN, third) == 2


def test_a_reply_whose_word_for_it_the_family_says_too_weighs_more(script: Script, rubric: Rubric) -> None:
    asked, again = "Was it racism, do you think?", "And racism, do you think?"
    book = with_book(
        answer_in_turn(script, BEFORE, f"{HEARD} It was racism.", HEARD),
        told="last",
        names={"race": "the_bus/otherwise2"},
    )
    card = keep(book, rubric, said(), said(text=asked), said(text=again))
    assert card is not None
    assert card.replies == (2,)


def test_thanks_alone_for_what_was_owned_are_enough(script: Script, rubric: Rubric) -> None:
    book = with_book(answer_in_turn(script, BEFORE, "Thank you. Would you say it to Sam?"), told="last")
    card = keep(book, rubric, said(), said(text="I called it banter and that was wrong of me."))
    assert card is not None
    assert card.replies == (2,)


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (("You asked.", "No, thank you.", "It was late."), False),
        (("You asked.", "It was late.", "No, thank you."), True),
    ],
)
def test_what_is_turned_down_is_so_in_the_first_two_lines(
    script: Script, rubric: Rubric, lines: tuple[str, ...], kept: bool
) -> None:
    told = with_answer(script, "told", pat(*lines))
    assert (keep(told, rubric, said(), said("asks", text="Well, what happened?")) is not None) is kept


def test_a_greeting_that_hurt_and_was_put_right_opens_no_page(script: Script, rubric: Rubric) -> None:
    mended = said("mend", text="Well, that was wrong of me.")
    assert keep(script, rubric, said("blunt"), mended) is None
    card = keep(script, rubric, said(), said("blunt"), mended)
    assert card is not None
    assert card.title == "You put this right", "a line that hurt is nothing to keep"
    assert card.replies == (3, 2)
    assert "Well, that was wrong of me." in [part.text for part in card.parts if isinstance(part, SaidLine)]


@pytest.mark.parametrize(("taken", "kept"), [("That was wrong of you, thank you for saying it.", True), ("Mm.", False)])
def test_a_mending_that_names_no_hurt_is_kept_only_where_they_take_it_in_words(
    script: Script, rubric: Rubric, taken: str, kept: bool
) -> None:
    mended = replace(script, mended_lines=(pat(taken),))
    happened = (said(), said("blunt"), said(text=PLAIN), said("mend", text="Let us begin again."))
    assert (keep(mended, rubric, *happened) is not None) is kept


@pytest.mark.parametrize(
    ("reply", "passes"),
    [
        (said("child", text="Lovely kitchen."), True),
        (said("names", text="Lovely kitchen."), False),
        (said(text="Which bus?"), False),
        (said(text="What slur?"), False),
    ],
    ids=["nothing of it", "a clear criterion", "a word of the line", "the subject"],
)
def test_what_goes_past_a_subject_just_named_has_no_word_and_no_reading_of_it(
    script: Script, rubric: Rubric, reply: Event, passes: bool
) -> None:
    named = with_turns(script, the_bus={"says": pat("They used a slur on the bus.")})
    facts = facts_of(named, rubric, reply, word="slur")
    assert passes_over(facts, facts.exchange(1)) is passes


@pytest.mark.parametrize(
    ("reply", "likely", "answer", "none"),
    [
        ("Lovely socks. Well, does he draw, or measure bridges?", 0.3, BEFORE, True),
        ("Lovely socks. Well, does he draw, or measure bridges?", 0.6, BEFORE, False),
        ("Lovely socks. Well, does he draw, or measure bridges?", 0.3, "He draws the driver on the late bus.", False),
        ("Well, I believe you. Does he draw, or measure bridges?", 0.3, BEFORE, False),
        ("Lovely socks. Well, what then?", 0.3, BEFORE, False),
        ("Lovely socks. Well, has racism been part of it?", 0.3, BEFORE, False),
        ("Lovely socks. Well, have you had your tea?", 0.6, BEFORE, True),
        ("Lovely socks. Well, have you had your tea?", 0.6, "We have our tea on the bus.", False),
    ],
)
def test_what_came_for_the_reading_of_a_question_and_not_for_it_is_not_its_answer(
    script: Script, rubric: Rubric, reply: str, likely: float, answer: str, none: bool
) -> None:
    book = with_book(with_answer(script, "asked", pat(answer)), told="the_bus/asked")
    asked = said("names", text=reply).model_copy(update={"pick": Pick(entry="asked:which", likely=likely)})
    facts = facts_of(book, rubric, asked)
    assert answers_no_question(facts, facts.exchange(1)) is none
    assert was_misheard(facts, facts.exchange(1)) is none
