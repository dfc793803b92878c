"""What a browser at a team's address is told of where words are: never that they are on its own machine.

A round is played and supervised by its forms, then every link is followed, by the practitioner and the supervisor.
"""

import re

from coach.page_words import AT_ADDRESS, IN_THE_STORE
from coach.records.paths import Places
from coach.supervision.startup import open_coach
from coach.web.own_talk import UNSENT
from tests.web.own import Guest, Shown
from tests.web.supervising import HURTS, MENDS, hand_over
from tests.web.team import KEPT, RUN_BY, TeamAddress, signed_in

UNTRUE = re.compile(
    r"(this|your|one's own|the user's) (own )?(machine|computer|laptop|disk|file of rehearsals)|`coach "
    r"|(?-i:COACH_)|pgpass|folder of (the|your) coach|rehearsals[.]db|when you close the coach",
    re.IGNORECASE,
)
"""What is so in a terminal, and in one's own coach in a browser of the same machine."""
OWN = ("/scenarios/wrong_box", "/rehearsals", "/settings", "/help", "/exercises", "/practice")
DESK = (*OWN, "/desk", "/agenda", "/actions", "/sheet", "/agreement", "/differences")
NO_PAGES = ("/sign-out", "/static/")


def find_untrue(sent: list[Shown]) -> list[str]:
    """List the sentences of pages and files that are not so at a team's address."""
    return [
        f"{shown.path}: …{shown.html[max(0, found.start() - 80) : found.end() + 40]}…"
        for shown in sent
        if not shown.path.startswith(NO_PAGES)
        for found in UNTRUE.finditer(shown.html)
    ]


async def test_no_page_of_a_played_and_supervised_round_speaks_of_ones_own_machine(
    team: TeamAddress, places: Places
) -> None:
    sent: list[Shown] = []
    team.server._asked.a_second = 1000  # links are followed faster than people read
    async with signed_in(team, "ann", sent) as ann, signed_in(team, "sue", sent) as sue:
        welcomed = [shown for shown in sent if KEPT in shown.text and RUN_BY in shown.text]
        assert len(welcomed) >= 2, "before anything else, each is told where words are kept and who runs this"
        await ann.look_everywhere("/", *(page for page in OWN if page != "/rehearsals"))
        assert IN_THE_STORE in next(shown.text for shown in sent if shown.path == "/help")
        await play(ann)
        await ann.get(f"{find_talk(ann)}/bring")
        await ann.press("See what goes", what="whole", who="Ann", question="Did I rush him?")
        await ann.press("Hand it over", reader="sue")

        await sue.look_everywhere("/", *DESK)
        assert AT_ADDRESS in next(shown.text for shown in sent if shown.path == "/actions")
        coach = open_coach(places, ())
        await sue.get("/desk")
        await sue.send_file(hand_over(coach).text)
        coach.practice.keeping.close()
        assert sue.shown.said == "Taken in."
        await review(sue)
        assert await sue.look_everywhere("/desk", *DESK) > {"/desk", "/agenda", "/actions", "/sheet", "/agreement"}

        met = await ann.look_everywhere("/rehearsals", *OWN, "/all-rehearsals")
        assert any(path.endswith("/brought") for path in met)
        await ann.get(f"{find_talk(ann)}/forget")
        await ann.press("Forget it")
        await sue.get("/settings")
        await sue.get("/sign-out")
        await sue.press("Sign out")
    assert len({shown.path for shown in sent}) > 60
    assert not find_untrue(sent), "\n".join(find_untrue(sent))


async def play(ann: Guest) -> None:
    """Rehearse, with every page on the way: gates, a pause, what is taken back, questions, the debrief."""
    await ann.begin()
    assert UNSENT in ann.shown.text
    talk = ann.shown.path
    await ann.say(HURTS)
    for stopped in ("I will ring Mrs Haigh of 12 Haverley Road on 07700 900123.", "I want to kill myself."):
        assert (await ann.say(stopped)).status == 409
        await ann.get(talk)
    await ann.press("Pause", words="Half a line")
    await ann.press("Come back")
    await ann.press("Skip", words="")
    await ann.press("Take back", words="")
    await ann.say(MENDS)
    await ann.look_everywhere(talk, talk)
    await ann.get(f"{talk}/stop")
    await ann.press("Keep nothing")
    await ann.get(f"{talk}/end")
    await ann.press("End it, look back")
    await ann.look_everywhere(talk, *OWN)
    await ann.get(talk)


async def review(sue: Guest) -> None:
    """Answer what lies on the desk."""
    for number in (0, 1):
        await sue.get("/desk")
        opens = [each for each in sue.shown.page.find_all("a") if "Open" in (each.text, each.get("aria-label"))]
        await sue.get(opens[number].get("href"))
        desk = sue.shown.path
        await sue.press_about("May have hurt", "Agree")
        await sue.get(desk)
        await sue.follow("What goes back")
        await sue.press("See what goes back", questions="What did he hear?", who="Sue", action="Ask for forms")
        if not number:
            await sue.look_everywhere(desk, desk)
        await sue.get(f"{desk}/back")
        await sue.press("See what goes back", questions="What did he hear?", who="Sue", action="Ask for forms")
        name = next(name for name in sue.shown.list_names("button") if name.startswith(("Hand it back", "Save")))
        await sue.press(name)


def find_talk(ann: Guest) -> str:
    """The address of the rehearsal that is shown."""
    return "/".join(ann.shown.path.split("/")[:3])
