"""Lists to choose from: how they change while somebody is choosing, and lines that several pages have."""

from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.classroom.views import Offer
from coach.tui.text import sanitize
from coach.tui.widgets.notices import AT_YOU

MARKS = {None: "", True: "(o) ", False: "( ) "}


class Choices(OptionList):
    """Where one of several is marked `(o)`: Space chooses, as it ticks elsewhere."""

    BINDINGS = [Binding("space", "select", show=False)]


def keep(options: OptionList, now: list[Option]) -> None:
    """Show these options; whoever was on one stays on it, and nothing is drawn again that did not change."""
    before = [(option.id, option.prompt) for option in options.options]
    if before == [(option.id, option.prompt) for option in now]:
        return
    place = options.highlighted
    if [key for key, _ in before] == [option.id for option in now]:
        for option in now:
            options.replace_option_prompt(str(option.id), option.prompt)
        return
    options.clear_options()
    options.add_options(now)
    options.highlighted = min(place or 0, len(now) - 1) if now else None


def offered(offer: Offer, chosen: bool | None = None) -> Option:
    """A scenario to choose, with its content note, and whether its racism is aimed at the practitioner.

    `chosen`: whether it is the one so far; None where that is not shown.
    """
    hard = f"{offer.difficulty.capitalize()}, about {offer.minutes} minutes. " if offer.minutes else ""
    at_you = f" {AT_YOU}" if offer.towards_practitioner else ""
    note = sanitize(f"{hard}{offer.content_note}{at_you}")
    return Option(Content.assemble(MARKS[chosen], (sanitize(offer.title), "bold"), f". {note}"), id=offer.id)
