"""What a reply is read after, at any point of a story."""

from coach.matching.context import Context
from coach.model.lines import SCENE, Lines
from coach.rehearsal.script import Script
from coach.rehearsal.story import Exchange, Story

LINES_HEARD = 3
"""How many of the family's last lines are the cue. More would let an old subject colour a new one."""


def context_of(script: Script, exchange: Exchange) -> Context:
    """What a reply was read after, when it was said."""
    return _context(script, exchange.before.turn, exchange.cue, exchange.topic)


def context(script: Script, story: Story) -> Context:
    """The cue, its topic, what is known here, and the scenario's own criteria.

    After "How do you mean?" the cue is still the one that was being answered.
    """
    attempt = story.attempt()
    asked = attempt.exchanges[-1] if story.state.position.asked else None
    cue, topic = (asked.cue, asked.topic) if asked else (attempt.cue(), attempt.topic_now())
    return _context(script, story.state.position.turn, cue, topic)


def _context(script: Script, turn: str, cue: Lines, topic: str) -> Context:
    said = [line.text for line in cue if line.speaker != SCENE]
    dialogue = script.dialogue
    known = f"{dialogue.you_are}. {dialogue.setting}. {script.turn(turn).context or ''}".strip()
    return Context(cue=" ".join(said[-LINES_HEARD:]), topic=topic, context=known, focus=dialogue.focus)
