"""A class in a team's store, each with a login of their own: everything that the screens do, the store lets through."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime

from sqlalchemy import Engine

from coach.classroom.door import join, mark_away, mark_back
from coach.classroom.participant import Participant
from coach.classroom.trainer import Trainer
from coach.model.class_events import Mark, Role, Stage
from coach.practice.service import PracticeService
from coach.records.team.room_store import TeamRoomStore
from tests.classroom.conftest import SHEET, to_stage, to_talking


def test_a_whole_round_with_three_logins(
    login: Callable[[str], Engine], practice: PracticeService, clock: Callable[[], datetime], new_id: Callable[[], str]
) -> None:
    """Tom is the trainer, and a guest sits at his machine's browser; Ann, Ben and Sue come with their own logins."""
    shelf = {name: TeamRoomStore(login(name), new_id) for name in ("tom", "ann", "ben", "sue")}
    trainer = Trainer.open(shelf["tom"], practice, clock, "MOSSY", SHEET)
    logs = {name: each.open("MOSSY") for name, each in shelf.items()}
    seats = [Participant(logs[name], practice, join(logs[name], name, clock), clock) for name in ("ann", "ben", "sue")]
    guest = Participant(logs["tom"], practice, join(logs["tom"], "Guest", clock), clock)
    ann, ben, sue = seats
    ann.make_group(ben.person, sue.person)
    for seat, role in zip(seats, (Role.PRACTITIONER, Role.LINE_READER, Role.OBSERVER), strict=True):
        seat.take_role(role)
    ann.choose_scenario("bus")
    to_talking(*seats)
    ann.keep_draft("so far")
    ann.say("How has racism touched him?")
    ben.refresh()
    sue.refresh()
    sue.mark(1, 0, Mark.TAKEN)
    ben.call_time_out()
    ann.end_time_out()
    mark_away(logs["tom"], guest.person, clock)
    mark_back(logs["tom"], guest.person, clock)
    ann.end_conversation()
    to_stage(Stage.OBSERVER_SPEAKS, ann, ben, sue)
    sue.refresh()
    assert sue.group
    assert sue.group.round
    assert sue.person in sue.group.round.locked, "also where somebody else took the group on"
    to_stage(Stage.COACH_SPEAKS, ann, ben, sue)
    assert ann.build_page().cards
    ann.contribute()
    trainer.refresh()
    trainer.send_message("Thank you", guest.person)
    trainer.remove(guest.person)
    trainer.close(forget=True)
    assert shelf["ann"].summaries() == ()
    for each in (*logs.values(), *shelf.values()):
        with closing(each):
            pass
