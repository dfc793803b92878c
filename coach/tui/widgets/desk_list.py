"""What lies on the desk, as a list."""

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.records.kept import LONG_AGO
from coach.supervision.days import in_words
from coach.supervision.desk import OnDesk
from coach.supervision.handing_over import WHATS, sender
from coach.tui.shown import shown

NOBODY = "Somebody"


class DeskList(OptionList):
    """Things that were brought, the latest first."""

    def __init__(self) -> None:
        super().__init__(id="list", markup=False)
        self._things: tuple[OnDesk, ...] = ()

    def show(self, things: tuple[OnDesk, ...]) -> None:
        """Show these, and stay on the one that was chosen."""
        chosen = self.chosen()
        self._things = things
        self.clear_options()
        self.add_options([Option(described(thing)) for thing in things])
        if things:
            place = next((n for n, thing in enumerate(things) if chosen and thing.id == chosen.id), 0)
            self.highlighted = place

    def chosen(self) -> OnDesk | None:
        """The one that is chosen."""
        place = self.highlighted
        return self._things[place] if place is not None and place < len(self._things) else None


def described(thing: OnDesk) -> Content:
    """A thing in two lines: who and what, then when and how it stands."""
    who, brought = shown(thing.who or NOBODY), thing.brought
    sent = shown(sender(thing.who, thing.login, shared=thing.shared))
    if brought is None:
        day = in_words(thing.at.date()) if thing.at > LONG_AGO else "On a day that cannot be read"
        return Content.assemble((who, "bold"), f"  Cannot be read\n{day}, {sent}, Enter says why")
    title = f", {shown(brought.title)}" if brought.title else ""
    what = f"  {WHATS[brought.what]}{title}\n"
    return Content.assemble((who, "bold"), what, in_words(brought.day), f", {sent}, {stands(thing)}")


def stands(thing: OnDesk) -> str:
    """Whether it was answered."""
    if thing.draft:
        return "begun, not handed back yet"
    return "answered" if thing.response else "not answered yet"
