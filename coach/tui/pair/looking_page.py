"""Looking back together: notes and guesses laid open, turns to speak, stepping out of role."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult

from coach.classroom.views import LineReaderView, ObserverView, PractitionerView, RoomContext
from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.model.class_events import Role, Stage
from coach.tui.commands import make_bindings
from coach.tui.pair.marking import MarkingPanel, NoteList
from coach.tui.pair.page_data import SeatRequest
from coach.tui.pair.round_page import BlockView, RoundPage
from coach.tui.pair.round_widgets import OnwardButtons
from coach.tui.pair.round_words import NOTES, lay_out_marks, lay_out_notes, name_role_holder, word_guess_question

TURNS = {
    Stage.PRACTITIONER_SPEAKS: (Role.PRACTITIONER, "What did I hope?"),
    Stage.LINE_READER_SPEAKS: (Role.LINE_READER, "Where did I want to say more?"),
    Stage.OBSERVER_SPEAKS: (Role.OBSERVER, "Two openings: one that was taken, and one that passed by. What did I see?"),
}
"""Whose turn it is, and the question for them."""
FIRST_OF_ALL = (
    "There is no need to explain yet. Finish what you note, guess or mark; then the practitioner speaks first, the "
    "line-reader next, the observer after that, and the coach last."
)
SEALED_STILL = "Notes and guesses are laid open together, once both are there or when you go on."
LOCKED_SOON = "Your marks are yours alone until you lock them, or it is your turn to speak: then everybody sees them."
YOURS = "It is your turn. Say it aloud, as long or as short as you like; passing is fine too."
LISTEN = "The others listen. Nobody answers yet, and nobody puts anything right."


class LookingPage(RoundPage):
    """The page on which each participant speaks in turn, before the coach says anything."""

    BINDINGS = make_bindings("marking", "sealed")
    FIRST = ".spots, #openings, #go-on"

    def compose(self) -> ComposeResult:
        yield BlockView()
        yield NoteList(NOTES if isinstance(self.view, LineReaderView) else word_guess_question(self._reader()), "")
        if isinstance(self.view, ObserverView):
            yield MarkingPanel()
        yield OnwardButtons()

    async def fill(self) -> None:
        """Show whose turn it is, and what is laid open by now."""
        view = self.view
        await self.query_one(BlockView).put(self._words())
        sealed, still = self.query_one(NoteList), view.context.stage is Stage.LOOKING and not view.revealed
        match view:
            case PractitionerView():
                sealed.show(view.to_guess, view.guesses)
                sealed.display = still and bool(view.to_guess)
            case LineReaderView():
                sealed.show(view.to_note, view.notes)
                sealed.display = still and bool(view.to_note)
            case ObserverView():
                sealed.display = False
                self.query_one(MarkingPanel).show(view)
                self.query_one(MarkingPanel).display = not view.locked
            case _:
                sealed.display = False
        self.query_one(OnwardButtons).show(view.context)

    def _words(self) -> Iterator[Block]:
        view = self.view
        context = view.context
        if turn := TURNS.get(context.stage):
            yield from lay_out_turn(context, *turn)
        else:
            yield Heading("Looking back", 1)
            yield Paragraph(FIRST_OF_ALL)
            if isinstance(view, PractitionerView | LineReaderView) and not view.revealed and not context.screen_speaks:
                yield Paragraph(SEALED_STILL)
        if isinstance(view, ObserverView) and not (view.locked or context.stage.is_at_least(Stage.OBSERVER_SPEAKS)):
            yield Paragraph(LOCKED_SOON)
        if context.stage is Stage.OBSERVER_SPEAKS:
            yield Heading("What was marked")
            yield from lay_out_marks(view)
        if view.revealed and context.stage is not Stage.OBSERVER_SPEAKS:
            yield Heading("What was noted, and what was guessed")
            yield from lay_out_notes(context, view.revealed)

    def _reader(self) -> str:
        return name_role_holder(self.view.context, Role.LINE_READER, "the line-reader")

    @on(NoteList.Given)
    def take_note(self, event: NoteList.Given) -> None:
        """Keep a note or a guess, while notes are sealed."""
        opening, note = event.opening, event.note
        if isinstance(self.view, LineReaderView):
            self.post_message(SeatRequest(lambda seat: seat.note(opening, note)))
        else:
            self.post_message(SeatRequest(lambda seat: seat.guess(opening, note)))


def lay_out_turn(context: RoomContext, role: Role, question: str) -> Iterator[Block]:
    """Lay out who speaks, and the question for them.

    Args:
        context: the round as the reader of the page sees it.
        role: whose turn it is.
        question: what they are asked.
    """
    yours = context.role is role
    who = name_role_holder(context, role, f"The {role.title().lower()}")
    yield Heading("You speak" if yours else f"{who} speaks", 1)
    yield Paragraph(f"“{question}”")
    yield Paragraph(YOURS if yours else LISTEN)


# --- Stepping out of role

EACH = "Each of you, one after the other. It is quick, and it matters more than it seems."
OWN_NAME = "Say your own name."
NOT_TRUE = "Say one thing about you that is not true of {whom}."
WHOM = {
    Role.PRACTITIONER: "the worker you were",
    Role.LINE_READER: "the person you read",
    Role.OBSERVER: "anybody in that story",
    None: "anybody in that story",
}
MOVE = "Move seats. Sit where somebody else sat, or stand up for a moment."
INVENTED = "That was a rehearsal. The people in it are invented; you are not."


class OutOfRolePage(RoundPage):
    """Three steps out of the role: a name, a difference, another seat."""

    FIRST = "#go-on"

    def compose(self) -> ComposeResult:
        yield BlockView()
        yield OnwardButtons()

    async def fill(self) -> None:
        await self.query_one(BlockView).put(_steps(self.view.context))
        self.query_one(OnwardButtons).show(self.view.context)


def _steps(context: RoomContext) -> Iterator[Block]:
    yield Heading("Out of role", 1)
    yield Paragraph(EACH)
    yield ListItem(OWN_NAME, "1")
    yield ListItem(NOT_TRUE.format(whom=WHOM[context.role]), "2")
    yield ListItem(MOVE, "3")
    reader = name_role_holder(context, Role.LINE_READER)
    if reader and reader != "You":
        yield Paragraph(f"{reader} begins: they read somebody who is not them.")
    elif reader:
        yield Paragraph("You begin: you read somebody who is not you.")
    yield Paragraph(INVENTED)
