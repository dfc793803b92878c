"""What goes by itself: never by a clock that jumped, never at first sight, never unsaid; and yet after thirty days."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.content.library import Library
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.event_store import format_moment
from coach.records.expiry import Expiry, ExpiryMemory
from coach.records.paths import Places
from tests import postgres
from tests.conftest import START
from tests.submitting import submit_reply

TODAY = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Machine:
    """A computer whose clock can be set, with a file of rehearsals."""

    def __init__(self, library: Library, where: Places) -> None:
        self.at = TODAY
        self._library = library
        self._where = where
        self._made = 0

    def on(self) -> PracticeService:
        """The coach is started anew."""
        expiry = Expiry(self._where.expiry("rehearsals"), lambda: self.at)
        keeping = ResilientStore(store_opener(self._where, lambda: self.at), expiry=expiry)
        return PracticeService(self._library, keeping, lambda: self.at, self._id)

    def rehearse(self, many: int = 1) -> None:
        """So many rehearsals in one run."""
        practice = self.on()
        for _ in range(many):
            submit_reply(practice.begin("bus"), "How has racism touched him?")
        practice.keeping.close()

    def listed(self) -> tuple[int, str]:
        """How many rehearsals a new run lists, and what it says of time."""
        practice = self.on()
        many, said = len(practice.rehearsals()), practice.keeping.of_time()
        practice.keeping.close()
        return many, said

    def _id(self) -> str:
        self._made += 1
        return f"rehearsal{self._made}"


@pytest.fixture
def machine(small: Library, places: Places) -> Machine:
    return Machine(small, places)


def test_a_clock_that_is_a_month_ahead_for_a_day_deletes_nothing_and_is_said(machine: Machine) -> None:
    machine.rehearse(3)
    machine.at += 31 * DAY
    for _ in range(3):
        many, said = machine.listed()
        assert many == 3
        assert "it is 30 December 2026, and the coach was last used on 29 November 2026" in said
        assert "3 rehearsals are over their thirty days. They go by themselves from 6 January 2027 on" in said
    machine.at = TODAY + DAY
    many, said = machine.listed()
    assert many == 3
    assert "says 30 November 2026, which is earlier than when the coach was last used (30 December 2026)" in said
    for later in (2, 9, 10, 20):
        machine.at = TODAY + later * DAY
        assert machine.listed()[0] == 3
    assert machine.listed()[1] == ""


def test_what_was_rehearsed_while_the_clock_was_a_year_behind_has_its_thirty_days_once_it_is_right(
    machine: Machine,
) -> None:
    machine.rehearse()
    machine.at = TODAY - 400 * DAY
    machine.rehearse(2)
    many, said = machine.listed()
    assert many == 3
    assert "earlier than when the coach was last used (29 November 2026)" in said
    machine.at = TODAY + DAY
    many, said = machine.listed()
    assert many == 3
    assert "2 rehearsals were used while this computer's clock was wrong" in said
    assert "thirty days are counted from now" in said
    machine.at = TODAY + 29 * DAY
    assert machine.listed() == (3, "")


def test_a_clock_that_was_behind_from_the_first_start_deletes_nothing_once_it_is_right(machine: Machine) -> None:
    """It says a day on which there was no coach yet."""
    machine.at = TODAY - 400 * DAY
    machine.rehearse(3)
    machine.at = TODAY
    many, said = machine.listed()
    assert many == 3
    assert "3 rehearsals were used while this computer's clock was wrong" in said
    machine.at = TODAY + 20 * DAY
    assert machine.listed()[0] == 3


def test_after_forty_days_away_they_go_after_a_week_and_it_is_said_before_and_after(machine: Machine) -> None:
    machine.rehearse(3)
    for day in (40, 41, 46):
        machine.at = TODAY + day * DAY
        many, said = machine.listed()
        assert many == 3
        assert "3 rehearsals are over their thirty days" in said
    machine.at = TODAY + 47 * DAY
    assert machine.listed() == (0, "3 rehearsals were over their thirty days and went by themselves.")
    assert machine.listed() == (0, "")


def test_a_laptop_that_was_off_for_a_year_says_what_is_to_go_and_what_is_kept_meanwhile_stays(
    machine: Machine,
) -> None:
    machine.rehearse(2)
    machine.at = TODAY + 365 * DAY
    assert machine.listed()[0] == 2
    practice = machine.on()
    practice.go_on("rehearsal1").keep()
    practice.keeping.close()
    machine.at += 8 * DAY
    assert machine.listed() == (1, "1 rehearsal was over its thirty days and went by itself.")


def test_whoever_uses_it_every_few_days_keeps_nothing_for_more_than_a_day_of_use_beyond_thirty(
    machine: Machine,
) -> None:
    machine.rehearse()
    for day in range(3, 30, 3):
        machine.at = TODAY + day * DAY
        assert machine.listed() == (1, "")
    machine.at = TODAY + 30 * DAY
    many, said = machine.listed()
    assert many == 1
    assert said == (
        "1 rehearsal is over its thirty days. It goes by itself from 30 December 2026 on, unless you keep it."
    )
    machine.at = TODAY + 31 * DAY
    assert machine.listed()[0] == 0


def test_the_list_gives_the_day_on_which_it_really_goes(machine: Machine) -> None:
    machine.rehearse()
    machine.at = TODAY + 40 * DAY
    practice = machine.on()
    (summary,) = practice.rehearsals()
    expires = summary.expires()
    assert expires is not None
    assert expires.date() == (TODAY + 47 * DAY).date()
    practice.keeping.close()


def test_what_went_in_a_run_that_said_nothing_is_said_at_the_next_list(machine: Machine) -> None:
    machine.rehearse(2)
    for day in (30, 37):
        machine.at = TODAY + day * DAY
        practice = machine.on()
        practice.rehearsals()
        practice.keeping.close()
    assert machine.listed() == (0, "2 rehearsals were over their thirty days and went by themselves.")


def test_a_clock_that_jumped_before_there_was_anything_to_remember_by_deletes_nothing(
    machine: Machine, places: Places
) -> None:
    """A file of rehearsals from an earlier coach; or the small file is gone, or cannot be read."""
    machine.rehearse(3)
    places.expiry("rehearsals").write_text("not what the coach wrote")
    machine.at += 31 * DAY
    assert machine.listed()[0] == 3
    machine.at = TODAY
    assert machine.listed()[0] == 3


def test_a_disk_that_takes_nothing_deletes_nothing(small: Library, places: Places) -> None:
    """What cannot be remembered is always seen for the first time."""
    machine = Machine(small, places)
    machine.rehearse()
    places.expiry("rehearsals").unlink()
    places.expiry("rehearsals").parent.rmdir()
    places.expiry("rehearsals").parent.write_text("in the way")
    for day in (31, 40, 50):
        machine.at = TODAY + day * DAY
        assert machine.listed()[0] == 1


def test_what_is_remembered_holds_no_word_and_is_for_its_owner_alone(machine: Machine, places: Places) -> None:
    machine.rehearse()
    machine.at += 31 * DAY
    machine.listed()
    file = places.expiry("rehearsals")
    assert "racism" not in file.read_text()
    assert "bus" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("ahead", [timedelta(days=31), timedelta(days=3650)], ids=["a month", "ten years"])
def test_a_clock_that_was_ahead_does_not_keep_anything_for_ever(machine: Machine, ahead: timedelta) -> None:
    machine.rehearse()
    machine.at = TODAY + ahead
    machine.rehearse()
    machine.at = TODAY
    for _ in range(60):
        machine.at += DAY
        machine.listed()
    assert machine.listed()[0] == 0


def test_a_look_seldom_writes(tmp_path: Path) -> None:
    at = START
    clock: Callable[[], datetime] = lambda: at  # noqa: E731  # a clock that is set below
    expiry = Expiry(tmp_path / "expiry.json", clock)
    expiry.find_due({"one": START})
    first = (tmp_path / "expiry.json").stat().st_mtime_ns
    at += timedelta(minutes=30)
    Expiry(tmp_path / "expiry.json", clock).find_due({"one": START})
    assert (tmp_path / "expiry.json").stat().st_mtime_ns == first


def test_in_a_team_s_store_the_server_s_clock_decides_and_not_a_laptop_s(
    server: postgres.Server, login: object, small: Library, places: Places
) -> None:
    real = datetime.now(UTC)
    url = server.url("ann", "x")

    def laptop(at: datetime) -> tuple[int, str]:
        expiry = Expiry(places.expiry("team"), lambda: at)
        practice = PracticeService(
            small, ResilientStore(store_opener(places, lambda: at, url), expiry=expiry), lambda: at, lambda: "talk"
        )
        if first:
            practice.begin("bus")
        found = len(practice.rehearsals()), practice.keeping.of_time()
        practice.keeping.close()
        return found

    first = True
    laptop(real)
    first = False
    for ahead in (31, 40, 400):
        assert laptop(real + ahead * DAY) == (1, "")
    old = format_moment(real - 31 * DAY)
    server.sql(f"UPDATE coach.rehearsals SET touched = '{old}'", "coach")
    many, said = laptop(real)
    assert many == 1
    assert "1 rehearsal is over its thirty days" in said
    file = places.expiry("team")
    seen = ExpiryMemory.model_validate_json(file.read_bytes())
    file.write_text(seen.model_copy(update={"due": {"talk": (real - DAY).date()}}).model_dump_json())
    assert laptop(real - 400 * DAY) == (0, "1 rehearsal was over its thirty days and went by itself.")
