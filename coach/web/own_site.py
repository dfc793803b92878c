"""The site that all pages of one's own coach share: the practice, its thread, forms.

`OwnSite` is handed to every group of pages (`own_library.py`, `own_talk.py` and so on), which add their routes to it.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ParamSpec, Protocol, TypeVar
from urllib.parse import quote

from aiohttp import web
from markupsafe import Markup

from coach.errors import CoachError, ContentError, NotKnown, NotNow, RecordsError
from coach.language.catalogue import say
from coach.page_words import AT_ADDRESS, HERE, fill_in_place, fill_in_store
from coach.practice.question_texts import (
    QuestionText,
    SentencePart,
    ask_about_details,
    ask_about_own_distress,
    in_sentences,
)
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import Care, NeedsConfirmation, Question, WordsHeld, look_for_details
from coach.practice.settings import write_settings
from coach.records.paths import Places
from coach.supervision.startup import OpenedCoach
from coach.web.forms import Form, make_form_token, read_form
from coach.web.rendering import NO_NOTICE, Link, Notice, Page, Region, Renderer, answer_look

SITE = "Conversation coach"
PLACES = (
    ("/scenarios", "Scenarios"),
    ("/exercises", "Exercises"),
    ("/rehearsals", "My rehearsals"),
    ("/desk", "Supervision"),
    ("/settings", "Settings"),
)
"""The pages that the head of every page leads to."""
SIGN_OUT = "Sign out"
"""What the head of every page has besides at a team's address."""
REFUSED = "refused"
"""The key of a page that says why something was not done. With scripts only its sentence is shown."""

NOT_KEPT = "It has not been kept."
CONFIRMED = "confirmed"
"""The field that names a gate's questions which were answered with "as it is"."""

P = ParamSpec("P")
T = TypeVar("T")


class PageGroup(Protocol):
    """Pages that belong together."""

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""


@dataclass(frozen=True, slots=True)
class AnswerButton:
    """An answer to a question, as a form of one button, or as a link where it changes nothing."""

    words: str
    action: str = ""
    """Where the form is sent; empty for a link."""
    href: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    main: bool = False


@dataclass(frozen=True, slots=True)
class TeamHost:
    """What pages say of a team's address that they are at."""

    run_by: str
    """Who runs it, in a sentence."""
    kept: str
    """Where words are kept and for how long, in a sentence or two."""
    login: str
    """Who is signed in, as the store knows them."""


@dataclass(slots=True)
class OwnSite:
    """A person's coach, as pages are made of it."""

    where: Places
    coach: OpenedCoach
    shared: bool
    """Whether rehearsals are stored in a team's store."""
    cookie: str
    """The name of the cookie; ports are part of it, because cookies do not know them."""
    renderer: Renderer = field(default_factory=lambda: Renderer(SITE))
    host: TeamHost | None = None
    """The team's address at which it is; None on one's own machine."""
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "practice"))
    _notices: dict[str, Notice] = field(default_factory=dict)
    """What is said on the next page of each session."""
    _holders: list[Callable[[str], None]] = field(default_factory=list)
    """Called with a rehearsal that is forgotten, where pages hold something of it in memory."""

    async def in_practice(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a slow function in the practice's thread, one at a time; other pages go on."""
        # One thread makes one call at a time, so that no store or matcher is used by two at once. What was begun is
        # done, also where the browser has gone.
        begun = asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *args, **kwargs))
        return await asyncio.shield(begun)

    async def close(self) -> None:
        """Let the practice finish what it does, and close its store."""
        await self.in_practice(self.coach.practice.keeping.close)
        self._thread.shutdown(wait=True)

    def hear_forgetting(self, let_go: Callable[[str], None]) -> None:
        """Have pages let go of what they hold in memory.

        Args:
            let_go: called with the id of a rehearsal that is forgotten; with none where all are.
        """
        self._holders.append(let_go)

    def let_go(self, rehearsal: str = "") -> None:
        """Let go of what pages hold in memory of a rehearsal, or of all of them."""
        for holder in self._holders:
            holder(rehearsal)

    async def keep_settings(self, **changes: Any) -> None:
        """Change settings, and write them to the settings file. Raises RecordsError."""
        settings = self.coach.settings.model_copy(update=changes)
        self.coach = replace(self.coach, settings=settings)
        await self.in_practice(write_settings, self.where.settings, settings)

    # --- Reading requests

    def load_rehearsal(self, request: web.Request) -> Rehearsal:
        """Load the rehearsal that a request is about, in the practice's thread. Raises NotKnown."""
        return self.coach.practice.go_on(request.match_info["rehearsal"])

    def find_session(self, request: web.Request) -> str:
        """Return the cookie of a request's session."""
        return request.cookies.get(self.cookie, "")

    def make_token(self, request: web.Request) -> str:
        """Make the token for the forms of a page."""
        return make_form_token(self.find_session(request))

    async def read_form(self, request: web.Request, *, is_whole: bool = False) -> Form:
        """Read a request's form, which is one of this session's. Raises FormRefused.

        Args:
            request: the request.
            is_whole: whether it has a box beside each line of a conversation.
        """
        return await read_form(request, self.find_session(request), is_whole=is_whole)

    # --- Answering them

    def fill(self, request: web.Request, template: str, /, **values: object) -> Markup:
        """Fill a template of `templates/own/`, with the token for its forms and where drafts lie."""
        return self.renderer.fill(f"own/{template}", token=self.make_token(request), here=self._place, **values)

    def make_page(
        self,
        request: web.Request,
        key: str,
        heading: str,
        *regions: Region,
        layout: str = "column",
        held: bool = False,
    ) -> Page:
        """Make a page with the links of every page.

        Args:
            request: the request that it answers.
            key: what page it is: with another key, scripts replace an open page as a whole.
            heading: its heading.
            regions: its parts.
            layout: a class of the stylesheet.
            held: whether words stand on it that are stored nowhere.
        """
        links = tuple(Link(say(words), href, request.path == href) for href, words in PLACES)
        links += (Link(say(SIGN_OUT), "/sign-out"),) if self.host else ()
        return Page(key, heading, regions, layout=layout, held=held, links=links)

    def answer(
        self, request: web.Request, page: Page, notice: Notice = NO_NOTICE, *, status: int = 200
    ) -> web.Response:
        """Answer with a page; what was to be said on the next page is said on it."""
        waiting = self._notices.pop(self.find_session(request), NO_NOTICE)
        return self.renderer.answer(request, page, notice if notice.words else waiting, status=status)

    def go(self, request: web.Request, path: str, said: str = "", *, refused: bool = False) -> web.Response:
        """Lead the browser on to a page after a form.

        Args:
            request: the request of the form.
            path: where to.
            said: what that page says of what was done.
            refused: whether it was not done.
        """
        if said:
            self._notices[self.find_session(request)] = Notice(said, refused)
        return web.Response(status=303, headers={"Location": path})

    def ask(
        self,
        request: web.Request,
        asks: QuestionText,
        answers: Iterable[AnswerButton],
        where: tuple[tuple[SentencePart, ...], ...] = (),
        *,
        status: int = 200,
        held: bool = False,
        files: bool = False,
    ) -> web.Response:
        """Answer with a page that asks one thing.

        Args:
            request: the request.
            asks: the question.
            answers: its answers, with what they lead to.
            where: sentences in which something is marked, after the question's first.
            status: the status in HTTP.
            held: whether words wait on it that are stored nowhere.
            files: whether an answer is a file, which scripts leave to the browser.
        """
        heading, sentences = asks.heading, asks.sentences
        if not heading:  # its first sentence is one, and what comes after it is said below
            heading, _, rest = sentences[0].partition(". ")
            heading, sentences = f"{heading}.", (rest, *sentences[1:])
        region = self.fill(
            request,
            "question",
            sentences=sentences,
            where=where,
            places=asks.places,
            answers=tuple(answers),
            files=files,
        )
        page = self.make_page(request, f"ask-{asks.name}", heading, Region("question", region), held=held)
        return self.answer(request, page, status=status)

    def refuse(self, request: web.Request, error: CoachError, *, known: bool = True) -> web.Response:
        """Answer with a page that says what did not work, and what to do.

        Args:
            request: the request.
            error: what did not work.
            known: whether the browser is this person's; links are for them alone.
        """
        region = self.renderer.fill("own/refused", error=error, known=known)
        page = Page(REFUSED, say(error.title), (Region("why", region),), links=self.make_page(request, "", "").links)
        page = page if known else replace(page, links=())
        # The same sentence for scripts, which leave the page that stands there.
        notice = Notice(str(error), refused=True) if request.method == "POST" else NO_NOTICE
        return self.renderer.answer(request, page, notice, status=find_status(error))

    def say_where(self, words: str) -> str:
        """Fill in where things are stored, in a sentence that has `{kept}` or `{here}` in it."""
        return fill_in_place(fill_in_store(words, self.shared), self._place)

    @property
    def _place(self) -> str:
        return say(AT_ADDRESS) if self.host else say(HERE)


def list_public_routes(renderer: Renderer, *, by_https: bool) -> tuple[web.RouteDef, ...]:
    """List the public routes: files of pages, the icon, how pages look.

    Args:
        renderer: what makes the pages.
        by_https: whether browsers come by https.
    """

    async def answer_file(request: web.Request) -> web.StreamResponse:
        return renderer.files.answer(request.match_info["name"], request.headers)

    async def answer_icon(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=204)

    async def keep_look(request: web.Request) -> web.StreamResponse:
        return await answer_look(request, by_https=by_https)

    return (
        web.get("/static/{name}", answer_file),
        web.get("/favicon.ico", answer_icon),
        web.post("/look", keep_look),
    )


def find_path(request: web.Request, rest: str = "") -> str:
    """Return the path of the rehearsal that a request is about, or of a page below it.

    Args:
        request: the request.
        rest: the page below it, from its slash on.
    """
    return f"/rehearsals/{quote(request.match_info['rehearsal'], safe='')}{rest}"


def read_number(request: web.Request, name: str) -> int:
    """Return a number of a request's query; 0 without it. Raises NotKnown.

    Args:
        request: the request.
        name: the number's name.
    """
    number = request.query.get(name, "0")
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise NotKnown(say("There is no such page here."), say("The start page leads to all of them."))
    return int(number)


def find_attempt(request: web.Request, rehearsal: Rehearsal) -> int:
    """Return the attempt that a request's query names; 0 for the last one. Raises NotKnown.

    Args:
        request: the request.
        rehearsal: the rehearsal that it is about.
    """
    attempt = read_number(request, "attempt")
    if attempt > len(rehearsal.story.attempts):
        raise NotKnown(say("This rehearsal has no such attempt."), say("Choose one of those on its page."))
    return attempt


def ask_about_own_words(
    why: NeedsConfirmation, texts: Iterable[str], known: frozenset[str], care: Care
) -> tuple[QuestionText, tuple[tuple[SentencePart, ...], ...]]:
    """Make the question about own words that a gate stopped, with the sentences concerned.

    Args:
        why: what the gate asks.
        texts: the words.
        known: words of the script, whose people are invented.
        care: the words and signposts that look after the practitioner.
    """
    if why.question is not Question.REAL_PEOPLE:
        return ask_about_own_distress(care), ()
    where = tuple(sentence for text in texts for sentence in in_sentences(text, look_for_details(text, known)))
    return ask_about_details(why.details, say(NOT_KEPT)), where


def ask_about_words_for_others(
    held: WordsHeld, texts: Iterable[str], known: frozenset[str], so_far: str = ""
) -> tuple[QuestionText, tuple[tuple[SentencePart, ...], ...]]:
    """Make the question about words for others that a gate stopped, with their sentences.

    Args:
        held: why they were stopped.
        texts: the words.
        known: words of the script, whose people are invented.
        so_far: what was not done with them yet, in a sentence; empty where they were not kept.

    Raises:
        WordsHeld: it was not for real people's details.
    """
    if not isinstance(held.why, NeedsConfirmation):
        raise held
    where = tuple(sentence for text in texts for sentence in in_sentences(text, look_for_details(text, known)))
    return ask_about_details(held.why.details, so_far or say(NOT_KEPT)), where


def read_confirmed(form: Form) -> frozenset[Question]:
    """Return a gate's questions that a form says were answered with "as it is"."""
    return frozenset(Question(name) for name in form.text(CONFIRMED).split() if name in set(Question))


STATUSES: tuple[tuple[type[CoachError], int], ...] = (
    (NotKnown, 404),
    (NotNow, 409),
    (RecordsError, 503),
    (ContentError, 500),
)


def find_status(error: CoachError) -> int:
    """Return the status in HTTP for an error."""
    named = getattr(error, "http_status", 0)
    return named or next((status for kind, status in STATUSES if isinstance(error, kind)), 400)


Way = tuple[str, dict[str, str]] | str
"""Where an answer leads: a form with its fields, or a link."""


def make_answers(asks: QuestionText, ways: Mapping[str, Way], back: str, main: str = "") -> Iterator[AnswerButton]:
    """Make the answers of a question; those that no way is given for lead back.

    Args:
        asks: the question.
        ways: where each answer leads, by its name.
        back: where a link leads that changes nothing.
        main: the answer that is drawn as the likeliest; the first without it.
    """
    likeliest = main or asks.answers[0][0]
    for name, words in asks.answers:
        way = ways.get(name, back)
        if isinstance(way, str):
            yield AnswerButton(words, href=way, main=name == likeliest)
        else:
            yield AnswerButton(words, way[0], fields=way[1], main=name == likeliest)
