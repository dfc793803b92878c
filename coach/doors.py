"""The door of a class's room on this machine: how the options say that it is opened, or how it was opened before."""

import argparse
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

        port = how.port or urlsplit(address).port or PORT
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
        self._address, self._says = "", ""
        self._behind = self._begin()

    def _begin(self) -> "Behind":
        from coach.web.behind import Behind

        return Behind(self._how.target, self._how.given)

    def open(self, code: str) -> None:
        """Open the door of that room. Raises NoDoor; it can be tried again."""
        self._how = self._keeper.hosting(code)
        try:
            self._address = self._behind.open(self._how)
        except CoachError:
            self._behind.close()
            self._behind = self._begin()
            raise
        self._says = self._keeper.opened(self._how, self._address)

    def shown(self) -> "Door":
        """The address, as it stands on the board."""
        from coach.tui.board.app import Door

        only_here = self._how.host == LOOPBACK and not self._how.address
        return Door(self._address, only_here=only_here, says=self._says)

    def close(self) -> None:
        """Close it."""
        self._behind.close()
