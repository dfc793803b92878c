"""What a supervisor said they would take up: their own list, with dates for a calendar.

An action is the supervisor's promise, in their own words. It is kept on their machine alone, holds nothing of what was
brought but a hash of the name or login, and stays theirs when that is withdrawn or put away.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from pydantic import ValidationError

from coach.errors import NotKnown, NotNow, RecordsError, RecordsUnwritable
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


MOST_TOLD = 5000
"""Times that somebody said who is the same practitioner, which are remembered; the latest."""


class OwnAction(Frozen):
    """A step that a supervisor promised to take, with its date and the day it was done."""

    id: str
    """A hash, which tells it from others and says nothing of what it came from."""
    what: str
    by: date | None = None
    done: date | None = None
    left: bool = False
    """Whether the supervisor took it off the list; it stays unseen, so that its review does not bring it back."""
    to: str = ""
    """A hash of the login or the name of whoever it was promised to; empty where that is not known."""
    earlier: tuple["OwnAction", ...] = ()
    """What earlier reviews of the same submission promised in its place. Taken back, it gives way to the last."""


class SamePractitioner(Frozen):
    """A supervisor's word on whether two things that were brought come from one practitioner."""

    one: str
    other: str
    """The ids of actions for the two, which are hashes and say nothing of what was brought."""
    same: bool


class ActionList(Frozen):
    """The file of a supervisor's actions, and of their word on who is the same practitioner."""

    format: int = 1
    actions: tuple[OwnAction, ...] = ()
    told: tuple[SamePractitioner, ...] = ()


class ActionFile:
    """A supervisor's actions in one file on their machine, written whole or not at all."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> tuple[OwnAction, ...]:
        """Return every action in the file; none where there is no file that can be read."""
        return read.actions if (read := self._load()) else ()

    def read_told(self) -> tuple[SamePractitioner, ...]:
        """Return what the supervisor said of who is the same practitioner."""
        return read.told if (read := self._load()) else ()

    def write(self, actions: Iterable[OwnAction], told: Iterable[SamePractitioner] | None = None) -> None:
        """Write the actions, readable by the supervisor alone. Raises RecordsUnwritable.

        Args:
            actions: the actions.
            told: the supervisor's word on who is the same practitioner; None leaves what is in the file.
        """
        said = self.read_told() if told is None else tuple(told)
        try:
            # A file that cannot be read is put aside, not written over: it may be read by a newer version.
            if self._file.is_file() and self._load() is None:
                self._file.replace(self._file.with_suffix(UNREADABLE))
            write_whole(self._file, ActionList(actions=tuple(actions), told=said).model_dump_json())
        except OSError as error:
            raise RecordsUnwritable(
                say("Your actions could not be kept: {strerror}.", strerror=(error.strerror or "no access").lower()),
                say("Make room, and do it again."),
                title=say("Not kept"),
            ) from None

    def _load(self) -> ActionList | None:
        try:
            return ActionList.model_validate_json(self._file.read_bytes())
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
            to = before.to if before else ""
            known[key] = OwnAction(id=key, what=action.what, by=action.by, to=to, earlier=kept)
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
            yield action.earlier[-1].model_copy(update={"earlier": action.earlier[:-1], "to": action.to})


def _is_promised_by(action: OwnAction, review: Review) -> bool:
    """Whether a review promises this very action, by the same day."""
    return review.action is not None and (action.what, action.by) == (review.action.what, review.action.by)


def _note_practitioner(actions: Iterable[OwnAction], key: str, to: str) -> tuple[OwnAction, ...]:
    """Return the actions, with one of them marked by whom it was promised to."""
    return tuple(
        action.model_copy(update={"to": to}) if action.id == key and not action.left else action for action in actions
    )


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

    def list_told(self) -> tuple[SamePractitioner, ...]:
        """List what the supervisor said of who is the same practitioner."""
        return self._file.read_told()

    def keep_told(self, told: Iterable[SamePractitioner]) -> None:
        """Keep the supervisor's word on who is the same practitioner. Raises RecordsUnwritable."""
        self._file.write(self._file.read(), tuple(told)[-MOST_TOLD:])

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
        self._write(change_action(self.list_all(), key, left=True, what="", by=None, to="", earlier=()))

    def take_up(self, review: Review, to: str = "") -> None:
        """Put the action of a review that was handed back on the list. Raises RecordsUnwritable.

        Args:
            review: the review.
            to: the mark of the practitioner whom it is promised to; empty where that is not known.
        """
        before = self._file.read()
        # Handed back anew, it is promised anew, even if it was taken off the list before.
        anew = make_action_id(review.brought)
        actions = take_up((action for action in before if not (action.left and action.id == anew)), (review,))
        actions = _note_practitioner(actions, anew, to)
        if actions != before:
            self._save(actions)

    def keep_promise(self, submission: str, review: Review | None, to: str) -> None:
        """Keep an action, with whom it was promised to, as what it was promised for goes.

        Raises RecordsUnwritable.

        Args:
            submission: the id of what goes.
            review: the review of it that was handed back, if there is one.
            to: the mark of its practitioner; empty where that is not known.
        """
        before = self._file.read()
        actions = _note_practitioner(take_up(before, (review,) if review else ()), make_action_id(submission), to)
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


# --- Whom they were promised to

# A login tells practitioners apart. A name in a file does not: two may sign with the same one. So what was promised to
# somebody who signs alike is on no agenda until the supervisor said whether it is the same one.

LOGIN = "login"
NAME = "name"
"""What a mark of a practitioner is made of."""


STAYS_FOR = "“{what}” stays in My actions, and for the next agenda with {who}, until it is done."
STAYS_ALONE = "“{what}” stays in My actions. It is signed with no name, so it will be on no agenda."


@dataclass(frozen=True, slots=True)
class Promised:
    """The open actions promised to a practitioner, and those that may have been."""

    sure: tuple[OwnAction, ...] = ()
    unsure: tuple[tuple[OwnAction, ...], ...] = ()
    """Those promised to others who sign alike, who may be the same one: a group for each."""


def mark_practitioner(who: str, login: str = "") -> str:
    """Return a hash that tells logins apart, or names; empty where there is neither.

    Args:
        who: the name that something is signed with.
        login: the login that it was sent from, which counts before the name.
    """
    kind, name = (LOGIN, login) if login else (NAME, " ".join(who.split()).casefold())
    return f"{kind}/{blake2b(f'{kind}/{name}'.encode(), digest_size=10).hexdigest()}" if name else ""


def find_same(key: str, told: Collection[SamePractitioner]) -> frozenset[str]:
    """Return the ids of all that come from the practitioner of one, as the supervisor said."""
    same = {key}
    while (
        more := {end for pair in told if pair.same and same & {pair.one, pair.other} for end in (pair.one, pair.other)}
        - same
    ):
        same |= more
    return frozenset(same)


def sort_promised(key: str, mark: str, actions: Iterable[OwnAction], told: Collection[SamePractitioner]) -> Promised:
    """Sort open actions by whether they were promised to a practitioner.

    Args:
        key: the id of an action for something of theirs; empty where only a name is known.
        mark: the mark of the practitioner.
        actions: the open actions, each marked by whom it was promised to.
        told: what the supervisor said of who is the same one.
    """
    own = find_same(key, told) if key else frozenset()
    sure, unsure = [], dict[frozenset[str], list[OwnAction]]()
    for action in actions:
        is_alike = mark != "" and action.to == mark
        if action.id in own or (is_alike and mark.startswith(LOGIN)):
            sure.append(action)
        elif is_alike and not _are_told_apart(own, same := find_same(action.id, told), told):
            unsure.setdefault(same, []).append(action)
    return Promised(tuple(sure), tuple(map(tuple, unsure.values())))


def _are_told_apart(some: Collection[str], others: Collection[str], told: Iterable[SamePractitioner]) -> bool:
    """Whether the supervisor said of any two of these that they come from two practitioners."""
    return any(
        not pair.same and ((pair.one in some and pair.other in others) or (pair.other in some and pair.one in others))
        for pair in told
    )


class PromiseBook:
    """The open actions by whom they were promised to, with the supervisor's word on who is who."""

    def __init__(self, actions: ActionService, list_marks: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """Read them from a supervisor's actions and desk.

        Args:
            actions: the actions.
            list_marks: lists what lies on the desk: the id of each, and the mark of its practitioner.
        """
        self._actions = actions
        self._list_marks = list_marks

    def find(self, key: str) -> Promised:
        """Find what was promised to the practitioner of a submission, by its id.

        Nothing is found where a store is away.
        """
        with suppress(RecordsError):
            marks = dict(self._list_marks()) if key else {}
            if key in marks:
                return sort_promised(make_action_id(key), marks[key], self._list_open(marks), self._actions.list_told())
        return Promised()

    def find_by_name(self, name: str) -> Promised:
        """Find what was promised to a login, or under a name; nothing where a store is away."""
        with suppress(RecordsError):
            told, actions = self._actions.list_told(), self._list_open(dict(self._list_marks()))
            by_login = sort_promised("", mark_practitioner("", name), actions, told)
            return Promised(by_login.sure, sort_promised("", mark_practitioner(name), actions, told).unsure)
        return Promised()

    def tell(self, key: str, promised: Collection[OwnAction], *, same: bool) -> None:
        """Remember whether actions were promised to the practitioner of a submission.

        Raises RecordsUnwritable.

        Args:
            key: the submission's id.
            promised: actions that were promised to one practitioner.
            same: whether it is that of the submission.
        """
        pairs = (SamePractitioner(one=make_action_id(key), other=action.id, same=same) for action in promised)
        self._actions.keep_told((*self._actions.list_told(), *pairs))

    def has_told(self, key: str) -> bool:
        """Whether the supervisor said of a submission who is the same practitioner."""
        own = make_action_id(key)
        return any(own in (pair.one, pair.other) for pair in self._actions.list_told())

    def ask_anew(self, key: str) -> None:
        """Forget what the supervisor said of a submission's practitioner. Raises RecordsUnwritable."""
        own = make_action_id(key)
        self._actions.keep_told(pair for pair in self._actions.list_told() if own not in (pair.one, pair.other))

    def describe_kept(self, key: str, who: str) -> str:
        """Say what becomes of the action promised for a submission that goes; empty without one.

        Args:
            key: the submission's id.
            who: the practitioner's name or login.
        """
        with suppress(RecordsError):
            for action in self._actions.list_open():
                if action.id == make_action_id(key):
                    return say(STAYS_FOR, what=action.what, who=who) if who else say(STAYS_ALONE, what=action.what)
        return ""

    def _list_open(self, marks: Mapping[str, str]) -> tuple[OwnAction, ...]:
        """List the open actions, each marked by whom it was promised to. Raises RecordsError."""
        to = {make_action_id(key): mark for key, mark in marks.items()}
        actions = self._actions.list_open()
        return tuple(action.model_copy(update={"to": to.get(action.id, action.to)}) for action in actions)


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
