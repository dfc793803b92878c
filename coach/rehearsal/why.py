"""Why the family answered as it did: what was heard, every branch tried, and the part of each guard that failed."""

from coach.model.events import Replied
from coach.model.reading import Certainty, Verdict
from coach.rehearsal.outputs import Answered, AskedBack, Moved, Told, Tried, WasHurt, WasMended
from coach.rehearsal.story import Exchange


def why(exchange: Exchange, *, whole: bool = False) -> tuple[str, ...]:
    """One thought a line. What stays silent is named only in the whole, which is for authors."""
    return (*_heard(exchange), *_answered(exchange, whole))


def _heard(exchange: Exchange) -> list[str]:
    if not isinstance(exchange.event, Replied):
        return ["You skipped this line. Nothing was read."]
    reading = exchange.event.reading
    lines = []
    for verdict in reading.verdicts:
        sure = "Clear" if verdict.certainty is Certainty.CLEAR else "Possible"
        lines.append(f"{sure}: {verdict.criterion}, from “{verdict.span.text}” ({_spoke(verdict)}).")
        if verdict.example:
            lines.append(f"  Nearest example: “{verdict.example}”")
        if verdict.near_miss:
            lines.append(f"  Sounds like it and is not: “{verdict.near_miss}”")
    if not reading.verdicts:
        lines.append("No criterion was met.")
    if reading.forms:
        lines.append(f"Form: {', '.join(form.value.replace('_', ' ') for form in reading.forms)}.")
    if reading.follows_up:
        lines.append("It takes up the cue: an open invitation with no subject of its own.")
    lines += [f"Read as {frame.kind}: “{frame.span.text}”." for frame in reading.frames]
    return lines


def _spoke(verdict: Verdict) -> str:
    """Which layer found it."""
    layers = {"meaning": "by meaning", "inherited": "takes up the cue", "near_example": "like an example"}
    return layers.get(verdict.rule, f"rule {verdict.rule}")


def _answered(exchange: Exchange, whole: bool) -> list[str]:
    lines = []
    for output in exchange.outputs:
        match output:
            case WasHurt(criteria):
                lines.append(f"It may have hurt ({', '.join(criteria)}), so only answers to a hurt were looked at.")
            case WasMended(how):
                lines.append("It mended the hurt." if how == "repaired" else "Two helpful replies eased the hurt.")
            case Tried(branch, ()):
                lines.append(f"{branch}: fits.")
            case Tried(branch, (first, *_)) if first.startswith("tells:") and not whole:
                lines.append(f"{branch}: no. Something stays unsaid for now.")
            case Tried(branch, failed):
                lines.append(f"{branch}: no. {'; '.join(failed)}.")
            case AskedBack(between, other, possible):
                lines.append(
                    f"The reading was unsure: {between}, or {other} if it was {', '.join(possible)}. The family asked."
                )
            case Answered(branch):
                lines.append(f"Answered by {branch} in {exchange.before.turn}.")
            case Told(silence):
                lines.append(f"Told: {silence}.")
            case Moved(scale, before, after):
                lines.append(f"{scale.capitalize()} went from {before} to {after}.")
            case _:
                pass
    return lines
