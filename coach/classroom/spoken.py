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

MOST_NAMED = 3
OWN = {
    OTHERWISE: "Something else",
    HURT: "It may have hurt",
    MENDED: "They put a hurt right",
}
"""The family's own ways, in words."""
FORMS = {
    Form.OPEN_QUESTION: "an open question",
    Form.CLOSED_QUESTION: "a closed question",
    Form.REFLECTION: "giving back what they heard",
    Form.AFFIRMATION: "saying what they value",
    Form.STATEMENT: "telling something",
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
    parts: list[str] = []
    for guard in guards:
        parts += [_name(rubric, name) for name in guard.met]
        if guard.any_met:
            parts.append(_or(_name(rubric, name) for name in guard.any_met))
        if guard.form:
            parts.append(_or(FORMS[form] for form in guard.form))
        if guard.follows_up:
            parts.append("asking to hear more")
        if guard.helpful:
            parts.append("something that helps")
    said = ", and ".join(dict.fromkeys(parts))
    if branch.hurt:
        named = _or(_name(rubric, name) for name in branch.hurt if name != ANY_HURT)
        said = ": ".join(part for part in (OWN[HURT], named) if part)
    return f"{said[0].upper()}{said[1:]}" if said else OWN[OTHERWISE]


def _or(names: Iterable[str]) -> str:
    """A few of them; a way that many things lead to is known by the first."""
    several = tuple(names)
    if len(several) > MOST_NAMED:
        return f"{', '.join(several[:MOST_NAMED])}, or the like"
    return " or ".join(part for part in (", ".join(several[:-1]), *several[-1:]) if part)


def _name(rubric: Rubric, criterion: str) -> str:
    name = rubric.called(criterion)
    return f"{name[0].lower()}{name[1:]}"
