"""Forms of `coach serve` and of rooms, filled in by nobody in their right mind: every page still answers.

A seed is a walk: links that stand on the page, its forms with odd words in them, addresses made up, requests that are
none, files that are spoilt. Nothing is answered with a breakdown, nothing that turns or drives comes back raw, every
page is a sound page, and what was said before is there after each step, unless the step was to forget it.
"""

import asyncio
import contextlib
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp

from coach.content.library import Folder, Library
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.web.complaints import DOOR
from tests import opened_matchers, opened_models
from tests.classroom.conftest import SHEET
from tests.conftest import SMALL
from tests.fuzz.brought import spoil
from tests.web.learners import Learner, Pages, open_pages
from tests.web.own import Guest, Opened, guest_of, make_token, opened_own
from tests.web.pages import Element
from tests.web.supervising import hand_over

STEPS = 12
ANSWERS_WITHIN = 30.0
"""Seconds that one request may take, however busy the machine is."""
FORGETS = ("forget", "stop", "withdraw", "put-away", "undo")
"""Words in the addresses of forms that take something away, because somebody asked for it."""
WORDS = (
    *("", " ", "How has racism touched you?", "It was only banter.", "I am sorry I said that.", "x" * 9_000),
    *("y" * 70_000, "\x00", "\x1b]52;c;eA==\x07", "\u202eabc", "²", "-1", "99999999999999999999", "1e9", "NaN", "true"),
    *("<script>alert(1)</script>", '"><img src=x onerror=x>', "{{7*7}}", "{% include 'x' %}", "../../etc/passwd"),
    *("%00", "%0d%0aX-A:%20b", "😀" * 300, "é\u0301" * 50, "\ud7ff\ue000", "a\r\nb\rc\n", "2026-02-30", "0001-01-01"),
    *("I want to kill myself", "Call me on 07700 900123", "p1", "p2", "g1", "each", "none", "1", "2", "\u3164"),
)


class Trouble(logging.Handler):
    """Keeps what a server logs as trouble."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.found.append(f"{record.name}: {record.getMessage()} {error!r}")


@contextmanager
def opened() -> Iterator[Callable[[int], str]]:
    """Walks through one's own coach and through a room, in turn."""
    opened_models.use()
    opened_matchers.use()
    trouble = Trouble()
    loggers = [logging.getLogger(name) for name in (DOOR, "asyncio")]
    for logger in loggers:
        logger.addHandler(trouble)

    def attempt(seed: int) -> str:
        trouble.found.clear()
        with tempfile.TemporaryDirectory() as home:
            walk = _walk_own if seed % 2 else _walk_room
            came = asyncio.run(walk(Path(home), Random(seed)))
        assert not trouble.found, trouble.found
        return came

    try:
        yield attempt
    finally:
        for logger in loggers:
            logger.removeHandler(trouble)


async def _walk_own(home: Path, chance: Random) -> str:
    """One person's own coach in a browser."""
    async with opened_own(Places(home, home)) as own:
        handed = hand_over(own.coach)
        async with guest_of(own) as guest:
            await guest.begin()
            await guest.get("/desk")
            await guest.send_file(handed.text)
            for _ in range(STEPS):
                before = _events(own)
                path = await asyncio.wait_for(_step_own(guest, own, handed.text, chance), ANSWERS_WITHIN)
                if not any(word in path for word in FORGETS):
                    _look_whether_all_is_there(before, _events(own), path)
                # All browsers are forgotten, also by a press of "Forget this browser", which answers well.
                is_out = not any(each.key == own.server.site.cookie for each in guest.http.cookie_jar)
                if is_out or guest.shown.path.startswith("/open") or guest.shown.status == 403:
                    await guest.get(own.server.make_address().removeprefix(own.address))
        assert "trouble" not in own.out.getvalue(), own.out.getvalue()
    return "a walk through one's own coach"


def _events(own: Opened) -> dict[str, tuple[Any, ...]]:
    practice = own.coach.practice
    return {each.id: tuple(practice.keeping.store.read(each.id)) for each in practice.rehearsals()}


def _look_whether_all_is_there(before: dict[str, tuple[Any, ...]], now: dict[str, tuple[Any, ...]], path: str) -> None:
    for rehearsal, events in before.items():
        assert rehearsal in now, f"{path}: a rehearsal is gone"
        assert now[rehearsal][: len(events)] == events, f"{path}: something that was said is gone"


async def _step_own(guest: Guest, own: Opened, handed: str, chance: Random) -> str:
    """One step, and the address that it went to."""
    page = guest.shown.page
    forms = [form for form in page.find_all("form") if form.get("action")]
    links = [href for each in page.find_all("a") if (href := each.get("href")).startswith("/")]
    match chance.randrange(10):
        case 0 | 1 if links:
            return await _get(guest, chance.choice(links))
        case 2:
            return await _get(guest, _some_path(own, chance, "GET"))
        case 3:
            path = _some_path(own, chance, "POST")
            fields = {name: chance.choice(WORDS) for name in chance.sample(NAMES, 4)} | {"token": make_token(guest)}
            return await _send(guest, path, fields)
        case 4:
            path = _some_path(own, chance, "POST")
            raw = chance.choice((b"\xff=%ff&", b"words=%", b"--x\r\n\r\nhalf", b"&" * 3000, b"a=1&" * 2000))
            await guest.get("/") if chance.random() < 0.2 else None
            return await _send(guest, path, raw + urlencode({"token": make_token(guest)}).encode())
        case 5:
            raw = spoil(handed, chance.randrange(10**9))
            shown = await guest.get("/desk")
            if any(form.get("enctype") for form in shown.page.find_all("form")):  # none without a session
                shown = await guest.send_file(raw)
            assert shown.status < 500, f"/desk: {shown.status}"
            return "/desk/take-in"
    if not forms:
        return await _get(guest, "/")
    form = chance.choice(forms)
    buttons = form.find_all("button")
    button = chance.choice(buttons) if buttons else None
    path = (button.get("formaction") if button else "") or form.get("action")
    fields = _fill_in(form, chance)
    if button and button.get("name"):
        fields[button.get("name")] = button.get("value")
    return await _send(guest, path, fields)


NAMES = [
    *("words", "how", "hints", "reply", "attempt", "place", "view", "criterion", "what", "way", "back", "look"),
    *("moves", "said", "reader", "day", "by", "who", "question", "note", "kept", "position", "intention", "format"),
]


async def _get(guest: Guest, path: str) -> str:
    shown = await guest.get(path)
    assert shown.status < 500, f"{path}: {shown.status}"
    return path


async def _send(guest: Guest, path: str, fields: Any) -> str:
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if isinstance(fields, bytes) else {}
    try:
        shown = await guest.post(path, fields, **headers)
    except aiohttp.ClientConnectionError:  # a form that is too large is broken off
        return path
    assert shown.status < 500, f"{path}: {shown.status}"
    assert not {"\x1b", "\x00", "\u202e"} & set(shown.html), f"{path}: shown raw"
    return path


def _some_path(own: Opened, chance: Random, method: str) -> str:
    """An address that the server knows, with something in it that is there or is none."""
    app = own.server._runner.app  # type: ignore[union-attr]
    there = [each.id for each in own.coach.practice.rehearsals()]
    patterns = sorted(
        route.resource.canonical for route in app.router.routes() if route.resource and route.method == method
    )
    path = chance.choice([each for each in patterns if "forget" not in each and "/open" not in each])
    while "{" in path:
        name = path[path.index("{") : path.index("}") + 1]
        known = {"{rehearsal}": there, "{scenario}": ["wrong_box"], "{place}": ["1", "3"]}.get(name, ["x"])
        odd = quote(chance.choice(WORDS)[:200], safe="") or "x"
        path = path.replace(name, chance.choice(known) if known and chance.random() < 0.7 else odd, 1)
    return path + chance.choice(("", "", f"?{urlencode({chance.choice(NAMES): chance.choice(WORDS)[:2000]})}"))


def _fill_in(form: Element, chance: Random) -> dict[str, str]:
    """What a form would send, with something odd in some of its fields."""
    fields = {}
    for each in form.find_all("input", "textarea", "select"):
        name, kind = each.get("name"), each.get("type")
        if not name:
            continue
        if kind == "hidden":
            fields[name] = each.get("value")
            if name != "token" and chance.random() < 0.15:
                fields[name] = chance.choice(WORDS)
        elif kind in ("radio", "checkbox"):
            if chance.random() < 0.5:
                fields[name] = each.get("value") if chance.random() < 0.9 else chance.choice(WORDS)
        else:
            fields[name] = chance.choice(WORDS)
    return fields


# --- Rooms


async def _walk_room(home: Path, chance: Random) -> str:
    """Three learners in a room, one of whom does odd things."""
    moments = iter(range(10**9))
    start = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)

    def clock() -> datetime:
        return start + timedelta(seconds=next(moments))

    names = iter(range(10**9))
    keeping = ResilientStore(store_opener(Places(home, home), clock))
    practice = PracticeService(Library((Folder(SMALL, "for tests"),)), keeping, clock, lambda: f"{next(names):08x}")
    try:
        async with open_pages(practice, clock, SHEET) as pages:
            everybody = await (pages.talking() if chance.random() < 0.7 else pages.trio())
            for _ in range(STEPS):
                learner = chance.choice(everybody)
                before = _room_events(pages)
                said = await asyncio.wait_for(_step_room(learner, chance), ANSWERS_WITHIN)
                now = _room_events(pages)
                assert now[: len(before)] == before, f"{said}: something that happened in the room is gone"
                assert learner.status < 500, f"{said}: {learner.status}"
            for learner in everybody:
                await learner.look()
                assert learner.status < 500
    finally:
        keeping.close()
    return "a walk through a room"


def _room_events(pages: Pages) -> list[Any]:
    return list(pages.log.read())


async def _step_room(learner: Learner, chance: Random) -> str:
    """One step, and what it was."""
    forms = [(form, button) for form in learner.page.find_all("form") for button in form.find_all("button")]
    match chance.randrange(8):
        case 0:
            path = chance.choice(("/", "/counts", "/practice", "/nowhere", "/live/9", "/projector/x", "/static/x"))
            await learner.look(path)
            return path
        case 1:
            fields = {name: chance.choice(WORDS) for name in chance.sample(NAMES, 3)}
            path = chance.choice(("/do/say", "/do/note", "/do/mark", "/draft", "/enter", "/home", "/look", "/do/x"))
            return await _send_raw(learner, path, urlencode(fields).encode())
        case 2:
            return await _send_raw(learner, "/do/say", chance.choice((b"\xff", b"words=%ff", b"a=1&" * 2000)))
    await learner.look()
    forms = [(form, button) for form in learner.page.find_all("form") for button in form.find_all("button")]
    if not forms:
        return "/"
    form, button = chance.choice(forms)
    filled: dict[str, Any] = {
        each.get("name"): chance.choice(WORDS)
        for each in form.find_all("textarea", "input")
        if each.get("name") and each.get("type") not in ("hidden", "radio", "checkbox")
    }
    with contextlib.suppress(aiohttp.ClientConnectionError):  # a form that is too large is broken off
        await learner.submit(form, button, filled)
    return f"{form.get('action')} {button.text}"


async def _send_raw(learner: Learner, path: str, body: bytes) -> str:
    headers = {"Origin": learner.address, "Content-Type": "application/x-www-form-urlencoded"}
    with contextlib.suppress(aiohttp.ClientConnectionError):
        async with learner.http.post(f"{learner.address}{path}", data=body, headers=headers) as answer:
            assert answer.status < 500, f"{path}: {answer.status}"
            await answer.read()
    return path
