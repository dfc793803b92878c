"""The host of a room: one aiohttp server that gives out its pages.

Nothing that anybody types is looked at or stored here. The room's log holds what matters, so that a host that is killed
and started again finds everybody where they were; their pages come back by themselves.
"""

import asyncio
import logging
import ssl
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import ParamSpec, TypeVar
from urllib.parse import quote

from aiohttp import web

from coach.classroom.participant import Participant
from coach.classroom.room_words import COVER_HEADINGS, COVER_SAYS, Over, explain_no_counts
from coach.classroom.run_sheets import WarmUp, load_warm_up
from coach.errors import CoachError, NotKnown, RecordsError
from coach.language.catalogue import ENGLISH, say
from coach.model.class_events import Mark
from coach.practice.export import ExportFormat, find_format
from coach.web.attendance import Attendance
from coach.web.complaints import DOOR
from coach.web.connections import ASKS_WITHIN, Connections
from coach.web.forms import LARGEST_FORM, FormRefused, make_form_token, read_form
from coach.web.guests import TICKET_LASTS, Guests, Known
from coach.web.live_stream import LiveStream
from coach.web.rendering import Notice, Page, Region, Renderer, answer_look, secure, secure_answers
from coach.web.room_actions import MOST_WORDS, RoomActions
from coach.web.room_code import Latch, Tries, new_ticket, ours, same_origin
from coach.web.room_pages import RoomPages
from coach.web.room_projector import RoomProjector
from coach.web.room_seats import RoomSeats, Seat, SeatView

P = ParamSpec("P")
T = TypeVar("T")

CLOSES_WITHIN = 2.0
"""Seconds that a browser has to take leave."""
LONGEST_TICKET = 128
LOCKED = "The door of this room is locked. Ask your trainer to open it."
BESIDE = ("/place", "/brief", "/another", "/moment", "/home")
"""Pages that a person opens beside the round."""
CALM = 0.4
"""Seconds between two changes of a page whose person sits with nobody yet: as a class comes in, each would be one."""
CALM_PEOPLE = 24
"""People for whom that is; with more, whose pages are longer too, it is as much longer."""
MOST_MARKS = 60
"""Marks that an address of the practice in marking may hold."""


@dataclass(slots=True)
class RoomDoor:
    """What decides who comes in."""

    latch: Latch
    tries: Tries
    names: frozenset[str]
    """Names, besides bare addresses, that this machine is reached by."""
    most: int = 30
    """People in the room at once."""
    origin: str = ""
    """Of the address that learners were given, where a proxy answers there."""
    projector: str = ""
    """What the address of the projector's page ends with; empty for no such page."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who is known by their ticket, with their seat."""

    seat: Seat
    ticket: str

    @property
    def person(self) -> str:
        """The person's id."""
        return self.seat.person


class RoomServer:
    """Serves one room until it is closed."""

    def __init__(self, door: RoomDoor, guests: Guests, seats: RoomSeats, site: str) -> None:
        """Prepare the server of a room.

        Args:
            door: what decides who comes in.
            guests: the room's people, for the door.
            seats: their places in the room.
            site: the name of the site, in the head of its pages.
        """
        self._door = door
        self._guests = guests
        self._seats = seats
        self._renderer = Renderer(site, spoken=ENGLISH)
        self._pages = RoomPages(self._renderer, seats.care)
        self._actions = RoomActions(seats, self._pages, self._renderer, seats.care)
        self._attendance = Attendance(guests, self._do)
        self.projector = RoomProjector(
            self._renderer, door.latch, door.projector, lambda: self._in_log(self._guests.count)
        )
        self._log = ThreadPoolExecutor(1, "door")
        self._later: set[asyncio.Task[None]] = set()
        self._connections = Connections(time.monotonic)
        self._runner: web.AppRunner | None = None
        self._listening: asyncio.Server | None = None
        self._left: dict[str, str] = {}
        """Who came with which ticket, so that whoever left can still take home what they said."""
        self._warm_up: WarmUp | None = None

    # --- Its life

    async def open(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> int:
        """Listen; return the port, which matters where it was 0. Raises OSError.

        Args:
            host: where to listen.
            port: the port; 0 for a free one.
            tls: the certificate, for https.
        """
        self._cookie = "coach_room"
        app = web.Application(middlewares=[self._guard], client_max_size=LARGEST_FORM)
        app.add_routes(
            [
                web.get("/", self._show),
                *(web.get(path, self._show) for path in BESIDE),
                web.get("/counts", self._counts),
                web.get("/practice", self._practice),
                web.get("/live{path:(/[a-z]+)?}", self._live),
                web.get("/projector/{key}", self.projector.show),
                web.get("/projector-live/{key}", self.projector.follow),
                web.post("/do/{name}", self._act),
                web.post("/draft", self._draft),
                web.post("/home", self._take_home),
                web.post("/enter", self._enter),
                web.post("/leave", self._leave),
                web.post("/look", self._look),
                web.get("/static/{name}", self._static),
                web.get("/favicon.ico", self._no_picture),
            ]
        )
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=CLOSES_WITHIN, logger=logging.getLogger(DOOR),
            keepalive_timeout=ASKS_WITHIN,
        )  # fmt: skip
        await self._runner.setup()
        secure_answers(self._runner)
        self._listening = await self._connections.listen(self._runner, host, port, tls)
        bound = self._listening.sockets[0].getsockname()[1]
        self._cookie = f"coach_room_{bound}"  # cookies do not know ports: two rooms on one machine must not mix
        self._attendance.take_stock(await self._in_log(self._guests.in_browsers))
        self._seats.open()
        return int(bound)

    async def close(self) -> None:
        """Close every page's stream, and stop listening. Pages wait for the host to come back."""
        if self._listening is not None:
            self._listening.close()
        self._attendance.close()
        self.projector.close()
        await self._seats.close()
        if self._runner is not None:
            await self._runner.cleanup()
        await asyncio.gather(*self._later)
        await asyncio.to_thread(self._log.shutdown)

    async def _in_log(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._log, partial(call, *args, **kwargs))

    def _do(self, call: Callable[[], None]) -> None:
        """Note something in the log meanwhile; a log that refuses just now loses nothing."""

        async def note() -> None:
            with suppress(CoachError):
                await self._in_log(call)

        task = asyncio.get_running_loop().create_task(note())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    # --- Every request

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Refuse what comes from no page of ours; say on a page what went wrong."""
        self._connections.begin(request)
        try:
            return await self._answer(request, handler)
        finally:
            self._connections.end(request)

    async def _answer(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if not ours(request.headers.get("Host", ""), self._door.names):
            answer: web.StreamResponse = web.Response(status=421, text=say("This machine is not called that."))
        elif request.method != "GET" and not same_origin(request.headers, request.scheme, self._door.origin):
            answer = web.Response(status=403, text=say("That did not come from a page of this room."))
        else:
            try:
                answer = await handler(request)
            except FormRefused as error:
                answer = self._say(request, error.title, str(error), status=error.http_status)
            except web.HTTPBadRequest:
                answer = self._say(
                    request, say("That could not be read."), say("Nothing was changed by it."), status=400
                )
            except web.HTTPGone:
                answer = self._renderer.answer(request, self._pages.build_gone(), status=410)
            except web.HTTPException as error:
                answer = self._say(request, say("This page is not here."), say("The room is."), status=error.status)
            except RecordsError as error:
                answer = self._say(request, error.title, str(error), status=503, link=say("Try again"))
        if not answer.prepared:
            secure(answer)
        return answer

    def _say(
        self, request: web.Request, heading: str, says: str, *, status: int, link: str = "Go to the room"
    ) -> web.Response:
        """Answer with a page that says one thing and leads to the room."""
        html = self._renderer.fill("room/plain", says=says, link=link, forget="", asked="", token="")
        return self._renderer.answer(request, Page("plain", heading, (Region("words", html),)), status=status)

    async def _find_visitor(self, request: web.Request) -> Visitor | None:
        """Find who asks, by their ticket; also a person who left while this program ran."""
        ticket, known = self._ticket(request), await self._find_known(request)
        person = known.person or (self._left.get(ticket) if known.left else None)
        if person is None or (known.closed and self._guests.gone):
            return None
        self._connections.identify(request, person)
        await asyncio.sleep(self._connections.count_request(person))
        self._left[ticket] = person
        return Visitor(await self._seats.take(person), ticket)

    async def _require_visitor(self, request: web.Request) -> Visitor:
        visitor = await self._find_visitor(request)
        if visitor is None:
            raise web.HTTPGone if self._guests.gone else web.HTTPForbidden
        return visitor

    async def _find_known(self, request: web.Request) -> Known:
        return await self._in_log(self._guests.find, self._ticket(request))

    def _ticket(self, request: web.Request) -> str:
        """Return a browser's ticket; empty for none. Raises HTTPBadRequest for what is none."""
        ticket = request.cookies.get(self._cookie, "")
        if not ticket.isascii() or len(ticket) > LONGEST_TICKET:
            raise web.HTTPBadRequest
        return ticket

    # --- Pages

    async def _show(self, request: web.Request) -> web.StreamResponse:
        """Show the page on which a person is, or one that they opened beside it."""
        visitor = await self._find_visitor(request)
        if visitor is None:
            return await self._show_door(request)
        self._attendance.look(visitor.person)
        page = await self._build(visitor, request.path)
        return self._renderer.answer(request, page, visitor.seat.take_notice())

    async def _build(self, visitor: Visitor, path: str) -> Page:
        seen = await self._take_view(visitor.seat)
        return self._build_of(visitor, path, seen) if seen else self._pages.build_gone()

    async def _take_view(self, seat: Seat) -> SeatView | None:
        """Take in what is new for a person; None where the room was deleted."""
        with suppress(NotKnown):
            return await self._seats.look(seat)
        return None

    def _build_of(self, visitor: Visitor, path: str, seen: SeatView) -> Page:
        beside = self._pages.build_beside(path, visitor.seat, seen, visitor.ticket) if path in BESIDE else None
        return replace(beside or self._pages.build(visitor.seat, seen, visitor.ticket), version=seen.version)

    async def _live(self, request: web.Request) -> web.StreamResponse:
        """Send the changes of a page for as long as it is open."""
        visitor = await self._require_visitor(request)
        seat, path = visitor.seat, request.match_info["path"] or "/"
        stream = LiveStream(request)
        answer = await stream.open()
        self._seats.follow(seat, stream)
        self._attendance.follow(visitor.person)
        shown: SeatView | None = None
        try:
            going = True
            while going:
                with suppress(RecordsError):  # looked at again soon
                    seen = await self._take_view(seat)
                    if seen is None or seen is not shown:  # where it is as it was, so is the page
                        page = self._build_of(visitor, path, seen) if seen else self._pages.build_gone()
                        going, shown = await stream.show(page), seen
                        stream.made_from = seen
                if going and seat.participant.group is None:
                    await asyncio.sleep(CALM * max(len(seat.participant.state.people) / CALM_PEOPLE, 1.0))
                going = going and await stream.wait()
        finally:
            seat.streams.remove(stream)
            self._attendance.let_go(visitor.person)
        return answer

    async def _counts(self, request: web.Request) -> web.StreamResponse:
        """Show exactly the row of counts that a person could give."""
        visitor = await self._require_visitor(request)

        def read(participant: Participant) -> tuple[object, object]:
            participant.refresh()
            if participant.has_contributed or not participant.may_contribute:
                given, too_few = participant.has_contributed, participant.lacks_contributors
                return explain_no_counts(given=given, too_few=too_few), None
            return participant.preview_contribution(), dict(participant.name_topics())

        row, topics = await self._seats.do(visitor.seat, read, reads=True)
        if isinstance(row, str):
            visitor.seat.notice = Notice(row)
            return _lead_to("/")
        page = self._pages.give_counts(row, topics, visitor.ticket)  # type: ignore[arg-type]
        return self._renderer.answer(request, page)

    async def _practice(self, request: web.Request) -> web.StreamResponse:
        """Show the practice in marking; what was marked stands in the address alone."""
        await self._require_visitor(request)
        if self._warm_up is None:
            self._warm_up = await asyncio.to_thread(load_warm_up)
        warm_up = self._warm_up
        before, talk = request.query.get("before", ""), request.query.get("talk", "0")
        named = [*filter(None, before.split(".")), *filter(None, (request.query.get("mark", ""),))]
        known = set(Mark)
        if talk not in map(str, range(len(warm_up.transcripts))) or len(named) > MOST_MARKS:
            raise web.HTTPNotFound
        if any(name not in known for name in named):
            raise web.HTTPNotFound
        page = self._pages.practise(warm_up, int(talk), tuple(map(Mark, named)))
        return self._renderer.answer(request, page)

    # --- What forms do

    async def _act(self, request: web.Request) -> web.StreamResponse:
        """Do what a form asks for, and lead to the page after it."""
        visitor = await self._require_visitor(request)
        form = await read_form(request, visitor.ticket)
        name, seat = request.match_info["name"], visitor.seat
        self._attendance.look(visitor.person)
        if form.text("answer") == "close":  # they change it: the words go back into the box, and nowhere else
            return await self._show_again(request, visitor, form.words("words", MOST_WORDS), Notice(""), status=200)
        try:
            outcome = await self._actions.run(name, seat, form, visitor.ticket)
        except FormRefused:
            raise
        except CoachError as error:
            if name.startswith("say"):
                refused = Notice(str(error), refused=True)
                return await self._show_again(request, visitor, form.words("words", MOST_WORDS), refused, status=409)
            seat.notice = Notice(str(error), refused=True)
            return _lead_to("/")
        if outcome is None:
            raise web.HTTPNotFound
        if isinstance(outcome, Page):
            return self._renderer.answer(request, outcome)
        seat.notice = Notice(outcome)
        self._seats.wake()
        return _lead_to("/")

    async def _show_again(
        self, request: web.Request, visitor: Visitor, typed: str, notice: Notice, *, status: int
    ) -> web.StreamResponse:
        """Show a person's page with their typed words in the box: neither lost, nor stored."""
        try:
            seen = replace(await self._seats.look(visitor.seat), draft=typed)
        except NotKnown:
            return self._renderer.answer(request, self._pages.build_gone())
        return self._renderer.answer(request, self._build_of(visitor, "/", seen), notice, status=status)

    async def _draft(self, request: web.Request) -> web.StreamResponse:
        """Store what is typed so far. What a gate would stop is not stored."""
        visitor = await self._require_visitor(request)
        words = (await read_form(request, visitor.ticket)).words("words", MOST_WORDS)
        with suppress(NotKnown):
            await self._seats.do(visitor.seat, lambda participant: participant.keep_draft(words))
            self._seats.read_ahead(visitor.seat, words)
        return web.Response(status=204)

    async def _take_home(self, request: web.Request) -> web.StreamResponse:
        """Give a person their own words as a file, or show them, where downloads are shut off."""
        visitor = await self._require_visitor(request)
        form = await read_form(request, visitor.ticket)
        wanted, shows = form.text("form"), form.text("how") == "show"
        try:
            kind = find_format(wanted)
            name, made = await self._seats.do(
                visitor.seat, lambda participant: _export(participant, kind, text=shows), reads=True
            )
        except CoachError as error:
            visitor.seat.notice = Notice(str(error), refused=True)
            return _lead_to("/")
        if shows:
            html = self._renderer.fill("room/shown", text=made)
            # What is shown stays in front while their words may be taken home, and goes with the room.
            page = Page("shown", say("What you said"), (Region("shown", html),), live="/live/home", held=True)
            return self._renderer.answer(request, page)
        body = made if isinstance(made, bytes) else made.encode()
        answer = web.Response(body=body, content_type="application/octet-stream")
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        return answer

    async def _look(self, request: web.Request) -> web.StreamResponse:
        """Choose the colours of pages."""
        return await answer_look(request, by_https=_by_https(request))

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return self._renderer.files.answer(request.match_info["name"], request.headers)

    async def _no_picture(self, _request: web.Request) -> web.StreamResponse:
        return web.Response(status=204)

    # --- The door

    async def _show_door(self, request: web.Request) -> web.StreamResponse:
        known = await self._find_known(request)
        if self._guests.gone:
            raise web.HTTPGone
        if known.closed:
            says = say("What was said in the room goes within seven days, and no one else can come in.")
            return self._say(request, say("This session has ended."), says, status=410, link="")
        if request.path != "/":
            return _lead_to("/")
        if known.kept_out:
            return self._say_kept_out(request, known.kept_out)
        if known.left:
            says = COVER_SAYS[Over.LEFT][0]
            html = self._renderer.fill(
                "room/plain",
                says=says,
                link="",
                forget=say("To the door"),
                asked="",
                token=make_form_token(self._ticket(request)),
            )
            page = Page("left", say("You are no longer in this room."), (Region("words", html),))
            return self._renderer.answer(request, page, status=403)
        return self._door_page(request, code=request.query.get("code", ""))

    def _say_kept_out(self, request: web.Request, why: str) -> web.Response:
        """Say that the trainer keeps somebody out, and why."""
        says = f"{COVER_SAYS[Over.KEPT_OUT][0]} {why}"
        return self._say(request, COVER_HEADINGS[Over.KEPT_OUT], says, status=403, link="")

    def _door_page(
        self, request: web.Request, said: str = "", *, code: str = "", name: str = "", status: int = 200
    ) -> web.Response:
        """Ask for code and name, with what is to be said about the last try."""
        html = self._renderer.fill("room/door", said=said, code=code[:40], name=name[:80])
        return self._renderer.answer(request, Page("door", say("Come in"), (Region("door", html),)), status=status)

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        """Come in by code and name."""
        form = await read_form(request)
        typed, name = form.text("code"), form.text("name")
        address = request.remote or ""
        opens = await self._door.tries.check(self._door.latch.code, typed, address)
        if not opens:
            await asyncio.sleep(self._door.tries.slower(address))
        if opens is None:
            wait = say("That was tried too often. Wait a minute, then look at the code again.")
            return self._door_page(request, wait, name=name, status=429)
        if not opens:
            return self._door_page(
                request, say("That is not this room's code. Look at it again."), name=name, status=403
            )
        known = await self._find_known(request)
        if known.kept_out:
            return self._say_kept_out(request, known.kept_out)
        if self._door.latch.locked:
            return self._door_page(request, say(LOCKED), code=typed, name=name, status=403)
        if len(known.present) >= self._door.most:
            return self._door_page(request, say("This room is full."), code=typed, name=name, status=503)
        ticket = new_ticket()
        try:
            person = await self._in_log(self._guests.join, name, ticket)
        except RecordsError:
            raise
        except CoachError as error:
            return self._door_page(request, str(error), code=typed, name=name, status=409)
        self._attendance.look(person)
        answer = _lead_to("/")
        answer.set_cookie(
            self._cookie, ticket, max_age=int(TICKET_LASTS.total_seconds()), path="/",
            httponly=True, samesite="Strict", secure=_by_https(request),
        )  # fmt: skip
        return answer

    async def _leave(self, request: web.Request) -> web.StreamResponse:
        """Forget this browser, for whoever uses it next: its ticket opens nothing any more.

        Nobody could come back to the place it was for, so the person leaves the room by it, and their name is free.
        """
        ticket, who = self._ticket(request), (await self._find_known(request)).person
        await read_form(request, ticket)
        person = self._left.pop(ticket, who)
        if who is not None:
            await self._in_log(self._guests.leave, who)
        if person is not None:
            self._attendance.forget(person)
            for stream in (await self._seats.take(person)).streams:
                stream.close()
        answer = _lead_to("/")
        answer.del_cookie(self._cookie, path="/", httponly=True, samesite="Strict", secure=_by_https(request))
        return answer


def _export(participant: Participant, form: ExportFormat, *, text: bool) -> tuple[str, str | bytes]:
    """Export a person's own words; as text where they are shown and the form is none."""
    name, made = participant.export_round(form)
    if text and isinstance(made, bytes):
        return participant.export_round()
    return name, made


def _lead_to(path: str) -> web.Response:
    return web.Response(status=303, headers={"Location": path})


def _by_https(request: web.Request) -> bool:
    """Tell whether a form came by https, also where a proxy has the certificate."""
    return request.headers.get("Origin", "").startswith("https:")
