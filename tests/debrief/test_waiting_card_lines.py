"""Which line waits for an answer at the end, what stands with it, and what waits for nothing."""

import pytest

from coach.debrief.page_facts import PageFacts
from coach.debrief.waiting_card import (
    add_danger_before,
    add_line_before,
    answers_as_child,
    drop_asides,
    find_asked,
    find_weightier,
    make_waiting_card,
    was_said_before,
)
from coach.model.conditions import SCENE, Line
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script
from tests.conftest import said, with_book
from tests.debrief.test_openings import BUS
from tests.debrief.test_page_facts_answers import facts_of, pat
from tests.debrief.test_picture import with_answer
from tests.debrief.test_plan_cards import written
from tests.rehearsal.banked import with_turns

RAIN = Line(speaker=SCENE, text="Rain.")


def sam(text: str) -> Line:
    return Line(speaker="sam", text=text)


def tagged(script: Script, rubric: Rubric, **addresses: tuple[str, ...]) -> tuple[PageFacts, dict[str, Line]]:
    """A conversation whose lines are tagged one by one: `told`, `safety`, `tells`, or nothing (`plain`)."""
    texts = {
        "told": "He told me that.",
        "safety": "He waits there.",
        "tells": "It was the driver.",
        "plain": "It rains.",
    }
    blocks = dict(zip(("asked", "told", "stand_in", "brushed_off"), texts, strict=True))
    told = script
    for branch, name in blocks.items():
        told = with_answer(told, branch, pat(texts[name]))
    book = {
        "told": ["the_bus/asked", "the_bus/told", *addresses.get("told", ())],
        "safety": ["the_bus/told"],
        "matters": [{**BUS, "told": ["the_bus/stand_in"]}],
    }
    facts = facts_of(with_book(told, **book), rubric, said())
    return facts, {name: pat(text)[0] for name, text in texts.items()}


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ("told plain", 0),
        ("told plain plain", 0),
        ("told plain plain plain", None),
        ("plain plain", None),
        ("told told", None),
        ("safety told", 0),
        ("tells told", 0),
        ("tells safety", None),
        ("told tells", None),
        ("told safety plain", 1),
        ("told", None),
    ],
)
def test_a_line_that_weighs_more_waits_in_place_of_the_last(
    script: Script, rubric: Rubric, lines: str, place: int | None
) -> None:
    """One or two lines before it; what tells something gives way to safety or a matter alone."""
    facts, line = tagged(script, rubric)
    assert find_weightier(facts, [line[name] for name in lines.split()]) == place


def test_nothing_waits_in_place_of_a_question(script: Script, rubric: Rubric) -> None:
    facts, line = tagged(script, rubric)
    assert find_weightier(facts, [line["told"], pat("Is it?")[0]]) is None


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (("He walks there.", "Ask him."), 2),
        (("You test your tester again.", "Even if it was you that switched it off, and it is Wednesday."), 2),
        (("He walks there.", "Ask him then."), 1),
        (("He walks there.", "Ask him?"), 1),
        (("It rains.", "He walks there.", "Ask him."), 2),
        (("Ask him.",), 1),
        (("You can't hold him if you're new.", "Are you new?"), 2),
        (("You can't hold him if you're new.", "Are you new to this place?"), 1),
        (("You can't hold him there.", "Are you new?"), 1),
        (("You can't hold him there.", "Is he there?"), 1),
    ],
)
def test_a_word_or_two_stand_with_the_line_before_and_three_stand_alone(
    script: Script, rubric: Rubric, texts: tuple[str, ...], shown: int
) -> None:
    facts = facts_of(script, rubric, said())
    assert [line.text for line in add_line_before(facts, pat(*texts))] == list(texts[-shown:])


@pytest.mark.parametrize(
    ("last", "shown"),
    [
        (sam("Ask him does he want the light on or off, before we go and have our tea."), 2),
        (sam("I asked him does he want the light on or off, before we have our tea."), 1),
        (pat("Ask him does he want the light on or off, before we go and have our tea.")[0], 1),
    ],
    ids=["passed on by another", "told", "passed on by the same"],
)
def test_what_is_to_be_passed_on_stands_with_what_another_had_just_said(
    script: Script, rubric: Rubric, last: Line, shown: int
) -> None:
    lines = (*pat("Is he being polite to you?"), last)
    assert add_line_before(facts_of(script, rubric, said()), lines) == lines[-shown:]


@pytest.mark.parametrize(
    ("last", "shown"),
    [
        ("It was the driver of the bus, and it was him.", 1),
        ("It was the driver of the bus, it was him.", 3),
    ],
    ids=["eleven words", "ten"],
)
def test_a_short_line_stands_with_those_that_tell_the_same_three_at_most(
    script: Script, rubric: Rubric, last: str, shown: int
) -> None:
    lines = pat("The driver got up there.", "The driver turned to us.", "The driver spoke to him.", last)
    told = with_book(with_answer(script, "asked", lines), told="last", matters=[{**BUS, "told": ["the_bus/asked"]}])
    assert add_line_before(facts_of(told, rubric, said("names")), lines) == lines[-shown:]
    alone = with_book(with_answer(script, "asked", lines), told="last")
    assert add_line_before(facts_of(alone, rubric, said("names")), lines) == lines[-1:]


def test_danger_stands_with_what_the_same_person_goes_on_to_tell(script: Script, rubric: Rubric) -> None:
    facts, line = tagged(script, rubric)
    assert add_danger_before(facts, [line["safety"], line["plain"]]) == (line["safety"], line["plain"])
    assert add_danger_before(facts, [line["safety"], sam("It rains.")]) == ()
    assert add_danger_before(facts, [line["told"], line["plain"]]) == ()
    assert add_danger_before(facts, [line["safety"], pat("Is it?")[0]]) == ()
    assert add_danger_before(facts, [line["plain"]]) == ()


def test_what_was_said_before_waits_for_nothing_new(script: Script, rubric: Rubric) -> None:
    facts = facts_of(script, rubric, said("vague"), said())
    arrival, answer, last = (
        pat("There was a thing on the bus.")[0],
        pat("It was the number nine.")[0],
        facts.attempt.replies()[-1].lines()[0],
    )
    assert was_said_before(facts, [arrival, answer])
    assert not was_said_before(facts, [arrival, last])
    assert not was_said_before(facts, [last])
    assert not was_said_before(facts, [sam(arrival.text)])


def asked_in(script: Script, rubric: Rubric, *lines: Line) -> tuple[str, ...] | None:
    """What they asked in an answer of some lines."""
    quiet = with_turns(with_answer(script, "stand_in", lines), sam_says={"says": ()})
    found = find_asked(facts_of(quiet, rubric, said("vague")).exchange(1))
    return None if found is None else tuple(line.text for line in found)


def test_a_question_before_the_last_line_waits_and_a_scene_is_no_line(script: Script, rubric: Rubric) -> None:
    ask, rain, tea = pat("Will you ring them?", "It rains.", "We had tea.")
    assert asked_in(script, rubric, ask, rain) == (ask.text,)
    assert asked_in(script, rubric, RAIN, ask, RAIN, rain, RAIN) == (ask.text,)
    assert asked_in(script, rubric, ask, sam("It rains.")) is None
    assert asked_in(script, rubric, rain, tea) == ()
    assert asked_in(script, rubric, ask, pat("Is it?")[0]) == ()
    assert asked_in(script, rubric, ask, pat("Would you tell him?")[0], rain) == ("Would you tell him?",)


def test_what_is_asked_in_a_thing_that_is_seen_waits_with_the_line_that_says_so(script: Script, rubric: Rubric) -> None:
    note = Line(speaker=SCENE, text="A note: 'Who are you?'")
    asks = pat("He wants to know.")[0]
    assert asked_in(script, rubric, note, asks) == (note.text, asks.text)
    assert asked_in(script, rubric, note, RAIN, asks) == (note.text, asks.text)
    assert asked_in(script, rubric, note, pat("It rains.")[0]) is None


@pytest.mark.parametrize(
    ("before", "lines", "reply", "waits"),
    [
        (2, (sam("It rains."),), "Sam, what do you say?", True),
        (2, (sam("It rains."), RAIN), "Sam, what do you say?", True),
        (2, (sam("It rains."),), "What do you say?", False),
        (1, (sam("It rains."),), "Sam, what do you say?", False),
        (1, (RAIN, RAIN, sam("It rains.")), "Sam, what do you say?", False),
        (2, (sam("It rains."), *pat("It was.")), "Sam, what do you say?", False),
    ],
    ids=["spoken to", "with a scene behind", "not by name", "half of all lines", "scenes are none", "not last"],
)
def test_a_child_who_seldom_speaks_and_answers_waits(
    script: Script, rubric: Rubric, before: int, lines: tuple[Line, ...], reply: str, waits: bool
) -> None:
    first = script.turn("the_bus").otherwise[0]
    spoken = first.model_copy(update={"says": pat("Anyway.", "It was.")[:before]})
    quiet = with_turns(with_answer(written(script), "stand_in", lines), the_bus={"otherwise": (spoken, spoken)})
    facts = facts_of(quiet, rubric, said(), said("vague", text=reply))
    assert answers_as_child(facts, facts.attempt.replies()[-1]) is waits


@pytest.mark.parametrize(
    ("last", "waits"),
    [
        ("Is that so?", True),
        ("It rains all day long, doesn't it.", True),
        ("I'd like to talk to somebody about the bus.", True),
        ("Nobody's told him.", True),
        ("It rains all day.", False),
        ("It rains all day long on us here.", False),
    ],
)
def test_a_last_line_waits_where_it_asks_or_opens_something(
    script: Script, rubric: Rubric, last: str, waits: bool
) -> None:
    told = with_book(with_answer(script, "stand_in", pat(last)), told="last")
    assert (make_waiting_card(facts_of(told, rubric, said("vague"))) is not None) is waits


@pytest.mark.parametrize(
    ("last", "waits"),
    [("It rains all day on us.", False), ("It rains all day long on us.", True)],
    ids=["six", "seven"],
)
def test_seven_words_that_have_an_answer_of_their_authors_wait(
    script: Script, rubric: Rubric, last: str, waits: bool
) -> None:
    answered = with_answer(script, "stand_in", pat(last))
    told = with_book(answered, told="last", next_words={"the_bus/stand_in": ["Does it rain in?"]})
    assert (make_waiting_card(facts_of(told, rubric, said("vague"))) is not None) is waits


@pytest.mark.parametrize(
    ("how", "told", "waits"),
    [
        ("to Sam", False, False),
        ("to Sam", True, True),  # what tells something is meant to be heard
        ("to you", False, True),
        ("to Sam, and then to you", False, True),
        ("to the cat", False, True),
        ("", False, True),
    ],
)
def test_what_is_only_said_to_somebody_else_there_waits_for_no_worker(
    script: Script, rubric: Rubric, how: str, told: bool, waits: bool
) -> None:
    line = Line(speaker="pat", text="Nobody is cross with you, Sam.", how=how)
    spoken = with_answer(script, "stand_in", (*pat("Who writes it?"), line))
    facts = facts_of(with_book(spoken, told="the_bus/stand_in" if told else "last"), rubric, said())
    left = drop_asides(facts, (*pat("Who writes it?"), line, RAIN))
    assert [one.text for one in left] == ["Who writes it?", *([line.text] if waits else [])]
    assert drop_asides(facts, (line,)) == ([line] if waits else [])


def test_a_bare_question_stands_with_the_one_that_it_passes_on(script: Script, rubric: Rubric) -> None:
    lines = (sam("Have I got English?"), *pat("I don't know how that works.", "Has he?"))
    facts = facts_of(script, rubric, said())
    assert add_line_before(facts, lines) == lines
    assert add_line_before(facts, lines[1:]) == lines[2:]


@pytest.mark.parametrize(("last", "waits"), [("Is it so, then?", True), ("Is it so? Good. I have it.", False)])
def test_who_answers_their_own_question_waits_for_nothing(
    script: Script, rubric: Rubric, last: str, waits: bool
) -> None:
    told = with_book(with_answer(script, "stand_in", pat(last)), told="last")
    assert (make_waiting_card(facts_of(told, rubric, said("vague"))) is not None) is waits
