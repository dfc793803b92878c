"""Widgets of words. All are plain text: nothing that was typed is read as markup."""

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.widgets import Static

from coach.debrief.render import Block, Heading, ListItem, Paragraph, Quote, add_lead_mark
from coach.language.catalogue import say
from coach.tui.text import sanitize


class Prose(Static):
    """A paragraph, with a lead in bold before it."""

    def __init__(self, text: str, lead: str = "", *, classes: str = "") -> None:
        super().__init__(set_apart(lead, text), markup=False, classes=classes)


def set_apart(lead: str, text: str) -> Content:
    """Join a lead in bold and a text."""
    if not lead:
        return Content(sanitize(text))
    return Content.assemble((f"{sanitize(lead)} ", "bold"), sanitize(text))


def draw_heading(text: str, rank: int = 2) -> Prose:
    """Return the widget of a heading, with space above it."""
    return Prose("", text, classes=f"heading rank-{rank}")


def draw_quote(text: str, speaker: str, *, answered: bool = False) -> Prose:
    """Return the widget of a quotation, indented, with its speaker.

    Args:
        text: the words.
        speaker: the speaker.
        answered: whether it is what the family answered to the quotation above it; `coach.tcss` has a style for each.
    """
    return Prose(f"“{text}”", f"{speaker}:" if speaker else "", classes="answered" if answered else "quote")


def draw_blocks(blocks: Iterable[Block], mark: str = ".") -> Iterator[Prose]:
    """Yield the widgets of a document's blocks, in their order.

    Args:
        blocks: the blocks.
        mark: what stands after a lead: a colon as on paper, or a full stop.
    """
    first = ""
    for block in blocks:
        match block:
            case Heading(text, rank):
                yield draw_heading(say(text), rank)
            case Quote(text, speaker, answered):
                yield draw_quote(text, speaker, answered=answered)
            case ListItem(text, lead):
                yield Prose(text, add_lead_mark(say(lead), mark) if lead else "", classes="item")
            case Paragraph(text, lead):
                yield Prose(text, add_lead_mark(say(lead), mark) if lead else "", classes=f"say{first}")
        first = " first" if isinstance(block, Heading) else ""
