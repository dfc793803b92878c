"""The Textual front end. `run` is all that the command line needs of it."""

from pathlib import Path

from coach.options import RehearseOptions
from coach.records.paths import Places

BY_CHOICE = RehearseOptions()
"""Everything is chosen on the screen."""


def run(
    where: Places,
    folders: tuple[Path, ...] = (),
    scenario: str | None = None,
    rehearsal: str | None = None,
    store: str = "",
    *,
    options: RehearseOptions = BY_CHOICE,
    pair: bool = False,
    spoken: bool = False,
) -> int:
    """Open the coach in this terminal, and return its exit status once it is closed.

    Args:
        where: The folders of this machine that the coach reads and writes.
        folders: Further folders of a library.
        scenario: The scenario whose briefing is opened first.
        rehearsal: The id of the rehearsal that is resumed first.
        store: The address of a team's store, if there is one.
        options: How a rehearsal begins, as the command line said.
        pair: Whether two or three people are at this laptop.
        spoken: Whether they speak instead of typing.
    """
    from coach.tui.app import CoachApp

    app = CoachApp(
        where,
        folders,
        scenario=scenario,
        rehearsal=rehearsal,
        store=store,
        options=options,
        pair=pair,
        spoken=spoken,
    )
    app.run()
    return app.return_code or 0
