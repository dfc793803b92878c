"""Sheets to sign in a browser: filled in, looked over for real people, saved by the browser, and kept nowhere."""

from collections.abc import AsyncIterator

import pytest

from coach.records.paths import Places
from coach.supervision.desk_texts import ABOUT_AGREEMENT, AGREEMENT_FIELDS
from coach.supervision.sheet import IN_THE_COACH
from tests.exported import read_words
from tests.web.own import Guest, Opened, guest_of, make_token

REAL = "Ring Mrs Haigh of 12 Haverley Road"


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        yield somebody


async def test_a_sheet_is_filled_in_and_saved_and_nothing_of_it_is_kept(
    guest: Guest, opened: Opened, places: Places
) -> None:
    opened.coach.inbox.actions.add("Ask for other forms")
    shown = await guest.get("/sheet")
    assert "Ask for other forms" in shown.html
    typed = {"practitioner": "Ann", "supervisor": "Sue", "discussed": "How to come back to it.",
             "next_day": "in a month",
             "practitioner_actions": "Read about names, by 18 December 2027\r\nRing the school"}  # fmt: skip
    for name in ("docx", "md", "html", "txt"):
        await guest.get("/sheet")
        data = {"token": make_token(guest), "day": "3 May 2026", "format": name} | typed
        async with guest.http.post(f"{guest.address}/sheet", data=data, headers={"Origin": guest.address}) as answer:
            content = await answer.read()
            assert answer.headers["Content-Disposition"].endswith(f"supervision-2026-05-03.{name}")
        words = read_words(content if name == "docx" else content.decode())
        for said in ("Ann", "Sue", "How to come back to it.", "Ring the school", "3 May 2026", "Signed"):
            assert said in words
    assert not [file for file in places.data.rglob("*") if file.is_file() and b"come back to it" in file.read_bytes()]


async def test_a_sheet_with_a_wrong_day_or_somebody_real_stays_with_its_words(guest: Guest) -> None:
    await guest.get("/sheet")
    shown = await guest.press("Save the sheet", day="tomorrowish", discussed="This stays.")
    assert shown.status == 409
    assert "This stays." in shown.html
    await guest.get("/sheet")
    shown = await guest.press("Save the sheet", discussed=f"{REAL}, by 18 December 2027", practitioner="Ann Bell")
    assert (shown.status, shown.heading) == (409, "Is that somebody real?")
    assert "It has not been saved." in shown.text
    await guest.press("Change it")
    assert REAL in guest.shown.html
    assert "Ann Bell" in guest.shown.html, "the two names belong there"
    await guest.press("Save the sheet")
    file = await guest.press("Leave those words out")
    assert file.headers["Content-Disposition"].startswith("attachment; ")
    await guest.get("/sheet")
    assert (await guest.press("Save the sheet", format="exe")).status == 400


async def test_a_supervision_agreement_is_filled_in_and_saved_as_in_the_terminal(
    guest: Guest, opened: Opened, places: Places
) -> None:
    opened.coach.inbox.actions.add("Ask for other forms")
    await guest.get("/desk")
    shown = await guest.follow("A supervision agreement")
    assert shown.heading == "Supervision agreement"
    assert ABOUT_AGREEMENT in shown.text
    assert all(words in shown.text for words in AGREEMENT_FIELDS.values())
    assert "Ask for other forms" not in shown.html, "what somebody takes up is no part of it"
    typed = {"practitioner": "Ann", "supervisor": "Sue", "purpose": "To think\r\nTo be asked",
             "stays": "What is brought", "written": "In the locked drawer", "next_day": "in a month"}  # fmt: skip
    for name in ("docx", "md", "html", "txt"):
        data = {"token": make_token(guest), "day": "3 May 2026", "format": name} | typed
        headers = {"Origin": guest.address}
        async with guest.http.post(f"{guest.address}/agreement", data=data, headers=headers) as answer:
            content = await answer.read()
            assert answer.headers["Content-Disposition"].endswith(f"supervision-agreement-2026-05-03.{name}")
        words = read_words(content if name == "docx" else content.decode())
        for said in ("Ann", "Sue", "To think", "To be asked", "locked drawer", "3 May 2026", "Signed", IN_THE_COACH):
            assert said in words, name
    assert not [file for file in places.data.rglob("*") if file.is_file() and b"locked drawer" in file.read_bytes()]


async def test_an_agreement_with_a_wrong_day_or_somebody_real_stays_with_its_words(guest: Guest) -> None:
    await guest.get("/agreement")
    shown = await guest.press("Save the sheet", next_day="tomorrowish", purpose="This stays.")
    assert (shown.status, shown.path) == (409, "/agreement")
    assert "This stays." in shown.html
    shown = await guest.press("Save the sheet", next_day="", stays=REAL)
    assert (shown.status, shown.heading) == (409, "Is that somebody real?")
    await guest.press("Change it")
    assert REAL in guest.shown.html
    assert "This stays." in guest.shown.html
    await guest.press("Save the sheet")
    file = await guest.press("Leave those words out")
    assert "supervision-agreement" in file.headers["Content-Disposition"]
    await guest.get("/agreement")
    assert (await guest.press("Save the sheet", format="exe")).status == 400
