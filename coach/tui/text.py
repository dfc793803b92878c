"""Helpers for texts of the terminal: safe text, names, the sentence for a crash."""

import traceback
from datetime import datetime
from pathlib import Path

from textual.content import Content
from textual.widgets import Static

from coach.model import characters

_OURS = Path(__file__).parent.parent
AT_YOU = "In this scenario the racism is aimed at you, the practitioner. It is for those who choose it, and never owed."
NO_REAL_CASES = "Don't type names, dates of birth, addresses or details of real families."
NOBODY = "Somebody"
"""What a practitioner is called who gave no name."""


def describe_crash(error: BaseException) -> str:
    """Return a sentence on where the program crashed, without values, messages or source lines.

    What the practitioner typed could stand in any of those.
    """
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_OURS)
    ]
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return (
        f"Something went wrong inside the coach ({type(error).__name__}{where}), so it closed.\n"
        "What was answered is kept. Start the coach again and choose 'Go on'."
    )


# --- Safe text


def sanitize(text: str) -> str:
    """Return a text that is safe to show on the screen.

    Textual draws no tab, and a paste from elsewhere may end its lines with CR.
    """
    return characters.sanitize(text.replace("\r\n", "\n").replace("\r", "\n"), tab="    ")


# --- Days and times


def format_day(at: datetime) -> str:
    """Write a day as a person here would, without the year."""
    local = at.astimezone()
    return f"{local.day} {local:%B}"


def format_moment(at: datetime) -> str:
    """Write a day with its year and the time."""
    local = at.astimezone()
    return f"{format_day(local)} {local:%Y, %H:%M}"


# --- Names of people

LONGEST_SHOWN = 24
"""Characters of a name on a screen."""


def shorten_name(name: str) -> str:
    """Return a person's name in a form safe for a terminal, short and on one line.

    It can still look like markup: show it as plain content.
    """
    plain = sanitize(" ".join(name.split()))
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[: LONGEST_SHOWN - 1]}…"


# --- Where rehearsals are kept

HERE = "on this machine"
IN_THE_STORE = "in your team's store, where only you can read it"


def fill_in_store(words: str, shared: bool) -> str:
    """Fill in where rehearsals are stored, in a sentence that has `{kept}` in it.

    Args:
        words: The sentence.
        shared: Whether rehearsals are stored in a team's store.
    """
    return words.replace("{kept}", IN_THE_STORE if shared else HERE)


# --- The line on what goes by itself


class ExpiryLine(Static):
    """A line that says which rehearsals expired or will; hidden if there is nothing to say."""

    DEFAULT_CSS = """
    OfTime {
        height: auto;
        margin: 0 0 1 0;
        display: none;
    }
    """

    def show(self, sentences: str) -> None:
        """Show sentences on the line; hide it if they are empty."""
        self.update(Content(sanitize(sentences)))
        self.display = bool(sentences)
