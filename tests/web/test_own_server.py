"""One's own coach answers one person's browser, and says everything else in a sentence with the same headers."""

import asyncio
import logging
from collections.abc import AsyncIterator
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp import web

from coach.practice.safeguarding import LONGEST
from coach.records.paths import Places
from coach.web import own_server
from coach.web.forms import make_form_token
from coach.web.own_server import PortTaken, find_running, open_own
from tests.web.own import Guest, Opened, guest_of, make_token, opened_own

SECRET = "Purple elephants"
MARKUP = "<script>alert(1)</script>\" onload='x' {{ 7 * 7 }} \u202eabc\x00\x07\x1b[31m"


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        yield somebody


PAGES = ("/", "/scenarios", "/scenarios/wrong_box", "/scenarios/wrong_box/brief", "/rehearsals", "/settings", "/help")


async def test_nobody_else_on_the_machine_sees_a_page(opened: Opened) -> None:
    async with guest_of(opened, let_in=False) as other:
        for path in (*PAGES, "/rehearsals/abcd", "/all-rehearsals/file?format=text", "/nowhere"):
            shown = await other.get(path)
            assert shown.status == 403, path
            assert shown.heading == "This is somebody's own coach"
            assert "coach serve" in shown.text
        for path in ("/settings", "/scenarios/wrong_box/begin", "/forget-browser"):
            assert (await other.post(path, {"token": "x"})).status == 403


async def test_an_address_opens_once_and_not_when_forged(opened: Opened) -> None:
    path = opened.server.make_address().removeprefix(opened.address)
    async with guest_of(opened, let_in=False) as one, guest_of(opened, let_in=False) as two:
        assert (await one.get(path)).status == 200
        assert (await one.get("/")).heading == "Conversation coach"
        again = await two.get(path)
        assert again.status == 403
        assert "once" in again.text
        assert (await two.get("/")).status == 403
        for forged in ("/open/x", "/open/9999999999.ab.cd", f"/open/{'a' * 5000}", "/open/%00%ff", "/open/"):
            assert (await two.get(forged)).status in (403, 404)


async def test_the_cookie_is_for_this_host_alone_and_no_script_reads_it(opened: Opened) -> None:
    async with aiohttp.ClientSession() as http, http.get(opened.server.make_address()) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"coach_own_{opened.server.port}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Domain" not in cookie


async def test_a_foreign_host_and_a_wrong_origin_are_refused(guest: Guest, opened: Opened) -> None:
    for host in ("evil.example", f"evil.example:{opened.server.port}", "127.0.0.1", "127.0.0.1:1", "[", ""):
        shown = await guest.get("/", Host=host)
        assert shown.status in (400, 421), host
        assert "Choose a scenario" not in shown.html
    await guest.get("/settings")
    fields = {"token": make_token(guest), "hints": "each"}
    for origin in ("http://evil.example", "null", "", opened.address.replace("http:", "https:"), "http://127.0.0.1:1"):
        assert (await guest.post("/settings", fields, Origin=origin)).status == 403
    assert opened.coach.settings.hints == "none"


async def test_a_form_without_this_sessions_token_changes_nothing(guest: Guest, opened: Opened) -> None:
    async with guest_of(opened) as two:
        await two.get("/settings")
        theirs = make_token(two)
    for token in ("", "x", theirs, make_form_token("x"), "ü" * 50, "0" * 5000):
        shown = await guest.post("/settings", {"token": token, "hints": "each"})
        assert shown.status in (403, 413)
        assert shown.said, "a script shows the sentence and leaves the page that stands there"
    assert opened.server.site.coach.settings.hints == "none"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"hints=each"),
        ("application/x-www-form-urlencoded", b"\xff\xfe"),
        ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(500))),
        ("application/x-www-form-urlencoded; charset=bogus", b"hints=each"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nhalf"),
    ],
)
async def test_a_form_that_is_none_is_said_to_be_none(guest: Guest, kind: str, body: bytes) -> None:
    shown = await guest.post("/settings", body, Content_Type=kind)
    assert shown.status == 400
    assert shown.heading == "That could not be read as a form"


async def test_a_megabyte_is_refused_in_a_sentence(guest: Guest) -> None:
    await guest.begin()
    path = guest.shown.path
    shown = await guest.post(f"{path}/say", {"token": make_token(guest), "words": "a" * 1_000_000})
    assert shown.status == 413
    assert "too long" in shown.said
    await guest.get(path)
    shown = await guest.say("a " * LONGEST)
    assert shown.status == 409
    assert shown.box.startswith("a a a"), "what was typed is still there"
    assert "10,000" in shown.said


async def test_a_page_that_is_not_there_says_so(guest: Guest) -> None:
    for path in ("/nowhere", "/rehearsals/zzzz", "/scenarios/zzzz", "/static/../own_server.py", "/scenarios/%2e%2e%2f"):
        shown = await guest.get(path)
        assert shown.status == 404, path
    shown = await guest.get("/rehearsals/%00%1b[31m")
    assert shown.status == 404


async def test_markup_and_control_characters_are_words(guest: Guest) -> None:
    await guest.get(f"/scenarios?words={quote(MARKUP)}")
    await guest.begin(intention="own", own_words=MARKUP, position=MARKUP, keep_position="yes")
    shown = await guest.say(f"Hello, {MARKUP}")
    assert "Hello, <script>alert(1)</script>" in shown.text
    for path in (shown.path, "/rehearsals", f"{shown.path}/why", f"{shown.path}/stop", "/"):
        html = (await guest.get(path)).html
        assert "<script>alert" not in html
        assert not {"\x00", "\x07", "\x1b", "\u202e"} & set(html), path


async def test_after_forgetting_the_browser_no_page_and_no_form_works(guest: Guest, opened: Opened) -> None:
    await guest.begin()
    path, token = guest.shown.path, make_token(guest)
    cookies = {each.key: each.value for each in guest.http.cookie_jar}
    await guest.get("/settings")
    await guest.press("Forget me in this browser")
    assert (await guest.get("/")).status == 403
    async with aiohttp.ClientSession(cookies=cookies) as stolen:
        async with stolen.get(f"{opened.address}{path}") as answer:
            assert answer.status == 403
        sent = {"token": token, "words": "Hello."}
        async with stolen.post(f"{opened.address}{path}/say", data=sent, headers={"Origin": opened.address}) as answer:
            assert answer.status == 403


async def test_trouble_is_one_line_without_words_and_the_answer_has_the_headers(
    guest: Guest, opened: Opened, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_words: str) -> str:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(type(opened.server.site), "say_where", lambda _self, words: fail(words))
    caplog.set_level(logging.DEBUG)
    async with guest.http.get(f"{opened.address}/") as answer:
        text, headers = await answer.text(), answer.headers
    assert answer.status == 500
    assert SECRET not in text
    assert headers["X-Frame-Options"] == "DENY"
    assert opened.out.getvalue() == "A page of your coach had trouble (ZeroDivisionError). It goes on.\n"


async def test_a_second_start_finds_the_first_and_opens_it(places: Places, tmp_path: object) -> None:
    async with opened_own(places) as own, guest_of(own, let_in=False) as guest:
        address = await find_running(places, own.server.port)
        assert address.startswith(own.address)
        assert (await guest.get(address.removeprefix(own.address))).status == 200
        with pytest.raises(PortTaken):
            async with open_own(places, own.coach, own.out, port=own.server.port):
                pass
    assert await find_running(places, own.server.port) == ""


async def test_another_program_or_another_persons_coach_at_the_port_gets_no_address(places: Places) -> None:
    other = Places(places.data.parent / "other", places.config.parent / "other")
    async with opened_own(other) as own:
        assert await find_running(places, own.server.port) == ""

        async def hand_on(request: web.Request) -> web.Response:
            url = f"{own.address}{request.path}"
            async with aiohttp.ClientSession() as http, http.get(url) as answer:
                return web.Response(text=await answer.text())

        app = web.Application()
        app.router.add_get("/{rest:.*}", hand_on)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        assert await find_running(other, runner.addresses[0][1]) == "", "a proof is good for its own port alone"
        await runner.cleanup()


async def test_another_account_of_this_machine_opens_nothing(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_server, "find_socket_owner", lambda _here, _peer: 4242)
    async with guest_of(opened, let_in=False) as other:
        assert (await other.get(opened.server.make_address().removeprefix(opened.address))).status == 403
        assert (await other.get("/")).status == 403


async def test_another_account_with_the_very_cookie_sees_and_does_nothing(
    guest: Guest, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    await guest.get("/settings")
    token, cookies = make_token(guest), {each.key: each.value for each in guest.http.cookie_jar}
    monkeypatch.setattr(own_server, "find_socket_owner", lambda _here, _peer: 4242)
    async with aiohttp.ClientSession(cookies=cookies) as theirs:
        for path in (*PAGES, "/all-rehearsals/file?format=text"):
            async with theirs.get(f"{opened.address}{path}") as answer:
                assert answer.status == 403, path
        sent = {"token": token, "hints": "each"}
        async with theirs.post(f"{opened.address}/settings", data=sent, headers={"Origin": opened.address}) as answer:
            assert answer.status == 403
    assert opened.server.site.coach.settings.hints == "none"
    assert (await guest.get("/")).status == 200, "the connection that one's own browser holds goes on"


async def test_a_look_is_kept_in_the_browser_and_leads_back(guest: Guest) -> None:
    await guest.get("/scenarios")
    shown = await guest.post("/look", {"look": "dark", "back": "/scenarios"})
    assert shown.heading == "Scenarios"
    assert shown.page.find_all("html")[0].get("data-look") == "dark"
    shown = await guest.post("/look", {"look": "light", "back": "//evil.example/"})
    assert shown.path == "/"


async def test_a_long_reading_holds_up_no_page_that_needs_none(guest: Guest, opened: Opened) -> None:
    started, ends = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def read() -> None:
        loop.call_soon_threadsafe(started.set)
        asyncio.run_coroutine_threadsafe(ends.wait(), loop).result(30)

    reading = asyncio.create_task(opened.server.site.in_practice(read))
    await started.wait()
    for path in ("/help", "/settings"):
        assert (await asyncio.wait_for(guest.get(path), 10)).status == 200
    ends.set()
    await reading
