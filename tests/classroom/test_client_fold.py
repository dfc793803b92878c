"""Clients of one process read a room together: each event once, whoever asks first, and on any thread."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from coach.classroom.client import RoomClient, RoomFold
from coach.classroom.participant import Participant
from coach.model.class_events import RoomEvent
from tests.classroom.conftest import Room


class CountedLog:
    """A log that counts the events that were read from it."""

    def __init__(self, room: Room) -> None:
        self._log = room.log
        self.count = 0

    def read(self, after: int) -> Sequence[tuple[int, RoomEvent]]:
        found = tuple(self._log.read(after))
        self.count += len(found)
        return found


def test_each_event_is_read_once_however_many_clients_there_are(room: Room) -> None:
    room.trio()
    log = CountedLog(room)
    fold = RoomFold(log)  # type: ignore[arg-type]
    clients = [RoomClient(room.log, room.clock, fold) for _ in range(20)]
    room.seat("Dee")
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(RoomClient.refresh, clients))
    assert log.count == clients[0].last_event_number
    assert len({id(client.state) for client in clients}) == 1
    assert clients[0].state == RoomClient(room.log, room.clock).state
    assert not clients[0].refresh()


def test_whoever_acts_over_a_shared_fold_decides_on_the_newest_state(room: Room) -> None:
    ann, ben, _ = room.trio()
    fold = RoomFold(room.log)
    first, second = (
        Participant(room.log, room.practice, person, room.clock, fold=fold) for person in (ann.person, ben.person)
    )
    first.leave_group()
    assert second.group is not None
    assert first.person in second.group.people, "until it looks again"
    second.leave_group()
    first.refresh()
    assert [len(group.people) for group in first.state.groups.values()] == [1]
