"""Pages of a supervisor's papers: agenda, actions, where readers differ.

The sheets to sign are in `coach/web/own_sheets.py`.
"""

from collections.abc import Iterable
from contextlib import suppress

from aiohttp import web

from coach.errors import NotKnown, NotNow, RecordsError
from coach.practice.question_texts import REMOVE
from coach.practice.safeguarding import Question, WordsHeld, look_for_details, without
from coach.supervision.actions import CALENDAR, OwnAction, describe_action, render_calendar
from coach.supervision.agenda import Agenda, format_day, load_agenda, parse_day, parse_future_day
from coach.supervision.agreement import (
    Agreement,
    ReviewedLines,
    count_agreements,
    lay_out_agreement,
    render_spreadsheet,
    write_labelled_replies,
)
from coach.supervision.desk_texts import (
    BROUGHT_ALONG,
    FOR_YOU,
    NO_ACTIONS,
    TO_A_CALENDAR,
    confirm_taking_off,
)
from coach.supervision.documents import render_blocks
from coach.supervision.sheet import (
    SAID_BEFORE,
    Meeting,
    lay_out_agenda,
    plan_meeting,
    word_action,
)
from coach.web.own_desk import ItemFinder
from coach.web.own_rehearsals import hand_out
from coach.web.own_site import CONFIRMED, OwnSite, Way, ask_about_words_for_others, make_answers, read_confirmed
from coach.web.rendering import NO_NOTICE, Notice, Region

DOCUMENTS = {"docx": "A Word document", "md": "Markdown, a text with headings", "html": "A page to read or print",
             "txt": "Plain text"}  # fmt: skip
"""The forms of a document, by the end of its name without the dot."""
LONGEST_ACTION, LONGEST_DAY, LONGEST_NAME, LONGEST_ADDRESS = 1000, 40, 100, 40


def read_suffix(name: str) -> str:
    """Return the end of a document's name for a form's value. Raises NotKnown."""
    if name not in DOCUMENTS:
        raise NotKnown("There is no such form of a document.", "Choose one of those on the page.")
    return f".{name}"


class PaperPages:
    """The pages of a supervisor's papers."""

    def __init__(self, site: OwnSite) -> None:
        self._site = site
        self._finder = ItemFinder()

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""
        return (
            web.get("/agenda", self._show_agenda),
            web.post("/agenda", self._save_agenda),
            web.get("/actions", self._show_actions),
            web.post("/actions", self._show_actions_with_words),
            web.post("/actions/add", self._add_action),
            web.post("/actions/{action}/tick", self._tick_action),
            web.get("/actions/{action}/off", self._ask_to_take_off),
            web.post("/actions/{action}/off", self._take_off),
            web.get("/actions/calendar", self._save_calendar),
            web.get("/differences", self._show_differences),
            web.get("/differences/file", self._save_differences),
        )

    # --- The agenda

    def _read_agenda(self, address: str) -> tuple[Agenda, tuple[str, ...], Meeting]:
        """Return the agenda, what the supervisor said they would take up, and a talk of today.

        Args:
            address: the address of what the talk is about; empty for nothing in particular.
        """
        inbox = self._site.coach.inbox
        item, actions = None, tuple[OwnAction, ...]()
        with suppress(RecordsError):  # a team's store that is away keeps nobody from the agenda
            actions = inbox.actions.list_open()
        with suppress(NotKnown, RecordsError):
            item = self._finder.find(inbox, address) if address else None
        review = (item.draft.response if item.draft else item.response) if item else None
        signed = inbox.find_signature()
        meeting = plan_meeting(item.brought if item else None, review, day=inbox.actions.today, supervisor=signed)
        return load_agenda(), tuple(map(word_action, actions)), meeting

    async def _show_agenda(self, request: web.Request) -> web.StreamResponse:
        address = request.query.get("about", "")[:LONGEST_ADDRESS]
        agenda, said_before, meeting = await self._site.in_practice(self._read_agenda, address)
        return self._draw_agenda(request, address, agenda, said_before, meeting)

    def _draw_agenda(
        self,
        request: web.Request,
        address: str,
        agenda: Agenda,
        said_before: tuple[str, ...],
        meeting: Meeting,
        day: str = "",
        notice: Notice = NO_NOTICE,
    ) -> web.StreamResponse:
        """Answer with the agenda, and a form that makes a document of it.

        Args:
            request: the request.
            address: the address of what the talk is about; empty for nothing in particular.
            agenda: the agenda.
            said_before: what the supervisor said they would take up.
            meeting: the talk.
            day: its day as it was typed; empty for the meeting's.
            notice: what is said in the status region.
        """
        region = self._site.fill(
            request,
            "agenda",
            agenda=agenda,
            said_before=said_before,
            lead=SAID_BEFORE,
            meeting=meeting,
            day=day or (format_day(meeting.day) if meeting.day else ""),
            about=address,
            brought_along=BROUGHT_ALONG if meeting.about else "",
            documents=DOCUMENTS,
        )
        page = self._site.make_page(request, "agenda", agenda.title, Region("agenda", region))
        return self._site.answer(request, page, notice, status=409 if notice.refused else 200)

    async def _save_agenda(self, request: web.Request) -> web.StreamResponse:
        """Hand out the agenda as a document, with the parts, the day and the names that were chosen."""
        form = await self._site.read_form(request)
        suffix, day = read_suffix(form.text("format")), form.text("day", LONGEST_DAY).strip()
        address = form.text("about")
        agenda, said_before, meeting = await self._site.in_practice(self._read_agenda, address)
        places = range(len(agenda.parts))
        meeting = meeting.model_copy(
            update={
                "practitioner": form.text("practitioner", LONGEST_NAME).strip(),
                "supervisor": form.text("supervisor", LONGEST_NAME).strip(),
                "left_out": tuple(place for place in places if not form.flag(f"part-{place}")),
            }
        )
        try:
            today = self._site.coach.inbox.actions.today
            meeting = meeting.model_copy(update={"day": parse_day(day, today)})
        except NotNow as error:
            refused = Notice(str(error), refused=True)
            return self._draw_agenda(request, address, agenda, said_before, meeting, day, refused)
        blocks = lay_out_agenda(agenda, said_before, meeting)
        return hand_out(f"{meeting.file_name}{suffix}", render_blocks(blocks, suffix, agenda.title))

    # --- What the supervisor will take up

    async def _show_actions(self, request: web.Request) -> web.StreamResponse:
        return await self._draw_actions(request)

    async def _show_actions_with_words(self, request: web.Request) -> web.StreamResponse:
        """Show the list with an action in the boxes that was not kept."""
        form = await self._site.read_form(request)
        return await self._draw_actions(request, form.text("what", LONGEST_ACTION), form.text("by", LONGEST_DAY))

    async def _draw_actions(
        self, request: web.Request, what: str = "", by: str = "", notice: Notice = NO_NOTICE
    ) -> web.StreamResponse:
        """Answer with the list of actions.

        Args:
            request: the request.
            what: an action that stands in the box.
            by: its date, as it was typed.
            notice: what is said in the status region.
        """
        actions = self._site.coach.inbox.actions
        listed: tuple[OwnAction, ...] = await self._site.in_practice(actions.list_all)
        region = self._site.fill(
            request,
            "actions",
            actions=tuple((action, describe_action(action, actions.today)) for action in listed),
            for_you=FOR_YOU,
            nothing=NO_ACTIONS,
            to_a_calendar=TO_A_CALENDAR,
            has_dates=any(action.by and not action.done for action in listed),
            what=what,
            by=by,
        )
        page = self._site.make_page(request, "actions", "My actions", Region("actions", region), held=bool(what))
        return self._site.answer(request, page, notice, status=409 if notice.refused else 200)

    async def _add_action(self, request: web.Request) -> web.StreamResponse:
        """Add an action, unless the gate has to ask about its words."""
        form = await self._site.read_form(request)
        what, by = form.text("what", LONGEST_ACTION).strip(), form.text("by", LONGEST_DAY).strip()
        if form.text("answer") == REMOVE:
            what = without(what, look_for_details(what, frozenset()))
        actions, confirmed = self._site.coach.inbox.actions, read_confirmed(form)
        try:
            day = parse_future_day(by, actions.today)
            await self._site.in_practice(actions.add, what, day, confirmed=confirmed)
        except NotNow as error:
            return await self._draw_actions(request, what, by, Notice(str(error), refused=True))
        except WordsHeld as held:
            asks, where = ask_about_words_for_others(held, (what,), frozenset())
            fields = {"what": what, "by": by}
            ways: dict[str, Way] = {
                "keep": ("/actions/add", fields | {CONFIRMED: Question.REAL_PEOPLE.value}),
                "remove": ("/actions/add", fields | {"answer": REMOVE}),
                "close": ("/actions", fields),
            }
            return self._site.ask(request, asks, make_answers(asks, ways, "/actions"), where, status=409, held=True)
        return self._site.go(request, "/actions", "It is on your list.")

    async def _tick_action(self, request: web.Request) -> web.StreamResponse:
        """Say that an action is done, or that it is open again."""
        await self._site.read_form(request)
        await self._site.in_practice(self._site.coach.inbox.actions.tick, request.match_info["action"])
        return self._site.go(request, "/actions")

    async def _ask_to_take_off(self, request: web.Request) -> web.StreamResponse:
        action = await self._site.in_practice(self._find_action, request.match_info["action"])
        asks = confirm_taking_off(action.what)
        ways = {"off": (f"/actions/{action.id}/off", dict[str, str]())}
        return self._site.ask(request, asks, make_answers(asks, ways, "/actions"))

    def _find_action(self, key: str) -> OwnAction:
        """Find an action on the list. Raises NotKnown."""
        action = next((action for action in self._site.coach.inbox.actions.list_all() if action.id == key), None)
        if action is None:
            raise NotKnown("That is not among your actions.", "Look at the list again.")
        return action

    async def _take_off(self, request: web.Request) -> web.StreamResponse:
        """Take an action off the list for good."""
        await self._site.read_form(request)
        await self._site.in_practice(self._site.coach.inbox.actions.drop, request.match_info["action"])
        return self._site.go(request, "/actions", "Taken off your list.")

    async def _save_calendar(self, _request: web.Request) -> web.StreamResponse:
        inbox = self._site.coach.inbox

        def render() -> str:
            return render_calendar(inbox.actions.list_open(), inbox.practice.clock())

        return hand_out(f"my-actions{CALENDAR}", await self._site.in_practice(render))

    # --- Where readers differ

    def _compare(self) -> tuple[ReviewedLines, tuple[Agreement, ...]]:
        compared = self._site.coach.inbox.compare_readers()
        return compared, count_agreements(compared.lines)

    async def _show_differences(self, request: web.Request) -> web.StreamResponse:
        """Show how often coach and supervisor saw a criterion alike, where both said yes to it."""
        compared, agreements = await self._site.in_practice(self._compare)
        names = await self._site.in_practice(self._site.coach.inbox.list_criterion_names)
        blocks = tuple(lay_out_agreement(compared, agreements, names))
        region = self._site.fill(request, "differences", blocks=blocks, has_lines=bool(compared.lines))
        page = self._site.make_page(request, "differences", "Where readers differ", Region("differences", region))
        return self._site.answer(request, page)

    async def _save_differences(self, request: web.Request) -> web.StreamResponse:
        """Hand out the counts, or the lines without who wrote them or when."""
        what = request.query.get("format", "")
        compared, agreements = await self._site.in_practice(self._compare)
        if what == "counts":
            return hand_out("where-readers-differ.csv", render_spreadsheet(agreements))
        if what != "labelled":
            raise NotKnown("There is no such form of it.", "Choose one of those on the page.")
        known = self._site.coach.inbox.collect_known_words
        rows = await self._site.in_practice(lambda: tuple(write_labelled_replies(compared.lines, known)))
        return hand_out("labelled.jsonl", "".join(f"{row}\n" for row in rows))
