"""The door of a room: the web server through which learners join from browsers.

`Doorkeeper` decides how the door of a room is opened and remembers it; `BoardDoor` runs it behind the trainer's board.
"""

import argparse
import threading
from dataclasses import replace
from pathlib import Path
from random import SystemRandom
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from coach.cli.context import (
    find_places,
    read_store_address,
)
from coach.errors import CoachError
from coach.language.catalogue import say

if TYPE_CHECKING:
    from coach.records.paths import Places
    from coach.tui.trainer.page import Door
    from coach.web.behind import Behind
    from coach.web.doorway import Doorway
    from coach.web.hosting import Hosting


LOOPBACK, PORT, MOST = "127.0.0.1", 8765, 30
LAST_PORT = 65535
PROJECTOR_BYTES = 9
"""Of the key that the address of the projector's page holds: it shows the room's code, and is for the trainer."""
READABLE = (
    "Without a certificate, what people type can be read by others on this network. Use a network of your own, or "
    "--certificate and --key."
)
AS_BEFORE = "Of a room that is gone on with on the machine it was on, what is left out here is as it was."


def add_door_options(rooms: argparse.ArgumentParser) -> None:
    """Add the options of a room's door: host, port, address, certificate, and how many may join.

    None has a default of its own: an option that is left out keeps the value with which this room was opened before.
    """
    door = rooms.add_argument_group(say("its door"), say(AS_BEFORE))
    door.add_argument(
        "--host", help=say("where to listen, usually {loopback}; 0.0.0.0 lets other computers in", loopback=LOOPBACK)
    )
    door.add_argument("--port", type=int, help=f"usually {PORT}")
    door.add_argument("--address", metavar="URL", help=say("how learners reach this machine, if not by that"))
    door.add_argument(
        "--most", type=int, metavar="PEOPLE", help=say("how many can be in the room, usually {most}", most=MOST)
    )
    door.add_argument("--certificate", type=Path, metavar="FILE", help=say("a certificate, for https"))
    door.add_argument("--key", type=Path, metavar="FILE", help=say("its key"))


def check_door_options(options: argparse.Namespace) -> None:
    """Check the numbers among the door's options before a room is opened. Raises OptionRefused."""
    from coach.errors import OptionRefused

    if options.port is not None and not 0 <= options.port <= LAST_PORT:
        raise OptionRefused(
            say("--port {port} is no port.", port=options.port),
            say("Ports are numbers up to {last_port}; the usual one is {port}.", last_port=LAST_PORT, port=PORT),
        )
    if options.most is not None and options.most < 1:
        raise OptionRefused(
            say("--most {most} lets nobody in.", most=options.most),
            say("Give how many people can come; usual is {most}.", most=MOST),
        )


def warn_of_readers(how: "Hosting") -> str:
    """Return a warning that others on the network can read what people type; empty if none can."""
    # An address of its own on loopback means that another server forwards to it from the network.
    alone = how.host in (LOOPBACK, "localhost", "::1") and not how.address
    if alone or how.certificate is not None or how.address.startswith("https:"):
        return ""
    return say(READABLE)


def find_projector_page(how: "Hosting", address: str) -> str:
    """Return the address of the page for the projector, on the machine that the door is on.

    Args:
        how: the door's settings.
        address: the address that participants open.
    """
    return f"{address}/projector/{how.projector}" if how.projector else ""


def make_process_settings(where: "Places", folders: tuple[Path, ...], store: str) -> dict[str, Any]:
    """Make the settings for `coach.web.room_library`, as plain values for another process.

    Args:
        where: the user's folders.
        folders: further folders of a library.
        store: the address of a team's store; empty for none.
    """
    return {
        "data": str(where.data),
        "config": str(where.config),
        "folders": [str(folder) for folder in folders],
        "store": store,
    }


def find_doors_folder() -> Path:
    """Return the folder that remembers how doors were opened.

    A room in the practitioner's own store and one in a team's store can have the same code, so each has its own folder.
    """
    return find_places().data / ("team-doors" if read_store_address() else "doors")


class Doorkeeper:
    """Decides how a room's door is opened, and remembers it for the next time."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options

    def make_hosting(self, code: str) -> "Hosting":
        """Return the settings of a room's door: the options given now, else those remembered."""
        from coach.web.hosting import Hosting

        doorway = self._find_doorway(code)
        return Hosting(
            code,
            make_process_settings(find_places(), tuple(self._options.library), read_store_address()),
            host=doorway.host,
            port=doorway.port,
            most=doorway.most,
            address=doorway.address,
            certificate=doorway.certificate,
            key=doorway.key,
            entry=doorway.entry,
            locked=doorway.locked,
            projector=doorway.projector or token_urlsafe(PROJECTOR_BYTES),
        )

    def record_opening(self, how: "Hosting", address: str) -> str:
        """Remember how a door was opened, and return a sentence that says where learners find it.

        Args:
            how: the settings with which the door was opened.
            address: the address that the door turned out to listen at.
        """
        from coach.web.doorway import doorway_of

        port = self.find_port(how, address)
        before = doorway_of(find_doors_folder(), how.code)
        self.keep(how, port)
        said = say("The door is at {host}, port {port}", host=how.host, port=port)
        if before is None:
            return f"{said}."
        if (before.host, before.port) == (how.host, port):
            return say("{said}, as before.", said=said)
        return say("{said}. Before, it was at {host}, port {port}.", said=said, host=before.host, port=before.port)

    def keep(self, how: "Hosting", port: int) -> None:
        """Remember how a door is now.

        Args:
            how: its settings.
            port: the port that it listens at.
        """
        from coach.web.doorway import Doorway, keep_doorway

        now = Doorway(
            host=how.host, port=port, address=how.address, certificate=how.certificate, key=how.key, most=how.most,
            entry=how.entry, locked=how.locked, projector=how.projector,
        )  # fmt: skip
        keep_doorway(find_doors_folder(), how.code, now)

    def find_port(self, how: "Hosting", address: str) -> int:
        """Return the port that a door listens at, also if the system was asked to choose a free one.

        Args:
            how: the settings of the door.
            address: the address that the door turned out to listen at.
        """
        return how.port or urlsplit(address).port or PORT

    def _find_doorway(self, code: str) -> "Doorway":
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
        # Absolute, because the same room may be opened from another folder the next time.
        files = {name: file.absolute() for name, file in wanted.items() if isinstance(file, Path)}
        # What the command line does not say stays as it was, so that learners find the same address.
        before = doorway_of(find_doors_folder(), code) or Doorway()
        return before.model_copy(update={**wanted, **files})


class BoardDoor:
    """A room's door in a process behind the trainer's board.

    The process loads while the trainer chooses a room.
    """

    def __init__(self, keeper: Doorkeeper) -> None:
        self._keeper = keeper
        self._how = keeper.make_hosting("")
        self._address, self._says, self._code = "", "", ""
        self._port, self._why = 0, ""
        self._opened = self._closed = False
        self._lock = threading.Lock()
        self._behind = self._start_process()

    def _start_process(self) -> "Behind":
        from coach.web.behind import Behind

        return Behind(self._how.given)

    def open(self, code: str) -> None:
        """Open the door of a room. Raises NoDoor; a failed call can be repeated."""
        with self._lock:
            self._open(self._keeper.make_hosting(code))
            self._code = code

    def _open(self, how: "Hosting") -> None:
        self._how = how
        try:
            self._address = self._behind.open(self._how)
        except CoachError:
            self._behind.close()
            self._behind = self._start_process()
            raise
        self._says = self._keeper.record_opening(self._how, self._address)
        self._opened, self._port = True, self._keeper.find_port(how, self._address)

    def keep_open(self) -> str:
        """Open the door again if its process has ended.

        Participants' browsers come back to the same address by themselves.

        Returns:
            A sentence saying that the door was opened again; empty if it never closed.

        Raises:
            CoachError: the door does not open. The next call tries again.
        """
        with self._lock:
            if self.is_open or self._closed:
                return ""
            self._why = self._behind.explain_end() or self._why
            self._opened = False
            self._behind.close()
            self._behind = self._start_process()
            # With the port that it had: the browsers of a class come back to that address by themselves.
            self._open(replace(self._how, port=self._port))
            again = say("It is open again at {address}, and people come back by themselves.", address=self._address)
            return say("The door had shut ({why}). {again}", why=self._why, again=again)

    def change(self, *, locked: bool, renew: bool) -> None:
        """Lock the door or open it, for whoever is not in yet; also after it was opened again.

        Args:
            locked: whether nobody new comes in.
            renew: whether newcomers type another code from now on.
        """
        from coach.web.room_code import new_code

        with self._lock:
            entry = new_code(SystemRandom()) if renew else self._how.entry
            self._how = replace(self._how, locked=locked, entry=entry)
            self._behind.set_latch(self._how.make_latch())
            self._keeper.keep(self._how, self._port)

    @property
    def is_open(self) -> bool:
        """Whether the door's process is running, or no room was chosen yet for it to serve."""
        return not self._code or (self._opened and not self._behind.explain_end())

    def describe(self) -> "Door":
        """Return the door's address and state, as the board shows them."""
        from coach.tui.trainer.page import Door

        only_here = self._how.host == LOOPBACK and not self._how.address
        return Door(
            self._address, only_here=only_here, says=self._says, warns=warn_of_readers(self._how), is_open=self.is_open,
            code=self._how.entry, locked=self._how.locked,
            projector=find_projector_page(self._how, self._address) if self._opened else "",
        )  # fmt: skip

    def close(self) -> None:
        """End the door's process for good."""
        self._closed = True
        self._behind.close()
