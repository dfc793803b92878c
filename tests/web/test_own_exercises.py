"""Exercises in a browser, by forms alone and in Chromium: made, looked at, handed over, taken in and taken off."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from coach.model.exercise import Exercise
from coach.records.paths import Places
from coach.supervision.exercises import parse_exercise, serialize_exercise
from tests.conftest import PATIENCE
from tests.web.axe import axe_needed, find_serious
from tests.web.own import Guest, Opened, guest_of, make_token
from tests.web.supervising import PRIVATE, hand_over

WAITS = PATIENCE * 1000
REAL = "Ring Mrs Haigh of 12 Haverley Road"
FILLED = {"title": "Say the word", "why": "It is easier the second time.", "scenarios.wrong_box": "yes"}


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        await somebody.get("/exercises")
        yield somebody


async def test_an_exercise_is_made_looked_at_and_kept_with_ones_own(guest: Guest, opened: Opened) -> None:
    await guest.follow("Make an exercise")
    assert guest.shown.heading == "Make an exercise"
    shown = await guest.press("See it as it stands", why="It is easier the second time.")
    assert shown.status == 409
    assert "It needs a title." in shown.said
    assert "Choose at least one scenario." in shown.said
    assert "It is easier the second time." in shown.html, "what was typed stays"
    assert "depends on the scenarios" in shown.text
    await guest.press("See what can be practised in them", **FILLED)
    assert "names_race_directly" in guest.shown.html
    shown = await guest.press(
        "See it as it stands", **{"focus.names_race_directly": "yes", "mode": "pair", "replies": "6",
        "reflection": "gibbs", "bring": "one_question", "notes": "It may come close.\r\n\r\nTake your time."},
    )  # fmt: skip
    assert (shown.status, shown.heading) == (200, "Say the word")
    for words in ("“The wrong box”", "Two of you", "About 6 replies", "One question", "It may come close."):
        assert words in shown.text
    assert "title: Say the word" in shown.text, "the file stands beside it"
    assert "say_the_word" not in {listed.id for listed in opened.coach.inbox.list_exercises()}, "nothing is kept yet"
    await guest.press("Change it")
    assert "Say the word" in guest.shown.html
    await guest.press("See it as it stands", title="Say it again")
    shown = await guest.press("Hand it over")
    assert (shown.path, shown.said) == ("/exercises", "It is with your exercises now.")
    made = opened.coach.inbox.find_exercise("say_it_again")
    assert made is not None
    assert (made.mode, made.replies, made.reflection, made.focus) == ("pair", 6, "gibbs", ("names_race_directly",))
    assert made.content_notes == ("It may come close.", "Take your time.")
    # And done, as any other
    section = next(each for each in shown.page.find_all("section") if "Say it again" in each.text)
    link = next(each for each in section.find_all("a") if "The wrong box" in each.text)
    await guest.get(link.get("href"))
    assert guest.shown.heading == "The wrong box"


async def test_an_exercise_is_handed_over_as_a_file_that_another_takes_in(guest: Guest, opened: Opened) -> None:
    await guest.follow("Make an exercise")
    await guest.press("See it as it stands", **FILLED)
    file = await guest.press("Hand it over", way="file")
    assert file.headers["Content-Disposition"] == "attachment; filename*=UTF-8''say_the_word.yaml"
    exercise = parse_exercise(file.html)
    assert (exercise.title, exercise.scenarios) == ("Say the word", ("wrong_box",))
    await guest.get("/exercises")
    await guest.send_file(file.html, "say_the_word.yaml")
    assert "Taken in." in guest.shown.said
    assert opened.coach.inbox.find_exercise("say_the_word") == exercise
    listed = next(each for each in guest.shown.page.find_all("section") if "Say the word" in each.text)
    saved = next(each.get("href") for each in listed.find_all("a") if each.text == "Save it, to hand on")
    async with guest.http.get(guest.address + saved) as answer:
        assert await answer.text() == file.html
    await guest.send_file(file.html, "say_the_word.yaml")
    assert "here already" in guest.shown.text


async def test_what_is_no_exercise_is_refused_in_a_sentence(guest: Guest, opened: Opened) -> None:
    before = len(opened.coach.inbox.list_exercises())
    handed = hand_over(opened.coach)
    for content, says in (
        (handed.text, "This was brought to supervision"),
        ("", "There is no file yet"),
        (b"\xff\xfe\x00", "not saved as UTF-8"),
        ("format: 1\ntitle: x", "whole"),
        ("&a [*a]", ""),
        ("x" * 300_000, "larger than anything"),
        ("a: [" * 5000, ""),
    ):
        await guest.get("/exercises")
        shown = await guest.send_file(content, "<b>x\u202e.yaml")
        assert shown.status in (400, 409, 413, 500), content[:20]
        assert shown.heading != "Exercises"
        assert says in shown.text or not says or shown.status == 500, (says, shown.text)
        assert "<b>x" not in shown.html
        assert not [words for words in PRIVATE if words in shown.html]
    assert len(opened.coach.inbox.list_exercises()) == before


async def test_ones_own_is_taken_off_after_a_question_and_what_ships_is_not(guest: Guest, opened: Opened) -> None:
    own = Exercise(title="Mine", why="To try.", scenarios=("wrong_box",))
    await guest.send_file(serialize_exercise(own), "mine.yaml")
    assert guest.shown.list_names("a").count("Take it off") == 1, "only for one's own"
    await guest.follow("Take it off")
    assert guest.shown.heading == "Take “Mine” off your exercises?"
    await guest.follow("Leave it as it is")
    await guest.follow("Take it off")
    path = guest.shown.path
    await guest.press("Take it off")
    assert guest.shown.said == "Taken off: mine.yaml is deleted."
    assert opened.coach.inbox.find_exercise("mine") is None
    token = {"token": make_token(guest)}
    assert (await guest.post(path, token)).status == 404
    await guest.get("/exercises")
    ships = next(each.get("href") for each in guest.shown.page.find_all("a") if each.get("href").endswith("/file"))
    assert (await guest.post(ships.replace("/file", "/off"), token)).status == 409
    for path in ("/exercises/x/off", "/exercises/x/file", "/exercises/given/x/away"):
        assert (await guest.get(path)).status == 404


async def test_real_peoples_details_are_asked_about_before_it_goes_anywhere(
    guest: Guest, opened: Opened, places: Places
) -> None:
    await guest.follow("Make an exercise")
    await guest.press("See it as it stands", **FILLED | {"why": REAL})
    shown = await guest.press("Hand it over", way="file")
    assert (shown.status, shown.heading) == (409, "Is that somebody real?")
    assert "It has not been saved or given to anybody." in shown.text
    await guest.press("Change it")
    assert REAL in guest.shown.html
    assert "scenarios.wrong_box" in guest.shown.html
    await guest.press("See it as it stands")
    await guest.press("Hand it over", way="library")
    assert not [file for file in places.data.rglob("*") if file.is_file() and b"Haverley" in file.read_bytes()]
    await guest.press("Leave those words out")
    assert guest.shown.said == "Left out. Look at it once more, then go on."
    assert "Haverley" not in guest.shown.html
    await guest.press("Change it")
    await guest.press("See it as it stands", why=REAL)
    await guest.press("Hand it over", way="file")
    file = await guest.press("Keep them")
    assert parse_exercise(file.html).why == REAL


async def test_forged_and_odd_forms_keep_nothing(guest: Guest, opened: Opened) -> None:
    before = len(opened.coach.inbox.list_exercises())
    token = make_token(guest)
    whole = {"token": token} | FILLED
    for path, fields in (
        ("/exercises/look", whole | {"mode": "<b>", "replies": "99"}),
        ("/exercises/look", whole | {"scenarios.<script>": "yes"}),
        ("/exercises/look", whole | {"focus.no_such": "yes", "scenarios.wrong_box": "", "title": ""}),
        ("/exercises/look", whole | {"reflection": "../x"}),
        ("/exercises/look", whole | {"title": "x" * 300}),
        ("/exercises/hand-over", whole | {"way": "mail"}),
        ("/exercises/hand-over", whole | {"way": "one"}),
        ("/exercises/hand-over", whole | {"way": "all"}),
        ("/exercises/hand-over", {"token": token, "way": "library"}),
    ):
        shown = await guest.post(path, fields)
        assert shown.status in (400, 404, 409, 413), (path, fields)
        assert "<script>alert" not in shown.html
        assert (await guest.post(path, fields | {"token": "x"})).status == 403
    assert len(opened.coach.inbox.list_exercises()) == before


async def test_an_exercise_is_made_by_roles_and_names_at_320_pixels(browser: Browser, opened: Opened) -> None:
    page = await browser.new_page(viewport={"width": 320, "height": 700}, bypass_csp=True, reduced_motion="reduce")
    page.set_default_timeout(WAITS)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    await page.goto(opened.server.make_address())
    await page.wait_for_url("**/")
    await page.get_by_role("navigation").get_by_role("link", name="Supervision").click()
    await page.get_by_role("link", name="Make an exercise").click()
    await page.get_by_label("Title").fill("Say the word")
    await page.get_by_label("Why, in one sentence").fill("It is easier the second time.")
    box = page.get_by_role("group", name="Scenarios", exact=True).get_by_role("checkbox", name="The wrong box")
    await box.focus()
    await page.keyboard.press("Space")
    await expect(box).to_be_checked()
    await page.get_by_role("button", name="See what can be practised in them").press("Enter")
    focus = page.get_by_role("group", name="What to practise")
    await focus.get_by_role("checkbox").nth(8).check()
    await expect(page.get_by_label("Title")).to_have_value("Say the word")
    await expect(box).to_be_checked()
    await page.get_by_label("With whom").select_option("Two of you")
    wide = "document.documentElement.scrollWidth - innerWidth"
    assert await page.evaluate(wide) <= 0
    axe_needed()
    faults = await find_serious(page)
    await page.get_by_role("button", name="See it as it stands").click()
    await expect(page.get_by_role("heading", name="Say the word", level=1)).to_be_focused()
    assert await page.evaluate(wide) <= 0
    faults += await find_serious(page)
    await page.get_by_text("The file, as it stands").click()
    await expect(page.get_by_text("title: Say the word")).to_be_visible()
    assert await page.evaluate(wide) <= 0
    async with page.expect_download() as coming:
        await page.get_by_role("radio", name="As a file").check()
        await page.get_by_role("button", name="Hand it over").click()
    assert (await coming.value).suggested_filename == "say_the_word.yaml"
    await page.get_by_role("radio", name="Into my own exercises").check()
    await page.get_by_role("button", name="Hand it over").click()
    await expect(page.get_by_role("status")).to_contain_text("It is with your exercises now.")
    own = page.get_by_role("region", name="Say the word")
    await own.get_by_role("link", name="Take it off").click()
    await page.get_by_role("button", name="Take it off").click()
    await expect(page.get_by_role("status")).to_contain_text("is deleted")
    assert not problems
    assert not faults, "\n".join(faults)
