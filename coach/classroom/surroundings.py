"""What every screen has round it: people, groups, what can be chosen, the room's clock, what was said aloud."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.model.room import Role, Stage
from coach.model.sheet import Does


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as others see them: the name they chose, and their role."""

    id: str
    name: str
    role: Role | None = None
    away: bool = False
    you: bool = False
    agreed: bool = False
    """Of oneself alone: whoever takes their time over a content note is pointed out to nobody."""


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """A group as people outside it see it."""

    id: str
    name: str
    people: tuple[str, ...]
    """Names."""
    stage: Stage
    may_join: bool
    """There is room, and nobody needs to be asked."""
    may_ask: bool = False
    """There is room, and the group is asked first: it is in conversation."""
    asked: bool = False
    """This person asked to join it, and waits for an answer."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A scenario that a group can choose: nothing of it but what is read before consenting."""

    id: str
    title: str
    content_note: str
    difficulty: str = ""
    minutes: int = 0
    towards_practitioner: bool = False
    """Racism towards the practitioner: whoever would rather not has another of equal standing."""
    alternative: str = ""
    """The id of that other."""


@dataclass(frozen=True, slots=True)
class PartSeen:
    """The part of the run sheet, and the room's clock."""

    title: str
    what: str
    does: Does
    minutes: int
    left: timedelta | None
    """Below nothing once the minutes are over; None where the sheet shows no clock."""

    def minutes_left(self) -> int:
        """In whole minutes, at least one while there is time left: the same number on every screen. 0 for no clock."""
        return 0 if self.left is None or self.left <= timedelta() else max(1, round(self.left.total_seconds() / 60))


@dataclass(frozen=True, slots=True)
class Words:
    """Something the trainer said."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A line that was said. `reply` is the practitioner's number, 0 for the family's; words are empty where spoken."""

    speaker: str
    text: str
    how: str = ""
    reply: int = 0
    scene: bool = False
    skipped: bool = False
    chose: str = ""
    """Where nobody types: what the line-reader chose for it, for whoever may see the script."""


@dataclass(frozen=True, slots=True)
class Here:
    """What everybody's screen has: who is here, where the group is, what the room does."""

    code: str
    you: str
    """The name that this person chose."""
    stage: Stage
    group: str = ""
    """The group's id; empty for whoever is in none."""
    group_name: str = ""
    partners: tuple[Someone, ...] = ()
    """Everybody in the group, oneself among them."""
    free: tuple[Someone, ...] = ()
    """Everybody in the room who is in no group."""
    groups: tuple[GroupSeen, ...] = ()
    role: Role | None = None
    offers: tuple[Offer, ...] = ()
    chosen: Offer | None = None
    spoken: bool = False
    screen_speaks: bool = False
    """Nobody reads the family's lines: the screen speaks for them."""
    round: int = 0
    """The round that is going on, or was last; 0 before the first."""
    replies: int = 0
    most_replies: int = 0
    over: bool = False
    """Nothing more is said in this round."""
    to_agree: bool = False
    """This person has still to read the content note; until they have, nothing else of the round is in their view."""
    to_read: bool = False
    """Among the briefs, this person has still to read their own."""
    may_take: tuple[Role, ...] = ()
    """Roles that this person could take now: none that would be refused."""
    departed: tuple[Someone, ...] = ()
    """Who left this round, each with the role that nobody has taken since."""
    asking: tuple[Someone, ...] = ()
    """People who would like to join this group, and have no answer yet."""
    group_open: bool = False
    """Anybody may join this group without asking, also in conversation."""
    back_to: Stage | None = None
    """Where the group was taken on from, if it can step back there."""
    next_stage: Stage | None = None
    """Where the group can go from here, if it can."""
    not_yet: str = ""
    """Why it cannot go on yet, in a sentence."""
    time_out: bool = False
    asked_for_help: bool = False
    part: PartSeen | None = None
    cue: tuple[SaidLine, ...] = ()
    """While the room warms up and this person is in no round: the lines that everybody answers for themselves."""
    paused: bool = False
    covered: bool = False
    closed: bool = False
    gone: bool = False
    """This person left the room for good, or was seen out."""
    messages: tuple[Words, ...] = ()
    """What the trainer said to this person, oldest first."""

    def others(self) -> tuple[Someone, ...]:
        """Everybody else in the group whose screen is not gone."""
        return tuple(each for each in self.partners if not (each.you or each.away))

    def nobody_speaks(self) -> bool:
        """Whether the group is in conversation, and nobody is its practitioner any more."""
        held = {each.role for each in self.partners}
        return self.stage is Stage.TALKING and not self.over and Role.PRACTITIONER not in held
