"""Files that a practitioner handed over, and the coach open at what a supervisor does with them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from coach.model.submission import Submission, SubmissionScope, SubmittedLine
from coach.practice.service import PracticeService
from coach.supervision.importing import parse_handed_over, serialize_handed_over
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import SubmissionStores
from coach.supervision.submissions import SubmissionChoice
from coach.tui.app import CoachApp
from coach.tui.screens.inbox_screen import InboxList, InboxScreen
from coach.tui.screens.review_screen import ReviewScreen
from coach.tui.widgets.submission_view import SubmissionTabs

from ..conftest import START
from .conftest import Opens
from .rehearsed import hurt_and_mended
from .seeing import until


def handed_over(
    practice: PracticeService, where: Path, what: SubmissionScope = SubmissionScope.WHOLE, **choice: object
) -> Path:
    """A practitioner's file, made in their own store and laid down elsewhere."""
    rehearsing = hurt_and_mended(practice)
    bringing = SubmissionService(practice, SubmissionStores.__new__(SubmissionStores))
    chosen: dict[str, object] = {"who": "Ann", "question": "What did I miss?", "may_teach": True, **choice}
    brought = bringing.preview(rehearsing, SubmissionChoice(what, **chosen))  # type: ignore[arg-type]
    return bringing.submit_to_file(rehearsing, brought, where / f"{what.value}.coach.json")


def hostile(where: Path) -> Path:
    """A file whose every word means something to a terminal, a spreadsheet or a reader of markup."""
    words = "[bold red]=1+1[/] \x1b]0;gone\x07 \u202eback"
    lines = (
        SubmittedLine(speaker="[@click=app.quit]Pat", text=words),
        SubmittedLine(speaker="You", text=words, reply=1, margin=(words,)),
    )
    brought = Submission(
        id="../../evil",
        what=SubmissionScope.MOMENT,
        day=START.date(),
        who=words,
        title=words,
        question=words,
        lines=lines,
    )
    file = where / "hostile.coach.json"
    file.write_text(serialize_handed_over(brought), "utf-8")
    return file


def said_back(file: Path) -> dict[str, object]:
    """What a file given back holds, read as the practitioner's coach reads it."""
    assert not parse_handed_over(file.read_bytes(), file.name).unread
    return json.loads(file.read_text("utf-8"))  # type: ignore[no-any-return]


@asynccontextmanager
async def at_the_desk(opens: Opens, size: tuple[int, int] = (110, 30)) -> AsyncIterator[tuple[Pilot[None], CoachApp]]:
    """The coach, open at the desk."""
    async with opens(size) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        app.open_page("inbox")
        await until(pilot, lambda: isinstance(app.screen, InboxScreen))
        await until(pilot, lambda: app.screen.has_class("-none-yet") or any(_listed(app)))
        await pilot.pause()
        yield pilot, app


def _listed(app: CoachApp) -> list[int]:
    return [found.option_count for found in app.screen.query(InboxList)]


@asynccontextmanager
async def reading(
    opens: Opens, file: Path, size: tuple[int, int] = (110, 30)
) -> AsyncIterator[tuple[Pilot[None], ReviewScreen]]:
    """The coach, open at something that was taken in."""
    async with opens(size) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        thing, _ = await app.in_practice(app.inbox.import_file, file)
        yield pilot, await opened(pilot, thing.id)


async def opened(pilot: Pilot[None], key: str) -> ReviewScreen:
    """Open something that lies on the desk, and wait until it can be read."""
    app: CoachApp = pilot.app  # type: ignore[assignment]
    app.open_review(key)
    await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.query(SubmissionTabs))
    await until(pilot, lambda: app.focused is not None)
    await pilot.pause()
    assert isinstance(app.screen, ReviewScreen)
    return app.screen
