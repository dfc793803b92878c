"""On no page does axe-core find anything serious, in three themes."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, ViewportSize

from coach.classroom.door import join
from coach.classroom.trainer import Trainer
from coach.records.class_log import RoomLog
from coach.records.paths import Places
from coach.web.hosting import open_door
from coach.web.room_code import Latch
from tests.conftest import PATIENCE
from tests.web.axe import axe_needed, find_serious
from tests.web.learners import CODE, Learner, Pages
from tests.web.own import opened_own
from tests.web.rooms import a_host, clock, library_at
from tests.web.supervising import list_pages

WAITS = PATIENCE * 1000


@pytest.fixture(autouse=True)
def axe() -> None:
    """What looks is asked for before a browser is opened, which takes most of a second."""
    axe_needed()


class Looker:
    """A Chromium that looks at pages as the people of a room have them, without changing anything."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.faults: list[str] = []

    async def look(self, learner: Learner, *paths: str) -> None:
        """Look at a learner's pages."""
        await self.context.clear_cookies()
        await self.context.add_cookies(
            [{"name": c.key, "value": c.value, "url": self.address} for c in learner.http.cookie_jar]
        )
        page = await self.context.new_page()
        for path in paths or ("/",):
            await page.goto(self.address + path)
            heading = await page.get_by_role("heading", level=1).first.text_content()
            self.faults += [f"{heading}: {fault}" for fault in await find_serious(page)]
        await page.close()


async def test_on_a_rooms_pages_nothing_serious_is_found(browser: Browser, pages: Pages) -> None:
    phone: ViewportSize = {"width": 390, "height": 800}
    context = await browser.new_context(viewport=phone, bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(WAITS)
    looker = Looker(context, pages.address)
    async with Learner(pages.address, "Nobody") as nobody:
        await looker.look(nobody, f"/?code={CODE}")
    ann, ben, cy = trio = [await pages.learner(name) for name in ("Ann", "Ben", "Cy")]
    await looker.look(ann, "/", "/place")
    await ann.look()
    await ann.sit_with("Ben", "Cy")
    for learner, role in zip(trio, ("Practitioner", "Line-reader", "Observer"), strict=True):
        await learner.look()
        await learner.press(role)
    await ann.press("Play “The bus”")
    await looker.look(ann)
    await ann.press("On to the content note")
    await looker.look(ann)
    for learner in trio:
        await learner.look()
        await learner.press("I have read it")
    for learner in trio:
        await looker.look(learner)
        await learner.look()
        await learner.press("I have read it")
    await ann.look()
    await ann.press("Send", words="How has racism touched him?")
    await cy.look()
    await cy.within("The last reply", "may have hurt")
    for learner in trio:
        await looker.look(learner, "/", "/brief")
    await looker.look(cy, "/practice")
    await cy.look()
    await cy.press("A moment out")
    await looker.look(ann)
    await ben.look()
    await ben.press("Go on together")
    await ann.look()
    for words in ("What does Sam say about it?", "Right."):
        await ann.press("Send", words=words)
    await looker.look(ann)
    await ann.within("Opening 1", "I said what I wanted to")
    await ann.press("Look back together")
    await looker.look(ann)
    await ann.press("The practitioner speaks")
    await ann.press("Go on for everybody")
    await looker.look(ann)
    await looker.look(ben)
    await ann.press("The line-reader speaks")
    await ben.look()
    await ben.press("The observer speaks")
    await cy.look()
    await looker.look(cy)
    await cy.press("Hear the coach")
    await looker.look(ann, "/", "/moment")
    await looker.look(cy)
    await ann.look()
    await ann.press("Step out of role")
    await ann.press("Go on for everybody")
    await looker.look(ann)
    await ann.press("That is done")
    await ann.press("Go on for everybody")
    for number in range(9):  # so that there are counts to give
        join(pages.log, f"Person {number}", clock)
    await looker.look(ann, "/", "/home", "/counts")
    assert not looker.faults, "\n".join(looker.faults)


async def test_on_the_pages_of_a_rooms_door_and_of_its_trainers_turns_nothing_serious_is_found(
    browser: Browser, pages: Pages
) -> None:
    phone: ViewportSize = {"width": 390, "height": 800}
    context = await browser.new_context(viewport=phone, bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(WAITS)
    looker, trainer = Looker(context, pages.address), pages.trainer
    ann, eve = await pages.learner("Ann"), await pages.learner("Eve")
    trainer.set_newcomers_wait(waits=True)
    await looker.look(await pages.learner("Ben"))
    trainer.set_newcomers_wait(waits=False)
    trainer.refresh()
    by_name = {person.name: key for key, person in trainer.state.people.items()}
    trainer.keep_out(by_name["Eve"], "This morning is for another team.")
    await looker.look(eve)
    trainer.send_message("Ten more minutes.", by_name["Ann"])
    trainer.pause()
    await looker.look(ann)
    trainer.resume_room()
    trainer.cover()
    await looker.look(ann)
    trainer.uncover()
    await looker.look(ann, "/", "/counts", "/practice")
    trainer.close(forget=False)
    await looker.look(ann)
    assert not looker.faults, "\n".join(looker.faults)


async def test_on_the_projectors_page_nothing_serious_is_found(tmp_path: Path, log: RoomLog, browser: Browser) -> None:
    latch, faults = Latch(CODE), []
    how = a_host(tmp_path, projector="a-key")
    async with open_door(how, log, clock, library_at(tmp_path), latch) as address:
        page = await browser.new_page(viewport={"width": 1920, "height": 1080}, bypass_csp=True)
        page.set_default_timeout(WAITS)
        trainer = Trainer(log, library_at(tmp_path).practice, clock)
        for says in ("Nobody is in yet.", "You wait until", "The door is locked.", "This session has ended."):
            await page.goto(f"{address}/projector/a-key")
            await page.get_by_text(says).wait_for()
            for width, height in ((1920, 1080), (320, 256)):
                await page.set_viewport_size({"width": width, "height": height})
                faults += await find_serious(page)
                assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (says, width)
            if says.startswith("Nobody"):
                trainer.set_newcomers_wait(waits=True)
            elif says.startswith("You wait"):
                latch.locked = True
            else:
                trainer.close(forget=False)
    assert not faults, "\n".join(faults)


async def test_on_ones_own_coachs_pages_nothing_serious_is_found(browser: Browser, places: Places) -> None:
    faults = []
    async with opened_own(places) as own:
        page = await browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True, reduced_motion="reduce")
        page.set_default_timeout(WAITS)
        await page.goto(own.server.make_address())
        await page.wait_for_url("**/")
        rehearsal = own.coach.practice.begin("wrong_box")
        rehearsal.submit("Hello Louise. How are you both?")
        talk = f"/rehearsals/{own.coach.practice.find('last')}"
        for path in ("/", "/help", "/scenarios", "/scenarios/wrong_box", "/scenarios/wrong_box/brief", talk,
                     f"{talk}/why", f"{talk}/end", f"{talk}/stop", f"{talk}/debrief/first", f"{talk}/debrief",
                     f"{talk}/debrief/notes", f"{talk}/export", f"{talk}/forget", "/rehearsals",
                     "/all-rehearsals/forget", "/settings", "/nowhere"):  # fmt: skip
            await page.goto(own.address + path)
            faults += await find_serious(page)
    assert not faults, "\n".join(faults)


async def test_on_no_page_of_supervision_anything_serious_is_found(browser: Browser, places: Places) -> None:
    faults = []
    async with opened_own(places) as own:
        page = await browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True, reduced_motion="reduce")
        page.set_default_timeout(WAITS)
        await page.goto(own.server.make_address())
        await page.wait_for_url("**/")
        for path in list_pages(own.coach):
            await page.goto(own.address + path)
            faults += await find_serious(page)
    assert not faults, "\n".join(faults)
