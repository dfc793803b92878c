"""Every page at a team's address in Chromium: axe finds nothing serious in three themes, and each reflows.

A window of 1280 pixels at 400 % is one of 320 by 256.
"""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from coach.records.paths import Places
from coach.supervision.startup import open_coach
from coach.web.forms import make_form_token
from coach.web.team_server import Allowance
from tests.web.axe import axe_needed, find_serious
from tests.web.own import Guest
from tests.web.supervising import hand_over
from tests.web.team import PROXY, TeamAddress, read_cookie, signed_in
from tests.web.test_own_talk_browser import WAITS
from tests.web.test_team_server_wording import DESK, OWN, find_talk, play, review

SMALL = (
    "[...document.querySelectorAll('main :is(button, .button, select, summary, textarea, [type=text], [type=file])')]"
    ".filter((e) => e.offsetHeight && e.offsetHeight < 44).map((e) => e.textContent)"
)


async def find_faults(page: Page) -> list[str]:
    """What is wrong with the page that is shown: by axe, and as narrow as 400 % makes it."""
    await page.set_viewport_size({"width": 1280, "height": 1024})
    faults = await find_serious(page)
    await page.set_viewport_size({"width": 320, "height": 256})
    wide = await page.evaluate("document.documentElement.scrollWidth")
    small = await page.evaluate(SMALL)
    faults += [f"{page.url}: {wide} pixels wide"] if wide > 320 else []
    return faults + ([f"{page.url}: small: {small}"] if small else [])


async def open_as(browser: Browser, team: TeamAddress, guest: Guest, who: str) -> Page:
    """Somebody's pages in Chromium, with the session that they have already."""
    context = await browser.new_context(
        extra_http_headers=PROXY | {"X-Remote-User": who}, bypass_csp=True, reduced_motion="reduce"
    )
    await context.add_cookies(
        [{"name": each.key, "value": each.value, "url": team.address} for each in guest.http.cookie_jar]
    )
    page = await context.new_page()
    page.set_default_timeout(WAITS)
    return page


@pytest.mark.slow
async def test_on_no_page_anything_serious_is_found_and_none_scrolls_sideways(
    browser: Browser, team: TeamAddress, places: Places
) -> None:
    axe_needed()
    team.server._asked = Allowance(team.server._asked.clock, 10_000, 10_000)  # pages are opened faster than people do
    faults: list[str] = []
    async with signed_in(team, "ann") as ann, signed_in(team, "sue") as sue:
        await play(ann)
        talk = find_talk(ann)
        await ann.get(f"{talk}/bring")
        await ann.press("See what goes", what="whole", who="Ann", question="Did I rush him?")
        await ann.press("Hand it over", reader="sue")
        again = {"token": make_form_token(read_cookie(ann)), "reply": "1", "attempt": "1"}
        assert (await ann.post(f"{talk}/debrief/again", again)).path == talk
        await ann.say("That sounds like racism. I believe you.")
        coach = open_coach(places, ())
        await sue.get("/desk")
        await sue.send_file(hand_over(coach).text)
        coach.practice.keeping.close()
        await review(sue)
        for who, guest, start, within in (("ann", ann, talk, (*OWN, "/all-rehearsals")), ("sue", sue, "/desk", DESK)):
            paths = await guest.look_everywhere(start, *within)
            page = await open_as(browser, team, guest, who)
            for path in ("/", "/welcome", "/sign-out", "/scenarios", "/nowhere", *sorted(paths)):
                await page.goto(f"{team.address}{path}")
                faults += await find_faults(page)
            faults += await find_faults_of_questions(page, f"{team.address}{talk}") if who == "ann" else []
            await page.context.close()
    assert not faults, "\n".join(faults)


async def find_faults_of_questions(page: Page, talk: str) -> list[str]:
    """What is wrong with the pages that only a form leads to."""
    faults = []
    for words in ("Ask Kelly Brown of 12 Haverley Road.", "I want to kill myself"):
        await page.goto(talk)
        await page.get_by_label("Your reply").fill(words)
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_label("Your reply")).to_have_count(0)
        faults += await find_faults(page)
    await page.goto(talk)
    await page.get_by_role("button", name="Pause").click()
    await expect(page.get_by_role("heading", name="Paused.")).to_be_visible()
    faults += await find_faults(page)
    await page.goto(f"{talk}/bring")
    await page.get_by_role("button", name="See what goes").click()
    await expect(page.get_by_role("heading", name="What goes along")).to_be_visible()
    faults += await find_faults(page)
    await page.goto(f"{talk}/stop")
    await page.get_by_role("button", name=re.compile("^Keep nothing|^Forget")).first.click()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    faults += await find_faults(page)
    return faults
