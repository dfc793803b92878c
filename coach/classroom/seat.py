"""One person's seat in a room: everything that a learner sees and does, whatever the screen is."""

from collections.abc import Collection, Mapping, Sequence

from coach.classroom.at_log import Clock
from coach.classroom.comparing import Comparison, compared
from coach.classroom.conversing import Conversation
from coach.classroom.cue import cue
from coach.classroom.here import warms_up
from coach.classroom.in_group import MIXED
from coach.classroom.offers import offers
from coach.classroom.partnership.contribution import row_of
from coach.classroom.showing import revealed, show
from coach.classroom.sitting import Sitting
from coach.classroom.state import GroupState, RoomState, Round
from coach.classroom.surroundings import Offer, SaidLine
from coach.classroom.taking_home import own_events, own_round, taken_home
from coach.classroom.talk import Talk
from coach.classroom.views import View
from coach.debrief.parts import Debrief
from coach.errors import NotNow, ReplyTooLong
from coach.model import events
from coach.model.room import (
    Contributed,
    Counted,
    Guessed,
    Happened,
    Locked,
    Mark,
    Marked,
    Note,
    Noted,
    Replayed,
    RoomEvent,
    Stage,
)
from coach.model.rubric import Rubric
from coach.practice.export import Form
from coach.practice.practice import Practice
from coach.practice.safeguarding import Distress, NeedsConfirmation, Question, WordsHeld
from coach.records.rooms.log import RoomLog


class Seat(Sitting):
    """Everything one person does. What they say is kept before anybody sees it, also before they do.

    Every method that does something raises NotNow, with a sentence, where it cannot be done just now.
    """

    def __init__(self, log: RoomLog, practice: Practice, person: str, clock: Clock, *, shared: bool = False) -> None:
        """`shared`: several people type at it, so what is said again there is in nobody's file."""
        super().__init__(log, practice, person, clock)
        self._offers: tuple[tuple[str, ...], tuple[Offer, ...]] | None = None
        self._cue: tuple[SaidLine, ...] | None = None
        self._conversation = Conversation(practice)
        self._shared = shared

    def view(self) -> View:
        """What this person's screen is made from."""
        group = self.group
        staged = self._conversation.staged(group.scenario) if group and group.scenario else None
        cue_now = self._warm_up() if warms_up(self.state, group) else ()
        return show(self.state, self.person, self._clock(), self._offered(), staged, self._talk(group), cue_now)

    def _warm_up(self) -> tuple[SaidLine, ...]:
        """The cue, which is the same for as long as the room lasts."""
        if self._cue is None:
            self._cue = cue(self.state.sheet, self._practice)
        return self._cue

    def _offered(self) -> tuple[Offer, ...]:
        if self._offers is None or self._offers[0] != self.state.scenarios:
            self._offers = self.state.scenarios, offers(self.state, self._practice)
        return self._offers[1]

    def _talk(self, group: GroupState | None) -> Talk | None:
        return self._conversation.talk(group.round) if group and group.round else None

    # ------------------------------------------------------------------------------------------------- the talk

    def submit(
        self, text: str, confirmed: Collection[Question] = (), *, again: bool = False
    ) -> NeedsConfirmation | Distress | None:
        """Say something, unless it should be asked about first, or is of the typist's own distress.

        Raises NotNow, and ReplyTooLong; nothing typed is lost by either.

        Args:
            text: what was typed.
            confirmed: the questions that were asked about this text and answered with "as it is".
            again: whether it is the chosen line in other words.

        Returns:
            What stopped the words, which were then neither read nor kept; None where they were said.
        """
        try:
            (self.say_again if again else self.say)(text, confirmed)
        except WordsHeld as held:
            return held.why
        return None

    def say(self, text: str, confirmed: Collection[Question] = ()) -> None:
        """Say something. Raises WordsHeld, and ReplyTooLong; nothing typed is lost by either."""
        self._add(
            lambda state: self._said(
                self._conversation.reply(self._mine(state), text, self._clock(), _most(state), confirmed)
            ),
            said_by=self.person,
        )

    def skip(self) -> None:
        """Skip this line; the talk moves on. Never counted."""
        self._add(lambda state: self._said(self._conversation.skip(self._mine(state), self._clock())))

    def went(self, branch: str) -> None:
        """Where nobody types: the talk went this way."""
        self._add(
            lambda state: self._conversation.went(self._mine(state), branch, self.person, self._clock(), _most(state))
        )

    def went_back(self) -> None:
        """Where nobody types: the last choice was a slip, and the talk is where it was before it."""
        self._add(lambda state: self._conversation.back(self._mine(state), self.person, self._clock()))

    def finish(self) -> None:
        """End the conversation here."""
        self._add(lambda _: self._said((events.Ended(at=self._clock(), how="finished"),)))

    @property
    def draft(self) -> str:
        """What was typed and not yet said."""
        return self._log.draft(self.person)

    def keep_draft(self, words: str) -> None:
        """Keep what is typed, so that a reload brings it back; not what would be asked about before it is said."""
        self._log.keep_draft(self.person, "" if self._is_held(words) else words)

    def _is_held(self, words: str) -> bool:
        """Whether these words, as they stand, would be stopped before they are read."""
        group = self.group
        try:
            return self._conversation.safeguard(group.scenario if group else "").of_reply(words) is not None
        except ReplyTooLong:
            return True

    # ---------------------------------------------------------------------------------- notes, guesses, marks

    def note(self, opening: int, note: Note) -> None:
        """The line-reader's own, sealed."""
        self._still_sealed(opening)
        self._do(lambda group: Noted(at=self._clock(), by=self.person, group=group.id, opening=opening, note=note))

    def guess(self, opening: int, note: Note) -> None:
        """The practitioner's guess at it, sealed."""
        self._still_sealed(opening)
        self._do(lambda group: Guessed(at=self._clock(), by=self.person, group=group.id, opening=opening, note=note))

    def mark(self, opening: int, reply: int, mark: Mark | None) -> None:
        """The observer's mark: of an opening, or, with opening 0, of a reply (the last for 0). None takes it away."""
        this = self._round()
        talk = self._conversation.talk(this)
        if opening > len(talk.openings()):
            raise NotNow("There is no such opening yet.")
        number = reply or (this.replies() if not opening else 0)
        if not opening and not 1 <= number <= this.replies():
            raise NotNow("There is no such reply yet.")
        now = self._clock()
        self._do(
            lambda group: Marked(
                at=now,
                by=self.person,
                group=group.id,
                opening=opening,
                reply=number,
                mark=mark,
                second=group.round.second(now) if group.round else 0,
            )
        )

    def lock_marks(self) -> None:
        """Done marking."""
        self._do(lambda group: Locked(at=self._clock(), by=self.person, group=group.id))

    # -------------------------------------------------------------------------------------- the coach, at last

    def debrief(self) -> Debrief:
        """The coach's reading of the round itself, once it is the coach's turn."""
        this = self._round()
        self._after(Stage.COACH_SPEAKS, "The coach speaks after everybody has.")
        if this.spoken:
            raise NotNow("Nothing was typed, so the coach heard nothing.", "Compare what you marked and noted.")
        return self._conversation.debrief(this)

    def comparison(self) -> Comparison:
        """Marks, notes, guesses and the coach's reading beside each other, once it is the coach's turn."""
        this = self._round()
        self._after(Stage.COACH_SPEAKS, "They are laid beside each other once everybody has spoken.")
        _, rubric = self._conversation.staged(this.scenario)
        topics = topics_of(rubric)
        names = {person.id: person.name for person in self.state.people.values()}
        read = None if this.spoken else self._conversation.debrief(this)
        return compared(this, self._conversation.talk(this), read, topics, names)

    @property
    def replaying(self) -> int | None:
        """The line that one chose to say again, by its number."""
        group = self.group
        return group.round.replaying.get(self.person) if group and group.round else None

    def replay(self, reply: int) -> str:
        """Choose a line of the round to say in other words; its old words."""
        self._do(lambda group: Replayed(at=self._clock(), by=self.person, group=group.id, reply=reply))
        moves = self._conversation.talk(self._round()).moves
        return next(move.words for move in moves if move.reply == reply)

    def say_again(self, text: str, confirmed: Collection[Question] = ()) -> None:
        """Say the chosen line in other words; the family answers from that point only. Raises WordsHeld."""

        def make(state: RoomState) -> Sequence[RoomEvent]:
            group = self._mine(state)
            reply = group.round.replaying.get(self.person) if group.round else None
            if reply is None:
                raise NotNow("Choose the line to say again first.")
            return self._said(self._conversation.again(group, reply, text, self._clock(), confirmed))

        self._add(make, said_by=self.person)

    # --------------------------------------------------------------------------------------- what goes with one

    def take_home(self, form: Form = Form.TEXT) -> tuple[str, str]:
        """What one said oneself in one's last round, as a file: its name, and what is in it."""
        this = own_round(self.state, self.person)
        return taken_home(self._conversation, this, self.person, form, again=not self._shared)

    def take_home_events(self) -> tuple[events.Event, ...]:
        """The same as a rehearsal's events, to keep among one's own. Raises NotNow for a round of several people's."""
        return own_events(own_round(self.state, self.person), self.person, again=not self._shared)

    @property
    def may_take_home(self) -> bool:
        """Whether there is a file to take: also once the room is closed, or one has left it."""
        return self._own_round() is not None

    def contribution(self) -> tuple[Counted, ...]:
        """Exactly the row that `contribute` gives: counts of one's last round, and nothing else.

        Raises NotNow for a round of several people's: its counts would be nobody's.
        """
        this = own_round(self.state, self.person)
        if this.speakers() != (self.person,):
            raise NotNow(MIXED)
        return row_of(self._conversation.debrief(this))

    @property
    def may_contribute(self) -> bool:
        """Whether there is such a row, and the room still takes it."""
        this = self._own_round()
        if this is None or self.state.laid_together or self.state.closed:
            return False
        return self.state.is_over(this) and this.speakers() == (self.person,)

    def topics(self) -> Mapping[str, str]:
        """What the coach calls the topics of one's last round."""
        return topics_of(self._conversation.staged(own_round(self.state, self.person).scenario)[1])

    def contribute(self) -> None:
        """Give that row to the room's plenary."""
        this, row = own_round(self.state, self.person), self.contribution()
        self._add(
            lambda _: (Contributed(at=self._clock(), by=self.person, group=this.group, round=this.number, row=row),)
        )

    @property
    def contributed(self) -> bool:
        """Whether the counts of one's last round are in."""
        this = self._own_round()
        given = {(each.group, each.round) for each in self.state.contributions if each.person == self.person}
        return this is not None and (this.group, this.number) in given

    # ----------------------------------------------------------------------------------------------------------

    def _said(self, happened: Sequence[events.Event]) -> tuple[RoomEvent, ...]:
        group = self._mine(self.state)
        return tuple(Happened(at=each.at, by=self.person, group=group.id, happened=each) for each in happened)

    def _round(self) -> Round:
        this = self._mine(self.state).round
        if this is None:
            raise NotNow("Your group is not in a round.")
        return this

    def _own_round(self) -> Round | None:
        try:
            return own_round(self.state, self.person)
        except NotNow:
            return None

    def _after(self, stage: Stage, why: str) -> None:
        if not self._mine(self.state).stage.reached(stage):
            raise NotNow(why)

    def _still_sealed(self, opening: int) -> None:
        self.refresh()
        group = self._mine(self.state)
        talk = self._talk(group)
        if talk is None or opening not in {each.number for each in talk.openings() if each.passed}:
            raise NotNow("The talk is still at that opening.")
        if revealed(group, talk):
            raise NotNow("Notes and guesses have been laid open.")


def topics_of(rubric: Rubric) -> Mapping[str, str]:
    """A rubric's topics by their names."""
    return {key: topic.name for key, topic in rubric.topics.items()}


def _most(state: RoomState) -> int:
    return state.sheet.replies if state.sheet else 0
