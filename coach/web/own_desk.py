"""Pages of a supervisor's desk in one's own coach: what was brought, and what came.

An address of the desk holds a hash, never the id of what was brought: that came in another person's file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from aiohttp import web

from coach.errors import NotKnown, NotNow
from coach.language.catalogue import say
from coach.model.characters import count
from coach.practice.question_texts import FORGET
from coach.records.event_store import LONG_AGO
from coach.records.paths import parse_file
from coach.supervision.agenda import format_day
from coach.supervision.desk_texts import (
    BY_FILE,
    BY_STORE,
    LOOK_INTO,
    NOBODY,
    NOTHING_BROUGHT,
    TAKE_IN_SUBMISSION,
    confirm_putting_away,
    list_unread,
)
from coach.supervision.importing import PROVES_NOTHING, parse_handed_over
from coach.supervision.inbox import NOT_HERE, Inbox, InboxItem
from coach.supervision.inbox_folder import InboxFolder, describe_look
from coach.supervision.submissions import KINDS_IN_WORDS, describe_submission, describe_way
from coach.web.own_site import OwnSite, make_answers
from coach.web.rendering import Region
from coach.web.uploads import read_upload

NO_FOLDER = NotNow("There is no such folder.", "Look at how it is written, or connect its drive.")
LONGEST_PATH = 1000


def make_item_address(key: str) -> str:
    """Make the part of an address that stands for a submission, from its id."""
    return blake2b(f"desk/{key}".encode(), digest_size=8).hexdigest()


class ItemFinder:
    """Finds what lies on the desk by its address."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        """Ids by addresses, so that not all that lies on the desk is read for one thing."""

    def find(self, inbox: Inbox, address: str) -> InboxItem:
        """Find what an address stands for. Raises NotKnown.

        Args:
            inbox: the desk.
            address: the part of the address.
        """
        if address not in self._ids:
            self._ids = {make_item_address(item.id): item.id for item in inbox.list_items()}
        if address not in self._ids:
            raise NotKnown(say("That is not on the desk."), say("It may have been withdrawn."), title=say(NOT_HERE))
        return inbox.find_item(self._ids[address])


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A submission on the desk, as its list shows it."""

    address: str
    who: str
    what: str
    about: str
    """When it was brought, by whom, and whether it was answered."""
    shared: bool


def make_row(item: InboxItem) -> DeskRow:
    """Make the row of something on the desk."""
    brought = item.brought
    what, day = say("Cannot be read"), say("On a day that cannot be read")
    if brought:
        what = ", ".join(filter(None, (KINDS_IN_WORDS[brought.what], *item.about, describe_submission(brought))))
        day = format_day(brought.day)
    elif item.at > LONG_AGO:
        day = format_day(item.at.date())
    sent = describe_way(item.who, item.login, shared=item.shared)
    state = f" · {item.describe_state()}" if brought else ""
    return DeskRow(make_item_address(item.id), item.who or say(NOBODY), what, f"{day} · {sent}{state}", item.shared)


class DeskPages:
    """The desk, and what is done with the things that lie on it."""

    def __init__(self, site: OwnSite) -> None:
        self._site = site
        self._finder = ItemFinder()

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""
        pages = (
            web.get("/desk", self._list),
            web.post("/desk/take-in", self._take_in),
            web.get("/desk/{item}/put-away", self._ask_to_put_away),
            web.post("/desk/{item}/put-away", self._put_away),
        )
        # At a team's address the folders are the server's, and none of a person's who signs in there.
        of_folder = (
            web.post("/desk/take-in-folder", self._take_in_folder),
            web.post("/desk/folder", self._choose_folder),
        )
        return pages if self._site.host else (*of_folder, *pages)

    @property
    def _folder(self) -> InboxFolder:
        return InboxFolder(self._site.coach.inbox, "" if self._site.host else self._site.coach.settings.inbox)

    async def _list(self, request: web.Request) -> web.StreamResponse:
        """List what was brought, those to be answered first, and nothing else."""
        site, inbox = self._site, self._site.coach.inbox
        items = await site.in_practice(inbox.list_items)
        look = await site.in_practice(self._folder.look)
        region = site.fill(
            request,
            "desk",
            rows=tuple(map(make_row, items)),
            nothing=NOTHING_BROUGHT,
            way_here=say(BY_STORE) if inbox.stores.has_team_store else say(BY_FILE),
            shared=inbox.stores.has_team_store,
            take_in=site.say_where(say(TAKE_IN_SUBMISSION)),
            proves_nothing=say(PROVES_NOTHING),
            said=tuple(describe_look(look)),
            new=len(look.new),
            folder=site.coach.settings.inbox,
            look_into="" if site.host else say(LOOK_INTO),
        )
        return site.answer(request, site.make_page(request, "desk", say("Supervision"), Region("desk", region)))

    # --- Taking in

    async def _take_in(self, request: web.Request) -> web.StreamResponse:
        """Take in a file that a practitioner gave, and open it."""
        upload = await read_upload(request, self._site.find_session(request))
        inbox = self._site.coach.inbox

        def take_in() -> tuple[InboxItem, tuple[str, ...]]:
            taken = parse_handed_over(upload.content, upload.name)
            item = inbox.add_item(taken)
            return item, list_unread(taken.unread, item.instead)

        item, said = await self._site.in_practice(take_in)
        return self._site.go(request, f"/desk/{make_item_address(item.id)}", " ".join(said) or say("Taken in."))

    async def _take_in_folder(self, request: web.Request) -> web.StreamResponse:
        """Take in every new file of the folder; those that cannot be are named, and stay."""
        await self._site.read_form(request)
        folder = self._folder
        items, refused = await self._site.in_practice(lambda: folder.take_in(folder.look().new))
        stay = "".join(
            say(" {name} stays where it is: {problem}", name=entry.file.name, problem=entry.problem)
            for entry in refused
        )
        return self._site.go(
            request,
            "/desk",
            say("{items} taken in.{stay}", items=count(len(items), "file"), stay=stay),
            refused=bool(refused),
        )

    async def _choose_folder(self, request: web.Request) -> web.StreamResponse:
        """Keep which folder the desk looks into; an empty field for none."""
        form = await self._site.read_form(request)
        typed = form.text("folder", LONGEST_PATH).strip()
        if typed:
            path = await self._site.in_practice(parse_file, typed)
            if path is None or not await self._site.in_practice(path.is_dir):
                raise NO_FOLDER
        await self._site.keep_settings(inbox=typed)
        return self._site.go(request, "/desk", say("Kept."))

    # --- Putting away

    async def _ask_to_put_away(self, request: web.Request) -> web.StreamResponse:
        item = await self._site.in_practice(self._finder.find, self._site.coach.inbox, request.match_info["item"])
        has_folder = bool(self._site.coach.settings.inbox)
        row, who = make_row(item), item.who or NOBODY.lower()
        describe_kept = self._site.coach.inbox.promises.describe_kept
        promised = await self._site.in_practice(describe_kept, item.id, item.who or item.login)
        asks = confirm_putting_away(who, f"{row.who}: {row.what}", promised, has_folder=has_folder)
        ways = {FORGET: (f"/desk/{make_item_address(item.id)}/put-away", dict[str, str]())}
        return self._site.ask(request, asks, make_answers(asks, ways, "/desk"))

    async def _put_away(self, request: web.Request) -> web.StreamResponse:
        """Delete what was taken in from a file; what lies in a team's store is its owner's."""
        await self._site.read_form(request)
        inbox, address = self._site.coach.inbox, request.match_info["item"]
        await self._site.in_practice(lambda: inbox.put_away(self._finder.find(inbox, address).id))
        return self._site.go(request, "/desk", say("Put away."))
