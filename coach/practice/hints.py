"""What the coach says after one reply, if asked to: one line, wondering, never a mark."""

from coach.model.events import Replied
from coach.model.reading import Certainty
from coach.model.rubric import Polarity, Rubric
from coach.rehearsal.engine import Script
from coach.rehearsal.state import Exchange


def hint(script: Script, rubric: Rubric, exchange: Exchange) -> str:
    """Give one line on a reply: what may have hurt, was repaired, opened or passed by; else nothing."""
    if not isinstance(exchange.event, Replied):
        return ""
    reading = exchange.event.reading
    clear = [v for v in reading.verdicts if v.certainty is Certainty.CLEAR]
    harm = next((v for v in clear if rubric.criteria[v.criterion].polarity is Polarity.HARMFUL), None)
    if harm:
        return f"“{harm.span.text}” may have landed hard. It can be mended: say what you said, and ask again."
    if exchange.repair == "repaired":
        return "You went back to it. That counts for a lot."
    stand_in = next((v for v in clear if rubric.criteria[v.criterion].polarity is Polarity.AVOIDANT), None)
    if stand_in:
        return f"“{stand_in.span.text}” may leave them guessing. What word were you nearly saying?"
    if clear:
        names = " and ".join(rubric.criteria[v.criterion].name.lower() for v in clear[:2])
        return f"Heard: {names}."
    possible = next((v for v in reading.verdicts if v.certainty is Certainty.POSSIBLE), None)
    if possible:
        return f"The coach wasn't sure about “{possible.span.text}”. How might they have heard it?"
    opening = script.turn(exchange.before.turn).opening
    if opening and exchange.after.turn == exchange.before.turn:
        return f"There may still be something in {opening.about}."
    return ""
