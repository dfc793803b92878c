"""Supervision through a team's store, over a real server: brought, read, handed back, withdrawn, and given to practise.

Each person has a browser without scripts at the team's address, signed in by the proxy.
"""

from collections.abc import AsyncIterator

import pytest

from coach.records.team.logins import let_in, open_engine, take_out
from coach.supervision.desk_texts import BROUGHT_ALONG, NONE_GIVEN
from coach.supervision.exercises import parse_exercise
from coach.web.forms import make_form_token
from tests import postgres
from tests.web.own import Guest
from tests.web.supervising import HURTS, MENDS, PRIVATE
from tests.web.team import TeamAddress, read_cookie, signed_in

ASKS = "What did he hear?"
REAL = "What would Mrs Haigh of 12 Haverley Road say?"


@pytest.fixture
async def ann(team: TeamAddress) -> AsyncIterator[Guest]:
    """A practitioner who said three lines."""
    async with signed_in(team, "ann") as guest:
        await guest.begin()
        for words in (HURTS, MENDS, PRIVATE[0]):
            await guest.say(words)
        yield guest


@pytest.fixture
async def sue(team: TeamAddress) -> AsyncIterator[Guest]:
    """Their supervisor."""
    async with signed_in(team, "sue") as guest:
        yield guest


def find_rehearsal(guest: Guest) -> str:
    """The address of the rehearsal that is shown."""
    return "/".join(guest.shown.path.split("/")[:3])


async def bring(ann: Guest, **fields: str) -> str:
    """Bring the first line to Sue through the store; the rehearsal's address."""
    rehearsal = find_rehearsal(ann)
    await ann.get(f"{rehearsal}/bring")
    await ann.press("See what goes", what="moment", reply="1", who="Ann", **{"question": "Did I rush him?"} | fields)
    await ann.press("Hand it over", reader="sue")
    return rehearsal


async def open_first(sue: Guest) -> str:
    """Open the first thing on the desk; its address."""
    await sue.get("/desk")
    return (await sue.follow("Open")).path


async def test_a_moment_is_brought_read_handed_back_and_read_again(
    ann: Guest, sue: Guest, team: TeamAddress, teams: postgres.Server
) -> None:
    rehearsal = await bring(ann)
    assert "Handed over to sue." in ann.shown.said
    desk = await open_first(sue)
    assert "Did I rush him?" in sue.shown.text
    assert HURTS in sue.shown.text
    await sue.press_about("May have hurt", "Agree")
    # The agenda opened from it holds that, at a team's address too.
    await sue.follow("The agenda")
    for words in ("Ann would like to talk about: Did I rush him?", HURTS, BROUGHT_ALONG):
        assert words in sue.shown.text
    file = await sue.press("Save the agenda", format="md", day="3 May 2026", supervisor="Sue")
    assert file.headers["Content-Disposition"].endswith("agenda-ann-2026-05-03.md")
    assert "Did I rush him?" in file.html
    await sue.get(desk)
    await sue.follow("What goes back")
    await sue.press("See what goes back", questions=ASKS, who="Sue", action="Ask for forms", by="in a fortnight")
    await sue.press("Hand it back through your team's store")
    assert "can read it in your team's store now" in sue.shown.said
    await ann.get(f"{rehearsal}/brought")
    assert ASKS in ann.shown.text
    assert ASKS not in teams.sql("SELECT string_agg(body, '') FROM coach.events WHERE owner = 'sue'", "coach")
    await ann.press("Keep it", words="That I did not believe him.")
    await sue.get("/actions")
    assert "Ask for forms" in sue.shown.text
    await sue.get(desk)
    await sue.follow("Take my answer back")
    await sue.press("Take it back")
    # Withdrawn, it is on nobody's desk, and what came back stays.
    await ann.get(f"{rehearsal}/brought")
    await ann.follow("Withdraw")
    await ann.press("Withdraw it")
    assert ASKS in ann.shown.text
    await sue.get("/desk")
    assert "Did I rush him?" not in sue.shown.text
    assert (await sue.get(desk)).status == 404
    assert teams.sql("SELECT count(*) FROM coach.brought", "coach") == "0"
    async with signed_in(team, "ben") as ben:
        for path in ("/desk", desk, f"{rehearsal}/brought"):
            assert "Did I rush him?" not in (await ben.get(path)).html


async def test_nothing_private_comes_to_the_supervisors_browser(ann: Guest, sue: Guest) -> None:
    await bring(ann)
    waiting, known = ["/desk", "/agenda", "/actions", "/rehearsals", "/exercises"], set[str]()
    while waiting:
        path = waiting.pop()
        known.add(path)
        shown = await sue.get(path)
        assert PRIVATE[0] not in shown.html, path
        if path.startswith("/desk"):
            links = (link.get("href").partition("#")[0] for link in shown.page.find_all("a"))
            waiting += [link for link in links if link.startswith(("/desk", "/agenda")) and link not in known]
    assert len(known) > 10


async def test_what_lies_with_a_supervisor_who_left_goes_to_another_and_asks_about_no_word_twice(
    ann: Guest, team: TeamAddress, teams: postgres.Server
) -> None:
    rehearsal = find_rehearsal(ann)
    await ann.get(f"{rehearsal}/bring")
    await ann.press("See what goes", what="moment", reply="1", who="Ann", question=REAL)
    shown = await ann.press("Hand it over", reader="sue")
    assert (shown.status, shown.heading) == (409, "Is that somebody real?")
    await ann.press("Keep them")
    assert "Handed over to sue." in ann.shown.said
    with open_engine(teams.url("coach_owner")) as owner:
        let_in(owner, "ben", supervisor=True)
        take_out(owner, "sue")
        try:
            await ann.get(f"{rehearsal}/brought")
            await ann.press("Bring it to them", reader="ben")
            assert ann.shown.said == "ben can read it in your team's store now. sue cannot."
            assert teams.sql("SELECT reader FROM coach.brought", "coach") == "ben"
            async with signed_in(team, "ben") as ben:
                await open_first(ben)
                assert "Haverley" in ben.shown.text
        finally:
            let_in(owner, "sue", supervisor=True)
            let_in(owner, "ben", supervisor=False)


async def test_an_exercise_is_given_to_one_and_to_all_and_taken_away(
    sue: Guest, ann: Guest, team: TeamAddress, teams: postgres.Server
) -> None:
    await sue.get("/exercises/given")
    assert NONE_GIVEN in sue.shown.text
    await sue.get("/desk")
    await sue.follow("Make an exercise")
    filled = {"title": "Say the word", "why": "It is easier the second time.", "scenarios.wrong_box": "yes"}
    await sue.press("See it as it stands", **filled)
    assert "Into my own exercises" not in sue.shown.text, "nobody has a library of their own there"
    await sue.press("Hand it over", way="one", reader="ann")
    assert sue.shown.said == "ann can find it under Exercises now. Nobody is told whether it was done."
    assert sue.shown.heading == "What you gave"
    assert "To ann" in sue.shown.text
    await ann.get("/exercises")
    given = ann.shown.page.find_all("section")[0]
    assert "Say the word" in given.text
    assert "From sue." in given.text
    saved = next(each.get("href") for each in given.find_all("a") if each.text == "Save it, to hand on")
    async with ann.http.get(ann.address + saved) as answer:
        assert parse_exercise(await answer.text()).title == "Say the word"
    async with signed_in(team, "ben") as ben:
        assert "Say the word" not in (await ben.get("/exercises")).html
        assert (await ben.get(saved)).status == 404
    # Racism towards the practitioner is set to nobody by name.
    await sue.get("/exercises/new")
    towards = {"title": "At you", "why": "It happens."}
    at_you = next(
        name for each in sue.shown.page.find_all("label") if "towards" in each.text.casefold()
        for name in (each.find_all("input")[0].get("name"),) if name.startswith("scenarios.")
    )  # fmt: skip
    await sue.press("See it as it stands", **towards | {at_you: "yes", "alternatives.wrong_box": "yes"})
    shown = await sue.press("Hand it over", way="one", reader="ann")
    assert shown.status == 409
    assert "never set to one person" in shown.said
    for forged in ({"way": "library"}, {"way": "one", "reader": "cat"}, {"way": "one", "reader": "x' OR 1"}):
        fields = filled | {"token": make_form_token(read_cookie(sue))} | forged
        assert (await sue.post("/exercises/hand-over", fields)).status in (400, 409)
    await sue.get("/exercises/new")
    await sue.press("See it as it stands", **filled)
    await sue.press("Hand it over", way="all")
    assert teams.sql("SELECT count(*) FROM coach.given", "coach") == "2"
    for _ in range(2):
        await sue.get("/exercises/given")
        await sue.follow("Take it away")
        assert "Nobody" not in sue.shown.heading
        await sue.press("Take it away")
        assert sue.shown.said == "Taken away. Nobody can find it under Exercises now."
    assert "Say the word" not in (await ann.get("/exercises")).html
    assert NONE_GIVEN in (await sue.get("/exercises/given")).text


async def test_a_practitioner_gives_nobody_an_exercise_and_keeps_none_on_the_server(
    ann: Guest, teams: postgres.Server
) -> None:
    token = make_form_token(read_cookie(ann))
    filled = {"token": token, "title": "Say it", "why": "To try.", "scenarios.wrong_box": "yes", "way": "all"}
    shown = await ann.post("/exercises/hand-over", filled)
    assert shown.status in (403, 409, 503)
    assert "may not do that" in shown.text
    assert teams.sql("SELECT count(*) FROM coach.given", "coach") == "0"
    for path in ("/exercises/take-in", "/exercises/x/off", "/desk/folder"):
        assert (await ann.post(path, {"token": token})).status == 404, path
