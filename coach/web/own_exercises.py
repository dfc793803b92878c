"""Pages of exercises: the list, making one, handing it over, and what was given.

What is filled in waits in the page alone, and is stored nowhere before it is handed over. At a team's address nobody
has a library of their own: there, an exercise is given through the team's store, or as a file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b

from aiohttp import web

from coach.content.library import Library
from coach.content.validation import load_reflection_models
from coach.errors import NotKnown, NotNow
from coach.language.catalogue import say
from coach.model.exercise import Exercise, ExerciseDraft
from coach.practice.question_texts import FORGET, REMOVE
from coach.practice.safeguarding import LONGEST, Question, WordsHeld, look_for_details, without
from coach.practice.scenario_cards import ScenarioCard, make_cards
from coach.supervision.desk_texts import (
    NO_EXERCISES,
    NOBODY_IS_TOLD,
    NONE_GIVEN,
    TAKE_IN_EXERCISE,
    TAKEN_AWAY,
    confirm_taking_away,
    confirm_taking_exercise_off,
)
from coach.supervision.exercise_cards import ExerciseCard, make_exercise_card
from coach.supervision.exercises import (
    BRINGS_BACK,
    EXERCISE_ENDING,
    INSTEAD,
    LARGEST_EXERCISE,
    NOT_GIVEN_YET,
    WITH_WHOM,
    DraftResult,
    FocusChoice,
    ListedExercise,
    check_draft,
    collect_known_words,
    collect_typed_words,
    hold_exercise_words,
    import_exercise_text,
    list_focuses,
    make_exercise_id,
    name_fields,
    save_exercise,
    serialize_exercise,
    take_off_exercise,
)
from coach.supervision.inbox import GivenExercise
from coach.web.forms import Form, NoForm
from coach.web.own_rehearsals import hand_out
from coach.web.own_site import CONFIRMED, OwnSite, Way, ask_about_words_for_others, make_answers, read_confirmed
from coach.web.rendering import NO_NOTICE, Notice, Region
from coach.web.uploads import read_upload

LONGEST_TITLE, LONGEST_WHY, LONGEST_NUMBER = 200, 1000, 4
CHOSEN = ("scenarios", "focus", "alternatives")
"""Fields of which several things can be ticked: each is a field of its own, such as `scenarios.wrong_box`."""
LIBRARY, FILE, EVERYBODY, ONE = "library", "file", "all", "one"
"""Ways to hand an exercise over."""
NOT_COMPLETE = NotNow("Something is missing from it still.", "Go back to it, and look at what is said there.")
NO_EXERCISE = NotKnown("There is no such exercise here.", "Look at the list again.")


# --- What stands in the form


def read_draft(form: Form) -> ExerciseDraft:
    """Read an exercise's draft from a form. Raises FormRefused."""
    chosen = {
        kind: tuple(name.partition(".")[2] for name in form.fields if name.startswith(f"{kind}.")) for kind in CHOSEN
    }
    notes = (line.strip() for line in form.words("notes", LONGEST).splitlines())
    return ExerciseDraft(
        title=form.text("title", LONGEST_TITLE).strip(),
        why=form.text("why", LONGEST_WHY).strip(),
        mode=form.text("mode"),
        replies=form.text("replies", LONGEST_NUMBER).strip(),
        reflection=form.text("reflection"),
        bring=form.text("bring"),
        content_notes=tuple(filter(None, notes)),
        **chosen,
    )


def list_fields(draft: ExerciseDraft) -> dict[str, str]:
    """List a draft as fields of a form that sends it again."""
    typed = {name: getattr(draft, name) for name in ("title", "why", "mode", "replies", "reflection", "bring")}
    ticked = {f"{kind}.{key}": "yes" for kind in CHOSEN for key in getattr(draft, kind)}
    return typed | {"notes": "\n".join(draft.content_notes)} | ticked


def drop_unknown_focus(draft: ExerciseDraft, library: Library) -> ExerciseDraft:
    """Return a draft without a focus that none of its scenarios gives room for.

    Its page could not untick that.

    Args:
        draft: the draft.
        library: the library.
    """
    known = {choice.key for choice in list_focuses(library, draft.scenarios)}
    return replace(draft, focus=tuple(key for key in draft.focus if key in known))


def leave_details_out(draft: ExerciseDraft, known: frozenset[str]) -> ExerciseDraft:
    """Return a draft without real people's details in what was typed.

    Args:
        draft: the draft.
        known: the words of its scenarios, whose people are invented.
    """

    def leave_out(words: str) -> str:
        return without(words, look_for_details(words, known))

    notes = tuple(map(leave_out, draft.content_notes))
    return replace(draft, title=leave_out(draft.title), why=leave_out(draft.why), content_notes=notes)


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with all that can be chosen for it, as its page shows it."""

    draft: ExerciseDraft
    made: DraftResult
    scenarios: tuple[ScenarioCard, ...]
    focuses: tuple[FocusChoice, ...]

    @property
    def still(self) -> tuple[str, ...]:
        """What is still to do, with the names that the form has for its fields."""
        return tuple(map(name_fields, self.made.still))

    @property
    def models(self) -> dict[str, str]:
        """The reflection models' names, by their ids."""
        return {key: model.name for key, model in load_reflection_models().items()}


# --- Addresses


def make_exercise_address(listed: ListedExercise) -> str:
    """Make the part of an address that stands for an exercise of the list.

    Two may have one id: a supervisor gave one, and the library has the other.
    """
    origin = listed.origin if listed.given else "library"
    return blake2b(f"exercise/{origin}/{listed.id}".encode(), digest_size=8).hexdigest()


def make_given_address(given: GivenExercise) -> str:
    """Make the part of an address that stands for an exercise that was given."""
    return blake2b(f"given/{given.reader}/{given.key}".encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class ListedCard:
    """An exercise's card in the list, with its address."""

    address: str
    card: ExerciseCard


class ExercisePages:
    """The list of exercises, the form that makes one, and what was given."""

    def __init__(self, site: OwnSite) -> None:
        self._site = site

    def list_routes(self) -> Iterable[web.RouteDef]:
        """List the routes of the pages."""
        pages = (
            web.get("/exercises", self._list),
            web.get("/exercises/new", self._show_empty),
            web.post("/exercises/new", self._fill_in),
            web.post("/exercises/look", self._look),
            web.post("/exercises/hand-over", self._hand_over),
            web.get("/exercises/given", self._list_given),
            web.get("/exercises/given/{given}/away", self._ask_to_take_away),
            web.post("/exercises/given/{given}/away", self._take_away),
            web.get("/exercises/{exercise}/file", self._save),
        )
        of_library = (
            web.post("/exercises/take-in", self._take_in),
            web.get("/exercises/{exercise}/off", self._ask_to_take_off),
            web.post("/exercises/{exercise}/off", self._take_off),
        )
        return pages if self._site.host else (*of_library, *pages)

    # --- The list

    async def _list(self, request: web.Request) -> web.StreamResponse:
        """List the exercises, each with the scenarios that it can be done with."""
        inbox, has_library = self._site.coach.inbox, self._site.host is None

        def make() -> tuple[ListedCard, ...]:
            listed = sorted(inbox.list_exercises(), key=lambda exercise: not exercise.given)
            cards = (make_exercise_card(exercise, inbox.practice.library) for exercise in listed)
            return tuple(map(ListedCard, map(make_exercise_address, listed), cards))

        region = self._site.fill(
            request,
            "exercises",
            listed=await self._site.in_practice(make),
            nothing=say(NO_EXERCISES),
            has_library=has_library,
            has_team_store=inbox.stores.has_team_store,
            take_in=say(TAKE_IN_EXERCISE),
        )
        page = self._site.make_page(request, "exercises", say("Exercises"), Region("exercises", region))
        return self._site.answer(request, page)

    def _find(self, address: str) -> ListedExercise:
        """Find an exercise of the list by its address, in the practice's thread. Raises NotKnown."""
        listed = self._site.coach.inbox.list_exercises()
        exercise = next((entry for entry in listed if make_exercise_address(entry) == address), None)
        if exercise is None:
            raise NO_EXERCISE
        return exercise

    async def _save(self, request: web.Request) -> web.StreamResponse:
        """Hand an exercise out as a file, to be handed on."""
        listed = await self._site.in_practice(self._find, request.match_info["exercise"])
        if listed.exercise is None:
            raise NO_EXERCISE
        return hand_out(f"{listed.id}{EXERCISE_ENDING}", serialize_exercise(listed.exercise))

    async def _take_in(self, request: web.Request) -> web.StreamResponse:
        """Take in an exercise that came as a file."""
        site = self._site
        upload = await read_upload(request, site.find_session(request), EXERCISE_ENDING, LARGEST_EXERCISE)
        library, own = site.coach.practice.library, site.where.library
        await site.in_practice(import_exercise_text, upload.content, upload.name, library, own)
        return site.go(request, "/exercises", say("Taken in. It is with your own exercises."))

    async def _ask_to_take_off(self, request: web.Request) -> web.StreamResponse:
        listed = await self._site.in_practice(self._find, request.match_info["exercise"])
        card = await self._site.in_practice(make_exercise_card, listed, self._site.coach.practice.library)
        asks = confirm_taking_exercise_off(card.title)
        ways = {FORGET: (f"/exercises/{make_exercise_address(listed)}/off", dict[str, str]())}
        return self._site.ask(request, asks, make_answers(asks, ways, "/exercises"))

    async def _take_off(self, request: web.Request) -> web.StreamResponse:
        """Delete one of the person's own exercises; what they did of it stays."""
        await self._site.read_form(request)
        practice, address = self._site.coach.practice, request.match_info["exercise"]

        def take_off() -> str:
            listed = self._find(address)
            if listed.given:
                raise NO_EXERCISE
            return take_off_exercise(listed.id, practice.library, self._site.where.library).name

        name = await self._site.in_practice(take_off)
        return self._site.go(request, "/exercises", say("Taken off: {name} is deleted.", name=name))

    # --- Making one

    def _view(self, draft: ExerciseDraft) -> DraftView:
        """Look over a draft, in the practice's thread."""
        practice = self._site.coach.practice
        known = drop_unknown_focus(draft, practice.library)
        scenarios = tuple(card for card in make_cards(practice) if not card.problem)
        focuses = list_focuses(practice.library, known.scenarios)
        return DraftView(known, check_draft(known, practice.library), scenarios, focuses)

    async def _show_empty(self, request: web.Request) -> web.StreamResponse:
        return self._draw(request, await self._site.in_practice(self._view, ExerciseDraft()))

    def _draw(self, request: web.Request, view: DraftView, notice: Notice = NO_NOTICE) -> web.StreamResponse:
        """Answer with the form of an exercise.

        Args:
            request: the request.
            view: what stands in it.
            notice: what is said in the status region.
        """
        region = self._site.fill(
            request,
            "exercise_form",
            view=view,
            modes=WITH_WHOM,
            brings=BRINGS_BACK,
            instead=say(INSTEAD),
            about_bringing=say(NOBODY_IS_TOLD),
        )
        begun = view.draft.is_begun()
        page = self._site.make_page(
            request, "exercise", say("Make an exercise"), Region("exercise", region), held=begun
        )
        return self._site.answer(request, page, notice, status=409 if notice.refused else 200)

    async def _fill_in(self, request: web.Request) -> web.StreamResponse:
        """Show the form again, with what can be practised in the scenarios that were chosen."""
        draft = read_draft(await self._site.read_form(request))
        return self._draw(request, await self._site.in_practice(self._view, draft))

    async def _look(self, request: web.Request) -> web.StreamResponse:
        """Show an exercise that is complete, with the ways to hand it over; else what is missing."""
        draft = read_draft(await self._site.read_form(request))
        view = await self._site.in_practice(self._view, draft)
        if view.made.exercise is None:
            return self._draw(request, view, Notice(" ".join(view.still), refused=True))
        return await self._draw_whole(request, view, view.made.exercise)

    async def _draw_whole(
        self, request: web.Request, view: DraftView, exercise: Exercise, notice: Notice = NO_NOTICE
    ) -> web.StreamResponse:
        """Answer with an exercise as it stands, and the ways to hand it over.

        Args:
            request: the request.
            view: the draft.
            exercise: what it makes.
            notice: what is said in the status region.
        """
        inbox = self._site.coach.inbox
        listed = ListedExercise(make_exercise_id(exercise.title), "", exercise)
        region = self._site.fill(
            request,
            "exercise_whole",
            card=await self._site.in_practice(make_exercise_card, listed, inbox.practice.library),
            text=view.made.text,
            still=view.still,
            fields=list_fields(view.draft),
            has_library=self._site.host is None,
            has_team_store=inbox.stores.has_team_store,
            people=await self._site.in_practice(inbox.list_people),
        )
        page = self._site.make_page(request, "exercise-whole", exercise.title, Region("exercise", region), held=True)
        return self._site.answer(request, page, notice, status=409 if notice.refused else 200)

    # --- Handing it over

    async def _hand_over(self, request: web.Request) -> web.StreamResponse:
        """Hand an exercise over as it was shown, unless the gate has to ask about its words."""
        form = await self._site.read_form(request)
        draft, way, reader = read_draft(form), form.text("way"), form.text("reader")
        ways = (FILE, EVERYBODY, ONE) if self._site.host else (LIBRARY, FILE, EVERYBODY, ONE)
        if way not in ways or (way == ONE and not reader):
            raise NoForm
        view = await self._site.in_practice(self._view, draft)
        exercise = view.made.exercise
        if exercise is None:
            raise NOT_COMPLETE
        if form.text("answer") == REMOVE:
            known = await self._site.in_practice(collect_known_words, self._site.coach.practice, exercise)
            view = await self._site.in_practice(self._view, leave_details_out(view.draft, known))
            if view.made.exercise is None:
                return self._draw(request, view, Notice(" ".join(view.still), refused=True))
            said = say("Left out. Look at it once more, then go on.")
            return await self._draw_whole(request, view, view.made.exercise, Notice(said))
        try:
            said = await self._site.in_practice(self._give, exercise, way, reader, read_confirmed(form))
        except WordsHeld as held:
            return await self._ask(request, held, exercise, list_fields(view.draft) | {"way": way, "reader": reader})
        except NotNow as error:
            return await self._draw_whole(request, view, exercise, Notice(str(error), refused=True))
        if way == FILE:
            return hand_out(f"{make_exercise_id(exercise.title)}{EXERCISE_ENDING}", said)
        return self._site.go(request, "/exercises" if way == LIBRARY else "/exercises/given", said)

    def _give(self, exercise: Exercise, way: str, reader: str, confirmed: frozenset[Question]) -> str:
        """Hand an exercise over, in the practice's thread; what is said of that, or the file's text.

        Args:
            exercise: the exercise.
            way: the way.
            reader: the login that it is for, where it is for one.
            confirmed: the questions that were answered with "as it is".

        Raises:
            WordsHeld: it may hold a real person's details.
            NotNow: it may not be given so, or its name is taken.
            RecordsError: it cannot be stored.
        """
        inbox, key = self._site.coach.inbox, make_exercise_id(exercise.title)
        if way == LIBRARY:
            save_exercise(inbox.practice, exercise, key, self._site.where.library, confirmed=confirmed)
            inbox.practice.library.look_again()
            return say("It is with your exercises now.")
        if way == FILE:
            hold_exercise_words(inbox.practice, exercise, confirmed=confirmed)
            return serialize_exercise(exercise)
        login = reader if way == ONE else ""
        if login and login not in inbox.list_people():
            raise NotNow(say("Nobody of that login can be given an exercise."), say("Choose somebody on the page."))
        inbox.give_exercise(key, exercise, login, confirmed=confirmed)
        return say(
            "{login} can find it under Exercises now. Nobody is told whether it was done.", login=login or "Everybody"
        )

    async def _ask(
        self, request: web.Request, held: WordsHeld, exercise: Exercise, fields: dict[str, str]
    ) -> web.StreamResponse:
        """Ask about words that the gate stopped; they wait in the page alone.

        Args:
            request: the request.
            held: why they were stopped.
            exercise: what they are in.
            fields: the fields that hand it over.
        """
        known = await self._site.in_practice(collect_known_words, self._site.coach.practice, exercise)
        asks, where = ask_about_words_for_others(held, collect_typed_words(exercise), known, say(NOT_GIVEN_YET))
        ways: dict[str, Way] = {
            "keep": (request.path, fields | {CONFIRMED: Question.REAL_PEOPLE.value}),
            "remove": (request.path, fields | {"answer": REMOVE}),
            "close": ("/exercises/new", fields),
        }
        answers = make_answers(asks, ways, "/exercises/new")
        files = fields["way"] == FILE
        return self._site.ask(request, asks, answers, where, status=409, held=True, files=files)

    # --- What was given

    async def _list_given(self, request: web.Request) -> web.StreamResponse:
        """List what this person gave through the team's store, and nothing of who did it."""
        gave = await self._site.in_practice(self._site.coach.inbox.list_given_exercises)
        region = self._site.fill(
            request,
            "given",
            gave=tuple((make_given_address(given), given) for given in gave),
            nothing=say(NONE_GIVEN),
            taken_away=say(TAKEN_AWAY),
        )
        page = self._site.make_page(request, "given", say("What you gave"), Region("given", region))
        return self._site.answer(request, page)

    def _find_given(self, address: str) -> GivenExercise:
        """Find an exercise that was given, in the practice's thread. Raises NotKnown."""
        gave = self._site.coach.inbox.list_given_exercises()
        given = next((entry for entry in gave if make_given_address(entry) == address), None)
        if given is None:
            raise NotKnown(say("That is not among what you gave."), say("It may have been taken away already."))
        return given

    async def _ask_to_take_away(self, request: web.Request) -> web.StreamResponse:
        given = await self._site.in_practice(self._find_given, request.match_info["given"])
        asks = confirm_taking_away(given.title, given.reader)
        ways = {"take-away": (f"/exercises/given/{make_given_address(given)}/away", dict[str, str]())}
        return self._site.ask(request, asks, make_answers(asks, ways, "/exercises/given"))

    async def _take_away(self, request: web.Request) -> web.StreamResponse:
        """Take an exercise away that was given: nobody finds it any more."""
        await self._site.read_form(request)
        inbox, address = self._site.coach.inbox, request.match_info["given"]
        await self._site.in_practice(lambda: inbox.withdraw_exercise(self._find_given(address)))
        return self._site.go(request, "/exercises/given", say("Taken away. Nobody can find it under Exercises now."))
