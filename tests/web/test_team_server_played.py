"""A whole rehearsal and a whole supervision at a team's address, in real Chromium, by roles and names alone.

Every byte that a supervisor's browser is sent is searched for what was not brought.
"""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, expect

from coach.web import team_server
from tests import postgres
from tests.web.supervising import HURTS, MENDS, PRIVATE, note_answers
from tests.web.team import KEPT, PROXY, RUN_BY, TeamAddress
from tests.web.test_own_talk_browser import WAITS, say

ASKS = "What did he hear?"
HALF = "Half a line that was never sent"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[bytes]]:
    """Every byte that the address answers with from now on, by whom the proxy names."""
    return note_answers(monkeypatch, team_server, lambda request: request.headers.get("X-Remote-User", ""))


@asynccontextmanager
async def seated(browser: Browser, team: TeamAddress, who: str, problems: list[str]) -> AsyncIterator[Page]:
    """Somebody in a browser of their own, past the words on where everything is kept."""
    context = await browser.new_context(extra_http_headers=PROXY | {"X-Remote-User": who})
    page = await context.new_page()
    page.set_default_timeout(WAITS)
    page.on("pageerror", lambda error: problems.append(str(error)))
    await page.goto(team.address)
    for words in (KEPT, RUN_BY):
        await expect(page.get_by_text(words)).to_be_visible()
    await page.get_by_role("button", name="I have read this: go on").click()
    yield page
    await context.close()


async def go(page: Page, place: str) -> None:
    """Follow a link in the head of every page."""
    await page.get_by_role("navigation", name="Pages").get_by_role("link", name=place).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(place)


async def begin(page: Page) -> None:
    """Find the scenario, read its note and brief, and begin."""
    await go(page, "Scenarios")
    await page.get_by_label("Search: who, where, what").fill("recorded wrongly")
    await page.get_by_role("button", name="Search").click()
    await page.get_by_role("link", name="The wrong box").click()
    await page.get_by_role("link", name="Start", exact=True).click()
    await page.get_by_role("radio", name="Short, about 8").check()
    await page.get_by_role("radio", name="A line after each reply").check()
    await page.get_by_role("button", name="Begin").click()
    await expect(page.get_by_role("log")).to_be_visible()


async def end(page: Page) -> None:
    """End the conversation, and look back on it."""
    await page.get_by_role("link", name="Debrief").click()
    await page.get_by_role("button", name="End it, look back").click()
    await page.get_by_label("which of your lines would you stand by").select_option("2")
    await page.get_by_role("button", name="To the debrief").click()
    await expect(page.get_by_role("heading", name="You would stand by this")).to_be_visible()


@pytest.mark.slow
async def test_a_whole_rehearsal_by_roles_and_names(
    browser: Browser, team: TeamAddress, teams: postgres.Server
) -> None:
    problems: list[str] = []
    async with (
        seated(browser, team, "ann", problems) as page,
        seated(browser, team, "ann", problems) as other,
        seated(browser, team, "ben", problems) as ben,
    ):
        box = page.get_by_label("Your reply")
        await begin(page)
        await say(page, HURTS)
        await box.fill("Ask Kelly Brown of 12 Haverley Road about it.")
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_role("heading", name="Is that somebody real?")).to_be_focused()
        await page.get_by_role("button", name="Change it").click()
        await expect(box).to_have_value(re.compile("12 Haverley Road"))
        await box.fill("I want to kill myself")
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_role("heading", level=1)).to_be_focused()
        await page.get_by_role("link", name="Go on").click()
        await expect(box).to_have_value("")
        assert teams.sql("SELECT count(*) FROM coach.drafts", "coach") == "0", "what a gate stops is no draft"
        # What is typed is in another browser of the same person's, and in nobody else's.
        async with page.expect_response("**/draft"):
            await box.fill(HALF)
        talk = page.url
        await other.goto(talk)
        await expect(other.get_by_label("Your reply")).to_have_value(HALF)
        await ben.goto(talk)
        await expect(ben.get_by_role("log")).to_have_count(0)
        assert HALF not in await ben.content()
        assert HURTS not in await ben.content()
        await page.get_by_role("button", name="Pause").click()
        await expect(page.get_by_role("heading", name="Paused.")).to_be_visible()
        await expect(page.get_by_text(HURTS)).to_have_count(0)
        await page.get_by_role("button", name="Come back").click()
        await expect(box).to_have_value(HALF)
        await box.fill("")
        for words in (MENDS, "What would help Theo?"):
            await say(page, words)
        await page.get_by_role("button", name="Take back").click()
        await expect(box).to_have_value("What would help Theo?")
        await say(page, "What would help Theo now?")
        await page.get_by_role("link", name="Ask why").click()
        await expect(page.get_by_role("heading", name="Why that answer?")).to_be_visible()
        await page.go_back()
        await end(page)
        # A line is said again, and both attempts stand side by side.
        await page.get_by_role("link", name="The conversation, with the coach's notes").click()
        await page.go_back()
        await page.get_by_role("button", name=re.compile("^Say reply [0-9] again$")).first.click()
        await expect(box).not_to_have_value("")
        await say(page, "That sounds like racism. I believe you.")
        await page.goto(f"{talk}/debrief")
        await page.get_by_role("link", name="Two attempts side by side").click()
        await expect(page.get_by_role("heading", name="Attempt 2").first).to_be_visible()
        await page.get_by_role("link", name="Back to the debrief").click()
        await page.get_by_role("link", name="Export", exact=True).click()
        # A browser's own download carries no header of a proxy that is played here, as the page's requests do.
        file = await page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.get_attribute("href")
        assert HURTS in await (await page.request.get(f"{team.address}{file}")).text()
        await go(page, "My rehearsals")
        await page.get_by_role("button", name="Keep it").click()
        await expect(page.get_by_text("kept until you forget it")).to_be_visible()
        # Forgotten in one browser, it is gone in the other, with what was being typed.
        await other.get_by_label("Your reply").fill("Typed late")
        await page.get_by_role("link", name="Forget", exact=True).click()
        await expect(page.get_by_text("from your team's store for good")).to_be_visible()
        await page.get_by_role("button", name="Forget it").click()
        await expect(page.get_by_role("status")).to_contain_text("Forgotten.")
        await other.get_by_role("button", name="Send").click()
        await expect(other.get_by_role("status")).not_to_have_text("")
        await expect(other.get_by_label("Your reply")).to_have_value("Typed late")
    for table in ("rehearsals", "events", "drafts"):
        assert teams.sql(f"SELECT count(*) FROM coach.{table}", "coach") == "0", table
    assert not problems


@pytest.mark.slow
async def test_a_whole_supervision_by_roles_and_names(
    browser: Browser, sent: dict[str, list[bytes]], team: TeamAddress, teams: postgres.Server
) -> None:
    problems: list[str] = []
    async with seated(browser, team, "ann", problems) as ann, seated(browser, team, "sue", problems) as sue:
        # Sue gives something to practise; Ann finds it, rehearses with it, and keeps things for herself.
        await go(sue, "Supervision")
        await sue.get_by_role("link", name="Make an exercise").click()
        await sue.get_by_label("Title").fill("Say the word")
        await sue.get_by_label("Why, in one sentence").fill("It is easier the second time.")
        await sue.get_by_role("checkbox", name=re.compile("The wrong box")).first.check()
        await sue.get_by_role("button", name="See it as it stands").click()
        await sue.get_by_role("radio", name="To one person, through your team's store").check()
        await sue.get_by_label("Whom, if it is for one person").select_option("ann")
        await sue.get_by_role("button", name="Hand it over").click()
        await expect(sue.get_by_role("heading", name="What you gave")).to_be_visible()
        await go(ann, "Exercises")
        await ann.get_by_role("region", name="Say the word").get_by_role("link", name="With “The wrong box”").click()
        await ann.get_by_role("link", name="Start", exact=True).click()
        await ann.get_by_text("Your own place").click()
        await ann.get_by_label("Role, power, yourself: what may matter?").fill(PRIVATE[2])
        await ann.get_by_role("checkbox", name=re.compile("^Keep it")).check()
        await ann.get_by_role("button", name="Begin").click()
        for words in (HURTS, MENDS, PRIVATE[0]):
            await say(ann, words)
        async with ann.expect_response("**/draft"):
            await ann.get_by_label("Your reply").fill(HALF)
        await ann.reload()
        await expect(ann.get_by_label("Your reply")).to_have_value(HALF)
        talk = ann.url
        await ann.goto(f"{talk}/bring")
        await ann.get_by_label("Which of your lines").select_option("1")
        await ann.get_by_label("What I would like to talk about").fill("Did I come back to it?")
        await ann.get_by_label("A name to be called by here").fill("Ann")
        await ann.get_by_role("button", name="See what goes").click()
        await expect(ann.get_by_role("heading", name="What goes along")).to_be_focused()
        await ann.get_by_label("To a supervisor in your team's store").select_option("sue")
        await ann.get_by_role("button", name="Hand it over").click()
        await expect(ann.get_by_role("status")).to_contain_text("Handed over to sue.")
        # It lies on Sue's desk.
        await go(sue, "Supervision")
        await sue.get_by_role("link", name="Open", exact=True).click()
        await expect(sue.get_by_role("heading", name="One moment: The wrong box")).to_be_visible()
        desk = sue.url
        line = sue.get_by_role("article").filter(has_text=HURTS)
        agree = line.get_by_role("button", name="Agree", exact=True)
        await agree.focus()
        await sue.keyboard.press("Enter")
        await expect(agree).to_have_attribute("aria-pressed", "true")
        await expect(agree).to_be_focused()
        await line.get_by_text("Write beside this line").click()
        await line.get_by_label("Your words").fill("You came straight back to it.")
        await line.get_by_role("button", name="Keep", exact=True).click()
        await expect(line.get_by_text("You wrote: You came straight back to it.")).to_be_visible()
        await sue.goto(f"{team.address}{talk.removeprefix(team.address)}")
        await expect(sue.get_by_role("log")).to_have_count(0)
        await sue.goto(desk)
        await sue.get_by_role("link", name="What goes back").first.click()
        await sue.get_by_label("Or in your own words").fill(ASKS)
        await sue.get_by_label("What", exact=True).fill("Ask for forms that fit")
        await sue.get_by_label("By when").fill("in a fortnight")
        await sue.get_by_label("What you like to be called").fill("Sue")
        await sue.get_by_role("button", name="See what goes back").click()
        await expect(sue.get_by_role("heading", name="This goes back")).to_be_visible()
        await sue.get_by_role("button", name="Hand it back through your team's store").click()
        await expect(sue.get_by_role("status")).to_contain_text("can read it in your team's store now")
        # What came back is read and answered by Ann, for herself.
        await ann.goto(f"{talk}/brought")
        await ann.get_by_role("button", name="Look for what came back").click()
        await expect(ann.get_by_text("You came straight back to it.")).to_be_visible()
        await ann.get_by_text("Answer it, for myself").click()
        await ann.get_by_label("My answer, for myself").fill(PRIVATE[1])
        await ann.get_by_role("button", name="Keep it").click()
        await expect(ann.get_by_text(f"You wrote, for yourself: {PRIVATE[1]}")).to_be_visible()
        # The supervisor's papers, and each page of theirs once more.
        await sue.get_by_role("link", name="Back to the desk").click()
        for name in ("The agenda", "My actions", "A sheet to sign", "A supervision agreement", "Where readers differ"):
            await go(sue, "Supervision")
            await sue.get_by_role("link", name=name).click()
            await expect(sue.get_by_role("heading", level=1)).to_be_visible()
        for path in ("", "/line/1", "/also/1", "/if-hard", "/back", "/hand-back", "/take-back"):
            await sue.goto(f"{desk}{path}")
        # Withdrawn and forgotten, it is on nobody's desk.
        await ann.get_by_role("link", name="Withdraw").click()
        await ann.get_by_role("button", name="Withdraw it").click()
        await go(ann, "My rehearsals")
        await ann.get_by_role("link", name="Forget", exact=True).click()
        await ann.get_by_role("button", name="Forget it").click()
        await expect(ann.get_by_role("status")).to_contain_text("Forgotten.")
        await go(sue, "Supervision")
        await expect(sue.get_by_text("Did I come back to it?")).to_have_count(0)
        await sue.goto(desk)
        await expect(sue.get_by_text(HURTS)).to_have_count(0)
    private = (*PRIVATE[:3], HALF)
    came = {who: html.unescape(b"\n".join(answers).decode("utf-8", "replace")) for who, answers in sent.items()}
    assert len(sent["sue"]) > 30
    assert [words for words in private if words in came["sue"]] == []
    assert [words for words in (PRIVATE[0], PRIVATE[1], HALF) if words not in came["ann"]] == [], (
        "it is there to be found"
    )
    for table in ("rehearsals", "drafts", "brought", "responses"):
        assert teams.sql(f"SELECT count(*) FROM coach.{table}", "coach") == "0", table
    assert not problems
