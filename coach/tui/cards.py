"""Cards of scenarios and exercises: what a list and a preview show of each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content

from coach.content.library import Library
from coach.content.validation import find_model_id, load_reflection_models
from coach.errors import CoachError
from coach.model.characters import count
from coach.model.exercise import Exercise
from coach.model.rubric import Polarity
from coach.model.scenario import Dialogue
from coach.practice.service import PracticeService, Scenario, describe_review
from coach.records.event_store import Summary
from coach.supervision.exercises import TO_BRING, WITH_WHOM, ListedExercise, name_focus
from coach.supervision.inbox import Inbox
from coach.tui.text import format_moment, sanitize
from coach.tui.widgets.searchable_list import ListEntry

_WORDS = re.compile(r"[\w]+")

# --- Scenarios


@dataclass(frozen=True, slots=True)
class ScenarioCard:
    """What screens show of a scenario; `problem` says why a scenario cannot be used."""

    id: str
    title: str
    origin: str
    problem: str = ""
    you_are: str = ""
    setting: str = ""
    difficulty: str = ""
    minutes: int = 0
    focus: tuple[str, ...] = ()
    content_note: str = ""
    brief: str = ""
    concern: str = ""
    themes: tuple[str, ...] = ()
    people: str = ""
    review: str = ""
    towards_practitioner: bool = False
    alternative: str = ""

    def has_words(self, wanted: Iterable[str]) -> bool:
        """Return whether every wanted word begins a word of the card: roma finds Roma, no aroma."""
        texts = (self.title, self.you_are, self.setting, self.people, self.content_note, self.brief, self.concern)
        words = _WORDS.findall(" ".join((self.id.replace("_", " "), *texts, *self.themes, *self.focus)).casefold())
        return all(any(word.startswith(beginning) for word in words) for beginning in wanted)


def make_cards(practice: PracticeService) -> tuple[ScenarioCard, ...]:
    """Make a card for every scenario of the library."""
    return tuple(_make_card(practice, scenario) for scenario in practice.scenarios())


def make_card(practice: PracticeService, scenario: str) -> ScenarioCard:
    """Make the card of a scenario.

    Raises:
        NotKnown: The library has no such scenario.
        UnusableContent: Its file cannot be used.
    """
    cover = practice.library.cover(scenario)
    origin = next(shelved.origin for shelved in practice.library.shelf("dialogues") if shelved.id == scenario)
    return _make_card(practice, Scenario(scenario, origin, cover, practice.library.family_name(cover.family)))


def filter_cards(
    cards: Iterable[ScenarioCard], words: str, difficulty: str = "", role: str = ""
) -> tuple[ScenarioCard, ...]:
    """Return the cards that fit a search; cards of broken scenarios always do.

    Args:
        cards: The cards to choose from.
        words: Words that a card has to have, all of them.
        difficulty: The difficulty that a card has to have, if one is chosen.
        role: The practitioner's role that a card has to have, if one is chosen.
    """
    wanted = _WORDS.findall(words.casefold())
    return tuple(
        card
        for card in cards
        if card.has_words(wanted)
        and (card.problem or ((not difficulty or card.difficulty == difficulty) and (not role or card.you_are == role)))
    )


def _make_card(practice: PracticeService, scenario: Scenario) -> ScenarioCard:
    cover = scenario.cover
    if cover is None:
        return ScenarioCard(scenario.id, scenario.id, scenario.origin, problem=scenario.problem)
    alternative = cover.alternative or ""
    return ScenarioCard(
        id=scenario.id,
        title=cover.title,
        origin=scenario.origin,
        you_are=cover.you_are,
        setting=cover.setting,
        difficulty=cover.difficulty.value,
        minutes=cover.minutes,
        focus=_name_focus(practice, cover.rubric, cover.focus),
        content_note=cover.content_note,
        brief=cover.brief,
        concern=cover.concern,
        themes=cover.themes,
        people=scenario.people,
        review=describe_review(cover),
        towards_practitioner=cover.towards_practitioner,
        alternative=alternative,
    )


def _name_focus(practice: PracticeService, rubric: str, focus: Iterable[str]) -> tuple[str, ...]:
    """Name the helpful criteria that a scenario gives room for; harmful ones are no focus."""
    try:
        criteria = practice.library.rubric(rubric).criteria
    except CoachError:
        return tuple(key.replace("_", " ") for key in focus)
    return tuple(criteria[key].name for key in focus if key in criteria and criteria[key].polarity is Polarity.HELPFUL)


def draw_scenario(card: ScenarioCard, *, has_brief: bool = False) -> Content:
    """Draw a scenario's card as text, each line after a label such as "You are".

    Args:
        card: The card.
        has_brief: Whether the brief stands in it, for whoever chooses a scenario.
    """
    if card.problem:
        return Content.assemble(
            (sanitize(card.title), "bold"),
            ("\n\nThis file cannot be used, so the scenario is left out. The others are not touched by it.\n\n", ""),
            (sanitize(card.problem), "$wrong"),
            (f"\n\n{sanitize(card.origin).capitalize()}.", "$quiet"),
        )
    lines = (
        ("Content note", card.content_note),
        ("You are", card.you_are),
        ("Where", card.setting),
        ("Who", card.people),
        ("What you know", card.brief if has_brief else ""),
        ("What people are worried about", card.concern if has_brief else ""),
        ("About", " · ".join(card.themes)),
        ("How hard", f"{card.difficulty.capitalize()}, about {card.minutes} minutes"),
        ("To practise", "; ".join(card.focus)),
        ("From", f"{card.origin.capitalize()}. {card.review}"),
    )
    parts: list[Content | str | tuple[str, str]] = [(sanitize(card.title), "bold $you")]
    for lead, text in lines:
        if text:
            parts += ["\n\n", (f"{lead}  ", "$quiet"), sanitize(text)]
    return Content.assemble(*parts)


def list_scenarios(practice: PracticeService) -> tuple[ListEntry, ...]:
    """List every usable scenario as entries of a list to choose from."""
    return tuple(
        ListEntry(
            card.id,
            card.title,
            Content(sanitize(f"{card.you_are}. {card.difficulty.capitalize()}. {card.content_note}")),
        )
        for card in make_cards(practice)
        if not card.problem
    )


Places = tuple[tuple[str, str, str], ...]
"""Places that the palette leads to: each by its id, with its words and an explanation."""


def list_places(practice: PracticeService) -> tuple[Places, Places]:
    """List the unfinished rehearsals, and the scenarios, that the palette leads to."""
    cards = {card.id: card for card in make_cards(practice) if not card.problem}
    unfinished = tuple(
        (summary.id, f"Go on with {sanitize(cards[summary.scenario].title)}", _describe_unfinished(summary))
        for summary in practice.rehearsals()
        if summary.going and summary.replies and summary.scenario in cards
    )
    scenarios = tuple(
        (
            card.id,
            f"Rehearse: {sanitize(card.title)}",
            sanitize(f"{card.you_are}. {card.people}. {', '.join(card.themes)}"),
        )
        for card in cards.values()
    )
    return unfinished, scenarios


def _describe_unfinished(summary: Summary) -> str:
    return f"Begun on {format_moment(summary.began)}; {count(summary.replies, 'reply')}"


def draw_brief(dialogue: Dialogue) -> Content:
    """Draw a scenario's brief: who the practitioner is, where, and what they know."""
    return Content.assemble(
        ("You are  ", "$quiet"), sanitize(f"{dialogue.you_are}. {dialogue.setting}."), "\n\n",
        sanitize(dialogue.brief), "\n\n",
        ("What people are worried about  ", "$quiet"), sanitize(dialogue.concern),
    )  # fmt: skip


# --- Exercises

Titled = tuple[tuple[str, str], ...]
"""Scenarios by id, each with its title."""


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """What screens show of an exercise; `problem` says why an exercise cannot be used."""

    id: str
    title: str
    origin: str
    problem: str = ""
    exercise: Exercise | None = None
    scenarios: Titled = ()
    alternatives: Titled = ()
    focus: tuple[str, ...] = ()
    reflection: str = ""
    given: bool = False
    """Whether it came through a team's store."""

    def choices(self) -> Titled:
        """Return the id and title of every scenario that the exercise can be done with, each once."""
        return tuple(dict((*self.scenarios, *self.alternatives)).items())


def make_exercise_cards(desk: Inbox) -> tuple[ExerciseCard, ...]:
    """Make a card for every exercise; those that a supervisor gave come first."""
    given_first = sorted(desk.list_exercises(), key=lambda exercise: not exercise.given)
    return tuple(make_exercise_card(exercise, desk.practice.library) for exercise in given_first)


def make_exercise_card(listed: ListedExercise, library: Library) -> ExerciseCard:
    """Make the card of an exercise, with its scenarios' titles from the library."""
    exercise = listed.exercise
    if exercise is None:
        return ExerciseCard(listed.id, listed.id.replace("_", " "), listed.origin, listed.problem, given=listed.given)
    scenarios, problem = _find_titles(exercise.scenarios, library)
    alternatives, other = _find_titles(exercise.alternatives, library)
    return ExerciseCard(
        listed.id,
        exercise.title,
        listed.origin,
        "" if scenarios or alternatives else problem or other,
        exercise,
        scenarios,
        alternatives,
        name_focus(exercise, library),
        load_reflection_models()[find_model_id(exercise.reflection)].name,
        listed.given,
    )


def _find_titles(scenarios: Iterable[str], library: Library) -> tuple[Titled, str]:
    """Return the id and title of each usable scenario, and what is wrong with one of the others."""
    titles, problem = [], ""
    for scenario in scenarios:
        try:
            titles.append((scenario, library.cover(scenario).title))
        except CoachError as error:
            problem = str(error)
    return tuple(titles), problem


def draw_exercise(card: ExerciseCard) -> Content:
    """Draw an exercise's card as text, each line after a label such as "With"."""
    title = (sanitize(card.title), "bold $you")
    if card.problem or card.exercise is None:
        return Content.assemble(
            title,
            "\n\nThis exercise cannot be used. The others are not touched by it.\n\n",
            (sanitize(card.problem), "$wrong"),
            (f"\n\n{_draw_origin(card)}", "$quiet"),
        )
    exercise = card.exercise
    lines = (
        ("Scenario", _join_titles(card.scenarios)),
        ("Or instead", _join_titles(card.alternatives)),
        ("To practise", "; ".join(card.focus)),
        ("With whom", WITH_WHOM[exercise.mode]),
        ("How long", f"About {exercise.replies} replies, or fewer"),
        ("Afterwards", card.reflection),
        ("To bring", TO_BRING[exercise.bring]),
        ("Content notes", "; ".join(exercise.content_notes) or "Each scenario begins with its own."),
    )
    whence = (f"{_draw_origin(card)}\n", "bold" if card.given else "$quiet")
    parts: list[Content | str | tuple[str, str]] = [title, "\n", whence, sanitize(exercise.why), "\n"]
    for lead, text in lines:
        if text:
            parts += ["\n", (f"{lead}  ", "$quiet"), sanitize(text)]
    return Content.assemble(*parts)


def describe_exercise(exercise: Exercise, library: Library) -> str:
    """Describe an exercise in a few sentences, for the person who is about to do it."""
    room = "; ".join(name_focus(exercise, library))
    brief = f"For the exercise “{exercise.title}”. {f'To practise: {room}. ' if room else ''}"
    return f"{brief}About {exercise.replies} replies."


def _draw_origin(card: ExerciseCard) -> str:
    """Return where an exercise is from, with a capital; the rest of a login or folder unchanged."""
    return f"{sanitize(card.origin[:1].upper())}{sanitize(card.origin[1:])}."


def _join_titles(scenarios: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"“{title}”" for _, title in scenarios)
