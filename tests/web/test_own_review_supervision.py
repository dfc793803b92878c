"""A whole supervision between two people's browsers: by roles and names in Chromium, and once without scripts.

Every byte that the supervisor's browser is sent is searched for what was not brought.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from coach.records.paths import Places
from coach.web import own_server
from tests.conftest import PATIENCE
from tests.web.own import Guest, Opened, guest_of, make_token, opened_own
from tests.web.supervising import HURTS, PRIVATE, hand_over, note_answers

if TYPE_CHECKING:
    from pathlib import Path

WAITS = PATIENCE * 1000
ASKS = "What did he hear?"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[bytes]]:
    """Every byte that servers answer with from now on, by their host."""
    return note_answers(monkeypatch, own_server, lambda request: request.host)


def find_private(own: Opened, sent: dict[str, list[bytes]]) -> list[str]:
    """Every private line of the practitioner's among what one server answered with."""
    answers = sent[own.address.removeprefix("http://")]
    assert len(answers) > 20
    return [words for words in PRIVATE if any(words.encode() in each for each in answers)]


async def enter(context: BrowserContext, own: Opened) -> Page:
    """Open somebody's coach in a browser of their own."""
    page = await context.new_page()
    page.set_default_timeout(WAITS)
    await page.goto(own.server.make_address())
    await page.wait_for_url("**/")
    return page


async def hand_in(page: Page, file: Path) -> None:
    """Choose a file where one is taken in, and send it."""
    await page.get_by_label("The file, which ends in .coach.json").set_input_files(file)
    await page.get_by_role("button", name="Take it in").click()


async def save_by(page: Page, button: str, to: Path) -> Path:
    """Press a button that hands out a file, and keep that."""
    async with page.expect_download() as coming:
        await page.get_by_role("button", name=button).click()
    await (await coming.value).save_as(to)
    return to


async def test_a_whole_supervision_by_roles_and_names(
    browser: Browser, tmp_path: Path, sent: dict[str, list[bytes]]
) -> None:
    theirs, ours = Places(tmp_path / "ann", tmp_path / "ann"), Places(tmp_path / "sue", tmp_path / "sue")
    problems: list[str] = []
    async with opened_own(theirs) as practitioner, opened_own(ours) as supervisor:
        handed = hand_over(practitioner.coach)
        ann = await enter(await browser.new_context(), practitioner)
        sue = await enter(await browser.new_context(), supervisor)
        for page in (ann, sue):
            page.on("pageerror", lambda error: problems.append(str(error)))
        # What is brought
        await ann.goto(f"{practitioner.address}/rehearsals/{handed.rehearsal.id}/bring")
        await ann.get_by_label("Which of your lines").select_option("1")
        await ann.get_by_label("What I would like to talk about").fill("Did I come back to it?")
        await ann.get_by_label("A name to be called by here").fill("Ann")
        await ann.get_by_role("button", name="See what goes").click()
        await expect(ann.get_by_role("heading", name="What goes along")).to_be_focused()
        brought = await save_by(ann, "Make a file to give on", tmp_path / "brought.coach.json")
        # Taken in and read
        await sue.get_by_role("navigation").get_by_role("link", name="Supervision").click()
        await hand_in(sue, brought)
        await expect(sue.get_by_role("heading", name="One moment: The wrong box")).to_be_visible()
        await expect(sue.get_by_role("status")).to_contain_text("Taken in.")
        line = sue.get_by_role("article").filter(has_text=HURTS)
        agree = line.get_by_role("button", name="Agree", exact=True)
        await agree.focus()
        await sue.keyboard.press("Enter")
        await expect(agree).to_have_attribute("aria-pressed", "true")
        await expect(agree).to_be_focused()
        await line.get_by_label("Why, if you like").fill("He heard it so.")
        await sue.keyboard.press("Enter")
        await expect(line.get_by_label("Why, if you like")).to_have_value("He heard it so.")
        await line.get_by_text("Write beside this line").click()
        await line.get_by_label("Your words").fill("Kelly Brown of 12 Haverley Road said that too.")
        await line.get_by_role("button", name="Keep", exact=True).click()
        await expect(sue.get_by_role("heading", name="Is that somebody real?")).to_be_focused()
        await sue.get_by_role("button", name="Change it").click()
        box = sue.get_by_role("article").filter(has_text=HURTS).get_by_label("Your words")
        await expect(box).to_have_value("Kelly Brown of 12 Haverley Road said that too.")
        await box.fill("You came straight back to it.")
        await line.get_by_role("button", name="Keep", exact=True).click()
        await expect(line.get_by_text("You wrote: You came straight back to it.")).to_be_visible()
        await expect(box).to_have_value("You came straight back to it.")
        await line.get_by_role("link", name="Say what the coach did not").click()
        await sue.get_by_role("radio").first.check()
        await sue.get_by_role("button", name="Say it").click()
        await expect(sue.get_by_text("You would also say:")).to_be_visible()
        await line.get_by_role("link", name="The turn, and what the notes mean").click()
        await expect(sue.get_by_role("heading", name="What the notes mean")).to_be_visible()
        await sue.get_by_role("link", name="Back to what was brought").click()
        # What goes back
        await sue.get_by_role("link", name="What goes back").first.click()
        await sue.get_by_label("Or in your own words").fill(ASKS)
        await sue.get_by_label("What", exact=True).fill("Ask for forms that fit")
        await sue.get_by_label("By when").fill("in a fortnight")
        await sue.get_by_label("What you like to be called").fill("Sue")
        await sue.get_by_role("button", name="See what goes back").click()
        await expect(sue.get_by_role("heading", name="This goes back")).to_be_visible()
        await expect(sue.get_by_text("You came straight back to it.")).to_be_visible()
        back = await save_by(sue, "Hand it back as a file", tmp_path / "back.coach.json")
        await sue.get_by_role("link", name="Back to the desk").click()
        await expect(sue.get_by_text("answered", exact=False).first).to_be_visible()
        await sue.get_by_role("link", name="My actions").click()
        await expect(sue.get_by_text("Ask for forms that fit. By")).to_be_visible()
        # Read again and answered
        await ann.get_by_role("link", name="My rehearsals").click()
        await hand_in(ann, back)
        await expect(ann.get_by_text("You came straight back to it.")).to_be_visible()
        await expect(ann.get_by_text("He heard it so.")).to_be_visible()
        await ann.get_by_text("Answer it, for myself").click()
        await ann.get_by_label("My answer, for myself").fill("That I did not believe him.")
        await ann.get_by_role("button", name="Keep it").click()
        await expect(ann.get_by_text("You wrote, for yourself: That I did not believe him.")).to_be_visible()
        await ann.get_by_role("link", name="A draft for my own record").first.click()
        await expect(ann.get_by_text("That I did not believe him.")).to_be_visible()
        # Every page of the supervisor's, once more
        for path in ("/desk", "/agenda", "/actions", "/sheet", "/agreement", "/differences", "/"):
            await sue.goto(supervisor.address + path)
        assert find_private(supervisor, sent) == []
        assert PRIVATE[1] in find_private(practitioner, sent), "what is searched for is there to be found"
    assert not problems


async def test_a_whole_supervision_without_scripts(tmp_path: Path, sent: dict[str, list[bytes]]) -> None:
    theirs, ours = Places(tmp_path / "ann", tmp_path / "ann"), Places(tmp_path / "sue", tmp_path / "sue")
    async with opened_own(theirs) as practitioner, opened_own(ours) as supervisor:
        handed = hand_over(practitioner.coach)
        async with guest_of(practitioner) as ann, guest_of(supervisor) as sue:
            await ann.get(f"/rehearsals/{handed.rehearsal.id}/bring")
            await ann.press("See what goes", what="moment", reply="1", who="Ann", question="Did I come back to it?")
            brought = (await ann.press("Make a file to give on")).html
            await sue.get("/")
            await sue.follow("Supervision")
            desk = (await sue.send_file(brought)).path
            await sue.press_about("May have hurt", "Agree")
            await sue.post(f"{desk}/say", {"token": make_token(sue), "comment-0": "Thank you for this."})
            await walk(sue, desk)
            await sue.get(desk)
            await sue.follow("What goes back")
            await sue.press("See what goes back", questions=ASKS, who="Sue")
            back = (await sue.press("Hand it back as a file")).html
            assert json.loads(back)["questions"] == [ASKS]
            await ann.get("/rehearsals")
            shown = await ann.send_file(back)
            assert "Thank you for this." in shown.text
            await ann.press("Keep it", words="That I did not believe him.")
            assert "You wrote, for yourself: That I did not believe him." in ann.shown.text
            for path in ("/desk", "/agenda", "/actions", "/sheet", "/agreement", "/differences", "/rehearsals"):
                await sue.get(path)
        assert find_private(supervisor, sent) == []


async def walk(guest: Guest, start: str) -> None:
    """Follow every link below a page."""
    waiting, known = [start], {start}
    while waiting:
        shown = await guest.get(waiting.pop())
        for link in shown.page.find_all("a"):
            path = link.get("href").partition("#")[0]
            if path.startswith(start) and path not in known:
                known.add(path)
                waiting.append(path)
    assert len(known) > 10
