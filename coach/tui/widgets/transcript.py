"""The transcript of a conversation: its last turns, with earlier ones shown on demand."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import Button, Static

from coach.debrief.attempt_pairs import describe_start
from coach.debrief.report import Debrief, TranscriptLine, VerdictMark
from coach.language.catalogue import say
from coach.model.characters import count
from coach.model.events import Stance
from coach.model.reading import Certainty, Span
from coach.practice.conversation_view import LineKind, ScreenLine, ScreenTurn
from coach.rehearsal.explain import describe_form
from coach.rehearsal.state import Attempt, History
from coach.tui.commands import make_bindings
from coach.tui.text import sanitize
from coach.tui.widgets.debrief_page import FitAnswer
from coach.tui.widgets.text import Prose

# --- The conversation of a debrief, with the coach's notes beside the practitioner's lines


def draw_line(line: TranscriptLine) -> Prose:
    """Return the widget of a line of the family, of the scene, or of a skipped reply."""
    if line.scene:
        return Prose(f"({line.text})", classes="spoken seen")
    how = f" ({line.how})" if line.how else ""
    return Prose(line.text, f"{line.speaker}{how}:", classes="spoken")


class OwnLine(Vertical, can_focus=True):
    """A widget for a reply of the practitioner; when focused, it shows what can be done with it."""

    BINDINGS = make_bindings("line")

    def __init__(self, line: TranscriptLine, marks: tuple[VerdictMark, ...]) -> None:
        super().__init__(classes="own-line", id=f"line-{line.reply}")
        self.reply = line.reply
        self._line = line
        self._marks = marks
        self._unsure = next((m for m in marks if m.certainty is Certainty.POSSIBLE and not m.disputed), None)

    def compose(self) -> ComposeResult:
        with Container(classes="beside"):
            words = Content.assemble(
                (say("You, reply {reply}: ", reply=self.reply), "bold"), mark_words(self._line.text, self._marks)
            )
            yield Static(words, markup=False, classes="spoken own")
            yield Prose("\n".join(self._notes()), classes="margin")
        with Horizontal(classes="doing"):
            yield Button(say("Say it again"), action=f"screen.say_again({self.reply})", compact=True)
            if self._unsure:
                yield Button(say("It fits (y)"), classes="fair", compact=True)
                yield Button(say("Not what I meant (n)"), classes="not-meant", compact=True)
            elif self._marks:
                yield Button(say("Answer a note"), action=f"screen.dispute({self.reply})", compact=True)
            yield Button(say("Why?"), action=f"screen.why({self.reply})", compact=True)

    def on_mount(self) -> None:
        """Take the buttons out of the tab order, so that the reply is one stop."""
        for button in self.query(Button):
            button.can_focus = False

    def on_button_pressed(self, event: Button.Pressed) -> None:
        for stance in ("fair", "not_meant"):
            if event.button.has_class(stance.replace("_", "-")):
                event.stop()
                self.action_answer(stance)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys of an answer to the page where the coach asks nothing about this line."""
        return (action != "answer" or self._unsure is not None) and super().check_action(action, parameters)

    def action_answer(self, stance: str) -> None:
        """Answer the coach's question about this line, if it has one."""
        if self._unsure:
            self.post_message(FitAnswer(self._unsure, Stance(stance)))

    async def action_why(self) -> None:
        """Explain why the family answered this line as it did."""
        await self.run_action(f"screen.why({self.reply})")

    def action_neighbour(self, step: int) -> None:
        """Focus the reply before or after this one, if there is one."""
        lines = list(self.screen.query(OwnLine))
        place = lines.index(self) + step
        if 0 <= place < len(lines):
            lines[place].focus()

    def _notes(self) -> tuple[str, ...]:
        form = describe_form(self._line.forms)
        notes = self._line.notes
        # The words are underlined in the reply: a note repeats only their beginning.
        for mark in self._marks:
            if (short := _shorten_words(mark.words)) != mark.words:
                notes = tuple(note.replace(mark.words, short) for note in notes)
        return (*notes, *((form,) if form else ()))


FIRST_WORDS = 5
"""Words of a reply that a note beside it repeats."""


def _shorten_words(words: str) -> str:
    """Return the first words of what a note is about."""
    parts = words.split()
    return words if len(parts) <= FIRST_WORDS + 1 else f"{' '.join(parts[:FIRST_WORDS])} …"


# --- The attempts of a rehearsal


class Attempts(VerticalScroll, can_focus=False):
    """The list of a rehearsal's attempts, each with its debrief, and two to compare."""

    def __init__(self, story: History, looking_at: int) -> None:
        super().__init__(id="attempts")
        self._story = story
        self._looking_at = looking_at

    def compose(self) -> ComposeResult:
        with Vertical(classes="reading"):
            yield Prose(say("When you say a line again, your attempt before it is kept."), classes="say quiet")
            for attempt in self._story.attempts:
                yield Prose(describe_attempt(attempt), say("Attempt {number}:", number=attempt.number), classes="say")
                if attempt.number == self._looking_at:
                    yield Prose(say("This is the one you are looking back on."), classes="item")
                else:
                    yield Button(
                        say("Look back on attempt {number}", number=attempt.number),
                        action=f"screen.look_at({attempt.number})",
                        compact=True,
                    )
            yield Button(
                say("Two attempts side by side"), action="screen.side_by_side", compact=True, id="side-by-side"
            )


def describe_attempt(attempt: Attempt) -> str:
    """Describe an attempt in a sentence: where it begins, how many replies, whether it ended."""
    replies = count(len(attempt.replies()), "reply")
    end = "" if attempt.ended or attempt.ending else say(", not ended")
    return f"{describe_start(attempt)}, {replies}{end}."


# --- The conversation with the coach's notes

HOW = "Choose one of your lines to say it again, or to answer a note: by mouse, or with tab and the arrow keys."


class Conversation(VerticalScroll):
    """Every line of an attempt, with the coach's notes beside or beneath the replies."""

    def __init__(self, debrief: Debrief) -> None:
        super().__init__(id="conversation", can_focus=True)
        self._debrief = debrief

    def compose(self) -> ComposeResult:
        with Vertical(classes="transcript"):
            yield Prose(say(HOW), classes="say quiet")
            for line in self._debrief.transcript:
                if line.reply:
                    marks = tuple(mark for mark in self._debrief.marks if mark.reply == line.reply)
                    yield OwnLine(line, marks)
                else:
                    yield draw_line(line)


# --- The conversation so far. Only its last turns are on the screen; earlier ones on demand

AT_ONCE = 20
"""Turns on the screen: about forty lines."""
FIRST_LINES = 2
"""Lines that are shown at once: a reply, and the first line of its answer."""
MANY = 1000
"""More lines than any turn has."""
SOONEST, LATEST, A_CHARACTER = 0.3, 0.6, 0.006
"""Seconds after which the next line comes: by the length of the line before."""
NEXT_TURN = (ScreenLine(LineKind.YOU, ""), ScreenLine(LineKind.FAMILY, ""))
"""What most turns are: a reply, and an answer of one line."""


class SpokenLine(Static):
    """A line of a turn."""

    # Textual lays a page out and draws it a second time where this changes. Here it only does as lines are laid out.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)

    def __init__(self, said: ScreenLine, *, last: bool, shown: bool = True) -> None:
        """Draw a line.

        Args:
            said: the line.
            last: whether it is the last one of its turn.
            shown: whether it is shown at once, and does not come later.
        """
        super().__init__(_words(said), classes=_classes(said, last=last), markup=False)
        self.length = len(said.text)
        if not shown:
            self.display = False

    def say(self, said: ScreenLine, *, last: bool) -> None:
        """Draw another line instead.

        Args:
            said: the line.
            last: whether it is the last one of its turn.
        """
        self.set_classes(_classes(said, last=last))
        self.update(_words(said))
        self.length = len(said.text)


class TurnLines(VerticalGroup):
    """The lines of one turn: a reply, and the family's answer."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)  # as for its lines

    def __init__(self, turn: ScreenTurn, at_once: int = MANY) -> None:
        """Draw a turn.

        Args:
            turn: its lines.
            at_once: how many of them are shown at once; the others come later.
        """
        shown = zip(turn, (number < at_once for number in range(len(turn))), strict=True)
        super().__init__(*(SpokenLine(said, last=said is turn[-1], shown=now) for said, now in shown))
        self.ends = turn[-1].kind is LineKind.AFTER

    async def say(self, turn: ScreenTurn, at_once: int = MANY) -> None:
        """Show a turn that was out of sight till now, with other lines.

        Args:
            turn: its lines.
            at_once: how many of them are shown at once; the others come later.
        """
        lines = list(self.query_children(SpokenLine))
        for line, said in zip(lines, turn, strict=False):
            line.say(said, last=said is turn[-1])
        for line in lines[len(turn) :]:
            await line.remove()
        self.ends = turn[-1].kind is LineKind.AFTER
        self.display = True
        new = enumerate(turn[len(lines) :], len(lines))
        await self.mount_all(SpokenLine(said, last=said is turn[-1], shown=number < at_once) for number, said in new)

    def render_lines(self, crop: Region) -> list[Strip]:
        return super().render_lines(Region(crop.x, crop.y, crop.width, 1)) * crop.height  # all are blank alike


class Transcript(VerticalScroll, can_focus=True):
    """A conversation as turns, scrolled to the newest at the bottom."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)  # as for its lines

    def __init__(self) -> None:
        super().__init__(id="transcript")
        self._before: list[ScreenTurn] = []
        """Turns that are not on the screen now."""
        self._next: TurnLines | None = None
        """The turn that comes next, out of sight and without words."""
        self._coming: list[SpokenLine] = []
        """Lines that were said and are still to be shown, one after another."""
        self._until_next: Timer | None = None

    class AllShown(Message):
        """Message posted when the last line that was still to come is shown."""

    def compose(self) -> ComposeResult:
        earlier = Button(say("Earlier lines"), id="earlier", compact=True)
        earlier.can_focus = False  # the page-up key brings them as well, and the focus stays in the box
        yield earlier

    def on_mount(self) -> None:
        """Keep the newest line in view unless the reader scrolls up."""
        self.anchor()

    async def fill(self, turns: Iterable[ScreenTurn]) -> None:
        """Show a whole conversation, replacing what is shown."""
        everything = list(turns)
        self._next = None
        self.show_rest()
        await self.query(TurnLines).remove()
        self._before = everything[:-AT_ONCE]
        await self.mount_all([TurnLines(turn) for turn in everything[-AT_ONCE:]])
        self._offer()

    async def add(
        self, turns: Iterable[ScreenTurn], own: Iterable[ScreenTurn] = (), *, one_by_one: bool = False
    ) -> bool:
        """Add turns that were just said to the end of the transcript.

        Args:
            turns: what the family said.
            own: what the practitioner said before that.
            one_by_one: whether the family's lines come one after another, as people speak. The first is shown at once.

        Returns:
            Whether lines are still to come; `AllShown` is posted after the last.
        """
        self.show_rest()
        self.anchor()
        new = [turn for turn in (*own, *turns) if turn]
        left = FIRST_LINES if one_by_one else MANY
        said: list[TurnLines] = []
        if new and (ready := self._next):
            self._next = None
            await ready.say(new[0], left)
            said, left, new = [ready], max(left - len(new[0]), 0), new[1:]
        for turn in new:
            said.append(TurnLines(turn, left))
            left = max(left - len(turn), 0)
        await self.mount_all([turn for turn in said if not turn.is_attached])
        if one_by_one:
            lines = [line for drawn in said for line in drawn.query_children(SpokenLine)]
            self._coming = [line for line in lines if not line.display]
            for drawn in said:
                drawn.display = any(line.display for line in drawn.query_children(SpokenLine))
            if self._coming:
                self._wait_for_next(lines[-len(self._coming) - 1])
        return bool(self._coming)

    def _wait_for_next(self, before: SpokenLine) -> None:
        """Let the next line come, as long after the one before as that takes to say."""
        self._until_next = self.set_timer(min(LATEST, max(SOONEST, A_CHARACTER * before.length)), self._show_next)

    def _show_next(self) -> None:
        line = self._coming.pop(0)
        self._show(line)
        if self._coming:
            self._wait_for_next(line)
        else:
            self.post_message(self.AllShown())

    def _show(self, line: SpokenLine) -> None:
        line.display = True
        if isinstance(line.parent, TurnLines):
            line.parent.display = True

    def show_rest(self) -> bool:
        """Show all lines that are still to come; return whether there were any."""
        if not self._coming:
            return False
        if self._until_next is not None:
            self._until_next.stop()
        for line in self._coming:
            self._show(line)
        self._coming = []
        self.post_message(self.AllShown())
        return True

    async def prepare_next(self) -> None:
        """Mount the turn that comes next out of sight, so that only its words are missing."""
        if self._next is None:
            self._next = TurnLines(NEXT_TURN)
            self._next.display = False
            await self.mount(self._next)

    async def take_back(self) -> None:
        """Remove the last reply with the family's answer, and the ending if that reply brought one."""
        self.show_rest()
        lines = [line for line in self.query(TurnLines) if line is not self._next]
        # An ending is a turn of its own after the last reply, so both go together.
        gone = lines[-2:] if lines and lines[-1].ends else lines[-1:]
        for line in gone:
            await line.remove()

    @property
    def has_earlier(self) -> bool:
        """Whether it is scrolled to its top, and lines from before that are not on the screen."""
        return bool(self._before) and self.scroll_y <= 0

    async def earlier(self) -> None:
        """Show the turns just before the first one on the screen."""
        back, self._before = self._before[-AT_ONCE:], self._before[:-AT_ONCE]
        first = next(iter(self.query(TurnLines)), None)
        await self.mount_all([TurnLines(turn) for turn in back], before=first)
        self._offer()
        if first is not None:
            self.call_after_refresh(first.scroll_visible, top=True, animate=False)

    @on(Button.Pressed, "#earlier")
    async def bring_back(self, event: Button.Pressed) -> None:
        """Show earlier turns when the button is pressed."""
        event.stop()
        await self.earlier()

    def render_lines(self, crop: Region) -> list[Strip]:
        return super().render_lines(Region(crop.x, crop.y, crop.width, 1)) * crop.height  # all are blank alike

    def _offer(self) -> None:
        self.query_one("#earlier").display = bool(self._before)


def mark_words(text: str, spans: Sequence[Span | VerdictMark]) -> Content:
    """Underline the words of a text that a note is about."""
    if not spans:
        return Content(sanitize(text))
    marked, at = Content(""), 0
    for span in sorted(spans, key=lambda span: span.start):
        start = max(at, span.start)
        if start < span.end:
            marked += Content.assemble(sanitize(text[at:start]), (sanitize(text[start : span.end]), "underline"))
            at = span.end
    return marked + Content(sanitize(text[at:]))


def _classes(said: ScreenLine, *, last: bool) -> str:
    """Return the classes of a line; one says whether it is the last of its turn."""
    # A class rather than the style `:last-child`, for which Textual styles each line twice.
    return f"said by-{said.kind}{' -last' if last else ''}"


def _words(said: ScreenLine) -> Content:
    """Return a line's text with its speaker, and how it is said."""
    text = sanitize(said.text)
    if said.kind is LineKind.SCENE or said.goes_on:
        return Content(text)
    style = {LineKind.YOU: "bold $you", LineKind.FAMILY: "bold $family"}.get(said.kind, "bold $quiet")
    how = f"  ({sanitize(said.how)})" if said.how else ""
    return Content.assemble((sanitize(said.speaker), style), (how, "$quiet"), "\n", mark_words(said.text, said.marked))
