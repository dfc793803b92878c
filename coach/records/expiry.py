"""Deletion of expired rehearsals: only of those found expired on two days of use.

A clock can be wrong for a day: a flat battery, a restored virtual machine, a slip in the settings. So nothing is
deleted while the clock says an earlier time than before, nothing is deleted when it is first found expired, and what
was deleted is announced. `find_due` decides, and is pure; `Expiry` remembers in a small file of moments and ids,
without a word that was typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from coach.model.characters import count
from coach.model.types import Frozen
from coach.records.paths import EXPIRES_AFTER, write_whole

DAY = timedelta(days=1)
"""A clock that is set back by less has only been corrected."""
LONG_AWAY = timedelta(days=14)
"""The coach was not opened for so long, or the clock has jumped: which of the two, nobody here can know."""
NEXT_DAY, A_WEEK = 1, 7
"""Days that something stays after it is first seen to be over its time: usually, and after a long time away."""
BELIEVED_AFTER = timedelta(days=7)
"""A clock that went back and runs on for so long is right; then it was wrong before."""
NEVER_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
"""Nothing was kept by a coach before there was one."""
SETTLED = timedelta(hours=1)
"""The time of the last look is written down again only when it is so far off, so that a look seldom writes."""


class ClockSetback(Frozen):
    """A time during which the clock is set back: since `first`, saying from `low` to `high`."""

    first: AwareDatetime
    low: AwareDatetime
    high: AwareDatetime


class Recount(Frozen):
    """A thing last touched while the clock was wrong; its days are counted from `since`.

    `touched` is the moment that the wrong clock gave it.
    """

    touched: AwareDatetime
    since: AwareDatetime


class ExpiryMemory(Frozen):
    """What `find_due` has to know from its earlier calls."""

    format: int = 1
    last: AwareDatetime | None = None
    """What the clock said at the last look."""
    latest: AwareDatetime | None = None
    """The latest moment that is believed to have been."""
    back: ClockSetback | None = None
    away_since: AwareDatetime | None = None
    """The look before a long time away, for as long as anything is due because of it."""
    due: dict[str, date] = {}
    """What was seen to be over its time, and the day from which it may go."""
    counted: dict[str, Recount] = {}
    """What was touched while the clock was wrong, and not again since."""
    gone: int = 0
    """How many went, and it was not said yet."""
    recounted: int = 0
    """How many have their time counted anew, and it was not said yet."""


@dataclass(frozen=True, slots=True)
class ExpiringKind:
    """A kind of thing that expires, such as rehearsals: its words, and after how long."""

    one: str = "rehearsal"
    several: str = "rehearsals"
    after: timedelta = EXPIRES_AFTER
    in_words: str = "thirty days"
    can_be_kept: bool = True

    def describe_expired(self, many: int) -> str:
        """Return the sentence that a number of things expired and were deleted; empty for none."""
        if not many:
            return ""
        were, itself = ("was over its", "itself") if many == 1 else ("were over their", "themselves")
        return f"{self.count(many)} {were} {self.in_words} and went by {itself}."

    def count(self, many: int) -> str:
        """Return a number with its noun, such as `1 rehearsal` or `3 rehearsals`."""
        return count(many, self.one, self.several)


REHEARSALS = ExpiringKind()


def find_due(
    before: ExpiryMemory, last_touched: Mapping[str, datetime], now: datetime, after: timedelta
) -> tuple[ExpiryMemory, frozenset[str]]:
    """Decide which expired things are deleted now, and what later calls have to know.

    Args:
        before: What was remembered from the calls before.
        last_touched: The ids of everything that may expire, with the moment when it was last touched.
        now: What the clock says.
        after: How long something stays after it was touched.

    Returns:
        What is to be remembered, and the ids of what is deleted.
    """
    # A thing that was touched again since its days were counted anew has a moment of its own to count from.
    counted = {
        key: counted_time
        for key, counted_time in before.counted.items()
        if last_touched.get(key) == counted_time.touched
    }
    before = before.model_copy(update={"counted": counted})
    touched = [at for key, at in last_touched.items() if key not in counted]
    latest = max((before.latest or NEVER_BEFORE, *touched))
    # A day's difference is no setback: time zones, and clocks of two machines that share a folder, differ by less.
    if now < latest - DAY:
        back = _note_setback(before.back, now)
        # Which of both times is wrong cannot be known yet. Until the earlier one has been said for long enough, nothing
        # goes.
        if now < NEVER_BEFORE or now - back.first < BELIEVED_AFTER:
            due = {
                key: day
                for key, day in before.due.items()
                if key in last_touched and _is_over(before, last_touched, key, now, after)
            }
            changes = {"last": now, "latest": latest, "back": back, "due": due}
            return before.model_copy(update=changes), frozenset()
        # From here on the earlier time is believed, so what seems to have been touched in the future was touched under
        # a clock that ran ahead: its days begin now.
        later = {key: Recount(touched=at, since=now) for key, at in last_touched.items() if at > now + DAY}
        before, latest = before.model_copy(update={"counted": counted | later, "back": None}), now
    if before.back:
        before = _recount_time(before, before.back, last_touched, now)
    # After a long absence the clock cannot be compared with anything recent, and the user has had no chance to see a
    # notice: a week passes between the first look and the deletion, instead of a day.
    known = max((at for at in (before.last, *touched) if at is not None and at <= now + DAY), default=now)
    away = now - known >= LONG_AWAY
    today = now.astimezone().date()
    from_then = today + timedelta(days=A_WEEK if away else NEXT_DAY)
    due = {
        key: before.due.get(key, from_then) for key in last_touched if _is_over(before, last_touched, key, now, after)
    }
    # Deleted is only what an earlier look had found expired and announced; a single look never deletes.
    goes = frozenset(key for key, day in due.items() if key in before.due and day <= today)
    due = {key: day for key, day in due.items() if key not in goes}
    since = (known if away else before.away_since) if due else None
    changes = {"last": now, "latest": max(latest, now), "due": due, "away_since": since}
    return before.model_copy(update=changes), goes


def _note_setback(back: ClockSetback | None, now: datetime) -> ClockSetback:
    # A second, still earlier time begins the waiting again, and keeps the range of all wrong times.
    if back is None or now < back.first - DAY:
        return ClockSetback(
            first=now, low=min(now, back.low) if back else now, high=max(now, back.high) if back else now
        )
    return ClockSetback(first=back.first, low=min(now, back.low), high=max(now, back.high))


def _recount_time(
    before: ExpiryMemory, back: ClockSetback, last_touched: Mapping[str, datetime], now: datetime
) -> ExpiryMemory:
    """Give what was touched while the clock was set back its whole time again, from now on."""
    wrong = {
        key: Recount(touched=at, since=now)
        for key, at in last_touched.items()
        # Touched while the clock was wrong, as far as anybody can tell: within the times that it said then.
        if back.low - DAY <= at <= back.high + DAY and at < now - DAY
    }
    changes = {"back": None, "counted": before.counted | wrong, "recounted": before.recounted + len(wrong)}
    return before.model_copy(update=changes)


def _is_over(
    before: ExpiryMemory, last_touched: Mapping[str, datetime], key: str, now: datetime, after: timedelta
) -> bool:
    counted = before.counted.get(key)
    return now - (counted.since if counted else last_touched[key]) >= after


class Expiry:
    """Decides what has expired, remembers why in a file, and says what went and what will go."""

    def __init__(self, file: Path, clock: Callable[[], datetime], things: ExpiringKind = REHEARSALS) -> None:
        self._file = file
        self._clock = clock
        self._things = things
        self._now = ExpiryMemory()
        self._at = NEVER_BEFORE
        self._by_store = False
        """Whether it was a team's store that said what time it is."""

    def find_due(self, last_touched: Mapping[str, datetime], now: datetime | None = None) -> frozenset[str]:
        """Return the ids of what is to be deleted now.

        Args:
            last_touched: Ids with the moment when each was last touched.
            now: The time, where another clock than this machine's decides.
        """
        self._at = now or self._clock()
        self._by_store = now is not None
        # The file is read at each call, because several windows share it.
        before = self._read()
        self._now, goes = find_due(before, last_touched, self._at, self._things.after)
        # Where things go, the memory is written only once they are deleted (`note_expired`): a process that is killed
        # in between finds them due again.
        if not goes:
            self._write(before)
        return goes

    def note_expired(self, many: int) -> None:
        """Remember that a number of things were deleted, until the user has been told."""
        before, self._now = self._now, self._now.model_copy(update={"gone": self._now.gone + many})
        self._write(before)

    def goes(self, key: str) -> datetime | None:
        """Return when a thing expires, if that is not simply counted from its last touch; else None."""
        if (day := self._now.due.get(key)) is not None:
            # Noon, so that the day is the same in nearly every time zone.
            return datetime.combine(day, time(12), tzinfo=UTC)
        counted = self._now.counted.get(key)
        return counted.since + self._things.after if counted else None

    @property
    def expired_count(self) -> int:
        """The number of things that expired and that no earlier run has announced."""
        return self._now.gone

    def sentences(self) -> str:
        """Say what expired, what will expire soon, and whether the clock is in doubt; or nothing."""
        gone = self._things.describe_expired(self._now.gone)
        return " ".join(filter(None, (gone, self._due_notice(), self._doubt_notice(), self._recount_notice())))

    def mark_announced(self) -> None:
        """Remember that the user has been told what expired; this run goes on saying it."""
        now, shown = self._read(), self._now
        if now.gone or now.recounted:
            self._now = now.model_copy(update={"gone": 0, "recounted": 0})
            # Written as announced, so that the next run does not say it again; what this run shows stays.
            self._write(now)
            self._now = shown

    @property
    def _whose_clock(self) -> str:
        return "your team's store's" if self._by_store else "this computer's"

    @property
    def _mends(self) -> str:
        return "Tell whoever looks after it" if self._by_store else "Set the clock"

    def _due_notice(self) -> str:
        if not self._now.due:
            return ""
        many, first = len(self._now.due), min(self._now.due.values())
        one = many == 1
        away = ""
        if since := self._now.away_since:
            away = (
                f"By {self._whose_clock} clock it is {_in_words(self._at)}, and the coach was last used on "
                f"{_in_words(since)}. {self._mends} if that is wrong. "
            )
        is_over, goes = ("is over its", "It goes by itself") if one else ("are over their", "They go by themselves")
        unless = f", unless you keep {'it' if one else 'them'}" if self._things.can_be_kept else ""
        return (
            f"{away}{self._things.count(many)} {is_over} {self._things.in_words}. "
            f"{goes} from {_day_in_words(first)} on{unless}."
        )

    def _doubt_notice(self) -> str:
        if self._now.back is None or self._now.latest is None:
            return ""
        return (
            f"{self._whose_clock.capitalize()} clock says {_in_words(self._at)}, which is earlier than when the coach "
            f"was last used ({_in_words(self._now.latest)}). {self._mends} if it is wrong. Until it is sure, no "
            f"{self._things.one} goes by itself."
        )

    def _recount_notice(self) -> str:
        if not (many := self._now.recounted):
            return ""
        was, its = ("was", "its") if many == 1 else ("were", "their")
        return (
            f"{self._things.count(many)} {was} used while {self._whose_clock} clock was wrong: "
            f"{its} {self._things.in_words} are counted from now."
        )

    def _read(self) -> ExpiryMemory:
        """Read what earlier runs remembered of expired things; nothing if the file cannot be read.

        Then nothing is deleted before two more looks.
        """
        try:
            return ExpiryMemory.model_validate_json(self._file.read_bytes())
        except (OSError, ValidationError):
            return ExpiryMemory()

    def _write(self, before: ExpiryMemory) -> None:
        """Write what later runs have to know of expired things, unless it has hardly changed.

        On a disk that refuses, nothing is remembered, so nothing is deleted the next time either.

        Args:
            before: What the file holds now.
        """
        apart = abs((self._now.last or NEVER_BEFORE) - (before.last or NEVER_BEFORE))
        same = {"last": None, "latest": None}
        # The two times change at every look. Writing the file for them alone would wake a sleeping disk each time.
        if apart < SETTLED and self._now.model_copy(update=same) == before.model_copy(update=same):
            return
        try:
            write_whole(self._file, self._now.model_dump_json() + "\n")
        except OSError:
            return


def _in_words(at: datetime) -> str:
    return _day_in_words(at.astimezone().date())


def _day_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
