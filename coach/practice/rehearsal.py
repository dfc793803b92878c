"""A rehearsal: everything that a front end can do with it, from replying to the debrief.

Begin with `Rehearsal.submit`, which takes a reply through all steps.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from coach.debrief.builder import build_debrief, explain_exchange, list_silences
from coach.debrief.first_page import AGAIN, BACK, DebriefCard, DebriefPage, LearnerAnswers
from coach.debrief.page_builder import build_page, make_page_key
from coach.debrief.report import LESS_WELL, Debrief, SilenceOutcome
from coach.errors import ForgottenElsewhere, NotKnown, NotNow, SaidElsewhere
from coach.language.catalogue import ENGLISH, say, speak
from coach.matching.classifier import Matcher
from coach.matching.masked_names import list_names
from coach.model.events import (
    Began,
    BroughtAlong,
    CameBack,
    Contradicted,
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
from coach.model.reading import Picker
from coach.model.rubric import Rubric
from coach.model.submission import Review, Submission
from coach.page_words import ANSWERS_LESS_WELL, OWN_DAMAGED
from coach.practice.reader import can_be_said, list_changes, list_compared, list_outvoted, read_reply
from coach.practice.safeguarding import (
    LONGEST,
    Distress,
    NeedsConfirmation,
    Question,
    Safeguard,
    known_words,
    list_texts,
    typed_in,
)
from coach.records.event_store import RehearsalRecords
from coach.rehearsal.explain import explain_to_author
from coach.rehearsal.history import (
    advance,
    answer_reply,
    describe_skip,
    find_exchange,
    hangs_on_what_was_said,
    list_criteria,
    list_events_of_last,
    replay,
    require_followed,
    require_going,
    skip_reply,
)
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt, Exchange, History


@dataclass(frozen=True, slots=True)
class Answered:
    """Result of `submit`: the reply was read and stored, and the family answered it."""

    exchange: Exchange


class Rehearsal:
    """A rehearsal and all that can be done with it; a change is stored before it takes effect."""

    def __init__(
        self,
        rehearsal: str,
        script: Script,
        rubric: Rubric,
        matcher: Matcher,
        keeping: RehearsalRecords,
        clock: Callable[[], datetime],
        events: tuple[Event, ...],
        picker: Picker | None = None,
    ) -> None:
        self.id = rehearsal
        self._picker = picker
        self.script = script
        self.rubric = rubric
        self._matcher = matcher
        self._keeping = keeping
        self._clock = clock
        self._events = events
        self._story = replay(script, events)
        self.safeguard = Safeguard(lambda: known_words(script))
        self._left: tuple[Event, ...] = ()
        """The events of an attempt that was just left and not kept."""
        self._ahead: tuple[History, Replied] | None = None
        """What stands in the box, read before it is sent, and after which history."""

    @property
    def events(self) -> tuple[Event, ...]:
        """All events of the rehearsal, in order."""
        return self._events

    @property
    def story(self) -> History:
        """The history of the rehearsal: its events replayed into attempts and exchanges."""
        return self._story

    @property
    def attempt(self) -> Attempt:
        """The attempt that is going on, which is the last."""
        return self.story.attempt()

    @property
    def earlier_attempts(self) -> int:
        """How many attempts came before the current one; they stay if it is stopped and not kept."""
        return sum(isinstance(event, SaidAgain) for event in self._events)

    @property
    def replies_at_stake(self) -> int:
        """How many replies go if the rehearsal is stopped and not kept: those said in this attempt."""
        said = len(self.attempt.replies())
        return max(0, said - self.attempt.parted + 1) if self.earlier_attempts else said

    @property
    def over(self) -> bool:
        """Whether the current attempt has ended."""
        return self.story.state.over()

    @property
    def notice(self) -> str:
        """The sentence on a failing store, or on reading or answering with less; empty if neither."""
        return self._keeping.notice or f"{self.reads_less_well} {self.answers_less_well}".strip()

    @property
    def not_kept(self) -> str:
        """The sentence that the rehearsal is only held in memory, and why; empty if it is stored."""
        return self._keeping.not_kept

    def once_kept(self, said: str) -> str:
        """Return `said` if the rehearsal is stored; else the sentence that it is not, and why."""
        return self.not_kept or said

    @property
    def reads_less_well(self) -> str:
        """The sentence that fitted weights are missing, or own ones are damaged; empty if neither."""
        if (meaning := self._matcher.fitted) and meaning.instead_of_damaged:
            return say(OWN_DAMAGED)
        return say(LESS_WELL) if self._matcher.by_wording_alone else ""

    @property
    def answers_less_well(self) -> str:
        """The sentence that no entry of the family's bank can be chosen here; empty if one can."""
        return say(ANSWERS_LESS_WELL) if self._picker is None and self.script.knows else ""

    @property
    def script_words(self) -> frozenset[str]:
        """The words of the script, so that its invented people are not taken for real ones."""
        return self.safeguard.script_words

    def prepare(self) -> None:
        """Load what checking words needs, so that the first reply does not wait for it."""
        self.safeguard.prepare()

    def prepare_answers(self) -> None:
        """Load what reading a reply and choosing its answer need, before the first reply."""
        if self._picker is not None and self.script.knows:
            self._picker.prepare(list_compared(self.script), list_names(self.script.people.values()))
        self.prepare_next_answer()

    def prepare_next_answer(self) -> None:
        """Read a greeting, so that all that the next reply is compared with is at hand."""
        if not self.over and not self._story.stops():
            read_reply(self._matcher, self.script, self._story, say("Hello."), self._clock(), self._picker)

    def read_ahead(self, text: str) -> None:
        """Read words of the reply box before they are sent, so that their answer comes at once.

        The reading is shown and stored nowhere. It is held for these very words until `forget_ahead`, the next reply or
        other words. Words that the gate asks about or stops are not read.

        Args:
            text: the words as they stand in the box.
        """
        self.forget_ahead()
        if not text.strip() or len(text) > LONGEST or self.over or self._story.stops() or self.safeguard.of_reply(text):
            return
        story = self._story
        self._ahead = story, read_reply(self._matcher, self.script, story, text, self._clock(), self._picker)

    def forget_ahead(self) -> None:
        """Forget what was read ahead."""
        self._ahead = None

    def _take_ahead(self, text: str) -> Replied | None:
        """Return a reply as it was read ahead, and forget that; None if it was not."""
        ahead, self._ahead = self._ahead, None
        if ahead is None or ahead[0] is not self._story or ahead[1].text != text:
            return None
        return ahead[1].model_copy(update={"at": self._clock()})

    def submit(self, text: str, confirmed: Collection[Question] = ()) -> Answered | NeedsConfirmation | Distress:
        """Submit a reply: check it for distress and details, read it, store it, and answer it.

        Args:
            text: the reply as typed.
            confirmed: the gate's questions about this text that the practitioner answered with "as it is".

        Returns:
            The family's answer; or what stopped the reply, which was then neither read nor stored.

        Raises:
            NotNow: the reply is empty, or the conversation has ended. Nothing typed is lost.
            ReplyTooLong: the reply is longer than the coach can read at once. Nothing typed is lost.
        """
        # The walk of one reply: text, gates, reading, event, state, and the lines that answer it.
        ahead = self._take_ahead(text)
        can_be_said(text)
        if stopped := self.safeguard.of_reply(text, confirmed):
            return stopped
        require_going(self._story)
        read = ahead or read_reply(self._matcher, self.script, self._story, text, self._clock(), self._picker)
        story, event = answer_reply(self.script, self._story, read)
        self._record(event, story)
        return Answered(self.attempt.exchanges[-1])

    @property
    def draft(self) -> str:
        """The words that stood in the reply box since the last reply; empty for none."""
        return self._keeping.read_draft(self.id)

    def keep_draft(self, text: str, confirmed: Collection[Question] = ()) -> NeedsConfirmation | Distress | None:
        """Store the words in the reply box, unless a gate stops them; return what stopped them.

        Args:
            text: the words. What is too long for a reply, or too late for one, is not stored.
            confirmed: the gate's questions that were answered with "as it is".
        """
        may_wait = text.strip() and len(text) <= LONGEST and not self.over
        stopped = self.safeguard.of_reply(text, confirmed) if may_wait else None
        self._keeping.keep_draft(self.id, text if may_wait and not stopped else "")
        return stopped

    def own_words(self, texts: Iterable[str]) -> NeedsConfirmation | None:
        """Return what must be asked about the practitioner's own words before storing, or None.

        They are checked for signs of self-harm or distress and for real people's details. Raises ReplyTooLong.
        """
        return next((why for text in texts if text and (why := self.safeguard.of_own_words(text))), None)

    def hold(self, texts: Iterable[str], confirmed: Collection[Question] = ()) -> None:
        """Check words that will be stored with the rehearsal, as `own_words` does.

        Args:
            texts: the words.
            confirmed: the questions that the practitioner answered with "as it is".

        Raises:
            WordsHeld: there is a question about them.
            ReplyTooLong: a text is too long.
        """
        self.safeguard.hold_own_words(texts, confirmed)

    def hold_brought(self, brought: Submission, confirmed: Collection[Question] = ()) -> None:
        """Check the words of a submission like `hold`, except those that passed the check before.

        Raises:
            WordsHeld: there is a question about them.
            ReplyTooLong: a text is too long.
        """
        kept = {text for event in self._events for text in list_texts(event.model_dump())}
        self.hold((text for text in typed_in(brought) if text not in kept), confirmed)

    def skip(self) -> Exchange:
        """Skip the family's cue and go on; it is not counted as missed. Raises NotNow after the end."""
        require_followed(self._story)
        story, event = skip_reply(self.script, self._story, Skipped(at=self._clock()))
        self._record(event, story)
        return self.attempt.exchanges[-1]

    def take_back(self) -> str:
        """Take the last reply or skip back, and return its words as a draft. Raises NotNow if none."""
        last = next((exchange.event for exchange in self.attempt.exchanges[-1:]), None)
        self._record(TookBack(at=self._clock(), was_said=isinstance(last, Replied)))
        return last.text if isinstance(last, Replied) else ""

    def say_again(self, reply: int, attempt: int = 0) -> str:
        """Begin a new attempt just before an earlier reply, and return that reply's words.

        The earlier attempts are kept.

        Args:
            reply: the number of the reply, from 1.
            attempt: the number of the attempt; 0 means the last.

        Raises:
            NotNow: there is no such reply.
        """
        replies = self.story.attempt(attempt).replies()
        self._record(SaidAgain(at=self._clock(), reply=reply, attempt=attempt))
        event = replies[reply - 1].event
        return event.text if isinstance(event, Replied) else ""

    def pause(self) -> None:
        """Pause the rehearsal; the screen then shows a neutral text."""
        self._record(Paused(at=self._clock()))

    def resume(self) -> None:
        """Go on after a pause; does nothing if the rehearsal is not paused."""
        if self.story.state.paused:
            self._record(Resumed(at=self._clock()))

    def finish(self) -> None:
        """End the conversation here, to go to the debrief; does nothing if it was ended before."""
        if self.story.state.ended is None:
            self._record(Ended(at=self._clock(), how="finished"))

    def stop(self, *, keep: bool) -> None:
        """Leave the rehearsal: to go on with it another time, or to delete this attempt.

        Attempts before it stay, with all that was noted on them; without any, the rehearsal goes as a whole.

        Args:
            keep: whether to keep it. Nothing is recorded then, so that it can be gone on with.

        Raises:
            SaidElsewhere: it is to be deleted, and another window added to the conversation since.
        """
        if keep:
            return
        if self.earlier_attempts:
            self._forget_attempt()
            return
        try:
            self._record(Ended(at=self._clock(), how="stopped"))
        except ForgottenElsewhere:
            return
        self._keeping.forget(self.id)

    def keep_after_all(self) -> None:
        """Store a rehearsal again that was stopped and not kept.

        It is there as long as the page that says so stands: nothing else holds its words. It can be gone on with.
        """
        if self._left:
            left, self._left = self._left, ()
            for event in left:
                self._record(event)
            return
        events = tuple(event for event in self._events if not (isinstance(event, Ended) and event.how == "stopped"))
        for number, event in enumerate(events):
            self._keeping.append(self.id, events[:number], event)
        self._events, self._story = events, replay(self.script, events)

    def _forget_attempt(self) -> None:
        """Delete the events of the current attempt for good; what is not about it stays.

        Raises SaidElsewhere if another window added to the conversation since.
        """
        number = self.attempt.number
        answers = [make_page_key(question, number) for question in (AGAIN, BACK)]
        gone = list_events_of_last(self._events, number, answers)
        try:
            self._keeping.forget_events(self.id, self._events, gone)
        except ForgottenElsewhere:
            return
        except SaidElsewhere:
            self._take_in()
            raise
        self._left = tuple(event for number, event in enumerate(self._events, 1) if number in gone)
        self._events = tuple(event for number, event in enumerate(self._events, 1) if number not in gone)
        self._story = replay(self.script, self._events)

    def dispute(
        self,
        reply: int,
        criterion: str,
        stance: Stance,
        note: str | None = None,
        attempt: int = 0,
        confirmed: Collection[Question] = (),
    ) -> None:
        """Record the practitioner's own word on a verdict: fair, or not what they meant.

        Args:
            reply: the number of the reply, from 1.
            criterion: the id of the verdict's criterion.
            stance: the practitioner's word.
            note: the practitioner's reason; None leaves the one that was given before, and an empty one takes it away.
            attempt: the number of the attempt; 0 means the last.
            confirmed: the gate's questions about the note that were answered with "as it is".

        Raises:
            NotNow: the reply has no such verdict.
            WordsHeld: the gate has a question about the note.
        """
        number = attempt or self.attempt.number
        self.hold((note or "",), confirmed)
        if criterion not in list_criteria(self.story, reply, number):
            raise NotNow(say("The coach said nothing of that there."), say("Choose one of its notes."))
        note = self.story.find_own_note(number, reply, criterion) if note is None else note
        said = Disputed(at=self._clock(), attempt=number, reply=reply, criterion=criterion, stance=stance, note=note)
        self._record(said)

    def reflect(self, on: str, words: str, confirmed: Collection[Question] = ()) -> None:
        """Store a reflection of the practitioner's with the rehearsal.

        Args:
            on: the key of the question that it answers.
            words: the reflection.
            confirmed: the gate's questions about it that were answered with "as it is".

        Raises:
            WordsHeld: the gate has a question about it.
        """
        self.hold((on, words), confirmed)
        self._record(Reflected(at=self._clock(), on=on, words=words))

    def brought_along(
        self, brought: Submission, to: str = "", *, withdrawn: bool = False, confirmed: Collection[Question] = ()
    ) -> None:
        """Record that a submission from this rehearsal was handed over, or withdrawn.

        Args:
            brought: the submission.
            to: where it lies in a team's store; empty for a file.
            withdrawn: whether it was withdrawn.
            confirmed: the gate's questions about its words that were answered with "as it is".

        Raises:
            WordsHeld: the gate has a question about its words.
        """
        self.hold_brought(brought, confirmed)
        self.hold((to,), confirmed)
        self._record(BroughtAlong(at=self._clock(), brought=brought, to=to, withdrawn=withdrawn))

    def came_back(self, response: Review) -> None:
        """Store a supervisor's review of a submission from this rehearsal."""
        self._record(CameBack(at=self._clock(), response=response))

    def keep(self, keep: bool = True) -> None:
        """Mark the rehearsal to be kept beyond thirty days; with False, take that back."""
        self._record(Kept(at=self._clock(), keep=keep))

    def debrief(self, attempt: int = 0) -> Debrief:
        """Build the debrief of an attempt, by its number; 0 means the last."""
        return build_debrief(self.script, self.rubric, self.story, attempt)

    def page(self, attempt: int = 0) -> DebriefPage:
        """Build the first page of the debrief of an attempt, by its number; 0 means the last."""
        return build_page(self.script, self.rubric, self.story, attempt)

    def answer_page(self, answers: LearnerAnswers, attempt: int = 0, confirmed: Collection[Question] = ()) -> None:
        """Store what the practitioner would stand by, and take back; an empty answer is left out.

        Args:
            answers: the answers to the two questions before the page.
            attempt: the number of the attempt; 0 means the last.
            confirmed: the gate's questions about the words that were answered with "as it is".

        Raises:
            WordsHeld: the gate has a question about the words; nothing was stored.
        """
        self.hold((answers.again, answers.back), confirmed)
        number = attempt or self.attempt.number
        for question, words in ((AGAIN, answers.again), (BACK, answers.back)):
            if words.strip():
                self.reflect(make_page_key(question, number), words.strip(), confirmed)

    def contradict(
        self,
        card: str,
        note: str = "",
        attempt: int = 0,
        *,
        withdrawn: bool = False,
        confirmed: Collection[Question] = (),
    ) -> DebriefCard:
        """Take a card of the debrief's page off as not so, or put it back; both readings are kept.

        Args:
            card: the card's id.
            note: the practitioner's own word on it.
            attempt: the number of the attempt; 0 means the last.
            withdrawn: whether the card is put back.
            confirmed: the gate's questions about the note that were answered with "as it is".

        Returns:
            The card.

        Raises:
            NotNow: the page has no such card.
            WordsHeld: the gate has a question about the note.
        """
        self.hold((note,), confirmed)
        number = attempt or self.attempt.number
        with speak(ENGLISH):  # its words are stored
            shown = self.page(number).find_card(card)
        if shown is None:
            raise NotNow(say("There is no such card on this page."), say("Choose one that is."))
        said = " ".join(shown.list_own_words())
        event = Contradicted(at=self._clock(), attempt=number, card=card, said=said, note=note, withdrawn=withdrawn)
        self._record(event)
        return shown

    def what_stayed_silent(self, attempt: int = 0) -> tuple[SilenceOutcome, ...]:
        """List what the family kept until asked, and whether it was told; attempt 0 means the last."""
        return list_silences(self.script, self.story, attempt)

    def why(self, reply: int = 0, attempt: int = 0) -> tuple[str, ...]:
        """Explain to an author why the family answered a reply as it did, in lines of text.

        It uses the names in the author's files, and names silences that stayed kept.

        Args:
            reply: the number of the reply; 0 means the last.
            attempt: the number of the attempt; 0 means the last.

        Raises:
            NotNow: there is no such reply.
        """
        exchange = find_exchange(self.story, reply, attempt)
        outvoted = list_outvoted(self._matcher, self.script, exchange)
        return (*explain_to_author(exchange), *outvoted, *list_changes(self._matcher, self.script, exchange))

    def why_in_words(self, reply: int = 0, attempt: int = 0) -> tuple[str, ...]:
        """Explain to the practitioner why the family answered a reply as it did, in lines of text.

        Args:
            reply: the number of the reply; 0 means the last.
            attempt: the number of the attempt; 0 means the last.

        Raises:
            NotNow: there is no such reply.
        """
        exchange = find_exchange(self.story, reply, attempt)
        names = {key: criterion.name for key, criterion in self.rubric.criteria.items()}
        changes = list_changes(self._matcher, self.script, exchange, names)
        said = explain_exchange(self.script, self.rubric, self.story.attempt(attempt), exchange)
        return (*describe_skip(self.story, reply, attempt), *said, *changes)

    @property
    def beginning(self) -> Began:
        """The event with which the rehearsal began. Raises NotNow if it was lost."""
        began = self.story.began
        if began is None:
            raise NotNow(say("This rehearsal has no beginning."))
        return began

    def _record(self, event: Event, story: History | None = None) -> None:
        """Validate an event, write it to the store, then update the rehearsal's state.

        If another window has added to the rehearsal, its events are taken in first. An event whose meaning depends on
        what was said, such as a reply, is then refused, so that the practitioner sees the new lines and decides anew.

        Args:
            event: the event.
            story: the history with the event, if it was made already.

        Raises:
            NotNow: the event cannot happen now.
            SaidElsewhere: another window added to the conversation.
        """
        if isinstance(event, Replied | Skipped | TookBack | SaidAgain):
            require_followed(self._story)
        while True:
            story = story or advance(self.script, self._story, event)
            try:
                self._keeping.append(self.id, self._events, event)
            except SaidElsewhere:
                before, known = self._story, len(self._events)
                self._take_in()
                # Notes and reflections from another window change nothing that was said: the event is simply tried
                # again.
                said_more = (self._story.attempts, self._story.state) != (before.attempts, before.state)
                if len(self._events) == known or (said_more and hangs_on_what_was_said(event)):
                    raise
                # The other window ended it already.
                if isinstance(event, Ended) and self._story.state.ended is not None:
                    return
                story = None  # made before what was taken in
            else:
                break
        self._events = (*self._events, event)
        self._story = story

    def _take_in(self) -> None:
        """Read the events that another window added. Raises ForgottenElsewhere or RecordsError."""
        try:
            self._events = self._keeping.store.read(self.id)
        except NotKnown:
            raise ForgottenElsewhere from None
        self._story = replay(self.script, self._events)
