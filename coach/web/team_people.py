"""People at a team's address: a coach of their own for each who is signed in.

One library and one matcher serve all of them. Whatever else pages hold, such as what can be kept after all, is in a
site of the person's own, with a thread of its own, and goes when nobody is signed in as them any more.
"""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from aiohttp import web

from coach.errors import CoachError
from coach.language.catalogue import say
from coach.practice.safeguarding import Care, care_whatever
from coach.practice.service import PracticeService, open_keeping, practice_at
from coach.records.paths import Places
from coach.records.team.member_connections import MemberConnections
from coach.supervision.startup import OpenedCoach, open_coach
from coach.web.own_site import OwnSite, PageGroup, TeamHost
from coach.web.team_setup import TeamSetup

MOST_OPEN = 300
"""People whose coach is open at once; of more, the one that was used longest ago is closed, and opens again."""


class NotLetIn(CoachError):
    """A person signed in who may not use the team's store."""

    title = "You are not let in here"
    http_status = 403

    def __init__(self, run_by: str) -> None:
        super().__init__(
            say("You are signed in, but this team's store has no place for you, or not yet."),
            say("Ask for one. {run_by}", run_by=run_by),
        )


@dataclass(slots=True)
class MemberPages:
    """A person who is signed in: their coach, and the routes of its pages."""

    site: OwnSite
    router: web.UrlDispatcher
    used: float = 0.0
    asking: int = 0
    """Requests of theirs that are being answered."""


@dataclass(slots=True)
class TeamPeople:
    """People who are signed in at a team's address."""

    setup: TeamSetup
    where: Places
    """The folders of the service."""
    connections: MemberConnections
    make_groups: Callable[[OwnSite], Iterable[PageGroup]]
    """Makes the pages of one person's coach."""
    cookie: str
    """The name of the cookie."""
    clock: Callable[[], float]
    """Seconds, from anywhere."""
    _shared: PracticeService = field(init=False)
    """The library with what reads replies; nothing is kept by it."""
    _care: Care = field(init=False)
    _people: dict[str, MemberPages] = field(default_factory=dict)
    _opening: dict[str, asyncio.Lock] = field(default_factory=dict)

    def load(self) -> None:
        """Load what all people share. Takes seconds. Raises CoachError."""
        folders = tuple(map(Path, self.setup.libraries))
        self._shared = practice_at(self.where, _read_clock, partial(secrets.token_hex, 4), folders)
        self._care = care_whatever(self.where.signposts)
        for _ in self._shared.warm_up():
            pass

    @asynccontextmanager
    async def use(self, login: str) -> AsyncIterator[MemberPages]:
        """Use a person's coach while the context lasts, opened if needed.

        Args:
            login: the person's login in the store.

        Raises:
            NotLetIn: it may not use the store, or not any more.
            RecordsError: the store is away.
        """
        # One lock a person: two pages that come at once open one coach.
        async with self._opening.setdefault(login, asyncio.Lock()):
            person = self._people.get(login)
            if person is None:
                person = self._people[login] = await asyncio.to_thread(self._open, login)
            person.used = self.clock()
            person.asking += 1
        try:
            if len(self._people) > MOST_OPEN:
                idle = (name for name, one in self._people.items() if not one.asking)
                await self.close_one(min(idle, key=lambda name: self._people[name].used, default=""))
            yield person
        finally:
            person.asking -= 1

    async def check(self, login: str) -> None:
        """Check that a login may use the store. Raises NotLetIn or RecordsError."""
        if not login or await asyncio.to_thread(self.connections.find_member, login) is None:
            raise NotLetIn(self.setup.run_by)

    async def close_one(self, login: str) -> None:
        """Close a person's coach, with whatever it holds in memory."""
        if person := self._people.pop(login, None):
            person.site.let_go()
            await person.site.close()

    async def close_others(self, logins: Collection[str]) -> None:
        """Close the coach of everybody but these, and but who is being answered."""
        for login in [login for login, one in self._people.items() if login not in logins and not one.asking]:
            await self.close_one(login)

    async def close(self) -> None:
        """Close everybody's coach."""
        for login in list(self._people):
            await self.close_one(login)

    def _open(self, login: str) -> MemberPages:
        """Open a person's coach. Raises NotLetIn or RecordsError."""
        if self.connections.find_member(login) is None:
            raise NotLetIn(self.setup.run_by)
        coach, place = self._open_coach(login)
        host = TeamHost(self.setup.run_by, self.setup.kept, login)
        site = OwnSite(place, coach, shared=True, cookie=self.cookie, host=host)
        router = web.UrlDispatcher()
        for group in self.make_groups(site):
            router.add_routes(group.list_routes())
        return MemberPages(site, router)

    def _open_coach(self, login: str) -> tuple[OpenedCoach, Places]:
        """Open a person's practice over their part of the store, with their own settings."""
        folder = self.where.data / "people" / hashlib.sha256(login.encode()).hexdigest()[:32]
        place, access = Places(folder, folder), self.connections.open_access(login)

        def make() -> PracticeService:
            keeping = open_keeping(place, _read_clock, access)
            shared = self._shared
            return PracticeService(shared.library, keeping, _read_clock, shared.new_id, matchers=shared.matchers)

        coach = open_coach(place, (), make, access)
        coach.practice.keeping.must_be_here()
        return replace(coach, care=self._care), place


def _read_clock() -> datetime:
    return datetime.now(UTC)
