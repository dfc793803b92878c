"""One rehearsal going on: what a front end calls for everything its practitioner does."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from coach.debrief.builder import LESS_WELL, SilenceOutcome, build_debrief, list_silences
from coach.debrief.report import Debrief
from coach.errors import ForgottenElsewhere, NotKnown, NotNow, SaidElsewhere
from coach.matching.classifier import NO_NAMES, Matcher, describe_change, find_changes
from coach.matching.rules import describe_outvoted
from coach.model.events import (
    Began,
    BroughtAlong,
    CameBack,
    Disputed,
    Ended,
    Event,
    Kept,
    Paused,
    Reflected,
    Replied,
    Resumed,
    SaidAgain,
    Skipped,
    Stance,
    TookBack,
)
from coach.model.rubric import Rubric
from coach.model.submission import Review, Submission
from coach.practice.reader import can_be_said, context_of, read_reply
from coach.practice.safeguarding import Distress, NeedsConfirmation, Question, Safeguard, known_words
from coach.records.event_store import RehearsalStore
from coach.rehearsal.engine import Script
from coach.rehearsal.explain import explain_to_author, explain_to_practitioner
from coach.rehearsal.history import History, advance, answer_reply, replay
from coach.rehearsal.state import Attempt, Exchange


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply that was read and kept, with what the family answered."""

    exchange: Exchange


OWN_DAMAGED = (
    "The file of what the coach learnt from you is damaged, so it reads by what it came with. "
    "`coach fit` learns it anew; `coach fit --undo` takes the damaged file away."
)


class RehearsalRecords(Protocol):
    """Where a rehearsal keeps its events: `ResilientStore` in the program."""

    @property
    def notice(self) -> str:
        """What went wrong with the store, in a sentence; empty where nothing did."""

    @property
    def not_kept(self) -> str:
        """The sentence that words are held in memory only; empty where they are stored."""

    @property
    def store(self) -> RehearsalStore:
        """The store in use."""

    def append(self, rehearsal: str, so_far: tuple[Event, ...], event: Event) -> None:
        """Add an event to a rehearsal. Raises SaidElsewhere where another window added one before."""

    def forget(self, rehearsal: str) -> object:
        """Delete a rehearsal for good. Raises NotKnown."""


class Rehearsal:
    """One rehearsal and everything that can be done with it; each change is stored before it is answered."""

    def __init__(
        self,
        rehearsal: str,
        script: Script,
        rubric: Rubric,
        matcher: Matcher,
        keeping: RehearsalRecords,
        clock: Callable[[], datetime],
        events: tuple[Event, ...],
    ) -> None:
        self.id = rehearsal
        self.script = script
        self.rubric = rubric
        self._matcher = matcher
        self._keeping = keeping
        self._clock = clock
        self._events = events
        self._story = replay(script, events)
        self.safeguard = Safeguard(lambda: known_words(script))

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that happened."""
        return self._events

    @property
    def story(self) -> History:
        """The rehearsal so far."""
        return self._story

    @property
    def attempt(self) -> Attempt:
        """The way through that is going on."""
        return self.story.attempt()

    @property
    def over(self) -> bool:
        """Whether this attempt has come to an end."""
        return self.story.state.over()

    @property
    def notice(self) -> str:
        """What the practitioner should know: what could not be kept, or that the coach reads less well."""
        return self._keeping.notice or self.reads_less_well

    @property
    def not_kept(self) -> str:
        """The sentence that the rehearsal is only held in memory, and why; nothing where all of it is kept."""
        return self._keeping.not_kept

    def once_kept(self, said: str) -> str:
        """Say that something is kept, or why it is not yet."""
        return self.not_kept or said

    @property
    def reads_less_well(self) -> str:
        """The sentence that replies are read without fitted weights, or that own ones are damaged; else nothing."""
        if (meaning := self._matcher.fitted) and meaning.instead_of_damaged:
            return OWN_DAMAGED
        return LESS_WELL if self._matcher.by_wording_alone else ""

    @property
    def script_words(self) -> frozenset[str]:
        """Words of the script, whose people are invented."""
        return self.safeguard.script_words

    def prepare(self) -> None:
        """Read everything that the gate needs, so that the first reply does not wait for it."""
        self.safeguard.prepare()

    def submit(self, text: str, confirmed: Collection[Question] = ()) -> Answered | NeedsConfirmation | Distress:
        """Say something, unless it should be asked about first, or is of the typist's own distress.

        Args:
            text: what was typed.
            confirmed: the questions that were asked about this text and answered with "as it is".

        Returns:
            What the family answers; or what stopped the words, which were then neither read nor kept.

        Raises:
            NotNow: the reply is empty, or the conversation has ended. Nothing typed is lost by it.
            ReplyTooLong: there are more words than the coach can read at once. Nothing typed is lost by it.
        """
        # The walk of one reply: text, gates, reading, event, state, and the lines that answer it.
        can_be_said(text)
        if stopped := self.safeguard.of_reply(text, confirmed):
            return stopped
        self._require_going()
        read = read_reply(self._matcher, self.script, self._story, text, self._clock())
        story, event = answer_reply(self.script, self._story, read)
        self._record(event, story)
        return Answered(self.attempt.exchanges[-1])

    def own_words(self, texts: Iterable[str]) -> NeedsConfirmation | None:
        """Find what to ask about words that the typist writes for themselves. Raises ReplyTooLong."""
        return next((why for text in texts if text and (why := self.safeguard.of_own_words(text))), None)

    def hold(self, texts: Iterable[str], confirmed: Collection[Question] = ()) -> None:
        """Hold words at the gate that go along with this rehearsal. Raises WordsHeld or ReplyTooLong."""
        self.safeguard.hold_own_words(texts, confirmed)

    def hold_brought(self, brought: Submission, confirmed: Collection[Question] = ()) -> None:
        """Hold a submission from this rehearsal at the gate. Raises WordsHeld or ReplyTooLong.

        Words that are kept with the rehearsal passed the gate when they were kept, and are not asked about again.
        """
        kept = {each for event in self._events for each in _texts(event.model_dump())}
        self.hold((text for text in typed_in(brought) if text not in kept), confirmed)

    def skip(self) -> Exchange:
        """Skip this cue: the conversation moves on, and nothing is counted. Raises NotNow after the end."""
        self._record(Skipped(at=self._clock()))
        return self.attempt.exchanges[-1]

    def take_back(self) -> str:
        """Take the last reply or skip back, and return its words as a draft. Raises NotNow where there is none."""
        exchanges = self.attempt.exchanges
        words = exchanges[-1].event.text if exchanges and isinstance(exchanges[-1].event, Replied) else ""
        self._record(TookBack(at=self._clock()))
        return words

    def say_again(self, reply: int, attempt: int = 0) -> str:
        """Go back to before a reply of an attempt (the last one for 0) and try other words; every attempt is kept.

        Its old words come back. Raises NotNow where there is no such reply.
        """
        replies = self.story.attempt(attempt).replies()
        self._record(SaidAgain(at=self._clock(), reply=reply, attempt=attempt))
        event = replies[reply - 1].event
        return event.text if isinstance(event, Replied) else ""

    def pause(self) -> None:
        """Clear the screen to neutral text."""
        self._record(Paused(at=self._clock()))

    def resume(self) -> None:
        """Go on."""
        if self.story.state.paused:
            self._record(Resumed(at=self._clock()))

    def finish(self) -> None:
        """End the conversation here, to talk about it."""
        if self.story.state.ended is None:
            self._record(Ended(at=self._clock(), how="finished"))

    def stop(self, *, keep: bool) -> None:
        """Leave it. Nothing of it is kept unless asked. Raises SaidElsewhere where more was said in another window."""
        try:
            self._record(Ended(at=self._clock(), how="stopped"))
        except ForgottenElsewhere:
            if keep:
                raise
            return
        if not keep:
            self._keeping.forget(self.id)

    def dispute(
        self,
        reply: int,
        criterion: str,
        stance: Stance,
        note: str = "",
        attempt: int = 0,
        confirmed: Collection[Question] = (),
    ) -> None:
        """Record that the practitioner finds a verdict fair, or not what they meant. Their word stands.

        Raises WordsHeld where the note has to be asked about first.
        """
        self.hold((note,), confirmed)
        number = attempt or self.attempt.number
        replies = self.story.attempt(number).replies()
        here = replies[reply - 1 : reply + 1] if reply >= 1 else ()
        said = [exchange.event for exchange in here if isinstance(exchange.event, Replied)]
        found = said[0].reading.verdicts if said else ()
        later = said[1].settled if len(said) > 1 else ()
        if criterion not in {verdict.criterion for verdict in (*found, *later)}:
            raise NotNow("The coach said nothing of that there.", "Choose one of its notes.")
        self._record(
            Disputed(at=self._clock(), attempt=number, reply=reply, criterion=criterion, stance=stance, note=note)
        )

    def reflect(self, on: str, words: str, confirmed: Collection[Question] = ()) -> None:
        """Keep a reflection of the practitioner's with the rehearsal. Raises WordsHeld where the gate asks first."""
        self.hold((on, words), confirmed)
        self._record(Reflected(at=self._clock(), on=on, words=words))

    def brought_along(
        self, brought: Submission, to: str = "", *, withdrawn: bool = False, confirmed: Collection[Question] = ()
    ) -> None:
        """Record what was handed over of the rehearsal, or that it was withdrawn. Raises WordsHeld."""
        self.hold_brought(brought, confirmed)
        self.hold((to,), confirmed)
        self._record(BroughtAlong(at=self._clock(), brought=brought, to=to, withdrawn=withdrawn))

    def came_back(self, response: Review) -> None:
        """Keep a supervisor's review of something submitted from the rehearsal."""
        self._record(CameBack(at=self._clock(), response=response))

    def keep(self, keep: bool = True) -> None:
        """Keep the rehearsal beyond thirty days, or no longer."""
        self._record(Kept(at=self._clock(), keep=keep))

    def debrief(self, attempt: int = 0) -> Debrief:
        """What to say of an attempt; the last one for 0."""
        return build_debrief(self.script, self.rubric, self.story, attempt)

    def what_stayed_silent(self, attempt: int = 0) -> tuple[SilenceOutcome, ...]:
        """The family's silences, for who asks."""
        return list_silences(self.script, self.story, attempt)

    def why(self, reply: int = 0, attempt: int = 0) -> tuple[str, ...]:
        """Explain why the family answered a reply (the last one for 0) as it did. Raises NotNow where there is none.

        By the names in an author's files; it also names the silences that were looked at and stayed kept.
        """
        exchange = self._exchange(reply, attempt)
        return (
            *explain_to_author(exchange),
            *self._list_outvoted(exchange),
            *self._what_would_change(exchange, NO_NAMES),
        )

    def why_in_words(self, reply: int = 0, attempt: int = 0) -> tuple[str, ...]:
        """Explain the same for the practitioner, without a name that only an author knows. Raises NotNow."""
        exchange = self._exchange(reply, attempt)
        names = {key: each.name for key, each in self.rubric.criteria.items()}
        return (*explain_to_practitioner(exchange, self.rubric), *self._what_would_change(exchange, names))

    def _exchange(self, reply: int, attempt: int) -> Exchange:
        """A reply with its answer; the last one for 0. Raises NotNow where there is none."""
        replies = self.story.attempt(attempt).replies()
        if not replies or not 0 <= reply <= len(replies):
            raise NotNow("There is no such reply yet.", title="No such reply")
        return replies[reply - 1]

    def _list_outvoted(self, exchange: Exchange) -> tuple[str, ...]:
        """The rules that matched a reply and were outvoted, each in a sentence, where this matcher read it."""
        event = exchange.event
        if not isinstance(event, Replied) or exchange.joins or event.reading.matcher != self._matcher.version:
            return ()
        outvoted = self._matcher.find_outvoted(event.text, context_of(self.script, exchange), event.reading)
        return tuple(f"Outvoted: {describe_outvoted(rule)}" for rule in outvoted)

    def _what_would_change(self, exchange: Exchange, names: Mapping[str, str]) -> tuple[str, ...]:
        """List the words that a reading hangs on; none where another matcher read the reply."""
        event = exchange.event
        if not isinstance(event, Replied) or exchange.joins or event.reading.matcher != self._matcher.version:
            return ()
        found = find_changes(self._matcher, event.text, context_of(self.script, exchange))
        return tuple(describe_change(change, names) for change in found)

    @property
    def beginning(self) -> Began:
        """The event with which the rehearsal began."""
        began = self.story.began
        if began is None:
            raise NotNow("This rehearsal has no beginning.")
        return began

    def _require_going(self) -> None:
        """Refuse a reply after the end, or to what can no longer be followed. Raises NotNow."""
        if self.over:
            raise NotNow("This conversation has ended.", "Say one of your lines again, or go to the debrief.")
        self._require_followed()

    def _require_followed(self) -> None:
        """Raise NotNow if the stored events cannot be replayed to their end, so nothing can follow."""
        if stops := self._story.stops():
            raise NotNow(f"{stops}.", "Look back on what was said, or begin anew.")

    def _record(self, event: Event, story: History | None = None) -> None:
        """Validate an event, write it to the store, then update the rehearsal's state.

        Where another window has added to the rehearsal, that is taken in first. What then hangs on what was said is
        not added, so that the practitioner sees what was said and decides anew. Everything else is.

        Args:
            event: what happens.
            story: the history with it, where it was made already.

        Raises:
            NotNow: it cannot happen here.
            SaidElsewhere: more was said in another window.
        """
        if isinstance(event, Replied | Skipped | TookBack | SaidAgain):
            self._require_followed()
        while True:
            story = story or advance(self.script, self._story, event)
            try:
                self._keeping.append(self.id, self._events, event)
            except SaidElsewhere:
                before, known = self._story, len(self._events)
                self._take_in()
                said_more = (self._story.attempts, self._story.state) != (before.attempts, before.state)
                if len(self._events) == known or (said_more and _hangs_on_what_was_said(event)):
                    raise
                if isinstance(event, Ended) and self._story.state.ended is not None:
                    return
                story = None  # made before what was taken in
            else:
                break
        self._events = (*self._events, event)
        self._story = story

    def _take_in(self) -> None:
        """Read what another window added. Raises ForgottenElsewhere or RecordsError."""
        try:
            self._events = self._keeping.store.read(self.id)
        except NotKnown:
            raise ForgottenElsewhere from None
        self._story = replay(self.script, self._events)


def typed_in(brought: Submission) -> Iterator[str]:
    """List everything in a submission that its practitioner typed, but for names, which are theirs to choose.

    The rest is the script's and the coach's own: a title, the family's lines, what the coach read.
    """
    yield from (brought.question, brought.note, brought.intention)
    yield from (words for each in brought.reflections for words in (each.asked, each.words))
    for line in brought.lines:
        if line.reply:
            yield line.text
        yield from (note.own_note for note in line.notes)


def _texts(value: object) -> Iterator[str]:
    """Every text in a value made of mappings and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _hangs_on_what_was_said(event: Event) -> bool:
    """Whether other words before an event would give it another meaning."""
    left = isinstance(event, Ended) and event.how == "stopped"
    return left or isinstance(event, Replied | Skipped | TookBack | SaidAgain)
