"""Words as widgets. All of them are plain text: nothing that was typed is read as markup."""

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.widgets import Static

from coach.debrief.render import Block, Heading, ListItem, Paragraph, Quote, add_lead_mark
from coach.tui.text import sanitize


class Prose(Static):
    """A paragraph, with a lead in bold before it."""

    def __init__(self, text: str, lead: str = "", *, classes: str = "") -> None:
        super().__init__(set_apart(lead, text), markup=False, classes=classes)


def set_apart(lead: str, text: str) -> Content:
    """Join a lead in bold and the rest."""
    if not lead:
        return Content(sanitize(text))
    return Content.assemble((f"{sanitize(lead)} ", "bold"), sanitize(text))


def draw_heading(text: str, rank: int = 2) -> Prose:
    """Draw a heading with room above it."""
    return Prose("", text, classes=f"heading rank-{rank}")


def draw_quote(text: str, speaker: str) -> Prose:
    """Draw a quotation, set in a little, with its speaker."""
    return Prose(f"“{text}”", f"{speaker}:" if speaker else "", classes="quote")


def draw_blocks(blocks: Iterable[Block], mark: str = ".") -> Iterator[Prose]:
    """Draw blocks of a document as widgets, in their order.

    Args:
        blocks: the blocks.
        mark: what stands after a lead: a colon as on paper, or a full stop.
    """
    first = ""
    for block in blocks:
        match block:
            case Heading(text, rank):
                yield draw_heading(text, rank)
            case Quote(text, speaker):
                yield draw_quote(text, speaker)
            case ListItem(text, lead):
                yield Prose(text, add_lead_mark(lead, mark) if lead else "", classes="item")
            case Paragraph(text, lead):
                yield Prose(text, add_lead_mark(lead, mark) if lead else "", classes=f"say{first}")
        first = " first" if isinstance(block, Heading) else ""
