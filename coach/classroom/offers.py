"""What a room's groups choose from, as far as it is read before consenting."""

from coach.classroom.state import RoomState
from coach.classroom.views import Offer
from coach.content.problems import Unusable
from coach.errors import NotKnown
from coach.model.dialogue import Cover
from coach.practice.practice import Practice


def offers(state: RoomState, practice: Practice) -> tuple[Offer, ...]:
    """The scenarios the trainer chose; where none were, all but those with racism towards the practitioner.

    What cannot be read is left out.
    """
    if not state.scenarios:
        return tuple(
            _offer(each.id, each.cover)
            for each in practice.scenarios()
            if each.cover and not each.cover.towards_practitioner
        )
    found = []
    for scenario in state.scenarios:
        try:
            found.append(_offer(scenario, practice.library.cover(scenario)))
        except (Unusable, NotKnown):
            continue
    return tuple(found)


def _offer(scenario: str, cover: Cover) -> Offer:
    return Offer(
        scenario,
        cover.title,
        cover.content_note,
        cover.difficulty.value,
        cover.minutes,
        cover.towards_practitioner,
        cover.alternative or "",
    )
