"""Pages of a supervisor's papers: agenda, actions, sheets to sign, where readers differ.

Nothing of a sheet is stored: it goes to the browser as a file, and is gone.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from aiohttp import web

from coach.errors import NotKnown, NotNow, RecordsError
from coach.language.catalogue import say
from coach.practice.question_texts import REMOVE
from coach.practice.safeguarding import LONGEST, Question, WordsHeld, look_for_details, without
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
    FOR_YOU,
    NO_ACTIONS,
    TO_A_CALENDAR,
    ask_same_practitioner,
    confirm_taking_off,
)
from coach.supervision.documents import render_blocks
from coach.supervision.inbox import InboxItem
from coach.supervision.sheet import (
    AGREEMENT_FORM,
    PAPER_DAYS,
    PAPER_NAMES,
    RECORD_FORM,
    SAID_BEFORE,
    Meeting,
    Paper,
    PaperForm,
    describe_along,
    lay_out_agenda,
    plan_meeting,
    render_sheet,
    split_date,
    split_lines,
    word_action,
)
from coach.web.forms import Form, NoForm
from coach.web.own_desk import ItemFinder
from coach.web.own_rehearsals import hand_out
from coach.web.own_site import CONFIRMED, OwnSite, Way, ask_about_words_for_others, make_answers, read_confirmed
from coach.web.rendering import NO_NOTICE, Notice, Region

DOCUMENTS = {"docx": "A Word document", "md": "Markdown, a text with headings", "html": "A page to read or print",
             "txt": "Plain text"}  # fmt: skip
"""The forms of a document, by the end of its name without the dot."""
NOT_SAVED = "It has not been saved."
PAPERS = {"/sheet": RECORD_FORM, "/agreement": AGREEMENT_FORM}
"""The forms of the sheets, by the addresses of their pages."""
CHANGE = "change"
"""In place of a document's form: the sheet is shown again, to be changed."""
ACTIONS = "_actions"
"""What ends the names of fields with actions, a line of which may end with its day."""
LONGEST_ACTION, LONGEST_DAY, LONGEST_NAME, LONGEST_ADDRESS = 1000, 40, 100, 40


def read_suffix(name: str) -> str:
    """Return the end of a document's name for a form's value. Raises NotKnown."""
    if name not in DOCUMENTS:
        raise NotKnown(say("There is no such form of a document."), say("Choose one of those on the page."))
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
            web.post("/agenda/who", self._tell_who),
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

    def _has_told(self, address: str) -> bool:
        """Whether the supervisor said of something who is the same practitioner."""
        inbox = self._site.coach.inbox
        with suppress(NotKnown, RecordsError):
            return bool(address) and inbox.promises.has_told(self._finder.find(inbox, address).id)
        return False

    def _read_agenda(self, address: str) -> tuple[Agenda, tuple[str, ...], Meeting]:
        """Return the agenda, what the supervisor said they would take up, and a talk of today.

        Args:
            address: the address of what the talk is about; empty for nothing in particular.
        """
        inbox = self._site.coach.inbox
        item = None
        with suppress(NotKnown, RecordsError):
            item = self._finder.find(inbox, address) if address else None
        review = (item.draft.response if item.draft else item.response) if item else None
        signed = inbox.find_signature()
        meeting = plan_meeting(item.brought if item else None, review, day=inbox.actions.today, supervisor=signed)
        said_before = tuple(map(word_action, inbox.promises.find(item.id if item else "").sure))
        return load_agenda(), said_before, meeting

    async def _show_agenda(self, request: web.Request) -> web.StreamResponse:
        address = request.query.get("about", "")[:LONGEST_ADDRESS]
        if not request.query.get("later"):
            for item, group in await self._site.in_practice(self._list_unsure, address):
                return self._ask_who(request, address, item, group)
        agenda, said_before, meeting = await self._site.in_practice(self._read_agenda, address)
        return await self._draw_agenda(request, address, agenda, said_before, meeting)

    def _list_unsure(self, address: str) -> tuple[tuple[InboxItem, tuple[OwnAction, ...]], ...]:
        """List what was promised to others who sign as the practitioner, who may be the same."""
        inbox = self._site.coach.inbox
        with suppress(NotKnown, RecordsError):
            item = self._finder.find(inbox, address) if address else None
            return tuple((item, group) for group in inbox.promises.find(item.id).unsure) if item else ()
        return ()

    def _ask_who(
        self, request: web.Request, address: str, item: InboxItem, group: tuple[OwnAction, ...]
    ) -> web.StreamResponse:
        """Ask whether actions were promised to whoever brought something.

        Args:
            request: the request.
            address: the address of what was brought.
            item: what was brought.
            group: the actions.
        """
        asks = ask_same_practitioner(item.who, "; ".join(map(word_action, group)))
        fields = {"about": address, "action": group[0].id}
        ways: dict[str, Way] = {answer: ("/agenda/who", fields | {"answer": answer}) for answer in ("same", "other")}
        return self._site.ask(request, asks, make_answers(asks, ways, f"/agenda?about={quote(address)}&later=yes"))

    async def _tell_who(self, request: web.Request) -> web.StreamResponse:
        """Remember whether actions were promised to whoever brought something."""
        form = await self._site.read_form(request)
        address, action, same = form.text("about"), form.text("action"), form.text("answer") == "same"
        promises = self._site.coach.inbox.promises
        if form.text("answer") == "anew":
            await self._site.in_practice(
                lambda: promises.ask_anew(self._finder.find(self._site.coach.inbox, address).id)
            )
        for item, group in await self._site.in_practice(self._list_unsure, address):
            if group[0].id == action:
                await self._site.in_practice(promises.tell, item.id, group, same=same)
        return self._site.go(request, f"/agenda?about={quote(address)}")

    async def _draw_agenda(
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
            lead=say(SAID_BEFORE),
            meeting=meeting,
            day=day or (format_day(meeting.day) if meeting.day else ""),
            about=address,
            along=describe_along(agenda, said_before, meeting),
            has_told=await self._site.in_practice(self._has_told, address),
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
            return await self._draw_agenda(request, address, agenda, said_before, meeting, day, refused)
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
            for_you=self._site.say_where(say(FOR_YOU)),
            nothing=say(NO_ACTIONS),
            to_a_calendar=say(TO_A_CALENDAR),
            has_dates=any(action.by and not action.done for action in listed),
            what=what,
            by=by,
        )
        page = self._site.make_page(request, "actions", say("My actions"), Region("actions", region), held=bool(what))
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
        return self._site.go(request, "/actions", say("It is on your list."))

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
            raise NotKnown(say("That is not among your actions."), say("Look at the list again."))
        return action

    async def _take_off(self, request: web.Request) -> web.StreamResponse:
        """Take an action off the list for good."""
        await self._site.read_form(request)
        await self._site.in_practice(self._site.coach.inbox.actions.drop, request.match_info["action"])
        return self._site.go(request, "/actions", say("Taken off your list."))

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
        page = self._site.make_page(request, "differences", say("Where readers differ"), Region("differences", region))
        return self._site.answer(request, page)

    async def _save_differences(self, request: web.Request) -> web.StreamResponse:
        """Hand out the counts, or the lines without who wrote them or when."""
        what = request.query.get("format", "")
        compared, agreements = await self._site.in_practice(self._compare)
        if what == "counts":
            return hand_out("where-readers-differ.csv", render_spreadsheet(agreements))
        if what != "labelled":
            raise NotKnown(say("There is no such form of it."), say("Choose one of those on the page."))
        known = self._site.coach.inbox.collect_known_words
        rows = await self._site.in_practice(lambda: tuple(write_labelled_replies(compared.lines, known)))
        return hand_out("labelled.jsonl", "".join(f"{row}\n" for row in rows))


# --- Sheets to sign


@dataclass(frozen=True, slots=True)
class SheetFields:
    """What stands in the fields of a sheet to sign, by their names."""

    paper: PaperForm
    typed: dict[str, str]

    @classmethod
    def read(cls, paper: PaperForm, form: Form) -> "SheetFields":
        """Read the fields from a form. Raises FormRefused.

        Args:
            paper: which sheet it is.
            form: the form.
        """
        typed = {name: form.text(name, LONGEST_DAY).strip() for name in PAPER_DAYS}
        typed |= {name: form.text(name, LONGEST_NAME).strip() for name in PAPER_NAMES}
        return cls(paper, typed | {name: form.words(name, LONGEST) for name in paper.texts})

    def without_details(self) -> "SheetFields":
        """Return the fields without real people's details; a day by which an action is done is none."""
        texts = {}
        for name in self.paper.texts:
            lines = split_lines(self.typed[name])
            parts = (split_date(line) if name.endswith(ACTIONS) else (line, "") for line in lines)
            texts[name] = "\n".join(f"{without(what, look_for_details(what, frozenset()))}{by}" for what, by in parts)
        return replace(self, typed=self.typed | texts)

    def make_sheet(self, today: date) -> Paper:
        """Make the sheet. Raises NotNow with what is wrong with a day."""
        days = {name: parse_day(self.typed[name], today) for name in PAPER_DAYS}
        lines = {name: split_lines(self.typed[name]) for name in self.paper.texts}
        return self.paper.make(days, {name: self.typed[name] for name in PAPER_NAMES}, lines)


class SheetPages:
    """The pages of the sheets to sign."""

    def __init__(self, site: OwnSite) -> None:
        self._site = site
        self._finder = ItemFinder()

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""
        for path in PAPERS:
            yield web.get(path, self._show)
            yield web.post(path, self._save)

    async def _show(self, request: web.Request) -> web.StreamResponse:
        """Show an empty sheet with today and the signature, all to be changed.

        About something that was brought, it has the practitioner's name and the open actions promised to them.
        """
        inbox, paper = self._site.coach.inbox, PAPERS[request.path]
        address = request.query.get("about", "")[:LONGEST_ADDRESS]

        def fill_in() -> SheetFields:
            typed = dict.fromkeys(paper.labels, "") | {"day": format_day(inbox.actions.today)}
            typed |= {"supervisor": inbox.find_signature()}
            with suppress(NotKnown, RecordsError):
                item = self._finder.find(inbox, address) if address else None
                typed |= {"practitioner": item.who} if item else {}
                if item and "supervisor_actions" in typed:
                    promised = inbox.promises.find(item.id).sure
                    typed["supervisor_actions"] = "\n".join(map(word_action, promised))
            return SheetFields(paper, typed)

        return self._draw(request, await self._site.in_practice(fill_in))

    def _draw(
        self, request: web.Request, fields: SheetFields, notice: Notice = NO_NOTICE, *, held: bool = False
    ) -> web.StreamResponse:
        """Answer with the form of a sheet.

        Args:
            request: the request.
            fields: what stands in it.
            notice: what is said in the status region.
            held: whether words stand in it that came from a form.
        """
        paper = fields.paper
        region = self._site.fill(
            request,
            "sheet",
            path=request.path,
            about=paper.about,
            fields=paper.labels,
            typed=fields.typed,
            texts=paper.texts,
            days=PAPER_DAYS,
            documents=DOCUMENTS,
        )
        page = self._site.make_page(
            request, f"sheet-{paper.file_name}", paper.title, Region("sheet", region), held=held
        )
        return self._site.answer(request, page, notice, status=409 if notice.refused else 200)

    async def _save(self, request: web.Request) -> web.StreamResponse:
        """Hand out a sheet as a document, unless the gate has to ask about its words."""
        form, paper, path = await self._site.read_form(request), PAPERS[request.path], request.path
        fields, name = SheetFields.read(paper, form), form.text("format")
        if name == CHANGE:
            return self._draw(request, fields, held=True)
        if name not in DOCUMENTS:
            raise NoForm
        if form.text("answer") == REMOVE:
            fields = fields.without_details()
        try:
            sheet = fields.make_sheet(self._site.coach.inbox.actions.today)
            content = await self._site.in_practice(render_sheet, sheet, f".{name}", confirmed=read_confirmed(form))
        except NotNow as error:
            return self._draw(request, fields, Notice(str(error), refused=True), held=True)
        except WordsHeld as held:
            asks, where = ask_about_words_for_others(held, sheet.list_typed(), frozenset(), say(NOT_SAVED))
            sent = fields.typed | {"format": name}
            ways: dict[str, Way] = {
                "keep": (path, sent | {CONFIRMED: Question.REAL_PEOPLE.value}),
                "remove": (path, sent | {"answer": REMOVE}),
                "close": (path, fields.typed | {"format": CHANGE}),
            }
            answers = make_answers(asks, ways, path)
            return self._site.ask(request, asks, answers, where, status=409, held=True, files=True)
        day = f"-{sheet.day:%Y-%m-%d}" if sheet.day else ""
        return hand_out(f"{paper.file_name}{day}.{name}", content)
