"""The start page, the search, and the way into a rehearsal, by forms alone."""

from collections.abc import AsyncIterator

import pytest

from coach.model.events import Began
from coach.page_words import AT_YOU, NO_REAL_CASES
from coach.practice.scenario_cards import NONE_FIT
from tests.web.own import Guest, Opened, guest_of


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        yield somebody


@pytest.mark.parametrize(("words", "finds"), [("Roma", 1), ("Somali", 1), ("autism", 1), ("hospital", 2)])
async def test_a_search_finds_who_the_family_is_and_where(guest: Guest, words: str, finds: int) -> None:
    await guest.get("/scenarios")
    shown = await guest.press("Search", words=words)
    assert len(shown.list_names("h2")) >= finds
    assert len(shown.list_names("h2")) < 21
    assert next(each.get("value") for each in shown.page.find_all("input") if each.get("id") == "words") == words
    assert shown.path == "/scenarios", "what was typed is in no address"


async def test_the_list_can_be_narrowed_down_and_widened_again(guest: Guest) -> None:
    whole = await guest.get("/scenarios")
    some = await guest.press("Search", difficulty="foundation")
    assert 0 < len(some.list_names("h2")) < len(whole.list_names("h2"))
    none = await guest.press("Search", words="zebra", role="nobody")
    assert NONE_FIT in none.text
    await guest.follow("Show all")
    assert guest.shown.list_names("h2") == whole.list_names("h2")


async def test_nothing_starts_before_the_content_note_and_the_brief(guest: Guest, opened: Opened) -> None:
    await guest.get("/scenarios")
    shown = await guest.follow("The wrong box")
    assert "Before you start" in shown.text
    assert opened.coach.practice.library.cover("wrong_box").content_note in shown.text
    shown = await guest.follow("Start")
    assert "What people are worried about" in shown.text
    assert NO_REAL_CASES in shown.text
    assert not opened.coach.practice.rehearsals()
    shown = await guest.press("Begin", intention="own", own_words="I will ask first.", length="short", hints="each")
    assert shown.find_by("log")
    began = opened.coach.practice.go_on("last").beginning
    assert (began.intention, began.short, began.hints.value) == ("I will ask first.", True, "each")
    assert "I will ask first." in shown.text


async def test_a_scenario_that_is_aimed_at_the_practitioner_says_so(guest: Guest, opened: Opened) -> None:
    covers = {shelved.id: opened.coach.practice.library.cover(shelved.id) for shelved in
              opened.coach.practice.library.shelf("dialogues")}  # fmt: skip
    name = next(name for name, cover in covers.items() if cover.towards_practitioner)
    shown = await guest.get(f"/scenarios/{name}")
    assert AT_YOU in shown.text


async def test_own_place_is_kept_only_where_it_is_ticked(guest: Guest, opened: Opened) -> None:
    await guest.begin(position="I am new here.")
    assert opened.coach.practice.go_on("last").beginning.position == ""
    await guest.begin(position="I am new here.", keep_position="yes")
    assert opened.coach.practice.go_on("last").beginning.position == "I am new here."
    assert "I am new here." in guest.shown.text


async def test_the_gates_ask_about_what_is_typed_before_it_begins(guest: Guest, opened: Opened) -> None:
    real = "I will ask Mrs Haigh of 12 Haverley Road."
    await guest.get("/scenarios/wrong_box/brief")
    shown = await guest.press("Begin", intention="own", own_words=real)
    assert shown.heading == "Is that somebody real?"
    assert "12 Haverley Road" in shown.text
    assert not opened.coach.practice.rehearsals()
    await guest.press("Change it")
    assert next(e.get("value") for e in guest.shown.page.find_all("input") if e.get("id") == "own_words") == real
    await guest.press("Begin", intention="own", own_words=real)
    await guest.press("Leave those words out")
    assert "Haverley" not in opened.coach.practice.go_on("last").beginning.intention
    await guest.get("/scenarios/wrong_box/brief")
    shown = await guest.press("Begin", intention="own", own_words="I want to die", length="short")
    assert shown.heading == "For yourself, just now?"
    await guest.press("Pause")
    assert guest.shown.heading == "Paused."
    await guest.press("Come back")
    await guest.press("Begin", intention="own", own_words="I want to die")
    await guest.press("Keep it")
    assert opened.coach.practice.go_on("last").beginning.intention == "I want to die"
    assert len(opened.coach.practice.rehearsals()) == 2


async def test_a_forged_choice_is_refused_and_a_long_one_stays(guest: Guest, opened: Opened) -> None:
    for chosen in (
        {"intention": "99"},
        {"intention": "x"},
        {"hints": "always"},
        {"own_words": "a" * 11_000, "intention": "own"},
    ):
        await guest.get("/scenarios/wrong_box/brief")
        shown = await guest.press("Begin", **chosen)
        assert shown.status in (400, 404, 409), chosen
        assert shown.said
    assert not opened.coach.practice.rehearsals()


async def test_the_start_page_goes_on_with_what_was_left(guest: Guest) -> None:
    await guest.get("/")
    assert "Go on with The wrong box" not in guest.shown.text
    await guest.begin()
    await guest.say("Hello Louise.")
    await guest.get("/")
    shown = await guest.follow("Go on with The wrong box")
    assert "Hello Louise." in shown.text


async def test_a_rehearsal_that_was_begun_here_is_the_same_in_the_terminals_store(guest: Guest, opened: Opened) -> None:
    await guest.begin()
    (summary,) = opened.coach.practice.rehearsals()
    events = opened.coach.practice.keeping.store.read(summary.id)
    assert isinstance(events[0], Began)
    assert guest.shown.path == f"/rehearsals/{summary.id}"


async def test_an_exercise_leads_into_a_rehearsal_that_is_for_it(guest: Guest, opened: Opened) -> None:
    shown = await guest.get("/exercises")
    link = next(link for link in shown.page.find_all("a") if "?exercise=" in link.get("href"))
    name = link.get("href").partition("?exercise=")[2]
    await guest.get(link.get("href"))
    await guest.follow("Start")
    shown = await guest.press("Begin")
    assert opened.coach.practice.go_on("last").beginning.exercise == name
    assert "For the exercise" in shown.text
