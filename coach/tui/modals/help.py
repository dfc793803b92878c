"""Help: what this page is for, then its keys."""

from collections.abc import Iterable

from textual.content import Content

from coach.tui.modals.sheet import Sheet


class HelpSheet(Sheet):
    """A page explained."""

    heading = "Help"
    AUTO_FOCUS = ".sheet-words"

    def __init__(self, text: str, keys: Iterable[tuple[str, str, str]]) -> None:
        """`keys` are what to press, what it is called, and what it does."""
        super().__init__()
        self.text = text
        self.keys = tuple(keys)

    def words(self) -> Iterable[Content]:
        """The page's own words first."""
        yield from (Content(paragraph) for paragraph in self.text.split("\n\n") if paragraph)
        yield Content.assemble(("Keys here", "bold $you"))
        yield Content("\n").join(
            Content.assemble((f"{key:<8}", "bold"), (name, "bold"), f"  {about}.") for key, name, about in self.keys
        )
        yield Content("Tab goes from part to part. Everything works by mouse too.")
