"""What a trainer can offer to groups, and what is always offered along with it."""

from dataclasses import dataclass

from coach.practice.practice import Practice
from coach.tui.choosing import scenarios
from coach.tui.shelf import Card, shelf
from coach.tui.widgets.findable import Thing


@dataclass(frozen=True, slots=True)
class Offered:
    """The scenarios on the shelf."""

    things: tuple[Thing, ...] = ()
    cards: tuple[Card, ...] = ()

    def title(self, scenario: str) -> str:
        """What it is called; its id where it is not on the shelf."""
        return next((card.title for card in self.cards if card.id == scenario), scenario)

    def with_others(self, chosen: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        """The chosen ones and, beside racism towards the practitioner, its equal; and a sentence where there is one."""
        cards = {card.id: card for card in self.cards}
        towards = [cards[each] for each in chosen if each in cards and cards[each].towards_practitioner]
        others = [card.alternative for card in towards if card.alternative]
        says = " ".join(
            f"“{card.title}” has racism towards the practitioner, so “{self.title(card.alternative)}” is offered too."
            for card in towards
            if card.alternative
        )
        return tuple(dict.fromkeys((*chosen, *others))), says


def offered(practice: Practice) -> Offered:
    """Everything that can be used."""
    return Offered(scenarios(practice), tuple(card for card in shelf(practice) if not card.problem))
