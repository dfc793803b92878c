"""The hint: one line that the coach says after a reply, if the practitioner wants hints."""

from coach.model.events import Replied
from coach.model.reading import Certainty
from coach.model.rubric import Polarity, Rubric
from coach.rehearsal.engine import Script
from coach.rehearsal.state import Exchange


def hint(script: Script, rubric: Rubric, exchange: Exchange) -> str:
    """Return one line about a reply, such as what may have hurt.

    Empty if there is nothing to say.

    Args:
        script: the scenario being played.
        rubric: the rubric, for the names of criteria.
        exchange: the reply, with the family's answer.
    """
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
