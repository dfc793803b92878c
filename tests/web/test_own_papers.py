"""A supervisor's papers in a browser: the agenda, actions with a calendar, the sheet, and where readers differ."""

from collections.abc import AsyncIterator

import pytest

from coach.records.paths import Places
from coach.supervision.desk_texts import BROUGHT_ALONG, NO_ACTIONS
from tests.exported import read_words
from tests.web.own import Guest, Opened, guest_of, make_token, read_fields
from tests.web.supervising import HURTS, PRIVATE, hand_over

REAL = "Ring Mrs Haigh of 12 Haverley Road"


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        yield somebody


async def read_file(guest: Guest, path: str) -> str:
    """The words of a file that a link saves."""
    async with guest.http.get(guest.address + path) as answer:
        content = await answer.read()
        assert answer.status == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        return read_words(content if content.startswith(b"PK") else content.decode())


async def save_agenda(guest: Guest, **chosen: str) -> tuple[str, str]:
    """Make a document of the agenda that is shown: its name, and its words."""
    form = next(form for form in guest.shown.page.find_all("form") if form.get("action") == "/agenda")
    fields = {name: value for name, value in (read_fields(form) | chosen).items() if value != "out"}
    headers = {"Origin": guest.address}
    async with guest.http.post(f"{guest.address}/agenda", data=fields, headers=headers) as answer:
        content = await answer.read()
        name = answer.headers["Content-Disposition"].rpartition("''")[2]
        return name, read_words(content if content.startswith(b"PK") else content.decode())


async def test_the_agenda_is_read_and_made_with_its_day_names_and_parts(guest: Guest, opened: Opened) -> None:
    opened.coach.inbox.actions.add("Ask for other forms")
    shown = await guest.get("/agenda")
    first, *others, last = shown.list_names("h2")
    assert (first, last) == ("How are you?", "Save the agenda")
    assert "Said before: Ask for other forms" in shown.text
    for ending in ("docx", "md", "html", "txt"):
        name, words = await save_agenda(
            guest, format=ending, day="3 May 2026", practitioner="Ann", supervisor="Sue", **{"part-0": "out"}
        )
        assert name == f"agenda-ann-2026-05-03.{ending}"
        assert "Ask for other forms" in words
        assert "Ann and Sue" in words
        assert first not in words
        assert all(part in words for part in others)
    shown = await guest.press("Save the agenda", day="tomorrowish", practitioner="Ann Bell")
    assert shown.status == 409
    assert "Ann Bell" in shown.html
    assert "tomorrowish" in shown.html
    assert (await guest.press("Save the agenda", day="", format="../x")).status == 404


async def test_an_agenda_about_what_was_brought_holds_that_and_no_more(guest: Guest, opened: Opened) -> None:
    handed = hand_over(opened.coach)
    await guest.get("/desk")
    await guest.send_file(handed.text)
    await guest.follow("The agenda")
    for words in ("Ann would like to talk about: Did I rush him?", HURTS, BROUGHT_ALONG):
        assert words in guest.shown.text
    name, words = await save_agenda(guest, format="md", day="")
    assert name == "agenda-ann.md"
    assert "Did I rush him?" in words
    assert not [each for each in PRIVATE if each in words + guest.shown.html]
    for about in ("x", "../..", "%0a", "a" * 300):
        shown = await guest.get(f"/agenda?about={about}")
        assert shown.status == 200
        assert "Did I rush him?" not in shown.html


async def test_an_action_is_added_done_opened_again_and_taken_off(guest: Guest, opened: Opened) -> None:
    shown = await guest.get("/actions")
    assert NO_ACTIONS in shown.text
    assert not [link for link in shown.list_names("a") if "calendar" in link], "there is nothing to put in one"
    for by, says in (("soon", "not a day"), ("1 March 2020", "past")):
        shown = await guest.press("Add it", what="Ask for other forms", by=by)
        assert shown.status == 409
        assert says in shown.said
        assert "Ask for other forms" in shown.html
    assert not opened.coach.inbox.actions.list_all()
    await guest.press("Add it", what="Ask for other forms", by="in a fortnight")
    (action,) = opened.coach.inbox.actions.list_open()
    assert action.by is not None
    assert guest.shown.said == "It is on your list."
    calendar = await read_file(guest, "/actions/calendar")
    assert "SUMMARY:Ask for other forms" in calendar
    assert f"DTSTART;VALUE=DATE:{action.by:%Y%m%d}" in calendar
    assert "\r\n" in calendar
    await guest.press("Done")
    assert opened.coach.inbox.actions.list_open() == ()
    await guest.press("Open again")
    await guest.follow("Take it off")
    assert "Ask for other forms" in guest.shown.text
    await guest.press("Take it off")
    assert opened.coach.inbox.actions.list_all() == ()
    for path in (f"/actions/{action.id}/off", f"/actions/{action.id}/tick", "/actions/x/tick"):
        assert (await guest.post(path, {"token": make_token(guest)})).status == 404


async def test_real_peoples_details_in_an_action_are_asked_about_first(
    guest: Guest, opened: Opened, places: Places
) -> None:
    await guest.get("/actions")
    shown = await guest.press("Add it", what=REAL, by="in a week")
    assert (shown.status, shown.heading) == (409, "Is that somebody real?")
    await guest.press("Change it")
    assert REAL in guest.shown.html
    assert "in a week" in guest.shown.html
    assert not opened.coach.inbox.actions.list_all()
    assert not [file for file in places.data.rglob("*") if file.is_file() and b"Haverley" in file.read_bytes()]
    await guest.press("Add it")
    await guest.press("Leave those words out")
    (action,) = opened.coach.inbox.actions.list_open()
    assert "(left out)" in action.what
    assert action.by is not None
    await guest.press("Add it", what=REAL)
    await guest.press("Keep them")
    assert REAL in [action.what for action in opened.coach.inbox.actions.list_open()]


async def test_where_readers_differ_says_that_nothing_may_be_counted_yet(guest: Guest) -> None:
    shown = await guest.get("/differences")
    assert shown.heading == "Where readers differ"
    assert "criterion" in (await read_file(guest, "/differences/file?format=counts"))
    assert await read_file(guest, "/differences/file?format=labelled") == ""
    assert (await guest.get("/differences/file?format=x")).status == 404
