"""A whole rehearsal in real headless Chromium, by roles and names alone, over a real `coach serve` that is killed."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from coach.records.paths import Places
from tests.conftest import PATIENCE
from tests.web.own import opened_own
from tests.web.supervising import list_pages

WAITS = PATIENCE * 1000


@asynccontextmanager
async def served(home: Path, port: int = 0) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """A `coach serve` of its own process: the address that it says, and the process."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "coach", "serve", "--no-browser", "--port", str(port)),
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"COACH_HOME": str(home)},
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            while not (found := re.search(rb"http://\S+", await process.stdout.readline())):
                pass
        yield found[0].decode(), process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def say(page: Page, words: str) -> None:
    """Say something to the family, and wait until it stands in the conversation."""
    await page.get_by_label("Your reply").fill(words)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text(words, timeout=WAITS)
    await expect(page.get_by_label("Your reply")).to_have_value("", timeout=WAITS)


async def test_a_whole_rehearsal_by_roles_and_names_over_a_kill(browser: Browser, tmp_path: Path) -> None:
    page = await browser.new_page()
    page.set_default_timeout(WAITS)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    async with served(tmp_path) as (address, process):
        port = int(address.split(":")[2].split("/")[0])
        await page.goto(address)
        await page.get_by_role("link", name="Choose a scenario").click()
        await page.get_by_label("Search: who, where, what").fill("recorded wrongly")
        await page.get_by_role("button", name="Search").click()
        await page.get_by_role("link", name="The wrong box").click()
        await page.get_by_role("link", name="Start", exact=True).click()
        await page.get_by_role("radio", name="Short, about 8").check()
        await page.get_by_role("radio", name="A line after each reply").check()
        await page.get_by_role("button", name="Begin").click()
        await say(page, "Hello Louise. How are you both?")
        await expect(page.get_by_text("Reply 2 of about 8")).to_be_visible()
        # What is asked leaves the words where they are.
        await page.get_by_label("Your reply").fill("Ask Kelly Brown of 12 Haverley Road about it.")
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_role("heading", name="Is that somebody real?")).to_be_focused()
        await page.get_by_role("button", name="Change it").click()
        await expect(page.get_by_label("Your reply")).to_have_value(re.compile("12 Haverley Road"))
        await page.get_by_label("Your reply").fill("What was it like")
        await page.wait_for_function("() => true")
        drafts = tmp_path / "drafts"
        async with asyncio.timeout(PATIENCE):
            while not (drafts.is_dir() and any("What was it like" in f.read_text() for f in drafts.glob("*.txt"))):
                await asyncio.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_role("status")).to_contain_text("did not get through")
        await expect(page.get_by_label("Your reply")).to_have_value("What was it like")
    async with served(tmp_path, port):
        await page.reload()
        await expect(page.get_by_role("log")).to_contain_text("Hello Louise.")
        await expect(page.get_by_label("Your reply")).to_have_value("What was it like")
        await say(page, "What was it like for him, when they wrote that?")
        await page.get_by_role("button", name="Pause").click()
        await expect(page.get_by_role("heading", name="Paused.")).to_be_visible()
        await page.get_by_role("button", name="Come back").click()
        for words in ("I am sorry that happened.", "What would help Theo?", "I will ring the school by Friday."):
            await say(page, words)
        await page.get_by_role("link", name="Debrief").click()
        await page.get_by_role("button", name="End it, look back").click()
        await page.get_by_label("which of your lines would you stand by").select_option("2")
        await page.get_by_role("button", name="To the debrief").click()
        await expect(page.get_by_role("heading", name="You would stand by this")).to_be_visible()
        await expect(page.get_by_role("img")).to_be_visible()
        await page.get_by_role("button", name="Not so").first.click()
        await expect(page.get_by_role("status")).to_contain_text("Marked as not so.")
        await page.get_by_role("link", name="My rehearsals").click()
        await expect(page.get_by_text("5 replies, ended")).to_be_visible()
        await page.get_by_role("link", name="Forget", exact=True).click()
        await page.get_by_role("button", name="Forget it").click()
        await expect(page.get_by_role("status")).to_contain_text("Forgotten.")
    assert not problems
    assert not list(drafts.glob("*"))


async def test_pages_reflow_at_320_pixels_and_nothing_lies_beside_them(browser: Browser, places: Places) -> None:
    async with opened_own(places) as own:
        page = await browser.new_page(viewport={"width": 320, "height": 640})
        page.set_default_timeout(WAITS)
        await page.goto(own.server.make_address())
        await page.wait_for_url("**/")
        own.coach.practice.begin("wrong_box").submit("Hello Louise. How are you both?")
        talk = f"/rehearsals/{own.coach.practice.find('last')}"
        for path in ("/", "/scenarios", "/scenarios/wrong_box/brief", talk, f"{talk}/debrief", f"{talk}/stop",
                     f"{talk}/debrief/notes", "/rehearsals", "/settings", *list_pages(own.coach)):  # fmt: skip
            await page.goto(own.address + path)
            for look in ("light", "dark", "contrast"):
                await page.evaluate(f"document.documentElement.dataset.look = '{look}'")
                width = await page.evaluate("document.documentElement.scrollWidth")
                assert width <= 320, (path, look, width)
                small = await page.evaluate(
                    "[...document.querySelectorAll("
                    "'main :is(button, .button, select, summary, [type=text], [type=file])'"
                    ")].filter((e) => e.offsetHeight && e.offsetHeight < 44).map((e) => e.textContent)"
                )
                assert small == [], (path, look)


async def test_the_keyboard_alone_sends_and_the_focus_stays_in_the_box(browser: Browser, places: Places) -> None:
    async with opened_own(places) as own:
        page = await browser.new_page()
        page.set_default_timeout(WAITS)
        await page.goto(own.server.make_address())
        await page.wait_for_url("**/")
        rehearsal = own.coach.practice.begin("wrong_box")
        await page.goto(f"{own.address}/rehearsals/{rehearsal.id}")
        await page.get_by_label("Your reply").focus()
        for words in ("Hello Louise.", "How is Theo?"):
            await page.keyboard.type(words)
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("log")).to_contain_text(words)
            await expect(page.get_by_label("Your reply")).to_be_focused()
        last = page.get_by_role("log").locator("> *").last
        await expect(last).to_be_in_viewport()
