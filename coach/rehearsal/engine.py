"""The engine: `apply` moves a conversation on by one event, without clock, chance or files.

The family answers a hurt before anything else in a mixed reply (`docs/domain-rules.md#silences-and-harm`). Else the
first branch that fits answers, then the family's own answers to a hurt or a repair, then the turn's `otherwise`. Each
branch is used once a visit and every turn's last `otherwise` leads on, so no conversation can run in a loop.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.conditions import HIGHEST, LOWEST
from coach.model.events import (
    FIRST_RULES,
    SECOND_RULES,
    THIRD_RULES,
    Began,
    BroughtAlong,
    CameBack,
    Contradicted,
    Disputed,
    Ended,
    Event,
    Kept,
    Lost,
    Paused,
    Reflected,
    Replied,
    Resumed,
    SaidAgain,
    Skipped,
    TookBack,
)
from coach.model.reading import Aspect
from coach.model.scenario import END, Answer, Branch, Changes
from coach.rehearsal.decision import (
    AnswerSource,
    Decision,
    choose_default_answer,
    decide,
    is_said_first,
    name_own_lines,
    says_entry_first,
    would_ignore_question,
)
from coach.rehearsal.honest_lines import MOST_DEFERRALS, add_light_line, choose_honest_lines, count_spoken, note_reply
from coach.rehearsal.script import (
    Script,
    choose_arrival,
    choose_question,
    choose_straight_answer,
    choose_take,
    fit_branches,
    fits_anything,
    list_branch_failures,
    list_state_failures,
    name_remark,
    would_tell,
)
from coach.rehearsal.short_way import ShortMove, lead_on, may_hold, may_still_tell
from coach.rehearsal.state import (
    ASKED,
    HURT,
    MENDED,
    OTHERWISE,
    SKIPPED,
    AskBackOutput,
    BranchOutput,
    EndingOutput,
    EntryOutput,
    HarmOutput,
    HonestOutput,
    LinesOutput,
    Output,
    PastMove,
    Position,
    RepairOutput,
    ScaleOutput,
    Signals,
    SilenceOutput,
    State,
    Step,
    TrialOutput,
    TurnOutput,
)

# --- The engine: `apply` moves a conversation on by one event, without clock, chance or files

# --- One event applied


def start(script: Script) -> State:
    """Make the state of a conversation before its first event."""
    begins = script.dialogue.begins
    return State(Position(begins, trust=script.starts.trust, guarded=script.starts.guarded))


def apply(script: Script, state: State, event: Event | Signals, *, explain: bool = True) -> Step:
    """Apply one event to a conversation, and return the step.

    Every change of a conversation goes through this function: live rehearsals, replays, rounds in a room, and the walk
    through every state.

    Args:
        script: the scenario to play.
        state: the state before the event.
        event: the event. A reply without text can be given as its `Signals` alone.
        explain: whether the step lists each branch tried, with why it did not fit.

    Returns:
        The state after the event, and what happened in it.

    Raises:
        NotNow: the event cannot happen in this state, such as a reply after the end.
    """
    match event:
        case Began():
            return _begin(script, state)
        case Replied() | Signals():
            _require_open(state)
            heard = Signals.of(event, script.harmful, script.mends) if isinstance(event, Replied) else event
            heard = replace(heard, early=may_still_tell(state)) if heard.short else heard
            position, outputs = answer(script, state.position, heard, explain=explain)
            return Step(state.position, _record_move(state, position, reply=True), outputs)
        case Skipped():
            _require_open(state)
            position, outputs = skip_line(script, state.position, event)
            return Step(state.position, _record_move(state, position, reply=False), outputs)
        case TookBack():
            if not state.past:
                raise NotNow(say("There is nothing to take back yet."))
            # Each move holds the position before it, so nothing is replayed to take a reply back.
            back = replace(state, position=state.past[-1].before, past=state.past[:-1], ended=None)
            return Step(state.position, back)
        case SaidAgain():
            return Step(state.position, _go_back(state, event))
        case Paused():
            return Step(state.position, replace(state, paused=True))
        case Resumed():
            return Step(state.position, replace(state, paused=False))
        case Ended():
            return Step(state.position, replace(state, ended=event.how, paused=False))
        case Disputed() | Contradicted() | Reflected() | Kept() | BroughtAlong() | CameBack() | Lost():
            return Step(state.position, state)


def fold(script: Script, events: Iterable[Event]) -> State:
    """Apply events one after another, and return the state after the last."""
    state = start(script)
    for event in events:
        state = apply(script, state, event).state
    return state


def _begin(script: Script, state: State) -> Step:
    """Begin the conversation: let the family say the lines of the first turn."""
    turn = script.dialogue.begins
    position = replace(state.position, turn=turn, used=frozenset(), unmet=0, about=script.turn(turn).about)
    lines = choose_arrival(script, position, turn)
    outputs = (LinesOutput(lines, script.turn(turn).find_topic()), TurnOutput(turn))
    return Step(state.position, replace(state, position=position), outputs)


def _require_open(state: State) -> None:
    """Raise NotNow if the conversation has ended."""
    if state.over():
        raise NotNow(say("This conversation has ended."), say("Say one of your lines again, or go to the debrief."))


def _record_move(state: State, position: Position, *, reply: bool) -> State:
    """Return the state after a reply or a skip, recorded so that it can be taken back.

    Args:
        state: the state before the move.
        position: the position after it.
        reply: whether the move is a reply, and not a skip.
    """
    past = (*state.past, PastMove(state.position, reply))
    return State(position, past, state.earlier, paused=False, ended=state.ended)


def _go_back(state: State, event: SaidAgain) -> State:
    """Return the state just before an earlier reply, as the start of a new attempt.

    Raises NotNow.
    """
    ways = (*state.earlier, state.past)
    if event.attempt > len(ways):
        raise NotNow(say("There is no attempt number {attempt}.", attempt=event.attempt))
    way = ways[event.attempt - 1]
    places = [index for index, said in enumerate(way) if said.reply]
    if event.reply > len(places):
        raise NotNow(
            say("There is no reply number {reply} to say again.", reply=event.reply),
            say("Choose one of your own lines."),
        )
    # What came before the chosen reply stays; the whole attempt is stored among the earlier ones, so that it can be
    # gone back to as well.
    index = places[event.reply - 1]
    return State(way[index].before, way[:index], earlier=ways)


# --- The answer to one reply

MOST_ASKINGS, FIRST_MOST_ASKINGS = 1, 2
"""Times a family asks back in one conversation, by today's rules and by the first ones."""

RUN_THAT_EASES = 2
"""Helpful replies in a row that reopen what a hurt closed."""


def answer(
    script: Script, before: Position, heard: Signals, *, explain: bool = True
) -> tuple[Position, tuple[Output, ...]]:
    """Let the family answer a reply.

    Args:
        script: the scenario to play.
        before: the position before the reply.
        heard: the signals of the reply.
        explain: whether to list each branch tried, with why it did not fit.

    Returns:
        The position after the answer, and what happened in it.
    """
    # Repair first: a silence may be told in the very reply that puts a hurt right.
    position, felt = apply_harm_and_repair(script, before, heard)
    # Traces count from here on: the hurt or repair above is judged without what the family hears in them.
    heard = heard.answered_to(script.heard_as)
    branch, answer_found, tried = _choose_branch(script, before, position, heard, explain=explain)
    decision = _shorten(script, position, heard, decide(script, before, position, heard, branch, answer_found))
    # The whole reply waits: neither its hurt nor its answer is applied until the next reply settles what was meant.
    if not decision.entry and (asks := _find_ask_back(script, before, heard, decision.branch)):
        asked = replace(before, asked=True, askings=before.askings + 1)
        return asked, (
            *tried,
            asks,
            BranchOutput(ASKED),
            LinesOutput(choose_question(script, before, heard.to), script.turn(before.turn).find_topic()),
        )
    if decision.entry:
        position, more = _say_entry(script, position, heard, decision)
    else:
        position, more = _give_answer(script, before, position, heard, decision)
    return note_reply(script, before, position, heard, more), (*felt, *tried, *more)


def _give_answer(
    script: Script, before: Position, position: Position, heard: Signals, decision: Decision
) -> tuple[Position, tuple[Output, ...]]:
    """Give the answer that was decided on, without an entry.

    Where nothing fits a reply, the family says so openly before it goes on with its own.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        position: the position after the reply's hurt or repair.
        heard: the signals of the reply.
        decision: who answers.

    Returns:
        The position after the answer, and what happened in it.
    """
    chosen = decision.answer
    # A frightened person may not answer a straight question, but does not talk past it either.
    if would_ignore_question(script, heard, decision.branch, chosen):
        chosen = chosen.model_copy(update={"says": choose_straight_answer(script, before, heard.to) + chosen.says})
        return apply_branch(script, position, decision.branch, chosen)
    if decision.first:
        position = replace(position, used=position.used | {decision.first})
    if decision.source in (AnswerSource.CRITERION, AnswerSource.PLAN):
        position, chosen = add_light_line(script, position, heard, chosen)
    if heard.rules == FIRST_RULES or decision.source is not AnswerSource.GENERIC or decision.branch in (HURT, MENDED):
        return apply_branch(script, position, decision.branch, chosen)
    # A branch that only waits for a form fits whatever is asked: a question is put off openly first.
    fits_form = isinstance(chosen, Branch) and bool(chosen.form) and chosen.helpful is None
    passes_over = heard.rules > THIRD_RULES and fits_anything(chosen)
    if decision.branch != OTHERWISE and not ((fits_form or passes_over) and heard.question):
        return apply_branch(script, position, decision.branch, chosen)
    # Where the turn has an answer to any question, not to know would contradict it.
    honest = choose_honest_lines(script, position, heard, may_not_know=decision.branch == OTHERWISE)
    said = {honest.name} if honest else set()
    settled = name_remark(before.turn)
    stays = decision.branch == OTHERWISE and chosen.goto is None and not position.hurt
    if (
        stays
        and settled not in note_reply(script, before, position, heard, ()).said
        and (remark := script.turn(before.turn).remark)
    ):
        chosen = chosen.model_copy(update={"says": remark})
        said.add(settled)
    if honest is None and not said:
        return apply_branch(script, position, decision.branch, chosen)
    position = replace(position, said=position.said | said)
    if honest is None:
        return apply_branch(script, position, decision.branch, chosen)
    # A branch that waits for any question answers none: to put it off and to answer it would be both.
    waits = decision.branch != OTHERWISE and chosen.goto is None and heard.rules > SECOND_RULES
    stands_for_it = waits or passes_over
    chosen = chosen.model_copy(update={"says": honest.lines + (() if stands_for_it else chosen.says)})
    deferred = min(position.deferred + (honest.kind == "defers"), MOST_DEFERRALS)
    position = replace(position, deferred=deferred, spoken=count_spoken(position))
    position, outputs = apply_branch(script, position, decision.branch, chosen)
    return position, (HonestOutput(honest.kind), *outputs)


def _say_entry(
    script: Script, position: Position, heard: Signals, decision: Decision
) -> tuple[Position, tuple[Output, ...]]:
    """Let the family say an entry, alone or with the line of a branch.

    An entry alone holds the turn, a few times; then the family goes on with its own in the same breath. What the branch
    that was passed over would have moved, is moved.

    Args:
        script: the scenario being played.
        position: the position after the reply's hurt or repair.
        heard: the signals of the reply.
        decision: who answers; it names the entry.

    Returns:
        The position after the answer, and what happened in it.
    """
    turn, name, chosen = script.turn(position.turn), decision.entry, decision.answer
    entry = script.find_entry(position.turn, name)
    if entry is None:  # decided on just now, so it is there
        return apply_branch(script, position, decision.branch, chosen)
    tells = entry.opens if not chosen.tells and would_tell(script, position, entry) else None
    says = () if tells else choose_take(script, position, name, entry, heard)
    said_before = name in position.said
    position = replace(
        position,
        said=position.said | {name},
        spoken=count_spoken(position) if said_before else position.spoken,
    )
    marks = entry.remember
    if other := script.find_entry(position.turn, decision.also):
        too = choose_take(script, position, decision.also, other, heard)
        says = too + says if tells or is_said_first(name, decision.also, heard) else says + too
        position, marks = replace(position, said=position.said | {decision.also}), (*marks, *other.remember)
    spoke = EntryOutput(name, decision.branch, decision.besides, decision.also)
    if decision.besides:
        lines = says + chosen.says if says_entry_first(heard, decision) else chosen.says + says
        update = {"says": lines, "tells": chosen.tells or tells, "remember": (*chosen.remember, *marks)}
        both = chosen.model_copy(update=update)
        position, outputs = apply_branch(script, position, decision.branch, both)
        return position, (spoke, *outputs)
    holds = position.holds < turn.hold and may_hold(script, position, heard, tells=tells is not None)
    onward = Answer(
        says=says,
        tells=tells,
        remember=marks,
        changes=chosen.changes if decision.branch != OTHERWISE else Changes(),
        goto=None if holds else lead_on(script, position.turn, turn.otherwise[-1].goto, heard, early=heard.early),
    )
    counted: dict[str, object] = {"asked": False, "holds": position.holds + holds}
    position, carried = _carry_out(script, position, onward, counted)
    return position, (spoke, BranchOutput(name), *carried)


def _shorten(script: Script, position: Position, heard: Signals, decision: Decision) -> Decision:
    """Return a decision as it is on the short way.

    What leads on leads to the closing part, or to an ending. Where the turn was held long enough, the family goes on in
    the same breath.

    Args:
        script: the scenario being played.
        position: the position after the reply's hurt or repair.
        heard: the signals of the reply.
        decision: who answers, and with what.
    """
    if not heard.short:
        return decision
    chosen, goto = decision.answer, decision.answer.goto
    holds = may_hold(script, position, heard, tells=chosen.tells is not None, fits=decision.branch != OTHERWISE)
    if goto is None and not holds:
        onward = script.turn(position.turn).otherwise[-1]
        chosen, goto = (onward if decision.branch == OTHERWISE else chosen), onward.goto
    goto = lead_on(script, position.turn, goto, heard, early=heard.early)
    return decision._replace(answer=chosen.model_copy(update={"goto": goto}))


def apply_branch(
    script: Script, position: Position, branch: str, chosen: Answer
) -> tuple[Position, tuple[Output, ...]]:
    """Carry out the answer of a branch, and count the branch as used.

    Args:
        script: the scenario to play.
        position: the position after the reply's hurt or repair.
        branch: the id of the branch, or `otherwise`, `hurt` or `mended`.
        chosen: the answer to carry out.

    Returns:
        The position after the answer, and what happened in it.
    """
    counted: dict[str, object] = {"asked": False}
    if branch == OTHERWISE:
        counted["unmet"] = position.unmet + 1
    else:
        counted["used"] = position.used | {branch}
    if branch == HURT:
        # The last line is said from then on. The count stops there, which keeps the number of states finite.
        counted["hurts"] = min(position.hurts + 1, len(script.hurt_lines) - 1)
    if branch == MENDED:
        counted["mendings"] = min(position.mendings + 1, len(script.mended_lines) - 1)
    if branch in (HURT, MENDED):
        counted["said"] = position.said | name_own_lines(script, branch, chosen.says)
    position, outputs = _carry_out(script, position, chosen, counted)
    return position, (BranchOutput(branch), *outputs)


def _find_ask_back(script: Script, before: Position, heard: Signals, branch: str) -> AskBackOutput | None:
    """Return a question back if the possible verdicts would change the family's answer, or None.

    The family asks where nothing fits, nothing helpful is clear and a hurt is likelier than not: once in a talk,
    and never of a practitioner who arrives, who asks something, who may be apologising, or who answers what was told.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        heard: the signals of the reply.
        branch: the branch that would answer it.
    """
    if heard.rules == FIRST_RULES:
        return _find_first_ask_back(script, before, heard, branch)
    if before.asked or before.askings >= MOST_ASKINGS:
        return None
    if Aspect.FOREIGN in heard.aspects:  # whatever was read in it
        return AskBackOutput(branch, branch, ())
    if branch != OTHERWISE:
        return None
    if heard.clear & (script.helpful | script.harmful) or not heard.likely & script.harmful:
        return None
    arrives = before.turn == script.dialogue.begins
    if arrives or before.disclosed or heard.question or script.mends in heard.possible:
        return None
    return _compare_with_possible(script, before, heard, branch)


def _find_first_ask_back(script: Script, before: Position, heard: Signals, branch: str) -> AskBackOutput | None:
    """Return a question back by the first rules, for rehearsals that were played by them.

    By those the family asked if no branch fitted and a possible verdict would fit one, or if a possible verdict would
    hurt; never twice in a row, nor if the reply clearly hurt.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        heard: the signals of the reply.
        branch: the branch that would answer it.
    """
    if before.asked or before.askings >= FIRST_MOST_ASKINGS or not heard.possible or heard.clear & script.harmful:
        return None
    if branch != OTHERWISE and not heard.possible & script.harmful:
        return None
    return _compare_with_possible(script, before, heard, branch)


def _compare_with_possible(script: Script, before: Position, heard: Signals, branch: str) -> AskBackOutput | None:
    """Return the question back if another branch would answer what is possible; else None.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        heard: the signals of the reply.
        branch: the branch that would answer what is clear.
    """
    supposed = heard.assume_possible()
    felt, _ = apply_harm_and_repair(script, before, supposed)
    other, _, _ = _choose_branch(script, before, felt, supposed, explain=False)
    return AskBackOutput(branch, other, tuple(sorted(heard.possible))) if other not in (branch, OTHERWISE) else None


def skip_line(
    script: Script, before: Position, skipped: ShortMove | None = None
) -> tuple[Position, tuple[Output, ...]]:
    """Skip a cue: go on to where the turn leads if no branch fits.

    Args:
        script: the scenario to play.
        before: the position before the skip.
        skipped: the skip, which may be on the short way.
    """
    goto = script.turn(before.turn).otherwise[-1].goto
    onward = Answer(goto=lead_on(script, before.turn, goto, skipped) if skipped else goto)
    position, outputs = _carry_out(script, before, onward, {"asked": False})
    return position, (BranchOutput(SKIPPED), *outputs)


def apply_harm_and_repair(script: Script, before: Position, heard: Signals) -> tuple[Position, list[Output]]:
    """Apply the hurt or the repair in a reply; return the new position and what happened."""
    if harms := heard.clear & script.harmful:
        return _set_hurt(before, hurt=True), [HarmOutput(tuple(sorted(harms)))]
    if not before.hurt:
        return before, []
    if script.mends in heard.clear:
        return _set_hurt(before, hurt=False), [RepairOutput("repaired")]
    # Two helpful replies in a row ease a hurt; any other reply begins the count again.
    if heard.clear.isdisjoint(script.helpful):
        return _set_hurt(before, hurt=True), []
    if before.helpful_run + 1 >= RUN_THAT_EASES:
        return _set_hurt(before, hurt=False), [RepairOutput("eased")]
    return _set_hurt(before, hurt=True, helpful_run=before.helpful_run + 1), []


def _set_hurt(before: Position, *, hurt: bool, helpful_run: int = 0) -> Position:
    """Return the position with the family hurt or not; the very same one if nothing changes.

    `helpful_run` is how many helpful replies have followed a hurt in a row.
    """
    # Most replies change nothing here, and a walk through every state asks very often: a copy each time is costly.
    if (before.hurt, before.helpful_run) == (hurt, helpful_run):
        return before
    return replace(before, hurt=hurt, helpful_run=helpful_run)


def _choose_branch(
    script: Script, before: Position, now: Position, heard: Signals, *, explain: bool
) -> tuple[str, Answer, list[Output]]:
    """Return the branch that answers a reply: its id, its answer, and the branches tried.

    Args:
        script: the scenario being played.
        before: the position before the reply.
        now: the position after the reply's hurt or repair.
        heard: the signals of the reply.
        explain: whether to list each branch that was tried, with what failed.
    """
    harms = not heard.clear.isdisjoint(script.harmful)
    tried: list[Output] = []
    for fit in fit_branches(script, before.turn, heard):
        # Only a person who reads an explanation needs the branches whose words do not fit.
        if fit.misses and not explain:
            continue
        failed = list_branch_failures(script, fit, before, now)
        if explain:
            tried.append(TrialOutput(fit.key, failed))
        if not failed:
            return fit.key, fit.branch, tried
    # No branch of the turn fits: the family's own answers follow, each once a visit.
    if harms and HURT not in before.used:
        return HURT, choose_default_answer(script, before, HURT, heard), tried
    if before.hurt and not now.hurt and MENDED not in before.used:
        return MENDED, choose_default_answer(script, before, MENDED, heard), tried
    return OTHERWISE, choose_default_answer(script, before, OTHERWISE, heard), tried


def _carry_out(
    script: Script, position: Position, chosen: Answer, counted: Mapping[str, object]
) -> tuple[Position, list[Output]]:
    """Carry out the family's answer: say its lines, tell a silence, move scales, go to a turn.

    Returns the new position and what happened. `counted` has other fields of the position to change.
    """
    outputs: list[Output] = []
    changes: dict[str, Any] = {**counted, "disclosed": chosen.tells is not None}
    lines = chosen.says
    for scale, change in (("trust", chosen.changes.trust), ("guarded", chosen.changes.guarded)):
        old = getattr(position, scale)
        new = min(HIGHEST, max(LOWEST, old + change))
        if new != old:
            changes[scale] = new
            outputs.append(ScaleOutput(scale, old, new))
    if chosen.remember:
        changes["remembered"] = position.remembered.union(chosen.remember)
    if chosen.tells:
        changes["told"] = position.told | {chosen.tells}
        lines += script.silences[chosen.tells].tells
        outputs.append(SilenceOutput(chosen.tells))
    # An ending is chosen after the scales have moved, because its conditions look at them.
    if chosen.goto is None or script.is_ending(chosen.goto):
        topic = chosen.topic or script.turn(position.turn).find_topic()
        position = replace(position, **changes)
        if chosen.goto is None:
            return position, [*outputs, LinesOutput(lines, topic)]
        ending = chosen.goto if chosen.goto != END else _choose_ending(script, position)
        lines += script.dialogue.endings[ending].says
        return replace(position, ending=ending), [*outputs, LinesOutput(lines, topic), EndingOutput(ending)]
    # A new visit to a turn: its branches can all answer again.
    about = script.turn(chosen.goto).about or position.about
    begun = {"turn": chosen.goto, "used": frozenset(), "unmet": 0, "holds": 0, "about": about}
    position = replace(position, **changes | begun)
    # Where all of it is settled and nothing else was said, silence would be no answer.
    lines = lines + choose_arrival(script, position, chosen.goto) or script.turn(chosen.goto).says
    return position, [*outputs, LinesOutput(lines, script.turn(chosen.goto).find_topic()), TurnOutput(chosen.goto)]


def _choose_ending(script: Script, position: Position) -> str:
    """Return the id of the first ending whose conditions hold; the last one has none."""
    endings = script.dialogue.endings
    for key, ending in endings.items():
        if not list_state_failures(ending, position):
            return key
    return list(endings)[-1]
