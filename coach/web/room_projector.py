"""The page for a projector: how people come in, so large that the back row reads it.

No name, no group and nobody's words are on it. It shows the code, so its address holds a key that only the trainer is
given; whoever reads it over a shoulder learns what the wall shows anyway.
"""

import hmac
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web
from markupsafe import Markup

from coach.classroom.invitation import break_address, draw_invitation, make_link, shorten_address
from coach.errors import RecordsError
from coach.language.catalogue import say
from coach.web.guests import Presence
from coach.web.live_stream import LiveStream
from coach.web.rendering import Page, Region, Renderer
from coach.web.room_code import Latch, space_code

LOOKS_EVERY = 2.0
"""Seconds between two looks at the room: people come in, and the trainer locks the door or gives another code."""
MOST_STREAMS = 6
"""Pages for projectors that are kept live at once; of more, the oldest ends."""


@dataclass(slots=True)
class RoomProjector:
    """The projector's page of one room."""

    renderer: Renderer
    latch: Latch
    key: str
    """What the page's address ends with; empty where there is no such page."""
    count: Callable[[], Awaitable[Presence]]
    """Counts who is in the room."""
    address: str = ""
    """The address that people open; known once the door listens."""
    streams: tuple[LiveStream, ...] = ()

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show the page. Raises HTTPNotFound for another key."""
        self._check(request)
        return self.renderer.answer(request, await self._build())

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """Send the changes of the page for as long as it is open."""
        self._check(request)
        stream = LiveStream(request)
        answer = await stream.open()
        for oldest in self.streams[: 1 - MOST_STREAMS]:
            oldest.close()
        self.streams = (*self.streams, stream)
        try:
            going = True
            while going:
                with suppress(RecordsError):  # looked at again soon
                    going = await stream.show(await self._build())
                going = going and await stream.wait(LOOKS_EVERY)
        finally:
            self.streams = tuple(other for other in self.streams if other is not stream)
        return answer

    def close(self) -> None:
        """End every stream."""
        for stream in self.streams:
            stream.close()

    def _check(self, request: web.Request) -> None:
        given = request.match_info["key"]
        if not self.key or not hmac.compare_digest(given.encode(), self.key.encode()):
            raise web.HTTPNotFound

    def _make_link(self) -> str:
        return make_link(self.address, self.latch.code)

    async def _build(self) -> Page:
        presence = await self.count()
        parts, drawn = break_address(shorten_address(self.address)), draw_invitation(self._make_link())
        html = self.renderer.fill(
            "room/projector", parts=parts, code=space_code(self.latch.code), drawn=Markup(drawn),
            locked=self.latch.locked, here=presence,
        )  # fmt: skip
        return Page(
            "projector", say("Come in"), (Region("invitation", html),), "projector", live=f"/projector-live/{self.key}"
        )
