"""The tabs of a debrief: looking back, the conversation, attempts, and submissions."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import DescendantFocus, Key
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Collapsible, Input, Static, TabbedContent, TabPane, Tabs

from coach.debrief.builder import word_note
from coach.debrief.render import ListItem
from coach.debrief.report import Debrief
from coach.language.catalogue import say
from coach.model.submission import OwnWords, Review, SecondView, Submission, SubmittedLine
from coach.page_words import STANCES
from coach.rehearsal.state import History
from coach.supervision.agenda import format_day
from coach.supervision.outcomes import (
    ASKED_BEFORE,
    BACK_BY_FILE,
    NONE_CAME,
    NOTHING_BROUGHT,
    STRANDED,
    WITHDRAWN_EARLIER,
    LookState,
    SubmissionOutcome,
)
from coach.supervision.reflection import list_own_words_before
from coach.supervision.submissions import (
    KINDS_IN_WORDS,
    TO_TALK_ABOUT,
    describe_reply,
    describe_view,
    lay_out_submission,
    lay_out_whole_review,
)
from coach.tui.commands import make_bindings
from coach.tui.dialogs.dialog import Guarded
from coach.tui.dialogs.menu import MenuEntry
from coach.tui.services import services_of
from coach.tui.widgets.card_list import CardList
from coach.tui.widgets.debrief_page import LookingBack, LookingBackContent, PageState
from coach.tui.widgets.picture_strip import PictureStrip
from coach.tui.widgets.text import Prose, draw_blocks, draw_heading, draw_quote
from coach.tui.widgets.transcript import Attempts, Conversation, OwnLine

# --- The tab of submissions


class OutcomeCard(Vertical, can_focus=True):
    """A card for one submission, with its review."""

    BINDINGS = make_bindings("thing")

    class Withdrawn(Message):
        """Message posted when the practitioner wants to withdraw the submission."""

        def __init__(self, thing: SubmissionOutcome) -> None:
            super().__init__()
            self.thing = thing

    class Answering(Message):
        """Message posted when the practitioner wants to answer a supervisor's view of a line."""

        def __init__(self, thing: SubmissionOutcome, reply: int, criterion: str) -> None:
            super().__init__()
            self.thing, self.reply, self.criterion = thing, reply, criterion

    class Replying(Message):
        """Message posted when the practitioner wants to answer a question that came back."""

        def __init__(self, answer: OwnWords) -> None:
            super().__init__()
            self.answer = answer

    class BringingAgain(Message):
        """Message posted when the practitioner wants to bring the submission to another supervisor."""

        def __init__(self, thing: SubmissionOutcome) -> None:
            super().__init__()
            self.thing = thing

    class Recording(Message):
        """Message posted when the practitioner wants a draft for their own record of learning."""

        def __init__(self, brought: Submission) -> None:
            super().__init__()
            self.brought = brought

    def __init__(self, thing: SubmissionOutcome, looked: LookState) -> None:
        super().__init__(classes="brought-thing", id=f"thing-{thing.brought.id}")
        self.thing = thing
        self._looked = looked

    def compose(self) -> ComposeResult:
        brought, to = self.thing.brought, self.thing.event.to
        how = "withdrawn" if self.thing.withdrawn else say("to {to}", to=to) if to else say("as a file")
        yield draw_heading(f"{KINDS_IN_WORDS[brought.what]}, {how}")
        about = brought.question or next((line.text for line in brought.replies()), "")
        reply = f", {words}" if (words := describe_reply(brought)) else ""
        yield Prose(f"{format_day(brought.day)}{reply}. {f'“{about}”' if about else ''}", classes="say first")
        if self.thing.withdrawn:
            yield Prose(say(WITHDRAWN_EARLIER), classes="say")
        if self.thing.stranded:
            yield Prose(say(STRANDED, reader=to), classes="say")
            yield Button(say("Bring it to another supervisor…"), classes="bring-again", compact=True)
        elif self.thing.response is None:
            yield Prose(NONE_CAME[self._looked] if to else say(BACK_BY_FILE), classes="say")
        if self.thing.response:
            yield from self._came_back(self.thing.response)
        exercise = services_of(self).submission_service.name_exercise(brought)
        with Collapsible(title=say("What was handed over, exactly")):
            yield from draw_blocks(lay_out_submission(brought, exercise=exercise), ":")
        with Horizontal(classes="onward"):
            if not self.thing.withdrawn:
                yield Button(say("Withdraw (w)"), classes="withdraw", compact=True)
            yield Button(say("A draft for my own record…"), classes="record", compact=True)

    def _came_back(self, response: Review) -> ComposeResult:
        for place, line in enumerate(self.thing.brought.lines, 1):
            views = [view for view in response.views if line.reply and view.reply == line.reply]
            comments = [comment.words for comment in response.comments if comment.line == place]
            if views or comments:
                yield draw_quote(line.text, say("You, reply {reply}", reply=line.reply) if line.reply else line.speaker)
            for number, view in enumerate(views, 1):
                # A file from elsewhere may hold two views on one note, and lines of one number: no two ids are alike.
                yield from self._compose_view(line, view, f"{self.id}-word-{place}-{number}")
            for words in comments:
                yield Prose(words, say("Supervisor:"), classes="item")
        questions = iter(self.thing.questions)
        for place, block in enumerate(lay_out_whole_review(response)):
            yield from draw_blocks((block,), ":")
            if isinstance(block, ListItem) and block.lead == say(TO_TALK_ABOUT) and (answer := next(questions, None)):
                yield from self._compose_answer(answer, f"{self.id}-answer-{place}")
        for place, answer in enumerate(self.thing.earlier):
            yield from draw_blocks((ListItem(answer.asked, say(ASKED_BEFORE)),), ":")
            yield from self._compose_answer(answer, f"{self.id}-earlier-{place}")

    @staticmethod
    def _compose_answer(answer: OwnWords, button_id: str) -> ComposeResult:
        """Make the widgets of the practitioner's answer to a question, with its button.

        Args:
            answer: the question with the answer, which may be empty.
            button_id: the id of the button, which no other widget has.
        """
        if answer.words:
            yield Prose(answer.words, say("You wrote, for yourself:"), classes="item")
        what = say("Change my answer") if answer.words else say("Answer it, for myself")
        yield Button(what, name=answer.asked, classes="own-answer", compact=True, id=button_id)

    def _compose_view(self, line: SubmittedLine, view: SecondView, button_id: str) -> ComposeResult:
        """Make the widgets of the coach's note, the practitioner's word and the supervisor's view.

        Args:
            line: the line that was brought.
            view: the supervisor's view.
            button_id: the id of the button for the practitioner's word, which no other widget has.
        """
        mark = self.thing.mark(line.reply, view.criterion)
        if mark is not None:
            yield Prose(word_note(mark.model_copy(update={"disputed": ""})), say("The coach's note:"), classes="item")
            if mark.disputed:
                said = f"{STANCES[mark.disputed]}. {mark.note}".strip()
                yield Prose(said, say("You said of the coach's note:"), classes="item")
            what = (
                say("Change my word on the coach's note") if mark.disputed else say("My own word on the coach's note")
            )
            about = f"{line.reply} {view.criterion}"
            yield Button(what, name=about, classes="own-word", compact=True, id=button_id)
        yield Prose(describe_view(view, line, self.thing.rubric), say("Supervisor:"), classes="item")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.has_class("withdraw"):
            self.action_withdraw()
        elif event.button.has_class("record"):
            self.action_record()
        elif event.button.has_class("bring-again"):
            self.post_message(self.BringingAgain(self.thing))
        elif event.button.has_class("own-answer"):
            answer = next(answer for answer in self.thing.answers if answer.asked == event.button.name)
            self.post_message(self.Replying(answer))
        else:
            reply, _, criterion = (event.button.name or "").partition(" ")
            self.post_message(self.Answering(self.thing, int(reply), criterion))

    def to_what_came_back(self) -> None:
        """Scroll to the top of the card, and focus it."""
        self.focus(scroll_visible=False)
        self.scroll_visible(top=True, animate=False)

    def action_withdraw(self) -> None:
        """Post that the submission is to be withdrawn, unless it is already."""
        if not self.thing.withdrawn:
            self.post_message(self.Withdrawn(self.thing))

    def action_record(self) -> None:
        """Post that a draft for the practitioner's own record of learning is wanted."""
        self.post_message(self.Recording(self.thing.brought))


class OutcomesPage(VerticalScroll):
    """The tab with every submission, the latest first."""

    def __init__(self, things: tuple[SubmissionOutcome, ...], looked: LookState) -> None:
        super().__init__(id="brought-page")
        self._things = things
        self._looked = looked

    def compose(self) -> ComposeResult:
        with Vertical(classes="reading"):
            if not self._things:
                yield Prose(say(NOTHING_BROUGHT), classes="say")
            with Horizontal(classes="onward"):
                yield Button(say("Bring something"), action="screen.bring", compact=True)
                if self._looked is not LookState.NO_STORE:
                    yield Button(say("Look for what came back"), action="screen.look_for", compact=True)
                yield Button(say("Take in a file"), action="screen.came_back", compact=True)
            yield from (OutcomeCard(thing, self._looked) for thing in self._things)


# --- The tabs

PAGE, LINES, ATTEMPTS, BROUGHT = "tab-page", "tab-lines", "tab-attempts", "tab-brought"
A_MOMENT = 0.05
"""Seconds after which is looked again whether the conversation is there to be shown."""
MOST_TRIES = 10
"""How often is looked again whether a tab has something in view that takes the focus."""
DRAWN_WITHIN = 0.5
"""Seconds that the other tabs wait at most until the first page is drawn."""
SOON = "One moment."
"""What stands on a tab until its page is made: an empty one would show its own name."""
OutcomesTab = tuple[tuple[SubmissionOutcome, ...], LookState]
"""What was brought, and whether anybody has looked in the team's store for what came back."""


class DebriefTabs(Vertical):
    """The tabs of a debrief. `show` fills them, and updates them when the debrief changes."""

    def __init__(self, story: History) -> None:
        super().__init__()
        self._several = len(story.attempts) > 1
        self.state = PageState()
        """How the first page stands for its reader."""
        self._begins_anew = False
        """Whether the first page that is put next begins at its top."""
        self._wanted = 0
        """The reply at which the conversation is to be shown, as soon as it is there."""
        self._came_from: Widget | None = None
        """What on the first page had the focus when the conversation was opened from there."""
        self._last: dict[str, Widget] = {}
        """What had the focus last on each tab, by the tab's id."""
        self._were: list[tuple[Widget, float, bool]] = []
        """Pages that were put anew, with where they were scrolled to, and whether what had the focus was in view."""

    def compose(self) -> ComposeResult:
        with TabbedContent(id="tabs"):
            titles = {PAGE: say("Looking back"), LINES: say("The conversation")}
            titles |= {ATTEMPTS: say("Attempts")} if self._several else {}
            titles |= {BROUGHT: say("Brought")}
            # The digit is the key that chooses it.
            for number, (tab, title) in enumerate(titles.items(), 1):
                yield TabPane(f"{number} {title}", Static(say(SOON), classes="quiet"), id=tab)

    async def show_page(self, content: LookingBackContent) -> None:
        """Show the first page of a debrief; its scrolling stays."""
        with self.app.batch_update():
            await self._put(PAGE, LookingBack(content, self.state))
        self._scroll_back()

    async def wait_until_drawn(self) -> None:
        """Wait until the first page is laid out and drawn, but not for long.

        Behind another page nothing is drawn. Widgets ask to be laid out when they have nothing else to do. So the next
        refresh may come before they have.
        """
        drawn = asyncio.Event()

        def look(_: object = None) -> None:
            if any(page.size for page in self.query(LookingBack)):
                drawn.set()

        look()
        layouts = self.screen.screen_layout_refresh_signal
        layouts.subscribe(self, look, immediate=True)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(drawn.wait(), DRAWN_WITHIN)
        finally:
            layouts.unsubscribe(self)

    async def show_rest(self, debrief: Debrief, story: History, brought: OutcomesTab) -> None:
        """Show the other tabs of a debrief; their scrolling stays.

        Args:
            debrief: the debrief, with the coach's notes on each line.
            story: the rehearsal's history.
            brought: the submissions, and what is known of their reviews.
        """
        with self.app.batch_update():
            await self._put(LINES, Conversation(debrief))
            if self._several:
                await self._put(ATTEMPTS, Attempts(story, debrief.attempt))
            await self._put(BROUGHT, OutcomesPage(*brought))
        self._scroll_back()

    async def show_brought(self, brought: OutcomesTab) -> None:
        """Update the tab of submissions, leaving the other tabs alone."""
        with self.app.batch_update():
            await self._put(BROUGHT, OutcomesPage(*brought))
        self._scroll_back()

    def _scroll_back(self) -> None:
        """Scroll the replaced pages back to where they were, once they are laid out.

        The next refresh may come before that, and a page behind another tab is laid out when it is shown.
        """
        layouts = self.screen.screen_layout_refresh_signal
        for page, y, in_view in self._were:
            layouts.subscribe(page, partial(_settle, page, y, in_view), immediate=True)
        self._were.clear()

    def to_page(self, place: Widget | None = None) -> None:
        """Show the first page and focus it.

        A tab that kept the focus would become the active one again by itself.

        Args:
            place: what gets the focus if it can; the first stop of the page has it else.
        """
        self.query_one(TabbedContent).active = PAGE
        if place is not None and place.is_attached and place.focusable:
            # At once, and by no other stop: a list of cards would choose another reply of the picture.
            place.focus()
            return
        for page in self.query(LookingBack):
            page.focus_first()

    def begin_anew(self) -> None:
        """Forget how the first page stood, because another attempt is shown on it."""
        self.state, self._begins_anew = PageState(), True

    def to_line(self, reply: int = 0) -> None:
        """Show the conversation at a reply of the practitioner; 0 stands for the chosen reply."""
        self._wanted = reply or self.state.reply
        at_page = self.query_one(TabbedContent).active == PAGE
        self._came_from = (self.screen.focused or self) if at_page else None
        # What goes out of sight with the focus on it would give the focus away later, after the reply has it.
        self.screen.set_focus(None)
        self.query_one(TabbedContent).active = LINES
        # A tab that was out of sight is laid out first: what is not laid out takes no focus and is not scrolled to.
        self.call_after_refresh(self._find_wanted)

    def to_tab(self, number: int) -> bool:
        """Show the tab with a number, counted from 1, with the focus on what had it there last.

        Args:
            number: the number.

        Returns:
            Whether there is such a tab, and something on it had the focus.
        """
        tab = next((str(pane.id) for place, pane in enumerate(self.query(TabPane), 1) if place == number), "")
        last = self._last.get(tab)
        if last is None or not last.is_attached:
            return False
        if self.screen.focused is not last:
            # What goes out of sight with the focus on it would give the focus away later.
            self.screen.set_focus(None)
            self.query_one(TabbedContent).active = tab
            # A tab that was out of sight is laid out first: what is not laid out takes no focus.
            self.call_after_refresh(self._focus_again, tab, last)
        return True

    def _focus_again(self, tab: str, last: Widget, tries: int = MOST_TRIES) -> None:
        """Focus what had the focus on a tab last, as soon as it is laid out.

        Args:
            tab: the tab's id.
            last: what had the focus.
            tries: how often it is still waited for.
        """
        tabs = next(iter(self.query(TabbedContent)), None)  # whoever was looking may have left meanwhile
        if tabs is None or tabs.active != tab or self.screen.focused is not None:
            return
        if last.is_attached and last.size:
            self.screen.set_focus(last, scroll_visible=False)
        elif tries:
            self.set_timer(A_MOMENT, partial(self._focus_again, tab, last, tries - 1))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Remember what has the focus on its tab."""
        for pane in event.widget.ancestors:
            if isinstance(pane, TabPane):
                self._last[str(pane.id)] = event.widget

    def return_to_page(self) -> bool:
        """Go back from the conversation to the place on the first page it was opened from.

        Returns:
            Whether it was opened from there.
        """
        came_from, self._came_from = self._came_from, None
        if came_from is None or not self.at_lines:
            return False
        self._wanted = 0
        self.to_page(came_from)
        return True

    def on_key(self, event: Key) -> None:
        """Go down from the names of the tabs to the first stop of the page below them."""
        if event.key == "down" and isinstance(self.screen.focused, Tabs):
            event.stop()
            self.screen.focus_next()

    @on(TabbedContent.TabActivated)
    def forget_way_back(self, event: TabbedContent.TabActivated) -> None:
        """Forget where the conversation was opened from, once another tab is shown."""
        if event.pane.id != LINES:
            self._came_from = None

    def _find_wanted(self) -> None:
        """Focus the reply that is wanted, as soon as the conversation is made and laid out."""
        if self.query_one(TabbedContent).active != LINES:
            self._wanted = 0
        for line in self.query(f"#line-{self._wanted}").results(OwnLine):
            if line.size:
                self._wanted = 0
                self.screen.set_focus(line, scroll_visible=False)
                # In focus it has more rows, so that it is scrolled to after these.
                self.call_after_refresh(line.scroll_visible, top=True, animate=False, immediate=True)
        if self._wanted:
            self.set_timer(A_MOMENT, self._find_wanted)

    @property
    def at_lines(self) -> bool:
        """Whether the tab of the conversation is the active one."""
        return self.query_one(TabbedContent).active == LINES

    @property
    def at_brought(self) -> bool:
        """Whether the tab of submissions is the active one."""
        return self.query_one(TabbedContent).active == BROUGHT

    def to_brought(self, key: str = "") -> None:
        """Show the tab of submissions, scrolled to one of them if it is named.

        Args:
            key: the id of the submission; empty for none.
        """
        self.query_one(TabbedContent).active = BROUGHT
        for page in self.query(OutcomesPage):
            page.focus(scroll_visible=False)
        for thing in self.query(OutcomeCard):
            if thing.thing.brought.id == key:
                self.call_after_refresh(thing.to_what_came_back)

    def find_chosen(self) -> int:
        """Return the reply of the line that has the focus, or else the one chosen on the first page."""
        focused = self.screen.focused
        return focused.reply if self.at_lines and isinstance(focused, OwnLine) else self.state.reply

    def choose_reply(self) -> int:
        """Return the number of the reply that is chosen on the active tab.

        Where none is, focus the last reply of the conversation and return 0.
        """
        tabs, focused = self.query_one(TabbedContent), self.screen.focused
        if tabs.active == LINES and isinstance(focused, OwnLine):
            return focused.reply
        if tabs.active == PAGE and self.state.reply:
            return self.state.reply
        tabs.active = LINES
        if lines := self.query(OwnLine):
            lines.last().focus()
        return 0

    async def _put(self, tab: str, page: Widget) -> None:
        """Replace a tab's page, keeping its scrolling, focus and typed words.

        Args:
            tab: the tab's id.
            page: the new page.
        """
        pane = next(iter(self.query(f"#{tab}").results(TabPane)), None)
        if pane is None or not pane.is_attached:
            return  # whoever was looking has left meanwhile
        before = next((w for w in pane.children if isinstance(w, Vertical | VerticalScroll)), None)
        y, held = (_find_scroll(before).scroll_y, _focused_id(before, self.screen.focused)) if before else (0, "")
        in_view = bool(held) and self.screen.focused is not None and self.screen.can_view_partial(self.screen.focused)
        begun = {box.id: box for box in before.query(Input) if box.value} if before else {}
        await pane.remove_children()
        await pane.mount(page)
        for box in page.query(Input):
            if (old := begun.get(box.id)) is not None:  # a thought that somebody is writing stays in its box
                box.value = old.value
                cast("Guarded[None]", self.screen).replaces(box, old)
        if isinstance(page, LookingBack) and self._begins_anew:
            self._begins_anew, y, at_page = False, 0, bool(held) or self.screen.focused is None
            if at_page:
                page.focus_first()
            return
        if before is None and isinstance(page, LookingBack) and isinstance(self.screen.focused, Tabs | type(None)):
            page.focus_first()
        if isinstance(page, LookingBack):
            page.scroll_back(y)
        elif before is not None:
            self._were.append((page, y, in_view))
        if held:
            parts = page.query(f"#{held}")
            (parts.first() if parts else page).focus(scroll_visible=False)


def _find_scroll(page: Widget) -> Widget:
    """Return the part of a page that scrolls: the page itself, or its first column."""
    return page if isinstance(page, VerticalScroll) else next(iter(page.query(VerticalScroll)), page)


def _settle(page: Widget, y: float, in_view: bool, screen: Screen[object]) -> None:
    """Scroll a page that is laid out to where it was, with what has the focus in view if it was.

    Args:
        page: the page.
        y: how far it was scrolled.
        in_view: whether what had the focus was in view; who had scrolled away from it reads on where they were.
        screen: the screen, which has just laid out its widgets.
    """
    if not page.virtual_size.height:
        return
    screen.screen_layout_refresh_signal.unsubscribe(page)
    page.scroll_to(y=y, animate=False, immediate=True)
    if in_view and (focused := screen.focused) and focused is not page and page in focused.ancestors:
        page.call_after_refresh(focused.scroll_visible, animate=False)


def _focused_id(page: Widget, focused: Widget | None) -> str:
    """Return the id of the focused widget on a page; empty where the focus is elsewhere."""
    if focused is None or page not in focused.ancestors_with_self:
        return ""
    return next((str(node.id) for node in focused.ancestors_with_self if node.id), "")


def find_focused_reply(focused: Widget | None) -> int:
    """Find the reply that a line, the picture or a card is about; 0 for anything else."""
    match focused:
        case OwnLine() as line:
            return line.reply
        case PictureStrip() as strip:
            return strip.chosen
        case CardList() as cards:
            return next(iter(cards.views[cards.highlighted].row.replies), 0)
        case _:
            return 0


# --- The menu of a debrief


def list_debrief_entries(story: History, reply: int) -> Iterator[MenuEntry]:
    """List what can be done with a rehearsal, each with the action that does it.

    Args:
        story: the rehearsal.
        reply: the number of the chosen reply; 0 where nothing was said.
    """
    yield MenuEntry(say("The conversation, with the coach's notes"), "open_moment")
    if reply:
        yield MenuEntry(say("Why that answer, to reply {reply}?", reply=reply), f"why({reply})")
        yield MenuEntry(say("The picture in words"), "picture_in_words")
        yield MenuEntry(say("How you talk"), "how_you_talk")
    yield MenuEntry(say("Every part and opening of it"), "parts")
    yield MenuEntry(say("What stayed silent"), "silent", "silent")
    if len(story.attempts) > 1:
        yield MenuEntry(say("Two attempts side by side"), "side_by_side")
    yield MenuEntry(say("Another go, from the start"), "from_start", "from_start")
    if reply:
        yield MenuEntry(say("Your own two lines: stand by, take back"), "answer_first")
    yield MenuEntry(say("Questions afterwards"), "reflect")
    yield MenuEntry(say("My own picture of them"), "own_picture")
    if list_own_words_before(story):
        yield MenuEntry(say("What you wrote for yourself"), "own_words")
    yield MenuEntry(say("Bring something to supervision"), "bring", "bring")
    yield MenuEntry(say("What was brought, and what came back"), "brought")
    yield MenuEntry(say("Export or copy"), "export", "export")
    yield MenuEntry(say("Let it go after 30 days") if story.kept else say("Keep beyond 30 days"), "keep", "keep")
    yield MenuEntry(say("Forget this rehearsal"), "forget", "forget")
    yield MenuEntry(say("The start page"), "app.home")
