"""What of a rehearsal to bring to supervision: how much, and what goes along. Every choice is the practitioner's."""

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widgets import Input, RadioSet, Select, Static

from coach.model.brought import What
from coach.model.events import Replied
from coach.practice.rehearsing import Rehearsing
from coach.supervision.bringing import Choice
from coach.tui.guarded import TypedLine
from coach.tui.shown import shown
from coach.tui.widgets import ticks
from coach.tui.widgets.choices import Choices
from coach.tui.widgets.ticks import Tick

WHATS = {
    What.MOMENT: "One moment",
    What.WHOLE: "The whole conversation",
    What.QUESTION: "Just a question",
}
MAY_TEACH = (
    "How the coach, you and your supervisor each read these lines may then be counted to see where the coach misreads; "
    "no name goes with it, and only if your supervisor says yes too."
)
FIELDS = (
    ("own-question", "What I would like to talk about", 2000),
    ("own-note", "A note", 2000),
    ("who", "A name to be called by here", 80),
)
"""Each by its id, with what stands above it, also once it is filled, and how long it may be."""
LINE = 60
"""Letters of a line in the list of them."""


class BringChoices(VerticalGroup):
    """The choices, from how much to what goes along."""

    def __init__(self, rehearsing: Rehearsing, attempt: int, what: What, has_own_words: bool) -> None:
        super().__init__(id="bring-choices")
        replies = [each.event for each in rehearsing.story.attempt(attempt).replies()]
        self._lines = [(number, each.text) for number, each in enumerate(replies, 1) if isinstance(each, Replied)]
        self._what = what if self._lines else What.QUESTION
        self._has_own_words = has_own_words
        began = rehearsing.story.began
        self._has_exercise = bool(began and began.exercise)
        self._mended: frozenset[int] = frozenset()
        self._unmended: frozenset[int] = frozenset()

    def compose(self) -> ComposeResult:
        """How much first; the rest can all be left as it is."""
        with Choices(id="how-much"):
            for what, words in WHATS.items():
                if self._lines or what is What.QUESTION:
                    yield ticks.Choice(words, value=what is self._what, id=f"what-{what}")
        lines = [(Text(shown(_short(f"{number}. {text}"))), number) for number, text in self._lines]
        yield Select(lines, prompt="Which of your lines?", id="which-line", compact=True)
        yield Tick("And the reply that mended it", value=True, id="with-mending")
        yield Tick("And my next reply", id="with-next")
        yield Static("If you like", classes="heading")
        for name, words, longest in FIELDS:
            yield Static(words, classes="label")
            yield TypedLine(id=name, max_length=longest, compact=True)
        if self._has_own_words:
            yield Tick("My own words from afterwards go along", id="with-own-words")
        if self._has_exercise:
            yield Tick("The name of the exercise goes along", id="with-exercise")
        yield Tick("The coach's notes go along", value=True, id="with-notes")
        yield Tick("May be counted with what the supervisor sees in it", id="may-teach")
        yield Static(MAY_TEACH, id="about-may-teach", classes="quiet")

    def on_mount(self) -> None:
        """Only what belongs to this choice."""
        self.fit()

    def offer(self, mended: frozenset[int], unmended: frozenset[int]) -> None:
        """These replies may have hurt: those that the coach read a mending of, and those with a reply after them."""
        self._mended, self._unmended = mended, unmended
        self.fit()

    @on(RadioSet.Changed)
    @on(Tick.Changed)
    @on(Select.Changed)
    def fit(self) -> None:
        """A question goes alone; nothing can be counted without the coach's notes."""
        lines = self.what is not What.QUESTION
        self.query_one("#which-line").display = self.what is What.MOMENT
        self.query_one("#with-mending").display = self._offers(self._mended)
        self.query_one("#with-next").display = self._offers(self._unmended)
        for each in self.query("#with-own-words, #with-exercise, #with-notes"):
            each.display = lines
        for each in self.query("#may-teach, #about-may-teach"):
            each.display = lines and self._ticked("with-notes")

    @property
    def what(self) -> What:
        """How much."""
        pressed = self.query_one("#how-much", RadioSet).pressed_button
        return What(str(pressed.id).removeprefix("what-")) if pressed else self._what

    @property
    def choice(self) -> Choice:
        """Everything that is chosen now."""
        return Choice(
            self.what,
            reply=self._line,
            who=self._typed("who"),
            question=self._typed("own-question"),
            note=self._typed("own-note"),
            with_reflections=self._ticked("with-own-words"),
            with_notes=self._ticked("with-notes"),
            with_exercise=self._ticked("with-exercise"),
            may_teach=self._ticked("may-teach"),
            with_mending=self._offers(self._mended) and self._ticked("with-mending"),
            with_next=self._offers(self._unmended) and self._ticked("with-next"),
        )

    @property
    def _line(self) -> int:
        line = self.query_one("#which-line", Select).selection
        return line if isinstance(line, int) else 0

    def _offers(self, lines: frozenset[int]) -> bool:
        return self.what is What.MOMENT and self._line in lines

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _ticked(self, name: str) -> bool:
        return any(tick.value for tick in self.query(f"#{name}").results(Tick))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LINE else f"{line[: LINE - 1]}…"
