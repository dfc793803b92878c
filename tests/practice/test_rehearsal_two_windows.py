"""Two windows on one rehearsal: each reply is kept once, whoever was quicker, and the other window says so."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

import pytest

from coach.content.library import Library
from coach.debrief.render import lay_out_page, render_plain
from coach.errors import ForgottenElsewhere, NotNow, RecordsUnwritable, SaidElsewhere
from coach.model.events import Event, Replied, Stance
from coach.practice.export import export_text
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.rehearsal import Rehearsal
from coach.practice.service import PracticeService
from coach.records.event_store import RehearsalStore
from coach.records.paths import Places
from tests import postgres
from tests.submitting import submit_reply

Windows = Callable[[], PracticeService]
REPLIES = ("Right.", "How has racism touched him?", "I believe you.", "What would help him now?")


@pytest.fixture(params=["a file", "a team's store"])
def window(
    request: pytest.FixtureRequest, small: Library, places: Places, clock: Callable[[], datetime]
) -> Iterator[Windows]:
    """Opens another window on the same store, as another process would."""
    url = ""
    if request.param == "a team's store":
        server: postgres.Server = request.getfixturevalue("server")
        request.getfixturevalue("login")
        url = server.url("ann", "x")
    opened: list[PracticeService] = []
    ids = count(1)

    def another() -> PracticeService:
        keeping = ResilientStore(store_opener(places, clock, url))
        opened.append(PracticeService(small, keeping, clock, lambda: f"talk{next(ids)}"))
        return opened[-1]

    yield another
    for practice in opened:
        practice.keeping.close()


def both(window: Windows) -> tuple[Rehearsal, Rehearsal]:
    one = window().begin("bus")
    return one, window().go_on(one.id)


def words(rehearsing: Rehearsal) -> list[str]:
    return [event.text for event in rehearsing.events if isinstance(event, Replied)]


def test_two_replies_in_each_of_two_windows_are_all_kept_and_can_be_looked_back_on(window: Windows) -> None:
    one, two = both(window)
    for number, text in enumerate(REPLIES):
        speaks = (one, two)[number % 2]
        if number:
            with pytest.raises(SaidElsewhere, match="gone on with in another window"):
                submit_reply(speaks, text)
            assert words(speaks) == list(REPLIES[:number]), "what was said there is here, and nothing else"
        submit_reply(speaks, text)
    one.finish()
    after = window().go_on(one.id)
    assert words(after) == list(REPLIES)
    assert after.story.diverges_at == ""
    written = render_plain(lay_out_page(after.page())) + export_text(after)
    assert "changed since" not in written
    assert all(text in written for text in REPLIES)
    assert len(after.attempt.replies()) == len(REPLIES)


def test_what_does_not_hang_on_what_was_said_is_kept_at_once(window: Windows) -> None:
    one, two = both(window)
    submit_reply(one, "It was only banter.")
    two.keep()
    one.reflect("driscoll.what", "He was not asked.")
    submit_reply(two, "Right.")  # only something about it was written there, and nothing was said
    one.dispute(1, "blunt", Stance.NOT_MEANT)
    two.finish()
    one.finish()
    after = window().go_on(one.id)
    assert after.story.kept
    assert after.story.reflected[0].words == "He was not asked."
    assert after.story.disputed
    assert sum(1 for event in after.events if event.event == "ended") == 1


@pytest.mark.parametrize("what", ["skip", "take_back", "say_again", "stop"])
def test_no_move_is_made_on_words_that_its_window_never_showed(window: Windows, what: str) -> None:
    one, two = both(window)
    submit_reply(one, "It was only banter.")
    two = window().go_on(one.id)
    submit_reply(one, "Right.")
    moves: dict[str, Callable[[], object]] = {
        "skip": two.skip,
        "take_back": two.take_back,
        "say_again": lambda: two.say_again(1),
        "stop": lambda: two.stop(keep=False),
    }
    with pytest.raises(SaidElsewhere):
        moves[what]()
    assert words(window().go_on(one.id)) == ["It was only banter.", "Right."]
    moves[what]()


def test_a_rehearsal_that_was_ended_in_another_window_has_ended_here_too(window: Windows) -> None:
    one, two = both(window)
    one.finish()
    with pytest.raises(SaidElsewhere):
        submit_reply(two, "Right.")
    assert two.over
    with pytest.raises(NotNow, match="has ended"):
        submit_reply(two, "Right.")


def test_one_that_was_forgotten_in_another_window_is_said_to_be(window: Windows) -> None:
    one, two = both(window)
    submit_reply(one, "It was only banter.")
    one.stop(keep=False)
    for call in (lambda: submit_reply(two, "Right."), two.finish, two.keep, two.pause):
        with pytest.raises(ForgottenElsewhere, match="was forgotten in another window"):
            call()
    two.stop(keep=False)
    assert window().rehearsals() == ()


def test_what_was_said_while_the_store_was_away_is_kept_beside_what_was_said_in_another_window(
    small: Library, places: Places, clock: Callable[[], datetime]
) -> None:
    """Two conversations that parted cannot be told as one, and neither is lost."""
    away = False

    def open_store() -> tuple[RehearsalStore, str]:
        if away:
            raise RecordsUnwritable("The store is away.")
        store, said = store_opener(places, clock)()
        append = store.append

        def or_not(rehearsal: str, event: Event, expected: int | None = None) -> None:
            if away:
                raise RecordsUnwritable("The store is away.")
            append(rehearsal, event, expected)

        store.append = or_not  # type: ignore[method-assign]
        return store, said

    here = PracticeService(small, ResilientStore(open_store), clock, lambda: "talk")
    one = here.begin("bus")
    submit_reply(one, "It was only banter.")
    away = True
    submit_reply(one, "Right.")
    there = PracticeService(small, ResilientStore(store_opener(places, clock)), clock, lambda: "other")
    two = there.go_on("talk")
    submit_reply(two, "I believe you.")
    away = False
    with pytest.raises(SaidElsewhere):
        submit_reply(one, "What would help him now?")
    assert "kept as a rehearsal of its own" in one.notice
    submit_reply(one, "What would help him now?")
    here.keeping.close()
    kept = {summary.id: words(there.go_on(summary.id)) for summary in there.rehearsals()}
    there.keeping.close()
    assert kept == {
        "talk": ["It was only banter.", "I believe you.", "What would help him now?"],
        "talk-2": ["It was only banter.", "Right."],
    }
