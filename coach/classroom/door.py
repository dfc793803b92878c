"""The door of a room: participants join by name, come back by a ticket, and leave.

Each function here appends an event to the room's log, and the reducer does the rest.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coach.classroom.client import Clock, RoomClient
from coach.classroom.state import RoomState
from coach.errors import NameRefused
from coach.language.catalogue import say
from coach.model.class_events import LONGEST_NAME, Disconnected, Joined, Left, Reconnected, Role, RoomEvent
from coach.model.types import Frozen
from coach.records.class_log import RoomLog
from coach.records.class_log_sqlite import read_value, write_value
from coach.records.erasure import erase

THIRD = "the practitioner and somebody who reads the lines, or observes, or both"


@dataclass(frozen=True, slots=True)
class RoleNames:
    """The name of the person in each role; empty for a person who gave none.

    None where nobody has the role. Without a line-reader the screen speaks for the family.
    """

    practitioner: str = ""
    line_reader: str | None = ""
    observer: str | None = ""

    def list_names(self) -> Mapping[Role, str]:
        """Map each role that is taken to the name of its person."""
        chosen = ((Role.PRACTITIONER, self.practitioner), (Role.LINE_READER, self.line_reader))
        both = (*chosen, (Role.OBSERVER, self.observer))
        return {role: _clean(name) or name_by_role(role) for role, name in both if name is not None}

    def find_problem(self, *, spoken: bool) -> str:
        """Explain in a sentence why a round cannot be played like this; empty where it can."""
        names = list(self.list_names().values())
        if len(names) == 1:
            return say("It takes two or three of you: {third}.", third=THIRD)
        if spoken and self.line_reader is None:
            return say("Where nobody types, somebody reads the lines and follows the script.")
        if len({name.casefold() for name in names}) < len(names):
            return say("Two of you have one name. Add a letter, so that it is plain whom a page is for.")
        if any(len(name) > LONGEST_NAME for name in names):
            return say("A name of {longest_name} letters is long enough for the screen.", longest_name=LONGEST_NAME)
        return ""

    def rotate(self) -> "RoleNames":
        """Return the names moved on by one role.

        The practitioner becomes line-reader, the line-reader observer, the observer practitioner.
        """
        names: list[str | None] = [self.practitioner, self.line_reader, self.observer]
        taken_roles = [page for page, name in enumerate(names) if name is not None]
        rotated = list(names)
        for page, after in zip(taken_roles, (*taken_roles[1:], taken_roles[0]), strict=True):
            rotated[after] = names[page]
        return RoleNames(rotated[0] or "", rotated[1], rotated[2])


def name_by_role(role: Role) -> str:
    """Return what a person is called who gave no name."""
    return role.title()


def _clean(name: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


TAKEN = "Somebody here has that name already, or one that looks like it."
NAME_KEPT_OUT = "Your trainer keeps somebody of that name out of this room."


def hash_ticket(ticket: str) -> str:
    """Hash a participant's ticket.

    A ticket is the secret by which they come back in. The hash is enough to recognize it, and not enough to be let in
    by.
    """
    return hashlib.sha256(ticket.encode()).hexdigest()


def find_ticket_holder(state: RoomState, ticket: str, after: datetime | None = None) -> str | None:
    """Find the participant whom a ticket lets back in; None if it lets nobody in.

    Args:
        state: the room.
        ticket: the ticket's hash.
        after: people who came in before that are not let in; None lets in all.
    """
    return next(
        (
            person.id
            for person in (*state.list_people(), *state.list_waiting_people())
            if ticket and person.ticket == ticket and (after is None or person.since is None or person.since > after)
        ),
        None,
    )


def join(log: RoomLog, name: str, clock: Clock, ticket: str = "", *, by_role: bool = False) -> str:
    """Add a participant to a room, and return their id.

    Args:
        log: the room's events.
        name: what the person would like to be called there.
        clock: tells the time.
        ticket: the hash of the ticket by which they are let in again.
        by_role: whether a role may be the name, as at one device.

    Raises:
        NameRefused: the name is empty, long, taken, invisible, or another's.
        NotNow: the room is full or closed.
    """
    return Entrance(log, clock).admit(clean_name(name), ticket, by_role=by_role)


def mark_away(log: RoomLog, person: str, clock: Clock) -> None:
    """Note that a participant's screen is disconnected. Their place is kept.

    Does nothing where that is known, or the room is closed.

    Args:
        log: the room's events.
        person: the person's id.
        clock: tells the time.
    """
    Entrance(log, clock).set_away(person, gone=True)


def mark_back(log: RoomLog, person: str, clock: Clock) -> None:
    """Note that a participant's screen is connected again.

    Does nothing where that is known, or the room is closed.
    """
    Entrance(log, clock).set_away(person, gone=False)


def leave(log: RoomLog, person: str, clock: Clock) -> None:
    """Remove a participant from a room for good, even from a closed one.

    Their ticket opens nothing any more.
    """
    Entrance(log, clock).remove(person)
    log.keep_draft(person, "")


class Entrance(RoomClient):
    """The connection to a room by which participants join, disconnect for a while, and leave."""

    def admit(self, name: str, ticket: str, *, by_role: bool = False) -> str:
        """Append that a person joined, and return their id. Raises NameRefused or NotNow.

        Args:
            name: what the person would like to be called.
            ticket: the hash of the ticket by which they are let in again.
            by_role: whether a role may be the name, as at one device.
        """
        joined: list[str] = []

        def make(state: RoomState) -> tuple[RoomEvent, ...]:
            # At one device nobody can be deceived: people see who sits there.
            if not by_role:
                refuse_claims(name, state.families)
            alike = [person for person in state.people.values() if is_lookalike(person.name, name)]
            if any(not person.gone for person in alike):
                raise NameRefused(say(TAKEN), say("Add a letter, so that people can tell you apart."))
            if any(person.kept_out for person in alike):
                raise NameRefused(say(NAME_KEPT_OUT), say("Ask your trainer, or choose another name."))
            # Counted by everybody who ever came, so that no id is given twice.
            joined[:] = [f"p{len(state.people) + 1}"]
            return (Joined(at=self._clock(), by=joined[0], name=name, ticket=ticket),)

        self._append(make)
        return joined[0]

    def set_away(self, person: str, *, gone: bool) -> None:
        """Append that a person's screen is disconnected, or is back; nothing where that is known."""

        def make(state: RoomState) -> tuple[RoomEvent, ...]:
            known = state.people.get(person)
            if state.closed or known is None or known.gone or known.away is gone:
                return ()
            return (Disconnected(at=self._clock(), by=person),) if gone else (Reconnected(at=self._clock(), by=person),)

        self._append(make)

    def remove(self, person: str) -> None:
        """Append that a person left the room for good; nothing where they have left already."""

        def make(state: RoomState) -> tuple[RoomEvent, ...]:
            known = state.people.get(person)
            return () if known is None or known.gone else (Left(at=self._clock(), by=person),)

        self._append(make)


# --- Tickets: a small file by which the same person comes into the same room again


class Ticket(Frozen):
    """A participant's ticket as it is stored in their own file; the room knows only its hash."""

    ticket: str
    others: tuple[str, ...] = ()
    """Earlier tickets for this room from the same account, which several people may use."""


def read_tickets(folder: Path, code: str) -> tuple[str, ...]:
    """Read the tickets for a room from their file, newest first. Raises RecordsError."""
    ticket_file = read_value(_find_ticket_file(folder, code), Ticket, say("Your ticket for this room"))
    return (ticket_file.ticket, *ticket_file.others) if ticket_file else ()


def make_ticket(folder: Path, code: str, new: Callable[[], str]) -> str:
    """Make a ticket, write it to its file beside earlier ones, and return it.

    Raises RecordsError.

    Args:
        folder: the person's data folder.
        code: the room's code.
        new: makes the random ticket.
    """
    ticket = new()
    write_value(_find_ticket_file(folder, code), Ticket(ticket=ticket, others=read_tickets(folder, code)))
    return ticket


def forget_ticket(folder: Path, code: str) -> None:
    """Delete the tickets for a deleted room. Does nothing where there are none."""
    erase(_find_ticket_file(folder, code))


def _find_ticket_file(folder: Path, code: str) -> Path:
    """Return the path of the file with the tickets of a room.

    A code holds letters and digits alone, so it is safe as a file name.
    """
    return folder / "tickets" / f"{code}.json"


# --- Names that people choose

ALIKE = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
"""Alphabets with letters that look the same. Nobody mixes them within one word."""
LOOKS_LIKE = {
    **dict(zip("авсԁеһіјкӏмнорԛѕтуԝхѵԍ", "abcdehijklmhopqstywxvg", strict=True)),
    **dict(zip("αβγεηικνορτυχωϲϳ", "abyenikvoptuxwcj", strict=True)),
    **dict(zip("ոսօցհɑɡıᴏ0|", "nuoghagiool", strict=True)),
    "1": "l",
    "ʼ": "'",
    "’": "'",
    "‘": "'",
    "ʻ": "'",
    "‐": "-",
    "‑": "-",
    "–": "-",
    "−": "-",
}
"""Small letters and signs, each with the Latin letter that it looks like."""
CAPITALS = {**dict(zip("АВСЕНІЈКМОРЅТХУ", "abcehijkmopstxy", strict=True)), "I": "l", "Η": "h", "Ρ": "p", "Ν": "n"}
"""Capitals that look like other letters than their small forms do."""
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that count as letters or signs and show nothing."""
JOINERS = frozenset("\u200c\u200d")
"""Characters that shape letters of some alphabets and show nothing.

A name is the same without them.
"""
CLAIMS = frozenset(
    "trainer coach facilitator teacher tutor moderator administrator admin host system supervisor "
    "practitioner line-reader linereader observer watcher family you".split()
)
"""What a room calls those who have a part in it.

No participant may take one of these as a name.
"""
ARTICLES = frozenset("the your a an our my".split())
NAME_ME = "Say what you would like to be called here."


def clean_name(typed: str) -> str:
    """Return a typed name in the form in which it is stored.

    Raises NameRefused for a name that is empty, too long, invisible, or of mixed alphabets.
    """
    # Both are looked at: normalising removes some characters that nobody sees.
    whole = unicodedata.normalize("NFKC", typed)
    if any(_is_invisible(character) for character in (*typed, *whole)):
        raise NameRefused(
            say("That name has characters in it that nobody can see."), say("Type it anew, letter by letter.")
        )
    name = " ".join("".join(c if c.isprintable() else " " for c in whole if c not in JOINERS).split())
    if not name:
        raise NameRefused(say(NAME_ME), say("It need not be your real name."))
    if len(name) > LONGEST_NAME:
        raise NameRefused(
            say("That name is too long for the screen."),
            say("{longest_name} letters are enough.", longest_name=LONGEST_NAME),
        )
    if not any(unicodedata.category(letter)[0] in "LN" for letter in name):
        raise NameRefused(say("A name has a letter or a digit in it."), say(NAME_ME))
    if any(len(ALIKE & set(_iterate_alphabets(word))) > 1 for word in name.split()):
        raise NameRefused(
            say("That name mixes letters of alphabets that look alike."), say("Write each word of it in one.")
        )
    return name


def refuse_claims(name: str, families: Iterable[str]) -> None:
    """Raise NameRefused for a name that claims to be the trainer, the coach, a role or a family.

    Args:
        name: the name as a participant typed it.
        families: the names of the families' people.
    """
    words = [word for word in _fold_lookalikes(name).replace("-", " ").split() if word not in _FOLDED_ARTICLES]
    whole = "".join(words)
    if whole in _FOLDED_CLAIMS or (words and words[0] in _FOLDED_CLAIMS):
        raise NameRefused(say("That is what this room calls somebody else."), say("Choose another name for yourself."))
    if any(is_lookalike(name, family) for family in families):
        raise NameRefused(
            say("Somebody in a family that is played here is called that."),
            say("Add a letter, so that nobody mistakes you."),
        )


def is_lookalike(one: str, other: str) -> bool:
    """Tell whether two names look the same on a screen, whatever characters they are made of."""
    plain = (" ".join(unicodedata.normalize("NFKC", text).split()).casefold() for text in (one, other))
    return len(set(plain)) == 1 or _fold_spacing(one) == _fold_spacing(other)


def _fold_spacing(name: str) -> str:
    """Return a name folded further, without the spaces and hyphens that nobody hears."""
    squashed = "".join(letter for letter in _fold_lookalikes(name) if letter not in " -._'")
    for pair, letter in (("rn", "m"), ("vv", "w")):
        squashed = squashed.replace(pair, letter)
    return squashed


def _fold_lookalikes(name: str) -> str:
    """Return a name with lookalike characters replaced by the Latin letters that they look like."""
    spaced = " ".join(unicodedata.normalize("NFKC", name).split())
    small = "".join(CAPITALS.get(letter, letter.casefold()) for letter in spaced if letter not in JOINERS)
    return "".join(LOOKS_LIKE.get(letter, letter) for letter in small)


_FOLDED_CLAIMS = frozenset(_fold_lookalikes(claim).replace("-", "") for claim in CLAIMS)
_FOLDED_ARTICLES = frozenset(_fold_lookalikes(article) for article in ARTICLES)


def _is_invisible(character: str) -> bool:
    """Return whether a character shows nothing, or turns the direction of the text around it.

    Line ends have become spaces before.
    """
    hidden = unicodedata.category(character) in ("Cf", "Co", "Cn", "Cs") and character not in JOINERS
    return hidden or character in BLANKS


def _iterate_alphabets(word: str) -> Iterator[str]:
    for letter in word:
        if letter.isalpha() and unicodedata.category(letter) != "Lm":
            yield unicodedata.name(letter, "").partition(" ")[0]
