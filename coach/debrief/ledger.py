"""What may have hurt, and whether it was mended (Owen 2014; Safran & Muran). A ledger, never a sum."""

from coach.debrief.evidence import shortened
from coach.debrief.parts import HurtSeen, Mark, Mended
from coach.rehearsal.script import Script
from coach.rehearsal.story import Attempt


def ledger(script: Script, attempt: Attempt, found: tuple[Mark, ...]) -> tuple[HurtSeen, ...]:
    """Every reply that may have hurt, in order, and what became of it."""
    seen = []
    for exchange in attempt.replies():
        hurts = [m for m in found if m.reply == exchange.number and m.harmful and m.counts()]
        if not hurts:
            continue
        mended, by, quote = _mending(script, attempt, found, exchange.number)
        seen.append(
            HurtSeen(
                reply=exchange.number,
                criteria=tuple(m.criterion for m in hurts),
                names=tuple(m.name for m in hurts),
                quote=hurts[0].quote,
                mended=mended,
                mended_by=by,
                mending_quote=quote,
            )
        )
    return tuple(seen)


def _mending(script: Script, attempt: Attempt, found: tuple[Mark, ...], hurt: int) -> tuple[Mended, int, str]:
    """The first reply after a hurt that mends it in words; failing that, one that eased it."""
    eased = 0
    for exchange in attempt.replies()[hurt:]:
        here = [m for m in found if m.reply == exchange.number and m.counts()]
        mend = next((m for m in here if m.criterion == script.mends), None)
        if mend and not any(m.harmful for m in here):
            return Mended.REPAIRED, exchange.number, shortened(mend.quote)
        if mend or exchange.mended() == "eased":
            eased = eased or exchange.number
    return (Mended.PARTLY, eased, "") if eased else (Mended.NOT_YET, 0, "")
