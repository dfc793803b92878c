"""Which lines of an answer a page shows: as far as they show what the family did, and no further."""

from dataclasses import replace

import pytest

from coach.debrief.first_page import LearnerAnswers, MarkKind, SaidLine
from coach.debrief.page_builder import build_picture
from coach.debrief.page_facts import (
    PageFacts,
    choose_answer,
    choose_direct_answer,
    choose_whole_answer,
    find_speaker,
    list_opened,
    puts_into_words,
    say_what_they_did,
)
from coach.debrief.wording import SubjectNamer
from coach.model.conditions import SCENE, Line
from coach.model.events import Event
from coach.model.rubric import Rubric, SubjectWords
from coach.rehearsal.history import replay
from coach.rehearsal.script import Script
from tests.conftest import events, said, with_book
from tests.debrief.test_picture import with_answer

SINGING = "Sam has stopped singing."
"""The line with which the next turn begins."""
TOLD = "They said it on the bus. Twice."
"""What the silence tells."""
LONG = (
    "It was the nine, the late one.",
    "He sat right at the back.",
    "They got on at the school.",
    "Nobody looked up from their phone.",
    "The driver had his radio on.",
)


def pat(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(speaker="pat", text=text) for text in texts)


def facts_of(script: Script, rubric: Rubric, *happened: Event) -> PageFacts:
    attempt = replay(script, events(*happened)).attempt()
    return PageFacts(
        script, rubric, attempt, SubjectNamer(rubric), build_picture(script, attempt), (), LearnerAnswers()
    )


def texts(lines: tuple[SaidLine, ...]) -> list[str]:
    return [line.text for line in lines]


def answer_to(facts: PageFacts, reply: int = 1) -> list[str]:
    return texts(choose_answer(facts, facts.mark(reply)))


# --- Without a line book


def test_an_answer_is_shown_as_far_as_what_was_told(script: Script, rubric: Rubric) -> None:
    assert answer_to(facts_of(script, rubric, said("asks"))) == ["You asked.", TOLD]


def test_a_line_of_a_word_or_two_brings_the_next_one_along(script: Script, rubric: Rubric) -> None:
    assert answer_to(facts_of(script, rubric, said("names"))) == ["Maybe.", SINGING]
    four = with_answer(script, "asked", pat("Maybe it was that."))
    assert answer_to(facts_of(four, rubric, said("names"))) == ["Maybe it was that."]


def test_where_nothing_fitted_the_first_line_stands_for_the_answer(script: Script, rubric: Rubric) -> None:
    other = script.turn("the_bus").otherwise[0].model_copy(update={"says": pat(*LONG[:3])})
    turn = script.turn("the_bus").model_copy(update={"otherwise": (other, *script.turn("the_bus").otherwise[1:])})
    turns = {**script.dialogue.turns, "the_bus": turn}
    long = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    assert answer_to(facts_of(long, rubric, said())) == [LONG[0]]


def test_what_is_told_far_down_an_answer_stands_alone(script: Script, rubric: Rubric) -> None:
    """Three lines before it are shown with it at most: a card is no transcript."""
    for before, shown in ((2, [*LONG[:2], TOLD]), (3, [TOLD]), (4, [TOLD])):
        late = with_answer(script, "told", pat(*LONG[:before]))
        assert answer_to(facts_of(late, rubric, said("asks"))) == shown


# --- With a line book


def test_an_answer_of_few_lines_stands_whole_and_not_what_comes_as_the_talk_goes_on(
    script: Script, rubric: Rubric
) -> None:
    for lines in (1, 2, 3):
        book = with_book(with_answer(script, "asked", pat(*LONG[:lines])), told="the_bus/asked")
        assert answer_to(facts_of(book, rubric, said("names"))) == [*LONG[:lines]]


def test_an_answer_of_three_lines_stands_whole_and_of_four_what_tells(script: Script, rubric: Rubric) -> None:
    """The last line is what was kept; the book says only of those before it that they tell something."""
    for before, shown in ((2, [*LONG[:2], TOLD]), (3, [*LONG[:3]])):
        book = with_book(with_answer(script, "told", pat(*LONG[:before])), told="the_bus/told")
        assert answer_to(facts_of(book, rubric, said("asks"))) == shown


def test_of_a_long_answer_that_tells_in_its_first_line_only_that_is_shown(script: Script, rubric: Rubric) -> None:
    """What was kept comes after it; the book says only of the first line that it tells something."""
    silence = script.silences["the_words"].model_copy(update={"tells": pat(*LONG[1:4])})
    kept = replace(script, silences={**script.silences, "the_words": silence})
    book = with_book(with_answer(kept, "told", pat(LONG[0])), told="the_bus/told")
    assert answer_to(facts_of(book, rubric, said("asks"))) == [LONG[0]]


def test_of_a_long_answer_only_lines_that_tell_are_shown_three_at_most(script: Script, rubric: Rubric) -> None:
    book = with_book(with_answer(script, "asked", pat(*LONG)), told="the_bus/asked")
    assert answer_to(facts_of(book, rubric, said("names"))) == [*LONG[:3]]


def test_what_is_told_behind_the_fourth_line_stands_without_those_before_it(script: Script, rubric: Rubric) -> None:
    """Up to the fourth line the answer is shown from its beginning."""
    for before, shown in ((3, [*LONG[:3], TOLD]), (4, [TOLD])):
        late = with_book(with_answer(script, "told", pat(*LONG[:before])), told="silence:the_words")
        assert answer_to(facts_of(late, rubric, said("asks"))) == shown


def test_what_is_told_in_another_breath_is_another_thing(script: Script, rubric: Rubric) -> None:
    """They told something, the talk went on, and they told something else: a card shows the first."""
    book = with_book(with_answer(script, "asked", pat(*LONG[:1])), told=["the_bus/asked", "sam_says"])
    assert answer_to(facts_of(book, rubric, said("names"))) == [LONG[0]]


def test_what_is_seen_in_an_answer_makes_it_no_longer(script: Script, rubric: Rubric) -> None:
    seen = (Line(speaker="scene", text="The kettle clicks off."), *pat(*LONG[:2]))
    book = with_book(with_answer(script, "asked", seen), told=["the_bus/asked", "sam_says"])
    facts = facts_of(book, rubric, said("names"))
    assert facts.mark(1).kind is MarkKind.TOLD_MORE
    assert answer_to(facts) == [*LONG[:2]]


def test_who_drew_back_is_shown_with_what_they_answered_beside_it(script: Script, rubric: Rubric) -> None:
    """Else a flinch looks like a silence."""
    book = with_book(with_answer(script, "stand_in", pat("Don't.", *LONG[:2])), drew_back="the_bus/stand_in")
    facts = facts_of(book, rubric, said("vague"))
    assert facts.mark(1).kind is MarkKind.DREW_BACK
    assert answer_to(facts) == ["Don't.", *LONG[:2]]


def test_of_a_long_answer_that_begins_with_a_flinch_four_lines_are_shown(script: Script, rubric: Rubric) -> None:
    book = with_book(with_answer(script, "stand_in", pat("Don't.", *LONG[:4])), drew_back="the_bus/stand_in")
    assert answer_to(facts_of(book, rubric, said("vague"))) == ["Don't.", *LONG[:3]]


def test_who_draws_back_as_the_talk_goes_on_is_shown_up_to_there(script: Script, rubric: Rubric) -> None:
    book = with_book(script, drew_back="sam_says", told="last")
    facts = facts_of(book, rubric, said("names"))
    assert facts.mark(1).kind is MarkKind.DREW_BACK
    assert answer_to(facts) == ["Maybe.", SINGING]


def test_a_door_that_closes_far_down_an_answer_is_not_shown_as_the_flinch(script: Script, rubric: Rubric) -> None:
    for before, shown in ((2, [*LONG[:2], SINGING]), (3, [LONG[0]])):
        hurt = with_answer(script, "brushed_off", pat(*LONG[:before]), goto="sam_says")
        turn = hurt.turn("sam_says").model_copy(update={"says_when_hurt": ()})
        turns = {**hurt.dialogue.turns, "sam_says": turn}
        book = with_book(
            replace(hurt, dialogue=hurt.dialogue.model_copy(update={"turns": turns})), drew_back="sam_says"
        )
        facts = facts_of(book, rubric, said("blunt"))
        assert facts.mark(1).kind is MarkKind.DREW_BACK
        assert answer_to(facts) == shown


def test_a_family_that_talked_on_told_nothing_that_a_card_could_show(script: Script, rubric: Rubric) -> None:
    book = with_book(script, told="the_bus/otherwise1")
    facts = facts_of(book, rubric, said())
    assert facts.mark(1).kind is MarkKind.TALKED_ON
    assert answer_to(facts) == ["Anyway."]


# --- The whole of it, and what answers the reply itself


def test_a_short_answer_is_shown_whole_where_a_card_wants_the_whole(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said("asks"))
    assert texts(choose_whole_answer(facts, facts.mark(1))) == ["You asked.", TOLD, SINGING]


def test_of_a_long_answer_the_whole_is_its_first_line_and_those_that_do_most(script: Script, rubric: Rubric) -> None:
    """In their own order; what only goes on is left out first."""
    long = with_answer(script, "told", pat(*LONG))
    facts = facts_of(with_book(long, told="silence:the_words"), rubric, said("asks"))
    assert texts(choose_whole_answer(facts, facts.mark(1))) == [*LONG[:3], TOLD]
    drew = facts_of(with_book(long, told="last", drew_back="sam_says"), rubric, said("asks"))
    assert texts(choose_whole_answer(drew, drew.mark(1))) == [*LONG[:3], SINGING]


def test_what_answers_a_reply_itself_is_three_lines_at_most_and_no_new_turn(script: Script, rubric: Rubric) -> None:
    for lines in (1, 3, 5):
        facts = facts_of(with_answer(script, "asked", pat(*LONG[:lines])), rubric, said("names"))
        assert texts(choose_direct_answer(facts, facts.mark(1))) == [*LONG[: min(lines, 3)]]


def test_a_scene_is_no_answer(script: Script, rubric: Rubric) -> None:
    seen = (Line(speaker="scene", text="The kettle clicks off."), *pat(*LONG[:1]))
    facts = facts_of(with_answer(script, "asked", seen), rubric, said("names"))
    assert texts(choose_direct_answer(facts, facts.mark(1))) == [LONG[0]]


# --- What they did, in a sentence


def test_what_they_did_is_said_of_who_did_it(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said("asks"), said("blunt"))
    assert find_speaker(facts, facts.mark(1)) == "Pat"
    assert say_what_they_did(facts, facts.mark(1)) == "Pat told you more straight after."
    assert say_what_they_did(facts, facts.mark(2)) == "Pat drew back straight after."


def test_of_a_family_that_talked_on_nothing_is_said(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said())
    assert say_what_they_did(facts, facts.mark(1)) == ""


def test_two_who_told_are_both_named(script: Script, rubric: Rubric) -> None:
    both = (*pat("It was the nine, the late one."), Line(speaker="sam", text="They sat behind me and said it."))
    book = with_book(with_answer(script, "asked", both), told="the_bus/asked")
    facts = facts_of(book, rubric, said("names"))
    assert say_what_they_did(facts, facts.mark(1)) == "Pat and Sam told you more straight after."


@pytest.mark.parametrize(
    "line", ["Where was I?", "Not with Sam here. He thinks that it's over."], ids=["asks back", "puts it off"]
)
def test_who_only_asks_back_or_turns_it_down_is_not_named_with_who_told(
    script: Script, rubric: Rubric, line: str
) -> None:
    both = (*pat("It was the nine, the late one, and they all laughed at him."), Line(speaker="sam", text=line))
    book = with_book(with_answer(script, "asked", both), told="the_bus/asked")
    facts = facts_of(book, rubric, said("names"))
    assert say_what_they_did(facts, facts.mark(1)) == "Pat told you more straight after."


SAID_MORE = "Pat told you more straight after."


def test_that_they_told_more_is_said_only_beside_a_line_that_does(script: Script, rubric: Rubric) -> None:
    """Of a few words nobody would say so, but for what they had kept to themselves."""
    book = with_book(with_answer(script, "asked", pat(*LONG[:2])), told="the_bus/asked")
    facts = facts_of(book, rubric, said("names"))
    mark = facts.mark(1)
    assert say_what_they_did(facts, mark) == "Pat told you more straight after."
    assert (
        say_what_they_did(facts, mark, (SaidLine(speaker="Pat", text="Something else that nobody told here."),)) == ""
    )
    for words, says in (("It was the nine, the late one.", ""), ("It was the nine, the very late one.", SAID_MORE)):
        pair = pat(words, "They sat behind me and said it.")
        facts = facts_of(with_book(with_answer(script, "asked", pair), told="the_bus/asked"), rubric, said("names"))
        assert facts.mark(1).kind is MarkKind.TOLD_MORE
        assert say_what_they_did(facts, facts.mark(1), facts.mark(1).after[:1]) == says
    kept = with_answer(script, "told", ())
    silence = facts_of(kept, rubric, said("asks"))
    assert answer_to(silence) == [TOLD], "seven words that they had kept"
    assert say_what_they_did(silence, silence.mark(1)) == "Pat told you more straight after."


@pytest.mark.parametrize(
    ("thanks", "said_of_it"),
    [("That was wrong of you, thank you for saying it.", "Pat took it as put right."), ("Mm.", "")],
)
def test_that_it_was_put_right_is_said_only_where_they_take_it_in_words(
    script: Script, rubric: Rubric, thanks: str, said_of_it: str
) -> None:
    mended = replace(script, mended_lines=(pat(thanks),))
    facts = facts_of(mended, rubric, said("blunt"), said("mend"))
    assert facts.mark(2).kind is MarkKind.PUT_RIGHT
    assert say_what_they_did(facts, facts.mark(2)) == said_of_it


# --- What was put into words, and what a reply opened


def named(rubric: Rubric) -> Rubric:
    """The rubric in which race is named by a word."""
    race = rubric.answers["race"].model_copy(update={"named_by": SubjectWords(says=("racism", "racist"))})
    return rubric.model_copy(update={"answers": {"race": race}})


def test_a_line_puts_a_subject_into_words_where_it_has_one_and_nobody_sees_a_scene_say_it(
    script: Script, rubric: Rubric
) -> None:
    facts = facts_of(script, named(rubric), said())
    assert puts_into_words(facts, *pat("It was racist."), subject="race")
    assert not puts_into_words(facts, *pat("It was late."), subject="race")
    assert not puts_into_words(facts, Line(speaker="scene", text="A racist word on the wall."), subject="race")


def test_with_a_book_a_line_needs_the_word_and_the_tag(script: Script, rubric: Rubric) -> None:
    racist = pat("It was racist.")
    for tagged, both in (("the_bus/asked", True), ("last", False)):
        book = with_book(with_answer(script, "asked", racist), told="last", names={"race": tagged})
        facts = facts_of(book, named(rubric), said("names"))
        assert puts_into_words(facts, *racist, subject="race") is both
    silent = with_book(with_answer(script, "asked", pat(LONG[0])), told="last", names={"race": "the_bus/asked"})
    assert not puts_into_words(facts_of(silent, named(rubric), said("names")), *pat(LONG[0]), subject="race")


def test_a_reply_opened_what_its_branch_says_and_what_was_kept_and_not_the_next_turn(
    script: Script, rubric: Rubric
) -> None:
    facts = facts_of(script, named(rubric), said("asks"), said())
    assert [line.text for line in list_opened(facts, facts.exchange(1))] == ["You asked.", TOLD]
    assert list_opened(facts, facts.exchange(2)) == []
    assert [line.text for line in list_opened(facts, facts.exchange(1), "race")] == ["You asked.", TOLD]
    assert list_opened(facts, facts.exchange(1), "child") == []


# --- What was heard in it


def test_what_was_heard_before_a_reply_is_what_they_had_said_by_then(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said("names"), said())
    arrival = ["Rain.", "There was a thing on the bus."]
    assert list(facts.list_theirs(1)) == arrival
    assert list(facts.list_theirs(2)) == [*arrival, "Maybe.", SINGING]


def test_only_who_was_there_or_is_the_child_can_be_named(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said("names", text="Well, was it racism?"))
    assert {"Well, was it racism?", "Maybe.", "Pat", "Pat Lea"} <= set(facts.list_heard())
    assert "Sam Lea" not in facts.list_heard()


def test_a_subject_is_raised_by_an_opening_on_it_or_by_a_word(script: Script, rubric: Rubric) -> None:
    """And other words may answer what was raised, and nothing else."""
    facts = facts_of(script, named(rubric), said())
    assert facts.list_raised() == {"race"}, "the first turn opens it"
    assert facts.keep_raised("Was it racist?", "Was it late?") == ("Was it racist?", "Was it late?")
    plain = script.turn("the_bus").model_copy(update={"opening": None})
    turns = {**script.dialogue.turns, "the_bus": plain}
    closed = replace(script, dialogue=script.dialogue.model_copy(update={"turns": turns}))
    unraised = facts_of(closed, named(rubric), said())
    assert unraised.list_raised() == frozenset()
    assert unraised.keep_raised("Was it racist?", "Was it late?") == ("Was it late?",)


def test_where_one_answers_shortly_and_another_for_them_both_drew_back(script: Script, rubric: Rubric) -> None:
    """“No problem.”, and then the child: it is not said of the child alone."""
    spoken = (Line(speaker="pat", text="No problem."), Line(speaker="sam", text="I can do it. I always do it."))
    facts = facts_of(with_answer(script, "brushed_off", spoken), rubric, said("blunt"))
    assert [line.speaker for line in facts.mark(1).after][:2] == ["Pat", "Sam"]
    assert say_what_they_did(facts, facts.mark(1)) == "They drew back straight after."


def test_who_draws_back_at_once_and_as_the_talk_goes_on_is_shown_up_to_there(script: Script, rubric: Rubric) -> None:
    answered = with_answer(script, "asked", pat("Don't.", LONG[0]))
    facts = facts_of(with_book(answered, drew_back=["the_bus/asked", "sam_says"], told="last"), rubric, said("names"))
    assert facts.mark(1).kind is MarkKind.DREW_BACK
    assert answer_to(facts) == ["Don't.", LONG[0], SINGING]


def test_what_is_seen_beside_a_flinch_makes_it_no_longer(script: Script, rubric: Rubric) -> None:
    scene = Line(speaker=SCENE, text="Pat shuts the door.")
    closes = with_answer(script, "asked", (scene, *pat("That's enough.")))
    facts = facts_of(with_book(closes, drew_back="the_bus/asked"), rubric, said("names"))
    assert facts.mark(1).kind is MarkKind.DREW_BACK
    assert answer_to(facts) == ["That's enough."]
