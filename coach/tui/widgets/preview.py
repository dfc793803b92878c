"""What a scenario is, before it is chosen."""

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from coach.tui.shelf import Card
from coach.tui.shown import shown


class Preview(Vertical):
    """A card laid open."""

    class Wanted(Message):
        """Somebody wants this scenario."""

        def __init__(self, scenario: str) -> None:
            super().__init__()
            self.scenario = scenario

    class Left(Message):
        """Somebody wants the list again."""

    card: Card | None = None

    def compose(self) -> ComposeResult:
        """The words, then the ways on."""
        with VerticalScroll(can_focus=False):
            yield Static("", id="about")
        with HorizontalGroup(classes="buttons"):
            yield Button("Rehearse this", id="wanted", classes="main")
            yield Button("Back to the list", id="left")

    def show(self, card: Card | None) -> None:
        """Lay this card open."""
        self.card = card
        self.query_one("#about", Static).update(laid_open(card) if card else "")
        self.query_one("#wanted").display = card is not None and not card.problem
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def focus_first(self) -> None:
        """To the first way on that is there."""
        wanted = self.query_one("#wanted")
        (wanted if wanted.display else self.query_one("#left")).focus()

    @on(Button.Pressed, "#wanted")
    def want(self) -> None:
        """This one."""
        if self.card is not None:
            self.post_message(self.Wanted(self.card.id))

    @on(Button.Pressed, "#left")
    def leave(self) -> None:
        """Not this one."""
        self.post_message(self.Left())


def laid_open(card: Card) -> Content:
    """A card in words, a lead before each line."""
    if card.problem:
        return Content.assemble(
            (shown(card.title), "bold"),
            ("\n\nThis file cannot be used, so the scenario is left out. The others are not touched by it.\n\n", ""),
            (shown(card.problem), "$wrong"),
            (f"\n\n{shown(card.origin).capitalize()}.", "$quiet"),
        )
    lines = (
        ("Content note", card.content_note),
        ("You are", card.you_are),
        ("Where", card.setting),
        ("Who", card.people),
        ("How hard", f"{card.difficulty.capitalize()}, about {card.minutes} minutes"),
        ("Room for", "; ".join(card.focus)),
        ("From", f"{card.origin.capitalize()}. {card.review}."),
    )
    parts: list[Content | str | tuple[str, str]] = [(shown(card.title), "bold $you")]
    for lead, text in lines:
        parts += ["\n\n", (f"{lead}  ", "$quiet"), shown(text)]
    return Content.assemble(*parts)
