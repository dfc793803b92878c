"""The pages of a round at one laptop, from the cover to the close."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, HorizontalGroup, Vertical, VerticalGroup
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from coach.classroom.round_words import (
    BY_KEY,
    CLOSE,
    describe_elapsed,
    describe_replies_left,
    lay_out_after_care,
    lay_out_card,
    split_last_lines,
)
from coach.classroom.single_device import DeviceStep, SingleDeviceRound
from coach.classroom.views import LineReaderView, ObserverView, PractitionerView
from coach.debrief.render import Block, Heading, ListItem, Paragraph
from coach.language.catalogue import say
from coach.model.class_events import Role
from coach.page_words import AT_YOU
from coach.practice.safeguarding import Care
from coach.rehearsal.state import SKIPPED
from coach.tui.base_app import BROAD
from coach.tui.commands import make_bindings
from coach.tui.pair.marking import MarkingPanel, NoteList, describe_opening, list_reply_marks
from coach.tui.pair.page_data import (
    CommandRequest,
    LaptopRequest,
    ObserverRequest,
    RoundStatus,
    SeatRequest,
    name_holder_alone,
    name_holder_first,
    name_holder_within,
    write_cover,
)
from coach.tui.pair.round_turns import make_turns, make_turns_with_openings
from coach.tui.pair.round_widgets import (
    SCROLL_KEYS,
    BlockView,
    BranchList,
    ForwardButtons,
    LaptopPage,
    ReadAloudPanel,
    RoundTranscript,
    SayBox,
    scroll_words,
)
from coach.tui.widgets.text import Prose

# --- The cover, and a moment out

CLOSED_FOR = 0.6
"""Seconds before a cover can be lifted, so that one Enter too many shows nothing to the wrong eyes."""
NOT_SAID_WHO = "Somebody asked for a moment. Nobody has to say why, and the screen does not say who."
WHEN_READY = "Go on when all of you are ready. To stop altogether is fine too."


class CoverPage(Vertical):
    """A cover: it says to whom the laptop goes, and nothing else.

    What comes next is not there yet, not even behind the cover.
    """

    def __init__(self, status: RoundStatus) -> None:
        super().__init__(classes="middle-page")
        self._status = status

    def compose(self) -> ComposeResult:
        whom, *rest = write_cover(self._status)
        eyes = self._status.place.role
        with Vertical(classes="in-the-middle"):
            yield Prose("", whom, classes="hand-over")
            yield from (Prose(paragraph, classes="say") for paragraph in rest)
            with HorizontalGroup(classes="buttons"):
                words = f"I am {name_holder_within(self._status, eyes)}" if eyes else say("Go on")
                yield Button(Content(words), id="lift", classes="main")

    def on_mount(self) -> None:
        """Disable the button for a moment, so that pressing Enter once too often uncovers nothing."""
        button = self.query_one("#lift", Button)
        button.disabled = True
        self.set_timer(CLOSED_FOR, self._open)

    def _open(self) -> None:
        button = self.query_one("#lift", Button)
        button.disabled = False
        button.focus(scroll_visible=False)

    @on(Button.Pressed, "#lift")
    def lift(self) -> None:
        """Uncover the page: the right participant has the laptop."""
        self.post_message(LaptopRequest(SingleDeviceRound.uncover))


class RestPage(Vertical):
    """The page of a time-out, in neutral words."""

    def __init__(self, care: Care, also: str = "") -> None:
        """Make the page of a time-out.

        Args:
            care: the words and signposts that look after participants.
            also: what happened to words that were typed just now, if anything did.
        """
        super().__init__(classes="middle-page")
        self._care = care
        self._also = also

    def compose(self) -> ComposeResult:
        with Vertical(classes="in-the-middle"):
            yield BlockView()
            with HorizontalGroup(classes="buttons"):
                yield Button(say("Go on together"), id="together", classes="main")
                yield Button(say("Stop here"), id="stop")

    async def on_mount(self) -> None:
        care = self._care
        await self.query_one(BlockView).put(
            (
                Heading(say("A moment out"), 1),
                Paragraph(f"{NOT_SAID_WHO} {self._also}".strip()),
                Paragraph(say(WHEN_READY)),
                Paragraph(care.grounding),
                Heading(say("Where to turn")),
                *(ListItem(place) for place in care.signposts),
            )
        )
        self.query_one("#together").focus(scroll_visible=False)

    @on(Button.Pressed, "#together")
    def go_on_together(self) -> None:
        """End the time-out, once everybody is ready."""
        self.post_message(LaptopRequest(SingleDeviceRound.end_time_out))

    @on(Button.Pressed, "#stop")
    def stop(self) -> None:
        """Stop the round."""
        self.post_message(CommandRequest("stop"))


# --- Pages for one participant alone

DONE = "Cover the screen"
LATER = {
    Role.PRACTITIONER: "You type what you say, and all of you see it. What you guess afterwards, you guess alone.",
    Role.LINE_READER: (
        "All of you see the line that you read. Your notes come after the talk, when the laptop is yours again."
    ),
    Role.OBSERVER: (
        "Mark after the talk, on a page of your own; or as you go, with F5 on the page that all of you see. "
        "Your marks are shown once it is your turn to speak, and not before."
    ),
}
LATER_SPOKEN = {
    Role.PRACTITIONER: "Nobody types. Say it aloud; you do not look at the screen until you look back together.",
    Role.LINE_READER: (
        "After each thing that is said you choose what they did, and read out what is answered. F8 takes a slip back."
    ),
    Role.OBSERVER: "You sit beside the line-reader and mark as you go, with these keys.",
}
NOTES = "At each opening, for yourself: 1 “I could have said more”, or 2 “I said what I wanted to”."
GUESSES = "What did {reader} note at each opening? Guess for yourself: 1 or 2."
TOGETHER = "Both are laid open together, once all of you look back."
NONE = "No opening came up that the talk went on from, so there is nothing to do here."


class CardPage(LaptopPage):
    """The page that tells one person their role, for as long as they like."""

    FIRST = "#go-on"

    def compose(self) -> ComposeResult:
        yield BlockView()
        yield ForwardButtons(say("Cover the screen"), Button(say("Practise marking first"), id="practise"))

    async def fill(self) -> None:
        await self.query_one(BlockView).put(self._words())
        self.query_one("#practise").display = isinstance(self.view, ObserverView)

    def _words(self) -> Iterator[Block]:
        yield from lay_out_card(self.view, BY_KEY)
        role = self.view.context.role
        if role is not None:
            yield Paragraph((LATER_SPOKEN if self.status.spoken else LATER)[role], say("At this laptop"))

    @on(Button.Pressed, "#practise")
    def practise(self) -> None:
        """Open three short transcripts on which to practise marking before the round."""
        self.post_message(CommandRequest("practise_marking"))


class SealedPage(LaptopPage):
    """The page of the line-reader's notes, or of the practitioner's guesses.

    They can be changed until the screen is covered.

    An opening is where the family lets a subject be spoken of; the practitioner guesses what the line-reader noted
    there.
    """

    BINDINGS = make_bindings("sealed")
    FIRST = ".spots, #go-on"

    def compose(self) -> ComposeResult:
        asks = say(GUESSES, reader=name_holder_alone(self.status, Role.LINE_READER))
        notes = self.status.place.step is DeviceStep.NOTES
        yield NoteList(f"{NOTES if notes else asks} {TOGETHER}", say(NONE))
        yield ForwardButtons(say(DONE))

    async def fill(self) -> None:
        """Show each opening that the conversation has moved on from.

        An opening is where the family lets a subject be spoken of.
        """
        view = self.view
        spots = view.to_note if isinstance(view, LineReaderView) else ()
        spots = view.to_guess if isinstance(view, PractitionerView) else spots
        self.query_one(NoteList).show(spots, self.status.sealed)

    @on(NoteList.Given)
    def take_note(self, event: NoteList.Given) -> None:
        """Store a note or guess, hidden until all look back together."""
        opening, note = event.opening, event.note
        self.post_message(LaptopRequest(lambda laptop: laptop.seal(opening, note)))


class LockPage(LaptopPage):
    """The page of the observer's marks, which are locked when the screen is covered."""

    BINDINGS = make_bindings("marking")
    FIRST = "#openings, #go-on"

    def compose(self) -> ComposeResult:
        with Horizontal(id="observing"):
            yield RoundTranscript()
            yield MarkingPanel()
        yield ForwardButtons(say("Lock them, and cover the screen"))

    async def fill(self) -> None:
        """Show the transcript, its openings, and the marks given during the conversation."""
        view = self.view
        assert isinstance(view, ObserverView), "only the observer marks"
        await self.query_one(RoundTranscript).show(make_turns_with_openings(view))
        self.query_one(MarkingPanel).show(view)
        self.query_one("#locking").display = False  # the way on locks them


# --- Pages for everybody: the content note, the end of a round

ASKED = (
    "Each of you reads it. Whoever would rather not says “another one”, and nobody asks why: another is as good. "
    "Or press F3, and nobody is named."
)
NOTHING_KEPT = "Nothing of this round is kept unless somebody asks."
YOURS = "{who}, what you said is yours, and yours to decide on. Notes and marks of the others are not kept with it."
HERE = (
    "“Keep it” puts it among the rehearsals of whoever's account this is. If that is not you, take it along as a file."
)
KEPT = "It is kept as a rehearsal on this machine, and goes by itself after thirty days unless it is kept longer."
NOT_TYPED = "Nothing was typed, so there is nothing to keep."
AGAIN = (
    "For another round, change places if you like; nobody has to. Whoever has read a family's lines knows what that "
    "family keeps, so the next practitioner may like another scenario."
)


class NotePage(LaptopPage):
    """The page of the content note. Nothing begins before every participant has read it."""

    FIRST = "#go-on"

    def compose(self) -> ComposeResult:
        yield BlockView()
        yield ForwardButtons(say("We have read it, and go on"), Button(say("Another one"), id="another"))

    async def fill(self) -> None:
        chosen = self.view.context.chosen
        title, note = (chosen.title, chosen.content_note) if chosen else ("", "")
        at_you = (Paragraph(say(AT_YOU)),) if chosen and chosen.towards_practitioner else ()
        await self.query_one(BlockView).put(
            (Heading(title, 1), Heading(say("Before you start")), Paragraph(note), *at_you, Paragraph(say(ASKED)))
        )

    @on(Button.Pressed, "#another")
    def another(self) -> None:
        """Go back to choosing a scenario."""
        self.post_message(CommandRequest("choose_again"))


class EndPage(LaptopPage):
    """The end of a round: what its practitioner stores, and whether another round follows."""

    FIRST = "#go-on"

    def compose(self) -> ComposeResult:
        yield BlockView()
        yield ForwardButtons(
            say("Change places"),
            Button(say("Another round"), id="another"),
            Button(say("Close"), id="close-round"),
            Button(say("Keep it"), id="keep"),
            Button(say("Do not keep it"), id="not-keep"),
            Button(say("As a file"), id="file"),
        )

    async def fill(self) -> None:
        """Offer to store or export the round, as far as that is possible."""
        await self.query_one(BlockView).put(self._words())
        typed = not self.status.spoken
        self.query_one("#keep").display = typed and not self.status.kept
        self.query_one("#not-keep").display = bool(self.status.kept)
        self.query_one("#file").display = typed

    def _words(self) -> Iterator[Block]:
        yield Heading(say("This round is finished"), 1)
        yield Paragraph(say(CLOSE))
        yield Heading(say("What is kept"))
        if self.status.spoken:
            yield Paragraph(f"{NOTHING_KEPT} {NOT_TYPED}")
        elif self.status.kept:
            yield Paragraph(say(KEPT))
        else:
            yield Paragraph(f"{NOTHING_KEPT} {YOURS.format(who=name_holder_first(self.status, Role.PRACTITIONER))}")
            yield Paragraph(say(HERE))
        yield Heading(say("Another round"))
        yield Paragraph(say(AGAIN))

    @on(Button.Pressed, "#another, #close-round, #keep, #not-keep, #file")
    def press(self, event: Button.Pressed) -> None:
        """Run the command of the pressed button."""
        event.stop()
        wants = {"another": "choose_again", "close-round": "close_round", "file": "take_home"}
        wants |= {"keep": "keep", "not-keep": "keep_no_longer"}
        self.post_message(CommandRequest(wants[str(event.button.id)]))


def lay_out_close(*, kept: bool, stopped: bool) -> Iterator[Block]:
    """Lay out the last words of a round, before the places to turn to.

    Args:
        kept: whether the round is stored.
        stopped: whether it was stopped before its end.
    """
    yield Heading(say("Stopped") if stopped else say("Before you go"), 1)
    if stopped:
        yield Paragraph(
            say("Stopping is fine at any point. {what}", what="" if kept else "Nothing of this round is kept.").strip()
        )
    else:
        yield Paragraph(say("Each of you, aloud and in a sentence:"))
        yield ListItem(say("one thing I'll say,"))
        yield ListItem(say("one thing I'll ask my manager for."))
    yield Paragraph(say(CLOSE))


# --- The talk

OVER = "That was the last of it. Take a breath before you look back."
TO_READ = "{reader} reads aloud"
THE_SCREEN = "The screen speaks"


class TalkPage(LaptopPage):
    """The conversation's page: the transcript, the line to read out now, and a reply box.

    Nothing private is on it: it is made from what was said, and from nothing else.
    """

    FIRST = "#box, #go-on"
    BINDINGS = make_bindings("speaking")

    def __init__(self, status: RoundStatus) -> None:
        super().__init__(status)
        self._over = False

    def compose(self) -> ComposeResult:
        yield RoundTranscript()
        yield ReadAloudPanel()
        yield Static("", id="how-many", markup=False)
        yield SayBox(say("Say it"), self.extras.draft)
        yield ForwardButtons(say("Look back"))

    async def fill(self) -> None:
        """Update the transcript, the line to read out and the reply box."""
        context, status = self.view.context, self.status
        before, last = split_last_lines(self.view.lines)
        aloud = self.query_one(ReadAloudPanel)
        reader = status.name(Role.LINE_READER)
        title = say(TO_READ, reader=name_holder_first(status, Role.LINE_READER)) if reader else say(THE_SCREEN)
        aloud.border_title = Content(title)
        aloud.show(last)
        await self.query_one(RoundTranscript).show(make_turns(before, name_holder_first(status, Role.PRACTITIONER)))
        self.query_one(SayBox).show(open_=not context.over, first=not context.replies)
        words = say(OVER) if context.over else describe_replies_left(context)
        self.query_one("#how-many", Static).update(words)
        self.query_one("#how-many").display = bool(words)
        self.query_one(ForwardButtons).display = context.over
        if context.over and not self._over:
            self._over = True
            aloud.to_the_end()
            self.focus_first()

    def clear_said(self, words: str) -> None:
        """Remove words that were said from the box; what was typed meanwhile stays."""
        self.query_one(SayBox).clear_said(words)

    def action_skip(self) -> None:
        """Skip this reply, which is never counted."""
        if not self.view.context.over:
            self.post_message(SeatRequest(lambda seat: seat.skip()))


# --- The close


class ClosePage(Vertical):
    """The last page: a sentence for each to say, and where to turn for help afterwards."""

    BINDINGS = SCROLL_KEYS

    def __init__(self, care: Care, *, kept: bool, stopped: bool) -> None:
        super().__init__(classes="room-page")
        self._care = care
        self._kept = kept
        self._stopped = stopped

    def compose(self) -> ComposeResult:
        yield BlockView()
        with HorizontalGroup(classes="buttons further"):
            yield Button(say("To the start page"), id="go-on", classes="main", action="screen.go_on")

    async def on_mount(self) -> None:
        words = (*lay_out_close(kept=self._kept, stopped=self._stopped), *lay_out_after_care(self._care))
        await self.query_one(BlockView).put(words)
        self.query_one("#go-on").focus(scroll_visible=False)

    def action_scroll_words(self, key: str) -> None:
        """Scroll the page's text by a key such as `pageup`, if the text does not all fit."""
        scroll_words(self, key)


# --- The page of a spoken round: the line-reader follows the script, the observer marks

WHERE = "{practitioner} answers aloud. What did they do?"
IN_SHORT = "F5: marks."
READ_OUT_LAST = "That was the last of it. Read it out, and take a breath before you look back."


class SpokenPage(LaptopPage):
    """The page of a spoken round: lines to read out, branches to choose, an observer's marks."""

    FIRST = "#ways, #go-on"
    BINDINGS = make_bindings("marking", "speaking", "spoken")

    def compose(self) -> ComposeResult:
        with Horizontal(id="side-by-side-here"):
            with Vertical(id="reading-out"):
                yield ReadAloudPanel()
                with VerticalGroup(id="following"):
                    yield Static("", id="where-to", classes="asks", markup=False)
                    yield BranchList()
                yield Static("", id="how-many", markup=False)
            if self.status.watching is not None:
                yield ObserverHalf()
        yield ForwardButtons(say("Look back"))

    async def fill(self) -> None:
        """Update the lines to read out, the branches they can lead to, and the marks."""
        view, context = self.view, self.view.context
        assert isinstance(view, LineReaderView), "the line-reader follows the script"
        self.query_one(ReadAloudPanel).border_title = Content(
            say("{holder_first} reads aloud", holder_first=name_holder_first(self.status, Role.LINE_READER))
        )
        self.query_one(ReadAloudPanel).show(view.to_read)
        self.query_one("#where-to", Static).update(
            say(WHERE, practitioner=name_holder_first(self.status, Role.PRACTITIONER))
        )
        self.query_one(BranchList).show(view.choices, len(view.lines))
        self.query_one("#following").display = bool(view.choices)
        words = say(READ_OUT_LAST) if context.over else describe_replies_left(context)
        self.query_one("#how-many", Static).update(words)
        self.query_one("#how-many").display = bool(words)
        self.query_one(ForwardButtons).display = context.over
        for beside in self.query(ObserverHalf):
            beside.show(self.status)
        if context.over:
            self.focus_first()

    @on(BranchList.Went)
    def went(self, event: BranchList.Went) -> None:
        """Record the branch that the line-reader chose."""
        event.stop()
        branch = event.branch
        self.post_message(SeatRequest(lambda seat: seat.choose_branch(branch)))

    def action_skip(self) -> None:
        """Skip this reply, which is never counted."""
        if not self.view.context.over:
            self.post_message(SeatRequest(lambda seat: seat.choose_branch(SKIPPED)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # as Textual calls it
        """Allow taking back a branch if there is one, and showing the marks if they are out of view."""
        view = self.view
        if action == "choice_back":
            return isinstance(view, LineReaderView) and view.may_take_back
        return action != "marks_here" or (self.status.watching is not None and self.app.size.width < BROAD)

    def action_choice_back(self) -> None:
        """Take back the last branch that was chosen."""
        self.post_message(SeatRequest(lambda seat: seat.take_back_branch()))

    def action_marks_here(self) -> None:
        """Switch between the line-reader's half and the observer's, on a narrow screen."""
        self.toggle_class("-marking")
        self.query_one("#openings" if self.has_class("-marking") else "#ways").focus(scroll_visible=False)

    def action_opening(self, step: int) -> None:
        """Highlight the opening before or after the highlighted one.

        Args:
            step: 1 for the next, -1 for the one before.
        """
        for openings in self.query("#openings").results(OptionList):
            many = openings.option_count
            if many:
                openings.highlighted = max(0, min(many - 1, (openings.highlighted or 0) + step))


class ObserverHalf(Vertical):
    """The observer's half of the page: the clock, openings as they come up, and timed marks.

    An opening is where the family lets a subject be spoken of.
    """

    def __init__(self) -> None:
        super().__init__()
        self._watching: ObserverView | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="in-short", markup=False)
        yield Static("", id="into-it", markup=False)
        yield MarkingPanel()

    def show(self, status: RoundStatus) -> None:
        """Update the observer's marks and the time."""
        if status.watching is None:
            return
        self._watching = status.watching
        self.query_one(MarkingPanel).show(status.watching)
        self.query_one("#locking").display = False  # marks are locked on the observer's own page, afterwards
        self._say_it_short()

    @on(OptionList.OptionHighlighted, "#openings")
    def _say_it_short(self) -> None:
        """Show the clock and, where marks are hidden, the opening and the last mark."""
        view = self._watching
        if view is None:
            return
        place = self.query_one("#openings", OptionList).highlighted
        words = [describe_elapsed(view.second)]
        if place is not None and place < len(view.openings):
            words.append(f"Opening {describe_opening(view.openings[place]).plain}")
        self.query_one("#into-it", Static).update(words[0])
        self.query_one("#in-short", Static).update(
            "  ".join((words[0], IN_SHORT, *list_reply_marks(view)[-1:], *words[1:]))
        )

    def on_seat_request(self, event: SeatRequest) -> None:
        """Post a mark as the observer's, because the page around it is the line-reader's."""
        event.stop()
        self.post_message(ObserverRequest(event.do))
