"""Spoken mode: where the talk may have gone, in words made from what a branch waits for."""

from collections.abc import Iterable

from coach.classroom.talk import Talk
from coach.classroom.views import Way
from coach.model.dialogue import Branch
from coach.model.guard import ANY_HURT, Guard
from coach.model.reading import Form
from coach.model.rubric import Rubric
from coach.rehearsal.answer import HURT, MENDED, OTHERWISE
from coach.rehearsal.by_branch import ways

MOST_NAMED = 2
OWN = {
    OTHERWISE: "Something else",
    HURT: "It may have hurt",
    MENDED: "They put a hurt right",
}
"""The family's own ways, in words."""
FORMS = {
    Form.OPEN_QUESTION: "asked an open question",
    Form.CLOSED_QUESTION: "asked a closed question",
    Form.REFLECTION: "gave back what they heard",
    Form.AFFIRMATION: "said what they value",
    Form.STATEMENT: "told something",
}


def ways_in_words(talk: Talk, rubric: Rubric) -> tuple[Way, ...]:
    """Where the talk can have gone from here. Of ways that read alike only the first is there: it would answer."""
    if talk.over:
        return ()
    replies = talk.script.turn(talk.at.turn).replies
    found: dict[str, Way] = {}
    for key in ways(talk.script, talk.at):
        branch = replies.get(key)
        words = _words(talk, rubric, branch) if branch else OWN[key]
        found.setdefault(words, Way(key, words, may_have_hurt=bool(branch.hurt) if branch else key == HURT))
    return tuple(sorted(found.values(), key=_place))


def _place(way: Way) -> int:
    """What was taken up first, then what may have hurt; anything else last."""
    return 2 if way.branch == OTHERWISE else int(way.may_have_hurt)


def _words(talk: Talk, rubric: Rubric, branch: Branch) -> str:
    guards: tuple[Guard, ...] = (branch, talk.script.opens(branch.tells)) if branch.tells else (branch,)
    waits: list[tuple[str, ...]] = []
    for guard in guards:
        waits += [(name,) for name in guard.met]
        waits.append(guard.any_met)
    parts = [_or(_name(rubric, name) for name in group) for group in _told_apart(waits)]
    for guard in guards:
        parts.append(_or(FORMS[form] for form in guard.form))
        parts += ["asked to hear more"] * bool(guard.follows_up)
        parts += ["did something that helps"] * bool(guard.helpful)
    said = ", and ".join(dict.fromkeys(part for part in parts if part))
    if branch.hurt:
        named = _or(_name(rubric, name) for name in branch.hurt if name != ANY_HURT)
        said = ": ".join(part for part in (OWN[HURT], named) if part)
    return f"{said[0].upper()}{said[1:]}" if said else OWN[OTHERWISE]


def _told_apart(waits: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What a branch waits for, without what is met by itself once another of them is."""
    return [one for one in waits if not any(set(other) < set(one) for other in waits if other)]


def _or(names: Iterable[str]) -> str:
    """One or two of them; a way that more lead to is known by the first."""
    several = tuple(names)
    if len(several) > MOST_NAMED:
        return f"{', '.join(several[:MOST_NAMED])}, or the like"
    return ", or ".join(several)


def _name(rubric: Rubric, criterion: str) -> str:
    name = rubric.aloud(criterion)
    return f"{name[0].lower()}{name[1:]}"
