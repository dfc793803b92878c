"""What forms do in a room: gates, questions before what others feel, refusals, and what they lose, which is nothing."""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import aiohttp
import pytest

from coach.classroom import round_conversation
from coach.classroom.participant import Participant
from coach.model.class_events import Stage
from coach.model.events import Replied
from coach.model.run_sheet import Part, PartPurpose
from coach.practice.service import PracticeService
from coach.web.room_actions import DEEDS
from tests.classroom.conftest import SHEET
from tests.conftest import PATIENCE
from tests.web.learners import CODE, Learner, Pages, open_pages


def logged(pages: Pages) -> str:
    return str([event for _, event in pages.log.read()])


async def test_words_of_own_distress_are_neither_said_nor_kept(pages: Pages) -> None:
    ann, ben, _ = await pages.talking()
    await ann.press("Send", words="I can't cope, this happened to me.")
    assert ann.heading == "A moment, if you like"
    assert "Where to turn" in ann.main
    assert "cope" not in ann.text
    await ann.press("A moment for my group")
    await ben.look()
    assert ben.heading == "A moment out"
    assert "cope" not in logged(pages)
    assert pages.log.draft("p1") == ""


async def test_a_real_persons_details_are_asked_about_and_stored_nowhere_before(pages: Pages) -> None:
    ann, ben, _ = await pages.talking()
    await ann.press("Send", words="Is it SW1A 1AA where it happened?")
    assert ann.heading == "Is that somebody real?"
    assert "SW1A" in ann.main
    assert "SW1A" not in logged(pages)
    await ann.press("Change it")
    box = next(each for each in ann.page.find_all("textarea") if each.get("name") == "words")
    assert box.text == "Is it SW1A 1AA where it happened?"
    assert pages.log.draft("p1") == ""
    await ann.press("Send")
    await ann.press("Leave those words out")
    assert "Is it (left out) where it happened?" in ann.main
    assert "SW1A" not in logged(pages)
    await ben.look()
    assert "SW1A" not in "".join(ben.sent)
    await ann.press("Send", words="Is it SW1A 1AA then?")
    await ann.press("Keep them")
    assert "Is it SW1A 1AA then?" in ann.main


async def test_a_refusal_leaves_what_was_typed_in_the_box(pages: Pages) -> None:
    ann, _, _ = await pages.talking()
    pages.trainer.refresh()
    pages.trainer.pause()
    await ann.press("Send", words="Right, then.")
    assert ann.status == 409
    assert "paused" in ann.said
    assert ann.page.find_all("textarea")[0].text == "Right, then."
    pages.trainer.refresh()
    pages.trainer.resume_room()
    await ann.press("Send", words="x" * 10_001)
    assert "more than the 10,000 characters" in ann.said
    assert len(ann.page.find_all("textarea")[0].text) == 10_001
    await ann.press("Send", words="x" * 70_000)
    assert ann.status == 413
    await ann.look()
    await ann.press("Send", words="  ")
    assert ann.said == "The box is empty. Type a reply first."


async def test_help_messages_pause_and_cover_reach_every_page(pages: Pages) -> None:
    ann, ben, cy = await pages.talking()
    await ben.press("Ask your trainer")
    assert "Your trainer knows" in ben.main
    pages.trainer.refresh()
    pages.trainer.send_message("Five more minutes.")
    pages.trainer.cover()
    for learner in (ann, ben, cy):
        await learner.look()
        assert learner.heading == "Please look up"
        assert "bus" not in learner.main
        await learner.look("/brief")
        assert learner.heading == "Please look up"
    pages.trainer.uncover()
    await cy.look()
    assert "Five more minutes." in cy.main
    await cy.press("I have read it")
    assert "Five more minutes." not in cy.main
    await ann.look()
    assert "Five more minutes." in ann.main


async def test_whoever_would_take_others_along_is_asked_and_all_can_come_back(pages: Pages) -> None:
    ann, ben, cy = await pages.talking()
    await cy.press("End it here")
    assert cy.heading == "End this conversation here?"
    await cy.press("End it, and look back")
    await ben.look()
    assert ben.heading == "Looking back"
    await cy.press("The practitioner speaks")
    assert "Ann and Ben may not have finished." in cy.main
    await ann.look()
    assert ann.heading == "Looking back", "nobody was moved by the question"
    await cy.press("Go on for everybody")
    await ann.look()
    assert ann.heading == "You speak"
    await ann.press("Back: Looking back")
    await ann.press("Back for everybody")
    assert ann.heading == "Looking back"


async def test_a_role_that_fell_free_is_taken_and_a_round_begun_anew(pages: Pages) -> None:
    ann, ben, cy = await pages.talking()
    await ann.look("/place")
    await ann.press("Leave this group")
    assert ann.heading == "Leave this group?"
    await ann.press("Leave this group")
    assert ann.heading == "Find people to sit with"
    await ben.look()
    assert "Ann has left, and was the practitioner." in ben.main
    await cy.look("/place")
    assert "Take a role: practitioner" not in cy.buttons, "what would be refused is not offered"
    await cy.look()
    await cy.press("Another round")
    assert cy.heading == "Start another round?"
    await cy.press("Another round")
    assert cy.heading == "Roles, and what to play"


async def test_a_spoken_round_is_followed_by_buttons_and_a_slip_taken_back(pages: Pages) -> None:
    ann, ben, cy = await pages.trio()
    await ann.press("Spoken: nobody types; a line-reader follows the script")
    await ann.press("On to the content note")
    for _ in range(2):
        for learner in (ann, ben, cy):
            await learner.look()
            await learner.press("I have read it")
    await ann.look()
    assert "Nobody types in this round." in ann.main
    assert not ann.page.find_all("textarea")
    await ben.look()
    assert "What did they do? Choose it." in ben.main
    await ben.press("Asks about it")
    assert "You asked." in ben.main
    await ben.press("Take back the last choice")
    assert "You asked." not in ben.main
    for _ in range(3):
        await ben.press("Something else, or small talk")
    assert "What did they do?" not in ben.main
    await ben.press("Look back together")
    for words in ("The practitioner speaks", "The line-reader speaks", "The observer speaks", "Hear the coach"):
        await ben.press(words)
        if "Go on for everybody" in ben.buttons:
            await ben.press("Go on for everybody")
    assert "the coach heard nothing" in ben.main
    assert "Say one again" not in ben.main


async def test_the_warm_up_is_typed_for_oneself_alone(practice: PracticeService, clock: Callable[[], datetime]) -> None:
    """What may be hard is said first; the box has no name, so no browser sends what stands in it."""
    warm = Part(title="Warm-up", minutes=5, what="One line.", does=PartPurpose.WARM_UP)
    async with open_pages(practice, clock, SHEET.model_copy(update={"parts": (warm, *SHEET.parts)})) as pages:
        ann, ben = [await pages.learner(name) for name in ("Ann", "Ben")]
        pages.trainer.refresh()
        pages.trainer.start()
        for learner in (ann, ben):
            await learner.look()
            assert learner.heading == "Warm-up"
            assert "Racism on a bus, not described" in learner.main
            assert "There was a thing on the bus." not in learner.text
        await ben.press("Not for me")
        assert ben.heading == "Find people to sit with"
        await ann.press("Show it")
        assert "There was a thing on the bus." in ann.main
        (box,) = ann.page.find_all("textarea")
        assert "name" not in box.attributes
        assert not [each for each in box.attributes if each.startswith("data-")]
        await ann.press("Done, go on")
        assert ann.heading == "Find people to sit with"


async def test_forms_from_elsewhere_or_of_no_kind_change_nothing(pages: Pages) -> None:
    ann, ben, _ = await pages.talking()
    before = len(pages.log.read())
    form, _ = ann.find_form("Send")
    token = next(each.get("value") for each in form.find_all("input") if each.get("name") == "token")
    theirs = next(each.get("value") for each in ben.page.find_all("input") if each.get("name") == "token")
    origin = {"Origin": pages.address}

    async def send(path: str, data: dict[str, str], headers: dict[str, str] = origin) -> int:
        async with ann.http.post(f"{pages.address}{path}", data=data, headers=headers) as answer:
            text = await answer.text()
            assert "Traceback" not in text
            return answer.status

    assert await send("/do/say", {"words": "Hello"}) == 403
    assert await send("/do/say", {"words": "Hello", "token": theirs}) == 403
    assert await send("/do/say", {"words": "Hello", "token": token}, {"Origin": "https://evil.example"}) == 403
    assert await send("/do/say", {"words": "Hello", "token": token}, {}) == 403
    assert await send("/do/nothing", {"token": token}) == 404
    harmless = {*DEEDS, "on", "back", "place"} - {"moment", "moment-over", "help", "skip", "lock", "begin", "role"}
    for name in sorted(harmless):
        status = await send(f"/do/{name}", {"token": token, "stage": "x", "who": "p99", "opening": "x", "at": "x"})
        assert status in (200, 400), name
    assert len(pages.log.read()) == before
    async with aiohttp.ClientSession() as nobody:
        async with nobody.post(f"{pages.address}/do/say", data={"words": "x"}, headers=origin) as answer:
            assert answer.status == 403
        async with nobody.get(f"{pages.address}/live") as answer:
            assert answer.status == 403


async def test_the_first_choice_about_ones_place_changes_nothing(pages: Pages) -> None:
    """What is given up stands last, and each of it asks, with staying first."""
    ann, _, _ = await pages.talking()
    before = len(pages.log.read())
    last = ["Put my role down, and watch", "Leave this group", "Leave the room"]
    for given_up, stays in zip(last, ("Keep my role", "Stay", "Stay"), strict=True):
        await ann.look("/place")
        choices = [each.text for way in ann.page.find_all("ul") for each in way.find_all("button", "a")]
        assert (choices[0], choices[-3:]) == ("Go on as I am", last)
        assert ann.links["Go on as I am"] == "/"
        await ann.press(given_up)
        (buttons,) = [each for each in ann.page.find_all("div") if each.get("class") == "buttons"]
        assert [each.text for each in buttons.find_all("a", "button")] == [stays, given_up.replace("my role", "it")]
    assert len(pages.log.read()) == before
    await ann.look("/place")
    await ann.press("Put my role down, and watch")
    await ann.press("Put it down, and watch")
    assert "You watch. Nothing is asked of you." in ann.main


async def test_leaving_keeps_ones_words_and_forgetting_lets_go_of_them(pages: Pages) -> None:
    ann, _, _ = await pages.talking()
    await ann.press("Send", words="How has racism touched him?")
    cookies = {cookie.key: cookie.value for cookie in ann.http.cookie_jar}
    await ann.look("/place")
    await ann.press("Leave the room")
    await ann.press("Leave the room")
    assert ann.heading == "You are no longer in this room"
    await ann.look("/home")
    await ann.press("Show it here")
    assert "How has racism touched him?" in ann.main
    await ann.look()
    await ann.press("Forget me on this computer")
    assert ann.heading == "Come in"
    async with aiohttp.ClientSession(cookies=cookies) as other:
        for path in ("/home", "/live"):
            async with other.get(f"{pages.address}{path}", allow_redirects=False) as answer:
                assert answer.status in (303, 403)


async def test_a_session_that_has_ended_says_so_and_keeps_what_is_ones_own(pages: Pages) -> None:
    ann, _, _ = await pages.talking()
    await ann.press("Send", words="How has racism touched him?")
    pages.trainer.refresh()
    pages.trainer.close(forget=False)
    await ann.look()
    assert ann.heading == "This session has ended"
    assert "Take it home" in ann.links
    stranger = await pages.stack.enter_async_context(Learner(pages.address, "Zed"))
    await stranger.look()
    assert stranger.status == 410
    assert "Come in" not in stranger.buttons


async def test_a_deleted_room_breaks_no_page(pages: Pages) -> None:
    ann, _, _ = await pages.talking()
    pages.trainer.refresh()
    pages.trainer.close(forget=True)
    for path in ("/", "/place", "/home"):
        await ann.look(path)
        assert ann.status in (200, 410)
        assert ann.heading == "This session has ended"
        assert "What was said in this room is deleted." in ann.main


async def test_a_form_of_a_room_that_is_deleted_says_that_the_session_has_ended(pages: Pages) -> None:
    """Also whoever was about to take their words home reads that, and not that their page is missing."""
    ann, _, _ = await pages.talking()
    await ann.press("Send", words="How has racism touched him?")
    await ann.look("/home")
    pages.trainer.refresh()
    pages.trainer.close(forget=True)
    await ann.look()  # the door notices it with the first page that is asked for
    token = {"token": "any", "form": "text", "how": "show"}
    async with ann.http.post(f"{pages.address}/home", data=token, headers={"Origin": pages.address}) as answer:
        said = await answer.text()
    assert answer.status == 410
    assert "This session has ended" in said
    assert "The room is." not in said
    assert "racism" not in said


async def test_a_reading_that_takes_long_holds_up_nobody_else(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others' pages go on while one reply is read."""
    ann, ben, cy = await pages.talking()
    reading, go_on = threading.Event(), threading.Event()
    usual = Participant.submit

    def slowly(self: Participant, *args: object, **kwargs: object) -> object:
        reading.set()
        assert go_on.wait(30)
        return usual(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Participant, "submit", slowly)
    saying = asyncio.create_task(ann.press("Send", words="How has racism touched him?"))
    while not reading.is_set():
        await asyncio.sleep(0.01)
    async with asyncio.timeout(10):
        await ben.look("/place")
        await cy.look()
        await cy.within("1: Racism", "partly")
        assert "How has racism" not in cy.main
    go_on.set()
    await saying
    assert "How has racism touched him?" in ann.main


async def test_words_that_rest_in_the_box_are_read_before_they_are_sent(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    usual = round_conversation.read_reply

    def read_reply(matcher: Any, script: Any, story: Any, text: str, *others: Any) -> Replied:
        read.append(text)
        return usual(matcher, script, story, text, *others)

    ann, _, _ = await pages.talking()
    monkeypatch.setattr(round_conversation, "read_reply", read_reply)
    token = next(each.get("value") for each in ann.page.find_all("input") if each.get("name") == "token")
    draft = {"token": token, "words": "How has racism touched him?"}
    async with ann.http.post(f"{pages.address}/draft", data=draft, headers={"Origin": pages.address}) as answer:
        assert answer.status == 204
    async with asyncio.timeout(PATIENCE):
        while not read:
            await asyncio.sleep(0.01)
    await ann.press("Send", words="How has racism touched him?")
    assert "They said it on the bus. Twice." in ann.main
    assert read == ["How has racism touched him?"]


async def test_a_link_with_the_code_leaves_the_name_to_be_typed(pages: Pages) -> None:
    zed = await pages.stack.enter_async_context(Learner(pages.address, "Zed"))
    await zed.look(f"/?code={CODE}")
    code = next(each for each in zed.page.find_all("input") if each.get("name") == "code")
    assert code.get("value") == CODE
    await zed.press("Come in", name="Zed")
    assert zed.heading == "Find people to sit with"


async def test_practice_in_marking_keeps_nothing(pages: Pages) -> None:
    ann = await pages.learner("Ann")
    before = len(pages.log.read())
    await ann.look("/practice")
    await ann.press("taken")
    assert "You say “taken”" in ann.main
    for _ in range(30):
        if "taken" not in ann.buttons:
            break
        await ann.press("partly")
    assert "Next talk" in ann.links
    for path in ("/practice?talk=99", "/practice?talk=-1", "/practice?mark=nonsense", "/practice?before=a.b"):
        async with ann.http.get(f"{pages.address}{path}") as answer:
            assert answer.status == 404
    assert len(pages.log.read()) == before


async def test_a_page_says_which_stage_it_is_also_to_whoever_only_watches(pages: Pages) -> None:
    ann, _, _ = await pages.talking()
    await ann.look("/place")
    await ann.press("Let anybody join us without asking")
    dee = await pages.learner("Dee")
    await dee.look()
    await dee.press("Join Group 1")
    await dee.press("I have read it")
    assert "You watch. Nothing is asked of you." in dee.main
    assert Stage.TALKING.title() in dee.heading
