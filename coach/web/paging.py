"""The pages of a room: our words and looks, and textual-serve's terminal in one of them. Nothing comes from outside."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from importlib import resources
from string import Template
from typing import TypeVar

from aiohttp import web

from coach.web.wire import MOST_TYPED

OURS = ("room.css", "room.js")
THEIRS = {
    "textual.js": "js/textual.js",
    "xterm.css": "css/xterm.css",
    "RobotoMono.ttf": "fonts/RobotoMono-VariableFont_wght.ttf",
    "RobotoMono-Italic.ttf": "fonts/RobotoMono-Italic-VariableFont_wght.ttf",
}
PAINTERS = re.compile(
    rb"this\.webglAddon=new \w+\.\w+,this\.terminal\.loadAddon\(this\.webglAddon\),"
    rb"this\.canvasAddon=new (\w+\.\w+),this\.terminal\.loadAddon\(this\.canvasAddon\),"
)
"""Where the terminal is told to paint letters as pictures, with a graphics card and without. That is quick once every
letter has been painted, and a third of a page's first second until then. So our page says when."""
PAINTS_LATER = rb"window.paintLetters=()=>{this.terminal.loadAddon(new \1);this.fit()},"
"""A painted letter may be narrower than a written one, so it is looked once more how many there is room for."""
KINDS = {".css": "text/css", ".js": "text/javascript", ".ttf": "font/ttf"}
SECURITY = {
    # same-origin: outside pages are told nothing. With no-referrer, browsers would hide a form's Origin from us too.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}

Answer = TypeVar("Answer", bound=web.StreamResponse)


@dataclass(frozen=True, slots=True)
class Leave:
    """A button that makes a browser forget whose it was: what stands before it, and on it; empty for none."""

    asked: str = ""
    button: str = ""


STAY = Leave()
FORGET = Leave(
    "Does somebody else use this computer next? Then leave the room by this: your name is free again, and what you "
    "said can no longer be taken home from here.",
    "Forget me on this computer",
)
ANEW = Leave(button="To the door")


@dataclass(frozen=True, slots=True)
class _File:
    plain: bytes
    packed: bytes
    kind: str
    tag: str


class Pages:
    """Templates and files, read once."""

    def __init__(self, title: str) -> None:
        """`title`: what a browser's tab says."""
        self._title = title
        self._templates = {
            name: Template(_ours(f"{name}.html").decode()) for name in ("frame", "door", "room", "plain")
        }
        files = {name: _ours(name) for name in OURS}
        theirs = resources.files("textual_serve") / "static"
        files |= {name: (theirs / path).read_bytes() for name, path in THEIRS.items()}
        files["textual.js"] = PAINTERS.sub(PAINTS_LATER, files["textual.js"])
        self._files = {name: _packed(name, content) for name, content in files.items()}

    def door(self, said: str = "", *, code: str = "", name: str = "", status: int = 200) -> web.Response:
        """Where code and name are asked for, before the terminal, with what is to be said about the last try."""
        values = {"said": said, "code": code[:40], "name": name[:80]}
        return self._answer(self._filled("door", values) + self._terminal("hidden"), "door", status)

    def room(self) -> web.Response:
        """The page with the terminal."""
        return self._answer(self._terminal(""), "room", 200)

    def plain(self, heading: str, said: str, link: str, *, status: int = 200, leave: Leave = STAY) -> web.Response:
        """A page that says one thing and has one link, to the room; or none."""
        values = {"heading": heading, "said": said, "link": link, "linked": "" if link else "hidden"}
        values |= {"leave": "" if leave.button else "hidden", "asked": leave.asked, "button": leave.button}
        return self._answer(self._filled("plain", values), "plain", status)

    def over(self, *, still_yours: bool = False) -> web.Response:
        """The session has ended; `still_yours` for whoever was in it, and can still fetch their own words."""
        kept = "What was said in the room goes within seven days, and no one else can come in."
        if not still_yours:
            return self.plain("This session has ended.", kept, "", status=410)
        kept = "Until your trainer's machine stops, you can still take home what you said yourself."
        return self.plain("This session has ended.", kept, "Look again", leave=FORGET)

    def left(self) -> web.Response:
        """Somebody is no longer in the room. Which of the two they did, or was done, is not said: nobody keeps it."""
        said = "Your group goes on without you, and your name is free again. With the room's code you can come in anew."
        return self.plain("You are no longer in this room.", said, "", status=403, leave=ANEW)

    def file(self, name: str, headers: Mapping[str, str]) -> web.Response:
        """One of the files that pages load. Raises HTTPNotFound."""
        file = self._files.get(name)
        if file is None:
            raise web.HTTPNotFound
        answer = web.Response(headers={"ETag": file.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"})
        if headers.get("If-None-Match") == file.tag:
            answer.set_status(304)
            return answer
        answer.content_type = file.kind
        packed = "gzip" in headers.get("Accept-Encoding", "")
        answer.body = file.packed if packed else file.plain
        if packed:
            answer.headers["Content-Encoding"] = "gzip"
        return answer

    def _terminal(self, covered: str) -> str:
        """The terminal, which stands ready behind the door too, so that coming in takes no second page."""
        return self._filled("room", {"most": str(MOST_TYPED), "covered": covered})

    def _filled(self, name: str, values: Mapping[str, str]) -> str:
        return self._templates[name].substitute({key: escape(value) for key, value in values.items()})

    def _answer(self, body: str, kind: str, status: int) -> web.Response:
        text = self._templates["frame"].substitute(title=escape(self._title), kind=kind, body=body)
        return web.Response(status=status, text=text, content_type="text/html")


def secured(answer: Answer, request: web.Request) -> Answer:
    """With headers that let a page load from this host alone, sit in nobody's frame, and be kept nowhere."""
    host = request.headers.get("Host", "")
    socket = f"ws://{host} wss://{host}" if _plain(host) else ""
    answer.headers.update(SECURITY)
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'self'; connect-src 'self' {socket}; "
        "style-src 'self' 'unsafe-inline'; "  # the terminal writes its own styles
        "base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _plain(host: str) -> bool:
    return bool(host) and all(c.isalnum() or c in ".-:[]" for c in host)


def _ours(name: str) -> bytes:
    return (resources.files("coach.web") / "pages" / name).read_bytes()


def _packed(name: str, content: bytes) -> _File:
    kind = next(kind for ending, kind in KINDS.items() if name.endswith(ending))
    tag = hashlib.sha256(content).hexdigest()[:16]
    return _File(content, gzip.compress(content, 6, mtime=0), kind, f'"{tag}"')
