"""Cards of scenarios, as front ends list and preview them, and the search among them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coach.errors import CoachError, NotKnown
from coach.language.catalogue import say
from coach.model.rubric import Polarity
from coach.practice.service import PracticeService, Scenario, describe_review

_WORDS = re.compile(r"[\w]+")
_OF_TRAVELLERS = ("gypsy", "gypsies", "grt")
ALSO_FOUND_BY = {
    "roma": ("gypsy", "gypsies", "romany", "romani", "grt"),
    "traveller": _OF_TRAVELLERS,
    "travellers": _OF_TRAVELLERS,
}
"""Words that a search finds a scenario by where a word of it is there: services write GRT, for all three together."""
_OF_PEOPLE = frozenset({"traveller", "travellers"})
"""Those that count only among who the people are and the themes: elsewhere they may be passengers."""
MOST_LISTED = 6
"""Scenarios that are named where several have the words that were typed."""
LEFT_OUT = "This file cannot be used, so the scenario is left out. The others are not touched by it."
DIFFICULTIES = (("Foundation", "foundation"), ("Developing", "developing"), ("Stretch", "stretch"))
"""The difficulties that a list can be narrowed down to, each with its name."""
NONE_FIT = "No scenario fits. Take a word out of the search, or choose any difficulty and any role."
NO_SCENARIOS = "There are no scenarios here yet."


@dataclass(frozen=True, slots=True)
class ScenarioCard:
    """What front ends show of a scenario; `problem` says why a scenario cannot be used."""

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
        words += list_other_words(words, _WORDS.findall(" ".join((self.people, *self.themes)).casefold()))
        return all(any(word.startswith(beginning) for word in words) for beginning in wanted)

    def list_lines(self, *, has_brief: bool = False) -> tuple[tuple[str, str], ...]:
        """List what is said of the scenario: a label such as `You are`, and a text.

        Args:
            has_brief: Whether the brief stands among it, for whoever chooses a scenario.
        """
        lines = (
            (say("Content note"), self.content_note),
            (say("You are"), self.you_are),
            (say("Where"), self.setting),
            (say("Who"), self.people),
            (say("What you know"), self.brief if has_brief else ""),
            (say("What people are worried about"), self.concern if has_brief else ""),
            (say("About"), " · ".join(self.themes)),
            (
                say("How hard"),
                say(
                    "{difficulty}, about {minutes} minutes",
                    difficulty=say(self.difficulty.capitalize()),
                    minutes=self.minutes,
                ),
            ),
            (say("To practise"), "; ".join(self.focus)),
            (say("From"), f"{say(self.origin).capitalize()}. {self.review}"),
        )
        return tuple((lead, text) for lead, text in lines if text)


def list_other_words(words: Iterable[str], about: Iterable[str]) -> list[str]:
    """List further words, in small letters, by which a search finds a scenario.

    Args:
        words: All its words.
        about: The words of who its people are and of its themes.
    """
    there = (set(words) - _OF_PEOPLE) | set(about)
    return [other for word, others in ALSO_FOUND_BY.items() if word in there for other in others]


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


def find_scenario(practice: PracticeService, name: str, *, by_words: bool = True) -> str:
    """Find the id of a scenario by its id in letters of any size, or by words that it alone has.

    Args:
        practice: The practice service, whose library has the scenarios.
        name: What was typed.
        by_words: Whether words find it, too.

    Raises:
        NotKnown: None fits, or several do, which the advice lists.
    """
    try:
        practice.library.file("dialogues", name)
    except NotKnown as error:
        ids = [
            shelved.id for shelved in practice.library.shelf("dialogues") if shelved.id.casefold() == name.casefold()
        ]
        if len(ids) == 1:
            return ids[0]
        fitting = filter_cards(make_cards(practice), name) if by_words and _WORDS.search(name) else ()
        if not fitting:
            raise
        if len(fitting) > 1:
            listed = "; ".join(f"{card.title} ({card.id})" for card in fitting[:MOST_LISTED])
            advice = (
                say("These have your words: {listed}.", listed=listed)
                if len(fitting) <= MOST_LISTED
                else say("Many have your words, such as: {listed}. Add a word.", listed=listed)
            )
            raise NotKnown(error.message, advice) from None
        return fitting[0].id
    return name


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
