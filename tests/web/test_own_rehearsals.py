"""The list of rehearsals and the settings, by forms alone."""

import json
from collections.abc import AsyncIterator

import pytest

from coach.practice.settings import read_settings
from coach.records.paths import Places
from tests.web.own import Guest, Opened, guest_of


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        yield somebody


async def test_an_empty_list_says_where_rehearsals_would_be_kept(guest: Guest) -> None:
    shown = await guest.get("/rehearsals")
    assert "on this machine" in shown.text
    assert "Choose a scenario" in shown.list_names("a")


async def test_each_can_be_gone_on_with_kept_and_forgotten_after_a_question(guest: Guest, opened: Opened) -> None:
    await guest.begin()
    await guest.say("Hello Louise.")
    path = guest.shown.path
    await guest.get("/rehearsals")
    assert "1 reply, going on, goes by itself on" in guest.shown.text.replace(" · ", ", ")
    await guest.press("Keep it")
    assert guest.shown.said == "Kept. It stays until you forget it."
    assert "kept until you forget it" in guest.shown.text
    await guest.press("Keep no longer")
    assert (await guest.follow("Go on")).path == path
    await guest.get("/rehearsals")
    await guest.follow("Forget")
    assert guest.shown.heading.startswith("Forget “The wrong box”, ")
    await guest.follow("Leave it as it is")
    assert opened.coach.practice.rehearsals()
    await guest.follow("Forget")
    await guest.press("Forget it")
    assert not opened.coach.practice.rehearsals()


async def test_all_can_be_forgotten_after_a_question(guest: Guest, opened: Opened) -> None:
    await guest.begin()
    await guest.begin()
    await guest.get("/rehearsals")
    await guest.follow("Forget all of them")
    shown = await guest.press("Forget them all")
    assert shown.said == "2 rehearsals forgotten for good."
    assert not opened.coach.practice.rehearsals()


async def test_every_format_is_handed_out_as_a_file_and_shown_as_no_page(guest: Guest) -> None:
    await guest.begin()
    await guest.say("Hello Louise.")
    path = guest.shown.path
    await guest.get(f"{path}/export")
    links = [link.get("href") for link in guest.shown.page.find_all("a") if "format=" in link.get("href")]
    assert len(links) == 5
    for link in links:
        async with guest.http.get(guest.address + link) as answer:
            content = await answer.read()
            assert answer.headers["Content-Disposition"].startswith("attachment; ")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "no-store"
            assert b"Hello Louise." in content or "word" in link
    async with guest.http.get(f"{guest.address}/all-rehearsals/file?format=data") as answer:
        assert len(json.loads(await answer.read())["rehearsals"]) == 1
    assert (await guest.get(f"{path}/file?format=nonsense")).status in (400, 404)


async def test_a_search_finds_a_title_or_a_day(guest: Guest) -> None:
    await guest.begin()
    for _ in range(3):
        await guest.begin()
    await guest.get("/rehearsals")
    assert (await guest.press("Search", words="wrong")).list_names("h2")[0].startswith("The wrong box")
    assert "Nothing fits." in (await guest.press("Search", words="zebra")).text
    assert guest.shown.path == "/rehearsals", "what was typed is in no address"


async def test_settings_hold_at_once_and_are_kept_with_those_that_the_page_lacks(
    guest: Guest, opened: Opened, places: Places
) -> None:
    await opened.server.site.keep_settings(theme="coach-light", pace="at_once")
    await guest.get("/settings")
    shown = await guest.press("Keep", hints="each", skip_identity="yes")
    assert shown.said == "Kept."
    settings, _ = read_settings(places.settings)
    assert (settings.hints, settings.skip_identity, settings.theme) == ("each", True, "coach-light")
    await guest.get("/scenarios/wrong_box/brief")
    assert "Your own place" not in guest.shown.text
    assert (
        next(e for e in guest.shown.page.find_all("input") if e.get("value") == "each").attributes.get("checked") == ""
    )
