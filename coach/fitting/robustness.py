"""Checks that reading is robust: pairs of replies, traps, and the words behind verdicts.

Some pairs must be read alike, others must not; in a trap a careless reader hears too much. Each check yields a
`PairTally`.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from random import Random
from typing import NamedTuple

from coach.fitting.corpus import LabelledReply, locate_corpus
from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.model.reading import Reading


class PairTally(NamedTuple):
    """How many cases of one kind were read as they should be, and of how many."""

    kind: str
    held: int
    whole: int

    @property
    def share(self) -> float:
        """The share of the cases that were read as they should be, from 0 to 1."""
        return self.held / self.whole if self.whole else 0.0


HERITAGES = "Black Caribbean|Black|British Pakistani|Pakistani|Bangladeshi|Somali|Roma|Mixed Heritage"
NAMES = "Theo|Simran|Lenka|Micah|Ezra|Elis|Naomi|Hafsa|Tobi|Rafi|Meera|Ffion|Yonas|Jan|Louise|Sindy"
_OTHER_GENDER = {
    "he": "she",
    "him": "her",
    "his": "her",
    "himself": "herself",
    "boy": "girl",
    "lad": "lass",
    "son": "daughter",
    "she": "he",
    "her": "him",
    "girl": "boy",
    "daughter": "son",
}
_MARKS = re.compile(r"[.,;:!?]")

TextChange = Callable[[str, Random], str]


def read_after(matcher: Matcher, reply: str, like: LabelledReply) -> Reading:
    """Read a reply as if it answered the cue of another reply.

    Args:
        matcher: the matcher.
        reply: the reply.
        like: the other reply, whose cue, topic and context are used.
    """
    return matcher.read(reply, like.build_context())


def check_rule_changes(replies: Sequence[LabelledReply], matcher: Matcher, seed: int = 1) -> Iterator[PairTally]:
    """Check that replies changed by rule (other names, no capitals) are read as before.

    Args:
        replies: the replies to change.
        matcher: the matcher.
        seed: the seed of the random choices.

    Yields:
        A tally for each kind of change, of up to 30 replies.
    """
    chance = Random(seed)
    for way, change in RULE_CHANGES.items():
        held = whole = 0
        order = list(replies)
        chance.shuffle(order)
        for rule in order:
            other = change(rule.reply, chance)
            if other == rule.reply or whole == 30:
                continue
            whole += 1
            held += read_after(matcher, rule.reply, rule).clear() == read_after(matcher, other, rule).clear()
        yield PairTally(way, held, whole)


def check_rewritten(replies: Sequence[LabelledReply], matcher: Matcher) -> Iterator[PairTally]:
    """Check that replies which another person wrote in other words are read alike."""
    known = {reply.id: reply for reply in replies}
    counts: dict[str, list[bool]] = {}
    for line in (locate_corpus() / "robust" / "invariance.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        first = known[row["of"]]
        same = read_after(matcher, first.reply, first).clear() == read_after(matcher, row["reply"], first).clear()
        counts.setdefault(row["way"].replace("_", " "), []).append(same)
    yield from (PairTally(way, sum(outcomes), len(outcomes)) for way, outcomes in counts.items())


def check_minimal_pairs(replies: Sequence[LabelledReply], matcher: Matcher, most: int = 300) -> PairTally:
    """Check that pairs with a small difference that matters are read differently.

    Args:
        replies: the replies, among them the pairs.
        matcher: the matcher.
        most: how many pairs to check.
    """
    held = whole = 0
    for pair, changed in islice(_list_pairs(replies), most):
        if not changed:
            continue
        whole += 1
        done = [(read_after(matcher, replies[i].reply, replies[i]).clear(), replies[i].labels) for i in pair]
        held += any(all((key in clear) == (key in labels) for clear, labels in done) for key in changed)
    return PairTally("minimal pairs", held, whole)


def _list_pairs(replies: Sequence[LabelledReply]) -> Iterator[tuple[tuple[int, int], frozenset[str]]]:
    """Yield each minimal pair: where its replies stand, and the criteria only one of them meets."""
    places: dict[str, list[int]] = {}
    for place, reply in enumerate(replies):
        if reply.pair:
            places.setdefault(reply.pair, []).append(place)
    for pair in places.values():
        if len(pair) == 2:
            one, two = (replies[place] for place in pair)
            changed = frozenset(one.labels) ^ frozenset(two.labels)
            yield (pair[0], pair[1]), changed - {*one.contested, *two.contested}


def check_traps(matcher: Matcher) -> Iterator[PairTally]:
    """Check traps: denial, quotation, recited lists and a cancelling 'but'.

    For each there is a contrast in which the same words are meant, and must be found.
    """
    counts: dict[str, list[bool]] = {}
    for line in (locate_corpus() / "robust" / "traps.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        clear = matcher.read(row["reply"], Context(row["cue"], row["topic"], row["context"])).clear()
        trap = row["trap"].replace("_", " ")
        if row["must_not"]:
            counts.setdefault(trap, []).append(not clear & set(row["must_not"]))
        if row["must"]:
            counts.setdefault(f"{trap}: what is meant is heard", []).append(set(row["must"]) <= clear)
    yield from (PairTally(trap, sum(outcomes), len(outcomes)) for trap, outcomes in sorted(counts.items()))


def check_deciding_words(replies: Sequence[LabelledReply], matcher: Matcher, most: int = 700) -> PairTally:
    """Check how many verdicts on marked replies show the words that were marked as decisive.

    Args:
        replies: the replies; those without marked words are skipped.
        matcher: the matcher.
        most: how many replies to check.
    """
    held = whole = 0
    for reply in [reply for reply in replies if reply.marked][:most]:
        for verdict in read_after(matcher, reply.reply, reply).verdicts:
            words = reply.find_deciding_words(verdict.criterion)
            if words and verdict.criterion in reply.labels:
                whole += 1
                held += any(word in verdict.span.text or verdict.span.text in word for word in words)
    return PairTally("spans with the deciding words", held, whole)


def _add_slips(text: str, chance: Random) -> str:
    """Swap two letters in some words of a text, as hurried typing does."""
    words = text.split(" ")
    for place in chance.sample(range(len(words)), min(len(words), 1 + len(words) // 15)):
        word = words[place]
        if len(word) > 4 and word.isalpha():
            at = chance.randrange(1, len(word) - 2)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def _swap_names(text: str, names: str, chance: Random) -> str:
    """Replace every name of a list that a text has by another name of the list."""
    others = names.split("|")
    instead = {name: chance.choice(others) for name in sorted(set(re.findall(rf"\b(?:{names})\b", text)))}
    return re.sub(rf"\b(?:{names})\b", lambda match: instead[match[0]], text)


def _speak_marks(text: str, _: Random) -> str:
    """Write punctuation as words, as a dictating phone does."""
    return re.sub(r"\.(?=\s|$)", " full stop", text).replace("?", " question mark").lower()


RULE_CHANGES: dict[str, TextChange] = {
    "heritage": lambda text, chance: _swap_names(text, HERITAGES, chance),
    "name": lambda text, chance: _swap_names(text, NAMES, chance),
    "gender": lambda text, _: re.sub(r"\w+", lambda match: _OTHER_GENDER.get(match[0], match[0]), text),
    "no capitals": lambda text, _: text.lower(),
    "no punctuation": lambda text, _: _MARKS.sub("", text).lower(),
    "spoken marks": _speak_marks,
    "polite tag": lambda text, _: f"{text} If that's alright with you.",
    "slips of typing": _add_slips,
}
"""How a reply is changed by rule, so that what it does stays. Not the ways the fit practises (`encoder.varying`)."""
