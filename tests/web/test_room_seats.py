"""What a person's pages are made from is made anew only where something of their own changed."""

from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request

from coach.classroom.door import join
from coach.classroom.participant import Participant
from coach.model.class_events import Role
from coach.records.class_log import RoomLog
from coach.web import room_seats
from coach.web.live_stream import LiveStream
from coach.web.room_seats import RoomSeats
from tests.web.rooms import clock, library_at


async def test_what_happens_in_other_groups_changes_no_view_and_ones_own_does(
    tmp_path: Path, log: RoomLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_at(tmp_path)
    ann, ben = (Participant(log, library.practice, join(log, name, clock), clock) for name in ("Ann", "Ben"))
    for person in (ann, ben):
        person.make_group()
        person.choose_scenario("bus")
    for person in (ann, ben):
        person.refresh()
    ann.take_role(Role.PRACTITIONER)
    ann.go_to_next_stage()
    seats = RoomSeats(log, library.practice, library.care, clock)
    seat = await seats.take(ann.person)
    before = await seats.look(seat)
    ben.take_role(Role.PRACTITIONER)
    assert await seats.look(seat) is before
    ann.agree()
    after = await seats.look(seat)
    assert after is not before
    assert not after.view.context.to_agree
    await seats.do(seat, lambda participant: participant.keep_draft("Half a sen"))
    assert (await seats.look(seat)).draft == "Half a sen", "also what the log does not hold"
    before = await seats.look(seat)
    monkeypatch.setattr(room_seats, "CLOCK_EVERY", 0.0)
    assert await seats.look(seat) is not before, "the minutes on it grow old"
    await seats.close()


async def test_only_pages_that_do_not_show_all_of_it_are_woken(tmp_path: Path, log: RoomLog) -> None:
    """What happens in another group has nobody look; a page that was made from an older view looks in any case."""
    library = library_at(tmp_path)
    ann, ben = (Participant(log, library.practice, join(log, name, clock), clock) for name in ("Ann", "Ben"))
    for person in (ann, ben):
        person.make_group()
        person.choose_scenario("bus")
        person.take_role(Role.PRACTITIONER)
    for person in (ann, ben):
        person.refresh()
        person.go_to_next_stage()
    seats = RoomSeats(log, library.practice, library.care, clock)
    pages: dict[str, LiveStream] = {}
    for person in (ann, ben):
        seat = await seats.take(person.person)
        page = LiveStream(make_mocked_request("GET", "/live"))
        seat.streams.append(page)
        page.made_from = await seats.look(seat)
        pages[person.person] = page

    def wake(*, everybody: bool = False) -> list[str]:
        seats.fold.catch_up()
        seats.wake(everybody=everybody)
        woken = [person for person, page in pages.items() if page._changed.is_set()]
        for page in pages.values():
            page._changed.clear()
        return woken

    assert wake() == []
    ben.agree()
    assert wake() == [ben.person]
    seat = await seats.take(ben.person)
    await seats.look(seat)  # as another window of theirs does, which shows it first
    assert wake() == [ben.person]
    pages[ben.person].made_from = seat.seen
    assert wake() == []
    await seats.do(seat, lambda participant: participant.keep_draft("Half a sen"))
    assert wake() == [ben.person], "also what the log does not hold"
    assert wake(everybody=True) == [ann.person, ben.person]
    await seats.close()
