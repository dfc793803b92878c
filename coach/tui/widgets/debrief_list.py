"""One's own rehearsals as a list that stays quick however many there are."""

from datetime import datetime

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.records.kept import Summary
from coach.tui.shown import shown

AT_ONCE = 500
EARLIER = "earlier"


class RehearsalList(OptionList):
    """Rehearsals, the last used first; `earlier` ones are added when they are asked for."""

    def __init__(self) -> None:
        super().__init__(id="list", markup=False)
        self._summaries: tuple[Summary, ...] = ()
        self._titles: dict[str, str] = {}
        self._shown = 0
        self._came_back: frozenset[str] = frozenset()

    def show(
        self, summaries: tuple[Summary, ...], titles: dict[str, str], came_back: frozenset[str] = frozenset()
    ) -> None:
        """Show these, as many as there were and on the one that was chosen. `came_back`: something waits for them."""
        chosen, many = self.highlighted, max(self._shown, AT_ONCE)
        self._summaries, self._titles, self._shown, self._came_back = summaries, titles, 0, came_back
        self.clear_options()
        self._add(many)
        if summaries:
            self.highlighted = min(chosen or 0, len(summaries) - 1)

    def chosen(self) -> Summary | None:
        """The one that is chosen."""
        place = self.highlighted
        return self._summaries[place] if place is not None and place < self._shown else None

    def name_of(self, summary: Summary) -> str:
        """Which one it is, in a few words: what was rehearsed, and when it was begun."""
        return f"“{_titled(summary, self._titles.get(summary.scenario, ''))}”, {_begun(summary)}"

    def more(self) -> None:
        """Add earlier ones."""
        self.remove_option(EARLIER)
        place = self._shown
        self._add(AT_ONCE)
        self.highlighted = place

    def _add(self, many: int) -> None:
        adding = self._summaries[self._shown : self._shown + many]
        self._shown += len(adding)
        self.add_options([Option(self._described(s), id=s.id) for s in adding])
        if left := len(self._summaries) - self._shown:
            self.add_option(Option(f"Show earlier ones ({left:,} more)", id=EARLIER))

    def _described(self, summary: Summary) -> Content:
        words = described(summary, self._titles.get(summary.scenario, ""))
        return Content.assemble(words, ("\nSomething came back", "bold")) if summary.id in self._came_back else words


def described(summary: Summary, title: str) -> Content:
    """A rehearsal in two lines: what, when it was begun, and how it stands."""
    count = "1 reply" if summary.replies == 1 else f"{summary.replies:,} replies"
    going = "going on" if summary.going else "ended"
    goes = summary.expires()
    stays = f"goes by itself on {_day(goes)}" if goes else "kept until you forget it"
    return Content.assemble((_titled(summary, title), "bold"), f", {_begun(summary)}\n{count}, {going}, {stays}")


def _titled(summary: Summary, title: str) -> str:
    return shown(title or summary.scenario.replace("_", " "))


def _begun(summary: Summary) -> str:
    at = summary.began.astimezone()
    return f"{_day(at)} {at:%Y, %H:%M}"


def _day(at: datetime) -> str:
    local = at.astimezone()
    return f"{local.day} {local:%B}"
