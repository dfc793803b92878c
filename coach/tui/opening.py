"""Opening the practice, after the first frame is on the screen: everything slow to import is imported here."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from coach.content.problems import Unusable
from coach.debrief.debrief import CLOSE, LIMITS
from coach.practice.care import Care, care
from coach.practice.practice import Practice, practice_at
from coach.practice.settings import Settings, read_settings
from coach.records.places import Places
from coach.supervision.bringing_along import Bringing
from coach.supervision.coming_back import Lookout
from coach.supervision.desk import Desk
from coach.supervision.team import Table


@dataclass(frozen=True, slots=True)
class Opened:
    """A practice that is there to be used, and what goes with it."""

    practice: Practice
    care: Care
    settings: Settings
    notice: str
    """What could not be read, in a sentence; nothing if all is well."""
    bringing: Bringing
    """What a practitioner brings to supervision, and what comes back."""
    desk: Desk
    """A supervisor's desk."""
    lookout: Lookout
    """Looks for what came back, over a connection of its own."""
    limits: str = LIMITS
    close: str = CLOSE


def open_coach(
    where: Places,
    folders: tuple[Path, ...],
    made: Callable[[], Practice] | None = None,
    store: str = "",
) -> Opened:
    """Open this user's practice, or the one that `made` gives. `store`: the address of a team's store, if any."""
    new_id = partial(secrets.token_hex, 4)
    practice = made() if made else practice_at(where, lambda: datetime.now(UTC), new_id, folders, store)
    table = Table(where, store, practice.clock)
    settings, notice = read_settings(where.settings)
    try:
        looking_after = care(where.signposts)
    except Unusable as problem:
        looking_after = care()
        notice = f"{notice} Your own signposts could not be read, so the usual ones are used. {problem}".strip()
    bringing, desk = Bringing(practice, table), Desk(practice, table)
    lookout = Lookout(Table(where, store, practice.clock))
    return Opened(practice, looking_after, settings, notice, bringing, desk, lookout)
