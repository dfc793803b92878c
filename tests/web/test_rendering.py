"""Pages: everything is escaped, nothing comes from elsewhere, and each look is a choice that a cookie keeps."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from coach.debrief.render import Heading, ListItem, Paragraph, Quote
from coach.web.rendering import Look, Notice, Page, Region, Renderer, find_look, set_look
from tests.web.conftest import Open
from tests.web.own import Opened
from tests.web.pages import find_faults, read_page

HOSTILE = "<script>alert(1)</script>\" onload='x' {{ 7 * 7 }} &amp; \u202e"


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer("Conversation coach")


def a_page(renderer: Renderer, words: str = "Hello") -> Page:
    blocks = (
        Heading("Left out", 1), Heading(words), Paragraph(words, words), Quote(words, words), ListItem(words, words),
        ListItem("two"), Paragraph("after"),
    )  # fmt: skip
    return Page("test", words, (Region("words", renderer.fill("document", blocks=blocks)),), live="/live")


@asynccontextmanager
async def serving(renderer: Renderer) -> AsyncIterator[str]:
    async def page(request: web.Request) -> web.Response:
        return renderer.answer(request, a_page(renderer), Notice("Done.", refused=True))

    async def look(_request: web.Request) -> web.Response:
        answer = web.Response(status=303, headers={"Location": "/"})
        set_look(answer, Look.DARK, by_https=False)
        return answer

    async def static(request: web.Request) -> web.Response:
        return renderer.files.answer(request.match_info["name"], request.headers)

    app = web.Application()
    app.add_routes([web.get("/", page), web.post("/look", look), web.get("/static/{name}", static)])
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


def test_whatever_stands_in_a_page_is_words_and_never_markup(renderer: Renderer) -> None:
    text = renderer.write(a_page(renderer, HOSTILE), notice=Notice(HOSTILE))
    assert "<script>alert" not in text
    assert "onload='x'" not in text.replace("&#39;", "")
    assert "\u202e" not in text
    assert "49" not in text
    assert text.count("{{ 7 * 7 }}") >= 8
    assert not find_faults(text)


def test_a_page_is_well_formed_and_owes_nothing_to_scripts(renderer: Renderer) -> None:
    text = renderer.write(a_page(renderer))
    assert not find_faults(text)
    page = read_page(text)
    assert [each.text for each in page.find_all("h1")] == ["Hello"]
    assert [each.text for each in page.find_all("h2")] == ["Hello"]
    assert len(page.find_all("ul")) == 1
    assert len(page.find_all("li")) == 2


def test_apps_of_one_process_share_templates_and_no_words() -> None:
    one, other = Renderer("Conversation coach", spoken="cy"), Renderer("A room", spoken="en", home="/room")
    page = a_page(one)
    for _ in range(2):
        welsh, english = read_page(one.write(page)), read_page(other.write(page))
        assert [each.find_all("html")[0].get("lang") for each in (welsh, english)] == ["cy", "en"]
        assert "A room" in english.text
        assert "A room" not in welsh.text
    assert one.files is other.files, "they are packed once"


async def test_headers_let_nothing_in_from_elsewhere(renderer: Renderer) -> None:
    async with serving(renderer) as address, aiohttp.ClientSession() as http, http.get(address) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "http" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"
        page = read_page(await answer.text())
        status = next(each for each in page.walk() if each.get("role") == "status")
        assert status.text == "Done."
        assert status.get("class") == "refused"


async def test_a_look_is_kept_in_a_cookie_and_a_made_up_one_is_none(renderer: Renderer) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with serving(renderer) as address, aiohttp.ClientSession(cookie_jar=jar) as http:
        async with http.get(address) as answer:
            assert 'data-look="auto"' in await answer.text()
        async with http.post(f"{address}/look") as answer:
            assert 'data-look="dark"' in await answer.text()
        async with http.get(address, cookies={"coach_look": "<b>"}) as answer:
            assert 'data-look="auto"' in await answer.text()
    assert find_look.__doc__


async def test_files_go_packed_and_once(renderer: Renderer) -> None:
    async with serving(renderer) as address, aiohttp.ClientSession(auto_decompress=False) as http:
        for name, most in (("coach.css", 6000), ("coach.js", 6000)):
            async with http.get(f"{address}/static/{name}", headers={"Accept-Encoding": "gzip"}) as answer:
                packed = await answer.read()
                assert len(packed) < most
                assert b"//" not in gzip.decompress(packed).replace(b"// ", b"") or name.endswith(".js")
                tag = answer.headers["ETag"]
            async with http.get(f"{address}/static/{name}", headers={"If-None-Match": tag}) as answer:
                assert answer.status == 304
        async with http.get(f"{address}/static/..%2frendering.py") as answer:
            assert answer.status == 404


async def send_raw(address: str, request: bytes) -> bytes:
    """Send bytes as no browser would; what comes back."""
    reader, writer = await asyncio.open_connection(*address.removeprefix("http://").split(":"))
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return answer


async def test_answers_that_no_page_makes_have_its_headers_and_name_no_program(
    opened: Opened, door: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Renderer, "fill", break_down)
    for address in (opened.address, door.address):
        for request, status in (
            (b"GET / HTTP/1.1\r\nHost: \x00\r\n\x01\x02: \xff\r\n\r\n", b"400"),
            (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
            (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
        ):
            head = (await send_raw(address, request)).partition(b"\r\n\r\n")[0].lower()
            assert head.startswith(b"http/1.0 " + status) or head.startswith(b"http/1.1 " + status), request
            assert b"\r\nserver:" not in head, request
            assert b"aiohttp" not in head
            assert b"content-security-policy: default-src 'none'" in head
    asked = f"GET /help HTTP/1.1\r\nHost: {opened.address.removeprefix('http://')}\r\nConnection: close\r\n\r\n"
    broken = await send_raw(opened.address, asked.encode())
    assert broken.startswith(b"HTTP/1.1 500")
    assert b"\r\nserver:" not in broken.lower()
    assert b"aiohttp" not in broken.lower()
