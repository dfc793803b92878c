"""The history of a rehearsal: its events replayed into attempts and exchanges.

Begin with `replay` for stored events, and `answer_reply` for a reply that was just read.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.events import (
    Began,
    BroughtAlong,
    CameBack,
    Contradicted,
    Disputed,
    Ended,
    Event,
    Kept,
    Lost,
    Reflected,
    Replied,
    SaidAgain,
    Skipped,
    TookBack,
)
from coach.rehearsal.engine import apply, start
from coach.rehearsal.script import Script
from coach.rehearsal.short_way import FROM_REPLY
from coach.rehearsal.state import (
    Attempt,
    Exchange,
    History,
    Step,
)


def start_history(script: Script) -> History:
    """Make the history of a rehearsal without any event."""
    return History(None, start(script), (Attempt(1, (), "none"),))


def replay(script: Script, events: Iterable[Event]) -> History:
    """Replay stored events into a history.

    If today's content would answer a reply with another branch than the stored one, or events were lost, the history
    diverges there: later replies are listed in it without an answer.

    Args:
        script: the scenario to play.
        events: the stored events, in order.

    Raises:
        NotNow: an event cannot happen where it stands, though no event was lost.
    """
    history = start_history(script)
    for event in events:
        try:
            history = advance(script, history, event)
        except NotNow:
            if not history.lost:
                raise
            # What was lost led here, so that what follows cannot happen any more: it stops, and says so.
            history = advance(script, replace(history, diverges_at=f"reply {history.state.replies() + 1}"), event)
    return history


def advance(script: Script, history: History, event: Event) -> History:
    """Add one stored event to a history.

    Args:
        script: the scenario to play.
        history: the history so far.
        event: the next event; a stored reply names the branch that answered it.

    Returns:
        The history with the event. It diverges there if today's script answers a stored reply by another branch.

    Raises:
        NotNow: the event cannot happen here, as in `apply`.
    """
    if history.diverges_at and not isinstance(
        event, (Disputed, Contradicted, Reflected, Kept, BroughtAlong, CameBack, Lost)
    ):
        return replace(history, unplaced=(*history.unplaced, event)) if isinstance(event, Replied) else history
    step = apply(script, history.state, event)
    # The stored branch is what the practitioner saw. Another one means that the content has changed since.
    if isinstance(event, Replied) and event.answered not in ("", step.answered):
        return replace(history, diverges_at=f"reply {history.state.replies() + 1}", unplaced=(event,))
    return _add_event(history, event, step)


def answer_reply(script: Script, history: History, event: Replied) -> tuple[History, Replied]:
    """Answer a reply that was just read, in one step of the engine.

    Args:
        script: the scenario to play.
        history: the history so far.
        event: the reply, as it was read.

    Returns:
        The history with the reply and its answer, and the reply to store, which names the branch that answered it.

    Raises:
        NotNow: the conversation has ended.
    """
    short = is_short_now(history)
    step = apply(script, history.state, event.model_copy(update={"short": True}) if short else event)
    led = {"short": True, "leads": step.led_to} if short else {}
    event = event.model_copy(update={"answered": step.answered, **led})
    return _add_event(history, event, step), event


def skip_reply(script: Script, history: History, event: Skipped) -> tuple[History, Skipped]:
    """Skip a reply, in one step of the engine.

    Args:
        script: the scenario to play.
        history: the history so far.
        event: the skip.

    Returns:
        The history with the skip, and the skip to store, which names where the short way led.

    Raises:
        NotNow: the conversation has ended.
    """
    short = is_short_now(history)
    step = apply(script, history.state, event.model_copy(update={"short": True}) if short else event)
    event = event.model_copy(update={"short": True, "leads": step.led_to}) if short else event
    return _add_event(history, event, step), event


def is_short_now(history: History) -> bool:
    """Whether the next reply is answered on the short way: it was chosen, and enough was said."""
    began = history.began
    return began is not None and began.short and history.state.replies() + 1 >= FROM_REPLY


def _add_event(history: History, event: Event, step: Step) -> History:
    """Add an event and the step that it caused to a history."""
    history = replace(history, state=step.state)
    last = history.attempts[-1]
    match event:
        case Began():
            return replace(history, began=event, attempts=(Attempt(1, step.lines, step.topic),))
        case Replied() | Skipped():
            return _replace_last(history, _add_exchange(last, event, step))
        case TookBack():
            return _replace_last(history, replace(last, exchanges=last.exchanges[:-1], ended=None, ending=None))
        case SaidAgain():
            left = history.attempt(event.attempt)
            # The exchanges before the chosen reply belong to both attempts.
            kept = left.exchanges[: left.exchanges.index(left.replies()[event.reply - 1])]
            again = Attempt(last.number + 1, last.arrival, last.topic, kept, parted=event.reply)
            return replace(history, attempts=(*history.attempts, again))
        case Ended():
            return _replace_last(history, replace(last, ended=event.how))
        case Disputed():
            return replace(history, disputed=(*history.disputed, event))
        case Contradicted():
            others = tuple(c for c in history.contradicted if (c.attempt, c.card) != (event.attempt, event.card))
            return replace(history, contradicted=others if event.withdrawn else (*others, event))
        case Reflected():
            return replace(history, reflected=(*history.reflected, event))
        case BroughtAlong():
            kept_along = tuple(
                submission_event
                for submission_event in history.brought
                if submission_event.brought.id != event.brought.id
            )
            return replace(history, brought=kept_along if event.withdrawn else (*kept_along, event))
        case CameBack():
            return replace(history, came_back=(*history.came_back, event))
        case Kept():
            return replace(history, kept=event.keep)
        case Lost():
            return replace(history, lost=(*history.lost, event))
        case _:
            return history


def _replace_last(history: History, attempt: Attempt) -> History:
    """Replace the last attempt of a history."""
    return replace(history, attempts=(*history.attempts[:-1], attempt))


def _add_exchange(attempt: Attempt, event: Replied | Skipped, step: Step) -> Attempt:
    """Add a reply or a skip, with the family's answer, to an attempt."""
    # Not by counting all: the time to read a long rehearsal would grow with the square of its replies.
    before = next((earlier.number for earlier in reversed(attempt.exchanges) if earlier.number), 0)
    number = before + 1 if isinstance(event, Replied) else 0
    # After an ask-back the reply is read together with the one before it.
    joins = number - 1 if number and step.before.asked else 0
    cue, topic = attempt.cue(), attempt.topic_now()
    exchange = Exchange(number, event, joins, cue, topic, step.before, step.after, step.outputs, attempt.said_last())
    return replace(attempt, exchanges=(*attempt.exchanges, exchange), ending=step.ending)


# --- Questions to a history and to its events


def find_exchange(story: History, reply: int, attempt: int) -> Exchange:
    """Return a reply with its answer; 0 means the last. Raises NotNow if there is none."""
    replies = story.attempt(attempt).replies()
    if not replies:
        raise NotNow(
            say("Say a line first: then you can ask why they answered it so."), title=say("Nothing was said yet")
        )
    if not 0 <= reply <= len(replies):
        raise NotNow(say("There is no such reply yet."), title=say("No such reply"))
    return replies[reply - 1]


def describe_skip(story: History, reply: int, attempt: int) -> tuple[str, ...]:
    """Say of the last reply that a line was skipped after it; nothing of any other reply."""
    after = story.attempt(attempt).exchanges[-1:]
    skipped = not reply and any(not exchange.number for exchange in after)
    return (say("You skipped the line after it. This is about your last reply."),) if skipped else ()


def list_criteria(story: History, reply: int, attempt: int) -> set[str]:
    """List the ids of the criteria on which a reply has a verdict, then or by the next reply."""
    replies = story.attempt(attempt).replies()
    exchanges = replies[reply - 1 : reply + 1] if reply >= 1 else ()
    said = [exchange.event for exchange in exchanges if isinstance(exchange.event, Replied)]
    verdicts = said[0].reading.verdicts if said else ()
    later = said[1].settled if len(said) > 1 else ()
    return {verdict.criterion for verdict in (*verdicts, *later)}


def require_going(story: History) -> None:
    """Raise NotNow if the conversation has ended, or cannot be followed to its end."""
    if story.state.over():
        raise NotNow(say("This conversation has ended."), say("Say one of your lines again, or go to the debrief."))
    require_followed(story)


def require_followed(story: History) -> None:
    """Raise NotNow if the stored events cannot be replayed to their end, so nothing can follow."""
    if stops := story.stops():
        raise NotNow(f"{stops}.", say("Look back on what was said, or begin anew."))


def hangs_on_what_was_said(event: Event) -> bool:
    """Whether an event would mean something else if other words had been said before it."""
    left = isinstance(event, Ended) and event.how == "stopped"
    return left or isinstance(event, Replied | Skipped | TookBack | SaidAgain)


def list_events_of_last(events: tuple[Event, ...], attempt: int, answers: Collection[str]) -> list[int]:
    """List the numbers, from 1, of the events of the last attempt, which go with it.

    Args:
        events: all events of the rehearsal; an earlier attempt is among them.
        attempt: the number of the last attempt.
        answers: the keys of reflections on it.
    """
    began = max(number for number, event in enumerate(events, 1) if isinstance(event, SaidAgain))
    return [
        number
        for number, event in enumerate(events, 1)
        if number >= began and _belongs_to_attempt(event, attempt, answers)
    ]


def _belongs_to_attempt(event: Event, attempt: int, answers: Collection[str]) -> bool:
    """Whether an event that came after an attempt began is of that attempt, and goes with it."""
    match event:
        case Disputed() | Contradicted():
            return event.attempt >= attempt
        case Reflected():
            return event.on in answers
        case Kept() | BroughtAlong() | CameBack() | Lost():
            return False
        case _:
            return True
