"""What an exercise can be made of: scenarios, and what of their rubrics to practise, by their plain names."""

from textual.content import Content

from coach.content.library import Library
from coach.errors import CoachError
from coach.practice.practice import Practice
from coach.tui.modals.also import meaning
from coach.tui.shelf import shelf
from coach.tui.shown import shown
from coach.tui.widgets.findable import Thing


def scenarios(practice: Practice) -> tuple[Thing, ...]:
    """Every scenario that can be used."""
    return tuple(
        Thing(
            card.id, card.title, Content(shown(f"{card.you_are}. {card.difficulty.capitalize()}. {card.content_note}"))
        )
        for card in shelf(practice)
        if not card.problem
    )


def domains(library: Library, among: tuple[str, ...]) -> frozenset[str]:
    """The ids of the domains that these scenarios' rubrics have."""
    return frozenset(key for rubric in _rubrics(library, among) for key in library.rubric(rubric).domains)


def focuses(library: Library, among: tuple[str, ...]) -> tuple[Thing, ...]:
    """Domains, then criteria, of these scenarios' rubrics."""
    found: dict[str, Thing] = {}
    for name in _rubrics(library, among):
        for key, domain in library.rubric(name).domains.items():
            found.setdefault(key, Thing(key, f"All of: {domain.name}", Content(shown(domain.asks))))
    for name in _rubrics(library, among):
        for key, each in library.rubric(name).criteria.items():
            found.setdefault(key, Thing(key, each.name, meaning(each.definition, each.counts, each.not_)))
    return tuple(found.values())


def _rubrics(library: Library, among: tuple[str, ...]) -> tuple[str, ...]:
    names = []
    for scenario in among:
        try:
            name = library.dialogue(scenario).rubric
            library.rubric(name)
        except CoachError:
            continue  # said beside the scenario itself
        names.append(name)
    return tuple(dict.fromkeys(names))
