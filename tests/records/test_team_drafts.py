"""Drafts in a team's store: there for their writer alone, in any window, and gone with what they are of."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine, text

from coach.content.library import Library
from coach.errors import NotKnown, RecordsUnwritable
from coach.practice.persistence import ResilientStore
from coach.practice.service import PracticeService
from coach.records.paths import EXPIRES_AFTER
from coach.records.team import store as team_store
from coach.records.team.logins import open_url
from coach.records.team.store import TeamRehearsalStore, TeamSubmissionStore
from tests import postgres
from tests.conftest import START, began, said
from tests.submitting import submit_reply

WORDS = "Half a reply about a purple bicycle"


def keep_one(engine: Engine, name: str = "one") -> TeamRehearsalStore:
    """A rehearsal with a draft in it."""
    store = TeamRehearsalStore(engine)
    store.append(name, began())
    store.keep_draft(name, WORDS)
    return store


def count_drafts(server: postgres.Server) -> int:
    """How many there are, for the superuser, whom no rule holds."""
    return int(server.sql("SELECT count(*) FROM coach.drafts", "coach"))


def open_practice(engine: Engine, small: Library, clock: Callable[[], datetime]) -> PracticeService:
    """A practice over a login's part of the store."""
    return PracticeService(small, ResilientStore(lambda: (TeamRehearsalStore(engine), "")), clock, lambda: "one")


def test_a_draft_is_there_in_another_window_and_is_replaced_and_deleted(login: Callable[[str], Engine]) -> None:
    store, other = keep_one(login("ann")), TeamRehearsalStore(login("ann"))
    assert other.read_draft("one") == WORDS
    other.keep_draft("one", "Shorter.\nOn two lines.")
    assert store.read_draft("one") == "Shorter.\nOn two lines."
    store.keep_draft("one", "")
    assert other.read_draft("one") == ""
    assert other.read_draft("nothing of that name") == ""


def test_nobody_else_reads_changes_or_deletes_it(server: postgres.Server, login: Callable[[str], Engine]) -> None:
    """Neither a colleague, nor a supervisor to whom something of that rehearsal was brought, nor the owner."""
    ann = keep_one(login("ann"))
    TeamSubmissionStore(ann.engine).bring("b1", "sue", START, '{"words": "for sue"}')
    for other in ("ben", "sue", "coach_owner"):
        engine = login(other) if other != "coach_owner" else open_url(server.url())
        store = TeamRehearsalStore(engine)
        assert store.read_draft("one") == ""
        store.keep_draft("one", "")
        with pytest.raises(NotKnown):
            store.keep_draft("one", "Another's words.")
        with engine.connect() as connection:
            assert connection.execute(text("SELECT * FROM drafts")).all() == []
        engine.dispose()
    assert ann.read_draft("one") == WORDS


@pytest.mark.parametrize("way", ["forget", "forget_all", "forget_these", "expire", "forget_events"])
def test_it_goes_with_its_rehearsal_whichever_way_that_goes(
    server: postgres.Server, login: Callable[[str], Engine], way: str
) -> None:
    store = keep_one(login("ann"))
    store.append("one", said("asks", text="How is he?"))
    match way:
        case "forget":
            store.forget("one")
        case "forget_all":
            store.forget_all()
        case "forget_these":
            store.forget_these(["one"])
        case "expire":
            store.expire(START + 2 * EXPIRES_AFTER)
        case _:
            assert store.forget_events("one", 2, [2]), "an attempt that is not kept takes what was being typed along"
    assert count_drafts(server) == 0


def test_what_comes_late_of_a_forgotten_rehearsal_is_kept_nowhere(
    server: postgres.Server, login: Callable[[str], Engine], small: Library, clock: Callable[[], datetime]
) -> None:
    practice = open_practice(login("ann"), small, clock)
    rehearsal = practice.begin("bus")
    rehearsal.keep_draft(WORDS)
    assert rehearsal.draft == WORDS
    TeamRehearsalStore(login("ann")).forget("one")
    rehearsal.keep_draft(f"{WORDS} and more")
    assert rehearsal.draft == ""
    assert count_drafts(server) == 0
    practice.keeping.close()


def test_a_reply_that_was_said_is_no_draft_also_after_a_kill_between_both(
    server: postgres.Server, login: Callable[[str], Engine], small: Library, clock: Callable[[], datetime]
) -> None:
    practice = open_practice(login("ann"), small, clock)
    rehearsal = practice.begin("bus")
    rehearsal.keep_draft("How has racism touched him?")
    submit_reply(rehearsal, "How has racism touched him?")  # and killed here: both are one transaction
    assert count_drafts(server) == 0
    again = open_practice(login("ann"), small, clock).go_on("one")
    assert again.draft == ""
    assert again.take_back() == "How has racism touched him?"
    again.keep_draft("How has racism touched him?")
    assert again.draft == "How has racism touched him?", "taken back, it stands in the box again"
    submit_reply(again, "How has racism touched him?")
    again.keep_draft("How has racism touched him?")
    assert again.draft == "How has racism touched him?", "the same words may be typed a second time"
    assert count_drafts(server) == 1
    practice.keeping.close()


@pytest.mark.parametrize("closes", [False, True], ids=["at the next move", "as the coach closes"])
def test_it_is_held_while_the_store_is_away_and_kept_once_it_is_back(
    server: postgres.Server,
    login: Callable[[str], Engine],
    small: Library,
    clock: Callable[[], datetime],
    monkeypatch: pytest.MonkeyPatch,
    *,
    closes: bool,
) -> None:
    monkeypatch.setattr(team_store, "PATIENCE", 0.0)
    practice = open_practice(login("ann"), small, clock)
    rehearsal = practice.begin("bus")
    server.stop()
    try:
        rehearsal.keep_draft(WORDS)
        assert rehearsal.draft == WORDS
    finally:
        server.start()
    if closes:
        practice.keeping.close()
    else:
        rehearsal.pause()
    assert TeamRehearsalStore(login("ann")).read_draft("one") == WORDS
    practice.keeping.close()


def test_what_a_server_cannot_hold_is_made_so_or_refused_without_a_word_of_it(login: Callable[[str], Engine]) -> None:
    store = keep_one(login("ann"))
    store.keep_draft("one", "Half\0way <b>\x1b[31m\u202e 'quoted'; DROP TABLE drafts")
    assert store.read_draft("one") == "Half\ufffdway <b>\x1b[31m\u202e 'quoted'; DROP TABLE drafts"
    with pytest.raises(RecordsUnwritable) as caught:
        store.keep_draft("one", "purple bicycle " * 80_000)
    assert "bicycle" not in str(caught.value)
    assert store.read_draft("one\0") == ""
