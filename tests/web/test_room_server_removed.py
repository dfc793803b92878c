"""Whoever is out of a room is out at once; and a form that is sent twice acts once."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from coach.records.class_log import RoomLog
from coach.web import guests
from tests.web.learners import Learner, Pages
from tests.web.pages import read_page
from tests.web.rooms import hosted
from tests.web.visiting import Visitor

LATER = "Purple elephants came."
PLACES = ("/", "/place", "/brief", "/another", "/moment", "/home", "/counts", "/practice")
STREAMS = ("/live", "/live/place", "/live/brief")


def find_token(learner: Learner) -> str:
    return next(each.get("value") for each in learner.page.find_all("input") if each.get("name") == "token")


def remove(pages: Pages, name: str) -> str:
    """Have the trainer remove somebody; their id."""
    pages.trainer.refresh()
    person = next(each.id for each in pages.trainer.state.list_people() if each.name == name)
    pages.trainer.remove(person)
    return person


async def send(learner: Learner, path: str, **fields: str) -> str:
    origin = {"Origin": learner.address}
    async with learner.http.post(f"{learner.address}{path}", data=fields, headers=origin) as answer:
        learner.sent.append(await answer.text())
        return learner.sent[-1]


@pytest.mark.parametrize("place", [1, 2])
async def test_whoever_the_trainer_removes_is_sent_nothing_more_of_the_talk(pages: Pages, place: int) -> None:
    trio = await pages.talking()
    ann, out = trio[0], trio[place]
    await out.look()
    token = find_token(out)
    open_stream = await out.http.get(f"{pages.address}/live")
    remove(pages, out.name)
    out.sent.clear()
    await ann.look()
    await ann.press("Send", words=LATER)
    for path in PLACES:
        await out.look(path)
    for path in STREAMS:
        await out.follow(path)
    for form in ("text", "data", "markdown", "html"):
        await send(out, "/home", token=token, form=form)
    for name in ("role", "begin", "on", "moment", "help", "went-back", "lock", "agree", "briefed", "join"):
        await send(out, f"/do/{name}", token=token, role="practitioner", group="1", stage="talking", wanted="yes")
    assert LATER not in "\n".join(out.sent)
    await out.look()
    assert out.heading == "You are no longer in this room"
    seen = b""
    while b"over-left" not in seen:
        seen += await asyncio.wait_for(open_stream.content.readline(), 10)
    assert LATER.encode() not in seen, "nor by a stream that was open"
    open_stream.close()


async def test_whoever_is_removed_says_and_stores_nothing_more(pages: Pages) -> None:
    ann, ben, _ = await pages.talking()
    token = find_token(ann)
    person = remove(pages, "Ann")
    assert "no longer in this room" in await send(ann, "/do/say", token=token, words=LATER)
    await send(ann, "/draft", token=token, words=LATER)
    assert pages.log.draft(person) == ""
    await ben.look()
    assert LATER not in ben.text


async def test_a_reply_that_is_sent_twice_is_said_once(pages: Pages) -> None:
    ann, ben, _ = await pages.talking()
    form, _ = ann.find_form("Send")
    fields = {each.get("name"): each.get("value") for each in form.find_all("input")} | {"words": "Hello there."}
    await asyncio.gather(*(send(ann, "/do/say", **fields) for _ in range(2)))
    await send(ann, "/do/say", **fields)
    await ben.look()
    assert ben.main.count("Hello there.") == 1
    lagging = read_page(await send(ann, "/do/say", **fields | {"words": "How is Sam?"}))
    assert "another window" in lagging.find_all("body")[0].text
    assert lagging.find_all("textarea")[0].text == "How is Sam?", "nothing that was typed is lost"
    await ann.look()
    await ann.press("Send", words="Hello there.")
    await ben.look()
    assert ben.main.count("Hello there.") == 2, "said again on purpose, it is said again"


async def test_a_ticket_ends_after_half_a_day_also_while_the_host_runs(
    tmp_path: Path, log: RoomLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hosted(tmp_path, log) as address, Visitor(address) as ann:
        await ann.enter("Ann")
        assert await ann.known()
        monkeypatch.setattr(guests, "TICKET_LASTS", timedelta())
        assert not await ann.known(), "the next user of a shared laptop is somebody else"
        for path in ("/live", "/home"):
            assert "Ann" not in (await ann.get(path))[1]
