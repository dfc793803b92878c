"""What a reply is read after, at any point of a story."""

from coach.matching.context import Context
from coach.model.lines import SCENE
from coach.rehearsal.script import Script
from coach.rehearsal.story import Story

LINES_HEARD = 3
"""How many of the family's last lines are the cue. More would let an old subject colour a new one."""


def context(script: Script, story: Story) -> Context:
    """The cue, its topic, what is known here, and the scenario's own criteria."""
    turn = script.turn(story.state.position.turn)
    attempt = story.attempt()
    said = [line.text for line in attempt.cue() if line.speaker != SCENE]
    dialogue = script.dialogue
    known = f"{dialogue.you_are}. {dialogue.setting}. {turn.context or ''}".strip()
    return Context(cue=" ".join(said[-LINES_HEARD:]), topic=attempt.topic_now(), context=known, focus=dialogue.focus)
