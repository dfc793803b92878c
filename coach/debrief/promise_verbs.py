"""The verbs of promises, and the third parties: who is neither of the two that talk.

Begin with `VERBS`. `coach.debrief.promise_words` looks for them in plain words ("I'll" is "i will"); what is done here
or elsewhere is a promise only with an anchor beside it, such as somebody else, a record or a later time.
"""


def list_one_of(words: str) -> str:
    """Return a choice of some words, or of phrases that a comma divides."""
    phrases = [" ".join(phrase.split()) for phrase in words.split(",")] if "," in words else words.split()
    return f"(?:{'|'.join(dict.fromkeys(phrases))})"


_DOUBLED = frozenset(
    "get put cut stop let submit log rub scrub refer transfer cancel swap nod set chat drop flag run sit".split()
)
"""Verbs whose last letter stands twice before "ing"."""


def add_ing(verb: str) -> str:
    """Return a verb as it stands behind "I'm"."""
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing" if verb == "be" or verb.endswith(("ee", "ye")) else f"{verb.removesuffix('e')}ing"


# --- What is done

_AWAY = """
    amend appeal arrange attend book cancel challenge chase complain contact correct delete email escalate forward fund
    insist log mail minute nominate organise phone photocopy post print provide publish pursue query rearrange rebook
    record redo redraft refer remove reopen replace report request reword rewrite ring scrub source strike submit text
    telephone transfer translate update upload visit withdraw flag mend circulate accompany delay apply
""".split()
"""What nobody does within the talk."""
_OPEN = """
    add ask be bring call change check clear collect come copy cross cut do draft drop explain fetch fill find finish
    fix follow get give go hand have keep leave let look make meet move name note open order own pass pick propose pull
    push put raise read rub say see send share show sign sit sort speak stand start stay stop swap take talk tell try
    turn type use walk word work write hold own file drive tick phrase push nod knock run set
""".split()
"""What is done here or elsewhere: it takes an anchor."""
VERBS = frozenset((*_AWAY, *_OPEN)) - {"be", "order", "own", "word", "nod", "set", "run"}
"""What can be promised; before one of these, "ill" is "I will"."""
DO, DOING = list_one_of(" ".join(_AWAY)), list_one_of(" ".join(map(add_ing, _AWAY)))
ANY, ANYING = list_one_of(" ".join(_OPEN)), list_one_of(" ".join(map(add_ing, _OPEN)))

HERE = list_one_of(
    "stay leave read stand sit walk drive hold run stop start hear listen wait use look work be let push have"
)
"""Of these, what is said within the talk."""

# --- To whom

_NO_THIRD_PARTY = list_one_of("""
    you, yous, yourself, yourselves, me, myself, us, it, that, this, these, those, a, an, what, why, how, when, where,
    if, whether, i, we, about, straight, again, for, by, from, which, who, until, on, in, at, to, and, or, with, so,
    then, off, up, before, after, while, because, now, first, all, people, everyone, everybody, both, as, each, any,
    every, around, round, just, plain, once, twice, two, three, only, simply, slowly, gently, plainly, quickly, nicely,
    questions, too, another, something, anything, one, the question, the truth, the time, the same, the other, the next,
    the rest, the hard, the obvious, the awkward, my screen, my back, thee, ye,
    the once, slow, outright, openly, honestly, gently, the both, thing, things
""")
SOMEBODY = rf"(?!{_NO_THIRD_PARTY}\b)[a-z]+"
"""A third party by name, by a pronoun or by what they are."""
