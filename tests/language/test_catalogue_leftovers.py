"""A whole rehearsal in Welsh, line by line and in a browser: which of the coach's own sentences stay in English."""

from collections.abc import Iterator

import pytest

from coach.language.catalogue import choose_language, say
from coach.plain.main_menu import open_menu
from coach.plain.setting_list import SettingList
from coach.records.paths import Places
from coach.supervision.startup import open_coach
from tests.language.leftovers import find_english
from tests.plain.talk import Talk
from tests.web.own import Guest, Shown, guest_of, opened_own

SAID = (
    "Hello Louise, thanks for seeing me. How are you both?",
    "Was it racist, what happened at school? What was it like for Theo?",
    "It was only banter, though.",
    "I am sorry. I called it banter just now, and that was wrong. What was it like for him?",
    "I will ring the school tomorrow and tell you what they say.",
)
REAL = "Ask Kelly Brown of 12 Haverley Road about it."
STAYS = (
    "not reviewed",  # said in both languages, so that everybody reads it
    "not so:", "not meant:",  # a word that is typed is the same in every language
    "Conversation coach",  # the name of the program in a browser
)  # fmt: skip
"""What stays in English, and why."""


@pytest.fixture(autouse=True)
def in_welsh() -> Iterator[None]:
    choose_language("cy")
    yield
    choose_language()


def list_left(shown: list[str], places: Places) -> list[str]:
    left = find_english(shown, *SAID, REAL, "Ask Kelly Brown of", "about it.", "they say.", str(places.config))
    left = (text for text in left if "... [" not in text)  # what was typed, cut short to choose from
    return [text for text in left if not any(stays in text for stays in STAYS)]


def test_line_by_line(places: Places) -> None:
    talk = Talk(
        *("", "rehearse", "1", "", "", *SAID[:2], "why", "brief", "?", "pause", "", "back", *SAID[1:], "skip", REAL),
        *(
            "remove",
            "",
            "finish",
            "yes",
            "1",
            "2",
            "more",
            "notes",
            "?",
            "talk",
            "3",
            "99",
            "why 2",
            "silent",
            "beside",
        ),
        *("not so", "1", "", "happened", "came back", "keep", "forget", "yes", "", ""),
    )
    open_menu(talk.at(open_coach(places, ()).practice, places), SettingList(places, lambda: {"coach-dark": "Tywyll"}))
    assert any(line.startswith("Unioni hyn a wnaethoch") for line in talk.shown.splitlines()), "a debrief was reached"
    assert list_left([*talk.shown.splitlines(), *talk.asked], places) == []


async def test_in_a_browser(places: Places) -> None:
    async with opened_own(places) as opened, guest_of(opened) as guest:
        shown = [*list_shown(await visit(guest, "/", "/help", "/scenarios", "/settings", "/rehearsals", "/nowhere"))]
        await guest.begin()
        path = guest.shown.path
        for words in (*SAID, " ", REAL):
            shown += list_shown([await guest.say(words)])
            await guest.get(path)
        ways = ("", "/why", "/end", "/stop", "/export", "/forget", "/bring", "/brought", "/debrief", "/nowhere")
        shown += list_shown(await visit(guest, *(f"{path}{way}" for way in ways)))
        page = await guest.get(f"{path}/debrief")
        assert page.heading == say("Looking back: {title}", title="The wrong box")
        assert page.page.find_all("html")[0].get("lang") == "cy"
        assert {p.get("lang") for p in page.page.find_all("p") if p.text.startswith("“")} == {"en-GB"}
        more = [link.get("href") for link in page.page.find_all("a") if "/debrief/" in link.get("href")]
        shown += list_shown([page, *await visit(guest, *more, "/all-rehearsals/forget", "/all-rehearsals/export")])
    assert list_left(shown, places) == []


async def visit(guest: Guest, *paths: str) -> list[Shown]:
    return [await guest.get(path) for path in paths]


WITHIN = frozenset(("strong", "span", "em", "code", "mark", "br", "a"))
"""Tags of words within a sentence."""


def list_shown(pages: list[Shown]) -> Iterator[str]:
    """List every sentence of some pages, and what is read out of their parts."""
    for page in pages:
        for element in page.page.walk():
            yield from (element.get(name) for name in ("aria-label", "placeholder", "title") if element.get(name))
            if element.tag not in WITHIN and any(isinstance(part, str) and part.strip() for part in element.children):
                yield "".join(
                    part if isinstance(part, str) else part.text if part.tag in WITHIN else " "
                    for part in element.children
                ).strip()
            elif element.tag in WITHIN:
                yield element.text


def test_what_is_looked_for_would_be_found() -> None:
    assert list(find_english(["You put it right."]))
    assert list(find_english(["Unionoch chi rywbeth."])) == []
    assert list(find_english(["Louise: Come in. Mind the bike."])) == [], "an author's line stays"
