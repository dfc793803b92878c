"""Cards of scenarios and exercises: what a list and a preview show of each."""

from textual.content import Content

from coach.language.catalogue import say, say_count
from coach.model.scenario import Dialogue
from coach.page_words import format_moment
from coach.practice.scenario_cards import LEFT_OUT, ScenarioCard, make_cards
from coach.practice.service import PracticeService
from coach.records.event_store import Summary
from coach.supervision.exercise_cards import ExerciseCard
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
            (f"\n\n{say(LEFT_OUT)}\n\n", ""),
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
        (
            summary.id,
            say("Go on with {title}", title=sanitize(cards[summary.scenario].title)),
            _describe_unfinished(summary),
        )
        for summary in practice.rehearsals()
        if summary.going and summary.replies and summary.scenario in cards
    )
    scenarios = tuple(
        (
            card.id,
            say("Rehearse: {title}", title=sanitize(card.title)),
            sanitize(f"{card.you_are}. {card.people}. {', '.join(card.themes)}"),
        )
        for card in cards.values()
    )
    return unfinished, scenarios


def _describe_unfinished(summary: Summary) -> str:
    replies = say_count("{count} reply", "{count} replies", summary.replies)
    return say("Begun on {when}; {replies}", when=format_moment(summary.began), replies=replies)


def draw_brief(dialogue: Dialogue) -> Content:
    """Draw a scenario's brief: who the practitioner is, where, and what they know."""
    return Content.assemble(
        (f"{say('You are')}  ", "$quiet"), sanitize(f"{dialogue.you_are}. {dialogue.setting}."), "\n\n",
        sanitize(dialogue.brief), "\n\n",
        (f"{say('What people are worried about')}  ", "$quiet"), sanitize(dialogue.concern),
    )  # fmt: skip


# --- Exercises


def draw_exercise(card: ExerciseCard) -> Content:
    """Draw an exercise's card as text, each line after a label such as "With"."""
    title = (sanitize(card.title), "bold $you")
    if card.problem or card.exercise is None:
        return Content.assemble(
            title,
            f"\n\n{say('This exercise cannot be used. The others are not touched by it.')}\n\n",
            (sanitize(card.problem), "$wrong"),
            (f"\n\n{sanitize(card.describe_origin())}", "$quiet"),
        )
    whence = (f"{sanitize(card.describe_origin())}\n", "bold" if card.given else "$quiet")
    parts: list[Content | str | tuple[str, str]] = [title, "\n", whence, sanitize(card.exercise.why), "\n"]
    for lead, text in card.list_lines():
        parts += ["\n", (f"{lead}  ", "$quiet"), sanitize(text)]
    return Content.assemble(*parts)
