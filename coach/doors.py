"""The door of a class's room on this machine: how the options say that it is opened, or how it was opened before."""

import argparse
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from coach.errors import CoachError
from coach.this_machine import places_here, store_here

if TYPE_CHECKING:
    from coach.records.places import Places
    from coach.tui.board.app import Door
    from coach.web.behind import Behind
    from coach.web.doorway import Doorway
    from coach.web.hosting import Hosting


TARGET = "coach.seats:prepare"
LOOPBACK, PORT, MOST = "127.0.0.1", 8765, 30
LAST_PORT = 65535
READABLE = (
    "Without a certificate, what people type can be read by others on this network. Use a network of your own, or "
    "--certificate and --key."
)
AS_BEFORE = "Of a room that is gone on with on the machine it was on, what is left out here is as it was."


def door_options(rooms: argparse.ArgumentParser) -> None:
    """What says how a door is opened. No option has a value of its own: what is left out may be as it was."""
    door = rooms.add_argument_group("its door", AS_BEFORE)
    door.add_argument("--host", help=f"where to listen, usually {LOOPBACK}; 0.0.0.0 lets other computers in")
    door.add_argument("--port", type=int, help=f"usually {PORT}")
    door.add_argument("--address", metavar="URL", help="how learners reach this machine, if not by that")
    door.add_argument("--most", type=int, metavar="PEOPLE", help=f"how many can be in the room, usually {MOST}")
    door.add_argument("--certificate", type=Path, metavar="FILE", help="a certificate, for https")
    door.add_argument("--key", type=Path, metavar="FILE", help="its key")


def check_door_options(options: argparse.Namespace) -> None:
    """Look at the numbers before anything is opened. Raises OptionRefused with a sentence."""
    from coach.errors import OptionRefused

    if options.port is not None and not 0 <= options.port <= LAST_PORT:
        raise OptionRefused(
            f"--port {options.port} is no port.", f"Ports are numbers up to {LAST_PORT}; the usual one is {PORT}."
        )
    if options.most is not None and options.most < 1:
        raise OptionRefused(
            f"--most {options.most} lets nobody in.", f"Give how many people can come; usual is {MOST}."
        )


def readable(how: "Hosting") -> str:
    """That what is typed can be read on the way, in a sentence; nothing where it cannot, or nobody else is let in."""
    alone = how.host in (LOOPBACK, "localhost", "::1") and not how.address
    if alone or how.certificate is not None or how.address.startswith("https:"):
        return ""
    return READABLE


def given(where: "Places", folders: tuple[Path, ...], store: str) -> dict[str, Any]:
    """What `coach.seats.prepare` is given, in plain values that can go to another process."""
    return {
        "data": str(where.data),
        "config": str(where.config),
        "folders": [str(each) for each in folders],
        "store": store,
    }


def doors_here() -> Path:
    """Where it is kept how doors were opened: of rooms in this user's own file, or of those in their team's store."""
    return places_here().data / ("team-doors" if store_here() else "doors")


class Doorkeeper:
    """Knows how a room's door is opened, and keeps how it was."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options

    def hosting(self, code: str) -> "Hosting":
        """How that room's door is opened: by the options, and for what they leave out as it was before."""
        from coach.web.hosting import Hosting

        doorway = self._doorway(code)
        return Hosting(
            code,
            TARGET,
            given(places_here(), tuple(self._options.library), store_here()),
            host=doorway.host,
            port=doorway.port,
            most=doorway.most,
            address=doorway.address,
            certificate=doorway.certificate,
            key=doorway.key,
        )

    def opened(self, how: "Hosting", address: str) -> str:
        """Keep how it was opened, and say where, for whoever goes on with a room. `address`: what came of it."""
        from coach.web.doorway import Doorway, doorway_of, keep_doorway

        port = self.port(how, address)
        now = Doorway(
            host=how.host, port=port, address=how.address, certificate=how.certificate, key=how.key, most=how.most
        )
        before = doorway_of(doors_here(), how.code)
        keep_doorway(doors_here(), how.code, now)
        said = f"The door is at {how.host}, port {port}"
        if before is None:
            return f"{said}."
        if (before.host, before.port) == (how.host, port):
            return f"{said}, as before."
        return f"{said}. Before, it was at {before.host}, port {before.port}."

    def port(self, how: "Hosting", address: str) -> int:
        """The port that it listens at, also where any free one was asked for."""
        return how.port or urlsplit(address).port or PORT

    def _doorway(self, code: str) -> "Doorway":
        from coach.web.doorway import Doorway, doorway_of

        wanted = {
            name: getattr(self._options, name)
            for name in ("host", "port", "address", "most", "certificate", "key")
            if getattr(self._options, name) is not None
        }
        if "address" in wanted:
            wanted["address"] = wanted["address"].rstrip("/")
        if "certificate" in wanted:  # a key belongs to its certificate
            wanted["key"] = self._options.key
        files = {name: file.absolute() for name, file in wanted.items() if isinstance(file, Path)}
        before = doorway_of(doors_here(), code) or Doorway()
        return before.model_copy(update={**wanted, **files})


class DoorBehind:
    """The process behind the board, which loads while the room is chosen, and what the board says of it."""

    def __init__(self, keeper: Doorkeeper) -> None:
        self._keeper = keeper
        self._how = keeper.hosting("")
        self._address, self._says, self._code = "", "", ""
        self._port, self._why = 0, ""
        self._opened = self._closed = False
        self._lock = threading.Lock()
        self._behind = self._begin()

    def _begin(self) -> "Behind":
        from coach.web.behind import Behind

        return Behind(self._how.target, self._how.given)

    def open(self, code: str) -> None:
        """Open the door of that room. Raises NoDoor; it can be tried again."""
        with self._lock:
            self._open(self._keeper.hosting(code))
            self._code = code

    def _open(self, how: "Hosting") -> None:
        self._how = how
        try:
            self._address = self._behind.open(self._how)
        except CoachError:
            self._behind.close()
            self._behind = self._begin()
            raise
        self._says = self._keeper.opened(self._how, self._address)
        self._opened, self._port = True, self._keeper.port(how, self._address)

    def keep_open(self) -> str:
        """Open the door again where its process has ended; what happened, in a sentence, and nothing otherwise.

        Whoever was in the room comes back by themselves, to the same address. Raises CoachError where it does not
        open; it is tried again with the next call.
        """
        with self._lock:
            if self.is_open or self._closed:
                return ""
            self._why = self._behind.ended() or self._why
            self._opened = False
            self._behind.close()
            self._behind = self._begin()
            self._open(replace(self._how, port=self._port))
            again = f"It is open again at {self._address}, and people come back by themselves."
            return f"The door had shut ({self._why}). {again}"

    @property
    def is_open(self) -> bool:
        """Whether the door stands open, or was not to be opened yet."""
        return not self._code or (self._opened and not self._behind.ended())

    def shown(self) -> "Door":
        """The address, as it stands on the board."""
        from coach.tui.board.app import Door

        only_here = self._how.host == LOOPBACK and not self._how.address
        return Door(
            self._address, only_here=only_here, says=self._says, warns=readable(self._how), is_open=self.is_open
        )

    def close(self) -> None:
        """Close it."""
        self._closed = True
        self._behind.close()
