"""A conversation in one's own coach, by forms alone: the gates, the box, pausing, stopping, and after a restart."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from coach.model.events import Paused, Replied, Resumed
from coach.page_words import EMPTY
from coach.practice.safeguarding import care
from coach.records.paths import Places
from tests.web.own import Guest, Opened, guest_of, make_token, opened_own

REAL = "Ask Kelly Brown of 12 Haverley Road about it."
OWN = "I can't cope, and I want to die."
FOR_WHOM = "I feel sad and I do not know if I can do this"


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        await somebody.begin()
        yield somebody


def said_in(opened: Opened, guest: Guest) -> list[str]:
    rehearsal = opened.coach.practice.go_on(guest.shown.path.split("/")[2])
    return [event.text for event in rehearsal.events if isinstance(event, Replied)]


async def test_a_conversation_is_a_log_with_a_labelled_box_and_named_buttons(guest: Guest) -> None:
    shown = await guest.say("Hello Louise. How are you both?")
    (log,) = shown.find_by("log")
    assert log.get("aria-label") == "The conversation"
    assert "You , reply 1" in log.text
    assert "Louise" in log.text
    assert "Hello Louise." in log.text
    assert {"Send", "Pause", "Skip", "Take back"} <= set(shown.list_names("button"))
    assert {"Ask why", "Debrief", "Stop"} <= set(shown.list_names("a"))
    assert "Reply 2 of " in shown.text
    assert "The brief" in shown.text
    assert "Theo is 11" in shown.text


async def test_an_empty_box_is_said_and_nothing_is_sent(guest: Guest, opened: Opened) -> None:
    shown = await guest.say("  ")
    assert shown.status == 409
    assert shown.said == EMPTY
    assert said_in(opened, guest) == []


async def test_real_peoples_details_are_asked_about_before_anything_is_kept(guest: Guest, opened: Opened) -> None:
    path = guest.shown.path
    shown = await guest.say(REAL)
    assert shown.heading == "Is that somebody real?"
    assert shown.status == 409
    assert "12 Haverley Road" in shown.text, "the sentence, with what is meant"
    await guest.press("Change it")
    assert guest.shown.box == REAL
    assert (await guest.get(path)).box == "", "it is stored nowhere"
    await guest.say(REAL)
    await guest.press("Leave those words out")
    assert "(left out) about it." in said_in(opened, guest)[0]
    assert "Haverley" not in said_in(opened, guest)[0]
    await guest.say(REAL)
    await guest.press("Keep them")
    assert said_in(opened, guest)[-1] == REAL


async def test_words_that_may_be_for_oneself_can_be_said_or_paused_with(guest: Guest, opened: Opened) -> None:
    path = guest.shown.path
    shown = await guest.say(FOR_WHOM)
    assert shown.heading == "For the family, or for you?"
    assert care().asks in shown.text
    shown = await guest.press("Pause")
    assert shown.heading == "Paused."
    assert FOR_WHOM not in shown.text
    assert FOR_WHOM not in (await guest.get(path)).text, "a pause covers the page also where it is opened anew"
    await guest.get(path)
    await guest.press("Come back")
    await guest.say(FOR_WHOM)
    await guest.press("Pause")
    await guest.press("Come back")
    assert guest.shown.box == FOR_WHOM, "the words stay in the box"
    assert said_in(opened, guest) == []
    await guest.say(FOR_WHOM)
    await guest.press("Say it to the family")
    assert said_in(opened, guest) == [FOR_WHOM]
    rehearsal = opened.coach.practice.go_on(path.split("/")[2])
    kinds = [type(event) for event in rehearsal.events]
    assert kinds.count(Paused) == kinds.count(Resumed) == 2


async def test_own_distress_is_neither_read_nor_kept_nor_shown_again(
    guest: Guest, opened: Opened, places: Places
) -> None:
    path = guest.shown.path
    shown = await guest.say(OWN)
    assert shown.heading == "It sounds as if this may have touched something of your own."
    assert all(place in shown.text for place in care().signposts)
    assert OWN not in shown.html
    assert {"Go on", "Stop"} <= set(shown.list_names("a"))
    await guest.follow("Go on")
    assert guest.shown.box == ""
    await guest.post(f"{path}/draft", {"token": make_token(guest), "words": OWN})
    assert (await guest.get(path)).box == ""
    assert said_in(opened, guest) == []
    assert not [file for file in places.data.rglob("*") if file.is_file() and b"cope" in file.read_bytes()]


async def test_what_was_typed_is_there_after_a_kill_and_in_no_draft_once_it_is_said(places: Places) -> None:
    async with opened_own(places) as own, guest_of(own) as guest:
        await guest.begin()
        await guest.say("Hello Louise.")
        path, port = guest.shown.path, own.server.port
        words = "What was it\nlike for him?"
        answer = await guest.post(f"{path}/draft", {"token": make_token(guest), "words": words})
        assert answer.status == 204
        draft = next(places.drafts.iterdir())
        assert draft.stat().st_mode & 0o777 == 0o600
        # Nothing is closed: what a killed process leaves is what lies on the disk now.
        async with opened_own(places) as again:
            again.server.sessions.port = port
            again.server.site.cookie = f"coach_own_{port}"
            guest.address = again.address
            shown = await guest.get(path)
            assert shown.box == words
            assert "Hello Louise." in shown.text
            await guest.say(words)
            assert not draft.exists()


async def test_a_draft_goes_with_its_rehearsal(guest: Guest, opened: Opened, places: Places) -> None:
    path = guest.shown.path
    await guest.post(f"{path}/draft", {"token": make_token(guest), "words": "Hello."})
    assert list(places.drafts.iterdir())
    await guest.get(f"{path}/forget")
    shown = await guest.press("Forget it")
    assert shown.said == "Forgotten."
    assert not list(places.drafts.iterdir())
    assert (await guest.post(f"{path}/draft", {"token": make_token(guest), "words": "x"})).status == 404
    assert not list(places.drafts.iterdir())


async def test_skipping_and_pausing_leave_the_words_in_the_box(guest: Guest, opened: Opened) -> None:
    await guest.press("Skip", words="I was about to say")
    assert guest.shown.box == "I was about to say"
    assert "A line skipped." in guest.shown.text
    await guest.say("Hello Louise.")
    await guest.press("Take back", words="And also this")
    assert guest.shown.box == "Hello Louise.\nAnd also this"
    await guest.press("Pause", words="Half a")
    await guest.press("Come back")
    assert guest.shown.box == "Half a"


async def test_stopping_can_keep_or_forget_and_the_next_page_can_bring_it_back(guest: Guest, opened: Opened) -> None:
    path = guest.shown.path
    await guest.say("Hello Louise.")
    await guest.follow("Stop")
    await guest.press("Keep nothing")
    assert guest.shown.heading == "Forget what you said?"
    await guest.press("Forget it")
    assert guest.shown.heading == "Stopped. Nothing is kept."
    assert (await guest.get(path)).status == 404
    shown = await guest.post(f"{path}/undo", {"token": make_token(guest)})
    assert shown.heading.startswith("Stopped. It is kept")
    assert "Hello Louise." in (await guest.get(path)).text
    await guest.follow("Stop")
    await guest.press("Stop, keep it")
    assert guest.shown.heading.startswith("Stopped. It is kept")


async def test_keeping_nothing_of_a_line_said_again_leaves_the_attempt_before_it(guest: Guest, opened: Opened) -> None:
    path = guest.shown.path
    await guest.say("Hello Louise.")
    rehearsal = opened.coach.practice.go_on(path.rsplit("/", 1)[-1])
    rehearsal.finish()
    before = rehearsal.events
    rehearsal.say_again(1)
    await guest.get(path)
    await guest.say("A heron, perhaps.")
    for undo in (True, False):
        await guest.get(path)
        await guest.follow("Stop")
        assert "Your attempt before it stays, with its debrief." in guest.shown.text
        await guest.press("Keep nothing")
        assert guest.shown.heading == "Forget this attempt?"
        await guest.press("Forget it")
        assert guest.shown.heading.startswith("Stopped. Nothing of this attempt is kept.")
        assert opened.coach.practice.go_on(rehearsal.id).events == before
        if undo:
            await guest.press("Keep it after all")
            assert guest.shown.heading.startswith("Stopped. It is kept")
            assert "A heron, perhaps." in (await guest.get(path)).text


async def test_an_old_question_about_an_attempt_forgets_no_other_one(guest: Guest, opened: Opened) -> None:
    """Sent again from another tab, when that attempt is gone, it asks about what is there."""
    path = guest.shown.path
    await guest.say("Hello Louise.")
    rehearsal = opened.coach.practice.go_on(path.rsplit("/", 1)[-1])
    rehearsal.finish()
    before = rehearsal.events
    rehearsal.say_again(1)
    rehearsal.stop(keep=False)
    old = {"token": make_token(guest), "how": "nothing", "attempt": "2"}
    shown = await guest.post(f"{path}/stop", old)
    assert shown.heading == "Forget what you said?"
    assert opened.coach.practice.go_on(rehearsal.id).events == before


async def test_ending_asks_once_and_then_looks_back(guest: Guest) -> None:
    path = guest.shown.path
    await guest.say("Hello Louise.")
    await guest.follow("Debrief")
    assert guest.shown.heading == "End here, and look back?"
    await guest.follow("Stay here")
    await guest.follow("Debrief")
    shown = await guest.press("End it, look back")
    assert shown.path == f"{path}/debrief/first"
    assert shown.heading == "You first"
    shown = await guest.get(path)
    assert "Look back on it" in shown.list_names("a")
    assert not shown.page.find_all("textarea")


async def test_a_reply_from_another_window_is_shown_and_the_words_stay(guest: Guest, opened: Opened) -> None:
    from coach.practice.rehearsal import Rehearsal

    path = guest.shown.path
    one = opened.coach.practice.go_on(path.split("/")[2])
    load = opened.coach.practice.go_on

    def slow(name: str) -> Rehearsal:
        stale = load(name)
        if not one.attempt.exchanges:
            one.submit("Hello from elsewhere.")
        return stale

    opened.coach.practice.go_on = slow  # type: ignore[method-assign]
    shown = await guest.say("How are you?")
    assert shown.status == 409
    assert "in another window" in shown.said
    assert "Hello from elsewhere." in shown.text
    assert shown.box == "How are you?"


async def test_why_is_said_in_words(guest: Guest) -> None:
    path = guest.shown.path
    await guest.say("Has racism been part of it, at school?")
    await guest.follow("Ask why")
    assert guest.shown.heading == "Why that answer?"
    for wrong in ("?reply=99", "?reply=x", "?reply=-1", "?attempt=9"):
        shown = await guest.get(f"{path}/why{wrong}")
        assert shown.status in (404, 409), wrong


async def test_hints_stand_below_the_answer_where_they_are_wanted(opened: Opened) -> None:
    async with guest_of(opened) as guest:
        await guest.begin(hints="each", length="short", intention="0")
        assert "You want to practise" in guest.shown.text
        shown = await guest.say("Hello Louise. I treat everyone the same, I do not see colour.")
        assert "The coach:" in shown.text
        assert "of about 8" in shown.text


async def test_somebody_elses_rehearsal_is_not_here(guest: Guest, opened: Opened, tmp_path: Path) -> None:
    async with opened_own(Places(tmp_path / "theirs", tmp_path / "config2")) as other, guest_of(other) as them:
        await them.begin()
        path = them.shown.path
        assert (await guest.get(path)).status == 404
        token = make_token(guest)
        for rest in ("say", "skip", "take-back", "pause", "end", "stop", "forget", "keep", "draft", "undo"):
            shown = await guest.post(f"{path}/{rest}", {"token": token, "words": "Hello.", "how": "nothing"})
            assert shown.status in (400, 404), rest
        assert "Hello." not in (await them.get(path)).find_by("log")[0].text


async def test_after_a_goodbye_that_ended_nothing_the_page_says_how_to_end(guest: Guest) -> None:
    """By the name of the link that does it; the next reply takes it away."""
    offer = "If that was goodbye, “Debrief” ends it, and you look back."
    assert offer not in guest.shown.text
    shown = await guest.say("Bye for now, Louise.")
    assert offer in shown.text
    assert "Debrief" in shown.list_names("a")
    shown = await guest.say("How are you both?")
    assert offer not in shown.text
