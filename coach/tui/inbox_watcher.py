"""The look for reviews in the team's store, while everything else goes on."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from coach.errors import CoachError
from coach.model.submission import Review
from coach.tui.services import CoachServices

if TYPE_CHECKING:
    from coach.practice.service import PracticeService

T = TypeVar("T")
Waiting = tuple[tuple[str, str], ...]
"""Rehearsals that something came back to and is not kept with yet: each by its id, with its scenario's title."""


async def find_reviews(coach: CoachServices, brought: tuple[str, ...] | None = None) -> tuple[Review, ...] | None:
    """Return the reviews in the team's store; None where the store cannot be reached.

    Args:
        coach: The services of the app.
        brought: The ids of submissions; None for every submission of the practitioner.
    """
    lookout = coach.lookout
    if not lookout.has_team_store:
        return None
    return await _call_apart(lambda: lookout.find_reviews(brought))


async def find_waiting(coach: CoachServices) -> Waiting:
    """Return the rehearsals that have a review in the store which is not kept with them yet.

    They are looked at one after another, so that other calls to the practice can come between.
    """
    if not (said := await find_reviews(coach)):
        return ()
    practice, waits = coach.practice, coach.bringing.has_new_reviews
    summaries = await coach.in_practice(practice.rehearsals)
    try:
        found = [each for each in summaries if await coach.in_practice(waits, each.id, said)]
        return tuple([(each.id, await coach.in_practice(_get_title, practice, each.scenario)) for each in found])
    except CoachError:
        return ()  # the store is away now


def _get_title(practice: "PracticeService", scenario: str) -> str:
    try:
        return practice.library.cover(scenario).title
    except CoachError:
        return scenario.replace("_", " ")


async def _call_apart(call: Callable[[], T]) -> T | None:
    """Call in a thread that neither the practice nor the closing of the app waits for.

    It returns None where the store refuses: the practitioner asked for nothing that failed.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T | None] = loop.create_future()

    def run() -> None:
        found = None
        try:
            with suppress(CoachError):
                found = call()
        finally:
            with suppress(RuntimeError):  # the coach was closed meanwhile
                loop.call_soon_threadsafe(lambda: None if done.done() else done.set_result(found))

    threading.Thread(target=run, name="looking", daemon=True).start()
    return await done
