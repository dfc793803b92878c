"""The page of settings in one's own coach; each choice holds as soon as it is sent."""

from collections.abc import Iterable

from aiohttp import web

from coach.language.catalogue import say
from coach.model.events import Hints
from coach.page_words import HINTS
from coach.web.own_site import OwnSite
from coach.web.rendering import Region

KEPT = "Kept."


class SettingPages:
    """The page of settings."""

    def __init__(self, site: OwnSite) -> None:
        self._site = site

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the page."""
        return (web.get("/settings", self._show), web.post("/settings", self._keep))

    async def _show(self, request: web.Request) -> web.StreamResponse:
        site = self._site
        region = site.fill(
            request, "settings", settings=site.coach.settings, hints=HINTS, where=site.where, host=site.host
        )
        return site.answer(request, site.make_page(request, "settings", say("Settings"), Region("settings", region)))

    async def _keep(self, request: web.Request) -> web.StreamResponse:
        """Keep what was chosen; settings that this page does not have stay as they are."""
        form = await self._site.read_form(request)
        await self._site.keep_settings(hints=form.choice("hints", Hints), skip_identity=form.flag("skip_identity"))
        return self._site.go(request, "/settings", say(KEPT))
