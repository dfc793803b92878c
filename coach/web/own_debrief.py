"""Pages that look back in one's own coach: the debrief, answers, notes, two attempts.

What stands on the debrief's page, and in which order, is worked out in `coach/debrief/page_builder.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from coach.debrief.attempt_pairs import (
    can_go_to_start,
    can_say_again,
    describe_start,
    find_parting,
    find_reply,
    pair_replies,
)
from coach.debrief.first_page import AGAIN, BACK, CardKind, DebriefCard, DebriefPage, LearnerAnswers
from coach.debrief.page_builder import QUESTIONS, read_answers
from coach.debrief.render import (
    HEADINGS,
    PICTURE_HEADING,
    PICTURE_IS,
    Block,
    Heading,
    ListItem,
    Paragraph,
    explain_signs,
    lay_out_card,
    lay_out_more,
    lay_out_silences,
    lay_out_talk,
    word_picture,
)
from coach.debrief.report import ANSWERS, INTENTION, Debrief, IntentionOutcome, combine_reflections
from coach.errors import NotKnown, NotNow, SaidElsewhere
from coach.language.catalogue import say
from coach.model.events import Stance
from coach.options import RehearseOptions
from coach.page_words import NOTHING_SAID, ONLY_YOU, STANCES, UNANSWERED
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import ASKED, LONGEST, NeedsConfirmation, WordsHeld, look_for_details, without
from coach.supervision.reflection import list_own_words_before
from coach.web.forms import Form, NoForm
from coach.web.own_site import (
    CONFIRMED,
    OwnSite,
    Way,
    ask_about_own_words,
    find_attempt,
    find_path,
    make_answers,
    read_confirmed,
    read_number,
)
from coach.web.rendering import Region

SUPERVISION = "supervision"
"""What a question for supervision is kept under, in `Reflected.on`."""
REFLECTED_ON = (INTENTION, SUPERVISION)
MOST_WORDS = 2
"""Of what was written in one place, the latest last; the rest is in the export."""
FIRST_KINDS = (CardKind.CHOSEN, CardKind.LATER)
"""The kinds of card that stand before the picture."""
TAKEN_OFF, PUT_BACK = "Marked as not so. Both readings are kept.", "Put back."
KEPT = "Kept with this rehearsal."
YOUR_WORD_STANDS = "Your word stands. The debrief is made again with it."
OWN_WORDS_ARE = "It is kept with this rehearsal, for you alone, and is never handed over."
MORE = {
    "parts": "Every part and opening of it",
    "talk": "How you talk",
    "silent": "What stayed silent",
    "own-words": "What you wrote for yourself",
}
"""Pages beside the debrief that are only read, by their place in the address."""


@dataclass(frozen=True, slots=True)
class CardSection:
    """A card, or a question to the practitioner, as a section of the page."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    reply: int = 0
    """The reply that can be said again from here; 0 for none."""
    may_be_off: bool = False
    is_off: bool = False
    asks: str = ""
    """What an answer is kept under, where there is a box for own words; empty for none."""
    wrote: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    """Ready answers to choose from."""
    answered: str = ""
    leads_to: str = ""
    """A page below this one that asks; empty for none."""


@dataclass(frozen=True, slots=True)
class LookingBackView:
    """What the page of a debrief shows."""

    rehearsal: str
    title: str
    page: DebriefPage
    before: tuple[CardSection, ...]
    after: tuple[CardSection, ...]
    legend: str
    in_words: tuple[str, ...]
    attempts: tuple[tuple[int, str], ...]
    more: tuple[tuple[str, str], ...]
    over: bool
    kept: bool
    not_kept: str
    typed: Mapping[str, str] = field(default_factory=dict)
    """Words that stand in a box and are stored nowhere, by what they would be kept under."""


def view_looking_back(rehearsal: Rehearsal, attempt: int, typed: Mapping[str, str]) -> LookingBackView:
    """Return what the page of a debrief shows.

    Args:
        rehearsal: the rehearsal.
        attempt: the number of the attempt; 0 for the last one in which something was said.
        typed: words that are to stand in boxes.
    """
    story = rehearsal.story
    attempt = attempt or next((one.number for one in reversed(story.attempts) if one.replies()), 0)
    page = rehearsal.page(attempt)
    happened = combine_reflections(event.words for event in story.reflected if event.on == INTENTION)
    wrote = tuple(event.words for event in story.reflected if event.on == SUPERVISION)[-MOST_WORDS:]
    more = [("parts", bool(page.picture.marks)), ("talk", bool(page.talk)), ("silent", True)]
    more.append(("own-words", bool(list_own_words_before(story))))
    return LookingBackView(
        rehearsal.id,
        rehearsal.script.dialogue.title,
        page,
        tuple(_list_before(page, happened)),
        tuple(_list_after(page, wrote)),
        explain_signs(page.picture),
        word_picture(page.picture),
        tuple((one.number, describe_start(one)) for one in story.attempts),
        tuple((name, MORE[name]) for name, is_there in more if is_there),
        rehearsal.over,
        story.kept,
        rehearsal.not_kept,
        typed,
    )


def _list_before(page: DebriefPage, happened: IntentionOutcome) -> Iterator[CardSection]:
    """List what stands before the picture: what was wanted, and the practitioner's lines."""
    if page.intention:
        wanted = (Paragraph(page.intention), Paragraph(say(ONLY_YOU), say("Did it happen?")))
        yield CardSection(
            "intention",
            say("You wanted to practise"),
            wanted,
            asks=INTENTION,
            wrote=happened.words[-MOST_WORDS:],
            answers=ANSWERS,
            answered=happened.answer,
        )
    if page.picture.marks and not page.list_cards(CardKind.CHOSEN):
        yield CardSection("own-lines", say(HEADINGS[CardKind.CHOSEN]), (Paragraph(say(UNANSWERED)),), leads_to="first")
    yield from (make_section(card) for kind in FIRST_KINDS for card in page.list_cards(kind))


def _list_after(page: DebriefPage, wrote: tuple[str, ...]) -> Iterator[CardSection]:
    """List what stands after the picture; what was taken off stands last."""
    yield from (make_section(card, wrote) for card in page.cards if card.kind not in FIRST_KINDS)
    if page.picture.marks and not page.list_cards(CardKind.QUESTION):
        asks = (Paragraph(say("A question of your own, if you have one.")),)
        yield CardSection("own-question", say("For supervision"), asks, asks=SUPERVISION, wrote=wrote)
    yield from (make_section(card, is_off=True) for card in page.taken_off)


def make_section(card: DebriefCard, wrote: tuple[str, ...] = (), *, is_off: bool = False) -> CardSection:
    """Make the section of a card.

    Args:
        card: the card.
        wrote: what the practitioner wrote to its question.
        is_off: whether the practitioner called it not so.
    """
    asks = SUPERVISION if card.kind is CardKind.QUESTION and not is_off else ""
    return CardSection(
        card.id,
        card.title,
        tuple(lay_out_card(card, card.title)),
        card.replies[0] if len(card.replies) == 1 and not is_off else 0,
        may_be_off=True,
        is_off=is_off,
        asks=asks,
        wrote=wrote if asks else (),
    )


class DebriefPages:
    """The pages that look back on a rehearsal."""

    def __init__(self, site: OwnSite) -> None:
        self._site = site

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""
        root = "/rehearsals/{rehearsal}/debrief"
        return (
            web.get(root, self._show),
            web.post(root, self._show_with_words),
            web.get(f"{root}/first", self._ask_first),
            web.post(f"{root}/first", self._answer_first),
            web.post(f"{root}/reflect", self._reflect),
            web.post(f"{root}/not-so", self._contradict),
            web.post(f"{root}/again", self._say_again),
            web.post(f"{root}/anew", self._begin_anew),
            web.get(f"{root}/notes", self._show_notes),
            web.post(f"{root}/notes", self._dispute),
            web.get(f"{root}/side-by-side", self._compare),
            web.get(f"{root}/{{what}}", self._read_more),
        )

    # --- The page

    async def _show(self, request: web.Request) -> web.StreamResponse:
        return await self._draw(request, {})

    async def _show_with_words(self, request: web.Request) -> web.StreamResponse:
        """Show the page with words in one of its boxes that were not kept."""
        form = await self._site.read_form(request)
        return await self._draw(request, {form.text("on"): form.words("words", LONGEST)})

    async def _draw(self, request: web.Request, typed: Mapping[str, str]) -> web.StreamResponse:
        def view() -> LookingBackView:
            rehearsal = self._site.load_rehearsal(request)
            return view_looking_back(rehearsal, find_attempt(request, rehearsal), typed)

        site, shown = self._site, await self._site.in_practice(view)
        region = site.fill(
            request,
            "debrief",
            view=shown,
            path=find_path(request, "/debrief"),
            care=site.coach.care,
            picture_heading=say(PICTURE_HEADING),
            picture_is=say(PICTURE_IS),
            nothing_said=say(NOTHING_SAID),
        )
        key = f"debrief-{shown.rehearsal}-{shown.page.attempt}"
        heading = say("Looking back: {title}", title=shown.title)
        return site.answer(request, site.make_page(request, key, heading, Region("debrief", region)))

    async def _read_more(self, request: web.Request) -> web.StreamResponse:
        """Show one of the pages beside the debrief that are only read."""
        what = request.match_info["what"]
        if what not in MORE:
            raise web.HTTPNotFound

        def lay_out() -> tuple[Block, ...]:
            rehearsal = self._site.load_rehearsal(request)
            return tuple(_lay_out_more(rehearsal, what, find_attempt(request, rehearsal)))

        blocks = await self._site.in_practice(lay_out)
        region = self._site.fill(request, "blocks", blocks=blocks, back=find_path(request, "/debrief"))
        page = self._site.make_page(request, f"more-{what}", say(MORE[what]), Region("more", region))
        return self._site.answer(request, page)

    # --- The practitioner first

    async def _ask_first(self, request: web.Request) -> web.StreamResponse:
        """Ask which lines they would stand by and take back, before the coach says anything."""

        def read() -> tuple[tuple[tuple[int, str], ...], LearnerAnswers, int]:
            rehearsal = self._site.load_rehearsal(request)
            attempt = rehearsal.story.attempt(find_attempt(request, rehearsal))
            lines = tuple((said.number, said.text) for said in attempt.replies())
            return lines, read_answers(rehearsal.story, attempt.number), attempt.number

        lines, answers, attempt = await self._site.in_practice(read)
        if not lines:
            return self._site.go(request, find_path(request, "/debrief"))
        chosen = {AGAIN: answers.again, BACK: answers.back}
        path = find_path(request, "/debrief")
        region = self._site.fill(
            request, "first", lines=lines, questions=QUESTIONS, chosen=chosen, attempt=attempt, path=path
        )
        return self._site.answer(
            request, self._site.make_page(request, "first", say("You first"), Region("first", region))
        )

    async def _answer_first(self, request: web.Request) -> web.StreamResponse:
        """Store which lines were chosen, by their numbers; a question may be left."""
        form = await self._site.read_form(request)
        again, back, attempt = (form.text(name) for name in (AGAIN, BACK, "attempt"))
        if not all(typed.isascii() and (typed.isdigit() or not typed) for typed in (again, back, attempt)):
            raise NoForm
        answers = LearnerAnswers(again=again, back=back)

        def store() -> None:
            rehearsal = self._site.load_rehearsal(request)
            number = _check_attempt(rehearsal, int(attempt or 0))
            replies = len(rehearsal.story.attempt(number).replies())
            if any(typed and not 1 <= int(typed) <= replies for typed in (again, back)):
                raise NotNow(say("There is no such reply yet."), title=say("No such reply"))
            rehearsal.answer_page(answers, number, ASKED)  # only numbers

        await self._site.in_practice(store)
        return self._site.go(request, find_path(request, f"/debrief?attempt={attempt}" if attempt else ""))

    # --- Answering the page

    async def _reflect(self, request: web.Request) -> web.StreamResponse:
        """Keep own words on a question of the page, unless a gate has to ask about them."""
        form = await self._site.read_form(request)
        on, words, answer = form.text("on"), form.words("words", LONGEST).strip(), form.text("said")
        if on not in REFLECTED_ON or (answer and answer not in ANSWERS):
            raise NoForm
        confirmed = read_confirmed(form)

        def store() -> str:
            rehearsal = self._site.load_rehearsal(request)
            kept = words
            if form.text("answer") == "remove":
                kept = without(words, look_for_details(words, rehearsal.script_words))
            text = ". ".join(part for part in (answer, kept) if part)
            if not text:
                return ""
            rehearsal.reflect(on, text, confirmed)
            return rehearsal.once_kept(say(KEPT))

        try:
            said = await self._site.in_practice(store)
        except WordsHeld as held:
            return await self._ask_about_words(request, held, {"on": on, "words": words, "said": answer}, form)
        return self._site.go(request, find_path(request, "/debrief"), said)

    async def _ask_about_words(
        self, request: web.Request, held: WordsHeld, fields: dict[str, str], form: Form
    ) -> web.StreamResponse:
        """Ask about own words that a gate stopped; they wait in the page alone."""
        if not isinstance(held.why, NeedsConfirmation):
            raise held
        known = await self._site.in_practice(lambda: self._site.load_rehearsal(request).script_words)
        asks, where = ask_about_own_words(held.why, (fields["words"],), known, self._site.coach.care)
        keep = {CONFIRMED: " ".join(sorted({*read_confirmed(form), held.why.question}))}
        action, back = find_path(request, "/debrief/reflect"), find_path(request, "/debrief")
        before = {CONFIRMED: " ".join(sorted(read_confirmed(form))), "answer": "remove"}
        ways: dict[str, Way] = {
            "keep": (action, fields | keep),
            "remove": (action, fields | before),
            "pause": (back, fields),
            "close": (back, fields),
        }
        return self._site.ask(request, asks, make_answers(asks, ways, back), where, status=409, held=True)

    async def _contradict(self, request: web.Request) -> web.StreamResponse:
        """Take a card off as not so, or put it back; both readings are kept."""
        form = await self._site.read_form(request)
        card, withdrawn = form.text("card"), form.flag("withdrawn")
        return await self._change(
            request,
            form,
            lambda rehearsal, attempt: rehearsal.contradict(card, "", attempt, withdrawn=withdrawn),
            say(PUT_BACK) if withdrawn else say(TAKEN_OFF),
        )

    async def _change(
        self, request: web.Request, form: Form, change: Callable[[Rehearsal, int], object], said: str, back: str = ""
    ) -> web.StreamResponse:
        """Change a rehearsal, and lead back to the page of the same attempt.

        Args:
            request: the request.
            form: its form, which names the attempt.
            change: the change, called in the practice's thread.
            said: what is said of it.
            back: a page below the debrief that it leads back to; empty for the debrief.
        """
        number = form.number("attempt")

        def change_it() -> str:
            rehearsal = self._site.load_rehearsal(request)
            change(rehearsal, _check_attempt(rehearsal, number))
            return rehearsal.once_kept(said)

        words = await self._site.in_practice(change_it)
        return self._site.go(request, find_path(request, f"/debrief{back}?attempt={number}"), words)

    # --- Going on from it

    async def _say_again(self, request: web.Request) -> web.StreamResponse:
        """Go back to just before a reply, with its old words in the box; this attempt is kept."""
        form = await self._site.read_form(request)
        reply, attempt = form.number("reply"), form.number("attempt")

        def go_back() -> None:
            rehearsal = self._site.load_rehearsal(request)
            number = _check_attempt(rehearsal, attempt)
            if not can_say_again(rehearsal.story, number, reply):
                raise NotNow(say("That line cannot be said again."), say("Begin a new rehearsal from the start."))
            words = find_reply(rehearsal.story, number, reply)
            rehearsal.say_again(reply, number)
            rehearsal.keep_draft(words)

        try:
            await self._site.in_practice(go_back)
        except SaidElsewhere as error:
            return self._site.go(request, find_path(request, "/debrief"), str(error), refused=True)
        return self._site.go(request, find_path(request))

    async def _begin_anew(self, request: web.Request) -> web.StreamResponse:
        """Have another go from the start; what was said stays kept."""
        await self._site.read_form(request)

        def begin() -> str:
            rehearsal = self._site.load_rehearsal(request)
            if can_go_to_start(rehearsal.story):
                rehearsal.say_again(1)
                rehearsal.keep_draft("")
                return rehearsal.id
            began = rehearsal.beginning
            options = RehearseOptions.read_from(began)
            again = self._site.coach.practice.begin(began.scenario, options, position=began.position, confirmed=ASKED)
            return again.id

        return self._site.go(request, f"/rehearsals/{await self._site.in_practice(begin)}")

    # --- The conversation with the coach's notes

    async def _show_notes(self, request: web.Request) -> web.StreamResponse:
        """Show the conversation with the coach's notes, and ask for the practitioner's word on them."""

        def build() -> tuple[Debrief, bool]:
            rehearsal = self._site.load_rehearsal(request)
            attempt = find_attempt(request, rehearsal)
            return rehearsal.debrief(attempt), bool(rehearsal.story.diverges_at)

        debrief, changed = await self._site.in_practice(build)
        region = self._site.fill(
            request,
            "notes",
            debrief=debrief,
            stances=STANCES,
            path=find_path(request, "/debrief"),
            attempt=debrief.attempt,
            can_say_again=not changed,
        )
        heading = say("The conversation, with the coach's notes")
        page = self._site.make_page(request, f"notes-{debrief.attempt}", heading, Region("notes", region))
        return self._site.answer(request, page)

    async def _dispute(self, request: web.Request) -> web.StreamResponse:
        """Keep the practitioner's word on a note: fair, or not what they meant."""
        form = await self._site.read_form(request)
        reply, criterion, stance = form.number("reply"), form.text("criterion"), form.choice("stance", Stance)
        return await self._change(
            request,
            form,
            lambda rehearsal, attempt: rehearsal.dispute(reply, criterion, stance, attempt=attempt),
            say(YOUR_WORD_STANDS),
            "/notes",
        )

    # --- Two attempts

    async def _compare(self, request: web.Request) -> web.StreamResponse:
        """Show two attempts side by side, from the reply at which they part."""
        one, other = read_number(request, "first"), read_number(request, "second")

        def compare() -> dict[str, object]:
            rehearsal = self._site.load_rehearsal(request)
            attempts = rehearsal.story.attempts
            if len(attempts) < 2:
                raise NotKnown(say("This rehearsal has one attempt."), say("Say one of its lines again for another."))
            first, second = _check_attempt(rehearsal, one or len(attempts) - 1), _check_attempt(rehearsal, other)
            second = second or len(attempts)
            if first == second:
                return {"choices": attempts, "chosen": (first, second), "pairs": (), "pictures": ()}
            debriefs = rehearsal.debrief(first), rehearsal.debrief(second)
            pairs = pair_replies(*debriefs, find_parting(rehearsal.story, first, second))
            pictures = tuple((number, rehearsal.page(number).picture) for number in (first, second))
            return {"choices": attempts, "chosen": (first, second), "pairs": pairs, "pictures": pictures}

        shown = await self._site.in_practice(compare)
        attempts = [(one.number, describe_start(one)) for one in shown.pop("choices")]  # type: ignore[attr-defined]
        path = find_path(request, "/debrief")
        region = self._site.fill(request, "side_by_side", attempts=attempts, path=path, **shown)
        page = self._site.make_page(
            request, "side-by-side", say("Side by side"), Region("pairs", region), layout="wide"
        )
        return self._site.answer(request, page)


def _check_attempt(rehearsal: Rehearsal, number: int) -> int:
    """Return an attempt's number; 0 stands for the last. Raises NotKnown."""
    if number > len(rehearsal.story.attempts):
        raise NotKnown(say("This rehearsal has no such attempt."), say("Choose one of those on its page."))
    return number


def _lay_out_more(rehearsal: Rehearsal, what: str, attempt: int) -> Iterator[Block]:
    """Lay out a page beside the debrief.

    Args:
        rehearsal: the rehearsal.
        what: which page.
        attempt: the number of the attempt; 0 for the last.
    """
    match what:
        case "parts":
            yield from lay_out_more(rehearsal.debrief(attempt))
        case "talk":
            yield from (block for block in lay_out_talk(rehearsal.page(attempt)) if not isinstance(block, Heading))
        case "silent":
            yield from list(lay_out_silences(rehearsal.what_stayed_silent(attempt)))[1:]
        case _:
            yield Paragraph(say(OWN_WORDS_ARE))
            yield from (ListItem(own.words, own.asked) for own in list_own_words_before(rehearsal.story))
