"""The coach says “your next words were” of the words that came next, and of no others."""

import random
import re

import pytest

from coach.content.library import Library
from coach.debrief.builder import build_debrief
from coach.debrief.evidence import shorten
from coach.debrief.report import Debrief
from coach.model.events import Began, Event, Replied, Skipped
from coach.model.reading import Form
from coach.model.rubric import Rubric
from coach.rehearsal.history import advance, replay
from coach.rehearsal.script import Script, stage
from coach.rehearsal.state import Exchange, TurnOutput
from tests.conftest import START, events, reading

NEXT = re.compile(r"Your next words were “(?P<words>[^”]*)”")
CONVERSATIONS = 60


def plain(text: str) -> str:
    """Letters and spaces alone: a quotation may lose a full stop."""
    return re.sub(r"\W+", " ", text).strip()


def after_opening(script: Script, exchanges: tuple[Exchange, ...], turn: str) -> set[str]:
    """The replies that came directly after an opening's line, each time it came up."""
    places = [0] if turn == script.dialogue.begins else []
    places += [
        place + 1
        for place, each in enumerate(exchanges)
        if any(isinstance(output, TurnOutput) and output.turn == turn for output in each.outputs)
    ]
    told = [exchanges[place].event for place in places if place < len(exchanges)]
    return {plain(shorten(event.text)) for event in told if isinstance(event, Replied)}


def untrue(script: Script, rubric: Rubric, happened: list[Event]) -> list[str]:
    """Points of a conversation that call other words the next ones."""
    story = replay(script, happened)
    found: Debrief = build_debrief(script, rubric, story)
    exchanges = story.attempt().exchanges
    wrong = []
    for point in found.points:
        for match in NEXT.finditer(f"{point.text} {point.thought}"):
            spoke = [each for each in found.openings if f"spoke of {each.about}." in point.text]
            words = plain(match["words"])
            if spoke:
                true = any(words in after_opening(script, exchanges, each.turn) for each in spoke)
            else:  # the rubric's own sentence: the line before it stands in it too
                reply = story.attempt().replies()[point.reply - 1]
                true = not reply.joins and words and words in plain(getattr(reply.event, "text", ""))
            if not true:
                wrong.append(point.text)
    return wrong


def by_chance(rubric: Rubric, script: Script, chance: random.Random, began: Began | None = None) -> list[Event]:
    """A conversation: each reply with words of its own, and a reading drawn by lot."""
    criteria = [*rubric.criteria]
    happened: list[Event] = [began or events()[0]]
    story = replay(script, happened)
    for number in range(1, 9):
        if story.state.over():
            break
        if chance.random() < 0.06:
            happened.append(Skipped(at=START))
            story = advance(script, story, happened[-1])
            continue
        text = f"Well, reply {number} says {chance.choice(('apples', 'pears', 'plums'))} and no more."
        met = tuple(chance.sample(criteria, chance.choice((0, 0, 0, 1, 2))))
        forms = ((Form.CLOSED_QUESTION,), (Form.OPEN_QUESTION,), ())[chance.randrange(3)]
        read = reading(*met, possible=tuple(chance.sample(criteria, chance.choice((0, 0, 1)))), forms=forms)
        happened.append(Replied(at=START, text=text, reading=read, answered=""))
        story = advance(script, story, happened[-1])
    return happened


def test_over_many_conversations_no_other_words_are_called_the_next(script: Script, rubric: Rubric) -> None:
    chance = random.Random(20261129)
    late = ""
    for _ in range(4 * CONVERSATIONS):
        happened = by_chance(rubric, script, chance)
        assert not untrue(script, rubric, happened)
        points = build_debrief(script, rubric, replay(script, happened)).points
        late = next((point.text for point in points if "A reply later you took it up: “" in point.text), late)
    assert NEXT.search(late), "some were taken up a reply later, and are told with the words that came next"


@pytest.mark.slow
def test_over_many_conversations_of_every_scenario_that_ships(whole: Library) -> None:
    chance = random.Random(188)
    for thing in whole.shelf("dialogues"):
        dialogue = whole.dialogue(thing.id)
        rubric = whole.rubric(dialogue.rubric)
        script = stage(thing.id, dialogue, whole.family(dialogue.family), rubric)
        began = Began(at=START, scenario=thing.id, content="c", coach="0", matcher="m")
        for _ in range(CONVERSATIONS):
            assert not untrue(script, rubric, by_chance(rubric, script, chance, began)), thing.id
