"""The cue of a warm-up: a family's lines that stand on every screen, for each to answer for themselves."""

from coach.classroom.views import SaidLine
from coach.model.lines import SCENE
from coach.model.sheet import Sheet
from coach.practice.practice import Practice


def cue(sheet: Sheet | None, practice: Practice) -> tuple[SaidLine, ...]:
    """The first lines of the sheet's scenario that open something; none without one. Raises NotKnown or Unusable."""
    if sheet is None or sheet.warm_up is None:
        return ()
    script = practice.script(sheet.warm_up)
    turns = script.dialogue.turns.values()
    lines = next((turn.says for turn in turns if turn.opening), script.turn(script.dialogue.begins).says)
    return tuple(SaidLine(script.speaker(each), each.text, each.how, scene=each.speaker == SCENE) for each in lines)
