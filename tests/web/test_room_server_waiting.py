"""At the door of a room in a browser: newcomers wait until they are admitted, and whoever is kept out reads why."""

from pathlib import Path

import aiohttp

from coach.classroom.trainer import Trainer
from coach.records.class_log import RoomLog
from tests.web.learners import Learner, Pages
from tests.web.rooms import clock, hosted, library_at
from tests.web.visiting import Visitor

WHY = "This morning is for another team."


async def enters(pages: Pages, name: str) -> Learner:
    return await (await pages.learner(name)).look()


async def test_a_newcomer_waits_sees_nobody_and_comes_in_once_admitted(pages: Pages) -> None:
    ann = await enters(pages, "Ann")
    pages.trainer.set_newcomers_wait(waits=True)
    ben = await enters(pages, "Ben")
    assert "You are at the door" in ben.text
    assert "Your trainer knows that you are here" in ben.text
    for path in ("/", "/place", "/moment", "/brief", "/home", "/counts"):
        await ben.look(path)
    assert "Ann" not in "\n".join(ben.sent)
    await ann.look()
    assert "Ben" not in ann.text
    pages.trainer.admit()
    await ben.look()
    assert "You are here as Ben." in ben.text
    assert "Ann" in ben.text


async def test_whoever_waits_no_more_is_gone_from_the_door(pages: Pages) -> None:
    pages.trainer.set_newcomers_wait(waits=True)
    ben = await enters(pages, "Ben")
    await ben.press("Don't wait")
    pages.trainer.refresh()
    assert not pages.trainer.state.list_waiting_people()
    assert "The room's code" in ben.main


async def test_whoever_is_kept_out_reads_why_and_their_browser_comes_in_no_more(pages: Pages) -> None:
    eve = await enters(pages, "Eve")
    pages.trainer.refresh()
    pages.trainer.keep_out(next(iter(pages.trainer.state.people)), WHY)
    await eve.look()
    assert "You are not in this room" in eve.text
    assert WHY in eve.text
    assert "Come in" not in eve.buttons
    origin = {"Origin": eve.address}
    form = {"code": "KPRTWX", "name": "Zed"}
    async with eve.http.post(f"{eve.address}/enter", data=form, headers=origin) as answer:
        assert answer.status == 403
        assert WHY in await answer.text()


async def test_whoever_is_kept_out_is_so_after_the_program_was_started_again(tmp_path: Path, log: RoomLog) -> None:
    async with hosted(tmp_path, log) as address, Visitor(address) as eve:
        await eve.enter("Eve")
        trainer = Trainer(log, library_at(tmp_path).practice, clock)
        trainer.keep_out(next(iter(trainer.state.people)), WHY)
        cookies = {each.key: each.value for each in eve.http.cookie_jar}
    async with (
        hosted(tmp_path, log, port=int(address.rpartition(":")[2])) as again,
        aiohttp.ClientSession(cookies=cookies) as http,
        http.get(f"{again}/") as answer,
    ):
        text = await answer.text()
        assert answer.status == 403
        assert WHY in text
