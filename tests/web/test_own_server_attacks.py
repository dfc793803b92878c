"""Attacks on one's own coach by every route: no session, foreign pages, many requests, and files on the disk."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from coach.records.paths import Places
from tests.web.own import Guest, Opened, guest_of, make_token
from tests.web.supervising import hand_over

PUBLIC = ("/open/", "/here/", "/static/", "/favicon.ico", "/look")
TYPED = "Purple elephants"


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        await somebody.begin()
        yield somebody


def list_routes(opened: Opened, rehearsal: str) -> list[tuple[str, str]]:
    """Every method and path that the server answers, with a rehearsal and a scenario that are there."""
    app = opened.server._runner.app  # type: ignore[union-attr]
    names = {
        "rehearsal": rehearsal,
        "scenario": "wrong_box",
        "what": "parts",
        "name": "x",
        "opening": "x",
        "asked": "x",
        "item": "x",
        "place": "1",
        "brought": "x",
        "action": "x",
        "exercise": "x",
        "given": "x",
    }
    paths = [(route.method, route.resource.canonical) for route in app.router.routes() if route.resource]
    return [(method, path.format_map(names)) for method, path in paths if not path.startswith(PUBLIC)]


async def test_no_route_answers_without_a_session_or_changes_anything_for_a_foreign_page(
    guest: Guest, opened: Opened
) -> None:
    await guest.say(f"{TYPED} came.")
    rehearsal = guest.shown.path.split("/")[2]
    before = opened.coach.practice.go_on(rehearsal).events
    routes = list_routes(opened, rehearsal)
    assert len(routes) > 100
    fields = {"words": TYPED, "how": "nothing", "hints": "each", "reply": "1", "attempt": "1"}
    async with aiohttp.ClientSession() as stranger:
        for method, path in routes:
            async with stranger.request(
                method, opened.address + path, data=fields, headers={"Origin": opened.address}
            ) as answer:
                assert answer.status == 403, (method, path)
                assert TYPED not in await answer.text()
    for method, path in routes:
        if method != "POST":
            continue
        for origin, token in (("http://evil.example", make_token(guest)), (opened.address, ""), ("null", "")):
            shown = await guest.post(path, fields | {"token": token}, Origin=origin)
            assert shown.status in (400, 403), (path, origin)
    assert opened.coach.practice.go_on(rehearsal).events == before
    assert opened.server.site.coach.settings.hints == "none"


async def test_hundreds_of_requests_at_once_are_all_answered_and_lose_nothing(guest: Guest, places: Places) -> None:
    path, token = guest.shown.path, make_token(guest)

    async def ask(number: int) -> int:
        if number % 5:
            return (await guest.get("/help")).status
        return (await guest.post(f"{path}/draft", {"token": token, "words": f"{TYPED} {number}"})).status

    assert set(await asyncio.gather(*map(ask, range(200)))) == {200, 204}
    assert (await guest.get(path)).box.startswith(TYPED)
    assert len(list(places.drafts.iterdir())) == 1


async def test_what_lies_on_the_disk_is_for_its_owner_alone(guest: Guest, places: Places) -> None:
    await guest.post(f"{guest.shown.path}/draft", {"token": make_token(guest), "words": TYPED})
    await guest.post("/settings", {"token": make_token(guest), "hints": "each"})
    for file in (places.data, *places.data.rglob("*"), *places.config.rglob("*")):
        assert not file.stat().st_mode & 0o077, file


@pytest.mark.parametrize("tail", ["%0a", "%0d%0aX-A:%20b", "%20", "%E2%80%AE", "%00", "%2f", "%3Cb%3E"])
async def test_a_rehearsals_name_with_something_after_it_is_none(guest: Guest, opened: Opened, tail: str) -> None:
    path = guest.shown.path
    for rest in ("", "/end", "/stop", "/export", "/debrief", "/bring"):
        async with guest.http.get(f"{opened.address}{path}{tail}{rest}") as answer:
            assert answer.status == 404, rest
            assert "X-A" not in answer.headers


async def test_what_is_on_the_desk_and_what_came_back_answer_nobody_else(guest: Guest, opened: Opened) -> None:
    """Every address of something that is really there, for a stranger and for a foreign page."""
    handed = hand_over(opened.coach)
    await guest.get("/desk")
    await guest.send_file(handed.text)
    desk, brought = guest.shown.path, f"/rehearsals/{handed.rehearsal.id}/brought"
    opened.coach.inbox.actions.add(TYPED)
    (action,) = opened.coach.inbox.actions.list_open()
    of_desk = ("", "/line/3", "/also/3", "/if-hard", "/agree", "/back", "/hand-back", "/take-back", "/put-away")
    of_thing = ("/record", "/record/file?format=txt", "/withdraw")
    pages = [f"{desk}{rest}" for rest in of_desk] + [f"{brought}/{handed.brought.id}{rest}" for rest in of_thing]
    pages += ["/desk", "/actions", "/actions/calendar", "/sheet", "/agreement", f"/actions/{action.id}/off", brought]
    forms = [f"{desk}/{rest}" for rest in ("say", "also", "also/3", "agree", "back", "hand-back", "put-away")]
    forms += ["/desk/folder", "/actions/add", f"/actions/{action.id}/off", f"/actions/{action.id}/tick", "/sheet"]
    forms += ["/agreement", "/exercises/new", "/exercises/look", "/exercises/hand-over"]
    forms += [f"{brought}/answer", f"{brought}/{handed.brought.id}/withdraw"]
    fields = {
        "place": "3",
        "comment-3": TYPED,
        "do": "keep",
        "words": TYPED,
        "what": "x",
        "view": "agree",
        "criterion": "x",
        "way": "file",
    }
    async with aiohttp.ClientSession() as stranger:
        for method, path in [("GET", page) for page in pages] + [("POST", form) for form in forms]:
            headers = {"Origin": opened.address}
            async with stranger.request(method, opened.address + path, data=fields, headers=headers) as answer:
                text = await answer.text()
                assert answer.status == 403, path
                assert TYPED not in text
                assert "rush him" not in text
                assert "banter" not in text
    for path in forms:
        for origin, token in (("http://evil.example", make_token(guest)), (opened.address, ""), ("null", "")):
            assert (await guest.post(path, fields | {"token": token}, Origin=origin)).status == 403, path
    assert opened.coach.inbox.list_items()[0].draft is None
    assert opened.coach.inbox.actions.list_open() == (action,)
    assert opened.coach.practice.go_on(handed.rehearsal.id).story.brought
