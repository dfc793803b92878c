"""A rehearsal that is gone on with in another window, line by line: it is said, shown, and no word is lost."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from coach.content.library import Library
from coach.model.events import Replied
from coach.plain.console import LineConsole
from coach.plain.scenario_choice import play
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.paths import Places
from tests.plain.talk import serve
from tests.submitting import submit_reply

RACISM = "How has racism touched him?"


@pytest.fixture
def other(small: Library, places: Places, clock: Callable[[], datetime]) -> Iterator[PracticeService]:
    """Another window."""
    practice = PracticeService(small, ResilientStore(store_opener(places, clock)), clock, lambda: "other")
    yield practice
    practice.keeping.close()


def test_two_replies_in_each_window_are_all_kept_and_what_was_not_sent_is_repeated(
    practice: PracticeService, other: PracticeService, places: Places
) -> None:
    rehearsing = practice.begin("bus")
    elsewhere = iter(("Right.", "I believe you."))
    typed = iter((RACISM, RACISM, "And what would help?", "And what would help?", "finish", "yes", "", "", ""))
    out: list[str] = []

    def read(_: str) -> str | None:
        line = next(typed, None)
        if line in (RACISM, "And what would help?") and f"Not sent: {line}" not in out:
            submit_reply(other.go_on(rehearsing.id), next(elsewhere))
        return line

    play(serve(LineConsole(read, out.append, True), practice, places), rehearsing)
    said = [event.text for event in rehearsing.events if isinstance(event, Replied)]
    assert said == ["Right.", RACISM, "I believe you.", "And what would help?"]
    shown = "\n".join(out)
    assert shown.count("This rehearsal was gone on with in another window.") == 2
    told = out.index("You: Right.")
    assert "Anyway." in out[told + 1]
    assert out.index(f"Not sent: {RACISM}") > told
    assert "changed since" not in shown


def test_one_that_was_forgotten_in_another_window_ends_in_a_sentence(
    practice: PracticeService, other: PracticeService, places: Places
) -> None:
    rehearsing = practice.begin("bus")
    other.forget(rehearsing.id)
    typed = iter(("Right.", None))
    out: list[str] = []
    lines = LineConsole(lambda _: next(typed), out.append, False)
    assert play(serve(lines, practice, places), rehearsing) is None
    shown = "\n".join(out)
    assert "was forgotten in another window" in shown
    assert "Not sent: Right." in out
