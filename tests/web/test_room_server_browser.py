"""A whole round by three learners in a real browser, found by roles and names alone, and what pages must never do."""

import re

from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.web.learners import CODE, Pages, open_seat

PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


async def come_in(browser: Browser, address: str, name: str, wrong: list[str]) -> Page:
    context = await browser.new_context(viewport={"width": 390, "height": 800})
    context.set_default_timeout(PATIENCE)
    watch(context, address, wrong)
    page = await context.new_page()
    await page.goto(f"{address}/?code={CODE.lower()}")
    await page.get_by_label("What you would like to be called here").fill(name)
    await press(page, "Come in")
    return page


def watch(context: BrowserContext, address: str, wrong: list[str]) -> None:
    """Note every error, every breach of the policy, and every address that is not ours."""
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    context.on("request", lambda asked: None if asked.url.startswith(address) else wrong.append(asked.url))


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def at(page: Page, heading: str) -> None:
    await expect(page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()


async def test_three_learners_play_a_whole_round(browser: Browser, pages: Pages) -> None:
    wrong: list[str] = []
    ann, ben, cy = trio = [await come_in(browser, pages.address, name, wrong) for name in ("Ann", "Ben", "Cy")]
    await ann.get_by_role("checkbox", name="Ben").check()
    await ann.get_by_role("checkbox", name="Cy").check()
    await press(ann, "Sit together")
    for page, role in ((ann, "Practitioner"), (ben, "Line-reader"), (cy, "Observer")):
        await press(page, role)
        await expect(page.get_by_role("button", name=role, pressed=True)).to_be_visible()
    await press(ben, "Play “The bus”")
    await press(cy, "On to the content note")
    for page in trio:
        await at(page, "The bus")
        await press(page, "I have read it")
    for page in trio:
        await expect(page.get_by_role("heading", level=1, name=re.compile("The bus: "))).to_be_visible()
        await press(page, "I have read it")

    box = ann.get_by_role("textbox", name="Say it in your own words")
    conversation = ann.get_by_role("log", name="The conversation")
    await expect(conversation).to_contain_text("There was a thing on the bus.")
    await press(cy, "partly")
    await box.press_sequentially("How has racism ")
    await press(ben, "Ask your trainer")  # changes Ann's page while she types
    await expect(ann.get_by_text("Your trainer knows that you would like them to come.")).to_be_visible()
    await expect(box).to_be_focused()
    await box.press_sequentially("touched him?")
    await expect(box).to_have_value("How has racism touched him?")
    await box.press("Enter")
    await expect(conversation).to_contain_text("They said it on the bus. Twice.")
    await expect(box).to_have_value("")
    await expect(box).to_be_focused()
    await expect(ben.get_by_role("region", name="To read aloud")).to_contain_text("They said it on the bus. Twice.")
    await press(ben, "I could have said more")
    await expect(cy.get_by_role("log")).to_contain_text("How has racism touched him?")
    await press(cy, "may have hurt")
    await expect(cy.get_by_role("button", name="may have hurt", pressed=True)).to_be_visible()

    async with ann.expect_response("**/draft"):
        await box.fill("What does Sam")
    await ann.reload()
    await expect(box).to_have_value("What does Sam")
    await press(cy, "A moment out")
    for page in trio:
        await at(page, "A moment out")
        await expect(page.get_by_text("bus")).to_have_count(0)
    await press(ben, "Go on together")
    await expect(box).to_have_value("What does Sam")
    await box.fill("What does Sam say about it?")
    await press(ann, "Send")
    await expect(conversation).to_contain_text("What does Sam say about it?")
    await expect(box).to_have_value("")
    await box.fill("Right.")
    await press(ann, "Send")
    await expect(ann.get_by_text("That was the last of it.")).to_be_visible()
    await ann.get_by_role("button", name="I said what I wanted to").first.click()
    await press(ann, "Look back together")
    await at(cy, "Looking back")
    await press(ann, "The practitioner speaks")
    await at(ann, "Go on for everybody?")
    await press(ann, "Go on for everybody")
    await at(ann, "You speak")
    await at(ben, "Ann speaks")
    await press(ann, "The line-reader speaks")
    await at(ben, "You speak")
    await press(ben, "The observer speaks")
    await at(cy, "You speak")
    await press(cy, "Hear the coach")
    for page in trio:
        await at(page, "The coach speaks")
        await expect(page.get_by_role("img", name=re.compile("After reply"))).to_be_visible()
    await ann.get_by_role("button", name="Say reply 1 again").first.click()
    again = ann.get_by_role("textbox", name="Say it in other words")
    await again.fill("What did they call him?")
    await press(ann, "Say it")
    await expect(ben.get_by_role("log", name="Said again")).to_contain_text("What did they call him?")
    await press(ann, "Step out of role")
    await press(ann, "Go on for everybody")
    await at(ben, "Out of role")
    await press(ann, "That is done")
    await press(ann, "Go on for everybody")
    await at(ann, "This round is finished")
    await ann.get_by_role("link", name="Take it home").click()
    async with ann.expect_download() as saving:
        await press(ann, "Download")
    saved = await saving.value
    assert "How has racism touched him?" in (await saved.path()).read_text()
    await ben.get_by_role("link", name="My place").click()
    await press(ben, "Leave the room")
    await press(ben, "Leave the room")
    await at(ben, "You are no longer in this room")
    assert not wrong


async def test_no_page_scrolls_sideways_at_320_pixels_or_400_percent(browser: Browser, pages: Pages) -> None:
    """A window of 1280 pixels at 400 % is one of 320."""
    ann, ben, cy = await pages.talking()
    await ann.press("Send", words="How has racism touched him? " + "x" * 90)
    for learner in (ann, ben, cy):
        page = await open_seat(browser, pages, learner, viewport={"width": 320, "height": 256})
        for path in ("/", "/place", "/brief", "/practice"):
            await page.goto(pages.address + path)
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 320, (learner.name, path, wide)
            low = await page.evaluate(
                "[...document.querySelectorAll('button, a.button, select, textarea, summary')]"
                ".filter(each => each.offsetParent && each.getBoundingClientRect().height < 43.5)"
                ".map(each => each.textContent)"
            )
            assert not low, (learner.name, path, low)
        await page.context.close()


async def test_with_scripts_shut_off_the_same_pages_work(browser: Browser, pages: Pages) -> None:
    context = await browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    await page.goto(pages.address)
    await page.get_by_label("The room's code").fill(CODE)
    await page.get_by_label("What you would like to be called here").fill("Nona")
    await press(page, "Come in")
    await at(page, "Find people to sit with")
    await press(page, "Begin a group that others can join")
    await at(page, "Roles, and what to play")
    await page.get_by_label("Colours").select_option("Dark")
    await press(page, "Use these")
    await at(page, "Roles, and what to play")
    assert await page.locator("html").get_attribute("data-look") == "dark"
    await page.get_by_role("link", name="Look again").click()
    await at(page, "Roles, and what to play")


async def test_once_a_room_is_forgotten_every_page_says_that_the_session_has_ended(
    browser: Browser, pages: Pages
) -> None:
    """Also one on which somebody takes their words home, reads them, or practises marking."""
    ann, ben, cy = await pages.talking()
    await ann.press("Send", words="How has racism touched him?")
    await ann.press("End it here")
    await ann.press("End it, and look back")
    home, shown, practice, talk = [await open_seat(browser, pages, each) for each in (ann, ann, cy, ben)]
    await home.goto(f"{pages.address}/home")
    await at(home, "Take it home")
    await shown.goto(f"{pages.address}/home")
    await press(shown, "Show it here")
    await at(shown, "What you said")
    await expect(shown.get_by_text("How has racism touched him?")).to_be_visible()
    await practice.goto(f"{pages.address}/practice")
    await expect(practice.get_by_role("heading", level=1)).to_contain_text("Talk 1 of 3")
    pages.trainer.refresh()
    pages.trainer.cover()
    for page in (home, shown, practice, talk):
        await at(page, "Please look up")
    pages.trainer.uncover()
    await at(home, "Take it home")
    await expect(shown.get_by_text("How has racism touched him?")).to_be_visible()
    await expect(practice.get_by_role("heading", level=1)).to_contain_text("Talk 1 of 3")
    pages.trainer.close(forget=True)
    for page in (home, shown, practice, talk):
        await at(page, "This session has ended")
        await expect(page.get_by_text("What was said in this room is deleted.")).to_be_visible()
        await expect(page.get_by_role("button", name="Download")).to_have_count(0)
        await expect(page.get_by_text("How has racism touched him?")).to_have_count(0)
