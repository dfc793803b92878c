"""Sentences that deny that race has to do with it, and words that make a slip about it.

Begin with `denies_race`. The page shows such a sentence with the family's next line, as a fact: it calls nobody
anything. What is asked, read out, said of others or owned in the same breath denies nothing.
"""

import re

from coach.debrief.owning import find_owning
from coach.debrief.wording import drop_quotations, find_content_words, split_sentences
from coach.matching.memory import remember
from coach.matching.tokens import tokenize

_RACE = r"(?:race|racism|racist|colour|skin|skin colour|being (?:black|brown|asian|muslim|gypsy|roma|african|indian))"
_OF_WHOM = r"(?:(?:your|his|her|their|the|anyone s|anybody s) )?"
_ALL = (
    r"(?:everyone|everybody|all of (?:you|them)|them all|you all|all (?:our |the |my )?\w+|every \w+|people|kids|"
    r"children)"
)
_DENIES = re.compile(
    # "It's not about race", "this has nothing to do with his colour"
    rf"\b(?:it|this|that|everything|nothing) (?:is|was|has) (?:not |got |really |all |always )*(?:nothing "
    rf"|not |anything )?(?:about|to do with|down to|because of) {_OF_WHOM}{_RACE}\b|"
    # "You can't claim it's about your colour every time", "don't bring race into it"
    r"\b(?:you (?:can|could|should|must) not|(?:^|please |now )(?:do not|stop)|there is no need to|no need to) (?:just "
    r"|always |go and |go |keep )*(?:claim|claiming|make|making|turn|turning|bring|bringing|play|playing|blame|blaming|"
    rf"drag|dragging|go on|going on)\b(?: (?!not\b|nothing\b|without\b|as\b)\w+){{0,6}} "
    rf"{_OF_WHOM}{_RACE}\b|"
    # "I treat everyone the same", "they're all the same colour to me", "I don't do race"
    rf"\b(?:i|we|the school|this school|the police|the service) (?:do )?(?:just |always |all )*treats? {_ALL} "
    r"(?:just |exactly )?(?:the same|alike|equally|as equals)\b|"
    r"\b(?:are|is) (?:all|just) (?:\w+ )?the same (?:colour |underneath )?(?:to|for) (?:me|us)\b|\ball the same (?:"
    r"colour|underneath|under the skin|on the inside|inside)\b|"
    r"\b(?:i|we) (?:do not|never|did not) (?:really |even |ever )*(?:see|do|notice|look at) (?:any )?(?:colour|race|"
    r"skin colour|skin)\b(?! (?:in|on|at|"
    r"anywhere|here|written|mentioned|named)\b)"
)
"""One of these says in words that race has nothing to do with it, or is not seen."""
_NEGATES = re.compile(r"\b(?:not|nothing)\b")
_NOT_MEANT = re.compile(
    r"\b(?:if|whether|unless|until|when|as if|as though|used to|like to think|pretend|not (?:going to )?(?:saying|say|"
    r"tell you|pretend)|supposed to|meant to|(?:people|some|they|you|he|she|who|nobody|school) (?:\w+ )?(?:says?|said|"
    r"thinks?|thought|tells?|told|claims?|claimed|pretends?|reckons?))\b"
)
"""What shows, before a denial, that it is not one's own: "People say they treat everyone the same"."""
_TAKES_BACK = re.compile(r"\bbut\b|\b(?:that|which) (?:is|was) wrong\b|\b(?:they|people) say\b")
"""What shows, anywhere in its sentence, that it does not stand."""
_JUST_A = re.compile(
    r"\b(?:it|that|this|they) (?:is|was|are|were) (?:(?:only|just) (?:a |an |some )?|a bit of )(?:box|boxes|word|words|"
    r"form|forms|label|labels|joke|jokes|banter|nickname|nicknames|tick|fun|name|names)\b"
)
"""What makes a small thing of a word, a form or a joke: "It's just a box"."""
_SLIP = re.compile(
    r"\bcoloureds?\b(?! (?:in|pens?|pencils?|paper|card|chalks?|paints?)\b)|\bhalf castes?\b|\borientals?\b|"
    r"\bnegro(?:es)?\b|\bgyppos?\b|\bgypos?\b|\bpikeys?\b|\beskimos?\b|\bblacks\b(?! (?:and|in|road)\b)|\byou people\b"
)
"""Words for people that hurt, whoever says them and however soon they are put right."""


@remember
def list_denials(text: str) -> tuple[str, ...]:
    """List the sentences of a reply, as typed, that deny that race has to do with it."""
    return tuple(one for one in split_sentences(text) if _denies(one) and not find_owning(text))


def denies_race(text: str) -> bool:
    """Whether a reply says in words that race has nothing to do with it, or is not seen."""
    return bool(list_denials(text))


def _denies(sentence: str) -> bool:
    """Whether one sentence denies it, as its speaker's own and asking nothing."""
    plain = " ".join(tokenize(drop_quotations(sentence)))
    denied = _DENIES.search(plain)
    if denied is None or sentence.endswith("?") or not _is_own(denied):
        return False
    # "It's about race" alone says the contrary.
    about = re.match(r"(?:it|this|that|everything|nothing)\b", denied[0])
    return about is None or bool(_NEGATES.search(denied[0]))


def _is_own(said: re.Match[str]) -> bool:
    """Whether words are meant by their speaker, and stand."""
    return not (_NOT_MEANT.search(said.string[: said.start()]) or _TAKES_BACK.search(said.string))


def makes_small(text: str) -> frozenset[str]:
    """Find what a reply makes a small thing of, such as a word, a form or a joke: "It's just a box"."""
    for sentence in split_sentences(text):
        small = _JUST_A.search(" ".join(tokenize(drop_quotations(sentence))))
        if small and not sentence.endswith("?") and _is_own(small) and not find_owning(text):
            return find_content_words(small[0])
    return frozenset()


def makes_slip(text: str) -> bool:
    """Whether a reply has a word for people that hurts in it, unless it is read out to be owned or asked about."""
    return _SLIP.search(" ".join(tokenize(drop_quotations(text)))) is not None
