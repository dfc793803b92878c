"""Sentences on the state of a room for the trainer, with participants' names shortened."""

from collections.abc import Iterator
from datetime import timedelta

from rich.cells import cell_len
from textual.content import Content

from coach.classroom.views import Board, BoardGroup, VisiblePart, VisiblePerson
from coach.language.catalogue import say
from coach.model.characters import shorten_name
from coach.model.run_sheet import PartAudience, Sheet
from coach.page_words import AT_YOU
from coach.practice.service import PracticeService
from coach.tui.text import sanitize

WHO = {PartAudience.ROOM: "everybody together", PartAudience.GROUPS: "in groups"}

NOTHING_ENDS = "Nothing ends by itself."
ALONE = "Nobody is in it just now."


def describe_minutes(minutes: int) -> str:
    """Return a number of minutes in unhurried words."""
    if minutes < 1:
        return say("less than a minute")
    return "a minute" if minutes == 1 else f"{minutes} minutes"


def describe_age(minutes: int) -> str:
    """Return how many minutes ago something was, in unhurried words."""
    return say("just now") if minutes < 1 else f"{describe_minutes(minutes)} ago"


def describe_number(people: int) -> str:
    """Return a number of people in words."""
    return {0: "nobody", 1: say("one person")}.get(people, f"{people} people")


def count_people(board: Board) -> str:
    """Say how many participants are here, and how many screens are disconnected."""
    everybody = list_people(board)
    away = sum(person.away for person in everybody)
    waits = say(", and {number} at the door", number=describe_number(len(board.waiting))) if board.waiting else ""
    if not everybody:
        return say("nobody here yet{waits}", waits=waits)
    present = len(everybody) - away
    gone = say("one person's screen is gone") if away == 1 else say("{away} people's screens are gone", away=away)
    return f"{f'{present} here' if present else 'nobody here just now'}{f', and {gone}' if away else ''}{waits}"


def list_people(board: Board) -> tuple[VisiblePerson, ...]:
    """List every participant in the room."""
    return (*(person for group in board.groups for person in group.people), *board.ungrouped)


def describe_part(board: Board) -> str:
    """Say which part of the run sheet the room is in."""
    if board.part is None or board.part_number is None:
        return say("Not started yet. First comes: {sanitize}.", sanitize=sanitize(board.parts[0]))
    return f"Part {board.part_number + 1} of {len(board.parts)}: {sanitize(board.part.title)}."


def describe_clock(part: VisiblePart | None) -> str:
    """Say how much of a part's time is left, in unhurried words; empty where it has no clock.

    A trainer is told besides that `NOTHING_ENDS` where it is over; the whole room need not be.
    """
    if part is None or part.left is None:
        return ""
    if left := part.minutes_left():
        return (
            say("About a minute is left.")
            if left == 1
            else say("About {left} of {minutes} minutes are left.", left=left, minutes=part.minutes)
        )
    over = int(-part.left / timedelta(minutes=1))
    since = f", about {describe_minutes(over)} ago" if over else ""
    planned = (
        say("The minute that was planned is")
        if part.minutes == 1
        else say("The {minutes} minutes are", minutes=part.minutes)
    )
    return say("{planned} over{since}.", planned=planned, since=since)


def describe_room(board: Board) -> str:
    """Say in one line whether screens are covered or the room is paused, the part, and its time."""
    if board.closed:
        return say("This room is closed.")
    covered = say("All screens are covered.") if board.covered else ""
    paused = say("Paused; the clock rests.") if board.paused else ""
    ends = say(NOTHING_ENDS) if board.part and board.part.is_past else ""
    parts = (covered, paused, describe_part(board), describe_clock(board.part), ends)
    return " ".join(words for words in parts if words)


def describe_group(group: BoardGroup, width: int = 0) -> Content:
    """Return a group's lines: name, stage, what needs the trainer, and its participants.

    Args:
        group: the group as the trainer may see it.
        width: the width at which lines are broken; 0 for no limit.
    """
    asked = "".join(f"\n{words}" for words in list_marks(group))
    people = describe_people(group, width)
    return Content.assemble(
        (sanitize(group.name), "bold"),
        f"  {describe_stage(group)}",
        (asked, "bold"),
        f"\n{people}",
    )


def describe_stage(group: BoardGroup) -> str:
    """Say at which stage a group is, for how long, and how many replies were given."""
    parts = [group.stage.title(), describe_minutes(group.minutes)]
    if group.replies:
        parts.append(say("one reply") if group.replies == 1 else f"{group.replies} replies")
    return ", ".join(parts)


def list_marks(group: BoardGroup) -> Iterator[str]:
    """List what in a group needs the trainer: a call for help, a time-out, a person who left."""
    if group.asked_for_help is not None:
        yield say("Asked for help {age}.", age=describe_age(group.asked_for_help))
    if group.time_out:
        yield say("Time-out: somebody asked for a moment.")
    for person in group.departed:
        yield f"{shorten_name(person.name)} left{f', who was {person.role.title().lower()}' if person.role else ''}."


def describe_person(person: VisiblePerson) -> str:
    """Return a participant's name and role, and whether their screen is disconnected."""
    role = f", {person.role.title().lower()}" if person.role else ""
    return f"{shorten_name(person.name)}{role}{' (away)' if person.away else ''}"


def describe_people(group: BoardGroup, width: int = 0) -> str:
    """Return the names of everybody in a group.

    Args:
        group: the group.
        width: the width of a line, which ends between two people and never within one; 0 for one line.
    """
    return _wrap_names([describe_person(person) for person in group.people], width) or say(ALONE)


def _wrap_names(people: list[str], width: int) -> str:
    lines: list[str] = []
    for place, person in enumerate(people):
        words = f"{person};" if place + 1 < len(people) else person
        fits = lines and (not width or cell_len(f"{lines[-1]} {words}") <= width)
        lines[-1:] = [f"{lines[-1]} {words}"] if fits else [*lines[-1:], words]
    return "\n".join(lines)


def describe_free_people(board: Board) -> str:
    """Return the names of the participants in no group."""
    return _list_names(board.ungrouped)


def describe_waiting_people(board: Board) -> str:
    """Return the names of the people at the door, and how they are let in."""
    return say("{waiting}\nEnter lets them in, or keeps them out.", waiting=_list_names(board.waiting))


def _list_names(people: tuple[VisiblePerson, ...]) -> str:
    return ", ".join(f"{shorten_name(person.name)}{' (away)' if person.away else ''}" for person in people)


# --- The content note of a room's warm-up


def read_warm_up_note(sheet: Sheet | None, practice: PracticeService) -> str:
    """Return the content note of the warm-up's scenario; empty without one.

    Args:
        sheet: the room's run sheet, if it has one.
        practice: the practice, with its library.

    Raises:
        NotKnown: There is no such scenario.
        Unusable: The scenario cannot be read.
    """
    if sheet is None or sheet.warm_up is None:
        return ""
    cover = practice.library.cover(sheet.warm_up)
    return f"{cover.content_note} {AT_YOU}" if cover.towards_practitioner else cover.content_note
