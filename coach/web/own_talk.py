"""Pages of a conversation in one's own coach: lines, reply box, questions, pauses.

Nothing of a conversation is held between two requests: each reads the rehearsal anew from its store, so a restart loses
nothing. Words that a gate asks about stand in the page that asks, and nowhere else.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, repeat

from aiohttp import web

from coach.debrief.render import Paragraph
from coach.errors import CoachError, NotNow, ReplyTooLong, SaidElsewhere
from coach.language.catalogue import say
from coach.model.events import Ended, Event, Replied, SaidAgain, Skipped, TookBack
from coach.model.exercise import Exercise
from coach.page_words import EMPTY, NO_REAL_CASES
from coach.practice.conversation_view import (
    LineKind,
    ReplyView,
    ScreenLine,
    ScreenTurn,
    offer_end,
    send_reply,
    view_conversation,
)
from coach.practice.question_texts import (
    CLOSE,
    KEEP,
    PAUSE,
    REMOVE,
    SAY,
    SentencePart,
    ask_about_reply,
    ask_to_end,
    ask_to_stop,
    confirm_keeping_nothing,
    in_sentences,
    show_closing,
    show_distress,
    show_pause,
    words_after,
)
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import LONGEST, Distress, NeedsConfirmation, Question
from coach.rehearsal.explain import describe_progress
from coach.rehearsal.state import Attempt
from coach.supervision.reflection import list_own_words_before
from coach.web.own_site import (
    CONFIRMED,
    OwnSite,
    Way,
    find_attempt,
    find_path,
    make_answers,
    read_confirmed,
    read_number,
)
from coach.web.rendering import NO_NOTICE, Notice, Region

UNSENT = (
    "What you said is stored. So is what stands in the box and is not sent: in your team's store, for you alone, until "
    "you send it or clear the box. Words that the coach would ask about first stand in this page alone."
)
"""At a team's address: what becomes of a draft. Scripts store it, so it is shown only where they run."""
NOTHING_TAKEN_BACK = "There is nothing to take back yet."
MOVES = (Replied, Skipped, TookBack, SaidAgain, Ended)
AFTER = "after"
"""The field that says how many moves came before."""
UNDO_LASTS = 600.0
"""Seconds in which a rehearsal that was just not kept can be kept after all. It is in memory alone."""


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A line of the conversation on a page."""

    id: str
    line: ScreenLine
    parts: tuple[SentencePart, ...]
    """The text, in parts of which some are marked."""
    is_reply: int = 0
    """The number of the reply, if it is one."""


@dataclass(frozen=True, slots=True)
class TalkView:
    """Everything that the page of a conversation shows."""

    id: str
    title: str
    you_are: str
    lines: tuple[TalkLine, ...]
    over: bool
    paused: bool
    progress: str
    notice: str
    end_offer: str
    """How to end it, after a goodbye; empty else."""
    draft: str
    replies: int
    can_take_back: bool
    key: str
    """Changes with the attempt, and where something was taken back: then scripts make the box anew."""
    brief: tuple[Paragraph, ...]
    after: int
    """How many moves came before: what is sent from the page is sent after these."""


def list_moves(rehearsal: Rehearsal, after: str = "") -> tuple[Event, ...]:
    """List what moved a conversation on or back, after so many moves.

    A form says after how many it was sent. So a form that is sent twice does nothing twice, and one from a window that
    lags behind is answered with what was said since.

    Args:
        rehearsal: the rehearsal.
        after: what the form says; empty for a form that says nothing.
    """
    moves = tuple(event for event in rehearsal.events if isinstance(event, MOVES))
    return moves[int(after) :] if after.isascii() and after.isdigit() and len(after) < 6 else ()


def view_talk(rehearsal: Rehearsal, exercise: Exercise | None = None) -> TalkView:
    """Return what the page of a rehearsal's conversation shows; a pause stays one.

    Args:
        rehearsal: the rehearsal.
        exercise: the exercise that it is for; None without one.
    """
    paused = rehearsal.story.state.paused
    shown = None if paused else view_conversation(rehearsal)
    attempt, story, dialogue = rehearsal.attempt, rehearsal.story, rehearsal.script.dialogue
    progress = describe_progress(rehearsal.script, story, exercise.replies if exercise else 0)
    undone = sum(event.event == "took_back" for event in rehearsal.events)
    return TalkView(
        rehearsal.id,
        dialogue.title,
        dialogue.you_are,
        tuple(_list_lines(shown.turns, attempt)) if shown else (),
        rehearsal.over,
        paused,
        f"{progress[:1].upper()}{progress[1:]}",
        shown.notice if shown else "",
        offer_end(rehearsal, f"“{say('Debrief')}”") if shown else "",
        rehearsal.draft,
        len(attempt.replies()),
        bool(attempt.exchanges),
        f"talk-{rehearsal.id}-{attempt.number}-{undone}",
        tuple(lay_out_brief(rehearsal, exercise)),
        len(list_moves(rehearsal, "0")),
    )


def lay_out_brief(rehearsal: Rehearsal, exercise: Exercise | None) -> Iterable[Paragraph]:
    """Lay out the brief beside a conversation, after what the practitioner wants to practise.

    Args:
        rehearsal: the rehearsal.
        exercise: the exercise that it is for; None without one.
    """
    dialogue, began = rehearsal.script.dialogue, rehearsal.beginning
    if began.intention:
        yield Paragraph(began.intention, say("You want to practise"))
    if exercise:
        yield Paragraph(exercise.why, say("For the exercise “{title}”", title=exercise.title))
    yield Paragraph(f"{dialogue.you_are}. {dialogue.setting}.", say("You are"))
    yield Paragraph(dialogue.brief)
    yield Paragraph(dialogue.concern, say("What people are worried about"))
    for own in list_own_words_before(rehearsal.story):
        yield Paragraph(own.words, own.asked)


def _list_lines(turns: Iterable[ScreenTurn], attempt: Attempt) -> Iterable[TalkLine]:
    """List the lines of a conversation, each with an id that stays while lines are added.

    Args:
        turns: the lines.
        attempt: the attempt that they are of.
    """
    # What comes first is said before any reply, and what comes after the last one is an ending's.
    replies = chain((0,), (exchange.number for exchange in attempt.exchanges), repeat(0))
    for number, (turn, reply) in enumerate(zip(turns, replies, strict=False)):
        for place, line in enumerate(turn):
            yield TalkLine(f"line-{number}-{place}", line, _mark(line), reply if line.kind is LineKind.YOU else 0)


def _mark(line: ScreenLine) -> tuple[SentencePart, ...]:
    """Cut a line's text where the words begin and end that a hint is about."""
    parts, at = [], 0
    for span in sorted(line.marked, key=lambda span: span.start):
        if span.start >= at:
            parts += [SentencePart(line.text[at : span.start]), SentencePart(line.text[span.start : span.end], True)]
            at = span.end
    return tuple(part for part in (*parts, SentencePart(line.text[at:])) if part.text)


class TalkPages:
    """The pages of conversations."""

    def __init__(self, site: OwnSite) -> None:
        self._site = site
        self._forgotten: dict[str, Rehearsal] = {}
        """What was stopped and not kept, as long as the page that says so can bring it back."""
        self._undo_ends: asyncio.TimerHandle | None = None
        site.hear_forgetting(self._let_go)

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""
        root = "/rehearsals/{rehearsal}"
        return (
            web.get(root, self._show),
            web.post(f"{root}/say", self._say),
            web.post(f"{root}/box", self._show_with_words),
            web.post(f"{root}/draft", self._keep_draft),
            web.post(f"{root}/skip", self._skip),
            web.post(f"{root}/take-back", self._take_back),
            web.post(f"{root}/pause", self._pause),
            web.post(f"{root}/come-back", self._come_back),
            web.get(f"{root}/why", self._why),
            web.get(f"{root}/end", self._ask_to_end),
            web.post(f"{root}/end", self._end),
            web.get(f"{root}/stop", self._ask_to_stop),
            web.post(f"{root}/stop", self._stop),
            web.post(f"{root}/undo", self._undo),
        )

    # --- What every page of a conversation does first

    def _view(self, request: web.Request) -> TalkView:
        rehearsal = self._site.load_rehearsal(request)
        key = rehearsal.beginning.exercise
        return view_talk(rehearsal, self._site.coach.inbox.find_exercise(key) if key else None)

    async def _change(
        self, request: web.Request, change: Callable[[Rehearsal], str], move: type[Skipped] | type[TookBack]
    ) -> web.StreamResponse:
        """Change a rehearsal, and lead back to its conversation with the words in the box.

        Args:
            request: the request of a form.
            change: the change, called in the practice's thread; it returns words for the box.
            move: what it is stored as.
        """
        form = await self._site.read_form(request)
        typed = form.words("words", 3 * LONGEST)

        def change_it() -> tuple[str, bool]:
            rehearsal = self._site.load_rehearsal(request)
            if since := list_moves(rehearsal, form.text(AFTER)):
                if len(since) == 1 and isinstance(since[0], move):
                    return rehearsal.draft, True  # the same form, sent twice
                raise SaidElsewhere
            words = "\n".join(part for part in (change(rehearsal), typed) if part.strip())
            rehearsal.keep_draft(words)
            return words, rehearsal.draft == words

        try:
            words, kept = await self._site.in_practice(change_it)
        except (SaidElsewhere, NotNow) as error:
            view = await self._site.in_practice(self._view, request)
            return self._draw(request, view, typed or view.draft, Notice(str(error), refused=True), status=409)
        if kept:
            return self._site.go(request, find_path(request))
        # A gate asks about them before they are kept anywhere, so they stand in this page alone.
        return self._draw(request, await self._site.in_practice(self._view, request), words)

    # --- The conversation

    async def _show(self, request: web.Request) -> web.StreamResponse:
        view = await self._site.in_practice(self._view, request)
        return self._draw_pause(request, "") if view.paused else self._draw(request, view, view.draft)

    def _draw(
        self, request: web.Request, view: TalkView, words: str, notice: Notice = NO_NOTICE, *, status: int = 200
    ) -> web.StreamResponse:
        """Answer with the page of a conversation.

        Args:
            request: the request.
            view: the conversation.
            words: what stands in the reply box.
            notice: what is said in the status region.
            status: the status in HTTP.
        """
        site = self._site
        talk = site.fill(
            request,
            "talk",
            view=view,
            words=words,
            empty=say(EMPTY),
            no_real_cases=say(NO_REAL_CASES),
            unsent=say(UNSENT) if site.host else "",
            path=f"/rehearsals/{view.id}",
        )
        beside = site.fill(request, "beside", blocks=view.brief)
        regions = Region("talk", talk), Region("beside", beside)
        page = site.make_page(request, view.key, view.title, *regions, layout="talk")
        return site.answer(request, page, notice, status=status)

    async def _say(self, request: web.Request) -> web.StreamResponse:
        """Send a reply, as it is or as a gate's question was answered."""
        form = await self._site.read_form(request)
        words, confirmed, answer = form.words("words", 3 * LONGEST), read_confirmed(form), form.text("answer")
        try:
            came = await self._site.in_practice(self._send, request, words, confirmed, answer, form.text(AFTER))
        except (SaidElsewhere, NotNow, ReplyTooLong) as error:
            view = await self._site.in_practice(self._view, request)
            said = say(EMPTY) if not words.strip() and not view.over else str(error)
            return self._draw(request, view, words, Notice(said, refused=True), status=409)
        if came is None or isinstance(came, ReplyView):
            return self._site.go(request, find_path(request))
        if isinstance(came, Distress):
            return self._show_distress(request)
        return self._ask(request, came, words, confirmed, form.text(AFTER))

    def _send(
        self, request: web.Request, words: str, confirmed: frozenset[Question], answer: str, after: str
    ) -> ReplyView | NeedsConfirmation | Distress | None:
        """Submit a reply, in the practice's thread; once it is said it is no draft any more.

        Returns nothing where it was said already, because its form was sent twice.

        Args:
            request: the request.
            words: the reply as it was typed.
            confirmed: the gate's questions that were answered with "as it is".
            answer: the answer to the gate's last question; empty for none.
            after: how many moves came before.

        Raises:
            SaidElsewhere: something else was said since.
        """
        rehearsal = self._site.load_rehearsal(request)
        if answer == REMOVE and isinstance(asked := rehearsal.safeguard.of_reply(words, confirmed), NeedsConfirmation):
            words = words_after(REMOVE, asked, words) or ""
        if since := list_moves(rehearsal, after):
            if len(since) == 1 and isinstance(since[0], Replied) and since[0].text.strip() == words.strip():
                return None
            raise SaidElsewhere
        came = send_reply(rehearsal, words, confirmed)
        # Said, or stopped by a gate: neither is to be found in a draft.
        rehearsal.keep_draft("")
        return came

    def _ask(
        self, request: web.Request, came: NeedsConfirmation, words: str, confirmed: frozenset[Question], after: str
    ) -> web.StreamResponse:
        """Ask about a reply that a gate stopped; its words wait in the page alone."""
        asks = ask_about_reply(came, self._site.coach.care)
        say, box = find_path(request, "/say"), find_path(request, "/box")
        kept = {"words": words, AFTER: after, CONFIRMED: " ".join(sorted({*confirmed, came.question}))}
        before = {"words": words, AFTER: after, CONFIRMED: " ".join(sorted(confirmed)), "answer": REMOVE}
        ways = {
            PAUSE: (find_path(request, "/pause"), {"words": words}),
            SAY: (say, kept),
            KEEP: (say, kept),
            REMOVE: (say, before),
            CLOSE: (box, {"words": words}),
        }
        where = in_sentences(words, came.details)
        return self._site.ask(request, asks, make_answers(asks, ways, ""), where, status=409, held=True)

    def _show_distress(self, request: web.Request) -> web.StreamResponse:
        """Say that words of own distress were neither read nor kept, with places to turn to."""
        asks, path = show_distress(self._site.coach.care), find_path(request)
        ways: dict[str, Way] = {PAUSE: (f"{path}/pause", {}), "stop": f"{path}/stop"}
        return self._site.ask(request, asks, make_answers(asks, ways, path), status=409)

    async def _show_with_words(self, request: web.Request) -> web.StreamResponse:
        """Show the conversation with words in the box that were not sent."""
        form = await self._site.read_form(request)
        view = await self._site.in_practice(self._view, request)
        return self._draw(request, view, form.words("words", 3 * LONGEST))

    async def _keep_draft(self, request: web.Request) -> web.StreamResponse:
        """Store what stands in the box, for a restart or another day."""
        form = await self._site.read_form(request)
        words = form.words("words", 3 * LONGEST)

        def keep() -> None:
            rehearsal = self._site.load_rehearsal(request)
            # What came late, of a box whose words were said meanwhile, is no draft.
            if not list_moves(rehearsal, form.text(AFTER)):
                rehearsal.keep_draft(words)

        await self._site.in_practice(keep)
        return web.Response(status=204)

    async def _skip(self, request: web.Request) -> web.StreamResponse:
        """Skip a reply; a skipped reply is never counted."""

        def skip(rehearsal: Rehearsal) -> str:
            rehearsal.skip()
            return ""

        return await self._change(request, skip, Skipped)

    async def _take_back(self, request: web.Request) -> web.StreamResponse:
        """Take the last reply back; its words stand in the box, before what stands there already."""
        return await self._change(request, Rehearsal.take_back, TookBack)

    async def _why(self, request: web.Request) -> web.StreamResponse:
        """Explain why the family answered a reply as it did."""
        reply = read_number(request, "reply")

        def explain() -> tuple[str, ...]:
            rehearsal = self._site.load_rehearsal(request)
            return rehearsal.why_in_words(reply, find_attempt(request, rehearsal))

        lines = await self._site.in_practice(explain)
        back = find_path(request, "/debrief" if request.query.get("from") == "debrief" else "")
        region = self._site.fill(request, "paragraphs", paragraphs=lines, back=back)
        return self._site.answer(
            request, self._site.make_page(request, "why", say("Why that answer?"), Region("why", region))
        )

    # --- Pausing

    async def _pause(self, request: web.Request) -> web.StreamResponse:
        """Pause: nothing of the conversation is on the page; words from the box wait in it."""
        form = await self._site.read_form(request)
        await self._site.in_practice(lambda: self._site.load_rehearsal(request).pause())
        return self._draw_pause(request, form.words("words", 3 * LONGEST))

    def _draw_pause(self, request: web.Request, words: str) -> web.StreamResponse:
        asks, path = show_pause(self._site.coach.care), find_path(request)
        ways = {CLOSE: (f"{path}/come-back", {"words": words})}
        return self._site.ask(request, asks, make_answers(asks, ways, f"{path}/stop"), held=bool(words))

    async def _come_back(self, request: web.Request) -> web.StreamResponse:
        """End a pause, with the words in the box as they were."""
        form = await self._site.read_form(request)
        await self._site.in_practice(lambda: self._site.load_rehearsal(request).resume())
        words = form.words("words", 3 * LONGEST)
        if not words:
            return self._site.go(request, find_path(request))
        return self._draw(request, await self._site.in_practice(self._view, request), words)

    # --- Ending and stopping

    async def _ask_to_end(self, request: web.Request) -> web.StreamResponse:
        """Ask whether the conversation ends here; one that has ended leads on to its debrief."""
        rehearsal = await self._site.in_practice(self._site.load_rehearsal, request)
        if rehearsal.over:
            return self._site.go(request, find_path(request, "/debrief"))
        path = find_path(request)
        asks = ask_to_end()
        return self._site.ask(request, asks, make_answers(asks, {"end": (f"{path}/end", {})}, path, main="end"))

    async def _end(self, request: web.Request) -> web.StreamResponse:
        """End the conversation, and look back on it."""
        await self._site.read_form(request)

        def end() -> None:
            rehearsal = self._site.load_rehearsal(request)
            rehearsal.finish()
            rehearsal.keep_draft("")

        await self._site.in_practice(end)
        return self._site.go(request, find_path(request, "/debrief/first"))

    async def _ask_to_stop(self, request: web.Request) -> web.StreamResponse:
        """Ask whether a rehearsal that is left is kept."""
        rehearsal = await self._site.in_practice(self._site.load_rehearsal, request)
        path, asks = find_path(request), ask_to_stop(rehearsal.earlier_attempts)
        ways = {"keep": (f"{path}/stop", {"how": "keep"}), "nothing": (f"{path}/stop", {"how": "ask"})}
        return self._site.ask(request, asks, make_answers(asks, ways, path, main="keep"))

    async def _stop(self, request: web.Request) -> web.StreamResponse:
        """Leave a rehearsal: kept, or its last attempt forgotten after a second question."""
        form = await self._site.read_form(request)
        how, path = form.text("how"), find_path(request)
        rehearsal = await self._site.in_practice(self._site.load_rehearsal, request)
        asked_about = str(rehearsal.attempt.number)
        if how == "nothing" and form.text("attempt") != asked_about:
            how = "ask"  # a page that asked about an attempt that is gone: its answer is not about what is there now
        replies, earlier = rehearsal.replies_at_stake, rehearsal.earlier_attempts
        if how == "ask" and replies:
            asks = confirm_keeping_nothing(replies, earlier)
            forget = {"how": "nothing", "attempt": asked_about}
            ways = {"keep": (f"{path}/stop", {"how": "keep"}), "nothing": (f"{path}/stop", forget)}
            return self._site.ask(request, asks, make_answers(asks, ways, path, main="keep"))
        kept = how not in ("ask", "nothing")
        if kept:
            await self._site.in_practice(rehearsal.resume)
        try:
            await self._site.in_practice(rehearsal.stop, keep=kept)
        except SaidElsewhere as error:
            return self._site.go(request, path, str(error), refused=True)
        may_undo = bool(replies) and not kept
        if kept:
            self._let_go()
        else:
            self._site.let_go(rehearsal.id)
        if may_undo:
            self._forgotten = {rehearsal.id: rehearsal}
            self._undo_ends = asyncio.get_running_loop().call_later(UNDO_LASTS, self._let_go)
        waits = kept and bool(await self._site.in_practice(lambda: rehearsal.draft))
        return self._close(request, rehearsal, kept=kept, may_undo=may_undo, earlier=earlier, line_waits=waits)

    def _let_go(self, _rehearsal: str = "") -> None:
        """Let go of what could be kept after all, whichever rehearsal is forgotten."""
        self._forgotten.clear()
        if self._undo_ends is not None:
            self._undo_ends.cancel()
            self._undo_ends = None

    def _close(
        self,
        request: web.Request,
        rehearsal: Rehearsal,
        *,
        kept: bool,
        may_undo: bool = False,
        earlier: int = 0,
        line_waits: bool = False,
    ) -> web.StreamResponse:
        care, words = self._site.coach.care, self._site.coach.closing_words
        not_kept = rehearsal.not_kept
        asks = show_closing(
            care, words, kept=kept, not_kept=not_kept, may_undo=may_undo, earlier=earlier, line_waits=line_waits
        )
        ways = {"undo": (find_path(request, "/undo"), dict[str, str]())}
        return self._site.ask(request, asks, make_answers(asks, ways, "/"))

    async def _undo(self, request: web.Request) -> web.StreamResponse:
        """Keep a rehearsal after all that was just forgotten: nothing but this process holds it."""
        await self._site.read_form(request)
        rehearsal = self._forgotten.pop(request.match_info["rehearsal"], None)
        if rehearsal is None:
            raise CoachError(say("It is gone for good."), say("Begin a new one."), title=say("Nothing to bring back"))
        await self._site.in_practice(rehearsal.keep_after_all)
        return self._close(request, rehearsal, kept=True)
