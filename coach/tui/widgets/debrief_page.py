"""The first page of a debrief: the picture, and cards that open from one line each.

`LookingBack` is the page. What stands on it is worked out in `coach/debrief/page_builder.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Input, RadioSet

from coach.debrief.first_page import CardKind, DebriefCard, DebriefPage
from coach.debrief.render import lay_out_card
from coach.debrief.report import ANSWERS, INTENTION, IntentionOutcome, VerdictMark
from coach.language.catalogue import say
from coach.model.events import Stance
from coach.model.exercise import Exercise, ExerciseReturn
from coach.model.submission import SubmissionScope
from coach.page_words import NOTHING_SAID, ONLY_YOU, UNANSWERED
from coach.practice.safeguarding import Care
from coach.rehearsal.state import History
from coach.supervision.exercises import end_sentence
from coach.tui.dialogs.dialog import TypedLine
from coach.tui.widgets.card_list import CardList, CardRow
from coach.tui.widgets.choices import Choice, DeliberateChoices
from coach.tui.widgets.picture_strip import MomentPane, PictureStrip, StripLayout, StripLegend
from coach.tui.widgets.text import Prose, draw_blocks

# --- The practitioner's own words


@dataclass
class Thought(Message):
    """Message posted when the practitioner writes a thought to be stored with the rehearsal."""

    on: str
    words: str


class OwnWordsBox(Vertical):
    """A line for the practitioner's own words, with ready answers to choose from."""

    def __init__(self, on: str, before: tuple[str, ...], answers: tuple[str, ...] = (), answered: str = "") -> None:
        """Make the box for one question.

        Args:
            on: the key under which the words are stored.
            before: what was written before, the latest last.
            answers: the ready answers.
            answered: the answer that was chosen, if one was.
        """
        super().__init__(classes="own-words", id=f"own-words-{on}")
        self._on = on
        self._before = before
        self._answers = answers
        self._answered = answered

    def compose(self) -> ComposeResult:
        if self._answers:
            with DeliberateChoices(id=f"answers-{self._on}"):
                yield from (Choice(say(answer), value=answer == self._answered) for answer in self._answers)
        yield from (Prose(words, say("You wrote:"), classes="item") for words in self._before)
        yield TypedLine(
            placeholder=say("In your own words, if you like. Enter keeps them"),
            id=f"thought-{self._on}",
            max_length=2000,
            compact=True,
        )

    @on(RadioSet.Changed)
    def choose_answer(self, event: RadioSet.Changed) -> None:
        """Keep a ready answer as soon as it is chosen, with the words in the box."""
        event.stop()
        self._keep(self._answers[event.index])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._keep("")

    def _keep(self, answer: str) -> None:
        typed = self.query_one(Input).value.strip()
        words = ". ".join(part for part in (answer, typed) if part)
        if words:
            self.post_message(Thought(self._on, words))


# --- The practitioner's word on the coach's notes


@dataclass
class FitAnswer(Message):
    """Message posted when the practitioner says whether an uncertain verdict fits."""

    mark: VerdictMark
    stance: Stance


# --- What an exercise asks for afterwards

ASKS = {
    ExerciseReturn.ONE_MOMENT: "It asks for one moment to bring, which is yours to refuse.",
    ExerciseReturn.ONE_QUESTION: "It asks for one question to bring, which is yours to refuse.",
    ExerciseReturn.NOTHING: "It asks for nothing to be brought.",
}
BRINGS = {
    ExerciseReturn.ONE_MOMENT: ("Bring one moment", SubmissionScope.MOMENT),
    ExerciseReturn.ONE_QUESTION: ("Bring one question", SubmissionScope.QUESTION),
}


def draw_exercise(exercise: Exercise) -> Iterator[Widget]:
    """Yield the widgets for what an exercise asks for afterwards, with buttons to do it."""
    yield Prose(f"“{exercise.title}”. {end_sentence(exercise.why)} {say(ASKS[exercise.bring])}", classes="say first")
    with_words = [(say("Questions afterwards"), "screen.reflect")]
    if exercise.bring in BRINGS:
        words, what = BRINGS[exercise.bring]
        with_words.append((say(words), f"screen.bring('{what}')"))
    yield Horizontal(*(Button(words, action=do, compact=True) for words, do in with_words), classes="onward")


# --- The rows of the page

MOST_WORDS = 2
"""Of what somebody wrote in one place, the latest last; the rest is in the export."""
FIRST_KINDS = (CardKind.CHOSEN, CardKind.LATER)
"""The kinds of card that stand before the picture."""
OPEN_FIRST = (
    *(CardKind.CHOSEN, CardKind.BACK, CardKind.KEEP, CardKind.CHILD, CardKind.PROMISE),
    *(CardKind.QUESTION, CardKind.LATER, CardKind.SUBJECT),
)
"""Which cards are open at first where there is room, in this order."""
LEAD = 16
"""Characters of a speaker's name with the number of a reply, about."""


def make_row(card: DebriefCard, wrote: tuple[str, ...] = (), *, is_off: bool = False) -> CardRow:
    """Make the row of a card.

    Args:
        card: the card.
        wrote: what the practitioner wrote to its question.
        is_off: whether the practitioner called it not so.
    """

    def draw() -> Iterator[Widget]:
        yield from draw_blocks(lay_out_card(card, card.title), ":")
        if card.kind is CardKind.QUESTION and not is_off:
            yield OwnWordsBox("supervision", wrote)

    lengths = tuple(len(part.text) + LEAD for part in card.parts)
    if card.kind is CardKind.QUESTION:
        lengths = (*lengths, 1, 1)
    title, brief = card.title, card.brief.removeprefix(f"{card.title}: ")
    if card.kind is CardKind.LATER:
        brief = next((part.text for part in card.parts), brief)
    return CardRow(card.id, say(title), brief, draw, lengths, card.replies, may_be_off=True, is_off=is_off)


def make_own_question_row(wrote: tuple[str, ...]) -> CardRow:
    """Make the row for a question of the practitioner's own, where the coach has none."""

    def draw() -> Iterator[Widget]:
        yield OwnWordsBox("supervision", wrote)

    brief = say("You wrote: {words}", words=wrote[-1]) if wrote else say("A question of your own, if you have one.")
    return CardRow("own-question", say("For supervision"), brief, draw)


def make_intention_row(intention: str, happened: IntentionOutcome) -> CardRow:
    """Make the row of what the practitioner wanted to practise, and whether it happened."""
    wanted = intention if intention.endswith((".", "?", "!", "…")) else f"{intention}."

    def draw() -> Iterator[Widget]:
        yield Prose(wanted, classes="say first")
        yield Prose(say(ONLY_YOU), say("Did it happen?"), classes="say first")
        yield OwnWordsBox(INTENTION, happened.words[-MOST_WORDS:], ANSWERS, happened.answer)

    asks = say("You said: {answer}.", answer=say(happened.answer)) if happened.answer else say("Did it happen?")
    return CardRow("intention", say("You wanted to practise"), f"{wanted} {asks}", draw)


# --- The page


@dataclass
class PageState:
    """What is open and chosen on the page, which is made anew after each change."""

    opened: set[str] = field(default_factory=set)
    """The keys of the cards that are open."""
    at: str = ""
    """The key of the highlighted card."""
    reply: int = 0
    """The chosen reply."""
    is_begun: bool = False
    """Whether it was decided which cards are open at first."""


@dataclass(frozen=True, slots=True)
class LookingBackContent:
    """Everything that the first page of a debrief shows."""

    page: DebriefPage
    story: History
    care: Care
    happened: IntentionOutcome
    """Whether the intention happened, in the practitioner's words."""
    exercise: Exercise | None = None
    """The exercise that it was rehearsed for, if there was one."""


BESIDE = 120
"""Columns from which the lines of the chosen reply stand beside the page."""
READING_WIDTH = 80
CHROME = 10
"""Rows of the screen around the page, and on it the legend and the empty ones."""
SETTLED = 1.0
"""Seconds after which a page that was made anew is laid out, and its reader may have scrolled it."""
INDENT, BODY_AROUND = 6, 3
"""How far the lines of an open card are indented, and the rows around them: space, buttons."""


class LookingBack(Vertical):
    """The first page of a debrief: the picture, and cards in the order of every front end."""

    def __init__(self, content: LookingBackContent, state: PageState | None = None) -> None:
        super().__init__(id="looking-back")
        self._content = content
        self.state = state or PageState()
        page = content.page
        if page.picture.marks:
            self.state.reply = min(self.state.reply or self._choose_reply(), page.picture.marks[-1].reply)

    def _choose_reply(self) -> int:
        """Return the reply that is chosen at first: the one to go back to, else the last one."""
        page = self._content.page
        back = [reply for card in page.list_cards(CardKind.BACK) for reply in card.replies]
        return next(iter(back), page.picture.marks[-1].reply)

    def compose(self) -> ComposeResult:
        page, state = self._content.page, self.state
        before, after = self._list_rows()
        if not state.is_begun:
            state.opened, state.is_begun = self._choose_opened((*before, *after)), True
        opened = frozenset(state.opened)
        marks = page.picture.marks
        with Horizontal(id="columns"):
            with VerticalScroll(id="page", can_focus=False), Vertical(classes="reading"):
                yield from self._draw_beginning()
                if before:
                    yield CardList(before, opened, state.at, "cards-first")
                if marks:
                    yield PictureStrip(page.picture, state.reply)
                    yield StripLegend(page.picture)
                    yield MomentPane(page.picture, state.reply, classes="below")
                else:
                    yield Prose(say(NOTHING_SAID), classes="say first")
                if after:
                    yield CardList(after, opened, state.at, "cards")
                yield from self._draw_close()
            if marks:
                yield MomentPane(page.picture, state.reply, classes="side")
        yield Horizontal(*self._make_buttons(), id="now")

    def _make_buttons(self) -> Iterator[Button]:
        """Make the main action and the key to everything else."""
        if self._content.page.picture.marks:
            yield Button(self._name_again(), action="screen.say_again", compact=True, id="again")
        else:
            yield Button(say("Another go from the start"), action="screen.from_start", compact=True, id="again")
        yield Button(say("More…"), action="screen.more", compact=True, id="more")

    def _name_again(self) -> str:
        return say("Say reply {reply} again", reply=self.state.reply)

    def on_mount(self) -> None:
        self.set_class(self.app.size.width >= BESIDE, "-beside")
        self.watch(self.query_one("#page"), "virtual_size", self._keep_card_in_view, init=False)

    def _keep_card_in_view(self) -> None:
        """Keep the highlighted card in view, as the lines of its reply above it may be more."""
        focused = self.screen.focused
        if isinstance(focused, CardList) and focused.is_followed:
            focused.show_highlighted()

    def on_resize(self) -> None:
        """Put the lines of the chosen reply beside the page, or below the picture."""
        self.set_class(self.app.size.width >= BESIDE, "-beside")

    def scroll_back(self, y: float) -> None:
        """Scroll the page to where the one before it was, as soon as it is laid out."""
        page = self.query_one("#page", VerticalScroll)

        def scroll() -> None:
            # Cards are laid out one after another: until the page is long enough, it can't be scrolled so far. It has
            # its length before its place on the screen, and can't be scrolled at all until then.
            if page.max_scroll_y and not was_scrolled:
                page.scroll_to(y=y, animate=False, immediate=True)
                if page.scroll_y >= y:
                    was_scrolled.append(True)

        was_scrolled: list[bool] = []
        if y:
            self.watch(page, "virtual_size", scroll)
            self.set_timer(SETTLED, lambda: was_scrolled.append(True))

    def focus_first(self) -> None:
        """Focus the picture, or what the practitioner chose, which stands above it."""
        order: tuple[type[Widget], ...] = (PictureStrip, CardList, Button)
        if self._content.page.list_cards(CardKind.CHOSEN):
            # Their lines stand open, and leave the picture little room or none.
            order = (CardList, PictureStrip, Button)
        for wanted in order:
            if widgets := self.query(wanted):
                widgets.first().focus(scroll_visible=False)
                break

    # --- What stands on it

    def _draw_beginning(self) -> ComposeResult:
        page = self._content.page
        if page.attempts > 1:
            yield Prose(
                say("Attempt {attempt} of {attempts}.", attempt=page.attempt, attempts=page.attempts),
                classes="say first quiet",
            )
        if page.stops:
            kept = say("Everything you said is kept; what is shown here stops before it.")
            yield Prose(f"{page.stops}. {kept}", say("Note:"), classes="say first")

    def _draw_close(self) -> ComposeResult:
        page, care = self._content.page, self._content.care
        yield Prose(say(page.limits), say("Please remember:"), classes="say close")
        yield Prose(f"{say(page.close)} {care.grounding}", classes="say")
        yield Prose(say("If any of it stays with you, there are people to turn to:"), classes="say")
        yield from (Prose(place, "-", classes="item") for place in care.signposts)

    def _list_rows(self) -> tuple[tuple[CardRow, ...], tuple[CardRow, ...]]:
        """List the rows before the picture and after it; what was taken off stands last."""
        page, content = self._content.page, self._content
        wrote = tuple(event.words for event in content.story.reflected if event.on == "supervision")[-MOST_WORDS:]
        first = [make_row(card) for kind in FIRST_KINDS for card in page.list_cards(kind)]
        if page.picture.marks and not page.list_cards(CardKind.CHOSEN):
            first.insert(0, CardRow("own-lines", say("You, first"), say(UNANSWERED), self._draw_own_lines))
        if content.exercise:
            asked, title = content.exercise, f"“{content.exercise.title}”"
            first.insert(0, CardRow("exercise", say("For the exercise"), title, lambda: draw_exercise(asked)))
        if page.intention:
            first.insert(0, make_intention_row(page.intention, content.happened))
        rest = [make_row(card, wrote) for card in page.cards if card.kind not in FIRST_KINDS]
        if page.picture.marks and not page.list_cards(CardKind.QUESTION):
            rest.append(make_own_question_row(wrote))
        return tuple(first), (*rest, *(make_row(card, is_off=True) for card in page.taken_off))

    def _draw_own_lines(self) -> Iterator[Widget]:
        yield Prose(say(UNANSWERED), classes="say first")
        yield Button(say("Answer"), action="screen.answer_first", compact=True)

    def _choose_opened(self, rows: tuple[CardRow, ...]) -> set[str]:
        """Choose which cards are open at first: as many as fit on the screen, by a guess."""
        page, size = self._content.page, self.app.size
        is_beside = size.width >= BESIDE
        width = min(READING_WIDTH, size.width // 2 if is_beside else size.width - 5)
        left = size.height - CHROME - len(rows) - StripLayout(page.picture, width).height
        if page.picture.marks and not is_beside:
            left -= max(
                _guess_height([len(line.text) + LEAD for line in (mark.said, *mark.after)], width)
                for mark in page.picture.marks
            )
        kinds = {card.id: card.kind for card in page.cards}
        opened: set[str] = set()
        for kind in OPEN_FIRST:
            for row in rows:
                height = _guess_height(row.lengths, width - INDENT) + BODY_AROUND
                # The practitioner's own choice opens the page, whether or not it fits.
                if kinds.get(row.key) is kind and not row.is_off and (kind is CardKind.CHOSEN or height <= left):
                    left -= height
                    opened.add(row.key)
        return opened

    # --- Moving about on it

    def on_picture_strip_moved(self, event: PictureStrip.Moved) -> None:
        """Show the lines of the chosen reply, which the main action is about too."""
        event.stop()
        self.state.reply = event.reply
        for pane in self.query(MomentPane):
            pane.show(event.reply)
        again = self.query_one("#again", Button)
        again.label = self._name_again()
        # Textual draws a button's new words in its old room.
        again.refresh(layout=True)

    def on_card_list_highlighted(self, event: CardList.Highlighted) -> None:
        """Choose the reply that the highlighted card is about."""
        event.stop()
        self.state.at = event.row.key
        for picture in self.query(PictureStrip):
            if event.row.replies:
                picture.choose(event.row.replies[0])

    def on_card_list_toggled(self, event: CardList.Toggled) -> None:
        event.stop()
        (self.state.opened.add if event.is_open else self.state.opened.discard)(event.key)

    def on_card_list_left(self, event: CardList.Left) -> None:
        """Go on beyond a list: to the picture, or to the cards on its other side."""
        event.stop()
        self._leave(event.steps)

    def on_picture_strip_left(self, event: PictureStrip.Left) -> None:
        """Go from the picture to the cards above it or below it."""
        event.stop()
        self._leave(event.steps)

    def _leave(self, steps: int) -> None:
        stops = list(self.query("CardList, PictureStrip").results(Widget))
        focused = self.screen.focused
        place = stops.index(focused) + steps if focused in stops else -1
        if not 0 <= place < len(stops):
            return
        stop = stops[place]
        if isinstance(stop, CardList):
            stop.enter(steps)
        else:
            stop.focus()


def _guess_height(lengths: Sequence[int], width: int) -> int:
    """Guess how many rows paragraphs of so many characters take: lines break between words."""
    return sum(ceil(length * 1.05 / max(width, 1)) for length in lengths) + 1
