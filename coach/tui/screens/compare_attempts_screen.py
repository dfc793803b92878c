"""The comparison of two attempts, reply by reply, from the reply where they differ."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.widgets import Select

from coach.debrief.attempt_pairs import AttemptSide, ReplyPair, describe_start, find_parting, pair_replies
from coach.debrief.first_page import ConversationPicture
from coach.language.catalogue import say
from coach.practice.rehearsal import Rehearsal
from coach.tui.base_app import Page
from coach.tui.commands import make_bindings
from coach.tui.widgets.footer import Keys
from coach.tui.widgets.picture_strip import PictureStrip, StripLegend
from coach.tui.widgets.text import Prose, draw_heading
from coach.tui.widgets.transcript import draw_line


class AttemptPicture(Vertical):
    """The picture of one attempt, with the attempt's number above it."""

    def __init__(self, attempt: int, picture: ConversationPicture) -> None:
        super().__init__(classes="attempt-picture")
        self._attempt = attempt
        self.picture = picture

    def compose(self) -> ComposeResult:
        yield Prose("", f"Attempt {self._attempt}", classes="side-name")
        if self.picture.marks:
            yield PictureStrip(self.picture, 1, key=f"picture-{self._attempt}")
        else:
            yield Prose(say("Nothing was said in it yet."), classes="say first quiet")


class ReplyPairView(Vertical):
    """The two replies of a pair, side by side or one below the other."""

    def __init__(self, both: ReplyPair) -> None:
        super().__init__(classes="pair", id=f"pair-{both.reply}")
        self._both = both

    def compose(self) -> ComposeResult:
        both = self._both
        if both.before:
            yield Prose(say("Where they part, this was said:"), classes="say quiet")
            yield draw_line(both.before)
        yield draw_heading(f"Reply {both.reply}")
        with Container(classes="beside"):
            for side in both.sides:
                with Vertical(classes="side"):
                    yield Prose("", f"Attempt {side.attempt}", classes="side-name")
                    yield from _draw_side(side)


def _draw_side(side: AttemptSide) -> ComposeResult:
    if side.yours is None:
        yield Prose(say("It had ended, or stopped here."), classes="spoken quiet")
        return
    yield Prose(side.yours.text, "You:", classes="spoken own")
    yield from (draw_line(line) for line in side.theirs)
    if side.yours.notes:
        yield Prose("\n".join(side.yours.notes), classes="margin")


# --- The screen


class CompareAttemptsScreen(Page):
    """A screen with two attempts: replies, the family's answers, and the coach's notes."""

    WHERE = "compare_attempts"
    HELP = """\
Two attempts of the same rehearsal, from the reply at which they part: your words, what the family answered, and the \
coach's notes. Neither is the right one. Choose which two at the top. The picture of each has a mark for every reply; \
going along it shows what was said there, where the two differ.

On a narrow screen they stand one below the other, reply by reply."""
    BINDINGS = make_bindings("compare_attempts")
    AUTO_FOCUS = "#pairs"

    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__()
        self._rehearsal = rehearsal

    def compose(self) -> ComposeResult:
        attempts = self._rehearsal.story.attempts
        choices = [(f"Attempt {attempt.number}, {describe_start(attempt)}", attempt.number) for attempt in attempts]
        yield Prose(self._rehearsal.script.dialogue.title, say("Side by side:"), classes="title")
        with Horizontal(id="which"):
            yield Select(choices, value=attempts[-2].number, allow_blank=False, compact=True, id="first")
            yield Select(choices, value=attempts[-1].number, allow_blank=False, compact=True, id="second")
        yield VerticalScroll(id="pairs")
        yield Keys()

    @on(Select.Changed)
    def show(self) -> None:
        """Show the two attempts that are chosen in the lists."""
        self._show()

    @work(exclusive=True)
    async def _show(self) -> None:
        first, second = (self.query_one(f"#{which}", Select).value for which in ("first", "second"))
        page = self.query_one("#pairs", VerticalScroll)
        await page.remove_children()
        if not isinstance(first, int) or not isinstance(second, int) or first == second:
            await page.mount(Prose(say("Choose two different attempts."), classes="say"))
            return
        one = await self.coach.in_practice(self._rehearsal.debrief, first)
        other = await self.coach.in_practice(self._rehearsal.debrief, second)
        pictures = [
            AttemptPicture(number, (await self.coach.in_practice(self._rehearsal.page, number)).picture)
            for number in (first, second)
        ]
        parted = find_parting(self._rehearsal.story, first, second)
        with self.app.batch_update():
            await page.mount(
                Vertical(
                    *pictures,
                    StripLegend(*(picture.picture for picture in pictures)),
                    *(ReplyPairView(both) for both in pair_replies(one, other, parted)),
                    classes="pairs",
                )
            )

    @on(PictureStrip.Moved)
    @on(PictureStrip.Opened)
    def show_pair(self, event: PictureStrip.Moved | PictureStrip.Opened) -> None:
        """Show the pair of replies of the chosen mark, if the two attempts differ there."""
        for pair in self.query(f"#pair-{event.reply}").results(ReplyPairView):
            pair.scroll_visible(animate=False)

    def on_picture_strip_left(self, event: PictureStrip.Left) -> None:
        """Go from one picture to the other."""
        pictures = list(self.query(PictureStrip))
        place = next((number for number, picture in enumerate(pictures) if picture.has_focus), 0) + event.steps
        if 0 <= place < len(pictures):
            pictures[place].focus()
