"""Forms that are sent twice, or from a window that lags behind: nothing is doubled, and nothing typed is lost."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.web.own import Guest, Opened, Shown, guest_of, read_fields


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        await somebody.begin()
        yield somebody


def read_box_form(guest: Guest) -> dict[str, str]:
    form = next(each for each in guest.shown.page.find_all("form") if each.get("id") == "reply")
    return read_fields(form)


def list_said(guest: Guest, opened: Opened) -> list[str]:
    rehearsal = opened.coach.practice.go_on(guest.shown.path.split("/")[2])
    return [exchange.event.text for exchange in rehearsal.attempt.replies()]  # type: ignore[union-attr]


async def send_twice(guest: Guest, path: str, fields: dict[str, str], *, at_once: bool) -> tuple[Shown, Shown]:
    if at_once:
        return await asyncio.gather(guest.post(path, fields), guest.post(path, fields))
    return await guest.post(path, fields), await guest.post(path, fields)


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_reply_that_is_sent_twice_is_said_once(guest: Guest, opened: Opened, at_once: bool) -> None:
    fields = read_box_form(guest) | {"words": "Hello Louise."}
    for shown in await send_twice(guest, f"{guest.shown.path}/say", fields, at_once=at_once):
        assert shown.status == 200
        assert shown.box == ""
    assert list_said(guest, opened) == ["Hello Louise."]
    await guest.say("Hello Louise.")
    assert len(list_said(guest, opened)) == 2, "said again on purpose, it is said again"


async def test_a_reply_that_a_gate_asked_about_is_said_once(guest: Guest, opened: Opened) -> None:
    path = guest.shown.path
    await guest.say("Ask Kelly Brown of 12 Haverley Road about it.")
    form = next(each for each in guest.shown.page.find_all("form") if each.get("action") == f"{path}/say")
    await send_twice(guest, f"{path}/say", read_fields(form), at_once=True)
    assert len(list_said(guest, opened)) == 1


@pytest.mark.parametrize(("button", "left"), [("skip", 2), ("take-back", 1)])
async def test_skipping_and_taking_back_happen_once(guest: Guest, opened: Opened, button: str, left: int) -> None:
    for words in ("Hello Louise.", "How are you?"):
        await guest.say(words)
    fields = read_box_form(guest) | {"words": "Half a"}
    await send_twice(guest, f"{guest.shown.path}/{button}", fields, at_once=True)
    rehearsal = opened.coach.practice.go_on("last")
    assert len(rehearsal.attempt.replies()) == left
    assert len(rehearsal.attempt.exchanges) == (3 if button == "skip" else 1)
    assert guest.shown.box.endswith("Half a")
    assert guest.shown.box == ("Half a" if button == "skip" else "How are you?\nHalf a")


async def test_a_window_that_lags_behind_is_shown_what_was_said_and_keeps_its_words(
    guest: Guest, opened: Opened
) -> None:
    path, lagging = guest.shown.path, read_box_form(guest)
    await guest.say("Hello Louise.")
    shown = await guest.post(f"{path}/say", lagging | {"words": "How are you?"})
    assert shown.status == 409
    assert "in another window" in shown.said
    assert "Hello Louise." in shown.text
    assert shown.box == "How are you?"
    for button in ("skip", "take-back"):
        shown = await guest.post(f"{path}/{button}", lagging | {"words": "How are you?"})
        assert (shown.status, shown.box) == (409, "How are you?")
    assert list_said(guest, opened) == ["Hello Louise."]
    await guest.say("How are you?")
    assert list_said(guest, opened) == ["Hello Louise.", "How are you?"]


async def test_a_draft_that_comes_after_its_words_were_said_is_none(guest: Guest) -> None:
    path, lagging = guest.shown.path, read_box_form(guest)
    await guest.say("Hello Louise.")
    await guest.post(f"{path}/draft", lagging | {"words": "Hello Louise."})
    assert (await guest.get(path)).box == ""
    await guest.post(f"{path}/draft", read_box_form(guest) | {"words": "And then"})
    assert (await guest.get(path)).box == "And then"


async def test_a_forged_number_of_moves_is_none(guest: Guest, opened: Opened) -> None:
    for forged in ("-1", "x", "9" * 9, "٣", "99"):
        fields = read_box_form(guest) | {"words": "Hello Louise.", "after": forged}
        assert (await guest.post(f"{guest.shown.path}/say", fields)).status == 200
    assert len(list_said(guest, opened)) == 5


async def test_a_rehearsal_that_is_begun_twice_by_one_page_is_one(opened: Opened) -> None:
    async with guest_of(opened) as guest:
        for many in (1, 2):
            await guest.get("/scenarios/wrong_box/brief")
            form = next(each for each in guest.shown.page.find_all("form") if each.get("action").endswith("/begin"))
            pages = await send_twice(guest, form.get("action"), read_fields(form), at_once=True)
            assert pages[0].path == pages[1].path
            assert len(opened.coach.practice.rehearsals()) == many
        changed = read_fields(form) | {"length": "short"}
        assert (await guest.post(form.get("action"), changed)).path != pages[0].path, "something else was chosen"
        await guest.say("Hello Louise.")
        await guest.post(form.get("action"), changed)
        assert len(opened.coach.practice.rehearsals()) == 4, "the one from before has gone on since"
