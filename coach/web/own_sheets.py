"""Pages of the sheets to sign: the record of a talk, and a supervision agreement.

Nothing of a sheet is stored: it goes to the browser as a file, and is gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from aiohttp import web

from coach.errors import NotNow
from coach.practice.question_texts import REMOVE
from coach.practice.safeguarding import LONGEST, Question, WordsHeld, look_for_details, without
from coach.supervision.agenda import format_day, parse_day
from coach.supervision.sheet import (
    AGREEMENT_FORM,
    PAPER_DAYS,
    PAPER_NAMES,
    RECORD_FORM,
    Paper,
    PaperForm,
    render_sheet,
    split_date,
    split_lines,
    word_action,
)
from coach.web.forms import Form, NoForm
from coach.web.own_papers import DOCUMENTS, LONGEST_DAY, LONGEST_NAME
from coach.web.own_rehearsals import hand_out
from coach.web.own_site import CONFIRMED, OwnSite, Way, ask_about_words_for_others, make_answers, read_confirmed
from coach.web.rendering import NO_NOTICE, Notice, Region

NOT_SAVED = "It has not been saved."
PAPERS = {"/sheet": RECORD_FORM, "/agreement": AGREEMENT_FORM}
"""The forms of the sheets, by the addresses of their pages."""
CHANGE = "change"
"""In place of a document's form: the sheet is shown again, to be changed."""
ACTIONS = "_actions"
"""What ends the names of fields with actions, a line of which may end with its day."""


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

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""
        for path in PAPERS:
            yield web.get(path, self._show)
            yield web.post(path, self._save)

    async def _show(self, request: web.Request) -> web.StreamResponse:
        """Show an empty sheet with today, the signature and the open actions, all to be changed."""
        inbox, paper = self._site.coach.inbox, PAPERS[request.path]

        def fill_in() -> SheetFields:
            typed = dict.fromkeys(paper.labels, "") | {"day": format_day(inbox.actions.today)}
            typed |= {"supervisor": inbox.find_signature()}
            if "supervisor_actions" in typed:
                typed["supervisor_actions"] = "\n".join(map(word_action, inbox.actions.list_open()))
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
            asks, where = ask_about_words_for_others(held, sheet.list_typed(), frozenset(), NOT_SAVED)
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
