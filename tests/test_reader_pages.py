"""The pages for practitioners, supervisors, IT and information governance promise what the program does."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach import __version__
from coach.classroom.run_sheets import load_sheets
from coach.cli.room_door import LOOPBACK, PORT
from coach.content.yaml_reader import Problem
from coach.debrief.plan_cards import LEFT_FOR_PLAN, PROMISED
from coach.plain.conversation import CONVERSATION_COMMANDS
from coach.records.class_log import GOES_AFTER
from coach.records.erasure import BESIDE
from coach.records.expiry import ExpiryMemory, find_due
from coach.records.paths import EXPIRES_AFTER
from coach.tui.commands import COMMANDS
from coach.tui.writing.app import draw_problems
from coach.web import own_server
from tests.house import ROOT

F4_OFFERS = ("A new entry, wherever the talk is", "A new entry, in this turn alone")
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


GOES = (
    "deletes a rehearsal on the second day of use on which it is over its thirty days. "
    "After two weeks or more without use, that day is at least a week after the first."
)
"""What `coach/records/expiry.py` does, in the one sentence and a half that every page has."""
SAYS_WHEN = ("docs/for-information-governance.md", "docs/dpia.md", "docs/privacy-notice.md", "docs/care.md",
             "docs/teams.md", "README.md")  # fmt: skip


@pytest.mark.parametrize("page", SAYS_WHEN)
def test_every_page_says_in_the_same_words_when_thirty_days_are_over(page: str) -> None:
    assert GOES in " ".join((ROOT / page).read_text("utf-8").split())


def test_what_pages_say_of_thirty_days_is_what_happens() -> None:
    """Found over its time on a first day of use, gone on a second; a week later after a long time away."""
    touched = {"one": datetime(2026, 3, 1, 12, tzinfo=UTC)}
    for last_use, first, gone in ((29, 30, 31), (10, 30, 37)):
        memory = ExpiryMemory(last=touched["one"] + timedelta(days=last_use))
        for day in range(first, gone + 1):
            now = touched["one"] + timedelta(days=day, hours=1)
            memory, goes = find_due(memory, touched, now, EXPIRES_AFTER)
            assert goes == ({"one"} if day == gone else set())


def test_the_journal_beside_a_file_is_named_where_a_page_says_what_is_kept() -> None:
    for page in ("for-information-governance.md", "dpia.md", "privacy-notice.md"):
        assert f"rehearsals.db{BESIDE[0]}" in read(page)
        assert page == "privacy-notice.md" or (f"rooms.db{BESIDE[0]}" in read(page) and f"`{BESIDE[1]}`" in read(page))


def test_what_leaves_a_machine_in_a_room_or_to_a_team_is_said_with_what_is_handed_over() -> None:
    said = " ".join(read("for-information-governance.md").split())
    assert "unless its owner hands it over, or joins a room, or the team keeps a store." in said
    assert "unless you hand it over, or join a room, or your team keeps a store." in read("privacy-notice.md")
    for page in ("for-information-governance.md", "privacy-notice.md", "dpia.md"):
        assert re.search(r"proxy's\s+(log|shows)", read(page))


def test_each_problem_in_coach_write_has_its_file_line_code_and_advice() -> None:
    assert "a file, a line, a code and advice, in `coach check` and in `coach write`" in read("for-authors.md")
    problem = Problem(Path("my_family.yaml"), 9, 3, "draft-left", "A note is left.", "Take it out.", warning=True)
    (drawn,) = draw_problems([problem])
    assert str(drawn.render()) == "Look at my_family.yaml, line 9 (draft-left). A note is left. Take it out."
    assert "my_family.yaml:9:3: warning draft-left: " in problem.says()


def test_the_codes_without_an_example_are_said_to_be_there() -> None:
    page = read("checks.md")
    assert "Some codes need no example" in page
    assert "an example of most" in " ".join(read("for-authors.md").split())
    codes = page.split("\n### ")[1:]
    assert 0 < sum("**Broken**" not in part for part in codes) < len(codes) / 4


def test_f4_offers_an_author_what_their_page_explains() -> None:
    rows_of_page = [what for what, _ in rows("for-authors.md", "| what F4 offers | take it where |")]
    assert [what for what in rows_of_page if what.startswith("a new entry")] == [
        words[0].lower() + words[1:] for words in F4_OFFERS
    ]


def test_a_start_up_script_installs_each_version_once_and_the_report_shows_how_it_reads() -> None:
    page = read("deploy/windows.md")
    assert f'conversation_coach-{__version__}.dist-info") {{ exit 0 }}' in page
    assert "`reads replies: fully`" in page
    assert "VC++" in page or "Visual C++" in page


def test_the_ports_that_the_page_for_it_names_are_those_that_are_opened() -> None:
    ports = {row[0].strip("`"): row[1] for row in rows("for-it.md", "| what | port | who reaches it |")}
    assert ports["coach serve"].startswith(f"{own_server.PORT}, on loopback")
    assert ports["coach room"].startswith(f"{PORT}, on loopback")
    assert LOOPBACK == own_server.LOOPBACK == "127.0.0.1"


def test_the_digits_that_choose_a_tab_are_said_and_are_keys_of_a_debrief() -> None:
    assert "the digits `1` to `4` choose a tab, as their names show" in " ".join(read("for-practitioners.md").split())
    assert find_keys("debrief") >= {"1", "2", "3", "4", "m"}


def test_the_cards_of_what_is_left_are_on_the_page_s_list() -> None:
    page = " ".join(read("for-practitioners.md").split())
    assert PROMISED in page
    assert LEFT_FOR_PLAN.removeprefix("What is left ") in page


def test_no_paper_promises_more_of_a_database_s_log_than_the_page_for_governance() -> None:
    for page in ("privacy-notice.md", "for-information-governance.md"):
        assert re.search(r"log can hold\s+words, unless it (is|was)\s+\[set\s+not", read(page))


def test_an_invitation_can_say_that_an_hour_has_one_round() -> None:
    told = "one round, so most people read or listen"
    assert told in " ".join(read("training.md").split())
    assert told in read("invitation-and-handout.md")
    assert sum(part.does == "round" for part in load_sheets()["sixty"].parts) == 1


def test_a_start_up_script_changes_nothing_while_a_coach_is_open() -> None:
    script = read("deploy/windows.md").partition("```powershell\n")[2].partition("```")[0]
    assert script.index("SHA256SUMS") < script.index("exit 1618") < script.index("Remove-Item")


def test_the_minutes_of_an_hour_are_those_of_its_sheet() -> None:
    found = [(when, part) for when, part, *_ in rows("training.md", "| min | part | you | them |") if part]
    begins, parts = 0, []
    for part in load_sheets()["sixty"].parts:
        parts.append((f"{begins}–{begins + part.minutes}", part.title))
        begins += part.minutes
    assert [when for when, _ in found] == [when for when, _ in parts]
    assert all(title.startswith(whole) for (_, title), (_, whole) in zip(found, parts, strict=True))
