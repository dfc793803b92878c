"""A team's address in real headless Chromium: signing in at a provider elsewhere, rehearsing, and signing out."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from coach.web.own_talk import UNSENT
from tests import postgres
from tests.web.axe import axe_needed, find_serious
from tests.web.provider import CLIENT, SECRET, Provider, open_provider
from tests.web.team import KEPT, RUN_BY, TeamAddress, opened_team
from tests.web.test_own_talk_browser import WAITS, say

WORDS = "Good morning, thank you for seeing me."


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    async with open_provider() as one:
        one.issuer = one.issuer.replace("127.0.0.1", "localhost")  # another site, as browsers see it
        yield one


@pytest.fixture
async def team(teams: postgres.Server, tmp_path: Path, provider: Provider) -> AsyncIterator[TeamAddress]:
    (tmp_path / "client.secret").write_text(SECRET)
    openid = {
        "issuer": provider.issuer, "client_id": CLIENT, "client_secret_file": str(tmp_path / "client.secret"),
        "claim": "sub",
    }  # fmt: skip
    changes = {"sign_in": "openid", "openid": openid, "proxy": (), "proxy_secret_file": None}
    async with opened_team(teams, tmp_path, **changes) as address:
        yield address


async def sign_in(page: Page, team: TeamAddress) -> None:
    await page.goto(team.address)
    await expect(page.get_by_text(KEPT)).to_be_visible()
    await page.get_by_role("link", name="Sign in with your organisation's account").click()
    await expect(page.get_by_text("You are signed in as ann")).to_be_visible()


async def test_somebody_signs_in_rehearses_and_signs_out(browser: Browser, team: TeamAddress) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    page.set_default_timeout(WAITS)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    await sign_in(page, team)
    await expect(page.get_by_text(RUN_BY)).to_be_visible()
    await page.get_by_role("button", name="I have read this: go on").click()
    await page.get_by_role("link", name="Choose a scenario").click()
    await page.goto(f"{team.address}/scenarios/wrong_box/brief")
    await page.get_by_role("button", name="Begin").click()
    await say(page, WORDS)
    talk = page.url
    assert not problems

    # Signed out in another window: words that are typed here stay in the box, and are kept nowhere.
    other = await context.new_page()
    await other.goto(f"{team.address}/settings")
    await other.get_by_role("navigation", name="Pages").get_by_role("link", name="Sign out").click()
    await other.get_by_role("main").get_by_role("button", name="Sign out").click()
    await expect(other.get_by_role("heading", name="Signed out")).to_be_visible()
    await page.get_by_label("Your reply").fill("Words that must not be lost")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("not signed in")
    await expect(page.get_by_label("Your reply")).to_have_value("Words that must not be lost")

    # Nothing of the conversation comes back from the browser's memory, nor to who opens its address.
    await page.goto(f"{team.address}/help")
    await expect(page.get_by_text(KEPT)).to_be_visible()
    await page.go_back()
    await expect(page.get_by_text(KEPT)).to_be_visible()
    assert WORDS not in await page.content()
    await page.goto(talk)
    assert WORDS not in await page.content()
    await page.get_by_role("link", name="Sign in with your organisation's account").click()
    await page.get_by_role("button", name="I have read this: go on").click()
    await expect(page.get_by_role("log")).to_contain_text(WORDS)
    assert page.url == talk, "signing in leads back to where somebody was"
    await context.close()


@pytest.mark.parametrize("scripts", [True, False])
async def test_what_is_typed_and_not_sent_is_said_to_be_kept_only_where_scripts_keep_it(
    browser: Browser, team: TeamAddress, *, scripts: bool
) -> None:
    context = await browser.new_context(java_script_enabled=scripts)
    page = await context.new_page()
    page.set_default_timeout(WAITS)
    await sign_in(page, team)
    await page.get_by_role("button", name="I have read this: go on").click()
    await page.goto(f"{team.address}/scenarios/wrong_box/brief")
    await page.get_by_role("button", name="Begin").click()
    await expect(page.get_by_label("Your reply")).to_be_visible()
    await expect(page.get_by_text(UNSENT)).to_be_visible(visible=scripts)
    await page.goto(f"{team.address}/sign-out")
    kept = "So is a reply that stands in its box, unless the coach would ask about it first. Words in other boxes"
    shown = f"What you said is kept. {kept if scripts else 'Words in boxes'} that were not sent are not."
    await expect(page.get_by_role("main")).to_contain_text(shown, use_inner_text=True)
    await context.close()


async def test_axe_finds_nothing_serious_on_the_pages_of_the_way_in_and_out(
    browser: Browser, team: TeamAddress, provider: Provider
) -> None:
    axe_needed()
    page = await browser.new_page(reduced_motion="reduce")  # which leaves no colour on its way to another
    page.set_default_timeout(WAITS)
    await page.goto(team.address)
    faults = await find_serious(page)
    await page.get_by_role("link", name="Sign in with your organisation's account").click()
    faults += await find_serious(page)
    await page.get_by_role("button", name="I have read this: go on").click()
    for path in ("/", "/settings", "/sign-out", "/signed-in"):
        await page.goto(f"{team.address}{path}")
        faults += await find_serious(page)
    await page.goto(f"{team.address}/sign-out")
    await page.get_by_role("main").get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    faults += await find_serious(page)
    assert not faults, "\n".join(faults)
    await page.close()
