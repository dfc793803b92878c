"""The coach's folders and files on this machine, and writing to them safely."""

import os
import re
import stat
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import mkstemp
from urllib.parse import unquote

from platformdirs import PlatformDirs, site_config_path, user_documents_path

from coach.errors import RecordsUnwritable
from coach.language.catalogue import say
from coach.model.characters import make_visible
from coach.records.erasure import A_WHILE, BEGUN, erase, put_in_place, sweep

EXPIRES_AFTER = timedelta(days=30)
"""A rehearsal goes by itself after this long without being touched, unless it is kept."""


APP = "conversation-coach"
LONGEST_SHOWN = 120
"""Letters of a path in a sentence."""
HOME = "COACH_HOME"
"""Environment variable that puts everything in one folder of the owner's choosing."""
MACHINE = "COACH_MACHINE"
"""Environment variable that names another folder of the whole machine's settings."""
SETTINGS_FILE, SIGNPOSTS_FILE = "settings.yaml", "signposts.yaml"


@dataclass(frozen=True, slots=True)
class Places:
    """The paths of the coach's folders and files. None is made until something is written to it."""

    data: Path
    config: Path

    @property
    def rehearsals(self) -> Path:
        """The file of the practitioner's rehearsals."""
        return self.data / "rehearsals.db"

    @property
    def rooms(self) -> Path:
        """The file of rooms that were opened on this machine."""
        return self.data / "rooms.db"

    @property
    def settings(self) -> Path:
        """The file of the practitioner's settings."""
        return self.config / SETTINGS_FILE

    @property
    def signposts(self) -> Path:
        """The file of places to turn for help, which the user or their service may edit."""
        return self.config / SIGNPOSTS_FILE

    @property
    def weights(self) -> Path:
        """The folder of weights that the user fitted to labelled replies, one folder a rubric."""
        return self.data / "weights"

    @property
    def pictures(self) -> Path:
        """The folder of pictures drawn for the browser; each is deleted with its rehearsal."""
        return self.data / "pictures"

    @property
    def drafts(self) -> Path:
        """The folder of drafts, typed and not sent; each is deleted with its rehearsal."""
        return self.data / "drafts"

    @property
    def browser_key(self) -> Path:
        """The file of the key by which `coach serve` knows its owner's browser."""
        return self.data / "browser.key"

    def expiry(self, of: str) -> Path:
        """Return the file that remembers what was found expired: moments and ids, no words.

        Args:
            of: The kind of thing that expires, such as `rooms`.
        """
        return self.data / "expiry" / f"{of}.json"

    @property
    def library(self) -> Path:
        """The folder of the user's own scenarios, families and rubrics."""
        return self.data / "library"

    def list_kept(self) -> tuple[tuple[str, Path], ...]:
        """List every folder and file that is kept here besides rehearsals, with what it is."""
        return (
            ("settings", self.settings),
            ("places to turn", self.signposts),
            ("your own scenarios and exercises", self.library),
            ("what was learnt here", self.weights),
            ("what is begun, and not said or handed back yet", self.drafts),
            ("what you will take up, as a supervisor", self.data / "actions"),
            ("which files a supervisor took in or put away, as hashes", self.data / "taken-in.json"),
            ("pictures for the browser", self.pictures),
            ("the key of your own browser", self.browser_key),
            ("rooms that were opened here", self.rooms),
            ("the door of a room that is open", self.data / "doors"),
            ("the same, of a room in a team's store", self.data / "team-doors"),
            ("your tickets for rooms that you sit in", self.data / "tickets"),
            ("counts for a partnership", self.data / "partnership"),
            ("when something was found to be over its days", self.data / "expiry"),
            ("what was forgotten while a damaged copy lay here, as hashes", self.data / "forgotten.txt"),
        )


def doubts(folder: Path) -> tuple[str, ...]:
    """List warnings about a folder that the user chose for the data, one sentence each.

    Raises:
        RecordsUnwritable: It cannot be used at all, or it is a link into a folder of another user's.
    """
    try:
        there = folder.stat()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _cannot_be_used(folder, (error.strerror or "no access").lower()) from None
    if not stat.S_ISDIR(there.st_mode):
        return ()  # said where something is to be kept in it
    if not os.access(folder, os.R_OK | os.X_OK):
        raise _cannot_be_used(folder, "you may not look into it")
    if os.name == "nt":
        return ()
    doubts = []
    me = os.geteuid()
    if there.st_uid != me:
        if folder.is_symlink():
            raise _cannot_be_used(folder, "it is a link into a folder of another user's")
        doubts.append(
            f"The folder {folder} belongs to another user of this computer, who can read what you keep there."
        )
    if there.st_mode & stat.S_IWOTH and not there.st_mode & stat.S_ISVTX:
        doubts.append(f"Everybody on this computer can change what is in {folder}. `chmod 700` on it keeps them out.")
    return tuple(doubts)


def _cannot_be_used(folder: Path, why: str) -> RecordsUnwritable:
    shown = str(folder)
    shown = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
    return RecordsUnwritable(
        f"The folder for what you keep, {shown}, cannot be used: {why}.", f"{HOME} can name another folder."
    )


def expand_home(path: str) -> Path:
    """Replace `~` in a path by the user's home folder.

    Returns:
        The path. One that begins with an account this machine does not have, such as `~nobody/x`, is returned
        unchanged; the code that uses it then reports that it is not there.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


_DRIVE = re.compile(r"/[A-Za-z]:")


def parse_file(typed: str) -> Path | None:
    """Parse a file's path that was typed, pasted or dropped; None where it is empty.

    Terminals drop files in quotes, or as an address with `%20` in it.
    """
    place = typed.strip().strip("'\"")
    if place.startswith("file://"):
        place = unquote(place.removeprefix("file://").removeprefix("localhost"))
        place = place[1:] if _DRIVE.match(place) else place
    return expand_home(place) if place else None


def offer_place(name: str) -> str:
    """Return the path that is offered for a new file: in the user's documents, or at home."""
    folder, home = user_documents_path(), Path.home()
    file = (folder if folder.is_dir() else home) / name
    return f"~/{file.relative_to(home)}" if file.is_relative_to(home) else str(file)


def places(environment: "os._Environ[str] | dict[str, str]") -> Places:
    """Return this user's folders: those of the operating system, or all inside COACH_HOME.

    Args:
        environment: The environment variables.
    """
    if home := environment.get(HOME):
        return Places(expand_home(home), expand_home(home))
    dirs = PlatformDirs(APP, appauthor=False)
    return Places(dirs.user_data_path, dirs.user_config_path)


def find_machine_folder(environment: "os._Environ[str] | dict[str, str]") -> Path:
    """Return the folder of the whole machine's settings, which its administrator may fill.

    What stands there holds beneath the user's own. On Linux it is `/etc/xdg/conversation-coach`.

    Args:
        environment: The environment variables.
    """
    if folder := environment.get(MACHINE):
        return expand_home(folder)
    return site_config_path(APP, appauthor=False)


def read_trusted_file(file: Path) -> str:
    """Read a file of the whole machine's settings; empty where it is none to trust.

    On POSIX it and its folder have to be the administrator's or the user's own, and closed to writing by others.
    Windows shows no owner here, so who may write there is for the administrator to say.
    """
    try:
        if os.name != "nt":
            for path in (file, file.parent):
                there = path.stat()
                if there.st_uid not in (0, os.geteuid()) or there.st_mode & stat.S_IWOTH:
                    return ""
        return file.read_text("utf-8")
    except (OSError, UnicodeError):
        return ""


def search_settings(pattern: re.Pattern[str], own: Path) -> re.Match[str] | None:
    """Search for a setting in the user's file, then in the whole machine's.

    The first frame needs a few settings before there is time to load YAML.

    Args:
        pattern: what a line with the setting looks like, whatever its value.
        own: The user's settings file.
    """
    machine = find_machine_folder(os.environ) / SETTINGS_FILE
    return find_own_setting(pattern, own) or pattern.search(read_trusted_file(machine))


def find_own_setting(pattern: re.Pattern[str], own: Path) -> re.Match[str] | None:
    """Search for a setting in the user's file alone; takes what `search_settings` does."""
    try:
        return pattern.search(own.read_text("utf-8"))
    except (OSError, UnicodeError):
        return None


# --- Small files of a user's own: written whole or not at all, and readable by their owner alone

PRIVATE = 0o600
"""What `mkstemp` makes: for its owner alone."""
FOR_OTHERS = 0o644
"""Of what is made to be read by others, such as an exercise in a shared folder."""


def make_private_folder(folder: Path) -> None:
    """Make a folder, and each above it that is missing, for their owner alone.

    `Path.mkdir` gives its mode to the last folder alone, and the usual rights to those above it.

    Raises:
        OSError: a folder cannot be made.
    """
    for missing in [*reversed(folder.parents), folder]:
        if not missing.is_dir():
            missing.mkdir(mode=0o700, exist_ok=True)


def write_whole(file: Path, content: str | bytes, *, mode: int = PRIVATE) -> None:
    """Write a file so that a reader finds the old content or the new, even after a power cut.

    The new content is written to a file beside and then put in place. It is on the disk when this returns, and the old
    content is overwritten.

    Args:
        file: The path. Its folder is made, private to its owner, where there is none.
        content: Text, or bytes that are written unchanged.
        mode: Who may read it; its owner alone unless it is made to be handed over.

    Raises:
        OSError: The old file is unchanged, and nothing is left beside it.
    """
    make_private_folder(file.parent)
    opened, name = mkstemp(dir=file.parent, prefix=BEGUN)
    beside = Path(name)
    sweep(file.parent, before=beside.stat().st_mtime - A_WHILE)
    try:
        with os.fdopen(opened, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode("utf-8"))
            out.flush()
            os.fsync(out.fileno())
        if mode != PRIVATE:
            beside.chmod(mode)
        put_in_place(beside, file)
    except BaseException:
        with suppress(OSError):
            erase(beside)
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Wait until a folder's list of names is on the disk, where the system can do that."""
    with suppress(OSError):  # Windows opens no folder, some network drives sync none: the file itself is safe
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


_locked = threading.local()
"""Folders that this thread has locked: a lock of one's own must not be waited for."""


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Lock a folder against other processes of the coach while the block runs.

    No other process then renews, makes, recovers into or erases a file in it. The same thread may lock it twice. Where
    the system or the drive has no locks, the block is run all the same.
    """
    # The lock belongs to the opened folder, so a second attempt by the same thread would wait for itself.
    held: set[Path] = _locked.__dict__.setdefault("folders", set())
    try:
        import fcntl

        if folder in held:
            raise BlockingIOError
        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):  # some network drives lock nothing
            fcntl.flock(handle, fcntl.LOCK_EX)
        held.add(folder)
        yield
    finally:
        held.discard(folder)
        os.close(handle)


# --- Files that a user saves, each under a name that is free

HANDED_OVER = ".coach.json"
"""What a file that is handed over ends in; a number for a name that is taken goes before the whole of it."""
NOT_SAVED = "Not saved"
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}")
"""What counts as an ending: the rest of `notes 3.12` is a day, and that of `Notes. Second talk` a sentence."""


def find_ending(name: str) -> str:
    """Return what a file's name ends in, from its dot on; empty where that is no ending."""
    if name.endswith(HANDED_OVER):
        return HANDED_OVER
    suffix = Path(name).suffix
    return suffix if _ENDING.fullmatch(suffix) else ""


def add_ending(path: Path, ending: str) -> Path:
    """Return a path with an ending: this one, unless it has one or is a folder."""
    return path if find_ending(path.name) or path.is_dir() else path.with_name(f"{path.name}{ending}")


def fit_ending(path: Path, endings: Sequence[str]) -> Path:
    """Return a path whose name has one of the endings: the first of them, where it has none.

    Args:
        path: the path, as it was typed.
        endings: all that a file of this kind may end in.

    Raises:
        RecordsUnwritable: it ends in something else. The advice names all endings.
    """
    fitted = add_ending(path, endings[0])
    if fitted.is_dir() or fitted.name.casefold().endswith(tuple(endings)):
        return fitted
    raise RecordsUnwritable(
        say("This cannot be saved in a file that ends in {ending}.", ending=make_visible(find_ending(fitted.name))),
        say("These will do: {endings}.", endings=", ".join(endings)),
        title=NOT_SAVED,
    )


def write_export(path: Path, text: str | bytes, *, ending: str = "", for_others: bool = False) -> Path:
    """Write a new file that only its owner can read, and return its path.

    If the name is taken, -2, -3 and so on is added.

    Args:
        path: the path.
        text: the content.
        ending: what its name ends in where it was typed without an ending.
        for_others: whether all users of the folder may read the file, as in a shared folder.

    Raises:
        RecordsUnwritable: the file cannot be written; nothing half-written is left behind.
    """
    if path.is_dir():
        raise RecordsUnwritable(
            f"{make_visible(path.name or str(path))} is a folder.", "Add a name for the file.", title=NOT_SAVED
        )
    path = add_ending(path, ending)
    ending = find_ending(path.name)
    for number in count(1):
        file = path if number == 1 else path.with_name(f"{path.name.removesuffix(ending)}-{number}{ending}")
        try:
            opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if for_others else 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            raise _unwritable(path, error) from None
        try:
            with os.fdopen(opened, "wb") as out:
                out.write(text if isinstance(text, bytes) else text.encode("utf-8", "replace"))
        except OSError as error:
            with suppress(OSError):
                erase(file)
            raise _unwritable(path, error) from None
        return file
    raise AssertionError("numbers do not end")


def _unwritable(path: Path, error: OSError) -> RecordsUnwritable:
    """Make the error that an export cannot be written, with the reason in words."""
    why = (error.strerror or "no access").lower()
    if isinstance(error, FileNotFoundError):
        why = f"there is no folder called {make_visible(str(path.parent))}"
    return RecordsUnwritable(f"It could not be saved: {why}.", "Choose another place.", title=NOT_SAVED)
