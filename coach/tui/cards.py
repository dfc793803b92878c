"""Cards of scenarios and exercises: what a list and a preview show of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content

from coach.content.library import Library
from coach.content.validation import find_model_id, load_reflection_models
from coach.errors import CoachError
from coach.model.characters import count
from coach.model.exercise import Exercise
from coach.model.scenario import Dialogue
from coach.page_words import format_moment
from coach.practice.scenario_cards import LEFT_OUT, ScenarioCard, make_cards
from coach.practice.service import PracticeService
from coach.records.event_store import Summary
from coach.supervision.exercises import TO_BRING, WITH_WHOM, ListedExercise, name_focus
from coach.supervision.inbox import Inbox
from coach.tui.text import sanitize
from coach.tui.widgets.searchable_list import ListEntry

# --- Scenarios


def draw_scenario(card: ScenarioCard, *, has_brief: bool = False) -> Content:
    """Draw a scenario's card as text, each line after a label such as "You are".

    Args:
        card: The card.
        has_brief: Whether the brief stands in it, for whoever chooses a scenario.
    """
    if card.problem:
        return Content.assemble(
            (sanitize(card.title), "bold"),
            (f"\n\n{LEFT_OUT}\n\n", ""),
            (sanitize(card.problem), "$wrong"),
            (f"\n\n{sanitize(card.origin).capitalize()}.", "$quiet"),
        )
    parts: list[Content | str | tuple[str, str]] = [(sanitize(card.title), "bold $you")]
    for lead, text in card.list_lines(has_brief=has_brief):
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
