"""Honest lines: what a family says where nothing answers a reply.

Begin with `choose_honest_lines`. A question is put off or not known, a statement is received; `note_reply` keeps what
matters of it for the words of later answers.
"""

from dataclasses import replace
from typing import NamedTuple

from coach.model.conditions import Lines, Voices
from coach.model.events import FIRST_RULES
from coach.model.reading import Aspect, QuestionKind
from coach.model.scenario import Answer
from coach.rehearsal.script import Script, find_honest_voice, is_first_reply, name_remark
from coach.rehearsal.state import BranchOutput, HonestOutput, Output, Position, Signals

MOST_DEFERRALS = 2
"""Questions that a family puts off in a conversation."""
_TURNS_ROUND = 60
"""Where the count of lines said in turn begins again: a number that two to six lines divide."""


class HonestLines(NamedTuple):
    """Lines that say openly that something is received, put off or not known; `kind` says which."""

    kind: str
    name: str
    """The name by which these lines are not said again."""
    lines: Lines


def choose_honest_lines(
    script: Script, position: Position, heard: Signals, *, may_not_know: bool = True
) -> HonestLines | None:
    """Choose lines for a reply that nothing answers: it is put off, received, or not known.

    A question is put off twice in a conversation at the most, never twice running, and never the same one again. Then
    it is not known, where that can be. No line is said twice. A small question is put off lightly, and that does not
    count.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        heard: the signals of the reply.
        may_not_know: whether not knowing can be an answer here.

    Returns:
        The lines, or None where the family goes on with its own: to the first reply, to a silence or a nod, and where a
        hurt stands, as what is hurt is not obliging.
    """
    if position.hurt or is_first_reply(script, position) or heard.aspects & {Aspect.SILENT, Aspect.NODS}:
        return None
    kinds: list[tuple[str, Voices]] = [("receives", script.receives)]
    light = _choose_left(script, position, heard, "lightly", script.lightly) if Aspect.LIGHT in heard.aspects else None
    if light:
        return light
    if heard.question is not None and Aspect.OFFERS not in heard.aspects:
        again = Aspect.ASKS_AGAIN in heard.aspects
        running = position.put_off and not again
        if position.deferred < MOST_DEFERRALS and not position.put_off and not again:
            kinds = [("defers", script.defers)]
        elif heard.question in CLEAR_KINDS and Aspect.ASKS_KNOWN not in heard.aspects and may_not_know and not running:
            kinds = [(f"doesnt_know.{heard.question}", script.doesnt_know.get(heard.question, {}))]
        else:
            kinds = []
    return next(filter(None, (_choose_left(script, position, heard, kind, voices) for kind, voices in kinds)), None)


def _choose_left(script: Script, position: Position, heard: Signals, kind: str, voices: Voices) -> HonestLines | None:
    """Choose lines of a kind that were not said yet; None if there are none.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        heard: the signals of the reply.
        kind: the kind of honest lines.
        voices: the lines of that kind.
    """
    voice = find_honest_voice(script, position, voices, heard)
    takes = voices[voice] if voice else ()
    names = [f"{kind}:{voice}:{number}" for number in range(len(takes))]
    left = [number for number, name in enumerate(names) if name not in position.said]
    if not left:
        return None
    chosen = left[position.spoken % len(left)]
    return HonestLines(kind.partition(".")[0], names[chosen], takes[chosen])


def add_light_line(script: Script, position: Position, heard: Signals, chosen: Answer) -> tuple[Position, Answer]:
    """Return a branch's answer with a light line to a small question, if one was asked.

    It comes before an answer that leads on, as that was written to be heard just before what it leads to. Nothing is
    said lightly where a silence is told, or where something hurts.

    Args:
        script: the scenario being played.
        position: the position after the reply's hurt or repair.
        heard: the signals of the reply.
        chosen: the branch's answer.

    Returns:
        The position with that line as said, and the answer; both as they were where there is none.
    """
    if Aspect.LIGHT not in heard.aspects or position.hurt or chosen.tells or is_first_reply(script, position):
        return position, chosen
    light = _choose_left(script, position, heard, "lightly", script.lightly)
    if light is None:
        return position, chosen
    says = chosen.says + light.lines if chosen.goto is None else light.lines + chosen.says
    return replace(position, said=position.said | {light.name}), chosen.model_copy(update={"says": says})


CLEAR_KINDS = frozenset(QuestionKind) - {QuestionKind.WHAT}
"""Kinds of questions that somebody can answer by not knowing, whatever they ask about."""


SETTLING = ("meets:", "asks:done", "asks:told")
"""How the names of answers begin by which what a turn asks for is settled."""


def note_reply(
    script: Script, before: Position, position: Position, heard: Signals, outputs: tuple[Output, ...]
) -> Position:
    """Return the position with what matters for the words of later answers.

    That is whether this reply was put off, and whether the turn's remark is settled: what it asks for was read out.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        position: the position after the answer.
        heard: the signals of the reply.
        outputs: what happened in the answer.
    """
    if heard.rules == FIRST_RULES:
        return position
    put_off = any(isinstance(output, HonestOutput) and output.leaves_open for output in outputs)
    if put_off != position.put_off:
        position = replace(position, put_off=put_off)
    settled = name_remark(before.turn)
    answered = next((output.branch for output in outputs if isinstance(output, BranchOutput)), "")
    done = Aspect.QUOTES in heard.aspects or answered.startswith(SETTLING)
    if done and script.turn(before.turn).remark and settled not in position.said:
        position = replace(position, said=position.said | {settled})
    return position


def count_spoken(position: Position) -> int:
    """Return the count of lines said in turn after one more of them."""
    return (position.spoken + 1) % _TURNS_ROUND
