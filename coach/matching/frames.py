"""Ways of speaking that change what their words do: denial, quotation, cancelling, list, hypothetical.

A sixth, refusal, guards against hearing a hurt where one is turned down: "I don't think that was just banter".
After the denial, quotation, cancel and list rules of the domain design. How a frame begins is written in `framing.py`,
in the phrase syntax of rubrics; here is how far it reaches, which is mostly a clause.
"""

import itertools
import re
from bisect import bisect_left
from typing import NamedTuple

from coach.matching.asking import AUXILIARIES
from coach.matching.framing import (
    AFFIRMED,
    DEFENCES,
    DENIALS,
    DOUBTED,
    OWN_WORDS,
    REFUSED,
    REFUSED_FILLERS,
    REPORTED,
    TAKEN_BACK,
    TURNS,
)
from coach.matching.phrasebook import Places
from coach.matching.sentences import Parsed
from coach.model.reading import Frame, Span

_QUOTED = re.compile(
    r"“[^”\n]{1,200}”|\"[^\"\n]{1,200}\"|(?<![^\W_])‘[^’\n]{1,200}(?:’[^\W_][^’\n]{0,80})*’(?![^\W_])"
    r"|(?<![^\W_])'[^'\n]{1,200}?(?:'[^\W_][^'\n]{0,80}?)*'(?![^\W_])"
)
_PLACING = frozenset("in about before after with on at for by during like love from".split())
_NOT_NOMINAL = frozenset(
    "i you he she we they it that this these those there me him us them is are was were am be been do does did has "
    "have had can could will would shall should may might must not who what where when why how which if because so "
    "but though let tell say ask asking know think thank thanks sorry yes no okay please well oh hi right just then "
    "to from happened feel felt want like need get got go going come see said".split()
)


class Stretch(NamedTuple):
    """A frame in words, not yet in characters."""

    kind: str
    first: int
    last: int

    def holds(self, first: int, last: int) -> bool:
        """Whether words lie in the frame; a refusal holds only what begins in it."""
        return self.first <= first < self.last if self.kind == "refusal" else first < self.last and self.first < last


def find_frames(parsed: Parsed, places: Places) -> list[Stretch]:
    """Every frame of a reply but the cancelling one, which depends on what the reply does."""
    found = [*_quoted(parsed), *_lists(parsed)]
    taken_back = any(places.get(phrase) for phrase in TAKEN_BACK)
    for phrase in DENIALS:
        found += [_reach("denial", parsed, at) for at in places.get(phrase, ()) if not _affirms(parsed, places, at)]
    for phrase in REFUSED:
        found += [_refusal(parsed, at) for at in places.get(phrase, ())]
    for phrase in REPORTED:
        found += [_reach("quotation", parsed, at) for at in places.get(phrase, ()) if not _asked(parsed, at)]
    for phrase in DOUBTED:
        found += [_reach("hypothetical", parsed, at) for at in places.get(phrase, ())]
    if taken_back:
        found += [_reach("quotation", parsed, place) for phrase in OWN_WORDS for place in places.get(phrase, ())]
    return _merged(found)


def _merged(stretches: list[Stretch]) -> list[Stretch]:
    """Frames of one kind that overlap are one frame."""
    merged: list[Stretch] = []
    for each in sorted(set(stretches)):
        held = merged[-1] if merged else None
        if held and held.kind == each.kind and each.first < held.last:
            merged[-1] = held._replace(last=max(held.last, each.last))
        else:
            merged.append(each)
    return sorted(merged, key=lambda each: (each.first, each.last, each.kind))


def as_frames(parsed: Parsed, stretches: list[Stretch]) -> tuple[Frame, ...]:
    """Frames with the characters they cover."""
    frames = []
    for each in stretches:
        if each.kind == "refusal":
            continue  # it holds something only where a hurt begins, and is no news otherwise
        start, end = parsed.span(each.first, each.last)
        frames.append(Frame(kind=each.kind, span=Span(start=start, end=end, text=parsed.text[start:end])))
    return tuple(frames)


def _reach(kind: str, parsed: Parsed, place: tuple[int, int, int]) -> Stretch:
    """A frame reaches from its first word to the end of the clause; doubt covers the whole sentence."""
    sentence = parsed.sentences[place[0]]
    if kind == "hypothetical":
        return Stretch(kind, sentence.first, sentence.last)
    ends = [last for _, last in sentence.clauses if last >= place[2]]
    return Stretch(kind, place[1], ends[0] if ends else sentence.last)


def _affirms(parsed: Parsed, places: Places, denial: tuple[int, int, int]) -> bool:
    """Whether a denial is itself denied, asked, reported, or only says there is more."""
    number, first, last = denial
    for phrase in AFFIRMED:
        for sentence, begun, ended in places.get(phrase, ()):
            if sentence == number and begun <= first + 1 and ended > first and ended <= last:
                return True
    clause = next((c for c in parsed.sentences[number].clauses if c[0] <= first < c[1]), (first, last))
    return clause[0] == first and parsed.words[first] in ("is", "was", "are", "were")


def _refusal(parsed: Parsed, place: tuple[int, int, int]) -> Stretch:
    """From after "that was not" to the first word of what it was not."""
    number, _, at = place
    first = min(at, parsed.sentences[number].last - 1)
    last = parsed.sentences[number].last
    while at < last - 1 and parsed.words[at] in REFUSED_FILLERS:
        at += 1
    return Stretch("refusal", first, min(at + 1, last))


def _asked(parsed: Parsed, place: tuple[int, int, int]) -> bool:
    """Whether "she said" is asked for ("has she said?") and so reports nothing."""
    return place[1] > 0 and parsed.words[place[1] - 1] in AUXILIARIES | {"if", "whether"}


def _quoted(parsed: Parsed) -> list[Stretch]:
    """What stands between quotation marks."""
    if not any(mark in parsed.text for mark in "“\"‘'"):
        return []
    found = []
    starts = [token.start for token in parsed.tokens]
    for match in _QUOTED.finditer(parsed.text):
        first, last = bisect_left(starts, match.start()), bisect_left(starts, match.end())
        if first < last:
            found.append(Stretch("quotation", first, last))
    return found


def _lists(parsed: Parsed) -> list[Stretch]:
    """Topics recited: three or more short items in a row, with nothing said about anyone."""
    found = []
    for sentence in parsed.sentences:
        cuts = [at for at in range(sentence.first + 1, sentence.last) if parsed.soft.get(at) in (",", ":", ";")]
        if len(cuts) < 2:
            continue
        edges = [sentence.first, *cuts, sentence.last]
        items = list(itertools.pairwise(edges))
        run: list[tuple[int, int]] = []
        for item in [*items, (0, 0)]:
            if _nominal(parsed, *item):
                run.append(item)
                continue
            if run and len(run) >= 2:
                before = items[items.index(run[0]) - 1] if run[0] != items[0] else None
                tail = _tail(parsed, before) if before else None
                if len(run) + (tail is not None) >= 3:
                    found.append(Stretch("list", tail if tail is not None else run[0][0], run[-1][1]))
            run = []
    return found


def _nominal(parsed: Parsed, first: int, last: int) -> bool:
    """Whether words could be an item of a list: few, and nothing is said with them."""
    if first < last and parsed.words[first] in _PLACING:
        return False
    joined = not {"and", "or", "of"}.isdisjoint(parsed.words[first:last])
    return 0 < last - first <= (7 if joined else 4) and _NOT_NOMINAL.isdisjoint(parsed.words[first:last])


def _tail(parsed: Parsed, item: tuple[int, int]) -> int | None:
    """Where a list begins inside the words that lead up to it ("a line each on culture, ...")."""
    for at in range(item[1] - 1, max(item[0], item[1] - 5), -1):
        if parsed.words[at - 1] in ("on", "about", "do", "of", "with", "cover", "want", "like", "with", "have", "any"):
            return at if _nominal(parsed, at, item[1]) else None
    return None


def cancelled(parsed: Parsed, places: Places, frames: list[Stretch], hurts: list[tuple[int, int]]) -> list[Stretch]:
    """What stands before a "but" that then denies, defends or plays down. `hurts` are the words of its hurts."""
    defended = hurts + [place[1:] for phrase in DEFENCES for place in places.get(phrase, ())]
    defended += [(each.first, each.last) for each in frames if each.kind == "denial"]
    if not defended:
        return []
    found = []
    for number, sentence in enumerate(parsed.sentences):
        for at in range(sentence.first, sentence.last):
            if parsed.words[at] in TURNS and any(at <= first < sentence.last for first, _ in defended):
                before = parsed.sentences[number - 1] if at - sentence.first < 2 and number else sentence
                if before is not sentence or at > sentence.first:
                    found.append(Stretch("cancelled", before.first, min(at, before.last)))
                break
    return found
