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
from coach.tui.guarded import Guarded, TypedLine
from coach.tui.reasons import Reasons, Saw
from coach.tui.shown import shown
from coach.tui.widgets.findable import Findable, Thing

NONE_CHOSEN = "Nothing is chosen yet. Enter or Space in the list chooses."
SAID = " (you say so now)"
"""After the name of what was said before, which is another thing than what is chosen."""


class AlsoSheet(ModalScreen[Saw], Guarded[Saw]):
    """Choose one, say why if you like. Only what was chosen is said, never what merely lies under the cursor.

    Marked as a choice of one: several take another turn each, with a reason each.
    """

    BINDINGS = bindings("modal")
    AUTO_FOCUS = "#found"

    def __init__(self, rubric: Rubric, noted: frozenset[str], reasons: Reasons) -> None:
        """`noted`: what the coach said of the line already."""
        super().__init__()
        self.things = tuple(
            Thing(
                key, f"{each.name}{SAID if reasons.said(key) else ''}", meaning(each.definition, each.counts, each.not_)
            )
            for key, each in rubric.criteria.items()
            if key not in noted
        )
        self.reasons = reasons
        self._chosen = ""
        self._filled = ""

    def compose(self) -> ComposeResult:
        """The criteria, room for a reason, and the ways on."""
        with Vertical(classes="sheet"):
            yield Static("You would also say", classes="sheet-heading")
            yield Findable(self.things, self._mark)
            yield TypedLine(placeholder="Why, if you like", max_length=1000, compact=True, id="reason")
            yield Static("", id="went-wrong", markup=False)
            with ItemGrid(classes="buttons", min_column_width=15, stretch_height=False):
                yield Button("Say it", id="say", classes="main")
                yield Button("Take it back", id="take-back")
                yield Button("Say nothing", id="close")

    @on(Findable.LookedAt)
    def look_at(self) -> None:
        """What is typed belongs to the chosen one, whatever else is looked at."""
        if not self._chosen:
            self._another()

    @on(Findable.Taken)
    def choose(self, event: Findable.Taken) -> None:
        """This one, and on to why; Space chooses it, or no longer, and stays."""
        self._chosen = "" if event.stays and event.key == self._chosen else event.key
        self.query_one("#went-wrong", Static).update("")
        self.query_one(Findable).mark_anew()
        self._another()
        if not event.stays:
            self.query_one("#reason").focus()

    def _another(self) -> None:
        """Another one: the reason given for it before, unless something else is being typed."""
        reason = self.query_one("#reason", Input)
        if reason.value == self._filled:
            self._filled = self.reasons.of(self._key)
            reason.value = self._filled
        self.query_one("#take-back").display = self.reasons.said(self._key)

    @on(Input.Submitted, "#reason")
    @on(Button.Pressed, "#say")
    def say(self) -> None:
        """Say it, if one is chosen; else ask to choose."""
        if self._chosen:
            self.dismiss(self._saw(View.ALSO))
            return
        self.query_one("#went-wrong", Static).update(NONE_CHOSEN)
        self.query_one("#found").focus()

    @on(Button.Pressed, "#take-back")
    def take_back(self) -> None:
        """Say it no longer."""
        self.dismiss(self._saw(None))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Leave it as it was; what was typed is there when one comes back."""
        if self._key:
            self.dismiss(self._saw(View.ALSO, said=False))
        else:
            self.ask_first(lambda: self.dismiss(self._saw(View.ALSO, said=False)))

    @property
    def _key(self) -> str:
        return self._chosen or self.query_one(Findable).key

    def _mark(self, key: str) -> str:
        """As in every choice of one."""
        return "(o)" if key == self._chosen else "( )"

    def _saw(self, view: View | None, *, said: bool = True) -> Saw:
        return Saw(self._key, view, self.query_one("#reason", Input).value.strip(), said)


def meaning(definition: str, counts: tuple[str, ...], does_not: tuple[str, ...]) -> Content:
    """A criterion in words: what it means, what counts, and what does not."""
    parts: list[Content | str | tuple[str, str]] = [shown(definition)]
    for lead, examples in (("Counts  ", counts), ("Does not  ", does_not)):
        for words in examples:
            parts += ["\n", (lead, "bold"), f"“{shown(words)}”"]
    return Content.assemble(*parts)
