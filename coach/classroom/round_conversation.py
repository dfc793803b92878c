"""The conversation of a round: replies are read and the family answers, as in a rehearsal.

The methods `plan_...` make events and append none. The participant appends them, so that they are in the log before
anybody sees them. `export_round` is what a participant takes home of it.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from coach.classroom.round_history import RoundHistory, replay_round
from coach.classroom.state import GroupState, RoomState, Round
from coach.classroom.views import ConversationLine
from coach.debrief.builder import build_debrief
from coach.debrief.first_page import DebriefPage
from coach.debrief.page_builder import build_page
from coach.debrief.render import Block, Heading, Paragraph, Quote
from coach.debrief.report import Debrief
from coach.errors import CoachError, NotNow, ReplyTooLong
from coach.language.catalogue import say
from coach.model.class_events import Happened, RoomEvent, Went, WentBack
from coach.model.events import Began, Ended, Event, Replied, SaidAgain, Skipped
from coach.model.rubric import Rubric
from coach.practice.export import DATA_FORMAT, Exported, ExportFormat, default_name, export_rehearsal
from coach.practice.persistence import ResilientStore
from coach.practice.reader import ScenarioSource, can_be_said, read_reply
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import (
    Question,
    Safeguard,
    WordsHeld,
    known_words,
)
from coach.records.event_store import MemoryRehearsalStore
from coach.rehearsal.branch_choice import answer_by_branch
from coach.rehearsal.history import advance, answer_reply, replay
from coach.rehearsal.script import Script
from coach.rehearsal.state import SKIPPED, History

# --- The conversation of a round: replies are read and the family answers, as in a rehearsal

_Point = tuple[str, int, tuple[Event, ...]]
FIRST_WORDS = "Hello. What happened?"
"""The line that is read before anybody says one."""


class RoundConversation:
    """The conversation of rounds: it reads replies and finds the family's answers.

    It caches what was loaded for each scenario, and the last round that was replayed.
    """

    def __init__(self, practice: ScenarioSource) -> None:
        self._practice = practice
        self._loaded: dict[str, tuple[Script, Rubric]] = {}
        self._safeguards: dict[str, Safeguard] = {}
        self._last_replayed: tuple[Round, RoundHistory] | None = None
        self._ahead: tuple[_Point, Replied] | None = None

    def load_scenario(self, scenario: str) -> tuple[Script, Rubric]:
        """Load the script and the rubric of a scenario. Raises NotKnown or UnusableContent."""
        if scenario not in self._loaded:
            script = self._practice.script(scenario)
            self._loaded[scenario] = script, self._practice.library.rubric(script.dialogue.rubric)
        return self._loaded[scenario]

    def replay_round(self, round_: Round) -> RoundHistory:
        """Replay the conversation of a round so far."""
        # A state is never changed, so the same round object is the same conversation.
        if self._last_replayed is None or self._last_replayed[0] is not round_:
            self._last_replayed = round_, replay_round(self.load_scenario(round_.scenario)[0], round_)
        return self._last_replayed[1]

    def build_debrief(self, round_: Round) -> Debrief:
        """Build the coach's reading of a round's openings and hurts, to compare and to count.

        Replies that were said again are left out.
        """
        script, rubric = self.load_scenario(round_.scenario)
        return build_debrief(script, rubric, replay(script, round_.list_events()), 1)

    def build_page(self, round_: Round) -> DebriefPage:
        """Build what the coach says of a round, without replies that were said again."""
        script, rubric = self.load_scenario(round_.scenario)
        return build_page(script, rubric, replay(script, round_.list_events()), 1)

    def as_rehearsal(self, round_: Round, happened: tuple[Event, ...]) -> Rehearsal:
        """Return a round's events as a rehearsal that is stored nowhere.

        Args:
            round_: the round, for its scenario.
            happened: the events.
        """
        script, rubric = self.load_scenario(round_.scenario)
        matcher = self._practice.matcher(script.dialogue.rubric)
        keeping = ResilientStore(lambda: (MemoryRehearsalStore(), ""))
        return Rehearsal(f"round{round_.number}", script, rubric, matcher, keeping, self._practice.clock, happened)

    def find_safeguard(self, scenario: str) -> Safeguard:
        """Return the gate that a reply passes before it is read; it knows the scenario's names.

        The gate stops words that may name a real person, or that are of the participant's own distress.
        """
        if scenario not in self._safeguards:
            self._safeguards[scenario] = Safeguard(
                lambda: known_words(self.load_scenario(scenario)[0]) if scenario else frozenset()
            )
        return self._safeguards[scenario]

    def plan_reply(
        self, group: GroupState, text: str, at: datetime, most: int, confirmed: Collection[Question] = ()
    ) -> tuple[Event, ...]:
        """Make the events of a reply: it is read, and the conversation ends if it was the last.

        Args:
            group: the group in conversation.
            text: what was typed.
            at: the time.
            most: how many replies a round has.
            confirmed: the questions that were asked about this text and answered with "as it is".

        Returns:
            The reply, and the end where it ends the conversation.

        Raises:
            WordsHeld: a gate stops the words.
        """
        script, history = self._load_typed_round(group)
        self._check_gates(group, text, confirmed)
        # Kept until it is said: where others write to the room meanwhile, this is asked for once more.
        read = self._take_ahead(group, text) or self._read_reply(script, history, text, at)
        self._ahead = _find_point(group), read
        history, replied_event = answer_reply(script, history, read.model_copy(update={"at": at}))
        last = len(history.attempt().replies()) >= most or history.state.over()
        return (replied_event, Ended(at=at, how="finished")) if last else (replied_event,)

    def read_ahead(self, group: GroupState, text: str, at: datetime) -> None:
        """Read words that rest in the box before they are sent, so that their answer comes at once.

        The reading is held in memory alone, for these very words at this point of the round. Words that the gate asks
        about or stops are not read, and the gate is asked again when they are sent.

        Args:
            group: the group in conversation.
            text: the words as they stand in the box.
            at: the time.
        """
        self._ahead = None
        with suppress(CoachError):  # whatever is wrong is said when they are sent
            if not text.strip() or self.is_held(group.scenario, text):
                return
            script, history = self._load_typed_round(group)
            if not history.state.over():
                self._ahead = _find_point(group), self._read_reply(script, history, text, at)

    def forget_ahead(self) -> None:
        """Forget what was read ahead."""
        self._ahead = None

    def is_held(self, scenario: str, text: str) -> bool:
        """Return whether a gate would stop words, which may name a real person or be of distress."""
        try:
            return self.find_safeguard(scenario).of_reply(text) is not None
        except ReplyTooLong:
            return True

    def plan_skip(self, group: GroupState, at: datetime) -> tuple[Event, ...]:
        """Make the events of a skipped reply: the skip, and the end where it ends the conversation."""
        script, history = self._load_typed_round(group)
        skipped = Skipped(at=at)
        over = advance(script, history, skipped).state.over()
        return (skipped, Ended(at=at, how="finished")) if over else (skipped,)

    def plan_reply_again(
        self, group: GroupState, reply: int, text: str, at: datetime, confirmed: Collection[Question] = ()
    ) -> tuple[Event, ...]:
        """Make the events of a reply said in other words: the choice of it, and the new words.

        Args:
            group: the group that looks back.
            reply: the number of the reply.
            text: what was typed.
            at: the time.
            confirmed: the questions that were asked about this text and answered with "as it is".

        Raises:
            WordsHeld: a gate stops the words.
        """
        script, history = self._load_typed_round(group)
        self._check_gates(group, text, confirmed)
        back = SaidAgain(at=at, reply=reply, attempt=1)
        history = advance(script, history, back)
        _, replied_event = answer_reply(script, history, self._read_reply(script, history, text, at))
        return back, replied_event

    def plan_branch(self, group: GroupState, branch: str, by: str, at: datetime, most: int) -> tuple[RoomEvent, ...]:
        """In a spoken round, make the events of the branch that the line-reader chose.

        Args:
            group: the group in conversation.
            branch: where the line-reader says the conversation went.
            by: the person who chose it.
            at: the time.
            most: how many replies a round has.

        Returns:
            The choice, and the end of the conversation where it ends there.
        """
        round_ = _require_round(group)
        if not round_.spoken:
            raise NotNow(say("This round is typed."))
        history = self.replay_round(round_)
        after, _ = answer_by_branch(history.script, history.position, branch)
        went = Went(at=at, by=by, group=group.id, branch=branch)
        replies = round_.count_replies() + (branch != SKIPPED)
        if after.ending is None and replies < most:
            return (went,)
        ended = Ended(at=at, how="finished")
        return went, Happened(at=at, by=by, group=group.id, happened=ended)

    def plan_branch_back(self, group: GroupState, by: str, at: datetime) -> tuple[RoomEvent, ...]:
        """In a spoken round, make the event that takes the last branch back."""
        round_ = _require_round(group)
        if not (round_.spoken and round_.branches):
            raise NotNow(say("Nothing was chosen yet."))
        # Openings that came up after the last choice have not come up any more.
        stand = self.replay_round(replace(round_, branches=round_.branches[:-1])).list_openings()
        return (WentBack(at=at, by=by, group=group.id, openings=len(stand)),)

    def prepare(self, scenario: str) -> None:
        """Read a line that nobody said, so that a first reply is read as quickly as others.

        Args:
            scenario: a scenario that the room offers.
        """
        script, _ = self.load_scenario(scenario)
        at = self._practice.clock()
        began = Began(at=at, scenario=scenario, content="", coach="", matcher="")
        self.find_safeguard(scenario).of_reply(FIRST_WORDS)
        self._read_reply(script, replay(script, (began,)), FIRST_WORDS, at)

    def _load_typed_round(self, group: GroupState) -> tuple[Script, History]:
        round_ = _require_round(group)
        if round_.spoken:
            raise NotNow(say("Nobody types in this round."))
        script, _ = self.load_scenario(round_.scenario)
        history = self.replay_round(round_).history or replay(script, round_.list_events())
        # The family would answer otherwise by now: going on would mix two scenarios.
        if history.diverges_at:
            raise NotNow(
                say("This scenario has changed since the round began."),
                say("Look back on what was said, or begin anew."),
            )
        return script, history

    def _check_gates(self, group: GroupState, text: str, confirmed: Collection[Question]) -> None:
        can_be_said(text)
        if why := self.find_safeguard(group.scenario).of_reply(text, confirmed):
            raise WordsHeld(why)

    def _take_ahead(self, group: GroupState, text: str) -> Replied | None:
        """Return the reading of these very words at this point; None if they were not read."""
        ahead = self._ahead
        return ahead[1] if ahead and ahead[0] == _find_point(group) and ahead[1].text == text else None

    def _read_reply(self, script: Script, history: History, text: str, at: datetime) -> Replied:
        matcher, picker = self._practice.matcher(script.dialogue.rubric), self._practice.picker
        return read_reply(matcher, script, history, text, at, picker)


def _find_point(group: GroupState) -> _Point:
    """Return the point of a round at which a reply is read: all that happened in it so far."""
    round_ = _require_round(group)
    return group.id, round_.number, round_.happened


def _require_round(group: GroupState) -> Round:
    if group.round is None:
        raise NotNow(say("Your group is not in a round."))
    return group.round


# --- Exports of a round: each participant gets their own words, and nobody else's

MIXED = (
    "More than one of you was the practitioner of this round. These are your own words, with what the family said "
    "before and after them."
)
SOMEBODY_ELSE = "Here somebody else was the practitioner."
AGAIN = "Said again"


def find_own_round(state: RoomState, person: str) -> Round:
    """Return the last finished round that a person spoke in.

    Raises NotNow, with why there is none.
    """
    rounds = state.list_rounds_of(person)
    if not rounds:
        raise NotNow(say("Only the practitioner takes a round home."), say("The words are theirs."))
    typed = [own_round for own_round in rounds if not own_round.spoken]
    if not typed:
        raise NotNow(say("Nothing was typed in this round, so there is nothing to take along."))
    over = [own_round for own_round in typed if state.is_over_for(person, own_round)]
    if not over:
        raise NotNow(say("The round is still going on."))
    return over[-1]


def list_own_events(round_: Round, person: str, *, again: bool = True) -> tuple[Event, ...]:
    """List a round's events as those of a rehearsal by its only practitioner.

    Args:
        round_: the round.
        person: the practitioner's id.
        again: whether the lines they said again come along.

    Raises:
        NotNow: the round had several practitioners.
    """
    if round_.list_speakers() != (person,):
        raise NotNow(
            say("More than one of you was the practitioner of this round, so it is no rehearsal of one person's."),
            say("Take your own words home as a file."),
        )
    replays = _list_replays(round_, person) if again else ()
    return (
        round_.began,
        *round_.happened[: round_.count_first_attempt()],
        *(event for pair in replays for event in pair),
    )


def export_round(
    conversation: RoundConversation, round_: Round, person: str, form: ExportFormat, *, again: bool = True
) -> tuple[str, Exported]:
    """Export a round, or a person's part in it, as a file's text.

    Args:
        conversation: gives the scenario and the replayed lines.
        round_: the round.
        person: the id of the person who takes it home.
        form: the format of the file.
        again: whether the lines they said again come along.

    Returns:
        The file's name, and what is in it.
    """
    # One practitioner alone: the whole round is their rehearsal.
    if round_.list_speakers() == (person,):
        rehearsal = conversation.as_rehearsal(round_, list_own_events(round_, person, again=again))
        return default_name(rehearsal, form), export_rehearsal(rehearsal, form)
    name = default_name(conversation.as_rehearsal(round_, (round_.began,)), form)
    title = conversation.load_scenario(round_.scenario)[0].dialogue.title
    return name, _render_own_words(title, round_, _list_parts(conversation, round_, person, again=again), form)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an export: a person's lines, with None for what other practitioners said."""

    lines: tuple[ConversationLine | None, ...]
    again: bool = False


def _list_replays(round_: Round, person: str) -> tuple[tuple[Event, Event], ...]:
    """List the replies that a person said again: the event of choosing, and the new reply."""
    pairs = zip(round_.happened, round_.happened[1:], round_.said_by[1:], strict=False)
    return tuple((one, two) for one, two, by in pairs if isinstance(one, SaidAgain) and by == person)


def _list_parts(conversation: RoundConversation, round_: Round, person: str, *, again: bool) -> Iterator[_Part]:
    first = round_.count_first_attempt()
    moves = zip(round_.happened[:first], round_.said_by, strict=False)
    who = [by for event, by in moves if isinstance(event, Replied | Skipped)]
    yield _Part(
        tuple(_list_own_lines(conversation.replay_round(round_).list_lines(), [speaker == person for speaker in who]))
    )
    for pair in _list_replays(round_, person) if again else ():
        # Replayed as if it were the only line said again, so nobody else's second try is in it.
        alone = replace(
            round_, happened=(*round_.happened[:first], *pair), said_by=(*round_.said_by[:first], person, person)
        )
        yield _Part(conversation.replay_round(alone).list_lines_again(), again=True)


def _list_own_lines(said: Sequence[ConversationLine], own: Sequence[bool]) -> Iterator[ConversationLine | None]:
    """List a person's own replies, each with the family's lines before and after it.

    Args:
        said: the round's lines.
        own: for each reply, whether the person said it.
    """
    starts = [place for place, line in enumerate(said) if line.reply or line.skipped]
    yours = [False, *own[: len(starts)], False]
    # The family's lines before and after a person's own give them sense; others' replies become a gap.
    gap = False
    for place, (start, end) in enumerate(zip([0, *starts], [*starts, len(said)], strict=True)):
        family = start + bool(place)
        if yours[place] or (not place and yours[1]):
            yield from said[start:end]
        elif yours[place + 1]:
            yield None
            yield from said[family:end]
        gap = place > 0 and not yours[place]
    if gap:
        yield None


def _render_own_words(title: str, round_: Round, parts: Iterator[_Part], form: ExportFormat) -> Exported:
    if form.value.render is not None:
        return form.value.render(_make_blocks(title, round_, parts))
    data = {
        "format": DATA_FORMAT,
        "scenario": round_.scenario,
        "title": title,
        "began": round_.began.at.isoformat(),
        "own_words_only": True,
        "parts": [{"again": part.again, "transcript": [_make_data(line) for line in part.lines]} for part in parts],
    }
    return form.value.dump(data)


def _make_blocks(title: str, round_: Round, parts: Iterator[_Part]) -> Iterator[Block]:
    yield Heading(title, 1)
    yield Paragraph(say(MIXED))
    for part in parts:
        if part.again:
            yield Heading(say(AGAIN))
        yield from (_make_block(line) for line in part.lines)
    yield Paragraph(
        say(
            "Begun {at}. Yours to keep, bring to supervision or delete.",
            at=f"{round_.began.at.astimezone():%d %B %Y, %H:%M}",
        )
    )


def _make_block(line: ConversationLine | None) -> Block:
    if line is None or line.scene or line.skipped:
        return Paragraph(f"({SOMEBODY_ELSE if line is None else line.text or 'Skipped.'})")
    return Quote(line.text, say("You ({reply})", reply=line.reply) if line.reply else line.speaker)


def _make_data(line: ConversationLine | None) -> dict[str, object]:
    if line is None:
        return {"somebody_else": True}
    if line.skipped:
        return {"skipped": True}
    if line.scene:
        return {"scene": line.text}
    return {"you": line.text, "reply": line.reply} if line.reply else {"speaker": line.speaker, "text": line.text}
