"""The words of a round's pages: names, numbers, time, and the conversation as turns."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from coach.classroom.door import name_by_role
from coach.classroom.views import (
    ConversationLine,
    LineReaderView,
    LockedMark,
    ObservedOpening,
    ObserverView,
    PractitionerView,
    RevealedNotes,
    RoomContext,
    View,
)
from coach.debrief.render import Block, Heading, ListItem, Paragraph, Quote
from coach.model.class_events import LineReaderNote, Role, Stage
from coach.practice.conversation_view import LineKind, ScreenLine, ScreenTurn
from coach.practice.safeguarding import Care
from coach.tui.text import shorten_name

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
    return "You" if holder.is_self else shorten_name(holder.name)


def name_role_holder_within(context: RoomContext, role: Role) -> str:
    """Name the person in a role, for the middle of a sentence."""
    holder = name_role_holder(context, role)
    by_its_role = f"the {name_by_role(role).lower()}"
    return by_its_role if holder.lower() in ("", by_its_role) else holder


def name_observer_within(name: str) -> str:
    """Name an observer, for the middle of a sentence; by the role if they gave no name."""
    return f"the {name.lower()}" if name in {name_by_role(role) for role in Role} else shorten_name(name)


def describe_departures(context: RoomContext) -> str:
    """Say who left the round with a role that nobody has now, and what still works."""
    if not context.departed or context.stage is Stage.DONE:
        return ""
    roles = {person.role for person in context.departed}
    who = join_names(dict.fromkeys(person.name for person in context.departed))
    verb = "has" if len(context.departed) == 1 else "have"
    was = context.departed[0].role if len(roles) == 1 else None
    sentences = [f"{who} {verb} left{f', and was the {was.title().lower()}' if was and verb == 'has' else ''}."]
    if context.lacks_practitioner():
        sentences.append("Go on without (F9 looks back), or start another round.")
    elif Role.LINE_READER in roles and context.stage is Stage.TALKING and not context.spoken:
        sentences.append("The screen speaks for the family.")
    if any(role in roles for role in context.may_take):
        sentences.append("The role can be taken from My place (F7).")
    return " ".join(sentences)


def describe_replies_left(context: RoomContext) -> str:
    """Say about how many replies are left in the round; empty while there are many."""
    left = context.most_replies - context.replies
    if context.over or not 0 < left <= SOON:
        return ""
    return "One more reply, then you look back together." if left == 1 else f"About {NUMBERS[left]} more replies."


def describe_time_left(left: timedelta) -> str:
    """Say how much of a part's time is left, in words that do not hurry anybody."""
    minutes = round(left.total_seconds() / 60)
    if left <= timedelta():
        return "time is up, no hurry"
    return "a minute left" if minutes <= 1 else f"about {minutes} min left"


def describe_elapsed(second: int) -> str:
    """Say how long the conversation has lasted, to the second: `2:05 into the round`."""
    return f"{second // MINUTE}:{second % MINUTE:02} into the round"


def make_turns(said: Iterable[ConversationLine], speaker: str) -> tuple[ScreenTurn, ...]:
    """Make turns for the transcript: each reply with the family's answer.

    Args:
        said: the lines of the conversation.
        speaker: how the practitioner is named.
    """
    turns: list[list[ScreenLine]] = [[]]
    for line in said:
        if line.reply or line.skipped:
            turns.append([ScreenLine(LineKind.YOU, _describe_own_line(line), speaker)])
        elif line.scene:
            turns[-1].append(ScreenLine(LineKind.SCENE, line.text))
        else:
            turns[-1].append(ScreenLine(LineKind.FAMILY, line.text, line.speaker, line.how))
    return tuple(tuple(turn) for turn in turns if turn)


def split_last_lines(
    said: tuple[ConversationLine, ...],
) -> tuple[tuple[ConversationLine, ...], tuple[ConversationLine, ...]]:
    """Split a conversation into the earlier lines, and the family's last lines to read out now."""
    own = [place for place, line in enumerate(said) if line.reply or line.skipped]
    last = own[-1] + 1 if own else 0
    return said[:last], said[last:]


def _describe_own_line(line: ConversationLine) -> str:
    if line.skipped:
        return "A line skipped."
    return line.text or (f"Said aloud. {line.chose}." if line.chose else "Said aloud.")


def make_turns_with_openings(view: ObserverView) -> tuple[ScreenTurn, ...]:
    """Make turns for the transcript, with a line after each turn in which an opening came up.

    An opening is where the family lets a subject be spoken of.
    """
    came: dict[int, list[ObservedOpening]] = {}
    for opening in view.openings:
        came.setdefault(opening.after, []).append(opening)
    turns = list(make_turns(view.lines, name_role_holder(view.context, Role.PRACTITIONER, "They")))
    numbers = _replies(view)
    return tuple(
        (*turn, *(_opening_line(opening) for opening in _take_openings(came, reply, turn)))
        for turn, reply in zip(turns, numbers, strict=True)
    )


def _replies(view: ObserverView) -> list[int]:
    """Return, for each turn, the number of the last reply up to it."""
    numbers = [0] if view.lines and not (view.lines[0].reply or view.lines[0].skipped) else []
    for line in view.lines:
        if line.reply or line.skipped:
            numbers.append(line.reply or (numbers[-1] if numbers else 0))
    return numbers


def _take_openings(came: dict[int, list[ObservedOpening]], reply: int, turn: ScreenTurn) -> list[ObservedOpening]:
    """Remove and return the openings that came up in a turn.

    After a skipped reply several turns have the same number, so the words tell them apart.

    Args:
        came: the openings left, by the number of the reply after which they came up; changed.
        reply: the number of the last reply.
        turn: the turn.
    """
    context = [opening for opening in came.get(reply, ()) if any(opening.line == said.text for said in turn)]
    for opening in context:
        came[reply].remove(opening)
    return context


def _opening_line(opening: ObservedOpening) -> ScreenLine:
    return ScreenLine(LineKind.COACH, opening.about or opening.line, OPENING_LINE.format(opening.number, opening.topic))


def word_guess_question(reader: str) -> str:
    """Return the question that asks the practitioner to guess the line-reader's notes.

    The line-reader noted at each opening whether the family could have said more.
    """
    return f"What did {reader} note at each opening? Guess for yourself: 1 or 2. Both are shown when you look back."


# --- The card of a role

NO_REAL_CASES = "No real cases, and no real names. What is said in this room stays in it."
ABOUT_OPENINGS = (
    "An opening is a place where the family lets something show: a word, a joke, a thing left hanging. It is taken "
    "where it is picked up, partly where it is touched, passed by where the talk goes on without it."
)
MARKS = (
    "While they talk: t taken, p partly, b passed by. For the last reply: h may have hurt, m mended. u takes it back."
)
SEALED = (
    "When the talk has gone on from an opening, say for yourself whether there was more to say: 1 “I could have said "
    "more”, 2 “I said what I wanted to”. Nobody sees it until you look back together."
)
YOURS = "Your marks are yours alone until you lock them, or it is your turn to speak; the coach speaks last."
TIME_OUT = "Anybody can ask for a moment at any time with F3. It never says who asked."


def lay_out_card(view: View) -> tuple[Block, ...]:
    """Lay out what a participant is told about their role."""
    return tuple(_card(view))


def _card(view: View) -> Iterator[Block]:
    context = view.context
    brief = None if not isinstance(view, PractitionerView | LineReaderView | ObserverView) else view.brief
    title = context.chosen.title if context.chosen else "A rehearsal"
    yield Heading(f"{title}: {context.role.title().lower() if context.role else 'watching'}", 1)
    if brief is None:
        yield Paragraph("You watch. Nothing is asked of you, and you can take a free role from “My place” (F7).")
        yield Paragraph(TIME_OUT)
        return
    yield Paragraph(brief.card)
    match view:
        case PractitionerView():
            yield Paragraph(f"{brief.you_are}. {brief.setting}.", "You are")
            yield Paragraph(brief.brief)
            yield Paragraph(brief.concern, "What people are worried about")
            if brief.intentions:
                yield Heading("Something to try, if you like")
                yield from (ListItem(intention) for intention in brief.intentions)
            yield Paragraph(f"{NO_REAL_CASES} {TIME_OUT}")
        case LineReaderView():
            yield Heading("Whom you read")
            yield from (ListItem(person.about, person.called) for person in view.people)
            yield Heading("What the practitioner is told")
            yield Quote(brief.brief, "")
            if view.silences:
                yield Heading("What they keep to themselves")
                yield from (ListItem(silence.about) for silence in view.silences)
                yield Paragraph("For you alone. It is read out only when its line comes.")
            yield Heading("Your notes")
            yield Paragraph(f"{SEALED} {TIME_OUT}")
        case ObserverView():
            yield Paragraph(ABOUT_OPENINGS)
            yield Paragraph(MARKS, "Keys")
            yield Heading(f"What {name_role_holder_within(context, Role.PRACTITIONER)} is told")
            yield Quote(f"{brief.you_are}. {brief.setting}. {brief.brief}", "")
            yield Paragraph(f"{YOURS} {TIME_OUT}")


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
    reader = name_role_holder(context, Role.LINE_READER, "The line-reader")
    practitioner = name_role_holder(context, Role.PRACTITIONER, "The practitioner")
    for notes in revealed:
        yield Heading(f"Opening {notes.number}", 3)
        yield Quote(notes.line, notes.speaker)
        yield ListItem(_describe_note(notes.note), f"{reader} noted")
        yield ListItem(_describe_note(notes.guess), f"{practitioner} guessed")
        if notes.note and notes.guess and notes.note is not notes.guess:
            yield ListItem(DIFFER)


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
        yield Paragraph(NO_MARKS)
    elif isinstance(view, ObserverView) and not view.locked:
        yield Paragraph(YOURS_ALONE)


def _describe_mark(view: View, mark: LockedMark) -> str:
    """Describe a mark with its observer, and in a spoken round with its time."""
    when = f", {describe_elapsed(mark.second)}" if view.context.spoken else ""
    return f"{mark.mark.says()}, by {name_observer_within(mark.observer)}{when}."


def _describe_note(note: LineReaderNote | None) -> str:
    return f"“{note.says()}”" if note else "Nothing, which is fine."


def lay_out_after_care(care: Care) -> Iterator[Block]:
    """Lay out the care after a round: an exercise to steady oneself, and places to turn to."""
    yield Heading("If any of it stays with you")
    yield Paragraph(care.grounding)
    yield from (ListItem(place) for place in care.signposts)
