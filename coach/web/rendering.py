"""Pages in HTML for browsers: templates, headers, looks, and the files that pages load.

An app makes one `Renderer`, builds each page as a `Page` of regions, and answers with `Renderer.answer`. A region is a
part of a page that may change while the page is open: it is named by its id, and `LiveStream` sends it anew.

Templates escape whatever stands in them. No page loads anything from another address, and none holds a script or a
style of its own: both come from `coach/web/static/`.
"""

import asyncio
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources

from aiohttp import web
from aiohttp.http import RawRequestMessage, StreamWriter
from aiohttp.streams import StreamReader
from aiohttp.web_protocol import RequestHandler
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from multidict import CIMultiDict

from coach.debrief.first_page import ConversationPicture
from coach.debrief.picture_svg import draw_svg
from coach.debrief.render import add_lead_mark
from coach.language.catalogue import ENGLISH, find_language, say, say_count, speak
from coach.model.characters import sanitize
from coach.web.forms import find_way_back, read_form

# --- Headers

SECURITY = {
    # same-origin: outside pages are told nothing. With no-referrer, browsers would hide a form's Origin from us too.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def secure(answer: web.StreamResponse) -> None:
    """Add headers by which a page loads from this host alone, in no frame, and is not stored."""
    answer.headers.update(SECURITY)
    answer.headers["Content-Security-Policy"] = CONTENT_POLICY
    answer.headers.setdefault("Cache-Control", "no-store")


class SecureWriter(StreamWriter):
    """A writer of answers with the headers of pages, and without a name of the program.

    A request that cannot be read is answered before any page is asked, and so is one whose page broke.
    """

    async def write_headers(self, status_line: str, headers: CIMultiDict[str]) -> None:
        """Write the first lines of an answer.

        Args:
            status_line: the status.
            headers: the headers, which are changed.
        """
        headers.popall("Server", None)
        for name, value in (SECURITY | {"Content-Security-Policy": CONTENT_POLICY}).items():
            headers.setdefault(name, value)
        headers.setdefault("Cache-Control", "no-store")
        await super().write_headers(status_line, headers)


def secure_answers(runner: web.BaseRunner) -> None:
    """Have all answers of a runner that is set up written by `SecureWriter`."""
    server = runner.server
    assert server is not None, "the runner is set up"
    make = server.request_factory

    def make_request(
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: RequestHandler,
        _writer: object,
        task: "asyncio.Task[None]",
    ) -> web.BaseRequest:
        return make(message, payload, protocol, SecureWriter(protocol, asyncio.get_running_loop()), task)

    server.request_factory = make_request


# --- Looks


LOOKS = {"auto": "As my system has it", "light": "Light", "dark": "Dark", "contrast": "High contrast"}


class Look(StrEnum):
    """The colours of pages, as a person chose them; `AUTO` follows their system."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"

    def title(self) -> str:
        """The name of the look, as pages show it."""
        return say(LOOKS[self.value])


LOOK_COOKIE = "coach_look"
LOOK_LASTS = 365 * 24 * 60 * 60
"""Seconds that a browser keeps the choice of a look. It says nothing of anybody."""


def find_look(request: web.Request) -> Look:
    """Return the look that a browser's cookie names; `AUTO` without one."""
    named = request.cookies.get(LOOK_COOKIE, "")
    return Look(named) if named in set(Look) else Look.AUTO


async def answer_look(request: web.Request, *, by_https: bool) -> web.Response:
    """Keep the look that a form chose, and lead back to where it stood. Raises FormRefused.

    Args:
        request: the form, with `look` and `back`.
        by_https: whether the browser may send the cookie by https alone.
    """
    form = await read_form(request)
    answer = web.Response(status=303, headers={"Location": find_way_back(form.text("back"))})
    set_look(answer, form.choice("look", Look), by_https=by_https)
    return answer


def set_look(answer: web.Response, look: Look, *, by_https: bool) -> None:
    """Store a look in the browser's cookie.

    Args:
        answer: the answer that takes the cookie along.
        look: the look.
        by_https: whether the browser came by https.
    """
    answer.set_cookie(
        LOOK_COOKIE, look.value, max_age=LOOK_LASTS, path="/", httponly=True, samesite="Strict", secure=by_https
    )


# --- The files that pages load

KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that pages load, also packed, with a tag that changes with it."""

    plain: bytes
    packed: bytes
    kind: str
    tag: str


class StaticFiles:
    """The files that pages load, read once."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._files = {name: _pack(name, content) for name, content in contents.items()}

    def answer(self, name: str, headers: Mapping[str, str]) -> web.Response:
        """Answer with a file, or with 304 where the browser has it already. Raises HTTPNotFound.

        Args:
            name: the file's name.
            headers: the request's headers.
        """
        file = self._files.get(name)
        if file is None:
            raise web.HTTPNotFound
        answer = web.Response(headers={"ETag": file.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"})
        secure(answer)
        if headers.get("If-None-Match") == file.tag:
            answer.set_status(304)
            return answer
        answer.content_type = file.kind
        packed = "gzip" in headers.get("Accept-Encoding", "")
        answer.body = file.packed if packed else file.plain
        if packed:
            answer.headers["Content-Encoding"] = "gzip"
        return answer


def read_shipped_files() -> dict[str, bytes]:
    """Read the files of `coach/web/static/`, by their names."""
    folder = resources.files("coach.web") / "static"
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


@cache
def share_shipped_files() -> StaticFiles:
    """Return the files of `coach/web/static/`, which are read and packed once in a process."""
    return StaticFiles(read_shipped_files())


def _pack(name: str, content: bytes) -> StaticFile:
    kind = next(kind for ending, kind in KINDS.items() if name.endswith(ending))
    tag = hashlib.sha256(content).hexdigest()[:16]
    return StaticFile(content, gzip.compress(content, 6, mtime=0), kind, f'"{tag}"')


# --- Pages


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page that may change while it is open, by its id in the page."""

    id: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the head of a page, such as to the list of rehearsals."""

    words: str
    href: str
    current: bool = False
    """Whether it leads to the page on which it stands."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is written: its heading, its regions, and how it goes on."""

    key: str
    """What page it is: with another key, an open page is replaced as a whole."""
    heading: str
    regions: tuple[Region, ...] = ()
    layout: str = "column"
    """A class of the stylesheet: `column` for reading, `talk` for a conversation with something beside it."""
    live: str = ""
    """The address that sends changes of this page; empty where none come."""
    version: int = 0
    """How far its app had come when it was built: a change that is older than what a page shows is passed over."""
    held: bool = False
    """Whether words stand on it that are stored nowhere, so that only a cover may replace it by itself."""
    links: tuple[Link, ...] = ()


LAST = 2**53 - 1
"""The version of a page after which none comes, such as that of a room that was deleted."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the status region of the next page: what was done, or why it was not."""

    words: str
    refused: bool = False


NO_NOTICE = Notice("")


@cache
def share_environment() -> Environment:
    """Return the environment of templates: all is escaped, and a missing value is an error.

    There is one in a process, since its templates take half a second to compile, and a team's address has a renderer
    for each person. A template whose file changes is compiled anew.
    """
    environment = Environment(
        loader=PackageLoader("coach.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finish,
    )
    environment.filters["lead"] = add_lead_mark
    environment.filters["kind"] = lambda value: type(value).__name__
    environment.globals |= {
        "draw_picture": _draw_picture,
        "say": say,
        "say_count": say_count,
        "in_english": _mark_english,
    }
    return environment


def _mark_english() -> Markup:
    """Return what marks a part of a translated page as English: a family's lines are."""
    return Markup("" if find_language().tag == ENGLISH else f' lang="{ENGLISH}"')  # both are ours


def _finish(value: object) -> object:
    """Remove from a text what no browser should be handed, such as marks of direction."""
    return sanitize(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _draw_picture(picture: ConversationPicture) -> Markup:
    return Markup(draw_svg(picture))  # it escapes what is in it


@dataclass(slots=True)
class Renderer:
    """The templates of one app, and the files that its pages load."""

    site: str
    """The name of the app in English, in the head of each page and in browsers' tabs."""
    spoken: str = ""
    """The tag of the language of all its pages; empty for that of the process."""
    home: str = "/"
    files: StaticFiles = field(default_factory=share_shipped_files)
    _environment: Environment = field(default_factory=share_environment)

    def fill(self, template: str, /, **values: object) -> Markup:
        """Fill a template of `coach/web/templates/`, for a region of a page.

        Args:
            template: its name there, without `.html.j2`.
            values: what stands in it.
        """
        with speak(self.spoken or find_language().tag):
            return Markup(self._environment.get_template(f"{template}.html.j2").render(values))  # escaped there

    def write(self, page: Page, look: Look = Look.AUTO, notice: Notice = NO_NOTICE, path: str = "/") -> str:
        """Write a whole page.

        Args:
            page: the page.
            look: its colours.
            notice: what stands in its status region.
            path: where the choice of a look comes back to.
        """
        return self.fill(
            "base",
            page=page,
            site=self.site,
            home=self.home,
            look=look,
            looks=tuple(Look),
            notice=notice,
            path=path,
            language=self.spoken or find_language().tag,
        )

    def answer(
        self, request: web.Request, page: Page, notice: Notice = NO_NOTICE, *, status: int = 200
    ) -> web.Response:
        """Answer a request with a page.

        Args:
            request: the request.
            page: the page.
            notice: what stands in its status region.
            status: the status in HTTP.
        """
        path = request.path if request.method == "GET" else self.home
        text = self.write(page, find_look(request), notice, path)
        answer = web.Response(status=status, text=text, content_type="text/html")
        secure(answer)
        return answer
