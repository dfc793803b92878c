"""A host that is killed and started again: every page comes back by itself, with what was typed in it."""

import asyncio
import signal
import socket
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from coach.classroom.participant import Participant
from coach.model.class_events import Role
from coach.records.class_log import RoomLog
from tests.web.rooms import CODE, clock, host_process, library_at
from tests.web.test_room_server_browser import PATIENCE, press


@pytest.mark.slow
async def test_a_host_that_is_killed_and_started_again_finds_everybody_where_they_were(
    browser: Browser, tmp_path: Path, log: RoomLog
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    context = await browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    box = page.get_by_role("textbox", name="Say it in your own words")
    with host_process(tmp_path, port) as first:
        await page.goto(f"http://127.0.0.1:{port}/?code={CODE}")
        await page.get_by_label("What you would like to be called here").fill("Ann")
        await press(page, "Come in")
        ann = Participant(log, library_at(tmp_path).practice, "p1", clock)
        ann.make_group()
        ann.take_role(Role.PRACTITIONER)
        ann.choose_scenario("bus")
        for _ in range(2):
            ann.go_to_next_stage()
            ann.agree()
        ann.go_to_next_stage()
        await box.fill("How has racism touched him?")
        await press(page, "Send")
        await expect(page.get_by_role("log")).to_contain_text("They said it on the bus. Twice.")
        async with page.expect_response("**/draft"):
            await box.fill("Half a sen")
        first.send_signal(signal.SIGKILL)
        first.wait()
        await expect(page.get_by_role("status")).to_contain_text("Connecting again.")
        await expect(box).to_have_value("Half a sen")
        await press(page, "Send")
        await expect(page.get_by_role("status")).to_contain_text("did not get through")
        await expect(box).to_have_value("Half a sen")
        await asyncio.sleep(0.5)
    with host_process(tmp_path, port):
        await expect(page.get_by_role("status")).not_to_contain_text("Connecting")
        await box.press("End")
        await box.press_sequentially("tence")
        await press(page, "Send")
        await expect(page.get_by_role("log")).to_contain_text("Half a sentence")
        await expect(box).to_have_value("")
