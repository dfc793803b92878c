"""A participant: everything one person sees and does in a room, whatever front end draws it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from coach.classroom.client import (
    Clock,
    RoomClient,
    RoomFold,
    UnreadMessages,
    plan_leaving,
    plan_new_round,
    plan_next_stage,
    plan_step_back,
)
from coach.classroom.comparison import Comparison, can_show_counts, compare_round, has_counts, name_topics
from coach.classroom.group_reducer import NOTHING_HEARD, SEVERAL_PRACTITIONERS
from coach.classroom.round_conversation import RoundConversation, export_round, find_own_round, list_own_events
from coach.classroom.round_history import RoundHistory
from coach.classroom.run_sheets import find_warm_up_cue
from coach.classroom.state import GroupState, RoomPerson, RoomState, Round
from coach.classroom.view_builder import build_view, check_sealed, is_warming_up, list_offers
from coach.classroom.views import ConversationLine, ScenarioOffer, TrainerMessage, View
from coach.debrief.first_page import DebriefPage
from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model import events
from coach.model.class_events import (
    Agreed,
    AnsweredJoin,
    AskedForHelp,
    AskedToJoin,
    Chose,
    Contributed,
    Counted,
    Grouped,
    Guessed,
    Happened,
    Helped,
    LineReaderNote,
    Locked,
    Mark,
    Marked,
    Noted,
    OpenedGroup,
    Replayed,
    Role,
    RoomEvent,
    Stage,
    TimeIn,
    TimeOut,
    TookRole,
)
from coach.partnership.counts import count_openings
from coach.practice.export import Exported, ExportFormat
from coach.practice.safeguarding import Distress, NeedsConfirmation, Question, WordsHeld
from coach.practice.service import PracticeService
from coach.records.class_log import RoomLog


class Participant(RoomClient):
    """Everything one participant can do in a room, whatever front end they use.

    Every method that does something raises NotNow, with a sentence, where it cannot be done just now. What a person
    says is written to the log before anybody sees it, the person among them.
    """

    def __init__(
        self, log: RoomLog, practice: PracticeService, person: str, clock: Clock, *, shared: bool = False,
        fold: RoomFold | None = None,
    ) -> None:  # fmt: skip
        """Connect one participant to a room.

        Args:
            log: the room's events.
            practice: the library and the reading of replies.
            person: the id that `join` gave.
            clock: tells the time.
            shared: whether several people type at one device, so that lines said again go into nobody's file.
            fold: the room as others in this process read it; None to read it alone.
        """
        super().__init__(log, clock, fold)
        self.person = person
        self._practice = practice
        self._unread = UnreadMessages(log, person)
        self._offers: tuple[tuple[str, ...], tuple[ScenarioOffer, ...]] | None = None
        self._cue: tuple[ConversationLine, ...] | None = None
        self._conversation = RoundConversation(practice)
        self._shared = shared

    def build_view(self) -> View:
        """Build the view that this participant's screen is drawn from, as of the last `refresh`."""
        group = self.group
        staged = self._conversation.load_scenario(group.scenario) if group and group.scenario else None
        cue_now = self._get_cue() if is_warming_up(self.state, group) else ()
        return build_view(
            self.state, self.person, self._clock(), self._get_offers(), staged, self._get_history(group), cue_now
        )

    @property
    def room_person(self) -> RoomPerson:
        """The participant as the room knows them. Raises NotNow where no person has that id."""
        person = self.state.people.get(self.person)
        if person is None:
            raise NotNow(say("Nobody by that name is in this room."), say("Come in with the room's code again."))
        return person

    @property
    def group(self) -> GroupState | None:
        """The person's group; None while they are in none."""
        return self.state.find_group_of(self.person)

    @property
    def role(self) -> Role | None:
        """The person's role; None while they watch."""
        group = self.group
        return group.roles.get(self.person) if group else None

    # --- People, groups and roles

    def make_group(self, *people: str) -> str:
        """Form a group with other people, or begin one that others can join; return its id.

        Args:
            people: the other people's ids.
        """
        made: list[str] = []  # by the last call of `make`, which was written

        def make(state: RoomState) -> Sequence[RoomEvent]:
            taken = [person for person in people if state.find_group_of(person) is not None]
            if taken:
                raise NotNow(say("Somebody of them has sat down with others."), say("Ask them, or join their group."))
            made[:] = [f"g{state.groups_made + 1}"]
            return (Grouped(at=self._clock(), by=self.person, group=made[0], people=(self.person, *people)),)

        self._append(make)
        return made[0]

    def join_group(self, group: str) -> None:
        """Join a group, without a role at first.

        Raises NotNow where the group is in conversation: then `ask_to_join` it.
        """

        def make(state: RoomState) -> Sequence[RoomEvent]:
            target = state.groups.get(group)
            if target is None:
                raise NotNow(say("There is no such group any more."), say("Find people to sit with."))
            if not target.may_be_joined() and self.person not in target.people:
                ask = say("Ask to join: they say whether they let you in.")
                raise NotNow(say("That group is in conversation."), ask)
            people = (*(person for person in target.people if person != self.person), self.person)
            return (Grouped(at=self._clock(), by=self.person, group=group, people=people),)

        self._append(make)

    def ask_to_join(self, group: str) -> None:
        """Ask a group in conversation to let this person in. They see nothing of it until it agrees."""
        self._append(lambda _: (AskedToJoin(at=self._clock(), by=self.person, group=group),))

    def withdraw_join_request(self) -> None:
        """Withdraw this person's request to join a group. Does nothing where there is none."""

        def make(state: RoomState) -> Sequence[RoomEvent]:
            asked = next((group.id for group in state.groups.values() if self.person in group.asking), None)
            return () if asked is None else (self._make_answer(asked, self.person, admitted=False),)

        self._append(make)

    def answer_join(self, person: str, *, admitted: bool) -> None:
        """Let a person who asked into the group, or refuse them.

        Args:
            person: the id of the person who asked.
            admitted: whether they are let in.

        Raises:
            NotNow: they no longer ask, or the group is full.
        """
        self._append_for_group(lambda group: self._make_answer(group.id, person, admitted=admitted))

    def open_group(self, *, open_: bool = True) -> None:
        """Let anybody join this group without asking, or end that."""
        self._append_for_group(lambda group: OpenedGroup(at=self._clock(), by=self.person, group=group.id, open=open_))

    def leave_group(self) -> None:
        """Leave the group, which continues. Does nothing where this person is in none."""

        def make(state: RoomState) -> Sequence[RoomEvent]:
            target = state.find_group_of(self.person)
            if target is None:
                return ()
            people = tuple(person for person in target.people if person != self.person)
            return (Grouped(at=self._clock(), by=self.person, group=target.id, people=people),)

        self._append(make)

    def leave_room(self) -> None:
        """Leave the room for good, unless that is done; the person can still export what they said."""
        self._append(lambda state: plan_leaving(state, self.person, self._clock))
        self._log.keep_draft(self.person, "")
        self._conversation.forget_ahead()
        self._unread.forget()

    def list_unread(self) -> tuple[TrainerMessage, ...]:
        """List the trainer's messages that this person has not put away, oldest first."""
        group, came = self.group, self.state.people.get(self.person)
        if came is None or came.waiting or came.gone:
            return ()
        to = (self.person, group.id if group else "")
        messages = tuple(
            TrainerMessage(message.at, message.words) for message in self.state.messages if message.reaches(*to)
        )
        return self._unread.list_unread(messages, came.since if came else None)

    def mark_read(self, at: datetime) -> None:
        """Mark the trainer's messages up to a moment as read."""
        self._unread.mark_read(at)

    def take_role(self, role: Role | None) -> None:
        """Take a role, or give it up to watch; no reason is asked for."""
        self._append_for_group(lambda group: TookRole(at=self._clock(), by=self.person, group=group.id, role=role))

    def choose_scenario(self, scenario: str, *, spoken: bool = False) -> None:
        """Choose the scenario that the group plays. Everybody's consent is asked for anew.

        Args:
            scenario: the scenario's id.
            spoken: whether nobody types, and the line-reader notes where the conversation goes.

        Raises:
            NotNow: the round has begun, or the room does not offer this scenario.
            NotKnown: there is no such scenario.
            UnusableContent: the scenario has problems.
        """
        # A scenario that cannot be played must not become the group's.
        self._practice.script(scenario)
        self._append_for_group(
            lambda group: Chose(at=self._clock(), by=self.person, group=group.id, scenario=scenario, spoken=spoken)
        )

    def agree(self) -> None:
        """Agree to the content note; at the stage of the briefs, confirm having read the brief."""
        self._append_for_group(lambda group: Agreed(at=self._clock(), by=self.person, group=group.id))

    def go_to_next_stage(self) -> None:
        """Take the group to its next stage. Does nothing where another person was quicker."""
        group = self._require_group(self.state)
        self._append(
            lambda state: plan_next_stage(state, group.id, group.stage, self.person, self._practice, self._clock)
        )

    def step_back(self, pressed_at: Stage) -> None:
        """Return the group to the stage before, unless it has left the stage that is given.

        Raises NotNow where something was said or chosen since.
        """
        group = self._require_group(self.state)
        self._append(lambda state: plan_step_back(state, group.id, pressed_at, self.person, self._clock))

    def begin_new_round(self) -> None:
        """Return the group to its first stage, if the practitioner of this round has left."""
        group = self._require_group(self.state)
        self._append(lambda state: plan_new_round(state, group.id, self.person, self._clock))

    def call_time_out(self) -> None:
        """Stop the group's round for a moment. Who asked for it is neither shown nor recorded."""
        self._append_for_group(lambda group: TimeOut(at=self._clock(), group=group.id))

    def end_time_out(self) -> None:
        """End the pause that `call_time_out` began."""
        self._append_for_group(lambda group: TimeIn(at=self._clock(), group=group.id))

    def ask_for_help(self) -> None:
        """Ask the trainer to come over to the group."""
        self._append_for_group(lambda group: AskedForHelp(at=self._clock(), by=self.person, group=group.id))

    def withdraw_help_request(self) -> None:
        """Withdraw the group's request for the trainer."""
        self._append_for_group(lambda group: Helped(at=self._clock(), by=self.person, group=group.id))

    # --- The conversation of the round

    def submit(
        self, text: str, confirmed: Collection[Question] = (), *, again: bool = False
    ) -> NeedsConfirmation | Distress | None:
        """Say a reply, unless it may name a real person, or is of the participant's own distress.

        Args:
            text: what was typed.
            confirmed: the questions that were asked about this text and answered with "as it is".
            again: whether it is the chosen line in other words.

        Returns:
            What stopped the words, which were then neither read nor stored; None where they were said.

        Raises:
            NotNow: nothing can be said now.
            ReplyTooLong: the text is too long. Nothing typed is lost by either.
        """
        try:
            (self.say_again if again else self.say)(text, confirmed)
        except WordsHeld as held:
            return held.why
        return None

    def say(self, text: str, confirmed: Collection[Question] = ()) -> None:
        """Say a reply; the family answers it.

        Args:
            text: what was typed.
            confirmed: the questions that were asked about this text and answered with "as it is".

        Raises:
            WordsHeld: a gate stops the words, which are then neither read nor stored.
            ReplyTooLong: the text is too long. Nothing typed is lost by either.
        """
        self._append(
            lambda state: self._wrap_events(
                self._conversation.plan_reply(
                    self._require_group(state), text, self._clock(), state.reply_limit, confirmed
                )
            ),
            said_by=self.person,
        )

    def skip(self) -> None:
        """Skip a reply; the conversation moves on. Skipped replies are never counted."""
        self._append(
            lambda state: self._wrap_events(self._conversation.plan_skip(self._require_group(state), self._clock()))
        )

    def choose_branch(self, branch: str) -> None:
        """In a spoken round: record the branch that the conversation took."""
        self._append(
            lambda state: self._conversation.plan_branch(
                self._require_group(state), branch, self.person, self._clock(), state.reply_limit
            )
        )

    def take_back_branch(self) -> None:
        """In a spoken round: take back the last recorded branch."""
        self._append(
            lambda state: self._conversation.plan_branch_back(self._require_group(state), self.person, self._clock())
        )

    def end_conversation(self) -> None:
        """End the round's conversation before its script ends."""
        self._append(lambda _: self._wrap_events((events.Ended(at=self._clock(), how="finished"),)))

    @property
    def draft(self) -> str:
        """The words that this person typed and has not sent."""
        return self._log.draft(self.person)

    def keep_draft(self, words: str) -> None:
        """Store what is typed, so that a reload of the page brings it back.

        Words that a gate would stop are not stored, nor are those of a person who is out.
        """
        self.refresh()
        person = self.state.people.get(self.person)
        out = person is None or person.gone or person.waiting
        held = out or self._conversation.is_held(self.group.scenario if self.group else "", words)
        self._log.keep_draft(self.person, "" if held else words)
        self._conversation.forget_ahead()

    def read_ahead(self, words: str) -> None:
        """Read words that rest in the practitioner's box; nothing of it is shown or stored."""
        if self.group is not None and self.role is Role.PRACTITIONER and self.group.stage is Stage.TALKING:
            self._conversation.read_ahead(self.group, words, self._clock())

    # --- Notes, guesses and marks

    def note(self, opening: int, note: LineReaderNote) -> None:
        """Give the line-reader's note on an opening; hidden from the others until both are revealed.

        An opening is where the family lets a subject be spoken of.

        Args:
            opening: the opening's number.
            note: whether the family would have said more.
        """
        # Checked here, because the reducer does not know the script and so not the openings.
        self._check_sealed(opening)
        self._append_for_group(
            lambda group: Noted(at=self._clock(), by=self.person, group=group.id, opening=opening, note=note)
        )

    def guess(self, opening: int, note: LineReaderNote) -> None:
        """Guess the line-reader's note on an opening, as its practitioner; hidden until revealed.

        Args:
            opening: the opening's number, from 1: where the family lets a subject be spoken of.
            note: the guess.
        """
        self._check_sealed(opening)
        self._append_for_group(
            lambda group: Guessed(at=self._clock(), by=self.person, group=group.id, opening=opening, note=note)
        )

    def mark(self, opening: int, reply: int, mark: Mark | None) -> None:
        """Give the observer's mark on an opening or on a reply.

        An opening is where the family lets a subject be spoken of.

        Args:
            opening: the opening's number; 0 for a mark of a reply.
            reply: the reply's number; 0 for the last one.
            mark: the mark; None takes it away.
        """
        round_ = self._require_round()
        history = self._conversation.replay_round(round_)
        if opening > len(history.list_openings()):
            raise NotNow(say("There is no such opening yet."))
        number = reply or (round_.count_replies() if not opening else 0)
        if not opening and not 1 <= number <= round_.count_replies():
            raise NotNow(say("There is no such reply yet."))
        # One moment for the event and for the second that the mark stands at.
        now = self._clock()
        self._append_for_group(
            lambda group: Marked(
                at=now,
                by=self.person,
                group=group.id,
                opening=opening,
                reply=number,
                mark=mark,
                second=group.round.count_seconds(now) if group.round else 0,
            )
        )

    def lock_marks(self) -> None:
        """Finish marking: the observer's marks can no longer change."""
        self._append_for_group(lambda group: Locked(at=self._clock(), by=self.person, group=group.id))

    # --- Looking back, and saying a line again

    def build_page(self) -> DebriefPage:
        """Build what the coach says of the round. Raises NotNow before that stage is reached."""
        round_ = self._require_round()
        self._check_the_coach_spoke(say("The coach speaks after everybody has."))
        if round_.spoken:
            raise NotNow(say(NOTHING_HEARD), say("Compare what you marked and noted."))
        return self._conversation.build_page(round_)

    def compare(self) -> Comparison:
        """Compare marks, notes, guesses and the coach's reading. Raises NotNow before that stage."""
        round_ = self._require_round()
        self._check_the_coach_spoke(say("They are laid beside each other once everybody has spoken."))
        _, rubric = self._conversation.load_scenario(round_.scenario)
        topics = name_topics(rubric)
        names = {person.id: person.name for person in self.state.people.values()}
        read = None if round_.spoken else self._conversation.build_debrief(round_)
        return compare_round(round_, self._conversation.replay_round(round_), read, topics, names)

    @property
    def replayed_reply(self) -> int | None:
        """The number of the reply that this person chose to say again; None if they chose none."""
        group = self.group
        return group.round.replaying.get(self.person) if group and group.round else None

    def choose_replay(self, reply: int) -> str:
        """Choose a reply of the round to say in other words; return its old words."""
        self._append_for_group(lambda group: Replayed(at=self._clock(), by=self.person, group=group.id, reply=reply))
        moves = self._conversation.replay_round(self._require_round()).moves
        return next(move.words for move in moves if move.reply == reply)

    def say_again(self, text: str, confirmed: Collection[Question] = ()) -> None:
        """Say the chosen reply in other words; the family answers it.

        Args:
            text: what was typed.
            confirmed: the questions that were asked about this text and answered with "as it is".

        Raises:
            NotNow: no reply was chosen.
            WordsHeld: a gate stops the words, which are then neither read nor kept.
        """

        def make(state: RoomState) -> Sequence[RoomEvent]:
            group = self._require_group(state)
            reply = group.round.replaying.get(self.person) if group.round else None
            # The choice is an event of its own, so a reload in between loses nothing.
            if reply is None:
                raise NotNow(say("Choose the line to say again first."))
            return self._wrap_events(self._conversation.plan_reply_again(group, reply, text, self._clock(), confirmed))

        self._append(make, said_by=self.person)

    # --- Taking the round home, and giving its counts

    def export_round(self, form: ExportFormat = ExportFormat.TEXT) -> tuple[str, Exported]:
        """Export this person's own words of their last round.

        Returns:
            The file's name, and what is in it.
        """
        round_ = find_own_round(self.state, self.person)
        return export_round(self._conversation, round_, self.person, form, again=not self._shared)

    def list_own_events(self) -> tuple[events.Event, ...]:
        """List the last round's events as those of a rehearsal, for this person's own store.

        Raises NotNow where the round had several practitioners.
        """
        return list_own_events(find_own_round(self.state, self.person), self.person, again=not self._shared)

    @property
    def may_take_home(self) -> bool:
        """Whether there is a round to export, even once the room is closed or this person has left."""
        return self._find_own_round() is not None

    def preview_contribution(self) -> tuple[Counted, ...]:
        """Return exactly what `contribute` gives: counts of the last round's openings, nothing else.

        Raises NotNow where the round had several practitioners: its counts would belong to none of them.
        """
        round_ = find_own_round(self.state, self.person)
        if round_.list_speakers() != (self.person,):
            raise NotNow(say(SEVERAL_PRACTITIONERS))
        return count_openings(self._conversation.build_debrief(round_))

    @property
    def may_contribute(self) -> bool:
        """Whether there are counts to contribute, and the room can come to show them."""
        return has_counts(self.state, self._find_own_round(), self.person) and can_show_counts(self.state)

    @property
    def lacks_contributors(self) -> bool:
        """Whether counts are not asked for, because none can be shown of so few people."""
        return has_counts(self.state, self._find_own_round(), self.person) and not can_show_counts(self.state)

    def name_topics(self) -> Mapping[str, str]:
        """Map the topics of the last round to their names."""
        return name_topics(self._conversation.load_scenario(find_own_round(self.state, self.person).scenario)[1])

    def contribute(self) -> None:
        """Contribute the counts of openings in this person's last round to the room's plenary."""
        round_, row = find_own_round(self.state, self.person), self.preview_contribution()
        self._append(
            lambda _: (Contributed(at=self._clock(), by=self.person, group=round_.group, round=round_.number, row=row),)
        )

    @property
    def has_contributed(self) -> bool:
        """Whether this person has contributed the counts of openings in their last round."""
        round_ = self._find_own_round()
        return round_ is not None and self.state.has_contribution(self.person, round_)

    # --- Helpers

    def _get_cue(self) -> tuple[ConversationLine, ...]:
        """Return the cue of the warm-up, which is the same for as long as the room lasts."""
        if self._cue is None:
            self._cue = find_warm_up_cue(self.state.sheet, self._practice)
        return self._cue

    def _get_offers(self) -> tuple[ScenarioOffer, ...]:
        # Covers are read from files, and a view is built at every event.
        if self._offers is None or self._offers[0] != self.state.scenarios:
            self._offers = self.state.scenarios, list_offers(self.state, self._practice)
        return self._offers[1]

    def _get_history(self, group: GroupState | None) -> RoundHistory | None:
        return self._conversation.replay_round(group.round) if group and group.round else None

    def _make_answer(self, group: str, person: str, *, admitted: bool) -> AnsweredJoin:
        return AnsweredJoin(at=self._clock(), by=self.person, group=group, person=person, admitted=admitted)

    def _append_for_group(self, make: Callable[[GroupState], RoomEvent]) -> None:
        self._append(lambda state: (make(self._require_group(state)),))

    def _require_group(self, state: RoomState) -> GroupState:
        return state.require_group_of(self.person)

    def _wrap_events(self, happened: Sequence[events.Event]) -> tuple[RoomEvent, ...]:
        group = self._require_group(self.state)
        return tuple(Happened(at=event.at, by=self.person, group=group.id, happened=event) for event in happened)

    def _require_round(self) -> Round:
        round_ = self._require_group(self.state).round
        if round_ is None:
            raise NotNow(say("Your group is not in a round."))
        return round_

    def _find_own_round(self) -> Round | None:
        try:
            return find_own_round(self.state, self.person)
        except NotNow:
            return None

    def _check_the_coach_spoke(self, why: str) -> None:
        if not self._require_group(self.state).stage.is_at_least(Stage.COACH_SPEAKS):
            raise NotNow(why)

    def _check_sealed(self, opening: int) -> None:
        self.refresh()
        group = self._require_group(self.state)
        check_sealed(group, self._get_history(group), opening)
