"""Set, done, brought, answered, read and withdrawn: on files of one's own and in a team's store on a real server."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from coach.content.library import Library
from coach.errors import NotKnown, NotNow
from coach.model.exercise import Exercise
from coach.model.submission import Review, SecondView, SubmissionScope, View
from coach.options import RehearseOptions
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.records.submission_store import StoredSubmission
from coach.records.team.logins import let_in, open_url, take_out
from coach.supervision.importing import import_file
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import ReviewLookup, SubmissionService
from coach.supervision.reflection import find_last_review
from coach.supervision.stores import SubmissionStores
from coach.supervision.submissions import SubmissionChoice
from tests import postgres
from tests.conftest import START
from tests.submitting import submit_reply
from tests.supervision.conftest import KEPT_BACK

MOMENT = SubmissionChoice(SubmissionScope.MOMENT, reply=2, question="What else could I have asked?")


class Both(NamedTuple):
    """A practitioner and a supervisor, each at a machine of their own."""

    bringing: SubmissionService
    desk: Inbox
    shared: bool


@pytest.fixture(params=["files", "postgresql"])
def both(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    small: Library,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> Iterator[Both]:
    urls = {"ann": "", "sue": ""}
    if request.param == "postgresql":
        request.getfixturevalue("login")
        server: postgres.Server = request.getfixturevalue("server")
        urls = {name: server.url(name, "x") for name in urls}
    tables, practices = [], []
    for name, url in urls.items():
        where = Places(tmp_path / name, tmp_path / name)
        tables.append(SubmissionStores(where, url, clock))
        practices.append(PracticeService(small, ResilientStore(store_opener(where, clock, url)), clock, new_id))
    yield Both(SubmissionService(practices[0], tables[0]), Inbox(practices[1], tables[1]), bool(urls["ann"]))
    for table, practice in zip(tables, practices, strict=True):
        table.close()
        practice.keeping.close()


def test_the_whole_story(both: Both, tmp_path: Path) -> None:
    """Nothing that was not brought ever reaches the supervisor's side, whichever way it goes."""
    bringing, desk, shared = both
    exercise = Exercise(title="Say it", why="It is easier twice.", scenarios=("bus",))
    if shared:
        desk.give_exercise("ours", exercise)
        assert [each.body for each in bringing.stores.store.read_exercises()]
    rehearsing = bringing.practice.begin("bus", RehearseOptions(exercise="ours", intention="Say the word first"))
    for words in ("It was only banter.", "How has racism touched him?", KEPT_BACK):
        submit_reply(rehearsing, words)
    rehearsing.finish()
    brought = bringing.preview(rehearsing, MOMENT)
    if shared:
        assert bringing.stores.store.readers() == ("sue", "tom")
        bringing.submit_to_supervisor(rehearsing, brought, "sue")
    else:
        desk.import_file(bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json"))
    (thing,) = desk.list_items()
    assert thing.brought == brought
    assert KEPT_BACK not in repr(thing)
    said = Review(
        brought=brought.id,
        at=START,
        views=(
            SecondView(reply=2, criterion="asks", view=View.AGREE),
            SecondView(reply=2, criterion="names", view=View.DISAGREE, reason="It was the question that did it."),
        ),
    )
    desk.hand_back(said)
    if shared:
        assert bringing.fetch(rehearsing) == 1
        assert bringing.fetch(rehearsing) == 0
    else:
        found = import_file(desk.write_review_file(said, tmp_path / "back.coach.json")).found
        assert isinstance(found, Review)
        bringing.import_review(found)
        rehearsing = bringing.practice.go_on(rehearsing.id)
    assert find_last_review(rehearsing, brought.id) == said
    if shared:
        with pytest.raises(NotNow):
            desk.put_away(brought.id)
    bringing.withdraw(rehearsing, brought.id)
    if shared:
        assert desk.list_items() == ()
    else:
        desk.put_away(brought.id)
        assert desk.list_items() == ()
    assert [summary.id for summary in desk.practice.rehearsals()] == []


def test_what_was_withdrawn_meanwhile_is_not_handed_back_and_it_is_said_why(both: Both, tmp_path: Path) -> None:
    """Nor is a file of it written. What came as a file stays with whoever was given it, until they put it away."""
    bringing, desk, shared = both
    rehearsing = bringing.practice.begin("bus")
    submit_reply(rehearsing, "How has racism touched him?")
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=1))
    if shared:
        bringing.submit_to_supervisor(rehearsing, brought, "sue")
    else:
        desk.import_file(bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json"))
    said = Review(brought=brought.id, at=START, views=(SecondView(reply=1, criterion="asks", view=View.AGREE),))
    bringing.withdraw(rehearsing, brought.id)
    back = tmp_path / "back.coach.json"
    if not shared:
        desk.hand_back(said, back)
        with pytest.raises(NotKnown, match="You have withdrawn what that speaks of"):
            bringing.import_review(said)
        back.unlink()
        desk.put_away(brought.id)
    for file in (None, back):
        with pytest.raises(NotKnown, match="Whoever brought this has withdrawn it" if shared else "it was put away"):
            desk.hand_back(said, file)
    assert not back.exists()


@pytest.mark.parametrize("both", ["postgresql"], indirect=True)
def test_what_was_brought_to_a_supervisor_who_leaves_is_brought_to_another(
    both: Both, server: postgres.Server, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    """It is said that nobody can read it; what came back by then stays, and the first never sees it again."""
    bringing, desk, _ = both
    rehearsing = bringing.practice.begin("bus")
    for words in ("How has racism touched him?", KEPT_BACK):
        submit_reply(rehearsing, words)
    brought = bringing.preview(rehearsing, SubmissionChoice(SubmissionScope.MOMENT, reply=1))
    bringing.submit_to_supervisor(rehearsing, brought, "sue")
    said = Review(brought=brought.id, at=START, questions=("And then?",))
    desk.hand_back(said)
    assert bringing.list_stranded(rehearsing) == ()
    with pytest.raises(NotNow, match="It lies with sue already"):
        bringing.bring_to_another(rehearsing, brought.id, "sue")
    lookout = ReviewLookup(SubmissionStores(Places(tmp_path, tmp_path), server.url("ann", "x"), clock))
    owner = open_url(server.url())
    take_out(owner, "sue")
    try:
        assert [event.brought.id for event in bringing.list_stranded(rehearsing)] == [brought.id]
        assert lookout.find_stranded() == {brought.id}
        assert bringing.has_brought(rehearsing.id, {brought.id})
        with pytest.raises(NotKnown, match="no supervisor of that login"):
            bringing.bring_to_another(rehearsing, brought.id, "nobody")
        assert rehearsing.story.brought, "nothing is withdrawn for a login that is none"
        bringing.bring_to_another(rehearsing, brought.id, "tom")
        assert bringing.list_stranded(rehearsing) == ()
        assert not lookout.find_stranded()
    finally:
        let_in(owner, "sue", supervisor=True)
        owner.dispose()
        lookout.close()
    assert [(event.to, event.withdrawn) for event in rehearsing.story.brought] == [("tom", False)]
    assert find_last_review(rehearsing, brought.id) == said
    assert desk.list_items() == ()
    tom = Inbox(desk.practice, SubmissionStores(Places(tmp_path / "tom", tmp_path), server.url("tom", "x"), clock))
    (thing,) = tom.list_items()
    assert (thing.brought, thing.response) == (brought, None)
    assert KEPT_BACK not in repr(thing)
    tom.stores.close()


def test_the_supervisor_s_program_never_holds_what_was_not_brought(
    both: Both, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A process of the supervisor's own reads the desk and writes it out; then all of its memory is searched."""
    bringing, desk, shared = both
    desk.practice.clock = lambda: datetime.now(UTC)  # the other process has the machine's own
    rehearsing = bringing.practice.begin("bus")
    for words in ("It was only banter.", "How has racism touched him?", KEPT_BACK):
        submit_reply(rehearsing, words)
    brought = bringing.preview(rehearsing, MOMENT)
    if shared:
        bringing.submit_to_supervisor(rehearsing, brought, "sue")
    else:
        desk.import_file(bringing.submit_to_file(rehearsing, brought, tmp_path / "one.coach.json"))
    url = request.getfixturevalue("server").url("sue", "x") if shared else ""
    env = {**os.environ, "COACH_HOME": str(tmp_path / "sue"), "COACH_STORE": url}
    code = (
        "import sys; from coach.cli.main import main; main(['desk']); "
        f"main(['desk', {brought.id[:8]!r}]); print('READY', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as reading:
        assert reading.stdout
        said = b""
        while b"READY" not in said:
            line = reading.stdout.readline()
            assert line, said.decode()
            said += line
        held = memory_of(reading.pid)
        reading.kill()
    assert b"How has racism touched him?" in said
    assert b"How has racism touched him?" in held
    for words in (KEPT_BACK, "It was only banter", "PRIVATE-STRING"):
        assert words.encode() not in said
        assert words.encode() not in held


def memory_of(pid: int) -> bytes:
    """Everything that a process holds, as far as its maps say it can be read."""
    found = []
    there = Path(f"/proc/{pid}")
    if not os.access(there / "mem", os.R_OK):
        pytest.skip("This system does not let a process be looked into.")
    with (there / "mem").open("rb", buffering=0) as memory:
        for line in (there / "maps").read_text().splitlines():
            place, rights, *_ = line.split()
            first, last = (int(part, 16) for part in place.split("-"))
            if rights.startswith("rw"):
                memory.seek(first)
                found.append(memory.read(last - first))
    return b"".join(found)


def test_where_one_thing_is_wanted_one_is_read(both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much lies on a desk: to read one, answer it, put it away, lay one down, and for what one was called."""
    bringing, desk, shared = both
    rehearsing = bringing.practice.begin("bus")
    submit_reply(rehearsing, "How has racism touched him?")
    ids = []
    for number in range(3):
        brought = bringing.preview(
            rehearsing, SubmissionChoice(SubmissionScope.QUESTION, question=f"Question {number}?")
        )
        ids.append(brought.id)
        if shared:
            bringing.submit_to_supervisor(rehearsing, brought, "sue")
        else:
            desk.import_file(bringing.submit_to_file(rehearsing, brought, tmp_path / f"{number}.coach.json"))
    read: list[int] = []
    store = desk.stores.store
    to_me = store.to_me

    def count(key: str = "", *, answered: bool = False) -> tuple[StoredSubmission, ...]:
        rows = to_me(key, answered=answered)
        read.append(len(rows))
        return rows

    monkeypatch.setattr(store, "to_me", count)
    assert desk.find_item(ids[1]).id == ids[1]
    desk.hand_back(Review(brought=ids[1], at=START, who="Sue"))
    assert desk.find_signature() == "Sue"
    assert read == [1, 1]
    assert not desk.compare_readers().lines
    desk.list_items()
    monkeypatch.undo()
    said = {each.id: each.response for each in desk.list_items()}
    assert [bool(said[key]) for key in ids] == [False, True, False]
