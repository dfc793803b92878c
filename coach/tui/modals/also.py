"""What a supervisor sees in a line and the coach did not say: a criterion of the rubric, found by its plain name."""

from textual import on
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from coach.model.brought import View
from coach.model.rubric import Rubric
from coach.tui.commands import bindings
from coach.tui.reasons import Reasons, Saw
from coach.tui.shown import shown
from coach.tui.widgets.findable import Findable, Thing


class AlsoSheet(ModalScreen[Saw]):
    """Choose one, say why if you like."""

    BINDINGS = bindings("modal")
    AUTO_FOCUS = "#look-for"

    def __init__(self, rubric: Rubric, noted: frozenset[str], reasons: Reasons) -> None:
        """`noted`: what the coach said of the line already."""
        super().__init__()
        self.things = tuple(
            Thing(key, each.name, meaning(each.definition, each.counts, each.not_))
            for key, each in rubric.criteria.items()
            if key not in noted
        )
        self.reasons = reasons
        self._filled = ""

    def compose(self) -> ComposeResult:
        """The criteria, room for a reason, and the ways on."""
        with Vertical(classes="sheet"):
            yield Static("You would also say", classes="sheet-heading")
            yield Findable(self.things, lambda key: "[x]" if self.reasons.said(key) else "[ ]")
            yield Input(placeholder="Why, if you like", max_length=1000, compact=True, id="reason")
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button("Say it", id="say", classes="main")
                yield Button("Take it back", id="take-back")
                yield Button("Say nothing", id="close")

    @on(Findable.LookedAt)
    def another(self) -> None:
        """Another one: the reason given for it before, unless something else is being typed."""
        reason = self.query_one("#reason", Input)
        if reason.value == self._filled:
            self._filled = self.reasons.of(self._key)
            reason.value = self._filled
        self.query_one("#take-back").display = self.reasons.said(self._key)

    @on(Findable.Taken)
    def to_reason(self) -> None:
        """On to why."""
        self.query_one("#reason").focus()

    @on(Input.Submitted, "#reason")
    @on(Button.Pressed, "#say")
    def say(self) -> None:
        """Say it, if one is chosen."""
        if self._key:
            self.dismiss(self._saw(View.ALSO))

    @on(Button.Pressed, "#take-back")
    def take_back(self) -> None:
        """Say it no longer."""
        self.dismiss(self._saw(None))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Leave it as it was; what was typed is there when one comes back."""
        self.dismiss(self._saw(View.ALSO, said=False))

    @property
    def _key(self) -> str:
        return self.query_one(Findable).key

    def _saw(self, view: View | None, *, said: bool = True) -> Saw:
        return Saw(self._key, view, self.query_one("#reason", Input).value.strip(), said)


def meaning(definition: str, counts: tuple[str, ...], does_not: tuple[str, ...]) -> Content:
    """A criterion in words: what it means, what counts, and what does not."""
    parts: list[Content | str | tuple[str, str]] = [shown(definition)]
    for lead, examples in (("Counts  ", counts), ("Does not  ", does_not)):
        for words in examples:
            parts += ["\n", (lead, "bold"), f"“{shown(words)}”"]
    return Content.assemble(*parts)
