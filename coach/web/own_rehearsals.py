"""Pages of the rehearsals in one's own coach: the list, exporting, keeping and forgetting."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from coach.errors import CoachError
from coach.language.catalogue import say
from coach.model.characters import count, describe_attempts
from coach.page_words import KEEP_IT, LET_IT_GO, NONE_YET, describe_state, describe_stay, format_moment
from coach.practice.export import ExportFormat, ExportRequest, default_name, export_all, export_rehearsal, find_format
from coach.practice.question_texts import FORGET, ask_about_all, confirm_forgetting
from coach.practice.service import PracticeService
from coach.records.event_store import Summary
from coach.supervision.desk_texts import TAKE_IN_REVIEW
from coach.supervision.documents import lay_out_reviews
from coach.supervision.importing import PROVES_NOTHING
from coach.supervision.reflection import find_question
from coach.web.own_site import OwnSite, find_path, make_answers
from coach.web.rendering import Region

AT_ONCE = 50
"""Rehearsals on a page."""
KEPT, GOES = "Kept. It stays until you forget it.", "It goes by itself after thirty days."
NOTHING_FITS = "Nothing fits. Take a word out of the search."
TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".json": "application/json",
    ".csv": "text/csv",
    ".ics": "text/calendar",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
ANY_TYPE = "application/octet-stream"
REQUEST = ExportRequest(find_question=find_question, lay_out_reviews=lay_out_reviews)


@dataclass(frozen=True, slots=True)
class RehearsalRow:
    """A rehearsal in the list."""

    summary: Summary
    title: str
    began: str
    said: str
    """How many replies or attempts it has, and whether it goes on."""
    stays: str
    keep: str
    """The words of the button that keeps it, or lets it go."""

    @property
    def name(self) -> str:
        """The rehearsal in a few words, in which it differs from others."""
        return f"“{self.title}”, {self.began}"

    def fits(self, words: Iterable[str]) -> bool:
        """Return whether every word stands in its title, its day or how it stands."""
        text = f"{self.title} {self.summary.scenario} {self.began} {self.said}".casefold()
        return all(word in text for word in words)


def list_rows(practice: PracticeService) -> tuple[RehearsalRow, ...]:
    """List the rehearsals, the last used first."""
    return tuple(_make_row(practice, summary, (summary.replies,)) for summary in practice.rehearsals())


def _make_row(practice: PracticeService, summary: Summary, attempts: tuple[int, ...]) -> RehearsalRow:
    try:
        title = practice.library.cover(summary.scenario).title
    except CoachError:
        title = summary.scenario.replace("_", " ")
    said = f"{describe_attempts(attempts)}, {describe_state(going=summary.going)}"
    keep = say(LET_IT_GO) if summary.kept else say(KEEP_IT)
    return RehearsalRow(summary, title, format_moment(summary.began), said, describe_stay(summary.expires()), keep)


def _count_attempts(practice: PracticeService, rows: Iterable[RehearsalRow]) -> tuple[RehearsalRow, ...]:
    """Return rows in which the replies of each attempt are counted."""
    summaries = [row.summary for row in rows]
    counted = practice.count_attempts([summary.id for summary in summaries])
    return tuple(_make_row(practice, summary, counted.get(summary.id) or (summary.replies,)) for summary in summaries)


class RehearsalPages:
    """The list of rehearsals, and what is done with one or all of them."""

    def __init__(self, site: OwnSite) -> None:
        self._site = site

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""
        root = "/rehearsals/{rehearsal}"
        return (
            web.get("/rehearsals", self._list),
            web.post("/rehearsals", self._search),
            web.post(f"{root}/keep", self._keep),
            web.get(f"{root}/export", self._choose_format),
            web.get(f"{root}/file", self._export),
            web.get(f"{root}/forget", self._ask_to_forget),
            web.post(f"{root}/forget", self._forget),
            web.get("/all-rehearsals/export", self._choose_format_of_all),
            web.get("/all-rehearsals/file", self._export_all),
            web.get("/all-rehearsals/forget", self._ask_to_forget_all),
            web.post("/all-rehearsals/forget", self._forget_all),
        )

    # --- The list

    async def _list(self, request: web.Request) -> web.StreamResponse:
        return await self._draw_list(request)

    async def _search(self, request: web.Request) -> web.StreamResponse:
        """Show what fits a search, or earlier ones. What was typed is in no address."""
        form = await self._site.read_form(request)
        return await self._draw_list(request, form.text("words"), whole=form.flag("all"))

    async def _draw_list(self, request: web.Request, words: str = "", *, whole: bool = False) -> web.StreamResponse:
        """Answer with the list of rehearsals.

        Args:
            request: the request.
            words: words that were searched for; empty for none.
            whole: whether all of them are shown, or the latest.
        """
        site, practice = self._site, self._site.coach.practice
        rows = await site.in_practice(list_rows, practice)
        fitting = tuple(row for row in rows if row.fits(words.casefold().split()))
        shown = len(fitting) if whole else AT_ONCE
        region = site.fill(
            request,
            "rehearsals",
            rows=await site.in_practice(_count_attempts, practice, fitting[:shown]),
            many=len(rows),
            more=max(len(fitting) - shown, 0),
            words=words,
            nothing=say(NOTHING_FITS) if rows else site.say_where(say(NONE_YET)),
            unread=practice.keeping.unread,
            said=await site.in_practice(practice.keeping.of_time),
            take_in=say(TAKE_IN_REVIEW),
            proves_nothing=say(PROVES_NOTHING),
        )
        return site.answer(request, site.make_page(request, "rehearsals", say("My rehearsals"), Region("list", region)))

    async def _keep(self, request: web.Request) -> web.StreamResponse:
        """Keep a rehearsal beyond thirty days, or end that."""
        form = await self._site.read_form(request)
        keep = form.text("keep") == "yes"

        def change() -> str:
            rehearsal = self._site.load_rehearsal(request)
            rehearsal.keep(keep)
            return rehearsal.once_kept(say(KEPT) if keep else say(GOES))

        said = await self._site.in_practice(change)
        back = find_path(request, "/debrief") if form.text("from") == "debrief" else ""
        return self._site.go(request, back or "/rehearsals", said)

    # --- Exporting

    async def _choose_format(self, request: web.Request) -> web.StreamResponse:
        rehearsal = await self._site.in_practice(self._site.load_rehearsal, request)
        return self._offer_formats(
            request, say("Export “{title}”", title=rehearsal.script.dialogue.title), f"/rehearsals/{rehearsal.id}/file"
        )

    async def _choose_format_of_all(self, request: web.Request) -> web.StreamResponse:
        return self._offer_formats(request, say("Export all your rehearsals"), "/all-rehearsals/file")

    def _offer_formats(self, request: web.Request, heading: str, path: str) -> web.StreamResponse:
        region = self._site.fill(request, "export", formats=tuple(ExportFormat), path=path)
        return self._site.answer(request, self._site.make_page(request, "export", heading, Region("export", region)))

    async def _export(self, request: web.Request) -> web.StreamResponse:
        form = find_format(request.query.get("format", ""))

        def write() -> tuple[str, str | bytes]:
            rehearsal = self._site.load_rehearsal(request)
            return default_name(rehearsal, form), export_rehearsal(rehearsal, form, REQUEST)

        return hand_out(*await self._site.in_practice(write))

    async def _export_all(self, request: web.Request) -> web.StreamResponse:
        form = find_format(request.query.get("format", ""))
        whole = await self._site.in_practice(export_all, self._site.coach.practice, form, REQUEST)
        return hand_out(f"my-rehearsals{form.suffix}", whole.text)

    # --- Forgetting

    async def _ask_to_forget(self, request: web.Request) -> web.StreamResponse:
        practice, rehearsal = self._site.coach.practice, request.match_info["rehearsal"]
        rows = await self._site.in_practice(list_rows, practice)
        row = next((row for row in rows if row.summary.id == rehearsal), None)
        if row is None:
            row = await self._site.in_practice(self._find_row, request)
        attempts = len(await self._site.in_practice(practice.count_attempt_replies, row.summary.id))
        asks = confirm_forgetting(say("Forget {name}?", name=row.name), shared=self._site.shared, attempts=attempts)
        ways = {FORGET: (f"/rehearsals/{row.summary.id}/forget", dict[str, str]())}
        return self._site.ask(request, asks, make_answers(asks, ways, "/rehearsals"))

    def _find_row(self, request: web.Request) -> RehearsalRow:
        """Find a rehearsal by the first letters of its id. Raises NotKnown."""
        rehearsal = self._site.load_rehearsal(request)
        practice = self._site.coach.practice
        return next(row for row in list_rows(practice) if row.summary.id == rehearsal.id)

    async def _forget(self, request: web.Request) -> web.StreamResponse:
        await self._site.read_form(request)
        practice = self._site.coach.practice
        rehearsal = await self._site.in_practice(practice.find, request.match_info["rehearsal"])
        await self._site.in_practice(practice.forget, rehearsal)
        self._site.let_go(rehearsal)
        return self._site.go(request, "/rehearsals", practice.keeping.not_kept or say("Forgotten."))

    async def _ask_to_forget_all(self, request: web.Request) -> web.StreamResponse:
        heading = ask_about_all(await self._site.in_practice(self._site.coach.practice.rehearsals))
        asks = confirm_forgetting(heading, say("Forget them all"), shared=self._site.shared, several=True)
        ways = {FORGET: ("/all-rehearsals/forget", dict[str, str]())}
        return self._site.ask(request, asks, make_answers(asks, ways, "/rehearsals"))

    async def _forget_all(self, request: web.Request) -> web.StreamResponse:
        await self._site.read_form(request)
        gone = await self._site.in_practice(self._site.coach.practice.forget_all)
        self._site.let_go()
        said = gone.in_words() if gone.rehearsals or gone.copies else f"{count(0, 'rehearsal')} forgotten."
        return self._site.go(request, "/rehearsals", said)


def hand_out(name: str, content: str | bytes) -> web.Response:
    """Answer with a file that the browser saves and never shows as a page of ours.

    Args:
        name: the file's name.
        content: what is in it.
    """
    suffix = name[name.rfind(".") :]
    body = content.encode("utf-8", "replace") if isinstance(content, str) else content
    answer = web.Response(body=body, content_type=TYPES.get(suffix, ANY_TYPE), charset="utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return answer
