"""What each role is told before talking. Each sees their own, and nobody the line-reader's but the line-reader."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Button

from coach.classroom.views import LineReaderView, ObserverView, PractitionerView, View
from coach.debrief.render import Block, Heading, ListItem, Paragraph, Quote
from coach.model.class_events import Role
from coach.tui.room.asks import Wanted
from coach.tui.room.onward import Onward
from coach.tui.room.pages.page import RoomPage, Written
from coach.tui.room.words import whom

NO_REAL_CASES = "No real cases, and no real names. What is said in this room stays in it."
OPENING = (
    "An opening is a place where the family lets something show: a word, a joke, a thing left hanging. It is taken "
    "where it is picked up, partly where it is touched, passed by where the talk goes on without it."
)
MARKS = (
    "While they talk: t taken, p partly, b passed by. For the last reply: h may have hurt, m mended. u takes it back."
)
SEALED = (
    "When the talk has gone on from an opening, say for yourself whether there was more to say: 1 “I could have said "
    "more”, 2 “I said what I wanted to”. Nobody sees it until you look back together."
)
YOURS = "Your marks are yours alone until you lock them, or it is your turn to speak; the coach speaks last."
TIME_OUT = "Anybody can ask for a moment at any time with F3. It never says who asked."


class BriefPage(RoomPage):
    """A card to read, for as long as one likes. Whoever begins takes everybody along."""

    FIRST = "#go-on, Written"

    def compose(self) -> ComposeResult:
        yield Written()
        with HorizontalGroup(classes="buttons", id="before-marking"):
            yield Button("Practise marking first", id="practise", compact=True)
        yield Onward()

    async def fill(self) -> None:
        """One's own card."""
        await self.query_one(Written).put(card(self.view))
        self.query_one("#before-marking").display = isinstance(self.view, ObserverView)
        self.query_one(Onward).show(self.view.here)

    @on(Button.Pressed, "#practise")
    def practise(self) -> None:
        """Three short talks to mark before marking a person's."""
        self.post_message(Wanted("practise_marking"))


def card(view: View) -> tuple[Block, ...]:
    """What this person's role is told."""
    return tuple(_card(view))


def _card(view: View) -> Iterator[Block]:
    here = view.here
    brief = None if not isinstance(view, PractitionerView | LineReaderView | ObserverView) else view.brief
    title = here.chosen.title if here.chosen else "A rehearsal"
    yield Heading(f"{title}: {here.role.title().lower() if here.role else 'watching'}", 1)
    if brief is None:
        yield Paragraph("You watch. Nothing is asked of you, and you can take a free role from “My place” (F8).")
        yield Paragraph(TIME_OUT)
        return
    yield Paragraph(brief.card)
    match view:
        case PractitionerView():
            yield Paragraph(f"{brief.you_are}. {brief.setting}.", "You are")
            yield Paragraph(brief.brief)
            yield Paragraph(brief.concern, "What people are worried about")
            if brief.intentions:
                yield Heading("Something to try, if you like")
                yield from (ListItem(each) for each in brief.intentions)
            yield Paragraph(f"{NO_REAL_CASES} {TIME_OUT}")
        case LineReaderView():
            yield Heading("Whom you read")
            yield from (ListItem(each.about, each.called) for each in view.people)
            yield Heading("What the practitioner is told")
            yield Quote(brief.brief, "")
            if view.keeps:
                yield Heading("What they keep to themselves")
                yield from (ListItem(each.about) for each in view.keeps)
                yield Paragraph("For you alone. It is read out only when its line comes.")
            yield Heading("Your notes")
            yield Paragraph(f"{SEALED} {TIME_OUT}")
        case ObserverView():
            yield Paragraph(OPENING)
            yield Paragraph(MARKS, "Keys")
            yield Heading(f"What {whom(here, Role.PRACTITIONER)} is told")
            yield Quote(f"{brief.you_are}. {brief.setting}. {brief.brief}", "")
            yield Paragraph(f"{YOURS} {TIME_OUT}")
