"""Where things are kept is said as it is; and a file's place is understood however it comes into a box."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from coach.practice.service import PracticeService
from coach.records.paths import parse_file
from coach.tui.app import CoachApp
from coach.tui.base_app import Page
from coach.tui.dialogs.confirm import confirm_forgetting
from coach.tui.dialogs.dialog import Dialog
from coach.tui.dialogs.self_reflection import OwnPictureDialog
from coach.tui.screens.rehearsals_screen import RehearsalsScreen

from .conftest import Opens
from .rehearsed import hurt_and_mended
from .seeing import flat, shows, until

STORE = "postgresql+psycopg://ann@nowhere.invalid/coach"
IN_THE_STORE = "in your team's store, where only you can read it"


async def helped(pilot: Pilot[None]) -> str:
    """What help says on this page."""
    page = pilot.app.screen
    await pilot.press("f1")
    await until(pilot, lambda: pilot.app.screen is not page)
    await pilot.pause()
    words = " ".join(str(each.render()) for each in pilot.app.screen.query("Static"))
    await pilot.press("escape")
    return words


@pytest.mark.parametrize(("store", "says", "never"), [("", "this machine", "store"), (STORE, IN_THE_STORE, "machine")])
async def test_pages_say_where_a_rehearsal_is_kept(
    opens: Opens, practice: PracticeService, store: str, says: str, never: str
) -> None:
    """On the first page, in its help, among the rehearsals, and before one is forgotten."""
    async with opens((100, 40), store=store) as pilot:
        app: CoachApp = pilot.app  # type: ignore[assignment]
        await shows(pilot, says)
        assert never not in flat(app)
        assert says in await helped(pilot)
        app.open_page("rehearsals")
        await until(pilot, lambda: isinstance(app.screen, RehearsalsScreen))
        await shows(pilot, f"A rehearsal is kept as you type, {'on ' if not store else ''}{says}")
        assert says in await helped(pilot)
        await app.push_screen(Dialog(confirm_forgetting("Forget it?", shared=app.shared)))
        await shows(pilot, "your team's store for good" if store else "from this machine for good")
        assert ("Nobody can bring it back." in flat(app)) is not store or not store
        await pilot.press("escape")
        app.open_debrief(hurt_and_mended(practice))
        await until(pilot, lambda: app.screen.query("LookingBack"))
        app.screen.action_own_picture()  # type: ignore[attr-defined]
        await until(pilot, lambda: isinstance(app.screen, OwnPictureDialog))
        await shows(pilot, says)


def test_no_page_claims_what_is_not_so_with_a_store() -> None:
    """`{kept}` stands wherever help speaks of a rehearsal's place; what it says of this machine is so everywhere."""
    for page in Page.__subclasses__():
        # A supervisor's drafts, files and actions stay here, and settings.
        if page.WHERE not in ("actions", "inbox", "review", "settings"):
            assert "this machine" not in page.HELP


@pytest.mark.parametrize(
    ("typed", "file"),
    [
        ("/shared/sam/one.coach.json", "/shared/sam/one.coach.json"),
        (" '/shared/sam/with space.coach.json' ", "/shared/sam/with space.coach.json"),
        ("file:///shared/sam/with%20space.coach.json", "/shared/sam/with space.coach.json"),
        ("file://localhost/shared/sam/a%25b.json", "/shared/sam/a%b.json"),
        ("file:///C:/Users/one.json", "C:/Users/one.json"),
        ("/shared/sam/as%20it%20is.json", "/shared/sam/as%20it%20is.json"),
    ],
)
def test_a_file_is_found_however_it_was_typed_or_dropped(typed: str, file: str) -> None:
    assert parse_file(typed) == Path(file)


def test_nothing_typed_is_no_file() -> None:
    assert parse_file("  ") is None
    assert parse_file("~/x") == Path.home() / "x"
