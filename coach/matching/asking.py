"""What a stretch of words asks, told from how it begins.

Question marks are not needed, since people who dictate leave them out. A question is closed where it can sensibly be
answered by yes or no, by choosing, or with one fact; "could you tell me about it" is open and "could you tell me your
date of birth" is not.
"""

from collections.abc import Iterable

from coach.model.reading import Form

AUXILIARIES = frozenset(
    "do did does is are was were have has had can could would will shall should may might am".split()
)
SUBJECTS = frozenset(
    "i you he she it they we this that there anyone anybody someone somebody anything something everyone the your his "
    "her their our my any either these those mum dad nobody no some all".split()
)
LEADING = frozenset(
    "and so but well okay right oh then now also or because yes sorry gosh ah hmm um er plus look listen hi hello "
    "thanks sure fine please".split()
)
_FACTS = frozenset(
    "name names address date birth dob number postcode age gp surgery phone email surname nhs time year month day "
    "school".split()
)
_SINGLE_FACT = frozenset("who whose where when which".split())
_AMOUNTS = frozenset("time year month day date many old long often much far big tall soon late early class".split())
_OPENERS = (
    ("tell", "me"),
    ("tell", "us"),
    ("say", "more"),
    ("say", "a", "bit", "more"),
    ("say", "some", "more"),
    ("go", "on"),
    ("walk", "me", "through"),
    ("walk", "us", "through"),
    ("talk", "me", "through"),
    ("talk", "us", "through"),
    ("take", "me", "through"),
    ("help", "me", "understand"),
    ("describe",),
    ("paint", "me"),
    ("carry", "on"),
    ("give", "me", "a", "sense"),
    ("give", "me", "an", "idea"),
)
_INVITES = frozenset("hear understand wonder wondering interested curious know ask".split())
_WISHES = frozenset("would want am was wonder".split())
_TAGS = (("you", "think"), ("you", "reckon"), ("you", "know"), ("you", "suppose"), ("you", "see"))
_ASKS_LAST = frozenset("how why what".split())
MOST_BEFORE_IT = 4
"""Words of a question that ends in what it asks."""
_POLITE = frozenset("can could would will".split())
_WHOSE_WHICH = frozenset("else one ones school day of language words side way".split())


def question(words: tuple[str, ...], asks: bool) -> Form | None:
    """What a stretch asks, from the way it begins; `asks` where its sentence ends in a question mark."""
    at = 0
    while at < len(words) - 1 and words[at] in LEADING:
        at += 1
    here = words[at:]
    if not here:
        return None
    if here[0] in _POLITE and len(here) > 2 and here[1] == "you" and begins(here[2:], _OPENERS):
        here = here[2:]
    if begins(here, _OPENERS):
        return Form.CLOSED_QUESTION if _wants_fact(here) else Form.OPEN_QUESTION
    if here[0] == "i" and _INVITES.intersection(here[1:6]) and here[1] in _WISHES and "not" not in here[1:6]:
        return Form.OPEN_QUESTION
    if asks and here[-1] in _ASKS_LAST and len(here) <= MOST_BEFORE_IT and here[0] not in AUXILIARIES:
        return Form.OPEN_QUESTION  # "Different how?"
    if here[0] in ("what", "how", "why") and len(here) > 1:
        return _asked_with_what(here)
    if here[0] in _SINGLE_FACT and len(here) > 1 and here[1] in AUXILIARIES | _WHOSE_WHICH:
        return Form.CLOSED_QUESTION
    if here[0] == "who" and len(here) > 1 and here[1] not in SUBJECTS and asks:
        return Form.CLOSED_QUESTION
    if here[0] in AUXILIARIES and len(here) > 1:
        not_ = here[1] == "not"
        if here[1:] in _TAGS or (len(here) == 3 and not_ and here[2] in SUBJECTS):
            return None  # a tag ("isn't she", "do you think") asks for nothing
        if here[1] in SUBJECTS or (not_ and here[0] != "do" and len(here) > 2 and here[2] in SUBJECTS):
            return Form.CLOSED_QUESTION
    return None


def _wants_fact(here: tuple[str, ...]) -> bool:
    """Whether "tell me" goes on to one fact, as in "your date of birth"."""
    return (
        here[0] == "tell"
        and here[2:3] in (("your",), ("his",), ("her",), ("the",), ("their",))
        and bool(_FACTS.intersection(here[3:6]))
    )


def _asked_with_what(here: tuple[str, ...]) -> Form | None:
    if here[1] in _AMOUNTS and here[0] != "why":
        return Form.CLOSED_QUESTION
    if here[0] == "what" and here[1] in ("is", "was", "are", "were") and set(here[2:5]) & _FACTS:
        return Form.CLOSED_QUESTION
    if here[0] in ("what", "how") and here[1] == "a":
        return None
    if here[1] in AUXILIARIES or here[1] in (
        "about",
        "else",
        "come",
        "happened",
        "happens",
        "makes",
        "made",
        "helps",
        "matters",
        "kind",
        "sort",
        "words",
        "way",
        "might",
        "must",
    ):
        return Form.OPEN_QUESTION
    if any(word in AUXILIARIES for word in here[2:5]) and here[1] not in ("i", "you", "we", "he", "she", "they", "it"):
        return Form.OPEN_QUESTION
    return None


def asks_inside(words: tuple[str, ...]) -> bool:
    """Whether a sentence with a question mark asks openly somewhere in its middle."""
    return any(
        word in ("what", "how", "why") and words[at + 1] in AUXILIARIES | {"about", "happened"}
        for at, word in enumerate(words[:-1])
    ) or begins(words, (("and", "you"), ("meaning",), ("such", "as"), ("how",), ("in", "what", "way")))


def begins(words: tuple[str, ...], openings: Iterable[tuple[str, ...]]) -> bool:
    """Whether words begin in one of these ways."""
    return any(words[: len(opening)] == opening for opening in openings)
