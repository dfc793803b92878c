"""The pages for practitioners, supervisors, IT and information governance promise what the program does."""

import re
from datetime import timedelta

import pytest

from coach.cli.room_door import LOOPBACK, PORT
from coach.plain.conversation import CONVERSATION_COMMANDS
from coach.records.class_log import GOES_AFTER
from coach.records.paths import EXPIRES_AFTER
from coach.tui.commands import COMMANDS
from coach.web import own_server
from tests.house import ROOT

KEYS = {"Escape": "escape", "Ctrl+D": "ctrl+d"}


def read(page: str) -> str:
    return (ROOT / "docs" / page).read_text("utf-8")


def rows(page: str, heading: str) -> list[list[str]]:
    """The rows of the first table whose head begins so, each by its cells."""
    table = read(page).partition(heading)[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def find_keys(*places: str) -> set[str]:
    """Every key that does something on one of these pages."""
    return {key for one in COMMANDS if set(one.where) & set(places) for key in one.key.split(",")}


def test_a_practitioner_s_keys_and_words_are_those_of_a_conversation() -> None:
    found = rows("for-practitioners.md", "| to | press | in plain lines, type |")
    keys = find_keys("conversation", "reply")
    words = {word.word for word in CONVERSATION_COMMANDS}
    assert len(found) > 5
    assert [key for _, key, _ in found if KEYS.get(key, key.lower()) not in keys] == []
    assert [word for *_, word in found if word.strip("`") not in words] == []


@pytest.mark.parametrize(("key", "places"), [("s", "debrief"), ("b", "debrief"), ("k", "debrief"), ("n", "card")])
def test_a_practitioner_s_keys_after_a_conversation_are_those_of_a_debrief(key: str, places: str) -> None:
    assert f"`{key}`" in read("for-practitioners.md")
    assert key in find_keys(places)


def test_a_supervisor_s_keys_are_those_of_a_review() -> None:
    found = rows("for-supervisors.md", "| you want to | press |")
    places = {
        place for one in COMMANDS if one.id in {"hand_back", "if_hard", "comment", "agree"} for place in one.where
    }
    keys = find_keys(*places, "review")
    assert len(found) > 7
    assert [key for _, key in found if key.lower() not in keys] == []


def test_the_days_that_pages_promise_are_those_of_the_program() -> None:
    assert timedelta(days=30) == EXPIRES_AFTER
    assert timedelta(days=7) == GOES_AFTER
    for page in ("for-practitioners.md", "for-information-governance.md"):
        assert re.search(r"thirty\s+days", read(page))
    assert "seven days" in read("for-information-governance.md")


def test_the_ports_that_the_page_for_it_names_are_those_that_are_opened() -> None:
    ports = {row[0].strip("`"): row[1] for row in rows("for-it.md", "| what | port | who reaches it |")}
    assert ports["coach serve"].startswith(f"{own_server.PORT}, on loopback")
    assert ports["coach room"].startswith(f"{PORT}, on loopback")
    assert LOOPBACK == own_server.LOOPBACK == "127.0.0.1"
