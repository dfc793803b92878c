"""Who speaks for the family where no branch says it: questions back, straight answers, honest lines.

Lines are chosen by place and by count, never by chance, so that a replay says the same words.
"""

from coach.model.conditions import SCENE, Line, Lines
from coach.rehearsal.script import Script
from coach.rehearsal.state import Position

HOW_DO_YOU_MEAN = "How do you mean?"
"""Asked where neither the turn nor the family has words of its own for it."""


def find_last_speaker(script: Script, position: Position) -> str:
    """Return the id of the person who spoke last on arriving at this turn."""
    speakers = [line.speaker for line in script.turn(position.turn).says if line.speaker != SCENE]
    return [*script.people, *speakers][-1]


def find_answerer(script: Script, position: Position, to: str | None) -> str:
    """Return the id of the person who answers: the one spoken to, else who spoke last.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        to: the person spoken to; None where that is not known.
    """
    return to if to in script.people else find_last_speaker(script, position)


def choose_question(script: Script, position: Position, to: str | None) -> Lines:
    """Choose the lines that ask what was meant: the turn's, else the family's, else a default.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        to: the person spoken to, who asks if there are such lines of theirs.
    """
    turn = script.turn(position.turn)
    if turn.asks_back:
        return turn.asks_back
    if script.asks_back:
        theirs = [lines for lines in script.asks_back if lines[0].speaker == to]
        among = theirs or script.asks_back
        return among[min(position.askings, len(among) - 1)]
    return (Line(speaker=find_answerer(script, position, to), text=HOW_DO_YOU_MEAN),)


def choose_straight_answer(script: Script, position: Position, to: str | None) -> Lines:
    """Choose lines for a straight question that the turn has no answer to; empty if there are none.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        to: the person spoken to; who spoke last answers where they have no such lines.
    """
    turns = list(script.dialogue.turns)
    for speaker in (find_answerer(script, position, to), find_last_speaker(script, position)):
        if theirs := [lines for lines in script.asked_straight if lines[0].speaker == speaker]:
            return theirs[(turns.index(position.turn) + position.unmet) % len(theirs)]
    return ()
