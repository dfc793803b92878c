"""Joining a group that is in conversation: a person asks, one of the group's people answers, or the group is open.

Before they are let in, the person who asks sees nothing of what was said there: they sit with nobody, so their view
has no field for it. Groups that gather, or read their notes and briefs, are joined without asking.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from coach.classroom.state import MOST_IN_A_GROUP, GroupState, RoomState
from coach.errors import NameRefused, NotNow
from coach.model.class_events import LONGEST_NAME, AnsweredJoin, AskedToJoin, OpenedGroup

# --- Names that people choose in a room: any real one, and none that deceives the others about who sits t

ALIKE = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
"""Alphabets some of whose letters cannot be told apart; within a word nobody mixes them."""
LOOKS_LIKE = {
    **dict(zip("авсԁеһіјкӏмнорԛѕтуԝхѵԍ", "abcdehijklmhopqstywxvg", strict=True)),
    **dict(zip("αβγεηικνορτυχωϲϳ", "abyenikvoptuxwcj", strict=True)),
    **dict(zip("ոսօցհɑɡıᴏ0|", "nuoghagiool", strict=True)),
    "1": "l",
    "ʼ": "'",
    "’": "'",
    "‘": "'",
    "ʻ": "'",
    "‐": "-",
    "‑": "-",
    "–": "-",
    "−": "-",
}
"""Small letters and signs, each by the one of our alphabet that it looks like."""
CAPITALS = {**dict(zip("АВСЕНІЈКМОРЅТХУ", "abcehijkmopstxy", strict=True)), "I": "l", "Η": "h", "Ρ": "p", "Ν": "n"}
"""Capitals that look like other letters than their small ones do."""
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that count as letters or signs, and show nothing."""
JOINERS = frozenset("\u200c\u200d")
"""They shape letters of some alphabets, and show nothing: a name is the same without them."""
CLAIMS = frozenset(
    "trainer coach facilitator teacher tutor moderator administrator admin host system supervisor "
    "practitioner line-reader linereader observer watcher family you".split()
)
"""What a room calls those who have a part in it."""
ARTICLES = frozenset("the your a an our my".split())
NAME_ME = "Say what you would like to be called here."


def clean_name(typed: str) -> str:
    """A name as it is kept. Raises NameRefused for one that is empty, too long, invisible or of mixed alphabets."""
    whole = unicodedata.normalize("NFKC", typed)
    if any(_is_invisible(each) for each in (*typed, *whole)):
        raise NameRefused("That name has characters in it that nobody can see.", "Type it anew, letter by letter.")
    name = " ".join("".join(c if c.isprintable() else " " for c in whole if c not in JOINERS).split())
    if not name:
        raise NameRefused(NAME_ME, "It need not be your real name.")
    if len(name) > LONGEST_NAME:
        raise NameRefused("That name is too long for the screen.", f"{LONGEST_NAME} letters are enough.")
    if not any(unicodedata.category(each)[0] in "LN" for each in name):
        raise NameRefused("A name has a letter or a digit in it.", NAME_ME)
    if any(len(ALIKE & set(_iterate_alphabets(word))) > 1 for word in name.split()):
        raise NameRefused("That name mixes letters of alphabets that look alike.", "Write each word of it in one.")
    return name


def refuse_claims(name: str, families: Iterable[str]) -> None:
    """Raise NameRefused for a name that says it is the trainer, the coach, a role, or one of the `families`' people."""
    words = [word for word in _fold_lookalikes(name).replace("-", " ").split() if word not in _FOLDED_ARTICLES]
    whole = "".join(words)
    if whole in _FOLDED_CLAIMS or (words and words[0] in _FOLDED_CLAIMS):
        raise NameRefused("That is what this room calls somebody else.", "Choose another name for yourself.")
    if any(is_lookalike(name, each) for each in families):
        raise NameRefused(
            "Somebody in a family that is played here is called that.", "Add a letter, so that nobody mistakes you."
        )


def is_lookalike(one: str, other: str) -> bool:
    """Whether two names are one to somebody who reads them, whatever they are made of."""
    plain = (" ".join(unicodedata.normalize("NFKC", each).split()).casefold() for each in (one, other))
    return len(set(plain)) == 1 or _fold_lookalikes(one) == _fold_lookalikes(other)


def _fold_lookalikes(name: str) -> str:
    """What a name looks like, in the letters of one alphabet where it can be."""
    spaced = " ".join(unicodedata.normalize("NFKC", name).split())
    small = "".join(CAPITALS.get(each, each.casefold()) for each in spaced if each not in JOINERS)
    return "".join(LOOKS_LIKE.get(each, each) for each in small)


_FOLDED_CLAIMS = frozenset(_fold_lookalikes(each).replace("-", "") for each in CLAIMS)
_FOLDED_ARTICLES = frozenset(_fold_lookalikes(each) for each in ARTICLES)


def _is_invisible(character: str) -> bool:
    """Whether a character shows nothing, or turns the direction of others. Line ends and the like become spaces."""
    hidden = unicodedata.category(character) in ("Cf", "Co", "Cn", "Cs") and character not in JOINERS
    return hidden or character in BLANKS


def _iterate_alphabets(word: str) -> Iterator[str]:
    for each in word:
        if each.isalpha() and unicodedata.category(each) != "Lm":
            yield unicodedata.name(each, "").partition(" ")[0]


# --- Joining a group that is in conversation: a person asks, one of the group's people answers, or the gr

Admission = AskedToJoin | AnsweredJoin | OpenedGroup
FULL = f"A group has {MOST_IN_A_GROUP} people at most."


def advance_admission(state: RoomState, event: Admission) -> RoomState:
    """The room after a person asked to join a group, was answered, or a group was opened. Raises NotNow."""
    group = state.groups.get(event.group)
    if group is None:
        raise NotNow("There is no such group any more.", "Find people to sit with.")
    match event:
        case AskedToJoin():
            return _add_join_request(state, group, event.by)
        case AnsweredJoin():
            return _answer_join_request(state, group, event)
        case OpenedGroup():
            if event.by not in group.people:
                raise NotNow("You are not in that group any more.", "Find people to sit with.")
            return _put(state, replace(group, open=event.open))


def drop_join_requests(state: RoomState, person: str) -> RoomState:
    """The room once a person asks no group any more: they sit down, or leave."""
    asked = [group for group in state.groups.values() if person in group.asking]
    for group in asked:
        state = _put(state, replace(group, asking=tuple(each for each in group.asking if each != person)))
    return state


def _add_join_request(state: RoomState, group: GroupState, person: str) -> RoomState:
    known = state.people.get(person)
    if known is None or known.gone:
        raise NotNow("You are not in this room any more.", "Come in with the room's code again.")
    if state.find_group_of(person) is not None:
        raise NotNow("You sit with others.", "Leave your group first, then ask.")
    if group.may_be_joined():
        raise NotNow("Nobody needs to be asked there.", "Join them.")
    if len(group.people) >= MOST_IN_A_GROUP:
        raise NotNow(FULL, "Ask another group.")
    state = drop_join_requests(state, person)
    group = state.groups[group.id]
    return _put(state, replace(group, asking=(*group.asking, person)))


def _answer_join_request(state: RoomState, group: GroupState, event: AnsweredJoin) -> RoomState:
    takes_back = event.by == event.person and not event.admitted
    if not takes_back and event.by not in group.people:
        raise NotNow("That is for the people of that group.")
    if event.person not in {each.id for each in state.list_people_asking(group)}:
        raise NotNow("They no longer ask.")
    if event.admitted and len(group.people) >= MOST_IN_A_GROUP:
        raise NotNow(FULL)
    state = drop_join_requests(state, event.person)
    if not event.admitted:
        return state
    group = state.groups[group.id]
    return _put(state, replace(group, people=(*group.people, event.person)))


def _put(state: RoomState, group: GroupState) -> RoomState:
    return replace(state, groups={**state.groups, group.id: group})
