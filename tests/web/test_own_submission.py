"""Bringing something to supervision: exactly what was shown goes along, and nothing else."""

import json
from collections.abc import AsyncIterator

import pytest

from coach.page_words import EXACTLY
from tests.web.own import Guest, Opened, guest_of, make_token

KEPT_BACK = "This line is not brought."


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        await somebody.begin()
        for words in (KEPT_BACK, "How are you?", "What would help Theo?"):
            await somebody.say(words)
        await somebody.get(f"{somebody.shown.path}/bring")
        yield somebody


async def test_one_moment_is_shown_and_handed_out_as_shown(guest: Guest, opened: Opened) -> None:
    path = guest.shown.path
    shown = await guest.press("See what goes", what="moment", reply="3", question="Did I rush him?", who="Sam")
    assert EXACTLY in shown.text
    assert "What would help Theo?" in shown.text
    assert "Did I rush him?" in shown.text
    assert KEPT_BACK not in shown.text
    assert not opened.coach.practice.go_on("last").story.brought, "nothing is handed over by looking"
    file = await guest.press("Make a file to give on")
    assert file.headers["Content-Disposition"].startswith("attachment; ")
    assert json.loads(file.html)
    assert "What would help Theo?" in file.html
    assert KEPT_BACK not in file.html
    (event,) = opened.coach.practice.go_on("last").story.brought
    assert event.brought.question == "Did I rush him?"
    shown = await guest.get(path.replace("/bring", "/brought"))
    assert "Did I rush him?" in shown.text
    await guest.follow("Withdraw")
    shown = await guest.press("Withdraw it")
    assert shown.said == "Withdrawn."
    assert "Nothing was brought." in shown.text


async def test_a_question_goes_alone(guest: Guest) -> None:
    shown = await guest.press("See what goes", what="question", question="How do I ask about faith?")
    assert "How do I ask about faith?" in shown.text
    assert "What would help Theo?" not in shown.text


async def test_real_peoples_details_are_asked_about_before_anything_goes(guest: Guest, opened: Opened) -> None:
    await guest.press("See what goes", what="question", question="About Mrs Haigh of 12 Haverley Road.")
    shown = await guest.press("Make a file to give on")
    assert shown.heading == "Is that somebody real?"
    assert not opened.coach.practice.go_on("last").story.brought
    await guest.follow("Change it")
    assert guest.shown.heading.startswith("Bring to supervision")


async def test_what_was_not_looked_at_is_never_handed_over(guest: Guest, opened: Opened) -> None:
    path, token = guest.shown.path, make_token(guest)
    for brought in ("", "x", "<b>"):
        shown = await guest.post(f"{path}/hand-over", {"token": token, "brought": brought})
        assert shown.status == 409
    for fields in ({"what": "all"}, {"what": "moment", "reply": "99", "attempt": "1"}, {"what": "moment", "reply": "x"},
                   {"what": "whole", "attempt": "9", "reply": "1"}):  # fmt: skip
        assert (await guest.post(path, {"token": token} | fields)).status in (400, 404, 409), fields
    await guest.get(path)
    await guest.press("See what goes", what="question", question="Mine")
    await guest.begin()
    other = guest.shown.path
    await guest.get(f"{other}/bring")
    assert not opened.coach.practice.go_on("last").story.brought
