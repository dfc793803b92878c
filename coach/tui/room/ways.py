"""Where nobody types: what the practitioner may have done, each one thing, to choose from."""

from collections.abc import Iterator

from textual import on
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.classroom.views import Way
from coach.tui.text import sanitize

MORE, HURTS, BACK = "more", "hurts", "back"
FURTHER = {
    MORE: "More that they may have done",
    HURTS: "Something that may have hurt",
    BACK: "Back to the others",
}
"""What leads further into the list, and back. No branch can be meant by it: these ids stand apart from theirs."""
OF_THE_LIST = "/"


class Ways(OptionList):
    """What is told most often stands first; what is seldom done, and what may have hurt, one step further in."""

    class Went(Message):
        """The talk went this way."""

        def __init__(self, branch: str) -> None:
            super().__init__()
            self.branch = branch

    def __init__(self) -> None:
        super().__init__(id="ways", markup=False, compact=True)
        self._now: tuple[tuple[Way, ...], int] | None = None
        self._part = ""

    def show(self, ways: tuple[Way, ...], said: int) -> None:
        """These, after so much was said. After every new line none is lit, so that one Enter too many does nothing."""
        if (ways, said) != self._now:
            self._now = ways, said
            self._lay_out("")

    def _lay_out(self, part: str) -> None:
        self._part = part
        ways = self._now[0] if self._now else ()
        self.clear_options()
        self.add_options(list(_options(ways, part)))
        self.highlighted = None

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Further in, or back, or that is where it went."""
        event.stop()
        key = str(event.option_id)
        if key.startswith(OF_THE_LIST):
            part = key.removeprefix(OF_THE_LIST)
            self._lay_out("" if part == BACK else part)
        else:
            self.post_message(self.Went(key))


def _options(ways: tuple[Way, ...], part: str) -> Iterator[Option]:
    hurts, seldom = [way for way in ways if way.may_have_hurt], [way for way in ways if way.seldom]
    if part:
        yield from map(_option, hurts if part == HURTS else seldom)
        yield _leads(BACK)
        return
    often = [way for way in ways if not (way.may_have_hurt or way.seldom)]
    yield from map(_option, often[:-1])
    if seldom:
        yield _leads(MORE)
    yield from [_leads(HURTS)] if len(hurts) > 1 else map(_option, hurts)
    yield from map(_option, often[-1:])  # something else


def _option(way: Way) -> Option:
    """A mark shows where it begins, another that it may have hurt."""
    return Option(f"{'!' if way.may_have_hurt else '-'} {sanitize(way.words)}", id=way.branch)


def _leads(part: str) -> Option:
    mark = {MORE: "+", HURTS: "!", BACK: "<"}[part]
    return Option(f"{mark} {FURTHER[part]}", id=f"{OF_THE_LIST}{part}")
