"""Pages on which a practitioner chooses what to bring to supervision, and brings it."""

from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web

from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.events import Replied
from coach.model.submission import Submission, SubmissionScope
from coach.page_words import EXACTLY, MAY_TEACH, NO_REAL_CASES, SCOPES, SUBMISSION_FIELDS
from coach.practice.safeguarding import NeedsConfirmation, WordsHeld
from coach.records.paths import HANDED_OVER
from coach.supervision.reflection import list_named_replies
from coach.supervision.submissions import SubmissionChoice, describe_metadata, describe_own_words, lay_out_submission
from coach.web.forms import Form
from coach.web.own_rehearsals import hand_out
from coach.web.own_site import (
    CONFIRMED,
    OwnSite,
    Way,
    ask_about_own_words,
    find_attempt,
    find_path,
    make_answers,
    read_confirmed,
)
from coach.web.rendering import Region

MOST_PREVIEWED = 8
"""Submissions that were looked at and can still be handed over."""
LONGEST_FIELD = 2000
LOOK_AGAIN = NotNow("What would go along is not at hand any more.", "Look at it once more, then hand it over.")


@dataclass(frozen=True, slots=True)
class BringView:
    """What the page of the choices shows."""

    title: str
    attempt: int
    lines: tuple[tuple[int, str], ...]
    own_words: str
    """What was written afterwards, named with the lines that go along with it; empty where there is nothing."""
    has_exercise: bool


def read_choice(form: Form) -> SubmissionChoice:
    """Read from a form what is to go along. Raises FormRefused."""
    what = form.choice("what", SubmissionScope)
    lines = what is not SubmissionScope.QUESTION
    return SubmissionChoice(
        what,
        reply=form.number("reply") if what is SubmissionScope.MOMENT else 0,
        who=form.words("who", 80).strip(),
        question=form.words("question", LONGEST_FIELD).strip(),
        note=form.words("note", LONGEST_FIELD).strip(),
        with_reflections=lines and form.flag("with_reflections"),
        with_notes=lines and form.flag("with_notes"),
        with_exercise=lines and form.flag("with_exercise"),
        may_teach=lines and form.flag("with_notes") and form.flag("may_teach"),
        with_mending=form.flag("with_mending"),
        with_next=form.flag("with_next"),
    )


class SubmissionPages:
    """The pages of what is brought to supervision."""

    def __init__(self, site: OwnSite) -> None:
        self._site = site
        self._previewed: dict[str, tuple[str, Submission]] = {}
        """What was looked at, by its id, with its rehearsal: the very value that is handed over."""
        site.hear_forgetting(self._let_go)

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""
        root = "/rehearsals/{rehearsal}"
        return (
            web.get(f"{root}/bring", self._choose),
            web.post(f"{root}/bring", self._preview),
            web.post(f"{root}/bring/hand-over", self._hand_over),
        )

    def _let_go(self, rehearsal: str) -> None:
        self._previewed = {
            id_: looked_at for id_, looked_at in self._previewed.items() if rehearsal and looked_at[0] != rehearsal
        }

    async def _choose(self, request: web.Request) -> web.StreamResponse:
        """Show what can go along, to be chosen."""

        def view() -> BringView:
            rehearsal = self._site.load_rehearsal(request)
            attempt, began = rehearsal.story.attempt(find_attempt(request, rehearsal)), rehearsal.beginning
            said = (exchange.event for exchange in attempt.replies())
            lines = tuple((number, e.text) for number, e in enumerate(said, 1) if isinstance(e, Replied))
            has_own = any(not reflection.for_oneself for reflection in rehearsal.story.reflected)
            named = list_named_replies(rehearsal, attempt.number)
            own = describe_own_words("my", named) if has_own else ""
            return BringView(rehearsal.script.dialogue.title, attempt.number, lines, own, bool(began.exercise))

        shown = await self._site.in_practice(view)
        region = self._site.fill(
            request,
            "bring",
            view=shown,
            scopes=SCOPES,
            fields=SUBMISSION_FIELDS,
            may_teach=say(MAY_TEACH),
            no_real_cases=say(NO_REAL_CASES),
            path=find_path(request, "/bring"),
        )
        heading = say("Bring to supervision: {title}", title=shown.title)
        return self._site.answer(request, self._site.make_page(request, "bring", heading, Region("bring", region)))

    async def _preview(self, request: web.Request) -> web.StreamResponse:
        """Show exactly what would be handed over; nothing is, yet."""
        form = await self._site.read_form(request)
        choice, attempt = read_choice(form), form.number("attempt")
        service = self._site.coach.submission_service

        def make() -> tuple[str, Submission]:
            rehearsal = self._site.load_rehearsal(request)
            if attempt > len(rehearsal.story.attempts):
                raise NotNow(say("This rehearsal has no such attempt."), say("Choose one of those on its page."))
            return rehearsal.id, service.preview(rehearsal, choice, attempt)

        rehearsal, brought = await self._site.in_practice(make)
        self._previewed[brought.id] = rehearsal, brought
        while len(self._previewed) > MOST_PREVIEWED:
            del self._previewed[next(iter(self._previewed))]
        readers: tuple[str, ...] = ()
        if service.stores.has_team_store:
            readers = await self._site.in_practice(lambda: service.stores.store.readers())
        region = self._site.fill(
            request,
            "preview",
            exactly=say(EXACTLY),
            blocks=tuple(lay_out_submission(brought, exercise=service.name_exercise(brought))),
            metadata=describe_metadata(brought),
            brought=brought.id,
            readers=readers,
            path=find_path(request, "/bring"),
        )
        page = self._site.make_page(request, "preview", say("What goes along"), Region("preview", region), held=True)
        return self._site.answer(request, page)

    async def _hand_over(self, request: web.Request) -> web.StreamResponse:
        """Hand over what was looked at: as a file, or to a supervisor in the team's store."""
        form = await self._site.read_form(request)
        rehearsal, brought = self._previewed.get(form.text("brought"), ("", None))
        named = await self._site.in_practice(self._site.coach.practice.find, request.match_info["rehearsal"])
        if brought is None or rehearsal != named:
            raise LOOK_AGAIN
        service, confirmed, reader = self._site.coach.submission_service, read_confirmed(form), form.text("reader")
        try:
            if reader:
                await self._site.in_practice(
                    lambda: service.submit_to_supervisor(
                        self._site.load_rehearsal(request), brought, reader, confirmed=confirmed
                    )
                )
            else:
                text = await self._site.in_practice(
                    lambda: service.submit_as_text(self._site.load_rehearsal(request), brought, confirmed=confirmed)
                )
        except WordsHeld as held:
            return await self._ask(request, held, brought, form)
        del self._previewed[brought.id]
        if reader:
            return self._site.go(
                request, find_path(request, "/brought"), say("Handed over to {reader}.", reader=reader)
            )
        return hand_out(f"{brought.what.value}{HANDED_OVER}", text)

    async def _ask(self, request: web.Request, held: WordsHeld, brought: Submission, form: Form) -> web.StreamResponse:
        """Ask about own words that a gate stopped, before anything goes along."""
        if not isinstance(held.why, NeedsConfirmation):
            raise held
        known = await self._site.in_practice(lambda: self._site.load_rehearsal(request).script_words)
        texts = (brought.question, brought.note)
        asks, where = ask_about_own_words(held.why, texts, known, self._site.coach.care)
        kept = {CONFIRMED: " ".join(sorted({*read_confirmed(form), held.why.question}))}
        fields = {"brought": brought.id, "reader": form.text("reader")}
        ways: dict[str, Way] = {"keep": (find_path(request, "/bring/hand-over"), fields | kept)}
        answers = iter(make_answers(asks, ways, find_path(request, "/bring"), main="close"))
        chosen = tuple(answer for answer in answers if answer.words != dict(asks.answers).get("remove"))
        return self._site.ask(request, asks, chosen, where, status=409, files=not form.text("reader"))
