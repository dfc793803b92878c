"""What may be hard in a scenario, said alone and first."""

from textual.app import ComposeResult
from textual.containers import ItemGrid, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from coach.tui.shelf import Card
from coach.tui.shown import shown
from coach.tui.widgets.preview import laid_open

AT_YOU = "In this scenario the racism is aimed at you, the practitioner. It is for those who choose it, and never owed."


class ContentNote(VerticalScroll, can_focus=False):
    """The note and three ways on. What the scenario involves is said only when asked for."""

    def __init__(self, card: Card, instead: str = "", exercise: tuple[str, ...] = ()) -> None:
        """`instead` is the title of another scenario of equal standing, if there is one.

        `exercise`: what may be hard in the exercise besides, a note each.
        """
        super().__init__(id="note")
        self.exercise = exercise
        self.card = card
        self.instead = instead

    def compose(self) -> ComposeResult:
        """The note, alone."""
        yield Static(Content(shown(self.card.title)), classes="title")
        yield Static("Before you start", classes="heading")
        yield Static(Content(shown(self.card.content_note)), id="content-note")
        if self.exercise:
            notes = Content("\n").join(Content(shown(note)) for note in self.exercise)
            yield Static(Content.assemble(("And in this exercise:\n", "bold"), notes), id="exercise-notes")
        if self.card.towards_practitioner:
            yield Static(AT_YOU, id="at-you")
        with ItemGrid(classes="buttons", min_column_width=26, stretch_height=False):
            yield Button("Start", id="start", classes="main")
            if self.instead:
                yield Button(Content(f"Take “{shown(self.instead)}”"), id="instead")
            yield Button("See another", id="another")
            yield Button("See what it involves", id="involves")
        yield Static("", id="involved")

    def involve(self) -> None:
        """Say what it involves."""
        involved = self.query_one("#involved", Static)
        involved.update(laid_open(self.card))
        involved.display = True
        self.call_after_refresh(involved.scroll_visible, top=True)
