"""Care for the person typing: noticing distress, the pause, and where to turn (`domain` section 5)."""

import re
from importlib import resources
from pathlib import Path

from coach.content.binding import bind
from coach.content.nodes import parse, read_yaml
from coach.content.problems import Unusable
from coach.model.frozen import Frozen, Prose, Proses


class Care(Frozen):
    """What the coach knows about looking after whoever types."""

    distress: Proses
    pause: Prose
    distress_says: Prose
    grounding: Prose
    signposts: Proses

    def touched(self, text: str) -> bool:
        """Whether someone seems to speak of their own distress. Such words are not matched, stored or analysed."""
        words = f" {_plain(text)} "
        return any(f" {_plain(phrase)} " in words for phrase in self.distress)


class Signposts(Frozen):
    """A service's own places to turn to."""

    signposts: Proses


def care(local: Path | None = None) -> Care:
    """What ships, with the owner's or service's own signposts where they have written some. Raises Unusable."""
    shipped = resources.files("coach.practice") / "care.yaml"
    known = bind(parse(Path("care.yaml"), shipped.read_text("utf-8")), Care)
    if local is None or not local.is_file():
        return known
    own = bind(read_yaml(local), Signposts)
    return known.model_copy(update={"signposts": own.signposts})


def care_whatever(local: Path) -> Care:
    """The same; what ships alone where the local file cannot be read, which is said to whoever edits it."""
    try:
        return care(local)
    except Unusable:
        return care()


def _plain(text: str) -> str:
    """Small letters without apostrophes or marks, so that dictation and haste make no difference."""
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", re.sub(r"['’]", "", text.casefold())).split())
