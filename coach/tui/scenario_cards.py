"""Scenarios as cards: what a practitioner or a trainer sees of a scenario before choosing it."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content

from coach.errors import CoachError
from coach.model.rubric import Polarity
from coach.practice.service import PracticeService, Scenario
from coach.tui.text import sanitize
from coach.tui.widgets.searchable_list import Thing


@dataclass(frozen=True, slots=True)
class ScenarioCard:
    """A scenario as it is shown; `problem` says why one cannot be used."""

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
    people: str = ""
    review: str = ""
    towards_practitioner: bool = False
    alternative: str = ""

    def words(self) -> str:
        """Everything a search looks through."""
        return " ".join((self.id, self.title, self.you_are, self.setting, self.people, *self.focus)).casefold()


def make_cards(practice: PracticeService) -> tuple[ScenarioCard, ...]:
    """A card for everything on the shelf."""
    return tuple(_make_card(practice, scenario) for scenario in practice.scenarios())


def make_card(practice: PracticeService, scenario: str) -> ScenarioCard:
    """One scenario's card. Raises NotKnown or Unusable."""
    cover = practice.library.cover(scenario)
    origin = next(shelved.origin for shelved in practice.library.shelf("dialogues") if shelved.id == scenario)
    return _make_card(practice, Scenario(scenario, origin, cover, practice.library.family(cover.family).name))


def filter_cards(
    cards: Iterable[ScenarioCard], words: str, difficulty: str = "", role: str = ""
) -> tuple[ScenarioCard, ...]:
    """The cards that have every word, and the difficulty and role if one is chosen. Broken ones always show."""
    wanted = words.casefold().split()
    return tuple(
        card
        for card in cards
        if all(word in card.words() for word in wanted)
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
        people=scenario.people,
        review=_describe_review(cover.review_status.value, cover.reviewed_by),
        towards_practitioner=cover.towards_practitioner,
        alternative=alternative,
    )


def _name_focus(practice: PracticeService, rubric: str, focus: Iterable[str]) -> tuple[str, ...]:
    """What there is room to do, by its plain name; what may hurt is not a thing to make room for."""
    try:
        criteria = practice.library.rubric(rubric).criteria
    except CoachError:
        return tuple(key.replace("_", " ") for key in focus)
    return tuple(criteria[key].name for key in focus if key in criteria and criteria[key].polarity is Polarity.HELPFUL)


def _describe_review(status: str, reviewed_by: tuple[str, ...]) -> str:
    if status == "reviewed":
        return f"Reviewed by {', '.join(reviewed_by)}" if reviewed_by else "Reviewed"
    return "Drafted; not yet reviewed by people who share its experience"


def draw_scenario(card: ScenarioCard) -> Content:
    """A card in words, a lead before each line."""
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
        ("How hard", f"{card.difficulty.capitalize()}, about {card.minutes} minutes"),
        ("Room for", "; ".join(card.focus)),
        ("From", f"{card.origin.capitalize()}. {card.review}."),
    )
    parts: list[Content | str | tuple[str, str]] = [(sanitize(card.title), "bold $you")]
    for lead, text in lines:
        parts += ["\n\n", (f"{lead}  ", "$quiet"), sanitize(text)]
    return Content.assemble(*parts)


def list_scenarios(practice: PracticeService) -> tuple[Thing, ...]:
    """Every scenario that can be used."""
    return tuple(
        Thing(
            card.id,
            card.title,
            Content(sanitize(f"{card.you_are}. {card.difficulty.capitalize()}. {card.content_note}")),
        )
        for card in make_cards(practice)
        if not card.problem
    )
