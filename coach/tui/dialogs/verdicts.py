"""Dialogs on the coach's verdicts: the practitioner disputes one, the supervisor comments."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from textual import on, work
from textual.app import ComposeResult
from textual.containers import ItemGrid, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, RadioSet, Static

from coach.debrief.builder import word_note
from coach.debrief.report import VerdictMark
from coach.language.catalogue import say
from coach.model.events import Stance
from coach.model.rubric import Rubric
from coach.model.submission import Note, Review, SubmittedLine, View, remove_view, set_view
from coach.supervision.documents import OWN_VIEWS, word_said_now
from coach.supervision.submissions import describe_notes
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import (
    BRIEFLY,
    CHOOSE,
    CLOSE,
    UNKEPT,
    Dialog,
    DialogText,
    Guarded,
    TypedLine,
    scroll_lines,
    scroll_pages,
)
from coach.tui.text import sanitize
from coach.tui.widgets.choices import Choice, LeadingChoices
from coach.tui.widgets.reply_input import OwnBox
from coach.tui.widgets.searchable_list import ListEntry, SearchableList
from coach.tui.widgets.text import Prose

# --- The practitioner's own word on a note

BOTH_STAY = "Your word stands in your debrief. The coach's note stays beside it."
NOT_OF_THEIRS = "What you say here is about the coach's note. Your supervisor's word is for you two to talk over."
THE_NOTE = "The coach's note:"
STANCES = {
    Stance.NOT_MEANT: "The note is not what I meant",
    Stance.FAIR: "The coach's note is fair",
}
"""The two answers. They name whose reading is meant, as a supervisor's may stand beside it."""


@dataclass(frozen=True, slots=True)
class OwnWord:
    """The practitioner's own word on a note of the coach: fair, or not what was meant."""

    mark: VerdictMark
    stance: Stance
    note: str


class DisputeDialog(ModalScreen[OwnWord | None], Guarded[OwnWord | None]):
    """A dialog for the practitioner's own word on a note: fair, or not what was meant."""

    BINDINGS = make_bindings("modal", "sheet")
    AUTO_FOCUS = "RadioSet, Input"

    def __init__(self, marks: tuple[VerdictMark, ...], draft: OwnWord | None = None, supervisor: str = "") -> None:
        """Make the dialog on the notes on one reply.

        Args:
            marks: the coach's notes.
            draft: the word as it was given a moment ago, to be changed.
            supervisor: what the supervisor said of the note, if anything.
        """
        super().__init__()
        self.marks = marks
        self.draft = draft
        self.supervisor = supervisor
        # What was said of a note before stands in its box: another answer takes no words away unseen.
        self._filled = draft.note if draft else marks[0].note

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(
                say("Your own word on the coach's note on reply {reply}", reply=self.marks[0].reply),
                classes="sheet-heading",
            )
            with VerticalScroll(classes="sheet-words", can_focus=False):
                if len(self.marks) == 1:
                    yield Prose(word_note(self.marks[0]), say(THE_NOTE))
                else:
                    with LeadingChoices():
                        chosen = self.marks.index(self.draft.mark) if self.draft else 0
                        for number, mark in enumerate(self.marks):
                            yield Choice(Content(sanitize(word_note(mark))), value=number == chosen)
                if self.supervisor:
                    yield Prose(self.supervisor, say("Your supervisor:"))
                    yield Prose(say(NOT_OF_THEIRS))
                yield Prose(say(BOTH_STAY))
                yield TypedLine(
                    self._filled, placeholder=say("A few words of your own, if you like"), max_length=1000, compact=True
                )
            with ItemGrid(classes="buttons", min_column_width=30, stretch_height=False):
                for stance, words in STANCES.items():
                    yield Button(words, id=stance.value)
                yield Button(say("Don't say it"), id="close")

    def on_mount(self) -> None:
        """Count a word that came back from a question as typed: it is stored nowhere."""
        if self.draft:
            self.unsettle(self.query_one(Input))

    @on(LeadingChoices.Taken)
    def go_on(self) -> None:
        """Go on from the list to the words of one's own."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def to_answers(self) -> None:
        """Go on from the words to the two answers, of which Enter alone chooses none."""
        self.query(Button).first().focus()
        self.notify(say(CHOOSE), timeout=BRIEFLY)

    @on(Button.Pressed)
    def choose(self, event: Button.Pressed) -> None:
        """Close and return the practitioner's word on the chosen note."""
        if event.button.id == "close":
            self.action_close()
            return
        words = self.query_one(Input).value.strip()
        self.dismiss(OwnWord(self._mark(), Stance(str(event.button.id)), words))

    @on(RadioSet.Changed)
    def another(self) -> None:
        """Show the words that were said before of another note, unless others are being typed."""
        typed = self.query_one(Input)
        if typed.value == self._filled:
            self._filled = self._mark().note
            typed.value = self._filled

    def _mark(self) -> VerdictMark:
        """Return the note that is chosen."""
        place = max((notes.pressed_index for notes in self.query(RadioSet)), default=0)
        return self.marks[max(place, 0)]

    def action_close(self) -> None:
        """Close without an answer, after asking about typed words."""
        self.ask_first(lambda: self.dismiss(None))

    def action_words(self, lines: int) -> None:
        """Scroll the words by some lines."""
        scroll_lines(self, lines)

    def action_words_page(self, pages: int) -> None:
        """Scroll the words by pages, each as much as can be seen at once."""
        scroll_pages(self, pages)


# --- A supervisor's comment


TAKE_AWAY = DialogText(
    "take-away",
    "Take away all of it?",
    ("What you wrote before goes, and what you typed just now.",),
    ((CLOSE, "Go on writing"), ("away", "Take it away")),
)
"""The question before a comment goes with words that were typed just now. Answers: `away`, or None to go on."""


class CommentDialog(ModalScreen[str], Guarded[str]):
    """A dialog for a supervisor's comment on a line, or on the whole submission.

    It returns the words. Closing keeps them too: nothing typed is lost.
    """

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = "OwnBox"

    def __init__(
        self, heading: str, about: str, words: str, keep: Callable[[str], Awaitable[bool]] | None = None
    ) -> None:
        """Make a dialog for a comment.

        Args:
            heading: what the comment is on.
            about: the line; empty for the whole.
            words: the comment so far.
            keep: stores a comment where the coach is closed meanwhile, and returns whether it is stored; None where
                nothing can.
        """
        super().__init__()
        self.heading = heading
        self.about = about
        self.before = words
        self._keep = keep

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(self.heading, classes="sheet-heading", markup=False)
            if self.about:
                yield Prose(self.about, classes="say quiet about-line")
            yield OwnBox(self.before, "comment")
            yield Static("", id="went-wrong", markup=False)
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button(say("Done"), id="done", classes="main")
                yield Button(say("Take it away"), id="away")

    def on_mount(self) -> None:
        """Put the cursor behind what was written before."""
        box = self.query_one(OwnBox)
        box.move_cursor(box.document.end)
        self.query_one("#away").display = bool(self.before)  # there is nothing to take away in an empty one

    async def keep_typed(self) -> bool:
        """Store the comment, unless it is too long or has to be asked about."""
        box = self.query_one(OwnBox)
        return self._keep is not None and not box.refused and await self._keep(box.words)

    def may_keep(self) -> bool:
        """Return whether there is a place to store the comment in."""
        return self._keep is not None

    @on(Button.Pressed, "#done")
    def action_close(self) -> None:
        """Close and return the comment; if it is too long, say so and stay open."""
        box = self.query_one(OwnBox)
        self.query_one("#went-wrong", Static).update(box.refused)
        if not box.refused:
            self.dismiss(box.words)

    @on(Button.Pressed, "#away")
    def take_away(self) -> None:
        """Remove the comment, after asking where words were typed just now."""
        if self.unkept():
            self._ask_about_both()
        else:
            self.dismiss("")

    @work(exclusive=True, group="leaving")
    async def _ask_about_both(self) -> None:
        if await self.app.push_screen_wait(Dialog(TAKE_AWAY)):
            self.dismiss("")


# --- A supervisor's reasons


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A supervisor's view of one criterion in a line.

    `view` is None where it is removed; `said` is False where a reason is only typed so far; `others` are further
    criteria in the same line that it is said of, without the reason.
    """

    criterion: str
    view: View | None
    reason: str
    said: bool = True
    others: tuple[str, ...] = ()


@dataclass(slots=True)
class Reasons:
    """The reasons that a supervisor gave, or began to type, for their views of one line."""

    reply: int
    response: Review
    typed: dict[tuple[int, str], str] = field(default_factory=dict)
    """What was typed and not said, so that it is there when one comes back."""

    def has_view(self, criterion: str) -> bool:
        """Return whether the review has a view of a criterion."""
        return self.response.view(self.reply, criterion) is not None

    def describe_said(self, criterion: str) -> str:
        """Say what the review says of a criterion now; empty where it has no view of it."""
        view = self.response.view(self.reply, criterion)
        return word_said_now(view.view) if view else ""

    def of(self, criterion: str) -> str:
        """Return the reason that was typed last for a criterion."""
        view = self.response.view(self.reply, criterion)
        return self.typed.get((self.reply, criterion), view.reason if view else "")

    def with_it(self, saw: CriterionView) -> Review:
        """Return the review with a view set or removed; a reason that is only typed is remembered."""
        if not saw.said:
            view = self.response.view(self.reply, saw.criterion)
            if saw.reason == (view.reason if view else ""):
                self.typed.pop((self.reply, saw.criterion), None)  # it is kept as it is, and would not be lost
            elif saw.criterion:
                self.typed[self.reply, saw.criterion] = saw.reason
            return self.response
        self.typed.pop((self.reply, saw.criterion), None)
        if saw.view is None:
            return remove_view(self.response, self.reply, saw.criterion)
        response = set_view(self.response, self.reply, saw.criterion, saw.view, saw.reason)
        for criterion in saw.others:
            response = set_view(response, self.reply, criterion, saw.view)
        return response

    def is_new(self, criterion: str, reason: str) -> bool:
        """Return whether a reason in the box was neither said nor typed before."""
        return bool(reason) and reason != self.of(criterion).strip()


UNSAID_REASON = DialogText(
    UNKEPT,
    "You did not say this yet. Keep what you wrote?",
    ("If you keep it, it stands in the box again while this page is open. It goes back only once you say it.",),
    ((CLOSE, "Go on writing"), ("keep", "Keep it"), ("leave", "Don't keep it")),
)
"""The question about a reason that was typed and not said. Answers: `keep`, `leave`, or None to go on."""

# --- A criterion that the coach did not name

NONE_CHOSEN = "Nothing is chosen yet. Enter or Space in the list chooses."
SAID = " (you say so now)"
"""After the name of what was said before, which is another thing than what is chosen."""


class CriterionDialog(ModalScreen[CriterionView], Guarded[CriterionView]):
    """A dialog in which a supervisor names one more criterion that a line meets, and why.

    Only the chosen criterion is named, never the one that is merely highlighted. To name several, open it again.
    """

    BINDINGS = make_bindings("modal")
    AUTO_FOCUS = "#found"

    def __init__(self, rubric: Rubric, noted: frozenset[str], reasons: Reasons) -> None:
        """Make a dialog that offers the criteria that the coach did not name.

        Args:
            rubric: the rubric that the line was read by.
            noted: the criteria that the coach named.
            reasons: the reasons given or typed so far.
        """
        super().__init__()
        self.things = tuple(
            ListEntry(
                key,
                f"{criterion.name}{SAID if reasons.has_view(key) else ''}",
                draw_criterion(criterion.definition, criterion.counts, criterion.not_),
            )
            for key, criterion in rubric.criteria.items()
            if key not in noted
        )
        self.reasons = reasons
        self._chosen = ""
        self._filled = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(say("You would also say"), classes="sheet-heading")
            yield SearchableList(self.things, self._mark)
            yield TypedLine(placeholder=say("Why, if you like"), max_length=1000, compact=True, id="reason")
            yield Static("", id="went-wrong", markup=False)
            with ItemGrid(classes="buttons", min_column_width=15, stretch_height=False):
                yield Button(say("Say it"), id="say", classes="main")
                yield Button(say("Take it back"), id="take-back")
                yield Button(say("Don't say it"), id="close")

    @on(SearchableList.LookedAt)
    def look_at(self) -> None:
        """Show the reason typed for the highlighted criterion, while none is chosen."""
        if not self._chosen:
            self._another()

    @on(SearchableList.Taken)
    def choose(self, event: SearchableList.Taken) -> None:
        """Choose a criterion and focus the reason.

        Space chooses or unchooses it and stays in the list.
        """
        self._chosen = "" if event.stays and event.key == self._chosen else event.key
        self.query_one("#went-wrong", Static).update("")
        self.query_one(SearchableList).mark_anew()
        self._another()
        if not event.stays:
            self.query_one("#reason").focus()

    def _another(self) -> None:
        """Show the reason typed before, unless another is being typed."""
        reason = self.query_one("#reason", Input)
        if reason.value == self._filled:
            self._filled = self.reasons.of(self._key)
            reason.value = self._filled
        self.query_one("#take-back").display = self.reasons.has_view(self._key)

    @on(Input.Submitted, "#reason")
    @on(Button.Pressed, "#say")
    def say(self) -> None:
        """Close and return the chosen criterion; if none is chosen, ask for one."""
        if self._chosen:
            self.dismiss(self._saw(View.ALSO))
            return
        self.query_one("#went-wrong", Static).update(say(NONE_CHOSEN))
        self.query_one("#found").focus()

    @on(Button.Pressed, "#take-back")
    def take_back(self) -> None:
        """Close and remove the supervisor's view of the chosen criterion."""
        self.dismiss(self._saw(None))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close, after asking about a reason that was typed and not said."""
        if not self._key:
            self.ask_first(lambda: self.dismiss(self._saw(View.ALSO, said=False)))
        elif self.reasons.is_new(self._key, self._saw(None).reason):
            self._ask_about_reason()
        else:
            self.dismiss(self._saw(View.ALSO, said=False))

    @work(exclusive=True, group="leaving")
    async def _ask_about_reason(self) -> None:
        wanted = await self.app.push_screen_wait(Dialog(UNSAID_REASON))
        if wanted == "keep":
            self.dismiss(self._saw(View.ALSO, said=False))
        elif wanted == "leave":
            self.dismiss(CriterionView(self._key, View.ALSO, self.reasons.of(self._key), said=False))

    @property
    def _key(self) -> str:
        return self._chosen or self.query_one(SearchableList).key

    def _mark(self, key: str) -> str:
        """Return the mark before a criterion in the list: filled for the chosen one."""
        return "(o)" if key == self._chosen else "( )"

    def _saw(self, view: View | None, *, said: bool = True) -> CriterionView:
        return CriterionView(self._key, view, self.query_one("#reason", Input).value.strip(), said)


def draw_criterion(definition: str, counts: tuple[str, ...], does_not: tuple[str, ...]) -> Content:
    """Lay out a criterion: what it means, what counts, and what does not.

    Args:
        definition: what it means.
        counts: examples that count.
        does_not: examples that do not.
    """
    parts: list[Content | str | tuple[str, str]] = [sanitize(definition)]
    for lead, examples in (("Counts  ", counts), (say("Does not  "), does_not)):
        for words in examples:
            parts += ["\n", (lead, "bold"), f"“{sanitize(words)}”"]
    return Content.assemble(*parts)


# --- A supervisor's view of the coach's notes

OF_ALL = "Say it of all {count}"
"""The button that says the same of every note on a line that nothing was said of yet."""


class VerdictDialog(ModalScreen[CriterionView], Guarded[CriterionView]):
    """A dialog that asks a supervisor for the reason of their view of the coach's note.

    Where the line has several notes, it also asks which one is meant: Enter in the list goes on to the reason.
    """

    BINDINGS = make_bindings("modal", "sheet")
    AUTO_FOCUS = "RadioSet, Input"

    def __init__(self, line: SubmittedLine, view: View, reasons: Reasons) -> None:
        super().__init__()
        self.line = line
        self.notes = notes = line.notes
        self.view = view
        self.reasons = reasons
        unsaid = [place for place, note in enumerate(notes) if not reasons.has_view(note.criterion)]
        # To agree with a doubt makes a finding of it, which is for who chooses that note.
        self._first = next((place for place in unsaid if notes[place].sure), next(iter(unsaid), 0))
        """The first of them that nothing was said of, one of which the coach was sure before others."""
        self._filled = reasons.of(notes[self._first].criterion)

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(OWN_VIEWS[self.view], classes="sheet-heading")
            with VerticalScroll(classes="sheet-words", can_focus=False):
                yield Prose(self.line.text, classes="quiet of-line")
                described = self._describe_notes()
                if len(described) == 1:
                    yield Prose(described[0])
                else:
                    with LeadingChoices():
                        for number, words in enumerate(described):
                            yield Choice(Content(sanitize(words)), value=number == self._first)
                yield TypedLine(
                    self._filled, placeholder=say("Why, if you like"), max_length=1000, compact=True, id="reason"
                )
            with ItemGrid(classes="buttons", min_column_width=20, stretch_height=False):
                yield Button(say("Say it"), id="say", classes="main")
                if len(self._unsaid()) > 1:
                    yield Button(say(OF_ALL, count=len(self._unsaid())), id="say-of-all")
                yield Button(say("Take it back"), id="take-back")
                yield Button(say("Don't say it"), id="close")

    def on_mount(self) -> None:
        self._offer()

    def _describe_notes(self) -> tuple[str, ...]:
        """Describe the notes on the line, each with what was said of it so far."""
        notes = zip(self.notes, describe_notes(self.line, say("They")), strict=True)
        return tuple(f"{words}{self.reasons.describe_said(note.criterion)}" for note, words in notes)

    @on(LeadingChoices.Taken)
    def go_on(self) -> None:
        """Go on from the list to the reason."""
        self.query_one("#reason").focus()

    @on(RadioSet.Changed)
    def another(self) -> None:
        """Show the reason typed before for another note, unless another is being typed."""
        reason = self.query_one("#reason", Input)
        if reason.value == self._filled:
            self._filled = self.reasons.of(self._note().criterion)
            reason.value = self._filled
        self._offer()

    @on(Input.Submitted)
    @on(Button.Pressed, "#say")
    def say(self) -> None:
        """Close and return the view with its reason."""
        self.dismiss(CriterionView(self._note().criterion, self.view, self._reason()))

    @on(Button.Pressed, "#say-of-all")
    def say_of_all(self) -> None:
        """Close and return the view for every note that nothing was said of; a reason goes with one."""
        chosen = self._note().criterion
        others = tuple(note.criterion for note in self._unsaid() if note.criterion != chosen)
        self.dismiss(CriterionView(chosen, self.view, self._reason(), others=others))

    @on(Button.Pressed, "#take-back")
    def take_back(self) -> None:
        """Close and remove the supervisor's view of the note."""
        self.dismiss(CriterionView(self._note().criterion, None, ""))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close, after asking about a reason that was typed and not said."""
        if self.reasons.is_new(self._note().criterion, self._reason()):
            self._ask_about_reason()
        else:
            self.dismiss(CriterionView(self._note().criterion, self.view, self._reason(), said=False))

    @work(exclusive=True, group="leaving")
    async def _ask_about_reason(self) -> None:
        criterion = self._note().criterion
        wanted = await self.app.push_screen_wait(Dialog(UNSAID_REASON))
        if wanted:
            reason = self._reason() if wanted == "keep" else self.reasons.of(criterion)
            self.dismiss(CriterionView(criterion, self.view, reason, said=False))

    def action_words(self, lines: int) -> None:
        """Scroll the words by some lines."""
        scroll_lines(self, lines)

    def action_words_page(self, pages: int) -> None:
        """Scroll the words by pages, each as much as can be seen at once."""
        scroll_pages(self, pages)

    def _offer(self) -> None:
        self.query_one("#take-back").display = self.reasons.has_view(self._note().criterion)

    def _unsaid(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.sure and not self.reasons.has_view(note.criterion))

    def _note(self) -> Note:
        return self.notes[max((notes.pressed_index for notes in self.query(RadioSet)), default=self._first)]

    def _reason(self) -> str:
        return self.query_one("#reason", Input).value.strip()
