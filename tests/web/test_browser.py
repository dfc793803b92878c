"""In a real browser: from the door to the screen, and back to it after whatever happens."""

import asyncio
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page

from coach.records.class_log import RoomLog
from tests.conftest import PATIENCE
from tests.web.rooms import CODE, host_process, hosted


async def come_in(page: Page, address: str, name: str) -> None:
    """Through the door, until the screen is there."""
    await page.goto(address)
    await page.fill("#code", CODE.lower())
    await page.fill("#name", name)
    await page.click("button")
    await shown(page)


async def shown(page: Page) -> None:
    """Wait for the screen."""
    await page.wait_for_selector("body:not(:has(#door)) #cover[hidden]", state="attached", timeout=60_000)


def watched(context: BrowserContext) -> tuple[list[str], list[str]]:
    """Every address that pages ask for, and every error they have, from now on."""
    asked: list[str] = []
    wrong: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    return asked, wrong


def typed(log: RoomLog, person: str = "p1") -> Callable[[], str]:
    return lambda: log.draft(person)


def said(log: RoomLog) -> list[str]:
    return [event.words for _, event in log.read() if event.event == "told"]


async def until(true: Callable[[], object], within: float = PATIENCE) -> None:
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.05)


async def test_two_people_talk_and_no_page_asks_anything_of_anybody_else(
    browser: Browser, tmp_path: Path, log: RoomLog
) -> None:
    async with hosted(tmp_path, log) as address:
        contexts = [await browser.new_context(accept_downloads=True) for _ in range(2)]
        looked = [watched(context) for context in contexts]
        ann, ben = [await context.new_page() for context in contexts]
        await come_in(ann, address, "Ann")
        await come_in(ben, address, "Ben")
        await ann.keyboard.type("Look at http://evil.example/now")
        await ann.keyboard.press("Enter")
        await until(lambda: said(log) == ["Look at http://evil.example/now"])
        await ann.mouse.click(200, 36)  # on the address that she wrote

        # a paste that is too long is said kindly, one that is not is there
        await ben.evaluate(PASTE, "a" * 100_000)
        await ben.wait_for_selector("#said:not([hidden])")
        assert "too long to paste" in await ben.inner_text("#said")
        await ben.evaluate(PASTE, "pasted words")
        await until(lambda: log.draft("p2") == "pasted words")

        async with ben.expect_download() as saving:
            await ben.keyboard.press("F7")
        file = await saving.value
        assert file.suggested_filename == "your words.txt"
        assert Path(await file.path()).read_text().startswith("What you said, to keep.")

        await ben.keyboard.press("F9")
        await ben.wait_for_url("**/ended")
        assert "Your place in it is kept" in await ben.inner_text("main")
        await ben.click("text=Go back in")
        await shown(ben)
        await until(lambda: log.draft("p2") == "pasted words")
        for asked, wrong in looked:
            assert all(each.startswith((address, "blob:")) for each in asked), asked
            assert not wrong
        assert len(contexts[0].pages) == 1, "no page was opened"


PASTE = """words => {
  const data = new DataTransfer();
  data.setData("text/plain", words);
  const box = document.querySelector(".xterm-helper-textarea");
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
}"""


@pytest.mark.slow
async def test_a_host_that_is_killed_and_started_again_finds_everybody_where_they_were(
    browser: Browser, tmp_path: Path, log: RoomLog
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    ann = await browser.new_page()
    with host_process(tmp_path, port) as first:
        await come_in(ann, address, "Ann")
        await ann.keyboard.type("Said before")
        await ann.keyboard.press("Enter")
        await until(lambda: said(log) == ["Said before"])
        await ann.keyboard.type("Half a sen")
        await until(lambda: log.draft("p1") == "Half a sen")
        first.send_signal(signal.SIGKILL)
        first.wait()
        await ann.wait_for_selector("#cover:not([hidden])")
        assert "Connecting again" in await ann.inner_text("#cover")
        # a page may not freeze: it shows what goes on until the host is there again
        await asyncio.sleep(0.5)
    with host_process(tmp_path, port):
        await shown(ann)
        await ann.keyboard.type("tence")
        await until(lambda: log.draft("p1") == "Half a sentence")
        await ann.keyboard.press("Enter")
        await until(lambda: said(log) == ["Said before", "Half a sentence"])


@pytest.mark.slow
async def test_a_reload_and_another_tab_bring_the_same_person_back(
    browser: Browser, tmp_path: Path, log: RoomLog
) -> None:
    async with hosted(tmp_path, log) as address:
        context = await browser.new_context()
        first = await context.new_page()
        await come_in(first, address, "Ann")
        await first.keyboard.type("one ")
        await until(lambda: log.draft("p1") == "one ")
        await first.reload()
        await shown(first)
        await first.keyboard.type("two ")
        await until(lambda: log.draft("p1") == "one two ")
        second = await context.new_page()
        await second.goto(address)
        await shown(second)
        await first.wait_for_url("**/elsewhere")
        assert "You went on in another tab" in await first.inner_text("main")
        await second.keyboard.type("three")
        await until(lambda: log.draft("p1") == "one two three")
        await first.click("text=Go on here instead")
        await shown(first)
        await second.wait_for_url("**/elsewhere")


@pytest.mark.slow
async def test_a_connection_that_is_lost_comes_back_by_itself(browser: Browser, tmp_path: Path, log: RoomLog) -> None:
    async with hosted(tmp_path, log) as address:
        port = int(address.rpartition(":")[2])
        wifi = Wifi(port)
        async with await asyncio.start_server(wifi.carry, "127.0.0.1", 0) as listening:
            page = await browser.new_page()
            there = listening.sockets[0].getsockname()[1]
            await come_in(page, f"http://127.0.0.1:{there}", "Ann")
            await page.keyboard.type("before ")
            await until(lambda: log.draft("p1") == "before ")
            wifi.lose()
            await page.wait_for_selector("#cover:not([hidden])")
            wifi.find()
            await shown(page)
            await page.keyboard.type("after")
            await until(lambda: log.draft("p1") == "before after")
            wifi.lose()
            await page.close()


class Wifi:
    """What lies between a browser and a host, and can be lost."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._lost = False
        self._writers: set[asyncio.StreamWriter] = set()

    def lose(self) -> None:
        self._lost = True
        for writer in self._writers:
            writer.transport.abort()

    def find(self) -> None:
        self._lost = False

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._lost:
            writer.transport.abort()
            return
        onwards, back = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers |= {writer, back}

        async def one_way(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
            try:
                while found := await source.read(65536):
                    to.write(found)
                    await to.drain()
            except ConnectionError:
                pass
            finally:
                to.close()

        await asyncio.gather(one_way(reader, back), one_way(onwards, writer))
        self._writers -= {writer, back}
