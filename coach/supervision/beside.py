"""What a supervisor reads beside a line: the turn it was said in, and what the rubric means by each note.

The turn comes from a `Script`, which never held anything private of a family's.
"""

from collections.abc import Iterator

from coach.debrief.written import Block, Heading, Item, Quote, Say
from coach.model.brought import Brought, BroughtLine
from coach.model.dialogue import Turn
from coach.model.lines import Line, Lines
from coach.model.rubric import Rubric
from coach.rehearsal.script import Script

NOT_HERE = "This scenario is not in the library here, so the turn cannot be shown."
CHANGED = "The turn cannot be found: the scenario here may be another version than the one that was played."
NO_RUBRIC = "The rubric it was read by is not here, so what its notes mean cannot be shown."
NO_NOTES = "The coach read nothing into this line, or its notes were left out. You may still say what you see in it."
A_QUESTION = "A question was brought, without a conversation, so there is nothing to read beside it."


def beside(
    brought: Brought, place: int, script: Script | None, rubric: Rubric | None, also: tuple[str, ...] = ()
) -> Iterator[Block]:
    """For the line at `place`, counted from 1. `also`: what a supervisor spoke of themselves comes first."""
    if not brought.lines:
        yield Say(A_QUESTION)
        return
    yield Heading("The turn it was said in")
    yield from _turn(script, turn_of(brought, place, script)) if script else (Say(NOT_HERE),)
    line = brought.lines[place - 1]
    if not line.reply:
        return
    names = tuple(dict.fromkeys((*also, *(note.criterion for note in line.notes))))
    yield Heading("What the notes mean")
    if not names:
        yield Say(NO_NOTES)
    elif rubric is None:
        yield Say(NO_RUBRIC)
    else:
        for name in names:
            yield from meaning(rubric, name)


def turn_of(brought: Brought, place: int, script: Script) -> str:
    """The turn that a line was said in: what a moment says of itself, or else what was heard before it.

    A moment speaks of its first reply. The one that mended it may have been said in a later turn.
    """
    turns = script.dialogue.turns
    before = brought.lines[:place]
    if brought.turn in turns and sum(bool(line.reply) for line in before) <= 1:
        return brought.turn
    for line in reversed(before):
        if line.reply:
            continue
        arrived = [name for name, turn in turns.items() if _says(line, *_arrivals(turn))]
        stayed = [name for name, turn in turns.items() if _says(line, *_stays(turn))]
        if arrived or len(stayed) == 1:
            return (arrived or stayed)[0]
    return brought.turn if brought.turn in turns else ""


def _says(line: BroughtLine, *heard: Lines) -> bool:
    return any(line.text == said.text for lines in heard for said in lines)


def _arrivals(turn: Turn) -> Iterator[Lines]:
    yield from (turn.says, turn.says_when_hurt, *(each.says for each in turn.says_if))


def _stays(turn: Turn) -> Iterator[Lines]:
    """What is answered in a turn without leading on from it."""
    return (answer.says for answer in turn.answers() if answer.goto is None)


def meaning(rubric: Rubric, name: str) -> Iterator[Block]:
    """One criterion: what it means, what counts, and what does not."""
    criterion = rubric.criteria.get(name)
    if criterion is None:
        yield Say(f"“{name.replace('_', ' ')}” is not in the rubric here.")
        return
    yield Heading(criterion.name, 3)
    yield Say(criterion.definition)
    for words in criterion.counts:
        yield Item(f"“{words}”", "Counts")
    for words in criterion.not_:
        yield Item(f"“{words}”", "Does not")


def _turn(script: Script, name: str) -> Iterator[Block]:
    turn = script.dialogue.turns.get(name)
    if turn is None:
        yield Say(CHANGED)
        return
    for line in turn.says:
        yield from _line(script, line)
    if turn.opening:
        yield Say(f"An opening: {turn.opening.about}.")


def _line(script: Script, line: Line) -> Iterator[Block]:
    speaker = script.speaker(line)
    yield Quote(line.text, speaker) if speaker else Say(f"({line.text})")
