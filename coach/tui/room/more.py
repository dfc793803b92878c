"""What a page needs beside its view. It is asked for only where it is shown, because some of it is slow to make."""

from dataclasses import dataclass

from coach.classroom.comparison import Comparison
from coach.classroom.participant import Participant
from coach.classroom.views import PractitionerView, View, Words
from coach.debrief.report import Debrief
from coach.model.class_events import Counted, Stage
from coach.practice.safeguarding import Care

AFTER = (Stage.COACH_SPEAKS, Stage.OUT_OF_ROLE, Stage.DONE)


@dataclass(frozen=True, slots=True)
class More:
    """Beside a view."""

    draft: str = ""
    """What stands in the box."""
    comparison: Comparison | None = None
    debrief: Debrief | None = None
    """None where nobody typed: the coach heard nothing then."""
    replaying: int = 0
    """The reply that this person is saying in other words."""
    contribution: tuple[Counted, ...] = ()
    """The row of counts that they could give; empty where there is none."""
    contributed: bool = False
    care: Care | None = None
    """Words that look after people."""
    may_take_home: bool = False
    """There is a file of their own words now, whatever else goes on."""
    unread: tuple[Words, ...] = ()
    """What the trainer said and was not put away, oldest first."""
    warm_up_note: str = ""
    """What may be hard in the lines of the warm-up, while it lasts."""


def more(seat: Participant, view: View, care: Care, draft: str, before: More) -> More:
    """What goes with this view. Whatever cannot change once it was made is taken from `before`."""
    here = view.here
    if here.stage not in AFTER or not here.round or here.to_agree:
        return More(draft=draft, care=care, may_take_home=seat.may_take_home, unread=seat.unread())
    typed = not here.spoken
    yours = isinstance(view, PractitionerView) and typed
    contributed = yours and seat.contributed
    may_contribute = yours and not contributed and seat.may_contribute
    return More(
        draft=draft,
        comparison=before.comparison or seat.comparison(),
        debrief=before.debrief or (seat.debrief() if typed else None),
        replaying=(seat.replaying or 0) if typed else 0,
        contribution=(before.contribution or seat.contribution()) if may_contribute else (),
        contributed=contributed,
        care=care,
        may_take_home=seat.may_take_home,
        unread=seat.unread(),
    )
