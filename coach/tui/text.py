"""What to say when something unforeseen happens: a plain sentence, and never anything that somebody typed."""

import re
import traceback
from pathlib import Path
from urllib.parse import unquote

from textual.content import Content
from textual.widgets import Static

from coach.model.characters import replace_unsafe
from coach.records.paths import expand_home

_OURS = Path(__file__).parent.parent
AT_YOU = "In this scenario the racism is aimed at you, the practitioner. It is for those who choose it, and never owed."
NO_REAL_CASES = "Don't type names, dates of birth, addresses or details of real families."
NOBODY = "Somebody"
"""What a practitioner is called who gave no name."""


def describe_crash(error: BaseException) -> str:
    """What broke and where, by name alone: no message, no values, no source lines."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_OURS)
    ]
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return (
        f"Something went wrong inside the coach ({type(error).__name__}{where}), so it closed.\n"
        "What was answered is kept. Start the coach again and choose 'Go on'."
    )


# --- A file's place as somebody typed, pasted or dropped it into a box

_DRIVE = re.compile(r"/[A-Za-z]:")


def parse_file(typed: str) -> Path | None:
    """The file; None where nothing is typed. Terminals drop files in quotes, or as an address with `%20` in it."""
    place = typed.strip().strip("'\"")
    if place.startswith("file://"):
        place = unquote(place.removeprefix("file://").removeprefix("localhost"))
        place = place[1:] if _DRIVE.match(place) else place
    return expand_home(place) if place else None


# --- Text as it may be shown: whatever was typed or written, made harmless to a terminal. What is kept st


def sanitize(text: str) -> str:
    """The text with tabs as spaces and anything that could drive a terminal as a visible mark."""
    return replace_unsafe(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))


# --- What somebody chose to be called, as it stands on a screen

LONGEST_SHOWN = 24
"""Characters of a name on a screen."""


def shorten_name(name: str) -> str:
    """The name somebody chose, harmless and short, on one line. It can still look like markup: show it as it is."""
    plain = sanitize(" ".join(name.split()))
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[: LONGEST_SHOWN - 1]}…"


# --- Where a practitioner's things are kept, in words: on their machine, or in a store that their team sh

HERE = "on this machine"
IN_THE_STORE = "in your team's store, where only you can read it"


def fill_in_store(words: str, shared: bool) -> str:
    """Words with `{kept}` in them, as it is here."""
    return words.replace("{kept}", IN_THE_STORE if shared else HERE)


# --- A line that says which rehearsals went by themselves, or are to go, and whether the clock is in doub


class ExpiryLine(Static):
    """Takes no room as long as there is nothing to say."""

    DEFAULT_CSS = """
    OfTime {
        height: auto;
        margin: 0 0 1 0;
        display: none;
    }
    """

    def show(self, sentences: str) -> None:
        """Say this; nothing for no words."""
        self.update(Content(sanitize(sentences)))
        self.display = bool(sentences)
