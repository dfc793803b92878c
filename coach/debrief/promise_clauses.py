"""The sentences of a reply as they were typed, and the clauses that may promise.

Begin with `split_clauses`; `list_typed_sentences` is for what quotes them whole. People type without signs, so a clause
also begins where a new thought does; its words are spelled out: "ill ring" is "i will ring". `coach.debrief.promises`
asks of each clause whether it promises.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from coach.debrief.promise_anchors import VERBS
from coach.debrief.wording import blank_quotations, find_content_words, find_stem
from coach.matching.memory import remember
from coach.matching.sentences import ParsedText, Sentence


@dataclass(frozen=True, slots=True)
class PromiseClause:
    """A part of a sentence, between two of its signs or joins: its words by number, and plain."""

    first: int
    last: int
    plain: str


WITHDRAWN = re.compile(
    r"\b(?:i|we) (?:will not|will no|shall not|am not going to|are not going to|am not|are not)(?: be)? (?:now |then "
    r")?(?P<not>\w+)|\bforget (?:about )?(?:me |us )?(?P<forget>\w+ing)\b|^(?:no |yes |ok |okay |then |so |and )*you "
    r"(?P<yours>tell|ring|ask|call|show) (?!me\b|us\b|it\b|that\b)|\b(?:i|we) (?:can|could) not (?P<cannot>\w+)"
)
"""Words that take a promise back: "then I won't ring her", "forget ringing him", "you tell her, then"."""
REGRETS = re.compile(r"\b(?:actually|sorry|after all|second thoughts?|afraid|unfortunately|changed my mind)\b")
"""What makes of "I can't ring them" a promise taken back, and of "I won't ring them" no vow."""
_AT_ONCE = re.compile(r"\b(?:now|today|tonight|yet|here|before|this \w+)\b")
_JOINS = frozenset("and but so then or while though plus".split())
_SUBJECTS = frozenset("i we you he she it they that this there nobody nothing".split())
_AUXILIARIES = frozenset("will am are is have need must can could shall should would do does did".split())
_ASKING = frozenset("what how where why when which".split())
_TELLING = frozenset(
    "say says said saying tell tells told telling think thinks thought know knows knew mean meant guess hope hopes "
    "promise "
    "promised suppose reckon wish sure afraid glad sorry because".split()
)
_TOLD = frozenset("you me us him her them".split())
_NOT_BEFORE_I = (
    _JOINS
    | _ASKING
    | frozenset("who if whether that than unless as until till before after and once to something nothing".split())
)


def split_clauses(parsed: ParsedText, sentence: Sentence) -> list[PromiseClause]:
    """Split a sentence at its signs, at joins, and where a new thought begins without either."""
    spelled = spell_words(parsed, sentence)
    parts: list[PromiseClause] = []
    begun = sentence.first
    for at in range(sentence.first + 1, sentence.last + 1):
        if at < sentence.last and at not in parsed.soft and not _begins_clause(parsed.words, at, sentence, begun):
            continue
        if parsed.tokens[at - 1].start == (parsed.tokens[at].start if at < sentence.last else -1):
            continue
        plain = " ".join(spelled[begun - sentence.first : at - sentence.first])
        parts.append(PromiseClause(begun, at, " ".join(plain.split())))
        begun = at
    return parts


def _begins_clause(words: Sequence[str], at: int, sentence: Sentence, begun: int) -> bool:
    """Whether a new part begins at a word that no sign stands before.

    Args:
        words: the words of the reply.
        at: the number of the word.
        sentence: the sentence that it stands in.
        begun: the first word of the part so far.
    """
    word = words[at]
    following = words[at + 1] if at + 1 < sentence.last else ""
    before = words[at - 1]
    if word in _JOINS:
        return following in _SUBJECTS | _JOINS | _ASKING or following in ("ill", "if", "no", "none")
    if at - begun < 2 or before in _NOT_BEFORE_I:
        return False
    if word in ("i", "we") and following in _AUXILIARIES:
        return before not in _TELLING and not (before in _TOLD and words[at - 2] in _TELLING)
    if word == "that" and following == "is" and words[at + 2 : at + 3] == ("what",):
        return True
    return (word in _ASKING and following in _AUXILIARIES) or (word in _AUXILIARIES and following in ("you", "i"))


_IS_OUT = frozenset("out off coming going gone in not being getting".split())
_SHORT_FORMS = {
    **dict.fromkeys(("tmrw", "tmr", "tmrrw", "tomoz", "2moro", "tomorow"), "tomorrow"),
    **dict.fromkeys(("2nite", "2night", "tonite"), "tonight"),
    **{short: f"{short}day" for short in ("mon", "fri", "sun")},
    **{"tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "weds": "wednesday", "thur": "thursday"},
    **{"thurs": "thursday", "sat": "saturday", "til": "till", "n": "and", "urs": "yours", "txt": "text", "msg": "text"},
}
"""Words as they are typed in a hurry."""
_SHORT_DAYS = frozenset("mon sun sat wed".split())
"""Words that are days only behind "on", "by", "next", "this", "till" and the like."""
_BEFORE_DAYS = frozenset("on by next this till til from before after".split())
_UNWELL = frozenset("be been being am is are was were feel feeling felt so very really too mentally fell".split())


def spell_words(parsed: ParsedText, sentence: Sentence) -> list[str]:
    """Return the words of a sentence, spelled out: "ill ring", "that line's out"."""
    spelled: list[str] = []
    for at in range(sentence.first, sentence.last):
        token = parsed.tokens[at]
        word, typed = token.word, parsed.text[token.start : token.end].casefold()
        following = parsed.words[at + 1] if at + 1 < sentence.last else ""
        before = parsed.words[at - 1] if at > sentence.first else ""
        if word in _SHORT_FORMS and (word not in _SHORT_DAYS or before in _BEFORE_DAYS):
            word = _SHORT_FORMS[word]
        if word == "hell" and following in ("have", "get", "be", "see", "hear"):
            word = "he will"
        if word == "ill" and before not in _UNWELL and _is_short_for_will(following, before, at in parsed.soft):
            word = "i will"
        elif word == "were" and following.endswith("ing") and before in ("", "and", "so", "then"):
            word = "we are"
        elif typed.endswith(("'s", "’s")) and word != "is" and following in _IS_OUT and typed != "let's":
            word = f"{word} is"
        spelled.append(word)
    return spelled


def _is_short_for_will(following: str, before: str, begins: bool) -> bool:
    """Whether "ill" is "I'll", as in "ill ring" and "tho, ill treat you as 16".

    Args:
        following: the word after it.
        before: the word before it; empty at the beginning of a sentence.
        begins: whether a sign stands before it.
    """
    if following == "treat":
        return begins or before in ("", "tho", *_JOINS)
    return _SHORT_FORMS.get(following, following) in VERBS or following in ("not", "never", "also")


def find_second_act(plain: str) -> str:
    """Return the second of two acts behind one "I will", as a sentence of its own, or nothing.

    Of "i will write it down and raise it with the manager" that is "i will raise it with the manager".

    Args:
        plain: a part of a sentence, in plain words.
    """
    both = _WILL_DO_BOTH.match(plain)
    return f"{both['will']} {both['second']}" if both and both["verb"] in VERBS else ""


_WILL_DO_BOTH = re.compile(r"(?:and |so |then )*(?P<will>(?:i|we) will) \w+(?: .*?)? and (?P<second>(?P<verb>\w+) .+)$")


def is_asked_about(parsed: ParsedText, place: int) -> bool:
    """Whether the next sentence asks about a few words: "And the haircut. Did you know ...?".

    Args:
        parsed: the reply, split.
        place: the number of the sentence with the few words.
    """
    following = parsed.sentences[place + 1 : place + 2]
    return any(one.asks and parsed.words[one.first] in _ASKS_ON for one in following)


_ASKS_ON = frozenset("do does did is are was were have has had can could".split())


def find_first_clause(parsed: ParsedText) -> str:
    """Return the first part of a reply, in plain words; empty if it has no words."""
    return split_clauses(parsed, parsed.sentences[0])[0].plain if parsed.sentences else ""


# --- What is taken back


def list_withdrawn(parsed: ParsedText, sentence: Sentence) -> list[PromiseClause]:
    """List the parts of a sentence that may take a promise back: "then I won't ring her"."""
    if sentence.asks:
        return []
    parts = split_clauses(parsed, sentence)
    regrets = REGRETS.search(" ".join(part.plain for part in parts)) is not None
    searched = ((part, WITHDRAWN.search(part.plain)) for part in parts)
    return [part for part, withdrawn in searched if withdrawn and (regrets or not withdrawn["cannot"])]


_ASKING_NOW = frozenset(("asking", "saying", "telling", "ask", "say"))
_WHAT_IS_ASKED = _ASKING | frozenset(("if", "whether", "who", "whose", "that", "can", "you", "it"))
_NO_VERBS = frozenset(("going", "them", "doing", "unless"))
"""What stands behind "not" and is no act."""
_NO_ACTS = frozenset(("promise", "promising"))
"""What nobody takes back by saying that they won't: "I won't promise to keep everything"."""
_NEAR_TO = 3
"""The first words behind what is taken back, among which stands what it is done for."""
_PERSONS = frozenset("him her them".split())
_THINGS = frozenset("it that this".split())
_NOBODY = frozenset(
    "it that this school office housing police nursery council company panel board legal team ward gp hospital line "
    "report log word".split()
)
"""Whom nobody calls "him", "her" or "them"."""


def takes_back(taken: str, act: str) -> bool:
    """Whether some words take back a promise: they name the same act, and nothing else.

    Args:
        taken: the words that may take it back.
        act: the words of the promise.
    """
    withdrawn = WITHDRAWN.search(taken)
    if withdrawn is None or WITHDRAWN.search(act) or withdrawn["not"] in _NO_ACTS:
        return False
    verb = find_stem(next(word for word in withdrawn.groupdict().values() if word))
    words = act.split()
    at = next((at for at, word in enumerate(words) if find_stem(word) == verb), None)
    if at is None:
        return False
    if "not" in words[max(0, at - 2) : at]:
        return False  # "It won't go down as that" stands, and so does "I won't go at it"
    rest = taken[withdrawn.end() :].split()
    if withdrawn["not"] in _ASKING_NOW and not set(rest[:1]).isdisjoint(_WHAT_IS_ASKED):
        return False  # "I'm not asking if you were right" is of the talk
    bare = withdrawn["not"] in _ASKING_NOW and not rest and not REGRETS.search(taken)
    if bare and " ".join(words[at + 1 : at + 2]) not in _THINGS | _PERSONS:
        return False  # "I'll not ask" is of what was spoken of last, and not of whom else they will ask
    if "yet" in rest or (rest[:1] == ["that"] and len(rest) > 1) or withdrawn["not"] in _NO_VERBS:
        return False  # "I'm not writing it yet", "I won't write that I can", "or I'm not going": none is of the act
    if (rest and not words[at + 1 :]) or (withdrawn["yours"] and rest[:1] == ["for"]):
        return False  # "I'll write:", and what is written stands behind; "if you ask for it"
    if set(words[at + 1 : at + 2]) & _WHAT_IS_ASKED - _THINGS and set(rest[:1]) & (_PERSONS | _THINGS):
        return False  # "You ask him in your own time" takes back no asking who was there
    if withdrawn["cannot"] and _AT_ONCE.search(" ".join(rest)):
        return False  # "Sorry, I can't ring now": later it can be
    if any(word == "to" and after in VERBS for word, after in pairwise(rest[:_NEAR_TO])):
        return withdrawn.string[withdrawn.end() :].strip() in act  # "I won't ask to see it" takes no other asking back
    whom, promised = rest[:1], set(words[at + 1 : at + 4])
    if not set(whom).isdisjoint(_PERSONS) and (
        (promised & _NOBODY and whom[0] != "them") or (promised & _PERSONS and whom[0] not in promised)
    ):
        return False
    if not set(whom).isdisjoint(_THINGS) and promised & _PERSONS:
        return False
    named = find_content_words(" ".join(rest))
    # "I'll ring Kate and the school", and then "I won't ring Kate": the school is still to be rung.
    return named <= find_content_words(act) and not (named and "and" in words[at + 1 :])


# --- Sentences as they were typed, for what quotes them whole


_STOPS = re.compile(r"[.?!…]+[\"'”’)]*(?=\s|$)|\n+")
_APOSTROPHE = r"(?<=\w)['’](?=\w)"
_QUOTATION = re.compile(
    r"(?<!\w)\"[^\"\n]{1,400}\"(?!\w)|“[^”\n]{1,400}”|"
    rf"(?<!\w)(?:'(?=[A-Z])(?:[^'\n]|{_APOSTROPHE}){{1,400}}[.?!…]'|"
    rf"‘(?=[A-Z])(?:[^‘’\n]|{_APOSTROPHE}){{1,400}}[.?!…]’)(?!\w)"
)
"""A quotation of some sentences, which is never cut; what is longer was hardly closed where it seems to be.

In single marks it begins with a capital and ends with a stop: an apostrophe within it closes nothing.
"""
_TYPED = re.compile(r"(?:[“\"][^”\"]*[”\"]\s*|.)+?(?:[.?!…]+[\"'”’)]*(?=\s|$)|$)")


def list_typed_sentences(text: str) -> list[str]:
    """List the sentences of a text as they were typed, each on one line."""
    ends = [0, *_find_stops(text), len(text)]
    typed = (" ".join(text[first:last].split()) for first, last in pairwise(ends))
    return [sentence for sentence in typed if sentence]


def find_typed_sentence(text: str, parsed: ParsedText, sentence: Sentence) -> str:
    """Return the whole sentence, as it was typed, that a part of a reply stands in.

    Args:
        text: the reply.
        parsed: the reply, split; each character stands where it does in the reply.
        sentence: the sentence of it.
    """
    start, end = parsed.span(sentence.first, sentence.last)
    stops = _find_stops(text)
    before, after = bisect_right(stops, start), bisect_left(stops, end)
    first = stops[before - 1] if before else 0
    last = stops[after] if after < len(stops) else len(text)
    return " ".join(text[first:last].split())


def list_said_before(text: str, whole: str) -> list[str]:
    """List the sentences of a reply before one of them, as they were typed.

    Args:
        text: the reply.
        whole: the sentence of it.
    """
    flat = " ".join(text.split())
    before = flat[: max(flat.find(whole), 0)]
    return [sentence for one in _TYPED.findall(before) if (sentence := one.strip())]


@remember
def _find_stops(text: str) -> list[int]:
    """Find the ends of a reply's sentences, none of them within a quotation."""
    quoted = [said.span() for said in _QUOTATION.finditer(text)]
    return [
        stop.end()
        for stop in _STOPS.finditer(text)
        if not any(first < stop.start() and stop.end() < last for first, last in quoted)
    ]


_ENDS_IN_NO = re.compile(r"\b(?i:no)\.(?=\s+[A-Z])")
_ENDS_QUOTED = re.compile(r"[.!?…](?=[\"”](?:\s+[A-Z]|\s*$))")
"""The stop of a quotation that ends a sentence of its speaker as well."""


def blank_and_end(text: str) -> str:
    """Return a text without what it quotes, in which each sentence still has its end.

    "No." before a capital ends one, and so does a quotation with a stop. Each character stands where it did.
    """
    blank = list(blank_quotations(text))
    for stop in _ENDS_QUOTED.finditer(text):
        if blank[stop.start()] == " ":
            blank[stop.start()] = "."
    return _ENDS_IN_NO.sub(lambda no: f"{no[0][:-1]}!", "".join(blank))


def drop_quotation_end(text: str) -> str:
    """Return a text without the end of a quotation that began before it.

    "... mine included.' You read it first" leaves "You read it first".
    """
    end = _ENDS_QUOTATION.match(text)
    return text[end.end() :] if end and not _OPENS.search(end[0]) else text


_ENDS_QUOTATION = re.compile(r".*?[.?!…]['’\"”] +(?=[A-Z])")
_OPENS = re.compile(r"(?:^|[\s(:,])['‘\"“]\w")
