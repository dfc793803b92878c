"""Opening the practice and the services of supervision for a front end, once, at its start.

All modules that are slow to import load here, so a screen imports this after its first frame.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from coach.content.yaml_reader import UnusableContent
from coach.debrief.report import CLOSE, LIMITS
from coach.language.catalogue import say
from coach.practice.safeguarding import Care, care
from coach.practice.service import PracticeService, practice_at
from coach.practice.settings import Settings, read_settings
from coach.records.event_store import StoreAccess
from coach.records.paths import Places
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import ReviewLookup, SubmissionService
from coach.supervision.stores import SubmissionStores


@dataclass(frozen=True, slots=True)
class OpenedCoach:
    """The services and settings of a front end that exist once the practice is open."""

    practice: PracticeService
    care: Care
    settings: Settings
    notice: str
    """What could not be read, in a sentence; nothing if all is well."""
    submission_service: SubmissionService
    """What a practitioner brings to supervision, and what comes back."""
    inbox: Inbox
    """A supervisor's desk."""
    lookout: ReviewLookup
    """Looks for what came back, over a connection of its own."""
    limits: str = LIMITS
    closing_words: str = CLOSE


def open_coach(
    where: Places,
    folders: tuple[Path, ...],
    made: Callable[[], PracticeService] | None = None,
    store: str | StoreAccess = "",
) -> OpenedCoach:
    """Open the user's practice, and the services of supervision.

    Args:
        where: The folders of this machine that the coach reads and writes.
        folders: Further folders of a library.
        made: A function that makes another practice than the usual one, for tests.
        store: The address of a team's store or a way into it, if there is one.
    """
    new_id = partial(secrets.token_hex, 4)
    practice = made() if made else practice_at(where, lambda: datetime.now(UTC), new_id, folders, store)
    table = SubmissionStores(where, store, practice.clock)
    settings, notice = read_settings(where.settings)
    try:
        looking_after = care(where.signposts)
    except UnusableContent as problem:
        looking_after = care()
        notice = say(
            "{notice} Your own signposts could not be read, so the usual ones are used. {problem}",
            notice=notice,
            problem=problem,
        ).strip()
    submission_service, inbox = SubmissionService(practice, table), Inbox(practice, table)
    lookout = ReviewLookup(SubmissionStores(where, store, practice.clock))
    return OpenedCoach(practice, looking_after, settings, notice, submission_service, inbox, lookout)
