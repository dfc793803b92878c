"""An attempt that is stopped and not kept goes alone: the attempts before it stay as they were, word for word."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from coach.content.library import Library
from coach.debrief.render import lay_out_page, render_plain
from coach.errors import RecordsUnwritable, SaidElsewhere
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.event_store import MemoryRehearsalStore
from coach.records.leftovers import Leftovers
from coach.records.paths import Places
from tests import postgres
from tests.submitting import submit_reply

Opens = Callable[[], PracticeService]
SAID = "The heron on the canal was never told to anybody."


@pytest.fixture(params=["a file", "a team's store", "memory"])
def opens(
    request: pytest.FixtureRequest, small: Library, places: Places, clock: Callable[[], datetime]
) -> Iterator[Opens]:
    """Opens another window on the same store, as another process would."""
    url, memory = "", MemoryRehearsalStore()
    if request.param == "a team's store":
        server: postgres.Server = request.getfixturevalue("server")
        request.getfixturevalue("login")
        url = server.url("ann", "x")
    opener = (lambda: (memory, "")) if request.param == "memory" else store_opener(places, clock, url)
    opened: list[PracticeService] = []

    def another() -> PracticeService:
        opened.append(PracticeService(small, ResilientStore(opener), clock, lambda: "talk"))
        return opened[-1]

    yield another
    for practice in opened:
        practice.keeping.close()


def finish_one(practice: PracticeService) -> Rehearsal:
    """Rehearse to a debrief, with something noted on it."""
    rehearsal = practice.begin("bus")
    submit_reply(rehearsal, "It was only banter.")
    submit_reply(rehearsal, "How has racism touched him?")
    rehearsal.finish()
    rehearsal.reflect("driscoll.what", "He was not asked.")
    return rehearsal


def say_again(rehearsal: Rehearsal) -> None:
    rehearsal.say_again(2)
    submit_reply(rehearsal, SAID)
    rehearsal.pause()
    rehearsal.resume()


def test_only_the_new_attempt_goes_and_the_rehearsal_is_exactly_as_before(opens: Opens) -> None:
    rehearsal = finish_one(opens())
    before, story = rehearsal.events, rehearsal.story
    page = render_plain(lay_out_page(rehearsal.page()))
    (row,) = opens().rehearsals()
    say_again(rehearsal)
    assert (rehearsal.earlier_attempts, rehearsal.replies_at_stake) == (1, 1)
    rehearsal.stop(keep=False)
    for there in (rehearsal, opens().go_on("talk")):
        assert there.events == before
        assert there.story == story
        assert render_plain(lay_out_page(there.page())) == page
    (after,) = opens().rehearsals()
    assert (after.replies, after.going, after.kept) == (row.replies, row.going, row.kept)
    assert after.touched >= row.touched, "to look at it does not make it go sooner"


def test_what_other_windows_noted_meanwhile_stays_and_closes_up(opens: Opens) -> None:
    rehearsal = finish_one(opens())
    say_again(rehearsal)
    other = opens().go_on("talk")
    other.keep()
    other.reflect("driscoll.so_what", "I rushed.")
    submit_reply(other, "Right.")
    with pytest.raises(SaidElsewhere):
        rehearsal.stop(keep=False)
    rehearsal.stop(keep=False)
    after = opens().go_on("talk")
    assert after.story.kept
    assert [event.words for event in after.story.reflected] == ["He was not asked.", "I rushed."]
    assert len(after.story.attempts) == 1
    (row,) = opens().rehearsals()
    assert row.kept
    after.say_again(1)
    submit_reply(after, "And on it goes.")


def test_it_can_be_kept_after_all_and_gone_on_with(opens: Opens) -> None:
    rehearsal = finish_one(opens())
    say_again(rehearsal)
    story = rehearsal.story
    rehearsal.stop(keep=False)
    rehearsal.keep_after_all()
    assert rehearsal.story == opens().go_on("talk").story == story
    assert not rehearsal.over
    (row,) = opens().rehearsals()
    assert row.going
    submit_reply(rehearsal, "What would help him now?")


def test_of_three_attempts_the_third_goes_and_a_first_alone_goes_whole(opens: Opens) -> None:
    rehearsal = finish_one(opens())
    say_again(rehearsal)
    rehearsal.finish()
    before = rehearsal.events
    rehearsal.say_again(1, attempt=1)
    assert rehearsal.replies_at_stake == 0
    submit_reply(rehearsal, "Hello.")
    rehearsal.stop(keep=False)
    assert opens().go_on("talk").events == before


def test_no_word_of_it_is_left_in_the_file_nor_its_draft(
    small: Library, places: Places, clock: Callable[[], datetime]
) -> None:
    keeping = ResilientStore(store_opener(places, clock), remains=Leftovers(places, clock), keeps_drafts=True)
    practice = PracticeService(small, keeping, clock, lambda: "talk")
    rehearsal = finish_one(practice)
    say_again(rehearsal)
    rehearsal.keep_draft("A kingfisher, half typed.")
    rehearsal.stop(keep=False)
    assert rehearsal.draft == ""
    keeping.close()
    for file in places.rehearsals.parent.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert b"heron on the canal" not in held, file.name
            assert b"kingfisher" not in held, file.name
    assert b"only banter" in places.rehearsals.read_bytes()


def test_while_the_store_is_away_it_is_refused_and_nothing_is_lost(
    small: Library, places: Places, clock: Callable[[], datetime]
) -> None:
    away = False

    def look() -> None:
        if away:
            raise RecordsUnwritable("The disk is away.")

    keeping = ResilientStore(store_opener(places, clock), look)
    rehearsal = finish_one(PracticeService(small, keeping, clock, lambda: "talk"))
    say_again(rehearsal)
    away = True
    keeping._hold(RecordsUnwritable("The disk is away."))
    with pytest.raises(RecordsUnwritable):
        rehearsal.stop(keep=False)
    assert len(rehearsal.story.attempts) == 2
    away = False
    assert keeping.come_back(at_once=True)
    rehearsal.stop(keep=False)
    assert len(rehearsal.story.attempts) == 1
