"""What each role is told before a round: the scenario's own card, or these where it has none."""

from coach.model.dialogue import Dialogue
from coach.model.room import Role

CARDS = {
    Role.PRACTITIONER: (
        "Say it your own way; the words you say are the ones the family hears. You may stop, skip a line or ask for a "
        "moment whenever you like."
    ),
    Role.LINE_READER: (
        "You read the family's lines as they come, in your own voice. Flat is fine. No accent, nothing acted, nothing "
        "added. You read a person; you do not speak for anybody who is like them."
    ),
    Role.OBSERVER: (
        "Listen for openings: places where the family lets something show. Was each taken up, partly, or passed by? "
        "You look for openings, and not for mistakes."
    ),
}


def card(dialogue: Dialogue, role: Role) -> str:
    """The card of a role in a scenario."""
    cards = dialogue.role_cards
    if cards is None:
        return CARDS[role]
    match role:
        case Role.PRACTITIONER:
            return cards.practitioner
        case Role.LINE_READER:
            return cards.line_reader
        case Role.OBSERVER:
            return cards.observer
