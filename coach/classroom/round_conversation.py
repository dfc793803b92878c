"""The conversation of a group's round: what is said is read, and what the family answers is found, as in a rehearsal.

It makes events and appends none: the seat does that, so that they are kept before anybody sees them.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from coach.classroom.round_history import RoundHistory, replay_round
from coach.classroom.state import GroupState, Round
from coach.debrief.builder import build_debrief
from coach.debrief.report import Debrief
from coach.errors import NotNow
from coach.model.class_events import Happened, RoomEvent, Went, WentBack
from coach.model.events import Ended, Event, Replied, SaidAgain, Skipped
from coach.model.rubric import Rubric
from coach.practice.persistence import ResilientStore
from coach.practice.reader import can_be_said, read_reply
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import Question, Safeguard, WordsHeld, known_words
from coach.practice.service import PracticeService
from coach.records.event_store import MemoryRehearsalStore
from coach.rehearsal.branch_choice import answer_by_branch
from coach.rehearsal.engine import SKIPPED
from coach.rehearsal.history import History, advance, replay
from coach.rehearsal.script import Script


class RoundConversation:
    """Rounds of one practice's scenarios."""

    def __init__(self, practice: PracticeService) -> None:
        self._practice = practice
        self._staged: dict[str, tuple[Script, Rubric]] = {}
        self._safeguards: dict[str, Safeguard] = {}
        self._told: tuple[Round, RoundHistory] | None = None

    def load_scenario(self, scenario: str) -> tuple[Script, Rubric]:
        """What a scenario is played from and read by. Raises NotKnown or Unusable."""
        if scenario not in self._staged:
            script = self._practice.script(scenario)
            self._staged[scenario] = script, self._practice.library.rubric(script.dialogue.rubric)
        return self._staged[scenario]

    def replay_round(self, this: Round) -> RoundHistory:
        """The conversation of a round so far."""
        if self._told is None or self._told[0] is not this:
            self._told = this, replay_round(self.load_scenario(this.scenario)[0], this)
        return self._told[1]

    def build_debrief(self, this: Round) -> Debrief:
        """The coach's reading of the round itself; lines said again are no part of it."""
        script, rubric = self.load_scenario(this.scenario)
        return build_debrief(script, rubric, replay(script, this.list_events()), 1)

    def as_rehearsal(self, this: Round, happened: tuple[Event, ...]) -> Rehearsal:
        """What happened in a round, or a part of it, as a rehearsal that is kept nowhere."""
        script, rubric = self.load_scenario(this.scenario)
        matcher = self._practice.matcher(script.dialogue.rubric)
        keeping = ResilientStore(lambda: (MemoryRehearsalStore(), ""))
        return Rehearsal(f"round{this.number}", script, rubric, matcher, keeping, self._practice.clock, happened)

    def find_safeguard(self, scenario: str) -> Safeguard:
        """The gate that words pass before they are read in this scenario, or before one is chosen."""
        if scenario not in self._safeguards:
            self._safeguards[scenario] = Safeguard(
                lambda: known_words(self.load_scenario(scenario)[0]) if scenario else frozenset()
            )
        return self._safeguards[scenario]

    def plan_reply(
        self, group: GroupState, text: str, at: datetime, most: int, confirmed: Collection[Question] = ()
    ) -> tuple[Event, ...]:
        """What is said, read, and the end of the talk where it is the last of `most` replies. Raises WordsHeld."""
        script, story = self._typed(group)
        self._let_through(group, text, confirmed)
        said, story = self._read(script, story, text, at)
        last = len(story.attempt().replies()) >= most or story.state.over()
        return (said, Ended(at=at, how="finished")) if last else (said,)

    def plan_skip(self, group: GroupState, at: datetime) -> tuple[Event, ...]:
        """A line skipped."""
        script, story = self._typed(group)
        skipped = Skipped(at=at)
        over = advance(script, story, skipped).state.over()
        return (skipped, Ended(at=at, how="finished")) if over else (skipped,)

    def plan_reply_again(
        self, group: GroupState, reply: int, text: str, at: datetime, confirmed: Collection[Question] = ()
    ) -> tuple[Event, ...]:
        """A line of the round said in other words. Raises WordsHeld."""
        script, story = self._typed(group)
        self._let_through(group, text, confirmed)
        back = SaidAgain(at=at, reply=reply, attempt=1)
        said, _ = self._read(script, advance(script, story, back), text, at)
        return back, said

    def plan_branch(self, group: GroupState, branch: str, by: str, at: datetime, most: int) -> tuple[RoomEvent, ...]:
        """Where the talk went, and its end where it ended there."""
        this = _round(group)
        if not this.spoken:
            raise NotNow("This round is typed.")
        so_far = self.replay_round(this)
        after, _ = answer_by_branch(so_far.script, so_far.position, branch)
        went = Went(at=at, by=by, group=group.id, branch=branch)
        replies = this.count_replies() + (branch != SKIPPED)
        if after.ending is None and replies < most:
            return (went,)
        ended = Ended(at=at, how="finished")
        return went, Happened(at=at, by=by, group=group.id, happened=ended)

    def plan_branch_back(self, group: GroupState, by: str, at: datetime) -> tuple[RoomEvent, ...]:
        """The last choice taken back."""
        this = _round(group)
        if not (this.spoken and this.branches):
            raise NotNow("Nothing was chosen yet.")
        stand = self.replay_round(replace(this, branches=this.branches[:-1])).list_openings()
        return (WentBack(at=at, by=by, group=group.id, openings=len(stand)),)

    def _typed(self, group: GroupState) -> tuple[Script, History]:
        this = _round(group)
        if this.spoken:
            raise NotNow("Nobody types in this round.")
        script, _ = self.load_scenario(this.scenario)
        story = self.replay_round(this).history or replay(script, this.list_events())
        if story.diverges_at:
            raise NotNow(
                "This scenario has changed since the round began.", "Look back on what was said, or begin anew."
            )
        return script, story

    def _let_through(self, group: GroupState, text: str, confirmed: Collection[Question]) -> None:
        can_be_said(text)
        if why := self.find_safeguard(group.scenario).of_reply(text, confirmed):
            raise WordsHeld(why)

    def _read(self, script: Script, story: History, text: str, at: datetime) -> tuple[Replied, History]:
        event = read_reply(self._practice.matcher(script.dialogue.rubric), script, story, text, at)
        return event, advance(script, story, event)


def _round(group: GroupState) -> Round:
    if group.round is None:
        raise NotNow("Your group is not in a round.")
    return group.round
