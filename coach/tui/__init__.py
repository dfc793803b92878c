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
    """Open the coach in this terminal, at a scenario or a rehearsal if one is named; the exit status comes back.

    `store`: the address of a team's store, if there is one; `options`: what a rehearsal is begun with.
    `pair`: two or three people are at this laptop; `spoken`: and nobody types.
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
