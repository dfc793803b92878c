"""The decision who answers a reply: what matters most, a sure entry, the criterion's branch.

Begin with `decide`. A hurt, a silence that is told, a straight question about a child's safety and a plan are answered
by their branch, whatever else was asked; so is a repair, and an entry may follow it. Then come what the family had
asked for, an answer to its own question, an entry that was chosen, and the branch. Nothing is chosen by meaning here:
the entry was chosen when the reply was read, and stands in the reply as a fact.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from coach.model.conditions import SCENE, Line, Lines
from coach.model.events import FIRST_RULES
from coach.model.reading import QuestionKind, Sureness
from coach.model.scenario import Answer, Branch, Entry
from coach.rehearsal.script import Script, is_open, list_reply_failures, list_state_failures
from coach.rehearsal.state import Position, Signals

OTHERWISE, HURT, MENDED, SKIPPED, ASKED = "otherwise", "hurt", "mended", "skipped", "asked_back"
"""What answered, where it was none of the turn's own branches."""


class AnswerSource(StrEnum):
    """What in a reply decides who answers it, in the order in which it is looked for."""

    HURT = "hurt"
    SILENCE = "silence"
    SAFETY = "safety"
    PLAN = "plan"
    REPAIR = "repair"
    CONDITION = "condition"
    OWN_QUESTION = "own_question"
    ENTRY = "entry"
    CRITERION = "criterion"
    GENERIC = "generic"


FIRST_OF_ALL = (AnswerSource.HURT, AnswerSource.SILENCE, AnswerSource.SAFETY, AnswerSource.PLAN)
"""What is answered by its branch and nothing else."""


class Decision(NamedTuple):
    """The answer to a reply: a branch with its answer, and an entry instead or after it."""

    source: AnswerSource
    branch: str
    answer: Answer
    entry: str = ""
    after: bool = False
    """The entry is said after the branch's own line, and not instead of it."""


def decide(script: Script, before: Position, now: Position, heard: Signals, branch: str, answer: Answer) -> Decision:
    """Decide who answers a reply.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
        heard: the signals of the reply.
        branch: the branch that would answer by the criteria alone, or `otherwise`, `hurt` or `mended`.
        answer: that branch's answer.
    """
    source = _find_source(script, before, heard, branch, answer)
    if heard.rules == FIRST_RULES or source in FIRST_OF_ALL:
        return Decision(source, branch, answer)
    entry = _find_entry(script, before, heard)
    received = _is_received(script, before, heard, branch, answer)
    if source is AnswerSource.REPAIR:
        return Decision(source, branch, answer, entry if received else "", after=True)
    own = _find_condition(script, before, now, heard) or _find_reaction(script, before, now, heard, source)
    if own:
        # "No. Who's that?" answers their question, and then asks one.
        return own._replace(entry=entry if heard.question else "", after=True)
    if entry and source is AnswerSource.CRITERION and received:
        return Decision(source, branch, answer, entry, after=True)
    if entry and (source is AnswerSource.GENERIC or heard.sureness is Sureness.SURE):
        return Decision(AnswerSource.ENTRY, branch, answer, entry)
    return Decision(source, branch, answer)


def _find_source(script: Script, before: Position, heard: Signals, branch: str, answer: Answer) -> AnswerSource:
    """Find what in a reply its branch answers.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        heard: the signals of the reply.
        branch: the branch that would answer it.
        answer: that branch's answer.
    """
    listens = {*answer.met, *answer.any_met} if isinstance(answer, Branch) else set()
    if heard.clear & script.harmful:
        return AnswerSource.HURT
    if answer.tells:
        return AnswerSource.SILENCE
    if (asked := heard.heard_in(script.heard_as)) and (asked & listens or script.asked_straight):
        return AnswerSource.SAFETY
    if script.plans in heard.clear & listens:
        return AnswerSource.PLAN
    if branch == MENDED or (before.hurt and script.mends in heard.clear & listens):
        return AnswerSource.REPAIR
    return (
        AnswerSource.CRITERION
        if listens or (isinstance(answer, Branch) and answer.follows_up)
        else AnswerSource.GENERIC
    )


def _find_entry(script: Script, before: Position, heard: Signals) -> str:
    """Return the name of the entry chosen for a reply, if it may be said here; else nothing."""
    if not heard.pick or heard.sureness is Sureness.UNSURE:
        return ""
    entry = script.find_entry(before.turn, heard.pick)
    return heard.pick if entry is not None and is_open(script, before, entry) else ""


def would_ignore_question(script: Script, heard: Signals, branch: str, chosen: Answer) -> bool:
    """Whether an answer would pass over a straight question that the reply asked."""
    if not heard.traces:
        return False
    asked = heard.heard_in(script.heard_as)
    listens = {*chosen.met, *chosen.any_met} if isinstance(chosen, Branch) else set()
    hurt = branch in (HURT, MENDED) or (isinstance(chosen, Branch) and bool(chosen.hurt))
    return bool(asked) and not (chosen.tells or hurt or asked & listens)


def _is_received(script: Script, before: Position, heard: Signals, branch: str, answer: Answer) -> bool:
    """Whether what a branch answers stands in other sentences than what the entry answers.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        heard: the signals of the reply.
        branch: the branch that would answer it.
        answer: that branch's answer.
    """
    if branch == MENDED:
        return before.hurt and script.mends in heard.received
    beside = replace(heard, clear=heard.received)
    return isinstance(answer, Branch) and bool(heard.received) and not list_reply_failures(script, answer, beside)


def _find_condition(script: Script, before: Position, now: Position, heard: Signals) -> Decision | None:
    """Find what the family had asked for here and a reply meets the first time, or None.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
        heard: the signals of the reply.
    """
    for key, condition in script.turn(before.turn).meets.items():
        name = f"meets:{key}"
        picked = heard.pick == name and heard.sureness is not Sureness.UNSURE
        done = condition.needs_reply() and not list_reply_failures(script, condition, heard)
        if not (picked or done or set(condition.answers).intersection(heard.answers)) or name in before.used:
            continue
        if not list_state_failures(condition, before) and _may_tell(script, condition, before, now):
            return Decision(AnswerSource.CONDITION, name, condition)
    return None


def _find_reaction(
    script: Script, before: Position, now: Position, heard: Signals, source: AnswerSource
) -> Decision | None:
    """Find what the family does where a reply answers its own question; None if it does not.

    The answer to a criterion goes first, unless the reply is an answer and nothing else.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
        heard: the signals of the reply.
        source: what the branch would answer.
    """
    turn = script.turn(before.turn)
    if not turn.asks or (source is AnswerSource.CRITERION and not heard.alone):
        return None
    for kind in heard.answers:
        reaction = turn.asks.get(kind)
        if reaction is None:
            continue
        name: str = f"asks:{kind}"
        own: Answer = reaction
        if reaction.branch is not None:
            name, own = reaction.branch, turn.replies[reaction.branch]
            if list_state_failures(turn.replies[reaction.branch], before):
                continue
        if name not in before.used and _may_tell(script, own, before, now):
            return Decision(AnswerSource.OWN_QUESTION, name, own)
    return None


def _may_tell(script: Script, answer: Answer, before: Position, now: Position) -> bool:
    """Whether an answer tells no silence, or one that the family is ready to tell.

    Args:
        script: the scenario being played.
        answer: the answer.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
    """
    if answer.tells is None:
        return True
    return (
        answer.tells not in before.told and not now.hurt and not list_state_failures(script.opens(answer.tells), before)
    )


# --- Who speaks where no branch says it: questions back, straight answers

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


def choose_arrival(script: Script, position: Position, turn: str) -> Lines:
    """Choose the lines with which the family begins a turn, by the position of the conversation.

    What is settled already is left out of the turn's usual lines.
    """
    there = script.turn(turn)
    for other in there.says_if:
        if not list_state_failures(other, position):
            return other.says
    if position.hurt and there.says_when_hurt:
        return there.says_when_hurt
    settled = [omission for omission in there.unless if not list_state_failures(omission, position)]
    if any(not omission.lines for omission in settled):
        return ()
    left_out = {number for omission in settled for number in omission.lines}
    return tuple(line for number, line in enumerate(there.says, start=1) if number not in left_out)


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
    """Choose lines for a straight question that the turn has no answer to, if there are any.

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


# --- Takes of an entry, and honest lines

MOST_DEFERRALS = 2
"""Questions that a family puts off before it says that it does not know."""
_TURNS_ROUND = 60
"""Where the count of lines said in turn begins again: a number that two to six lines divide."""

Voices = Mapping[str, tuple[Lines, ...]]


class HonestLines(NamedTuple):
    """Lines that say openly that something is received, put off or not known; `kind` says which."""

    kind: str
    lines: Lines


def choose_speaker(script: Script, position: Position, voices: Voices, to: str | None) -> str:
    """Return who says one of some lines: the person spoken to, who spoke last, or any.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        voices: the lines by who may say them.
        to: the person spoken to; None where that is not known.
    """
    wanted = (to, find_last_speaker(script, position), *voices)
    return next(speaker for speaker in wanted if speaker is not None and speaker in voices)


def choose_take(script: Script, position: Position, name: str, entry: Entry, to: str | None) -> Lines:
    """Choose the lines of an entry: a first take, and another one where it was said before.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        name: the entry's name, with its place.
        entry: the entry.
        to: the person spoken to; None where that is not known.
    """
    said = name in position.said
    voices = entry.again if said and entry.again else entry.says
    if not voices:
        return ()
    takes = voices[choose_speaker(script, position, voices, to)]
    if not said:
        return takes[0]
    later = takes if voices is entry.again or len(takes) == 1 else takes[1:]
    return later[position.spoken % len(later)]


def choose_honest_lines(
    script: Script, position: Position, question: QuestionKind | None, to: str | None
) -> HonestLines | None:
    """Choose lines for a reply that nothing answers: put it off, or receive it.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        question: what the reply asks; None for a statement.
        to: the person spoken to; None where that is not known.

    Returns:
        The lines, or None where the family has none, or where a hurt stands: what is hurt is not obliging.
    """
    if position.hurt:
        return None
    kinds: list[tuple[str, Voices]] = [("receives", script.receives)]
    if question is not None:
        unknown = script.doesnt_know.get(question) or script.doesnt_know.get(QuestionKind.WHAT) or {}
        kinds = [("defers", script.defers), ("doesnt_know", unknown)]
        if position.deferred >= MOST_DEFERRALS:
            kinds.reverse()
    for kind, voices in kinds:
        if voices:
            takes = voices[choose_speaker(script, position, voices, to)]
            return HonestLines(kind, takes[position.spoken % len(takes)])
    return None


def count_spoken(position: Position) -> int:
    """Return the count of lines said in turn after one more of them."""
    return (position.spoken + 1) % _TURNS_ROUND
