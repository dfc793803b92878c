"""What a supervisor said they would take up: their own list, with dates for a calendar.

An action is the supervisor's promise, in their own words. It is kept on their machine alone, holds nothing of what was
brought, and stays theirs when whoever brought that withdraws it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from pydantic import ValidationError

from coach.errors import NotKnown, NotNow, RecordsUnwritable
from coach.language.catalogue import say
from coach.model.submission import Review
from coach.model.types import Frozen
from coach.practice.safeguarding import Question, Safeguard
from coach.practice.service import PracticeService
from coach.records.paths import write_export, write_whole
from coach.supervision.agenda import format_day

UNREADABLE = ".unreadable"
KEPT_DONE = timedelta(days=90)
"""An action that is done goes from the list by itself after so long, and its words from the file at the next change."""


class OwnAction(Frozen):
    """A step that a supervisor promised to take, with its date and the day it was done."""

    id: str
    """A hash, which tells it from others and says nothing of what it came from."""
    what: str
    by: date | None = None
    done: date | None = None
    left: bool = False
    """Whether the supervisor took it off the list; it stays unseen, so that its review does not bring it back."""
    earlier: tuple["OwnAction", ...] = ()
    """What earlier reviews of the same submission promised in its place. Taken back, it gives way to the last."""


class ActionList(Frozen):
    """The file of a supervisor's actions."""

    format: int = 1
    actions: tuple[OwnAction, ...] = ()


class ActionFile:
    """A supervisor's actions in one file on their machine, written whole or not at all."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> tuple[OwnAction, ...]:
        """Return every action in the file; none where there is no file that can be read."""
        return self._load() or ()

    def write(self, actions: Iterable[OwnAction]) -> None:
        """Write the actions, readable by the supervisor alone. Raises RecordsUnwritable."""
        try:
            # A file that cannot be read is put aside, not written over: it may be read by a newer version.
            if self._file.is_file() and not self._is_readable():
                self._file.replace(self._file.with_suffix(UNREADABLE))
            write_whole(self._file, ActionList(actions=tuple(actions)).model_dump_json())
        except OSError as error:
            raise RecordsUnwritable(
                say("Your actions could not be kept: {strerror}.", strerror=(error.strerror or "no access").lower()),
                say("Make room, and do it again."),
                title=say("Not kept"),
            ) from None

    def _is_readable(self) -> bool:
        return self._load() is not None

    def _load(self) -> tuple[OwnAction, ...] | None:
        try:
            return ActionList.model_validate_json(self._file.read_bytes()).actions
        except (OSError, ValidationError):
            return None


def make_action_id(of: str) -> str:
    """Make the id of an action, from the id of the submission that it was promised for."""
    return blake2b(of.encode(), digest_size=8).hexdigest()


def take_up(actions: Iterable[OwnAction], reviews: Iterable[Review]) -> tuple[OwnAction, ...]:
    """Return the actions with those of reviews that were handed back.

    A review that was changed changes its action; one that was ticked off or taken off the list stays so.

    Args:
        actions: the actions so far.
        reviews: the reviews.
    """
    known = {action.id: action for action in actions}
    for review in reviews:
        key, action = make_action_id(review.brought), review.action
        before = known.get(key)
        if action is None or (before and before.left):
            continue
        if before is None or not _is_promised_by(before, review):
            # Whoever has the earlier review has its promise, so that is not forgotten.
            earlier = (*before.earlier, before.model_copy(update={"earlier": ()})) if before else ()
            kept = tuple(one for one in earlier if not _is_promised_by(one, review))
            known[key] = OwnAction(id=key, what=action.what, by=action.by, earlier=kept)
    return tuple(known.values())


def take_back(actions: Iterable[OwnAction], review: Review) -> Iterator[OwnAction]:
    """Yield the actions without the one that a review promises, which was taken back.

    What an earlier review of the same submission promised stays, or stands there again.

    Args:
        actions: the actions so far.
        review: the review.
    """
    key = make_action_id(review.brought)
    for action in actions:
        if action.id != key or not (action.left or _is_promised_by(action, review)):
            yield action
        elif action.earlier:
            yield action.earlier[-1].model_copy(update={"earlier": action.earlier[:-1]})


def _is_promised_by(action: OwnAction, review: Review) -> bool:
    """Whether a review promises this very action, by the same day."""
    return review.action is not None and (action.what, action.by) == (review.action.what, review.action.by)


def sort_actions(actions: Iterable[OwnAction], today: date) -> tuple[OwnAction, ...]:
    """List the actions to be seen: open ones by date, then what was done lately.

    Args:
        actions: the actions.
        today: the day; what was done long before it is left out.
    """
    seen = [
        action for action in actions if not action.left and (action.done is None or today - action.done <= KEPT_DONE)
    ]
    return tuple(
        sorted(seen, key=lambda action: (action.done is not None, action.by is None, action.by or today, action.what))
    )


def change_action(actions: Iterable[OwnAction], key: str, **changes: object) -> tuple[OwnAction, ...]:
    """Return the actions with fields of one of them changed. Raises NotKnown.

    Args:
        actions: the actions.
        key: the id of the action.
        changes: the fields.
    """
    actions = tuple(actions)
    if all(action.id != key for action in actions):
        raise NotKnown(say("That is not among your actions."), say("Look at the list again."))
    return tuple(action.model_copy(update=changes) if action.id == key else action for action in actions)


def drop_long_done(actions: Iterable[OwnAction], today: date) -> tuple[OwnAction, ...]:
    """Return the actions without the words of those that were done long ago.

    Their ids stay, so that a review which still lies on the desk does not bring them back.

    Args:
        actions: the actions.
        today: the day.
    """
    return tuple(
        OwnAction(id=action.id, what="", left=True) if action.done and today - action.done > KEPT_DONE else action
        for action in actions
    )


def describe_action(action: OwnAction, today: date) -> str:
    """Describe an action in a line: what, by when, and whether it is done.

    Args:
        action: the action.
        today: the day, to say of a date that it is past.
    """
    if action.done:
        return say("{what}. Done on {day}", what=action.what, day=format_day(action.done))
    if action.by is None:
        return say("{what}. No date yet", what=action.what)
    return f"{action.what}. {'It was for' if action.by < today else 'By'} {format_day(action.by)}"


class ActionService:
    """The supervisor's own actions: listed, added, ticked off and put in a calendar."""

    def __init__(
        self, file: ActionFile, practice: PracticeService, list_reviews: Callable[[], Iterable[Review]]
    ) -> None:
        """Keep the actions in a file.

        Args:
            file: the file.
            practice: tells the time, and makes ids.
            list_reviews: lists the reviews that were handed back; an older one's action is on the list, too.
        """
        self._file = file
        self._practice = practice
        self._list_reviews = list_reviews

    def list_all(self) -> tuple[OwnAction, ...]:
        """List the actions: open ones by date, then what was done lately. Raises RecordsError."""
        return sort_actions(take_up(self._file.read(), self._list_reviews()), self.today)

    def list_open(self) -> tuple[OwnAction, ...]:
        """List the actions that are not done yet. Raises RecordsError."""
        return tuple(action for action in self.list_all() if action.done is None)

    def list_open_for(self, submissions: Iterable[str]) -> tuple[OwnAction, ...]:
        """List the open actions promised for submissions, by their ids. Raises RecordsError."""
        promised = {make_action_id(submission) for submission in submissions}
        return tuple(action for action in self.list_open() if action.id in promised)

    def add(self, what: str, by: date | None = None, *, confirmed: Collection[Question] = ()) -> None:
        """Add an action that no review speaks of.

        Args:
            what: what the supervisor will take up.
            by: by when; None where it has no date.
            confirmed: the questions that were asked about it and answered with "as it is".

        Raises:
            NotNow: there are no words.
            WordsHeld: it may hold a real person's details, which is asked about first.
            RecordsUnwritable: it cannot be stored.
        """
        if not (words := what.strip()):
            raise NotNow(say("There are no words yet."), say("Say what you will take up."), title=say("Not yet"))
        Safeguard(frozenset[str]).hold_shared_words((words,), confirmed)
        action = OwnAction(id=make_action_id(self._practice.new_id()), what=words, by=by)
        self._save((*self._file.read(), action))

    def tick(self, key: str) -> None:
        """Mark an action as done today, or as open again. Raises NotKnown or RecordsError."""
        actions = self.list_all()
        done = next((action.done for action in actions if action.id == key), None)
        self._write(change_action(actions, key, done=None if done else self.today))

    def drop(self, key: str) -> None:
        """Take an action off the list for good. Raises NotKnown or RecordsError."""
        # Its words go. The id stays, so that a review which lies on the desk does not bring it back.
        self._write(change_action(self.list_all(), key, left=True, what="", by=None, earlier=()))

    def take_up(self, review: Review) -> None:
        """Put the action of a review that was handed back on the list. Raises RecordsUnwritable."""
        before = self._file.read()
        # Handed back anew, it is promised anew, even if it was taken off the list before.
        anew = make_action_id(review.brought)
        actions = take_up((action for action in before if not (action.left and action.id == anew)), (review,))
        if actions != before:
            self._save(actions)

    def take_back(self, review: Review) -> None:
        """Take the action of a review that was taken back off the list: it is promised to nobody.

        Raises RecordsUnwritable.

        Args:
            review: the review; what others promised for the same submission stays.
        """
        before = self._file.read()
        actions = tuple(take_back(before, review))
        if actions != before:
            self._save(actions)

    def describe_taking_back(self, review: Review) -> str:
        """Say what becomes of the actions where a review is taken back; empty where there is none.

        Raises RecordsError.
        """
        listed = take_up(self._file.read(), self._list_reviews())
        key = make_action_id(review.brought)
        before = tuple(action for action in listed if action.id == key and not action.left)
        after = tuple(take_back(before, review))
        if before and before == after:
            return say("“{what}” stays in My actions: an answer before this one promises it.", what=before[0].what)
        goes = [say("“{what}” goes from My actions.", what=action.what) for action in before]
        stands = [
            say("“{what}” stands there again: an answer before this one promises it.", what=action.what)
            for action in after
        ]
        return " ".join((*goes, *stands))

    def write_calendar(self, file: Path) -> Path:
        """Write the open actions with a date to a calendar file, and return its path.

        Raises:
            NotNow: no open action has a date.
            RecordsError: the file cannot be written.
        """
        dated = [action for action in self.list_open() if action.by]
        if not dated:
            raise NotNow(say("None of your open actions has a date."), say("So there is nothing for a calendar."))
        return write_calendar(dated, self._practice.clock(), file)

    def _write(self, changed: Iterable[OwnAction]) -> None:
        """Write changed actions, and leave those that are not listed as they are."""
        known = {action.id: action for action in self._file.read()}
        self._save((known | {action.id: action for action in changed}).values())

    def _save(self, actions: Iterable[OwnAction]) -> None:
        self._file.write(drop_long_done(actions, self.today))

    @property
    def today(self) -> date:
        """The day by this machine's clock."""
        return self._practice.clock().astimezone().date()


# --- A calendar file, as RFC 5545 has it

LONGEST_LINE = 75
"""Bytes of a line in a calendar file; a longer one is folded."""
CALENDAR = ".ics"


def write_calendar(actions: Iterable[OwnAction], now: datetime, file: Path) -> Path:
    """Write the open actions that have a date to a calendar file, and return its path.

    Raises RecordsError.

    Args:
        actions: the actions; those without a date have no place in a calendar.
        now: the moment.
        file: the path.
    """
    return write_export(file, render_calendar(actions, now).encode(), ending=CALENDAR)


def render_calendar(actions: Iterable[OwnAction], now: datetime) -> str:
    """Render open actions with a date as whole-day events of a calendar.

    They are events and no to-dos, since calendars at work import only events, and marked private.

    Args:
        actions: the actions.
        now: the moment, which must know its time zone.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Conversation coach//Supervision//EN",
        "CALSCALE:GREGORIAN",
    ]
    for action in actions:
        if action.by and not action.done and not action.left:
            lines += _render_event(action, action.by, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _render_event(action: OwnAction, by: date, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    # The same id and a later stamp: to import the file again moves the event and makes no second one.
    yield f"UID:{action.id}@conversation-coach"
    yield f"DTSTAMP:{_stamp(now)}"
    yield f"DTSTART;VALUE=DATE:{by:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{by + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escape(action.what)}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _stamp(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escape(text: str) -> str:
    """Escape a text for a calendar file, so that it means only itself."""
    plain = "\n".join("".join(c for c in line if c == "\t" or c.isprintable()) for line in text.splitlines())
    for letter in ("\\", ";", ","):
        plain = plain.replace(letter, f"\\{letter}")
    return plain.replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """Fold a line into parts of at most 75 bytes, each after the first begun with a space."""
    part, size = "", 0
    for letter in line:
        wide = len(letter.encode())
        if size + wide > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + wide
    yield part
