"""`python -m tests.web.plain_seat FOLDER`: somebody comes into the room there, in a program of their own."""

import os
import sys
from pathlib import Path

from coach.classroom.joining import join
from coach.classroom.seat import Seat
from coach.practice.care import care
from coach.practice.practice import practice_at
from coach.records.places import Places
from coach.records.rooms.shelf import open_shelf
from coach.tui.room.app import RoomApp
from tests.web.small_room import clock


def main() -> None:
    home = Path(sys.argv[1])
    log = open_shelf(Places(home, home)).open("PLAIN")
    practice = practice_at(Places(home, home), clock, lambda: os.urandom(4).hex())
    person = join(log, f"Person {os.getpid()}", clock)
    RoomApp(Seat(log, practice, person, clock), practice, care()).run()


if __name__ == "__main__":
    main()
