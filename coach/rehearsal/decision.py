"""The decision who answers a reply: a branch, an entry of the answer bank, or both.

Begin with `decide`. A hurt, a silence that is told, a straight question about a child's safety and a plan are answered
by their branch; so is a repair. Then come what the family had asked for, an answer to its own question, an entry that
was chosen, and the branch. Where the reply asks something that the branch passes over, an entry is said besides.
Nothing is chosen by meaning here: the entry was chosen when the reply was read, and stands in the reply as a fact.
"""

from dataclasses import replace
from enum import StrEnum
from math import inf
from typing import NamedTuple

from coach.model.conditions import Lines
from coach.model.events import (
    FIFTH_RULES,
    FIRST_RULES,
    FOURTH_RULES,
    SECOND_RULES,
    SEVENTH_RULES,
    SIXTH_RULES,
    THIRD_RULES,
)
from coach.model.reading import Aspect, ShortAnswer, Sureness
from coach.model.scenario import Answer, Branch, Changes
from coach.rehearsal.script import (
    MOST_LISTENED,
    Script,
    choose_arrival,
    choose_take,
    find_voice,
    fits_anything,
    is_open,
    is_spent,
    list_reply_failures,
    list_state_failures,
    tells_the_same,
    would_tell,
)
from coach.rehearsal.state import HURT, MENDED, OTHERWISE, Position, Signals


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


OWN = (AnswerSource.CONDITION, AnswerSource.OWN_QUESTION)
"""What the family itself had asked, or asked for."""


class Decision(NamedTuple):
    """The answer to a reply: a branch with its answer, and an entry instead or after it."""

    source: AnswerSource
    branch: str
    answer: Answer
    entry: str = ""
    besides: bool = False
    """The entry is said with the branch's own line, and not instead of it."""
    first: str = ""
    """What answers the family's own question, said before the branch's own line; it counts as used too."""
    also: str = ""
    """A second entry, said with the first: it only speaks, and changes nothing that the talk depends on."""


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
    decision = _decide_by_source(script, before, now, heard, branch, answer)
    if decision.besides and decision.entry:
        return decision._replace(also=_find_second_besides(script, before, heard, decision))
    return decision


def _decide_by_source(
    script: Script, before: Position, now: Position, heard: Signals, branch: str, answer: Answer
) -> Decision:
    """Decide who answers a reply by what is looked for first, with one entry besides at most.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
        heard: the signals of the reply.
        branch: the branch that would answer by the criteria alone, or `otherwise`, `hurt` or `mended`.
        answer: that branch's answer.
    """
    source = _find_source(script, before, heard, branch, answer)
    if heard.rules == FIRST_RULES:
        return Decision(source, branch, answer)
    if source in (AnswerSource.HURT, AnswerSource.CRITERION) and (both := _hear_no(script, before, now, heard)):
        return both.join(source, branch, answer)
    if source in FIRST_OF_ALL:
        # "I'll ring on Friday. Is she in?": what was agreed is answered, and the question too.
        may_ask = heard.sureness.replaces or (source is AnswerSource.PLAN and heard.rules > FOURTH_RULES)
        besides = _find_entry_besides(script, before, heard, answer) if may_ask else ""
        return Decision(source, branch, answer, besides, besides=True)
    entry = _find_entry(script, before, heard)
    received = _is_received(script, before, heard, branch, answer)
    if source is AnswerSource.REPAIR:
        besides = _find_entry_besides(script, before, heard, answer)
        return Decision(source, branch, answer, entry if received else besides, besides=True)
    own = _find_condition(script, before, now, heard) or _find_reaction(script, before, now, heard, source)
    if own:
        # "No. Who's that?" answers their question, and then asks one.
        # "Yes please. Just milk." is one answer, and an entry for it would be a second one to the same words.
        twice = heard.states and heard.rules > SECOND_RULES
        besides = entry or _find_entry_besides(script, before, heard, own.answer)
        return own._replace(entry=besides if heard.question and not twice else "", besides=True)
    return _choose_between(script, before, now, heard, Decision(source, branch, answer, entry), received=received)


def _choose_between(
    script: Script, before: Position, now: Position, heard: Signals, decision: Decision, *, received: bool
) -> Decision:
    """Choose between a branch's own answer, an entry's, and both, one after the other.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
        heard: the signals of the reply.
        decision: the branch that would answer, and the entry that may replace it.
        received: whether the branch takes up other sentences than the entry does.
    """
    source, branch, answer, entry = decision[:4]
    sure = heard.sureness is Sureness.SURE
    if entry and source is AnswerSource.CRITERION and received:
        return decision._replace(besides=True)
    besides = _find_entry_besides(script, before, heard, answer)
    # A family that is still sore says so, and answers; where the branch leads on, the entry alone keeps the turn open.
    waits = besides and not sure and fits_anything(answer) and answer.goto is None
    if entry and (sure or (source is AnswerSource.GENERIC and not waits)):
        also = _find_second_entry(script, before, now, heard, entry)
        return Decision(AnswerSource.ENTRY, branch, answer, entry, also=also)
    slight = heard.sureness is Sureness.SLIGHT
    # Before a question is put off, another sentence that has its answer gets that.
    taken = _find_by_sentence(script, before, now, heard) if branch == OTHERWISE and (slight or not besides) else ""
    if taken:
        return Decision(AnswerSource.ENTRY, branch, answer, taken)
    if besides and source is AnswerSource.GENERIC and not fits_anything(answer):
        # An entry that may be meant is better than a line that waits for any question, or none; below that it is not.
        return Decision(source, branch, answer) if slight else Decision(AnswerSource.ENTRY, branch, answer, besides)
    return Decision(source, branch, answer, besides, besides=True)


class _HeardNo(NamedTuple):
    """What the family does where a reply begins with a clear no to its own question."""

    name: str
    answer: Answer

    def join(self, source: AnswerSource, branch: str, answer: Answer) -> Decision:
        """Return the decision that the no is taken up first, and then what else the reply does.

        Args:
            source: what else is answered.
            branch: the branch that answers it.
            answer: that branch's answer; the scales move by it alone.
        """
        if branch == self.name:
            return Decision(source, branch, answer)
        update = {
            "says": (self.answer.says + answer.says)[:MOST_LINES],
            "remember": (*self.answer.remember, *answer.remember),
            "goto": answer.goto or self.answer.goto,
        }
        return Decision(source, branch, answer.model_copy(update=update), first=self.name)


MOST_LINES = 12
"""Lines of one answer."""


def _hear_no(script: Script, before: Position, now: Position, heard: Signals) -> _HeardNo | None:
    """Find what the family does where a reply begins with a clear no to its question.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
        heard: the signals of the reply.
    """
    if Aspect.PLAIN_NO not in heard.aspects or heard.alone:
        return None
    alone = replace(heard, answers=(ShortAnswer.NO,), alone=True, pick="")
    own = _find_condition(script, before, now, alone, words=False) or _find_reaction(
        script, before, now, alone, AnswerSource.GENERIC
    )
    if own is None or own.answer.tells:
        return None
    return _HeardNo(own.branch, own.answer)


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
    most = MOST_LISTENED if heard.rules > THIRD_RULES else inf
    if isinstance(answer, Branch) and (answer.follows_up or 0 < len(listens) <= most):
        return AnswerSource.CRITERION
    return AnswerSource.GENERIC


def _find_entry(script: Script, before: Position, heard: Signals) -> str:
    """Return the name of the entry that answers a reply, if it may be said here; else nothing.

    To a reply without a word that is their own line for a silence, until all of those were said.
    """
    name = SILENCE_ACT if Aspect.SILENT in heard.aspects else heard.pick
    if Aspect.SILENT not in heard.aspects:
        if not name or not heard.sureness.replaces:
            return ""
        if Aspect.NODS in heard.aspects and (heard.sureness is not Sureness.SURE or name == SILENCE_ACT):
            return ""
    elif before.hurt:
        return ""
    entry = script.find_entry(before.turn, name)
    if entry is None or not is_open(script, before, entry):
        return ""
    if entry.says and find_voice(script, before, entry.says, heard) is None:
        return ""
    asked_again = heard.sureness is Sureness.SURE and (heard.question is not None or heard.rules <= SECOND_RULES)
    return "" if not asked_again and is_spent(script, before, name, entry, heard) else name


SHORT_ANSWER, BOTH_ANSWERS, WITH_BRANCH = 20, 55, 110
"""Words of the shorter of two answers to one reply, of both, and of an entry with a branch's own lines, at the most."""
SHORT_QUESTION, BOTH_QUESTIONS = 25, 65
"""The first two of these where the second answer is to a question; by the sixth rules they were the same."""
WITH_BRANCH_BEFORE = 70
"""The last of these by the fourth rules."""


def _find_second_entry(script: Script, before: Position, now: Position, heard: Signals, first: str) -> str:
    """Return the name of the entry that answers another sentence, if both can be said.

    Two long answers are never given: nobody says all of that at once.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
        heard: the signals of the reply.
        first: the entry that answers it anyway.
    """
    if not heard.also or heard.also in (first, SILENCE_ACT) or now.hurt:
        return ""
    one, too = script.find_entry(before.turn, first), _choose_lines_besides(script, before, heard.also, heard)
    if one is None or not too:
        return ""
    said = choose_take(script, before, first, one, heard)
    if one.opens and would_tell(script, now, one):
        said = script.silences[one.opens].tells
    words = sorted(sum(len(line.text.split()) for line in lines) for lines in (said, too))
    asks = heard.rules > SIXTH_RULES and not heard.also_states
    short, most = (SHORT_QUESTION, BOTH_QUESTIONS) if asks else (SHORT_ANSWER, BOTH_ANSWERS)
    fits = words[0] <= short and sum(words) <= most
    twice = heard.rules > SEVENTH_RULES and tells_the_same(said, too, least=NOT_BY_CHANCE)
    return heard.also if fits and not twice and not {line.text for line in said} & {line.text for line in too} else ""


def _find_entry_besides(script: Script, before: Position, heard: Signals, answer: Answer) -> str:
    """Return the entry that answers a question besides a branch's own line; else nothing.

    A reply that meets a criterion often ends in a question, and a branch that takes up the one passes over the other.
    The entry need not be so sure where it replaces nothing. Both together are not long.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        heard: the signals of the reply.
        answer: the branch's answer.
    """
    if heard.rules <= THIRD_RULES or heard.question is None:
        return ""
    name = heard.pick
    if heard.rules > SIXTH_RULES and heard.also and not heard.also_states and not heard.sureness.replaces:
        name = heard.also  # a question that is sure by itself, where the reply as a whole is not
    elif heard.states or heard.sureness is Sureness.UNSURE:
        return ""
    if not (said := _choose_lines_besides(script, before, name, heard)):
        return ""
    words = sum(len(line.text.split()) for line in (*said, *answer.says))
    repeated = {line.text for line in said} & {line.text for line in answer.says}
    if heard.rules <= FOURTH_RULES:
        return name if words <= WITH_BRANCH_BEFORE and not repeated else ""
    return name if words <= WITH_BRANCH and not repeated and not tells_the_same(said, answer.says) else ""


def _find_second_besides(script: Script, before: Position, heard: Signals, decision: Decision) -> str:
    """Return the entry that answers a second question, beside a branch that answers one.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        heard: the signals of the reply.
        decision: the branch and the entry that answer it.
    """
    if heard.rules <= SIXTH_RULES or heard.also_states or heard.also in ("", decision.entry, SILENCE_ACT):
        return ""
    if not heard.sureness.replaces:  # the two may answer the same sentence
        return ""
    entry, too = (
        script.find_entry(before.turn, decision.entry),
        _choose_lines_besides(script, before, heard.also, heard),
    )
    if entry is None or entry.opens or not too:
        return ""
    answer = decision.answer
    said = (*choose_take(script, before, decision.entry, entry, heard), *answer.says)
    fits = sum(len(line.text.split()) for line in (*said, *too)) <= WITH_BRANCH
    # What the branch tells, or leads on to, is heard in the same breath.
    told = script.silences[answer.tells].tells if answer.tells else ()
    leads = answer.goto is not None and not script.is_ending(answer.goto)
    onward = choose_arrival(script, before, answer.goto) if answer.goto and leads else ()
    twice = any(tells_the_same(too, (line,), least=NOT_BY_CHANCE) for line in (*told, *onward))
    return heard.also if fits and not twice and not tells_the_same(too, said) else ""


NOT_BY_CHANCE = 3
"""Longer words that an answer shares with another, or with a line that follows, where both tell the same."""


def _find_by_sentence(script: Script, before: Position, now: Position, heard: Signals) -> str:
    """Return the entry that answers one sentence, where none is sure for the whole reply.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
        heard: the signals of the reply.
    """
    if heard.rules <= SIXTH_RULES or heard.sureness.replaces or now.hurt or heard.also in ("", SILENCE_ACT):
        return ""
    return heard.also if _choose_lines_besides(script, before, heard.also, heard) else ""


def _choose_lines_besides(script: Script, before: Position, name: str, heard: Signals) -> Lines:
    """Choose what an entry says besides another answer; nothing where it may not.

    It may open no silence, but on the short way, and leave no mark that decides where the talk goes.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        name: the entry's name, with its place.
        heard: the signals of the reply.
    """
    entry = script.find_entry(before.turn, name)
    if entry is None or not is_open(script, before, entry):
        return ()
    if entry.opens and not (heard.short and heard.rules > FIFTH_RULES):
        return ()  # on the short way they may not be asked again, so they tell what they keep, or say that they keep it
    if entry.opens and would_tell(script, before, entry):
        return script.silences[entry.opens].tells
    if entry.remember and script.list_path_marks().intersection(entry.remember):
        return ()
    if find_voice(script, before, entry.says, heard) is None or is_spent(script, before, name, entry, heard):
        return ()
    return choose_take(script, before, name, entry, heard)


def is_said_first(name: str, other: str, heard: Signals) -> bool:
    """Whether the second of two entries is said first: an act, or what was asked first.

    Args:
        name: the first entry's name, with its place.
        other: the second entry's.
        heard: the signals of the reply.
    """
    acts = [one.startswith(ACTS) for one in (name, other)]
    return heard.also_first if acts[0] == acts[1] else acts[1]


def says_entry_first(heard: Signals, decision: Decision) -> bool:
    """Whether an entry is said before the branch's own line, and not after it.

    Args:
        heard: the signals of the reply.
        decision: the branch and the entry that answer it.
    """
    if decision.source in OWN or heard.rules <= SECOND_RULES:
        return False
    # "Hello. I'm sorry about that." is greeted first.
    if decision.entry.startswith(ACTS):
        return True
    # A branch that leads on is written to be heard just before what it leads to.
    leads = decision.answer.goto is not None or decision.answer.tells is not None
    answers_first = decision.source not in (AnswerSource.HURT, AnswerSource.REPAIR) and not heard.received
    return heard.rules > THIRD_RULES and leads and answers_first


ACTS = "acts:"
"""How the names of acts begin."""
SILENCE_ACT = f"{ACTS}silence"
"""The act to which a family's lines answer a reply without a word."""


def would_ignore_question(script: Script, heard: Signals, branch: str, chosen: Answer) -> bool:
    """Whether an answer would pass over a straight question that the reply asked."""
    if Aspect.ASKS_SAFETY in heard.aspects and branch == OTHERWISE and not chosen.tells:
        return bool(script.asked_straight)
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


def _find_condition(
    script: Script, before: Position, now: Position, heard: Signals, *, words: bool = True
) -> Decision | None:
    """Find what the family had asked for here and a reply meets the first time, or None.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
        heard: the signals of the reply.
        words: whether it may be met by what the reply does, and not only by a short answer.
    """
    for key, condition in script.turn(before.turn).meets.items():
        name = f"meets:{key}"
        picked = heard.pick == name and heard.sureness.replaces
        done = words and condition.needs_reply() and not list_reply_failures(script, condition, heard)
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


# --- The family's own answers, where no branch of the turn fits


def choose_default_answer(script: Script, before: Position, branch: str, heard: Signals | None = None) -> Answer:
    """Choose the family's own answer to a hurt or a repair, or the turn's `otherwise`.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        branch: `hurt`, `mended` or `otherwise`.
        heard: the signals of the reply; whoever it speaks to says it, if there are lines of theirs.
    """
    if branch == HURT:
        changes = Changes(trust=-1, guarded=1)
        return Answer(says=_choose_own_lines(script.hurt_lines, before.hurts, HURT, before, heard), changes=changes)
    if branch == MENDED:
        says = _choose_own_lines(script.mended_lines, before.mendings, MENDED, before, heard)
        return Answer(says=says, changes=Changes(guarded=-1))
    otherwise = script.turn(before.turn).otherwise
    return otherwise[min(before.unmet, len(otherwise) - 1)]


def _choose_own_lines(
    lines: tuple[Lines, ...], count: int, branch: str, before: Position, heard: Signals | None
) -> Lines:
    """Choose a family's lines for a hurt or a repair: by who is spoken to, and none twice.

    Args:
        lines: the lines.
        count: how often some were said, which chose them by the rules before today's.
        branch: `hurt` or `mended`.
        before: the position before the reply.
        heard: the signals of the reply.
    """
    if heard is None or heard.rules <= SECOND_RULES:
        return lines[count]
    left = [take for number, take in enumerate(lines) if f"{branch}:{number}" not in before.said]
    theirs = [take for take in left if take[0].speaker == heard.to]
    return next(iter(theirs or left), lines[count])


def name_own_lines(script: Script, branch: str, said: Lines) -> frozenset[str]:
    """Return the names by which the family's lines for a hurt or a repair count as said.

    Args:
        script: the scenario being played.
        branch: `hurt` or `mended`.
        said: what was said.
    """
    lines = script.hurt_lines if branch == HURT else script.mended_lines
    return frozenset(f"{branch}:{number}" for number, take in enumerate(lines) if take == said[-len(take) :])
