"""The words of a round, the same in every front end: cards, turns to speak, the way on.

Nothing here does anything but `agree_to_read`. Where a sentence names a control, `ControlNames` says what a front end
calls it.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from coach.classroom.door import name_by_role
from coach.classroom.participant import Participant
from coach.classroom.state import SPEAKING
from coach.classroom.views import (
    ConversationLine,
    LineReaderView,
    LockedMark,
    ObserverView,
    PractitionerView,
    RevealedNotes,
    RoomContext,
    View,
)
from coach.debrief.render import Block, Heading, ListItem, Paragraph, Quote
from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.characters import shorten_name
from coach.model.class_events import LineReaderNote, Role, Stage
from coach.practice.safeguarding import Care


@dataclass(frozen=True, slots=True)
class ControlNames:
    """What a front end calls its controls in a sentence: by their buttons, or by their keys too."""

    place: str = "“My place”"
    place_only: str = "“My place”"
    time_out: str = "by “A moment out”"
    look_back: str = ""
    end: str = ""
    help_over: str = "“Nobody needs to come” says so"
    more: str = ""
    enough: str = ""
    either: str = ""
    marks: str = (
        "While they talk, an opening is taken, partly taken or passed by; a reply may have hurt, or mended. Each has "
        "its button, and a mark can be taken back."
    )
    marks_lead: str = "Marks"


BY_BUTTON = ControlNames()
BY_KEY = ControlNames(
    place="“My place” (F7)",
    place_only="My place (F7)",
    time_out="with F3",
    look_back=" (F9 looks back)",
    end=" (F9)",
    help_over="F6 says that nobody needs to come any more",
    more="1 ",
    enough="2 ",
    either=": 1 or 2",
    marks=(
        "While they talk: t taken, p partly, b passed by. For the last reply: h may have hurt, m mended. u takes it "
        "back."
    ),
    marks_lead="Keys",
)

ABOUT = {
    Role.PRACTITIONER: "says what they would say",
    Role.LINE_READER: "reads out the family's lines, in a plain voice",
    Role.OBSERVER: "marks openings as they come",
}
SPOKEN = "Spoken: nobody types; a line-reader follows the script"
NOTES = "Your notes on openings, sealed until you look back:"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MINUTE = 60
OPENING_LINE = "Opening {}: {}"
"""What stands over an opening, by its number and its topic."""
SOON = 5
"""Replies before the end from which it is said how many are left."""


def join_names(names: Iterable[str]) -> str:
    """Join names with commas and “and”, as in “Amina, Tom and Priya”."""
    every = [shorten_name(name) for name in names]
    return " and ".join(filter(None, (", ".join(every[:-1]), *every[-1:])))


def name_role_holder(context: RoomContext, role: Role, otherwise: str = "") -> str:
    """Name the person in a role as the reader of the page would: “you”, by name, or by role.

    Args:
        context: the round as the reader of the page sees it.
        role: the role.
        otherwise: returned where nobody has the role.
    """
    holder = next((partner for partner in context.partners if partner.role is role), None)
    if holder is None:
        return otherwise
    if not holder.is_self and holder.name == name_by_role(role):
        return f"The {name_by_role(role).lower()}"
    return say("You") if holder.is_self else shorten_name(holder.name)


def name_role_holder_within(context: RoomContext, role: Role) -> str:
    """Name the person in a role, for the middle of a sentence."""
    holder = name_role_holder(context, role)
    by_its_role = f"the {name_by_role(role).lower()}"
    return by_its_role if holder.lower() in ("", by_its_role) else holder


def name_observer_within(name: str) -> str:
    """Name an observer, for the middle of a sentence; by the role if they gave no name."""
    return f"the {name.lower()}" if name in {name_by_role(role) for role in Role} else shorten_name(name)


def describe_departures(context: RoomContext, controls: ControlNames = BY_BUTTON) -> str:
    """Say who left the round with a role that nobody has now, and what still works.

    Args:
        context: the round as the reader of the page sees it.
        controls: what the front end calls its controls.
    """
    if context.stage in (Stage.GATHERING, Stage.DONE):
        return ""
    if not context.departed:
        return _describe_empty_place(context, controls)
    roles = {person.role for person in context.departed}
    who = join_names(dict.fromkeys(person.name for person in context.departed))
    verb = "has" if len(context.departed) == 1 else "have"
    was = context.departed[0].role if len(roles) == 1 else None
    sentences = [f"{who} {verb} left{f', and was the {was.title().lower()}' if was and verb == 'has' else ''}."]
    if context.lacks_practitioner():
        sentences.append(say("Go on without{look_back}, or start another round.", look_back=controls.look_back))
    elif Role.LINE_READER in roles and context.stage is Stage.TALKING and not context.spoken:
        sentences.append(say("The screen speaks for the family."))
    if any(role in roles for role in context.may_take):
        sentences.append(say("The role can be taken from {place_only}.", place_only=controls.place_only))
    return " ".join(sentences)


def _describe_empty_place(context: RoomContext, controls: ControlNames) -> str:
    """Say that nobody is the practitioner any more, who is still there, and what can be done."""
    if not context.lacks_practitioner():
        return ""
    again = (
        say(" The role can be taken from {place_only}.", place_only=controls.place_only)
        if Role.PRACTITIONER in context.may_take
        else ""
    )
    return say(
        "Nobody is the practitioner now. Go on without{look_back}, or start another round.{again}",
        look_back=controls.look_back,
        again=again,
    )


def describe_replies_left(context: RoomContext) -> str:
    """Say about how many replies are left in the round; empty while there are many."""
    left = context.most_replies - context.replies
    if context.over or not 0 < left <= SOON:
        return ""
    return (
        say("One more reply, then you look back together.")
        if left == 1
        else say("About {number} more replies.", number=NUMBERS[left])
    )


def describe_time_left(left: timedelta) -> str:
    """Say how much of a part's time is left, in words that do not hurry anybody."""
    minutes = round(left.total_seconds() / 60)
    if left <= timedelta():
        return say("time is up, no hurry")
    return say("a minute left") if minutes <= 1 else say("about {minutes} min left", minutes=minutes)


def describe_elapsed(second: int) -> str:
    """Say how long the conversation has lasted, to the second: `2:05 into the round`."""
    return say("{at} into the round", at=f"{second // MINUTE}:{second % MINUTE:02}")


def split_last_lines(
    said: tuple[ConversationLine, ...],
) -> tuple[tuple[ConversationLine, ...], tuple[ConversationLine, ...]]:
    """Split a conversation into the earlier lines, and the family's last lines to read out now."""
    own = [place for place, line in enumerate(said) if line.reply or line.skipped]
    last = own[-1] + 1 if own else 0
    return said[:last], said[last:]


def word_guess_question(reader: str, controls: ControlNames = BY_BUTTON) -> str:
    """Return the question that asks the practitioner to guess the line-reader's notes.

    The line-reader noted at each opening whether the family could have said more.

    Args:
        reader: the line-reader's name.
        controls: what the front end calls its controls.
    """
    guess = say("Guess for yourself{either}.", either=controls.either)
    return say(
        "What did {reader} note at each opening? {guess} Both are shown when you look back.", reader=reader, guess=guess
    )


def describe_own_line(line: ConversationLine) -> str:
    """Return what stands for a reply: its words, or that it was skipped or said aloud."""
    if line.skipped:
        return say("A line skipped.")
    return line.text or (say("Said aloud. {chose}.", chose=line.chose) if line.chose else say("Said aloud."))


# --- The card of a role

NO_REAL_NAMES = "No real cases, and no real names. What is said in this room stays in it."
ABOUT_OPENINGS = (
    "An opening is a place where the family lets something show: a word, a joke, a thing left hanging. It is taken "
    "where it is picked up, partly where it is touched, passed by where the talk goes on without it."
)
SEALED = (
    "When the talk has gone on from an opening, say for yourself whether there was more to say: {more}“I could have "
    "said more”, {enough}“I said what I wanted to”. Nobody sees it until you look back together."
)
YOURS = "Your marks are yours alone until you lock them, or it is your turn to speak; the coach speaks last."
TIME_OUT = "Anybody can ask for a moment at any time {time_out}. It never says who asked."


def lay_out_card(view: View, controls: ControlNames = BY_BUTTON) -> tuple[Block, ...]:
    """Lay out what a participant is told about their role.

    Args:
        view: the participant's view.
        controls: what the front end calls its controls.
    """
    return tuple(_card(view, controls))


def _card(view: View, controls: ControlNames) -> Iterator[Block]:
    context = view.context
    time_out = say(TIME_OUT, time_out=controls.time_out)
    brief = None if not isinstance(view, PractitionerView | LineReaderView | ObserverView) else view.brief
    title = context.chosen.title if context.chosen else "A rehearsal"
    yield Heading(f"{title}: {context.role.title().lower() if context.role else 'watching'}", 1)
    if brief is None:
        yield Paragraph(
            say("You watch. Nothing is asked of you, and you can take a free role from {place}.", place=controls.place)
        )
        yield Paragraph(time_out)
        return
    yield Paragraph(brief.card)
    match view:
        case PractitionerView():
            yield Paragraph(f"{brief.you_are}. {brief.setting}.", say("You are"))
            yield Paragraph(brief.brief)
            yield Paragraph(brief.concern, say("What people are worried about"))
            if brief.intentions:
                yield Heading(say("Something to try, if you like"))
                yield from (ListItem(intention) for intention in brief.intentions)
            yield Paragraph(f"{NO_REAL_NAMES} {time_out}")
        case LineReaderView():
            yield Heading(say("Whom you read"))
            yield from (ListItem(person.about, person.called) for person in view.people)
            yield Heading(say("What the practitioner is told"))
            yield Quote(brief.brief, "")
            if view.silences:
                yield Heading(say("What they keep to themselves"))
                yield from (ListItem(silence.about) for silence in view.silences)
                yield Paragraph(say("For you alone. It is read out only when its line comes."))
            yield Heading(say("Your notes"))
            sealed = say(SEALED, more=controls.more, enough=controls.enough)
            yield Paragraph(f"{sealed} {time_out}")
        case ObserverView():
            yield Paragraph(say(ABOUT_OPENINGS))
            yield Paragraph(controls.marks, controls.marks_lead)
            yield Heading(
                say(
                    "What {role_holder_within} is told",
                    role_holder_within=name_role_holder_within(context, Role.PRACTITIONER),
                )
            )
            yield Quote(f"{brief.you_are}. {brief.setting}. {brief.brief}", "")
            yield Paragraph(f"{YOURS} {time_out}")


# --- Notes, guesses and marks laid open; words of care

CLOSE = "That was a rehearsal. The people in it are invented."
NO_MARKS = "No marks were made, which is fine."
YOURS_ALONE = "Nobody else sees these yet: lock your marks, and everybody does."
DIFFER = "They differ: worth talking about. What would have made more room, or what was enough?"


def lay_out_notes(context: RoomContext, revealed: Iterable[RevealedNotes]) -> Iterator[Block]:
    """Lay out each opening with the line-reader's note and the practitioner's guess.

    An opening is where the family lets a subject be spoken of.

    Args:
        context: the round as the reader of the page sees it.
        revealed: the openings whose notes and guesses are revealed.
    """
    reader = name_role_holder(context, Role.LINE_READER, say("The line-reader"))
    practitioner = name_role_holder(context, Role.PRACTITIONER, say("The practitioner"))
    for notes in revealed:
        yield Heading(f"Opening {notes.number}", 3)
        yield Quote(notes.line, notes.speaker)
        yield ListItem(_describe_note(notes.note), f"{reader} noted")
        yield ListItem(_describe_note(notes.guess), f"{practitioner} guessed")
        if notes.note and notes.guess and notes.note is not notes.guess:
            yield ListItem(say(DIFFER))


def lay_out_marks(view: View) -> Iterator[Block]:
    """Lay out the observers' marks: opening by opening, then those on replies."""
    marks: tuple[LockedMark, ...] = view.marks
    for locked in sorted((mark for mark in marks if mark.opening), key=lambda mark: mark.opening):
        line = f"  “{locked.line}”" if locked.line else ""
        yield ListItem(f"{_describe_mark(view, locked)}{line}", f"Opening {locked.opening}")
    replies = [line for line in view.lines if line.reply]
    for locked in sorted((mark for mark in marks if not mark.opening), key=lambda mark: mark.reply):
        said = next((f"  “{line.text}”" for line in replies if line.reply == locked.reply and line.text), "")
        yield ListItem(f"{_describe_mark(view, locked)}{said}", f"Reply {locked.reply}")
    if not marks:
        yield Paragraph(say(NO_MARKS))
    elif isinstance(view, ObserverView) and not view.locked:
        yield Paragraph(say(YOURS_ALONE))


def _describe_mark(view: View, mark: LockedMark) -> str:
    """Describe a mark with its observer, and in a spoken round with its time."""
    when = f", {describe_elapsed(mark.second)}" if view.context.spoken else ""
    return f"{mark.mark.says()}, by {name_observer_within(mark.observer)}{when}."


def _describe_note(note: LineReaderNote | None) -> str:
    return f"“{note.says()}”" if note else say("Nothing, which is fine.")


def lay_out_after_care(care: Care) -> Iterator[Block]:
    """Lay out the care after a round: an exercise to steady oneself, and places to turn to."""
    yield Heading(say("If any of it stays with you"))
    yield Paragraph(care.grounding)
    yield from (ListItem(place) for place in care.signposts)


# --- The way on for a whole group

ON_TO = {
    Stage.GATHERING: "Another round",
    Stage.NOTE: "On to the content note",
    Stage.BRIEF: "On to the briefs",
    Stage.TALKING: "Begin",
    Stage.LOOKING: "Look back together",
    Stage.PRACTITIONER_SPEAKS: "The practitioner speaks",
    Stage.LINE_READER_SPEAKS: "The line-reader speaks",
    Stage.OBSERVER_SPEAKS: "The observer speaks",
    Stage.COACH_SPEAKS: "Hear the coach",
    Stage.OUT_OF_ROLE: "Step out of role",
    Stage.DONE: "That is done",
}
"""What going on is called, by where it leads."""
HAVE_READ = "I have read it"
NOT_FINISHED = "{group} is at “{stage}”. {names} may not have finished. Going on takes everybody to “{next}”."
TAKEN_BACK = "Until something more is said, anybody can bring all of you back."
ROUND_ENDS = (
    "{group} has finished its round. {names} may still be reading, or taking home what they said. Another round takes "
    "everybody from this page; {place} has what one said afterwards as well."
)
BACK_TO = "Back: {stage}"
GOES_BACK = "{group} is at “{stage}”. Going back takes {names} to “{next}” as well."


def agree_to_read(seat: Participant, stage: Stage) -> None:
    """Note that a participant has read a content note or a brief; the last one takes all onward.

    Args:
        seat: the participant.
        stage: the stage that was read.
    """
    seat.refresh()
    context = seat.build_view().context
    if (stage is Stage.NOTE and not context.to_agree) or (stage is Stage.BRIEF and not context.to_read):
        return  # pressed twice, or everybody is further by now
    seat.agree()
    context = seat.build_view().context
    if context.stage is stage and not context.refusal:
        with suppress(NotNow):  # somebody who came in at this moment reads it first
            seat.go_to_next_stage()


def describe_taken_along(context: RoomContext, controls: ControlNames = BY_BUTTON) -> str:
    """Say whom the next stage would interrupt; empty where nobody would be interrupted.

    The participant whose turn it is to speak ends it for all, and is not asked. Anybody else is asked first; and a new
    round takes everybody from the last one's end.

    Args:
        context: the round as the reader of the page sees it.
        controls: what the front end calls its controls.
    """
    others = context.list_other_partners()
    if not others or context.next_stage is None or not context.stage.is_at_least(Stage.LOOKING):
        return ""
    if context.stage is Stage.DONE:
        names = join_names(other.name for other in others)
        asks = say(ROUND_ENDS, group=context.group_name, names=names, place=controls.place)
        return f"{asks} {TAKEN_BACK}"
    speaks = {Stage.PRACTITIONER_SPEAKS: Role.PRACTITIONER, **SPEAKING}.get(context.stage)
    if speaks is not None and context.role is speaks:
        return ""
    speaking = [other for other in others if speaks is not None and other.role is speaks]
    busy = speaking or [other for other in others if other.role] or list(others)
    asks = say(
        NOT_FINISHED,
        group=context.group_name,
        stage=context.stage.title(),
        names=join_names(other.name for other in busy),
        next=context.next_stage.title(),
    )
    return f"{asks} {TAKEN_BACK}"


def describe_going_back(context: RoomContext) -> str:
    """Say who else would be taken back to the stage before; empty where nobody would."""
    others = context.list_other_partners()
    if not others or context.back_to is None:
        return ""
    names = join_names(other.name for other in others)
    return say(
        GOES_BACK, group=context.group_name, stage=context.stage.title(), names=names, next=context.back_to.title()
    )


def list_names(context: RoomContext) -> str:
    """Name everybody in the group, the reader as “you”, and say whose screen is gone."""
    return ", ".join(
        "you" if partner.is_self else f"{shorten_name(partner.name)}{' (away)' if partner.away else ''}"
        for partner in context.partners
    )


def describe_away(context: RoomContext) -> str:
    """Say whose screen is gone of those with a role in a round; empty for nobody's."""
    away = [partner.name for partner in context.partners if partner.away and partner.role and not partner.is_self]
    if not away or context.stage in (Stage.GATHERING, Stage.DONE):
        return ""
    be, places = ("is", say("Their place is kept")) if len(away) == 1 else ("are", say("Their places are kept"))
    return say("{away} {be} without a screen just now. {places}.", away=join_names(away), be=be, places=places)


# --- Looking back together: turns to speak, the coach last, stepping out of role

TURNS = {
    Stage.PRACTITIONER_SPEAKS: (Role.PRACTITIONER, "What did I hope?"),
    Stage.LINE_READER_SPEAKS: (Role.LINE_READER, "Where did I want to say more?"),
    Stage.OBSERVER_SPEAKS: (Role.OBSERVER, "Two openings: one that was taken, and one that passed by. What did I see?"),
}
"""Whose turn it is, and the question for them."""
FIRST_OF_ALL = (
    "There is no need to explain yet. Finish what you note, guess or mark; then the practitioner speaks first, the "
    "line-reader next, the observer after that, and the coach last."
)
SEALED_STILL = "Notes and guesses are laid open together, once both are there or when you go on."
LOCKED_SOON = (
    "Your marks are yours alone until you lock them, or it is your turn to speak: then everybody sees them, and they "
    "stay as they are. An opening may stay without a mark."
)
YOUR_TURN = "It is your turn. Say it aloud, as long or as short as you like; passing is fine too."
LISTEN = "The others listen. Nobody answers yet, and nobody puts anything right."


def lay_out_looking(view: View) -> Iterator[Block]:
    """Lay out whose turn it is to speak, and what was marked, noted and guessed so far."""
    context = view.context
    if turn := TURNS.get(context.stage):
        yield from lay_out_turn(context, *turn)
    else:
        yield Heading(say("Looking back"), 1)
        yield Paragraph(say(FIRST_OF_ALL))
        if isinstance(view, PractitionerView | LineReaderView) and not view.revealed and not context.screen_speaks:
            yield Paragraph(say(SEALED_STILL))
    if isinstance(view, ObserverView) and not (view.locked or context.stage.is_at_least(Stage.OBSERVER_SPEAKS)):
        yield Paragraph(say(LOCKED_SOON))
    if context.stage is Stage.OBSERVER_SPEAKS:
        yield Heading(say("What was marked"))
        yield from lay_out_marks(view)
    if view.revealed and context.stage is not Stage.OBSERVER_SPEAKS:
        yield Heading(say("What was noted, and what was guessed"))
        yield from lay_out_notes(context, view.revealed)


def lay_out_turn(context: RoomContext, role: Role, question: str) -> Iterator[Block]:
    """Lay out which role speaks now, and the question for that person.

    Args:
        context: the round as the reader of the page sees it.
        role: whose turn it is.
        question: what they are asked.
    """
    yours = context.role is role
    who = name_role_holder(context, role, f"The {role.title().lower()}")
    yield Heading(say("You speak") if yours else f"{who} speaks", 1)
    yield Paragraph(f"“{question}”")
    yield Paragraph(say(YOUR_TURN) if yours else say(LISTEN))


EACH = "Each of you, one after the other. It is quick, and it matters more than it seems."
OWN_NAME = "Say your own name."
NOT_TRUE = "Say one thing about you that is not true of {whom}."
WHOM = {
    Role.PRACTITIONER: "the worker you were",
    Role.LINE_READER: "the person you read",
    Role.OBSERVER: "anybody in that story",
    None: "anybody in that story",
}
MOVE = "Move seats. Sit where somebody else sat, or stand up for a moment."
INVENTED = "That was a rehearsal. The people in it are invented; you are not."


def lay_out_steps(context: RoomContext) -> Iterator[Block]:
    """Lay out the three steps out of a role: a name, a difference, another seat."""
    yield Heading(say("Out of role"), 1)
    yield Paragraph(say(EACH))
    yield ListItem(say(OWN_NAME), "1")
    yield ListItem(say(NOT_TRUE, whom=WHOM[context.role]), "2")
    yield ListItem(say(MOVE), "3")
    reader = name_role_holder(context, Role.LINE_READER)
    if reader and reader != say("You"):
        yield Paragraph(say("{reader} begins: they read somebody who is not them.", reader=reader))
    elif reader:
        yield Paragraph(say("You begin: you read somebody who is not you."))
    yield Paragraph(say(INVENTED))


# --- The coach's turn, and one line said in other words

NOBODY_RIGHT = "None of these is the right one. Where they differ, there is something to talk about."
NOT_HEARD = "Nobody typed, so the coach heard nothing. What people saw is here."
NOTHING = "Nothing was marked, noted or guessed, and no opening came up. That is fine."
CHOOSE = "Anybody may. Choose a line; the family answers from there, and the round itself stays as it was."
NOTHING_TYPED = "Nothing was said in this round, so there is no line to say again."
ALOUD_AGAIN = "A line can be said again here where it was typed. Of a spoken round, take another turn in another round."
NO_CARDS = "The coach has nothing to show of this one."
NO_OPENINGS_YET = "Openings are listed here as they come up."
MARKS_LOCKED = "Your marks are locked, and stand as they are."
FURTHER = {"more": "More that they may have done", "hurts": "Something that may have hurt"}
"""What leads further into the list of what the practitioner may have done."""
