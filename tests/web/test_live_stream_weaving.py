"""The script weaves a new page into the old one: whatever has an id stays the same node, with focus and words."""

import asyncio

import pytest
from playwright.async_api import Browser, Route, expect

from tests.web.learners import Pages, open_seat
from tests.web.test_room_server_browser import press

MARK = "document.querySelectorAll('[id]').forEach(each => { each.marked = true; })"
FRESH = "[...document.querySelectorAll('#main [id]')].filter(each => !each.marked).map(each => each.id)"


@pytest.mark.parametrize("first", ["by its stream", "by a form"])
async def test_a_page_that_came_by_its_stream_is_woven_into_by_a_form_and_not_replaced(
    browser: Browser, pages: Pages, first: str
) -> None:
    ann, ben, cy = await pages.trio()
    await ann.press("On to the content note")
    page = await open_seat(browser, pages, ann)
    for learner in (ben, cy):
        await learner.look()
        await learner.press("I have read it")
    await press(page, "I have read it")
    for learner in (ben, cy):
        await learner.look()
        await learner.press("I have read it")
    if first == "by a form":
        await press(page, "I have read it")
    else:
        await ann.look()
        await ann.press("I have read it")
    box = page.get_by_role("textbox", name="Say it in your own words")
    await box.fill("Half a sen")
    await page.evaluate(MARK)
    await press(page, "Ask your trainer")
    await expect(page.get_by_text("Your trainer knows that you would like them to come.")).to_be_visible()
    assert await page.evaluate(FRESH) == ["waits"]
    await expect(box).to_have_value("Half a sen")
    await cy.look()
    await cy.press("Nobody needs to come")
    await expect(page.get_by_text("Your trainer knows that you would like them to come.")).to_have_count(0)
    assert await page.evaluate(FRESH) == []
    await expect(box).to_have_value("Half a sen")


async def test_an_answer_that_comes_late_takes_the_place_of_nothing_newer(browser: Browser, pages: Pages) -> None:
    """The stream may be quicker than the answer to a form that was sent before."""
    ann, ben, cy = await pages.trio()
    await ann.press("On to the content note")
    page = await open_seat(browser, pages, ann)
    released, held = asyncio.Event(), asyncio.Event()

    async def come_late(route: Route) -> None:
        answer = await route.fetch()
        held.set()
        await released.wait()
        await route.fulfill(response=answer)

    await page.route("**/do/agree", come_late)
    await press(page, "I have read it")
    await held.wait()
    for learner in (ben, cy):
        await learner.look()
        await learner.press("I have read it")
    for learner in (ben, cy, ann):
        await learner.look()
        await learner.press("I have read it")
    box = page.get_by_role("textbox", name="Say it in your own words")
    await box.fill("Half a sen")
    async with page.expect_response("**/do/agree"):
        released.set()
    await ann.look()
    await ann.press("Ask your trainer")
    await expect(page.get_by_text("Your trainer knows that you would like them to come.")).to_be_visible()
    await expect(box).to_have_value("Half a sen")
