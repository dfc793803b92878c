"""Pages of the library in one's own coach: start, scenarios, the way into a rehearsal."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web

from coach.errors import CoachError, NotKnown, ReplyTooLong
from coach.language.catalogue import say
from coach.model.events import Hints
from coach.model.scenario import Dialogue
from coach.options import RehearseOptions
from coach.page_words import AT_YOU, HINTS, HOW_IT_WORKS, NO_REAL_CASES, WHAT, format_day
from coach.practice.question_texts import (
    KEEP,
    PAUSE,
    REMOVE,
    show_pause,
)
from coach.practice.rehearsal import Rehearsal
from coach.practice.safeguarding import (
    LONGEST,
    NeedsConfirmation,
    Question,
    Safeguard,
    WordsHeld,
    look_for_details,
    without,
)
from coach.practice.scenario_cards import (
    DIFFICULTIES,
    NO_SCENARIOS,
    NONE_FIT,
    ScenarioCard,
    filter_cards,
    make_card,
    make_cards,
)
from coach.rehearsal.short_way import ABOUT_SHORT, WHAT_ENDS_IT, word_length
from coach.web.forms import Form
from coach.web.own_site import CONFIRMED, AnswerButton, OwnSite, ask_about_own_words, make_answers, read_confirmed
from coach.web.rendering import Notice, Region

OWN, NOTHING = "own", "none"
"""Choices of a practice intention: in one's own words, or none. The scenario's have their numbers."""
SHORT = "short"
MOST_BEGUN = 20
"""Pages of which it is remembered what they began."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """What the pages before a rehearsal show of a scenario."""

    card: ScenarioCard
    dialogue: Dialogue
    instead: str
    """The title of another scenario of equal standing; empty for none."""

    @property
    def ends(self) -> str:
        """What makes the conversation end."""
        return say(WHAT_ENDS_IT, way=f"“{say('Debrief')}”")

    @property
    def lengths(self) -> tuple[tuple[str, str], ...]:
        """How long the conversation can be: a value, and its words."""
        whole = say("Whole, {length}", length=word_length(self.dialogue))
        return (("whole", whole), (SHORT, say("Short, about {replies}", replies=ABOUT_SHORT)))


@dataclass(frozen=True, slots=True)
class RehearsalChoices:
    """What was chosen on the page before a rehearsal."""

    intention: str = NOTHING
    own_words: str = ""
    length: str = "whole"
    hints: str = Hints.NONE.value
    position: str = ""
    keep_position: bool = False
    exercise: str = ""
    """The exercise that it is rehearsed for; empty for none."""
    once: str = ""
    """What tells the page from every other, so that it begins one rehearsal, also where it is sent twice."""

    @classmethod
    def read(cls, form: Form) -> "RehearsalChoices":
        """Read the choices from a form. Raises FormRefused."""
        return cls(
            form.text("intention") or NOTHING,
            form.words("own_words", LONGEST).strip(),
            form.text("length"),
            form.choice("hints", Hints).value,
            form.words("position", LONGEST).strip(),
            form.flag("keep_position"),
            form.text("exercise"),
            form.text("once"),
        )

    def list_fields(self) -> dict[str, str]:
        """List them as fields of a form that sends them again."""
        fields = {
            "intention": self.intention,
            "own_words": self.own_words,
            "length": self.length,
            "hints": self.hints,
            "position": self.position,
            "exercise": self.exercise,
            "once": self.once,
        }
        return fields | ({"keep_position": "yes"} if self.keep_position else {})

    def find_intention(self, dialogue: Dialogue) -> str:
        """Return the intention's words; empty for none. Raises NotKnown."""
        if self.intention in (OWN, NOTHING):
            return self.own_words if self.intention == OWN else ""
        offered = {str(number): words for number, words in enumerate(dialogue.intentions)}
        if self.intention not in offered:
            raise NotKnown(say("There is no such thing to practise here."), say("Choose one of those on the page."))
        return offered[self.intention]

    def list_typed(self) -> dict[str, str]:
        """List what was typed and would be kept, by its field."""
        typed = {"own_words": self.own_words if self.intention == OWN else ""}
        typed["position"] = self.position if self.keep_position else ""
        return {name: words for name, words in typed.items() if words}


@dataclass(frozen=True, slots=True)
class Start:
    """What the start page shows."""

    going: str
    """The id of an unfinished rehearsal; empty for none."""
    title: str
    """The title of its scenario."""
    begun: str
    said: str
    """What went by itself or will, in sentences."""


class LibraryPages:
    """The start page, the list of scenarios, and a scenario's content note and brief."""

    def __init__(self, site: OwnSite) -> None:
        self._site = site
        self._cards: tuple[ScenarioCard, ...] = ()
        self._begun: dict[str, tuple[int, str]] = {}
        """What pages began, by what tells them apart: what was chosen, as a number, and the rehearsal's id."""

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""
        return (
            web.get("/", self._start),
            web.get("/help", self._help),
            web.get("/scenarios", self._list),
            web.post("/scenarios", self._search),
            web.get("/scenarios/{scenario}", self._note),
            web.get("/scenarios/{scenario}/brief", self._brief),
            web.post("/scenarios/{scenario}/brief", self._brief_again),
            web.post("/scenarios/{scenario}/begin", self._begin),
            web.post("/scenarios/{scenario}/pause", self._pause),
        )

    # --- The start page

    async def _start(self, request: web.Request) -> web.StreamResponse:
        site = self._site
        start = await site.in_practice(self._read_start)
        region = site.fill(
            request,
            "start",
            start=start,
            what=site.say_where(say(WHAT)),
            no_real_cases=say(NO_REAL_CASES),
            limits=say(site.coach.limits),
            notice=site.coach.notice,
            host=site.host,
        )
        return site.answer(
            request, site.make_page(request, "start", say("Conversation coach"), Region("start", region))
        )

    def _read_start(self) -> Start:
        practice = self._site.coach.practice
        left, said = practice.find_unfinished(), practice.keeping.of_time()
        if left is None:
            return Start("", "", "", said)
        try:
            title = practice.library.cover(left.scenario).title
        except CoachError:
            return Start("", "", "", said)
        return Start(left.id, title, format_day(left.began), said)

    async def _help(self, request: web.Request) -> web.StreamResponse:
        words = self._site.say_where(say(HOW_IT_WORKS)).split("\n\n")
        region = self._site.fill(request, "paragraphs", paragraphs=words)
        return self._site.answer(
            request, self._site.make_page(request, "help", say("How this works"), Region("how", region))
        )

    # --- The list

    async def _list(self, request: web.Request) -> web.StreamResponse:
        return await self._draw_list(request)

    async def _search(self, request: web.Request) -> web.StreamResponse:
        """Show what fits a search. What was typed is in no address, so no history keeps it."""
        form = await self._site.read_form(request)
        return await self._draw_list(request, form.text("words"), form.text("difficulty"), form.text("role"))

    async def _draw_list(
        self, request: web.Request, words: str = "", difficulty: str = "", role: str = ""
    ) -> web.StreamResponse:
        """Answer with the list of scenarios, or with those of them that fit.

        Args:
            request: the request.
            words: words that were searched for.
            difficulty: how hard it is; empty for any.
            role: the role; empty for any.
        """
        site = self._site
        # Read anew each time: a scenario that was written meanwhile is there.
        self._cards = await site.in_practice(make_cards, site.coach.practice)
        rehearsed = await site.in_practice(site.coach.practice.find_rehearsed)
        cards = filter_cards(self._cards, words, difficulty, role)
        region = site.fill(
            request,
            "library",
            cards=cards,
            rehearsed=rehearsed,
            words=words,
            difficulty=difficulty,
            role=role,
            difficulties=DIFFICULTIES,
            roles=sorted({card.you_are for card in self._cards if card.you_are}),
            nothing=say(NONE_FIT) if self._cards else say(NO_SCENARIOS),
        )
        return site.answer(
            request, site.make_page(request, "scenarios", say("Scenarios"), Region("library", region), layout="wide")
        )

    # --- Before a rehearsal

    def _read_briefing(self, scenario: str) -> Briefing:
        """Read what is shown before a rehearsal. Raises NotKnown or UnusableContent."""
        practice = self._site.coach.practice
        dialogue = practice.library.dialogue(scenario)
        instead = practice.library.dialogue(dialogue.alternative).title if dialogue.alternative else ""
        return Briefing(make_card(practice, scenario), dialogue, instead)

    async def _note(self, request: web.Request) -> web.StreamResponse:
        """Show a scenario's content note alone; nothing starts until the practitioner says so."""
        briefing = await self._site.in_practice(self._read_briefing, request.match_info["scenario"])
        exercise = request.query.get("exercise", "")[:200]
        region = self._site.fill(request, "note", briefing=briefing, at_you=say(AT_YOU), exercise=exercise)
        page = self._site.make_page(request, "note", briefing.card.title, Region("note", region))
        return self._site.answer(request, page)

    async def _brief(self, request: web.Request) -> web.StreamResponse:
        briefing = await self._site.in_practice(self._read_briefing, request.match_info["scenario"])
        hints, exercise = self._site.coach.settings.hints.value, request.query.get("exercise", "")[:200]
        return self._show_brief(request, briefing, RehearsalChoices(hints=hints, exercise=exercise))

    async def _brief_again(self, request: web.Request) -> web.StreamResponse:
        """Show the brief with what was chosen and typed, to be changed."""
        choices = RehearsalChoices.read(await self._site.read_form(request))
        briefing = await self._site.in_practice(self._read_briefing, request.match_info["scenario"])
        return self._show_brief(request, briefing, choices)

    def _show_brief(
        self, request: web.Request, briefing: Briefing, choices: RehearsalChoices, refused: str = ""
    ) -> web.StreamResponse:
        """Answer with the brief and the choices before a rehearsal.

        Args:
            request: the request.
            briefing: the scenario.
            choices: what is chosen so far.
            refused: why it did not begin; empty if nothing was tried.
        """
        region = self._site.fill(
            request,
            "brief",
            briefing=briefing,
            choices=choices,
            once=choices.once or secrets.token_hex(8),
            hints=HINTS,
            skips=self._site.coach.settings.skip_identity,
            no_real_cases=say(NO_REAL_CASES),
            longest=LONGEST,
        )
        page = self._site.make_page(request, "brief", briefing.card.title, Region("brief", region))
        return self._site.answer(request, page, Notice(refused, refused=True), status=409 if refused else 200)

    async def _begin(self, request: web.Request) -> web.StreamResponse:
        """Begin a rehearsal, unless a gate has to ask about the words that were typed."""
        site, scenario = self._site, request.match_info["scenario"]
        form = await site.read_form(request)
        choices, answer = RehearsalChoices.read(form), form.text("answer")
        confirmed = read_confirmed(form)
        briefing = await site.in_practice(self._read_briefing, scenario)
        if answer == REMOVE:
            choices = await site.in_practice(self._leave_out, scenario, choices)
        try:
            rehearsal = await site.in_practice(self._make_rehearsal, scenario, choices, confirmed)
        except WordsHeld as held:
            if isinstance(held.why, NeedsConfirmation):
                return await self._ask(request, choices, held.why, confirmed)
            raise
        except ReplyTooLong as error:
            return self._show_brief(request, briefing, choices, str(error))
        return site.go(request, f"/rehearsals/{rehearsal.id}")

    def _make_rehearsal(self, scenario: str, choices: RehearsalChoices, confirmed: frozenset[Question]) -> Rehearsal:
        """Begin a rehearsal as it was chosen.

        Args:
            scenario: the scenario's id.
            choices: what was chosen.
            confirmed: the gate's questions that were answered with "as it is".

        Raises:
            WordsHeld: the gate asks about the words.
            NotKnown: there is no such scenario or choice.
        """
        practice = self._site.coach.practice
        if begun := self._find_begun(scenario, choices):
            return begun
        intention = choices.find_intention(practice.library.dialogue(scenario))
        if choices.intention != OWN and intention:
            # What the scenario's author offers is nobody's own words; only what was typed is asked about.
            typed = choices.list_typed().values()
            Safeguard(lambda: practice.known_words(practice.script(scenario))).hold_own_words(typed, confirmed)
            confirmed = frozenset(Question)
        options = RehearseOptions(
            hints=choices.hints, intention=intention, short=choices.length == SHORT, exercise=choices.exercise
        )
        position = choices.position if choices.keep_position else ""
        rehearsal = practice.begin(scenario, options, position=position, confirmed=confirmed)
        if choices.once:
            self._begun[choices.once] = hash((scenario, choices)), rehearsal.id
            while len(self._begun) > MOST_BEGUN:
                del self._begun[next(iter(self._begun))]
        return rehearsal

    def _find_begun(self, scenario: str, choices: RehearsalChoices) -> Rehearsal | None:
        """Find what the same page began with the same choices, if nothing happened in it since."""
        chosen, rehearsal = self._begun.get(choices.once, (0, ""))
        if not rehearsal or chosen != hash((scenario, choices)):
            return None
        try:
            begun = self._site.coach.practice.go_on(rehearsal)
        except NotKnown:
            return None
        return begun if len(begun.events) == 1 else None

    def _leave_out(self, scenario: str, choices: RehearsalChoices) -> RehearsalChoices:
        """Take real people's details out of what was typed."""
        practice = self._site.coach.practice
        known = practice.known_words(practice.script(scenario))
        typed = {name: without(words, look_for_details(words, known)) for name, words in choices.list_typed().items()}
        return RehearsalChoices(
            choices.intention,
            typed.get("own_words", choices.own_words),
            choices.length,
            choices.hints,
            typed.get("position", choices.position),
            choices.keep_position,
            choices.exercise,
            choices.once,
        )

    async def _ask(
        self, request: web.Request, choices: RehearsalChoices, why: NeedsConfirmation, confirmed: frozenset[Question]
    ) -> web.StreamResponse:
        """Ask about words before a rehearsal; they wait in the page alone."""
        scenario, fields = request.match_info["scenario"], choices.list_fields()
        begin, change = f"/scenarios/{scenario}/begin", f"/scenarios/{scenario}/brief"
        known = await self._site.in_practice(self._find_known, scenario)
        asks, where = ask_about_own_words(why, choices.list_typed().values(), known, self._site.coach.care)
        kept = " ".join(sorted({*confirmed, why.question}))
        ways = {
            KEEP: (begin, fields | {CONFIRMED: kept}),
            REMOVE: (begin, fields | {"answer": REMOVE, CONFIRMED: " ".join(sorted(confirmed))}),
            PAUSE: (f"/scenarios/{scenario}/pause", fields),
            "close": (change, fields),
        }
        answers: tuple[AnswerButton, ...] = tuple(make_answers(asks, ways, change))
        return self._site.ask(request, asks, answers, where, status=409, held=True)

    async def _pause(self, request: web.Request) -> web.StreamResponse:
        """Cover the page with calming words; what was chosen and typed waits in it."""
        fields = RehearsalChoices.read(await self._site.read_form(request)).list_fields()
        asks = show_pause(self._site.coach.care)
        ways = {"close": (f"/scenarios/{request.match_info['scenario']}/brief", fields)}
        return self._site.ask(request, asks, make_answers(asks, ways, "/"), held=True)

    def _find_known(self, scenario: str) -> frozenset[str]:
        practice = self._site.coach.practice
        return practice.known_words(practice.script(scenario))
