"""What is forgotten in one's own coach is gone from the process too: no page, and nothing in memory, brings it back."""

import asyncio
import gc
import types
from collections.abc import AsyncIterator

import pytest

from coach.web import own_talk
from tests.web.own import Guest, Opened, guest_of, make_token

TYPED = "Magenta wombats"  # in no other test, as those of one process share its memory
NOT_FOLLOWED = types.ModuleType | types.FrameType | asyncio.AbstractEventLoop


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        await somebody.begin()
        await somebody.say(f"{TYPED} came, Louise. How are you?")
        yield somebody


def find_in_memory(root: object, words: str) -> list[str]:
    """Texts with these words that can be reached from an object."""
    found, seen, left = [], set(), [root]
    while left:
        each = left.pop()
        if id(each) in seen or isinstance(each, NOT_FOLLOWED) or _is_of_tests(each):
            continue
        seen.add(id(each))
        if isinstance(each, str) and words in each:
            found.append(each)
        left += gc.get_referents(each)
    return found


def _is_of_tests(each: object) -> bool:
    """Whether it is what a module of tests holds, such as readings that tests keep to be quick."""
    return isinstance(each, dict) and str(each.get("__name__", "")).startswith("tests.")


async def stop_and_keep_nothing(guest: Guest, path: str) -> None:
    await guest.get(path)
    await guest.follow("Stop")
    await guest.press("Keep nothing")
    await guest.press("Forget it")


async def test_what_is_forgotten_is_in_no_memory_of_the_process(guest: Guest, opened: Opened) -> None:
    path = guest.shown.path
    await guest.post(f"{path}/draft", {"token": make_token(guest), "words": f"{TYPED} again"})
    await guest.get(f"{path}/bring")
    await guest.press("See what goes", what="question", question=f"{TYPED}, and why?")
    assert find_in_memory(opened.server.site, TYPED), "what was looked at waits to be handed over"
    await guest.get(f"{path}/forget")
    await guest.press("Forget it")
    del guest.shown
    assert find_in_memory(opened.server.site, TYPED) == []


@pytest.mark.parametrize("then", ["/all-rehearsals/forget", "/forget-browser"])
async def test_after_all_is_forgotten_nothing_is_kept_after_all(guest: Guest, opened: Opened, then: str) -> None:
    path = guest.shown.path
    await stop_and_keep_nothing(guest, path)
    await guest.post(then, {"token": make_token(guest)})
    async with guest_of(opened) as later:
        shown = await later.post(f"{path}/undo", {"token": make_token(later)})
        assert shown.status == 400
        assert shown.heading == "Nothing to bring back"
    assert opened.coach.practice.rehearsals() == ()


async def test_what_was_not_kept_can_be_kept_after_all_for_a_while_alone(
    guest: Guest, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_talk, "UNDO_LASTS", 0.05)
    path = guest.shown.path
    await stop_and_keep_nothing(guest, path)
    await asyncio.sleep(0.1)
    assert (await guest.post(f"{path}/undo", {"token": make_token(guest)})).status == 400
    del guest.shown
    assert find_in_memory(opened.server.site, TYPED) == []


async def test_what_was_looked_at_of_a_forgotten_rehearsal_is_handed_to_nobody(guest: Guest) -> None:
    path = guest.shown.path
    await guest.get(f"{path}/bring")
    await guest.press("See what goes", what="question", question=f"{TYPED}, and why?")
    fields = next(form for form in guest.shown.page.find_all("form") if form.get("action").endswith("/hand-over"))
    brought = next(each.get("value") for each in fields.find_all("input") if each.get("name") == "brought")
    await stop_and_keep_nothing(guest, path)
    shown = await guest.post(f"{path}/bring/hand-over", {"token": make_token(guest), "brought": brought})
    assert shown.status in (404, 409)
    assert TYPED not in shown.html
