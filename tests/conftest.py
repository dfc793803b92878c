"""What tests share: a clock that ticks, ids that count, a small library, and homes of their own."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # a test of one small module loads neither the library nor a database: it runs in two seconds
    from sqlalchemy import Engine

    from coach.content.library import Library
    from coach.matching.classifier import Matcher
    from coach.model.events import Began, Event, Replied
    from coach.model.reading import Form, Reading
    from coach.model.rubric import Rubric
    from coach.practice.service import PracticeService
    from coach.records.paths import Places
    from coach.rehearsal.script import Script
    from tests import postgres

if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    # Somebody wants no files beside the source. Without any, each worker and each program that a test starts compiles
    # everything again, which is most of what such tests cost; so bytecode is kept where pytest keeps its own things.
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(
        Path(__file__).parent.parent / ".pytest_cache" / "code"
    )
    sys.dont_write_bytecode = False

# The matrices of a rubric's examples are small: on a busy machine threads that wait for each other cost thirty times
# what one alone does. It is said before numpy is loaded, and programs that a test starts are told so too.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Nothing that is loaded to collect the tests is rubbish; looking through it again and again is a tenth of that time.
gc.disable()

SMALL = Path(__file__).parent / "small"
OWN_RUBRICS = Path(__file__).parent / "fixtures" / "own_rubrics"
START = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
PATIENCE = 60.0
"""Seconds that a test waits for what must come, however busy the machine is, before it says that it never came."""


IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes that have to be free in memory before files of tests are kept there."""


def pytest_configure(config: pytest.Config) -> None:
    """Files of tests lie in memory where there is room: a store waits for its disk at each event, for ten thousands.

    That a store does wait is promised by tests of their own, which look at the call or have a disk of their own.
    """
    told = config.option.basetemp or os.environ.get("PYTEST_DEBUG_TEMPROOT")
    if not told and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free >= ROOM:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(IN_MEMORY)


def pytest_xdist_auto_num_workers() -> int:
    """Twice as many as there are cores: a third of a test's time is waiting for a screen to be still."""
    return (os.cpu_count() or 1) * 2


def pytest_collection_finish() -> None:
    """Everything is loaded now and stays; looking it through for rubbish after every test is a third of their time.

    What an app leaves behind is rubbish by the time that there are so many new things, and is not looked through again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(400_000, 10, 10)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """What is left is looked through once for rubbish; pytest does it five times more, which costs seconds."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup() -> None:
    """Models are read and matchers opened once, as soon as a test has loaded what does that."""
    if "coach.content.library" in sys.modules:
        from tests import opened_models

        opened_models.use()
    if "coach.matching.loading" in sys.modules:
        from tests import opened_matchers

        opened_matchers.use()


@pytest.fixture
def clock() -> Callable[[], datetime]:
    ticks = itertools.count()
    return lambda: START + timedelta(seconds=next(ticks))


@pytest.fixture
def new_id() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"rehearsal{next(numbers)}"


@pytest.fixture
def small() -> Library:
    from coach.content.library import Folder, Library

    return Library((Folder(SMALL, "for tests"),))


@pytest.fixture
def rubric(small: Library) -> Rubric:
    return small.rubric("small")


@pytest.fixture
def script(small: Library, rubric: Rubric) -> Script:
    from coach.rehearsal.script import stage

    return stage("bus", small.dialogue("bus"), small.family("pat_and_sam"), rubric)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, for commands that look for one."""
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    from coach.records.paths import Places

    return Places(tmp_path / "data", tmp_path / "config")


@pytest.fixture
def practice(
    small: Library, places: Places, clock: Callable[[], datetime], new_id: Callable[[], str]
) -> Iterator[PracticeService]:
    """A practice over the small library, with a real SQLite file."""
    from coach.practice.persistence import ResilientStore, store_opener
    from coach.practice.service import PracticeService

    keeping = ResilientStore(store_opener(places, clock))
    yield PracticeService(small, keeping, clock, new_id)
    keeping.close()


@pytest.fixture(scope="session")
def whole() -> Library:
    """Everything that ships."""
    from coach.content.library import Library, find_shipped_folders

    return Library(find_shipped_folders())


@pytest.fixture(scope="session")
def openness(whole: Library) -> Matcher:
    """The matcher for the rubric that ships; its reading is the same however often it read before."""
    from coach.matching.loading import Matchers

    return Matchers(whole).matcher("openness")


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A real PostgreSQL, set up as a team's store, with two practitioners and two supervisors."""
    from coach.records.team.logins import let_in, open_url, set_up
    from tests import postgres

    postgres.needed()
    with postgres.running() as running:
        engine = open_url(running.url())
        set_up(engine)
        for name, supervisor in (("ann", False), ("ben", False), ("sue", True), ("tom", True)):
            running.sql(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
            let_in(engine, name, supervisor=supervisor)
        engine.dispose()
        yield running


@pytest.fixture
def login(server: postgres.Server) -> Iterator[Callable[[str], Engine]]:
    """Engines for logins; afterwards everything in the store is gone."""
    from coach.records.team.logins import open_url
    from coach.records.team.sql_tables import tables

    engines: list[Engine] = []

    def engine(name: str) -> Engine:
        engines.append(open_url(server.url(name, "x")))
        return engines[-1]

    yield engine
    for each in engines:
        each.dispose()
    server.sql(f"TRUNCATE {', '.join(f'coach.{name}' for name in tables.tables)}", "coach")


def began() -> Began:
    from coach.model.events import Began

    return Began(at=START, scenario="bus", content="c", coach="0", matcher="m", intention="Say the word first")


def reading(
    *clear: str, possible: tuple[str, ...] = (), forms: tuple[Form, ...] = (), follows_up: bool = False
) -> Reading:
    """A reading with these verdicts, each spanning the first word."""
    from coach.model.reading import Certainty, Reading, Span, Verdict

    span = Span(start=0, end=4, text="Well")
    verdicts = [Verdict(criterion=c, certainty=Certainty.CLEAR, span=span, rule="test") for c in clear]
    verdicts += [Verdict(criterion=c, certainty=Certainty.POSSIBLE, span=span, rule="test") for c in possible]
    return Reading(verdicts=tuple(verdicts), forms=forms, follows_up=follows_up, matcher="m")


def said(*clear: str, text: str = "Well, I said this.", rules: int = 1, **more: object) -> Replied:
    """A reply that was read so. By the first rules of answering, the family asks back more readily."""
    from coach.model.events import Replied

    return Replied(at=START, text=text, reading=reading(*clear, **more), rules=rules)  # type: ignore[arg-type]


def explained(*clear: str, still: tuple[str, ...] = (), text: str = "Well, I mean this.") -> Replied:
    from coach.model.events import Replied

    """An answer to "How do you mean?": what the reply before turned out to do, and what is still only possible."""
    settled = reading(*clear, possible=still).verdicts
    return Replied(at=START, text=text, reading=reading(), settled=settled)


def with_book(script: Script, **book: object) -> Script:
    """The scenario with a line book, whose parts are written as in a file."""
    from dataclasses import replace

    from coach.model.line_book import LineBook

    return replace(script, dialogue=script.dialogue.model_copy(update={"lines": LineBook.model_validate(book)}))


def events(*happened: Event) -> list[Event]:
    return [began(), *happened]
