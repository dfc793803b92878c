"""Care for the person typing: noticing distress, the pause, and where to turn (`domain` section 5)."""

import re
from importlib import resources
from pathlib import Path

from coach.content.binding import bind
from coach.content.nodes import parse, read_own
from coach.content.problems import Unusable
from coach.model.frozen import Frozen, Prose, Proses

_QUOTES = re.compile(r" (?:said|says|wrote|chanted|chanting|the)$")
"""Before words that are somebody else's: `he said I want to die`."""
_LONGEST_QUOTE = 12
"""Letters before a phrase in which such a word stands."""


class Care(Frozen):
    """What the coach knows about looking after whoever types."""

    distress: Proses
    pause: Prose
    distress_says: Prose
    asks: Prose
    asks_of_notes: Prose
    grounding: Prose
    signposts: Proses

    def touched(self, text: str) -> bool:
        """Whether someone seems to speak of their own distress. Such words are not matched, stored or analysed."""
        words, sentences = f" {_plain(text)} ", f" {_ended(text)} "
        return any(
            _own(f" {_ended(phrase)} ", sentences) if phrase.endswith(".") else _own(f" {_plain(phrase)} ", words)
            for phrase in self.distress
        )


class Signposts(Frozen):
    """A service's own places to turn to."""

    signposts: Proses


def care(local: Path | None = None) -> Care:
    """What ships, with the owner's or service's own signposts where they have written some. Raises Unusable."""
    shipped = resources.files("coach.practice") / "care.yaml"
    known = bind(parse(Path("care.yaml"), shipped.read_text("utf-8")), Care)
    if local is None or not local.is_file():
        return known
    own = bind(read_own(local), Signposts)
    return known.model_copy(update={"signposts": own.signposts})


def care_whatever(local: Path) -> Care:
    """The same; what ships alone where the local file cannot be read, which is said to whoever edits it."""
    try:
        return care(local)
    except Unusable:
        return care()


def _own(phrase: str, words: str) -> bool:
    """Whether a phrase stands somewhere in these words, and not only after somebody else's name for saying it."""
    return any(
        not _QUOTES.search(words[max(0, found.start() - _LONGEST_QUOTE) : found.start()])
        and not words.startswith("laughing ", found.end())
        for found in re.finditer(re.escape(phrase), words)
    )


def _ended(text: str) -> str:
    """Plain words with a full stop after each sentence, so that a phrase may ask for one.

    `Can we stop please.` is one's own; `can we stop please and ask her` is not.
    """
    sentences = (_plain(part) for part in re.split(r"[.!?…\n]+", text))
    return " ".join(f"{sentence} ." for sentence in sentences if sentence)


def _plain(text: str) -> str:
    """Small letters without apostrophes or marks, so that dictation and haste make no difference."""
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", re.sub(r"['’]", "", text.casefold())).split())
