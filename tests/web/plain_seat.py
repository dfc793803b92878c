"""`python -m tests.web.plain_seat FOLDER`: somebody comes into the room there, in a program of their own."""

import os
import sys
from pathlib import Path

from coach.classroom.door import join
from coach.classroom.participant import Participant
from coach.practice.safeguarding import care
from coach.practice.service import practice_at
from coach.records.class_log_sqlite import open_room_store
from coach.records.paths import Places
from coach.tui.room.app import RoomApp
from tests.web.small_room import clock


def main() -> None:
    home = Path(sys.argv[1])
    log = open_room_store(Places(home, home)).open("PLAIN")
    practice = practice_at(Places(home, home), clock, lambda: os.urandom(4).hex())
    person = join(log, f"Person {os.getpid()}", clock)
    RoomApp(Participant(log, practice, person, clock), practice, care()).run()


if __name__ == "__main__":
    main()
