"""The words of a room's pages outside the talk, the same in every front end.

They are those of the lobby, the content note, covers, a person's place, and what goes home.

Where a sentence names a control, `ControlNames` says what a front end calls it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from coach.classroom.round_words import (
    BY_BUTTON,
    CLOSE,
    ControlNames,
    describe_away,
    describe_departures,
    join_names,
    lay_out_after_care,
)
from coach.classroom.state import BEFORE_TALKING
from coach.classroom.views import PractitionerView, RoomContext, ScenarioOffer, View, VisibleGroup
from coach.debrief.render import Block, Heading, ListItem, Paragraph, Quote
from coach.language.catalogue import say
from coach.model.characters import shorten_name
from coach.model.class_events import Counted, Role, Stage
from coach.page_words import AT_YOU
from coach.partnership.counts import SUBJECT_BY_TOPIC, SUBJECT_NAMES, CountedSubject
from coach.partnership.suppression import MIN_CONTRIBUTORS
from coach.practice.safeguarding import Care

# --- Above every page

PAUSED = "The room is paused. What you typed stays where it is."
ASKED_FOR_HELP = "Your trainer knows that you would like them to come. {help_over}."
WOULD_JOIN = "{} would like to join you."


def describe_place(context: RoomContext) -> str:
    """Say where a person is: the room, or their group with its stage and scenario."""
    if not context.group:
        return f"Room {context.code}"
    title = f"  -  {context.chosen.title}" if context.chosen else ""
    return f"{context.group_name}: {context.stage.title()}{title}"


def describe_wait(context: RoomContext, controls: ControlNames = BY_BUTTON) -> str:
    """Say what a page waits for: a pause, the trainer, a person who left; empty for nothing.

    Args:
        context: the room as the reader of the page sees it.
        controls: what the front end calls its controls.
    """
    if context.paused:
        return say(PAUSED)
    if context.asked_for_help:
        return say(ASKED_FOR_HELP, help_over=controls.help_over)
    return " ".join(filter(None, (describe_departures(context, controls), describe_away(context))))


# --- The lobby

CHOOSE_PEOPLE = (
    "Ask one or two people you would say it to, tick them, then sit together. Anybody can get up again ({place})."
)
NOBODY_YET = "Nobody else is free just now. Others will come, or you can join a group."
WAIT = (
    "Or wait: your trainer can find you people to sit with. Or watch: join any group and take no role. "
    "Watching all day is as good. A group in conversation is asked first, and may say not now."
)
JOIN, ASK_TO_JOIN, ASK_NO_MORE = "Join", "Ask to join", "Ask no more"
ASKED_TO_JOIN = "You asked to join; they see it."
NO_TRAINER_YET = "Your trainer starts when people are here."
SIT_TOGETHER, SIT_ALONE = "Sit together", "Begin a group that others can join"


def describe_group(group: VisibleGroup) -> str:
    """Say who is in a group, where it is, and whether the person who looks asked to join it."""
    asked = f" {ASKED_TO_JOIN}" if group.asked else ""
    return f"{join_names(group.people)}. {group.stage.title()}.{asked}"


# --- Round a table

ANY_MAY_BE_REFUSED = "Take one, or put it down again. Any may be refused, all day, and nobody is asked why."
NO_READER = "Without a line-reader the screen speaks for the family."


def list_role_holders(context: RoomContext, role: Role | None) -> str:
    """Name who has a role at this table, the reader as “you”; empty for nobody."""
    others = join_names(person.name for person in context.partners if person.role is role and not person.is_self)
    return " and ".join(filter(None, ("you" if context.role is role else "", others)))


def describe_offer(offer: ScenarioOffer) -> str:
    """Say how hard a scenario is and how long it takes, with its content note."""
    hard = f"{offer.difficulty.capitalize()}, about {offer.minutes} minutes. " if offer.minutes else ""
    at_you = f" {AT_YOU}" if offer.towards_practitioner else ""
    return f"{hard}{offer.content_note}{at_you}"


# --- The content note

RATHER_NOT = (
    "If you would rather not, say so, or say nothing and choose. Another scenario is as good, and so is watching."
)
BEGUN = "Your group has begun. If you would rather not, leave the group with {place}, and nobody asks why."
READ = "You have read it. The others read it in their own time."
OTHERS_NOW = "Your trainer offers other scenarios now. Choose one of them."
ANOTHER_ASKS = "Nobody has to say why. Everybody reads the content note of the new one first."


def list_other_offers(context: RoomContext) -> tuple[ScenarioOffer, ...]:
    """List the scenarios that a group could choose instead of its own."""
    return tuple(offer for offer in context.offers if context.chosen is None or offer.id != context.chosen.id)


def lay_out_note(context: RoomContext, controls: ControlNames = BY_BUTTON) -> tuple[Block, ...]:
    """Lay out the content note, with what a person can do who would rather not.

    Args:
        context: the room as the reader of the page sees it.
        controls: what the front end calls its controls.
    """
    if context.chosen is None:
        return (Paragraph(say(OTHERS_NOW)),)
    rather_not = say(RATHER_NOT) if context.stage in BEFORE_TALKING else say(BEGUN, place=controls.place)
    return (
        Heading(context.chosen.title, 1),
        Heading(say("Before you start")),
        Paragraph(context.chosen.content_note),
        *((Paragraph(say(AT_YOU)),) if context.chosen.towards_practitioner else ()),
        Paragraph(rather_not if context.to_agree else say(READ)),
    )


# --- The warm-up

NOT_FOR_ME = "A family's lines come next. If they are not for you, pass over them: nobody sees who does."
WRITE = "What would you say? Write one reply, for yourself alone."
NOWHERE = "Nobody sees this, and it is kept nowhere: it is gone when you go on, or when this page goes."
AFTERWARDS = "Then ask yourself: what word was hard to type?"


def lay_out_cue_note(note: str) -> tuple[Block, ...]:
    """Lay out what may be hard in the warm-up's lines, before they are shown."""
    return Heading("Warm-up", 1), Heading(say("Before you start")), Paragraph(note), Paragraph(say(NOT_FOR_ME))


def lay_out_cue(context: RoomContext) -> Iterator[Block]:
    """Lay out the warm-up's lines, and what to write to them."""
    yield Heading("Warm-up", 1)
    for line in context.cue:
        yield Paragraph(line.text) if line.scene else Quote(line.text, line.speaker)
    yield Paragraph(say(WRITE))


# --- The talk

TALK_OVER = "That was the last of it. Take a breath; look back together when everybody is ready."
ALOUD = "Nobody types in this round. Say it aloud; the talk is followed on the line-reader's screen."
NOBODY_FOLLOWS = (
    "Nobody follows the script any more. Somebody takes the line-reader's role ({place}), or you end it here{end}."
)
WATCHING = "You watch. Nothing is asked of you."
NO_NOTES = "Once the talk has gone on from an opening, you can note here whether there was more to say."
WHAT_DID_THEY = "What did they do? Choose it."


# --- What lies over a page


class Over(StrEnum):
    """What covers the page, if anything does."""

    NOTHING = "nothing"
    TIME_OUT = "time_out"
    ALONE = "alone"
    """A moment out of a person in no group: on their own screen, and known to nobody."""
    COVERED = "covered"
    CLOSED = "closed"
    GONE = "gone"
    LEFT = "left"
    WAITING = "waiting"
    """At the door, until the trainer admits them."""
    KEPT_OUT = "kept_out"


COVER_HEADINGS = {
    Over.TIME_OUT: "A moment out",
    Over.ALONE: "A moment out",
    Over.COVERED: "Please look up",
    Over.CLOSED: "This session has ended",
    Over.GONE: "This session has ended",
    Over.LEFT: "You are no longer in this room",
    Over.WAITING: "You are at the door",
    Over.KEPT_OUT: "You are not in this room",
}
COVER_SAYS = {
    Over.TIME_OUT: (
        "Your group takes a moment. Nobody has to say why, and the screen does not say who.",
        "Anybody goes on for everybody, when everybody is ready. Whoever would rather stop leaves with {place}.",
    ),
    Over.ALONE: (
        "Take as long as you like. You sit with nobody just now, so nobody is told, and nothing waits for you.",
        "To have your trainer come over, put your hand up. To stop altogether, leave with {place}.",
    ),
    Over.COVERED: ("Your trainer has covered everybody's screen. It is as you left it, and comes back by itself.",),
    Over.CLOSED: ("Thank you for coming. That was a rehearsal; the people in it are invented.",),
    Over.GONE: ("What was said in this room is deleted. That was a rehearsal; the people in it are invented.",),
    Over.LEFT: (
        "Your group goes on without you, and your name is free again. With the room's code you can come in anew.",
        "That was a rehearsal; the people in it are invented.",
    ),
    Over.WAITING: ("Your trainer knows that you are here, and lets people in. This page goes on by itself.",),
    Over.KEPT_OUT: ("Your trainer keeps you out of this room, and says why:",),
}
WAIT_NO_MORE = "Don't wait"
ENDED = (Over.CLOSED, Over.GONE, Over.LEFT, Over.KEPT_OUT)
STILL_YOURS = "What you said is still yours to take home."


def find_cover(context: RoomContext, *, alone: bool = False) -> Over:
    """Return what lies over a person's page.

    Args:
        context: the room as the person sees it.
        alone: whether they took a moment out while they were in no group.
    """
    if context.kept_out:
        return Over.KEPT_OUT
    if context.has_left:
        return Over.LEFT
    if context.closed:
        return Over.CLOSED
    if context.waiting:
        return Over.WAITING
    if context.covered:
        return Over.COVERED
    if context.time_out:
        return Over.TIME_OUT
    return Over.ALONE if alone else Over.NOTHING


def lay_out_cover(
    over: Over, care: Care, *, take: bool, controls: ControlNames = BY_BUTTON, why: str = ""
) -> Iterator[Block]:
    """Lay out the neutral words of a cover; nothing where nothing covers the page.

    Args:
        over: what covers the page.
        care: the words and signposts that look after people.
        take: whether there is anything of their own to take home.
        controls: what the front end calls its controls.
        why: why the trainer keeps them out.
    """
    if over is Over.NOTHING:
        return
    yield Heading(COVER_HEADINGS[over], 1)
    yield from (Paragraph(words.format(place=controls.place)) for words in COVER_SAYS[over])
    if why:
        yield Quote(why, say("Your trainer"))
    if take:
        yield Paragraph(say(STILL_YOURS))
    if over not in (Over.COVERED, Over.WAITING):
        yield Paragraph(care.grounding)
        yield Heading(say("Where to turn"))
        yield from (ListItem(place) for place in care.signposts)


# --- A person's place

AS_I_AM = "Go on as I am"
ANYBODY = "Let anybody join us without asking"
ASKED_FIRST = "Have people ask before they join us"
SIT_WITH_NOBODY = "You sit with nobody yet. Choose people, or join a group."
PUT_DOWN = "A role can be put down at any time, and nobody is asked why."


class PlaceAction(StrEnum):
    """The kind of a choice that a person has about their place in the room."""

    STAY = "stay"
    ADMIT = "admit"
    REFUSE = "refuse"
    TAKE = "take"
    WATCH = "watch"
    ANEW = "anew"
    STEP_BACK = "step_back"
    OPEN = "open"
    SHUT = "shut"
    TAKE_HOME = "take_home"
    GIVE_COUNTS = "give_counts"
    LEAVE = "leave"
    LEAVE_ROOM = "leave_room"


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A choice that a person has about their place: its words, and whom or what it is about."""

    action: PlaceAction
    words: str
    about: str = ""
    """A person's id or a role."""


def describe_role(context: RoomContext) -> str:
    """Say which role a person has, or that they watch, or sit with nobody."""
    if not context.group:
        return say(SIT_WITH_NOBODY)
    return say("You are the {role}.", role=context.role.title().lower()) if context.role else say("You watch.")


def list_place_choices(context: RoomContext, *, take_home: bool, give_counts: bool) -> Iterator[PlaceChoice]:
    """List what a person can do about their place. Nothing stands there that would be refused.

    To change nothing comes first, so that an Enter or a click too early does no harm; what is given up comes last.

    Args:
        context: the room as the person sees it.
        take_home: whether there is anything of their own to take home.
        give_counts: whether they have counts to give.
    """
    talking = bool(context.group) and context.stage.is_at_least(Stage.TALKING)
    yield PlaceChoice(PlaceAction.STAY, say(AS_I_AM))
    for person in context.asking:
        yield PlaceChoice(PlaceAction.ADMIT, say("Let {name} join you", name=shorten_name(person.name)), person.id)
        yield PlaceChoice(PlaceAction.REFUSE, say("Not now, {name}", name=shorten_name(person.name)), person.id)
    for role in context.may_take:
        yield PlaceChoice(PlaceAction.TAKE, say("Take a role: {role}", role=role.title().lower()), role)
    if context.lacks_practitioner():
        yield PlaceChoice(PlaceAction.ANEW, say("Another round, without looking back"))
    if context.back_to:
        yield PlaceChoice(PlaceAction.STEP_BACK, say("Back to: {back_to}", back_to=context.back_to.title()))
    if talking:
        shut = context.group_open
        yield PlaceChoice(PlaceAction.SHUT if shut else PlaceAction.OPEN, say(ASKED_FIRST) if shut else say(ANYBODY))
    if take_home:
        yield PlaceChoice(PlaceAction.TAKE_HOME, say("Take home what I said"))
    if give_counts:
        yield PlaceChoice(PlaceAction.GIVE_COUNTS, say("See my counts, to give them or not"))
    if context.role:
        yield PlaceChoice(PlaceAction.WATCH, say("Put my role down, and watch"))
    if context.group:
        yield PlaceChoice(PlaceAction.LEAVE, say("Leave this group"))
    yield PlaceChoice(PlaceAction.LEAVE_ROOM, say("Leave the room"))


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A question before something that others feel: sentences, the way to stay, the way on."""

    heading: str
    sentences: tuple[str, ...]
    stay: str
    go: str


NOTHING_LOST = "Nothing that was said, noted or marked is lost by it."
PUT_ROLE_DOWN = Confirmation(
    "Put your role down?",
    ("You watch from then on, and nobody is asked why.", NOTHING_LOST),
    "Keep my role",
    "Put it down, and watch",
)
LEAVE_THE_GROUP = Confirmation(
    "Leave this group?",
    (
        "Nobody is asked why, and your group goes on without you. To come back in while they talk, ask to join: they "
        "let you in or not.",
        NOTHING_LOST,
    ),
    "Stay",
    "Leave this group",
)
LEAVE_THE_ROOM = Confirmation(
    "Leave the room?",
    (
        "Nobody is asked why, and your group goes on without you. Your name is free again.",
        "What you said can still be taken home on the page after this. With the room's code you can come in "
        "again, as somebody new.",
    ),
    "Stay",
    "Leave the room",
)
END_FOR_ALL = Confirmation(
    "End this conversation here?",
    ("It ends for your whole group, and you look back together. Ending early is fine.",),
    "Go on talking",
    "End it, and look back",
)
BEGIN_ANEW = Confirmation(
    "Start another round?",
    (
        "This round ends here for your whole group, without looking back on it, and you take roles anew.",
        "Whoever left can still take home what they said.",
    ),
    "Stay here",
    "Another round",
)
GIVEN_UP: Mapping[PlaceAction, Confirmation] = {
    PlaceAction.WATCH: PUT_ROLE_DOWN,
    PlaceAction.LEAVE: LEAVE_THE_GROUP,
    PlaceAction.LEAVE_ROOM: LEAVE_THE_ROOM,
}
"""What is asked before a person gives up their role, their group or their place in the room."""


def confirm_going_on(about: str) -> Confirmation:
    """Ask before everybody is taken along."""
    return Confirmation(say("Go on for everybody?"), (about,), say("Wait"), say("Go on for everybody"))


def confirm_going_back(about: str) -> Confirmation:
    """Ask before everybody is taken back."""
    return Confirmation(
        say("Back for everybody?"), (about, say(NOTHING_LOST)), say("Stay here"), say("Back for everybody")
    )


# --- A round is finished: what goes home, and what may be given

ROUND_AGAIN = "For another round, take other roles if you like. The scenario stays until you choose another."
YOURS_TO_TAKE = (
    "What you said is yours. Take it home as a file, now or later from {place}; in this room it is deleted "
    "with the room."
)
GIVE = (
    "You can give this room's plenary a row of counts: how many openings, by subject, and what became of them. "
    "You see it first, now or later from {place}, until the counts are laid together."
)
GIVEN = (
    "Your row of counts is in. No screen says whose it is. This room's own file notes who gave which until the room is "
    "deleted, so that everybody counts once."
)
THEIRS = "What was said is {whose} to take home. What you marked or noted stays with this room, and goes with it."
IN_THE_BROWSER = "It goes to your browser's downloads. On a shared machine, take it along and delete it there."
IN_ALREADY = "Your row of counts is in already."
NO_COUNTS = "There are no counts of yours to give now."
TOO_FEW_FOR_COUNTS = (
    f"There are no counts to give in this room: they are shown from {MIN_CONTRIBUTORS} people on, so that nobody can "
    "tell whose they are, and fewer can give theirs here."
)
NOTHING_TO_TAKE = "There is nothing of yours to take home yet."
IT_IS_IN = "It is in. Thank you."
NOTHING_ELSE = (
    "The row is all that is counted: no words, no scenario. It is shown only together with those of at least nine "
    "others, and no screen says whose it is. This room's own file notes that you gave it, and when, until the room is "
    "deleted."
)
NONE_ABOUT = "None came up about"
NO_OPENINGS = "No opening came up in this round, so the row is empty."


def lay_out_end(
    view: View,
    care: Care,
    *,
    take: bool,
    counts: bool,
    given: bool,
    too_few: bool = False,
    controls: ControlNames = BY_BUTTON,
) -> Iterator[Block]:
    """Lay out the end of a round: what goes home, what may be given, and where to turn.

    Args:
        view: the person's view.
        care: the words and signposts that look after people.
        take: whether there is anything of their own to take home.
        counts: whether there are counts of theirs to give.
        given: whether they have given them.
        too_few: whether none are asked for, because so few people are here.
        controls: what the front end calls its controls.
    """
    context = view.context
    yield Heading(say("This round is finished"), 1)
    yield Paragraph(say(CLOSE))
    if take:
        yield Paragraph(say(YOURS_TO_TAKE, place=controls.place))
    if given or counts:
        yield Paragraph(say(GIVEN) if given else say(GIVE, place=controls.place))
    elif too_few:
        yield Paragraph(TOO_FEW_FOR_COUNTS)
    if not (isinstance(view, PractitionerView) or context.spoken):
        others = join_names(person.name for person in context.partners if person.role is Role.PRACTITIONER)
        yield Paragraph(say(THEIRS, whose=f"{others}'s" if others else "the practitioner's"))
    yield Paragraph(say(ROUND_AGAIN))
    yield from lay_out_after_care(care)


def explain_no_counts(*, given: bool, too_few: bool) -> str:
    """Say why a person has no counts to give now.

    Args:
        given: whether theirs are in already.
        too_few: whether none are asked for, because so few people are here.
    """
    return say(IN_ALREADY) if given else TOO_FEW_FOR_COUNTS if too_few else say(NO_COUNTS)


def list_counts(row: tuple[Counted, ...], topics: Mapping[str, str]) -> tuple[str, ...]:
    """Return the counts of openings by subject, a sentence each, as they would be given.

    Args:
        row: the counts.
        topics: what the coach's topics are called where this person has met them.
    """
    return tuple(_describe_count(counted, topics) for counted in row if _came_up(counted))


def list_silent_subjects(row: tuple[Counted, ...]) -> tuple[str, ...]:
    """Name the subjects about which no opening came up."""
    return tuple(_name_subject(counted) for counted in row if not _came_up(counted))


def _came_up(counted: Counted) -> bool:
    return bool(counted.taken or counted.partly or counted.passed_by)


def _describe_count(counted: Counted, topics: Mapping[str, str]) -> str:
    met = ", ".join(
        f"“{topics[key]}”" for key, subject in SUBJECT_BY_TOPIC.items() if subject == counted.topic and key in topics
    )
    also = say(" (the coach's {met})", met=met) if met else ""
    taken = say(
        "{taken} taken, {partly} partly, {passed_by} passed by",
        taken=counted.taken,
        partly=counted.partly,
        passed_by=counted.passed_by,
    )
    return f"{_name_subject(counted)}{also}: {taken}"


def _name_subject(counted: Counted) -> str:
    if counted.topic in set(CountedSubject):
        return SUBJECT_NAMES[CountedSubject(counted.topic)]
    return counted.topic.replace("_", " ")
