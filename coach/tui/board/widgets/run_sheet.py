"""The run sheet beside the groups: which part it is, what to say, what to do if something happens, and all parts."""

from textual.app import ComposeResult
from textual.containers import VerticalGroup, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from coach.classroom.prompts import Prompt
from coach.classroom.views import Board
from coach.model.sheet import Part, Sheet, Who
from coach.tui.shown import shown
from coach.tui.widgets.debrief_words import heading

WHO = {Who.ROOM: "everybody together", Who.GROUPS: "in groups"}
BEFORE = "Let people come in and find each other. Nothing waits for the clock."


class RunSheet(VerticalScroll):
    """Kept up with the room."""

    class GoTo(Message):
        """The room is to go to this part, counted from 0."""

        def __init__(self, part: int) -> None:
            super().__init__()
            self.part = part

    def __init__(self) -> None:
        super().__init__(id="run-sheet")
        self._shows: int | None = -1

    def compose(self) -> ComposeResult:
        yield Static("", markup=False, id="part-now")
        yield Button("", action="screen.next_part", id="next", classes="main")
        yield heading("If something happens")
        yield VerticalGroup(id="prompts")
        yield heading("All of it")
        yield OptionList(id="all-parts", markup=False)

    async def offer(self, prompts: tuple[Prompt, ...]) -> None:
        """Offer these, one key each."""
        await self.query_one("#prompts").mount(
            *(
                Button(Content(f"{place + 1}  {shown(prompt.when)}"), action=f"screen.prompt({place})", compact=True)
                for place, prompt in enumerate(prompts)
            )
        )

    def show(self, now: Board, sheet: Sheet) -> None:
        """Show the part that the room is in. What stands here is left alone until that changes."""
        if self._shows == now.part_number:
            return
        self._shows = now.part_number
        here = -1 if now.part_number is None else now.part_number
        self.query_one("#part-now", Static).update(_now(sheet.parts[here]) if here >= 0 else _before(sheet))
        button = self.query_one("#next", Button)
        button.display = here + 1 < len(sheet.parts)
        if button.display:
            button.label = Content(f"{'Start' if here < 0 else 'Next'}: {shown(sheet.parts[here + 1].title)}")
        parts = self.query_one("#all-parts", OptionList)
        parts.clear_options()
        parts.add_options([Option(line(place, part, place == here)) for place, part in enumerate(sheet.parts)])
        parts.highlighted = max(here, 0)
        self.call_after_refresh(self.scroll_home, animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """To that part."""
        event.stop()
        self.post_message(self.GoTo(event.option_index))


def _before(sheet: Sheet) -> Content:
    """What stands there before the room starts."""
    return Content.assemble((shown(sheet.title), "bold $you"), f"\n\n{shown(sheet.about)}\n\n{BEFORE}")


def _now(part: Part) -> Content:
    """A part in words: its name, for whom, what it is, what could be said."""
    about = Content.assemble(
        (shown(part.title), "bold $you"),
        (f"\n{part.minutes} minutes, {WHO[part.who]}", "$quiet"),
        f"\n\n{shown(part.what)}",
        ("\n\nYou could say" if part.say else "", "bold $you"),
    )
    return Content("\n\n").join([about, *(Content(f"“{shown(each)}”") for each in part.say)])


def line(place: int, part: Part, here: bool = False) -> Content:
    """A part on a line or two of the list."""
    return Content.assemble(
        f"{place + 1}  ",
        (shown(part.title), "bold" if here else ""),
        f", {part.minutes} minutes",
        (" (now)", "bold") if here else "",
    )
