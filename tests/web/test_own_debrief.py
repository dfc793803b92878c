"""Looking back in one's own coach, by forms alone: the practitioner first, cards, notes, attempts."""

from collections.abc import AsyncIterator

import pytest

from coach.debrief.first_page import AGAIN, BACK
from coach.debrief.report import INTENTION
from coach.page_words import NOTHING_SAID, UNANSWERED
from tests.web.own import Guest, Opened, guest_of, make_token

SAID = (
    "Hello Louise. How are you both?",
    "It was only banter.",
    "I called it banter just now. I am sorry. What was it like for him?",
    "Has racism been part of it, at school?",
)


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        await somebody.begin(intention="0")
        for words in SAID:
            await somebody.say(words)
        await somebody.follow("Debrief")
        await somebody.press("End it, look back")
        yield somebody


async def test_the_practitioner_comes_first_and_the_page_has_their_lines(guest: Guest, opened: Opened) -> None:
    assert guest.shown.heading == "You first"
    assert all(words in guest.shown.text for words in SAID)
    shown = await guest.press("To the debrief", **{AGAIN: "4", BACK: "2"})
    assert shown.heading == "Looking back: The wrong box"
    assert "You would stand by this" in shown.text
    assert "“Has racism been part of it, at school?”" in shown.text
    assert UNANSWERED not in shown.text


async def test_without_an_answer_the_question_waits_on_the_page(guest: Guest) -> None:
    shown = await guest.press("To the debrief")
    assert UNANSWERED in shown.text
    assert (await guest.follow("Answer")).heading == "You first"


async def test_the_page_has_every_card_the_picture_and_its_words(guest: Guest, opened: Opened) -> None:
    shown = await guest.press("To the debrief")
    page = opened.coach.practice.go_on("last").page()
    titles = shown.list_names("h2")
    assert [card.title for card in page.cards if card.title not in titles] == []
    (picture,) = shown.page.find_all("svg")
    assert picture.get("role") == "img"
    assert picture.get("aria-label")
    assert page.limits in shown.text
    assert "people to turn to" in shown.text


async def test_a_card_is_called_not_so_and_put_back(guest: Guest, opened: Opened) -> None:
    shown = await guest.press("To the debrief")
    card = opened.coach.practice.go_on("last").page().cards[0]
    shown = await guest.press("Not so")
    assert shown.said == "Marked as not so. Both readings are kept."
    assert any(name.startswith("Not so: ") for name in shown.list_names("h2"))
    assert card.id in {each.id for each in opened.coach.practice.go_on("last").page().taken_off}
    shown = await guest.press("Put it back")
    assert not opened.coach.practice.go_on("last").page().taken_off


async def test_own_words_are_kept_after_the_gate_and_stay_in_the_box_before(guest: Guest, opened: Opened) -> None:
    await guest.press("To the debrief")
    path = guest.shown.path
    await guest.press("Keep it", said="Partly", words="I asked Mrs Haigh of 12 Haverley Road.")
    assert guest.shown.heading == "Is that somebody real?"
    await guest.press("Change it")
    assert "Haverley" in guest.shown.page.find_all("textarea")[0].text
    await guest.press("Keep it", said="Partly", words="I asked Mrs Haigh of 12 Haverley Road.")
    shown = await guest.press("Leave those words out")
    assert shown.said == "Kept with this rehearsal."
    words = [event.words for event in opened.coach.practice.go_on("last").story.reflected if event.on == INTENTION]
    assert len(words) == 1
    assert words[0].startswith("Partly. I asked ")
    assert "Haverley" not in words[0]
    assert "You wrote:" in (await guest.get(path)).text


async def test_a_line_is_said_again_with_its_words_and_two_attempts_stand_side_by_side(guest: Guest) -> None:
    await guest.press("To the debrief")
    path = guest.shown.path
    await guest.follow("The conversation, with the coach's notes")
    assert "You, reply 2" in guest.shown.text
    shown = await guest.press("Say it again")
    assert shown.box == SAID[0]
    await guest.say("Hello Louise. Is now a good time?")
    await guest.get(path)
    assert "Attempt 2" in guest.shown.text
    await guest.follow("Two attempts side by side")
    assert guest.shown.heading == "Side by side"
    assert SAID[0] in guest.shown.text
    assert "Is now a good time?" in guest.shown.text
    same = await guest.get(f"{path}/side-by-side?first=1&second=1")
    assert "Choose two different attempts." in same.text


async def test_a_note_is_answered_and_the_word_stands(guest: Guest, opened: Opened) -> None:
    await guest.press("To the debrief")
    await guest.follow("The conversation, with the coach's notes")
    shown = await guest.press("That's not what I meant")
    assert shown.said == "Your word stands. The debrief is made again with it."
    assert "you said that's not what I meant" in shown.text
    assert opened.coach.practice.go_on("last").story.disputed


async def test_pages_beside_it_are_read_and_lead_back(guest: Guest) -> None:
    await guest.press("To the debrief")
    path = guest.shown.path
    for name in ("Every part and opening of it", "How you talk", "What stayed silent"):
        await guest.get(path)
        assert (await guest.follow(name)).heading == name
        assert (await guest.follow("Back to the debrief")).path == path


async def test_another_go_begins_from_the_start(guest: Guest) -> None:
    await guest.press("To the debrief")
    shown = await guest.press("Another go, from the start")
    assert "Reply 1 of " in shown.text
    assert shown.box == ""


async def test_what_is_forged_changes_nothing(guest: Guest, opened: Opened) -> None:
    await guest.press("To the debrief")
    path, before = guest.shown.path, len(opened.coach.practice.go_on("last").events)
    token = make_token(guest)
    for rest, fields in (
        ("first", {AGAIN: "99"}), ("first", {AGAIN: "<b>"}), ("first", {"attempt": "9", AGAIN: "1"}),
        ("reflect", {"on": "anything", "words": "x"}), ("reflect", {"on": INTENTION, "said": "Always"}),
        ("not-so", {"card": "none", "attempt": "1"}), ("not-so", {"card": "x", "attempt": "x"}),
        ("again", {"reply": "99", "attempt": "1"}), ("again", {"reply": "1", "attempt": "77"}),
        ("notes", {"reply": "1", "criterion": "x", "stance": "fair", "attempt": "1"}),
        ("notes", {"reply": "1", "criterion": "x", "stance": "maybe", "attempt": "1"}),
    ):  # fmt: skip
        shown = await guest.post(f"{path}/{rest}", {"token": token} | fields)
        assert shown.status in (400, 404, 409), (rest, fields)
    for wrong in ("?attempt=99", "?attempt=x", "/nowhere", "/side-by-side", "/side-by-side?first=9"):
        assert (await guest.get(f"{path}{wrong}")).status == 404, wrong
    assert len(opened.coach.practice.go_on("last").events) == before


async def test_of_nothing_said_there_is_little_to_look_back_on(opened: Opened) -> None:
    async with guest_of(opened) as guest:
        await guest.begin()
        await guest.follow("Debrief")
        shown = await guest.press("End it, look back")
        assert NOTHING_SAID in shown.text
