"""Pages of what was brought from a rehearsal, and of what came back to it.

What a supervisor said stands beside the coach's note and the practitioner's own word; each of the three stays.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from aiohttp import web

from coach.debrief.builder import word_note
from coach.debrief.render import Block, ListItem
from coach.errors import HandedOverUnreadable, NotKnown, NotNow, OlderReview, RecordsError
from coach.language.catalogue import say
from coach.model.events import BroughtAlong
from coach.model.submission import Review
from coach.page_words import STANCES
from coach.practice.question_texts import REMOVE
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import LONGEST, NeedsConfirmation, WordsHeld, look_for_details, without
from coach.supervision.agenda import format_day
from coach.supervision.desk_texts import (
    MY_ANSWER,
    OLDER,
    OWN_RECORD,
    TAKE_IN_REVIEW,
    WITHDRAW,
    confirm_taking_older,
    confirm_withdrawing,
    list_unread,
)
from coach.supervision.documents import render_blocks
from coach.supervision.importing import PROVES_NOTHING, parse_handed_over, serialize_handed_over
from coach.supervision.outcomes import (
    ASKED_BEFORE,
    BACK_BY_FILE,
    NONE_CAME,
    NOTHING_BROUGHT,
    STRANDED,
    WITHDRAWN_EARLIER,
    LookState,
    SubmissionOutcome,
    list_outcomes,
)
from coach.supervision.practitioner import find_stranded
from coach.supervision.reflection import make_question_key
from coach.supervision.submissions import (
    KINDS_IN_WORDS,
    TO_TALK_ABOUT,
    describe_reply,
    describe_view,
    lay_out_submission,
    lay_out_whole_review,
)
from coach.web.forms import LARGEST_WHOLE, Form
from coach.web.own_papers import DOCUMENTS, read_suffix
from coach.web.own_rehearsals import hand_out
from coach.web.own_site import (
    CONFIRMED,
    OwnSite,
    Way,
    ask_about_own_words,
    find_path,
    make_answers,
    read_confirmed,
)
from coach.web.rendering import Region
from coach.web.uploads import read_upload

KEPT, GONE = "Kept with this rehearsal.", "Taken away."
NOT_BROUGHT = NotKnown("That was not brought from this rehearsal.", "Choose something on its page.")
NO_REVIEW = NotNow("That was brought to a supervisor; it did not come back from one.", "Look for the other file.",
                   title=HandedOverUnreadable.title)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """What came back to a line: the line, and each sentence with who said it."""

    speaker: str
    text: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A submission with what came back to it, as the page shows it."""

    id: str
    heading: str
    about: str
    said: str
    """That it was withdrawn, that nobody can read it, or that nothing came back; empty for none of these."""
    withdrawn: bool
    stranded: bool
    to: str
    lines: tuple[LineOutcome, ...]
    whole: tuple[Block, ...]
    questions: tuple[tuple[int, str, str, str], ...]
    """The questions that came back: a number, what stands before it, the question, and the last answer to it."""
    exactly: tuple[Block, ...]


def view_outcome(outcome: SubmissionOutcome, looked: LookState, exercise: str = "") -> OutcomeView:
    """Return what the page shows of something that was brought.

    Args:
        outcome: what was brought, and what came back.
        looked: what is known of what came back.
        exercise: the title of the exercise that went along; empty where none did.
    """
    brought, to, response = outcome.brought, outcome.event.to, outcome.response
    how = "withdrawn" if outcome.withdrawn else f"to {to}" if to else say("as a file")
    words = brought.question or next((line.text for line in brought.replies()), "")
    described = describe_reply(brought)
    about = f"{format_day(brought.day)}{f', {described}' if described else ''}.{f' “{words}”' if words else ''}"
    if outcome.withdrawn:
        said = say(WITHDRAWN_EARLIER)
    elif outcome.stranded:
        said = say(STRANDED, reader=to)
    else:
        said = "" if response else say(NONE_CAME[looked]) if to else say(BACK_BY_FILE)
    whole = lay_out_whole_review(response) if response else ()
    return OutcomeView(
        brought.id,
        f"{KINDS_IN_WORDS[brought.what]}, {how}",
        about,
        said,
        outcome.withdrawn,
        outcome.stranded,
        to,
        tuple(_list_lines(outcome, response)) if response else (),
        tuple(block for block in whole if not (isinstance(block, ListItem) and block.lead == say(TO_TALK_ABOUT))),
        tuple(
            (number, say(TO_TALK_ABOUT if number <= len(outcome.questions) else ASKED_BEFORE), own.asked, own.words)
            for number, own in enumerate(outcome.answers, 1)
        ),
        tuple(lay_out_submission(brought, exercise=exercise)),
    )


def _list_lines(outcome: SubmissionOutcome, response: Review) -> Iterator[LineOutcome]:
    """List the lines to which something came back, with the coach's note where it is about one."""
    for place, line in enumerate(outcome.brought.lines, 1):
        said = []
        for view in response.views:
            if not line.reply or view.reply != line.reply:
                continue
            if mark := outcome.mark(line.reply, view.criterion):
                said.append((say("The coach's note"), word_note(mark.model_copy(update={"disputed": ""}))))
                if mark.disputed:
                    said.append(
                        (say("You said of the coach's note"), f"{say(STANCES[mark.disputed])}. {mark.note}".strip())
                    )
            said.append((say("Supervisor"), describe_view(view, line, outcome.rubric)))
        said += [(say("Supervisor"), comment.words) for comment in response.comments if comment.line == place]
        if said:
            yield LineOutcome(
                say("You, reply {reply}", reply=line.reply) if line.reply else line.speaker, line.text, tuple(said)
            )


class OutcomePages:
    """The pages of what was brought from a rehearsal, and of what came back."""

    def __init__(self, site: OwnSite) -> None:
        self._site = site

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""
        root = "/rehearsals/{rehearsal}/brought"
        return (
            web.post("/came-back", self._take_in),
            web.post("/came-back/older", self._take_older),
            web.get(root, self._show),
            web.post(root, self._show_with_words),
            web.post(f"{root}/answer", self._answer),
            web.post(f"{root}/look", self._look),
            web.post(f"{root}/another", self._bring_to_another),
            web.get(f"{root}/{{brought}}/withdraw", self._ask_to_withdraw),
            web.post(f"{root}/{{brought}}/withdraw", self._withdraw),
            web.get(f"{root}/{{brought}}/record", self._show_record),
            web.get(f"{root}/{{brought}}/record/file", self._save_record),
        )

    # --- The page

    async def _show(self, request: web.Request) -> web.StreamResponse:
        return await self._draw(request, {})

    async def _show_with_words(self, request: web.Request) -> web.StreamResponse:
        """Show the page with an answer in its box that was not kept."""
        form = await self._site.read_form(request)
        return await self._draw(
            request, {f"{form.text('brought')}-{form.text('number')}": form.words("words", LONGEST)}
        )

    async def _draw(self, request: web.Request, typed: dict[str, str]) -> web.StreamResponse:
        """Answer with what was brought and what came back.

        Args:
            request: the request.
            typed: words that are to stand in boxes, each by its submission's id and its question's number.
        """
        service = self._site.coach.submission_service
        stores = service.stores

        def view() -> tuple[tuple[OutcomeView, ...], tuple[str, ...]]:
            rehearsal = self._site.load_rehearsal(request)
            looked, stranded, readers = self._fetch(rehearsal)
            outcomes = list_outcomes(rehearsal, stranded)
            return tuple(view_outcome(one, looked, service.name_exercise(one.brought)) for one in outcomes), readers

        things, readers = await self._site.in_practice(view)
        region = self._site.fill(
            request,
            "brought",
            things=things,
            readers=readers,
            nothing=say(NOTHING_BROUGHT),
            my_answer=say(MY_ANSWER),
            take_in=say(TAKE_IN_REVIEW),
            proves_nothing=say(PROVES_NOTHING),
            has_team_store=stores.has_team_store,
            typed=typed,
            path=find_path(request, "/brought"),
            rehearsal=find_path(request),
        )
        heading = say("What was brought, and what came back")
        page = self._site.make_page(request, "brought", heading, Region("brought", region), held=bool(typed))
        return self._site.answer(request, page)

    def _fetch(self, rehearsal: Rehearsal) -> tuple[LookState, Collection[str], tuple[str, ...]]:
        """Fetch what came back in the team's store.

        Returns:
            What is known, the ids of what nobody can read, and the supervisors who could.
        """
        service = self._site.coach.submission_service
        if not service.stores.has_team_store or not any(event.to for event in rehearsal.story.brought):
            return LookState.NO_STORE, (), ()
        try:
            service.fetch(rehearsal)
            stranded = find_stranded(service.stores.store)
            return LookState.LOOKED, stranded, service.stores.store.readers() if stranded else ()
        except RecordsError:
            return LookState.AWAY, (), ()

    async def _look(self, request: web.Request) -> web.StreamResponse:
        """Look in the team's store as the practitioner asked; unlike the page, say where it is away."""
        await self._site.read_form(request)
        service = self._site.coach.submission_service
        if not service.stores.has_team_store:
            return self._site.go(request, find_path(request, "/brought"), say(NONE_CAME[LookState.NO_STORE]))
        new = await self._site.in_practice(lambda: service.fetch(self._site.load_rehearsal(request)))
        said = say("Something came back.") if new else say("Nothing new came back yet.")
        return self._site.go(request, find_path(request, "/brought"), said)

    # --- What came back as a file

    async def _take_in(self, request: web.Request) -> web.StreamResponse:
        """Take in a file that came back, and show it with the rehearsal that it speaks of."""
        upload = await read_upload(request, self._site.find_session(request))
        service = self._site.coach.submission_service

        taken = parse_handed_over(upload.content, upload.name)
        if not isinstance(taken.found, Review):
            raise NO_REVIEW
        review = taken.found
        try:
            rehearsal = await self._site.in_practice(lambda: service.import_review(review, damaged=taken.damaged))
        except OlderReview as error:
            # Nothing of it is stored before the answer: it waits in the page.
            asks = confirm_taking_older(str(error), lesser=error.lesser)
            ways = {OLDER: ("/came-back/older", {"review": serialize_handed_over(review)})}
            return self._site.ask(request, asks, make_answers(asks, ways, "/rehearsals"), status=409, held=True)
        return self._show_taken(request, rehearsal, list_unread(taken.unread))

    async def _take_older(self, request: web.Request) -> web.StreamResponse:
        """Put an older answer in place of a newer one, as was confirmed."""
        form = await self._site.read_form(request, is_whole=True)
        taken = parse_handed_over(form.text("review", LARGEST_WHOLE).encode(), say("The answer"))
        if not isinstance(taken.found, Review):
            raise NO_REVIEW
        review, service = taken.found, self._site.coach.submission_service
        rehearsal = await self._site.in_practice(lambda: service.import_review(review, older=True))
        return self._show_taken(request, rehearsal)

    def _show_taken(
        self, request: web.Request, rehearsal: Rehearsal, unread: tuple[str, ...] = ()
    ) -> web.StreamResponse:
        """Lead to what was brought, where what was taken in stands."""
        words = " ".join(unread) or say("Taken in. It stands with what you brought.")
        return self._site.go(request, f"/rehearsals/{rehearsal.id}/brought", words)

    # --- Answering a question that came back

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        """Keep an answer to a question that came back with the rehearsal; it goes to nobody."""
        form = await self._site.read_form(request)
        key, number, words = form.text("brought"), form.number("number"), form.words("words", LONGEST).strip()
        confirmed = read_confirmed(form)

        def keep() -> str:
            rehearsal = self._site.load_rehearsal(request)
            outcome = _find_outcome(rehearsal, key)
            if not 0 < number <= len(outcome.answers):
                raise NotKnown(say("There is no such question."), say("Choose one on the page."))
            question, said = outcome.answers[number - 1], words
            if form.text("answer") == REMOVE:
                said = without(words, look_for_details(words, rehearsal.script_words))
            if said == question.words:
                return ""
            rehearsal.reflect(make_question_key(question.asked), said, confirmed)
            return rehearsal.once_kept(say(KEPT) if said else say(GONE))

        try:
            said = await self._site.in_practice(keep)
        except WordsHeld as held:
            return await self._ask(request, held, form, {"brought": key, "number": str(number), "words": words})
        return self._site.go(request, find_path(request, f"/brought#question-{key}-{number}"), said)

    async def _ask(
        self, request: web.Request, held: WordsHeld, form: Form, fields: dict[str, str]
    ) -> web.StreamResponse:
        """Ask about own words that a gate stopped; they wait in the page alone."""
        if not isinstance(held.why, NeedsConfirmation):
            raise held
        known = await self._site.in_practice(lambda: self._site.load_rehearsal(request).script_words)
        asks, where = ask_about_own_words(held.why, (fields["words"],), known, self._site.coach.care)
        confirmed = read_confirmed(form)
        answer, page = find_path(request, "/brought/answer"), find_path(request, "/brought")
        ways: dict[str, Way] = {
            "keep": (answer, fields | {CONFIRMED: " ".join(sorted({*confirmed, held.why.question}))}),
            "remove": (answer, fields | {CONFIRMED: " ".join(sorted(confirmed)), "answer": REMOVE}),
            "pause": (page, fields),
            "close": (page, fields),
        }
        return self._site.ask(request, asks, make_answers(asks, ways, page), where, status=409, held=True)

    # --- Withdrawing, and another supervisor

    def _find(self, request: web.Request) -> tuple[Rehearsal, SubmissionOutcome]:
        """Find what a request's address names, in the practice's thread. Raises NotKnown."""
        rehearsal = self._site.load_rehearsal(request)
        return rehearsal, _find_outcome(rehearsal, request.match_info["brought"])

    async def _ask_to_withdraw(self, request: web.Request) -> web.StreamResponse:
        _, outcome = await self._site.in_practice(self._find, request)
        asks, back = confirm_withdrawing(outcome.event.to), find_path(request, "/brought")
        ways = {WITHDRAW: (f"{back}/{outcome.brought.id}/withdraw", dict[str, str]())}
        return self._site.ask(request, asks, make_answers(asks, ways, back))

    async def _withdraw(self, request: web.Request) -> web.StreamResponse:
        """Withdraw something that was brought; what came back stays with the rehearsal."""
        await self._site.read_form(request)

        def withdraw() -> None:
            rehearsal, outcome = self._find(request)
            self._site.coach.submission_service.withdraw(rehearsal, outcome.brought.id)

        await self._site.in_practice(withdraw)
        return self._site.go(request, find_path(request, "/brought"), say("Withdrawn."))

    async def _bring_to_another(self, request: web.Request) -> web.StreamResponse:
        """Bring a submission to another supervisor, word for word, where the first has left."""
        form = await self._site.read_form(request)
        key, reader = form.text("brought"), form.text("reader")
        service, confirmed = self._site.coach.submission_service, read_confirmed(form)

        def bring() -> BroughtAlong:
            rehearsal = self._site.load_rehearsal(request)
            event = _find_outcome(rehearsal, key).event
            service.bring_to_another(rehearsal, key, reader, confirmed=confirmed)
            return event

        event = await self._site.in_practice(bring)
        said = say("{reader} can read it in your team's store now. {to} cannot.", reader=reader, to=event.to)
        return self._site.go(request, find_path(request, "/brought"), said)

    # --- One's own record of learning

    def _draft_record(self, request: web.Request) -> tuple[Block, ...]:
        rehearsal, outcome = self._find(request)
        return self._site.coach.submission_service.draft_learning_record(rehearsal, outcome.brought)

    async def _show_record(self, request: web.Request) -> web.StreamResponse:
        """Show a draft for the practitioner's own record of learning, which goes to nobody."""
        draft = await self._site.in_practice(self._draft_record, request)
        back = find_path(request, "/brought")
        path = f"{back}/{request.match_info['brought']}/record/file"
        region = self._site.fill(
            request, "record", about=say(OWN_RECORD), blocks=draft, documents=DOCUMENTS, path=path, back=back
        )
        heading = say("A draft for my own record")
        return self._site.answer(request, self._site.make_page(request, "record", heading, Region("record", region)))

    async def _save_record(self, request: web.Request) -> web.StreamResponse:
        suffix = read_suffix(request.query.get("format", ""))
        draft = await self._site.in_practice(self._draft_record, request)
        content = await self._site.in_practice(render_blocks, draft, suffix, "Draft for my record of learning")
        return hand_out(f"learning-record{suffix}", content)


def _find_outcome(rehearsal: Rehearsal, key: str) -> SubmissionOutcome:
    """Find something that was brought from a rehearsal, by its id. Raises NotKnown."""
    outcome = next((one for one in list_outcomes(rehearsal) if one.brought.id == key), None)
    if outcome is None:
        raise NOT_BROUGHT
    return outcome
