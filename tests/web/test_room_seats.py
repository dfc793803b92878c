"""What a person's pages are made from is made anew only where something of their own changed."""

from pathlib import Path

import pytest

from coach.classroom.door import join
from coach.classroom.participant import Participant
from coach.model.class_events import Role
from coach.records.class_log import RoomLog
from coach.web import room_seats
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
