"""The phrase syntax of rubrics: compiling phrases, and finding them among words.

Begin with `Phrasebook`. Nothing here corrects spelling: a word of a reply comes with every word it may have been meant
for. Each part of a phrase knows which words it needs, so that a phrase is tried only where it has a chance.

A part is asked once for all places that were reached before it, never once for each way there. So a phrase takes no
more steps than it has parts and a sentence has words, however its brackets are nested.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain

from rapidfuzz.distance import OSA

from coach.matching.tokens import CONTRACTIONS, EVERYDAY_WORDS, WORD, tokenize

LONGEST_GAP = 5
"""The most words `...` stands for."""
MOST_POSITIONS = 60
"""Places in one sentence that are counted when the steps of a phrase are: few sentences have more words."""
Candidates = Sequence[frozenset[str]]
"""For each word of a text, every word it may have been meant for."""
Length = tuple[int, int]
"""How many words a part takes, at least and at most."""
RequiredWords = tuple[frozenset[str], ...]
"""Groups of words of which every match has one each; no group twice."""


class WordSet:
    """A part of a phrase that takes one word, any of a set."""

    __slots__ = ("any_of", "needs", "reach", "starts", "words")

    def __init__(self, any_of: frozenset[str]) -> None:
        self.any_of = any_of
        self.words: int = len(any_of)
        self.reach: Length = (1, 1)
        self.needs: RequiredWords = (any_of,)
        self.starts: frozenset[str] | None = any_of

    def find_ends(self, said: Candidates, reached: Collection[int], stop: int) -> Collection[int]:
        """Return the places where a match of this part can end, if it begins at one of `reached`.

        Args:
            said: the words of the text, each with all that it may have been meant for.
            reached: the places where the match may begin.
            stop: the place that the match may not pass.
        """
        any_of = self.any_of
        return [at + 1 for at in reached if at < stop and not any_of.isdisjoint(said[at])]


class Gap:
    """A part of a phrase that takes up to five words, whatever they are (`...`)."""

    __slots__ = ()

    needs: RequiredWords = ()
    starts: frozenset[str] | None = None
    words: int = 1
    reach: Length = (0, LONGEST_GAP)

    def find_ends(self, said: Candidates, reached: Collection[int], stop: int) -> Collection[int]:  # noqa: ARG002  # one shape for all parts
        """Return the places where a match of this part can end; arguments as `WordSet.find_ends`."""
        if len(reached) == 1:
            (at,) = reached
            return range(at, min(at + LONGEST_GAP, stop) + 1)
        return {end for at in reached for end in range(at, min(at + LONGEST_GAP, stop) + 1)}


class Alternatives:
    """A part of a phrase that is a choice of other parts; if optional, also nothing."""

    __slots__ = ("choices", "needs", "optional", "reach", "starts", "words")

    def __init__(self, choices: tuple["PhrasePart", ...], *, optional: bool = False) -> None:
        self.choices = choices
        self.optional = optional
        self.words: int = sum(choice.words for choice in choices)
        least, most = min(choice.reach[0] for choice in choices), max(choice.reach[1] for choice in choices)
        self.reach: Length = (0 if optional else least, most)
        self.needs: RequiredWords = ()
        if not optional and all(choice.needs for choice in choices):
            # Whichever choice is said, one of these words is: the union is needed by the choice as a whole.
            fewest = [min(choice.needs, key=lambda group: len(group)) for choice in choices]
            self.needs = (frozenset(chain.from_iterable(fewest)),)
        self.starts: frozenset[str] | None = None if optional else _unite(choice.starts for choice in choices)

    def find_ends(self, said: Candidates, reached: Collection[int], stop: int) -> Collection[int]:
        """Return the places where a match of this part can end; arguments as `WordSet.find_ends`."""
        # An optional part can end where it begins.
        ends = set(reached) if self.optional else set()
        for choice in self.choices:
            ends.update(choice.find_ends(said, reached, stop))
        return ends


class Concatenation:
    """A part of a phrase that is several parts in a row."""

    __slots__ = ("needs", "parts", "reach", "starts", "words")

    def __init__(self, parts: tuple["PhrasePart", ...]) -> None:
        self.parts = parts
        self.words: int = sum(part.words for part in parts)
        self.reach: Length = (sum(part.reach[0] for part in parts), sum(part.reach[1] for part in parts))
        self.needs: RequiredWords = tuple(dict.fromkeys(chain.from_iterable(part.needs for part in parts)))
        self.starts: frozenset[str] | None = _find_starts(parts)

    def find_ends(self, said: Candidates, reached: Collection[int], stop: int) -> Collection[int]:
        """Return the places where a match of this part can end; arguments as `WordSet.find_ends`."""
        for part in self.parts:
            reached = part.find_ends(said, reached, stop)
            if not reached:
                break
        return reached


PhrasePart = WordSet | Gap | Alternatives | Concatenation


class Phrase:
    """A compiled phrase, ready to be found in a text."""

    __slots__ = ("needs", "part", "source", "starts")

    def __init__(self, source: str, part: PhrasePart) -> None:
        self.source = source
        self.part = part
        self.needs = part.needs
        self.starts = part.starts

    def find(self, said: Candidates, first: int, last: int) -> list[tuple[int, int]]:
        """Find every place where the phrase is said, each match as short as possible.

        Args:
            said: the words of the text, each with all that it may have been meant for.
            first: the first word to look at.
            last: the word to stop before.

        Returns:
            The first word of each match, and the word past its last.
        """
        starts, ends, stretches = self.starts, self.part.find_ends, []
        for at in range(first, last):
            if starts is None or not starts.isdisjoint(said[at]):
                reached = ends(said, (at,), last)
                if reached:
                    # The shortest match: its words are shown as evidence, and fewer words say more.
                    stretches.append((at, min(reached)))
        return stretches


def count_steps(part: PhrasePart, places: int = 1) -> int:
    """Count the most steps that looking for a part can take in a sentence.

    Args:
        part: the part.
        places: at how many places it may begin.
    """
    match part:
        case WordSet() | Gap():
            return places
        case Alternatives():
            return 1 + sum(count_steps(choice, places) for choice in part.choices)
        case Concatenation():
            steps = 0
            for step in part.parts:
                steps += count_steps(step, places)
                # A part of varying length multiplies the places at which the next part may begin.
                places = min(places + step.reach[1] - step.reach[0], MOST_POSITIONS)
            return steps


def _unite(groups: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """Unite the sets of words that parts can begin with.

    None if any part can begin with any word.
    """
    together: set[str] = set()
    for group in groups:
        if group is None:
            return None
        together |= group
    return frozenset(together)


def _find_starts(parts: tuple[PhrasePart, ...]) -> frozenset[str] | None:
    """Return the words that parts in a row can begin with; None if they can begin with any word."""
    together: set[str] = set()
    for part in parts:
        if isinstance(part, Alternatives) and part.optional:
            inner = part.choices[0].starts
            if inner is None:
                return None
            together |= inner
            continue
        # The first part that must be there ends the search: nothing after it can come first.
        return None if part.starts is None else frozenset(together | part.starts)
    return None


# --- Parsing the phrase syntax of rubrics

_LIST_NAME = re.compile(r"<([a-z][a-z0-9_]*)>")


def find_named_lists(phrases: Iterable[str], lists: Mapping[str, Iterable[str]]) -> set[str]:
    """Find the lists that phrases name, and those that the lists name in turn."""
    named: set[str] = set()
    left = list(phrases)
    while left:
        for name in _LIST_NAME.findall(left.pop()):
            if name not in named:
                named.add(name)
                left.extend(lists.get(name, ()))
    return named


_FLAT = r"[a-z' ]+(?:\|[a-z' ]+)*"
_PARTS = re.compile(
    rf"\s+|[,.;:!?\-–—\"“”](?!\.\.)|(\.{{3}}|…|<[a-z][a-z0-9_]*>|\({_FLAT}\)|\[{_FLAT}\]|[()\[\]|]|{WORD}|.)", re.DOTALL
)
"""The parts of a phrase; a choice with no choice inside it is one part, since most are, and the same ones recur."""


DEEPEST_NESTING = 12
"""Brackets and lists inside each other. The rubrics that ship go three deep."""
MOST_WORDS, MOST_STEPS = 2_000, 8_000
"""Of one phrase once its lists are put in. The longest of those that ship has some 240 words and 1,400 steps."""


class Grammar:
    """A compiler for phrases, which may name the given lists; parts are shared between phrases."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.lists = lists
        self.parsed: dict[str, PhrasePart] = {}
        self.words: dict[str, WordSet] = {}
        self.named: dict[str, PhrasePart] = {}
        self.open: list[str] = []
        self.depth = 0

    def compile(self, source: str) -> Phrase:
        """Compile a phrase.

        Raises:
            ValueError: says in a plain sentence what is wrong with the phrase.
        """
        phrase = Phrase(source, self.parse(source))
        # Such a phrase could not be filed under any word, and would have to be tried everywhere.
        if not phrase.needs:
            raise ValueError(f"the phrase '{source}' has no word it cannot do without, so it would match anything")
        if count_steps(phrase.part) > MOST_STEPS:
            why = "has so many gaps and choices that looking for it would take too long"
            raise ValueError(f"the phrase '{source}' {why}")
        return phrase

    def parse(self, source: str) -> PhrasePart:
        """Parse a whole phrase into one part. Raises ValueError for unbalanced brackets."""
        parts = [part for part in _PARTS.findall(source) if part]
        part, at = self._parse_choices(source, parts, 0, "")
        if at < len(parts):
            raise ValueError(f"the phrase '{source}' closes a bracket that it never opened")
        return part

    def _parse_choices(self, source: str, parts: list[str], at: int, closing: str) -> tuple[PhrasePart, int]:
        """Parse choices divided by `|` up to a closing bracket. Raises ValueError.

        Args:
            source: the whole phrase, for the message of an error.
            parts: the phrase cut into words, brackets and signs.
            at: the number of the next one to parse.
            closing: the bracket that ends the choices; empty for a whole phrase.

        Returns:
            The part, and the number of the one after it.
        """
        choices: list[PhrasePart] = []
        self.depth += 1
        # A rubric may come from a shared folder: its phrases must not be able to exhaust the stack, or the reader's
        # time.
        if self.depth > DEEPEST_NESTING:
            raise ValueError(
                f"the phrase '{source}' has brackets or lists more than {DEEPEST_NESTING} deep inside each other"
            )
        while True:
            part, at = self._parse_sequence(source, parts, at)
            choices.append(part)
            if at == len(parts) or parts[at] != "|":
                break
            at += 1
        if closing:
            if at == len(parts) or parts[at] != closing:
                raise ValueError(f"the phrase '{source}' opens a bracket that it never closes with '{closing}'")
            at += 1
        self.depth -= 1
        return _limit_words(source, _join_alternatives(choices)), at

    def _parse_sequence(self, source: str, parts: list[str], at: int) -> tuple[PhrasePart, int]:
        """Parse parts in a row up to `|` or a closing bracket.

        Arguments and result as `_parse_choices`.
        """
        row: list[PhrasePart] = []
        while at < len(parts) and parts[at] not in "|)]":
            piece = parts[at]
            at += 1
            if piece == "(":
                part, at = self._parse_choices(source, parts, at, ")")
            elif piece == "[":
                part, at = self._parse_choices(source, parts, at, "]")
                part = Alternatives((part,), optional=True)
            else:
                known = self.parsed.get(piece)
                if known is None:
                    # The same parts recur in many phrases, so each is parsed only once.
                    known = self.parsed[piece] = self._parse_single(source, piece)
                part = known
            row.append(part)
        if not row:
            raise ValueError(f"the phrase '{source}' has an empty place in it where words should stand")
        return (row[0] if len(row) == 1 else _limit_words(source, Concatenation(tuple(row)))), at

    def _parse_single(self, source: str, piece: str) -> PhrasePart:
        """Parse a word, a gap, a list, or a choice of plain words."""
        if piece in ("...", "…"):
            return Gap()
        if len(piece) > 1 and piece[0] in "([":
            read = self.parsed
            part = _join_alternatives(
                [read.get(word) or self._parse_words(source, word) for word in piece[1:-1].split("|")]
            )
            return part if piece[0] == "(" else Alternatives((part,), optional=True)
        if piece[0] == "<" and len(piece) > 1:
            return self._parse_list(source, piece[1:-1])
        if not tokenize(piece):
            raise ValueError(f"the phrase '{source}' has '{piece}' in it, which means nothing in a phrase")
        return self._parse_words(source, piece)

    def _parse_words(self, source: str, typed: str) -> PhrasePart:
        """Parse plain words in a row; a typed word may stand for two ("don't")."""
        said = typed.split()
        if "'" in typed or not typed.isascii() or not CONTRACTIONS.isdisjoint(said) or not typed.islower():
            said = tokenize(typed)
        if not said:
            raise ValueError(f"the phrase '{source}' has an empty place in it where words should stand")
        row = tuple(self._share_word(word) for word in said)
        part = self.parsed[typed] = row[0] if len(row) == 1 else Concatenation(row)
        return part

    def _share_word(self, word: str) -> WordSet:
        """Return the part for one word; the same object each time."""
        known = self.words.get(word)
        if known is None:
            known = self.words[word] = WordSet(frozenset((word,)))
        return known

    def _parse_list(self, source: str, name: str) -> PhrasePart:
        """Return the part for a named list. Raises ValueError if it is missing or contains itself."""
        if name in self.open:
            raise ValueError(f"the list '{name}' holds itself, by way of the phrase '{source}'")
        if name not in self.lists:
            raise ValueError(f"the phrase '{source}' names the list '<{name}>', which the rubric does not have")
        if name not in self.named:
            self.open.append(name)
            self.named[name] = _limit_words(
                source, _join_alternatives([self.parse(choice) for choice in self.lists[name]])
            )
            self.open.pop()
        return self.named[name]


def _limit_words(source: str, part: PhrasePart) -> PhrasePart:
    """Return a part unchanged. Raises ValueError if its lists make it stand for too many words."""
    if part.words > MOST_WORDS:
        raise ValueError(f"the phrase '{source}' stands for more than {MOST_WORDS:,} words once its lists are put in")
    return part


def _join_alternatives(choices: list[PhrasePart]) -> PhrasePart:
    """Join choices into one part; single words become one set, which is quickest to look up."""
    if len(choices) == 1:
        return choices[0]
    single: set[str] = set()
    others: list[PhrasePart] = []
    for choice in choices:
        if isinstance(choice, WordSet):
            single |= choice.any_of
        else:
            others.append(choice)
    if not single:
        return Alternatives(tuple(others))
    word = WordSet(frozenset(single))
    return Alternatives((word, *others)) if others else word


# --- Correcting slips of spelling

_HOMOPHONES = {
    "there": "their",
    "their": "there",
    "hear": "here",
    "here": "hear",
    "write": "right",
    "right": "write",
    "knew": "new",
    "new": "knew",
    "than": "then",
    "then": "than",
    "weather": "whether",
    "too": "to",
}
SHORTEST_CORRECTED = 5
LONG_WORD = 9


class Speller:
    """A spelling corrector that knows the words of a rubric's phrases."""

    def __init__(self, vocabulary: frozenset[str], known: Iterable[str]) -> None:
        """Prepare the corrector.

        Args:
            vocabulary: the words that a slip may have been meant for.
            known: words that are never taken for a slip.
        """
        self.vocabulary = vocabulary
        self.known = EVERYDAY_WORDS.union(known)
        self.by_letter: dict[str, list[str]] = {}
        for word in sorted(vocabulary):
            if len(word) >= SHORTEST_CORRECTED:
                self.by_letter.setdefault(word[0], []).append(word)

    def corrects_like(self, other: "Speller") -> bool:
        """Whether another corrector takes the same words for slips of the same words."""
        return self.vocabulary == other.vocabulary and self.known == other.known

    def correct(self, words: Iterable[str]) -> Candidates:
        """List, for each word, itself and every word of the vocabulary it may have been meant for."""
        seen: dict[str, frozenset[str]] = {}
        said = []
        for word in words:
            meant = seen.get(word)
            if meant is None:
                meant = seen[word] = self._list_candidates(word)
            said.append(meant)
        return said

    def _list_candidates(self, word: str) -> frozenset[str]:
        """Return a word with every word of the vocabulary that differs by a slip or two."""
        alike = _HOMOPHONES.get(word)
        if alike:
            return frozenset((word, alike))
        # Short words lie too close to one another, and a known word is never a slip.
        if len(word) < SHORTEST_CORRECTED or len(word) > 30 or word in self.vocabulary or word in self.known:
            return frozenset((word,))
        size = len(word)
        slips = [
            other
            # Only words with the same first letter are compared, which keeps this quick.
            for other in self.by_letter.get(word[0], ())
            if abs(len(other) - size) <= 2
            and OSA.distance(word, other, score_cutoff=2) <= (2 if len(other) >= LONG_WORD else 1)
        ]
        return frozenset((word, *slips))


# --- Looking for all phrases of a rubric at once

MOST_WORDS_IN_ALL, MOST_STEPS_IN_ALL = 150_000, 250_000
"""Of all phrases of a rubric once their lists are put in. Those that ship have under 60,000 and under 130,000."""
PhraseMatches = dict[str, list[tuple[int, int, int]]]
"""Where each phrase is said: (number of the sentence, first word, last word not included)."""


class Phrasebook:
    """All phrases of a rubric, filed by the words they need, to be found in one pass."""

    def __init__(self, lists: Mapping[str, Iterable[str]], beside: "Phrasebook | None" = None) -> None:
        """Open a book.

        Args:
            lists: the lists that phrases may name.
            beside: a book that is closed already; a phrase that means the same in it is taken over from there.
        """
        self.lists = {name: tuple(phrases) for name, phrases in lists.items()}
        self.grammar = Grammar(lists)
        self.phrases: dict[str, Phrase] = {}
        self.taken_over: set[str] = set()
        """The phrases that mean the same in the book beside this one."""
        self.words = self.steps = 0
        self._beside = beside
        known = beside.lists if beside else {}
        self._changed = {name for name in {*self.lists, *known} if known.get(name) != self.lists.get(name)}

    def add(self, sources: Iterable[str]) -> None:
        """Compile phrases and add them; a phrase that is there already is not added again.

        Raises:
            ValueError: a phrase cannot be compiled, or there are too many.
        """
        known = self._beside.phrases if self._beside else {}
        for source in sources:
            if source in self.phrases:
                continue
            if source in known and self._changed.isdisjoint(find_named_lists([source], self.lists)):
                self.phrases[source] = known[source]
                self.taken_over.add(source)
            else:
                self.phrases[source] = self.grammar.compile(source)
                self._count_cost(self.phrases[source])

    def add_possible(self, sources: Iterable[str]) -> None:
        """Add phrases, all but those that cannot be compiled.

        A list of words that may all be left out has no place of its own in a reply.
        """
        for source in sources:
            with suppress(ValueError):
                self.add((source,))

    def _count_cost(self, phrase: Phrase) -> None:
        """Add a phrase's words and steps to the total. Raises ValueError if the total is too large."""
        self.words += phrase.part.words
        self.steps += count_steps(phrase.part)
        if self.words > MOST_WORDS_IN_ALL or self.steps > MOST_STEPS_IN_ALL:
            what = "the phrases of this rubric are too many to be looked for"
            raise ValueError(f"the phrase '{phrase.source}' is one too much: {what}")

    def close(self) -> None:
        """File every phrase under its rarest needed words; no phrase can be added afterwards."""
        often = Counter(chain.from_iterable(group for phrase in self.phrases.values() for group in phrase.needs))
        self.vocabulary = frozenset(often)
        self._filed: dict[str, list[Phrase]] = {}
        self._filed_own: dict[str, list[Phrase]] = {}
        for source, phrase in self.phrases.items():
            rarest = phrase.needs[0]
            if len(phrase.needs) > 1:
                rarest = min(phrase.needs, key=lambda group: sum(map(often.__getitem__, group)))
            for word in rarest:
                self._filed.setdefault(word, []).append(phrase)
                if source not in self.taken_over:
                    self._filed_own.setdefault(word, []).append(phrase)
        # Half the weight of a book, and of no use once it is written.
        del self.grammar, self._beside

    def find(self, said: Candidates, stretches: Iterable[tuple[int, int]]) -> PhraseMatches:
        """Find where each phrase is said in these stretches of words.

        Args:
            said: the words of the text, each with all that it may have been meant for.
            stretches: the first word of each stretch, and the word past its last.

        Returns:
            By phrase, the number of the stretch, the first word, and the word past the last.
        """
        return _find_filed(self._filed, said, stretches)

    def find_beside(
        self, matches: PhraseMatches, said: Candidates, stretches: Iterable[tuple[int, int]]
    ) -> PhraseMatches:
        """Find where each phrase is said in words that were searched with the book beside this one.

        Args:
            matches: where the phrases of that book are said.
            said: the same words; none of them may have been meant for another than was taken there.
            stretches: the same stretches.
        """
        known = {source: places for source, places in matches.items() if source in self.taken_over}
        return known | _find_filed(self._filed_own, said, stretches) if self._filed_own else known


def _find_filed(
    filed: Mapping[str, list[Phrase]], said: Candidates, stretches: Iterable[tuple[int, int]]
) -> PhraseMatches:
    """Find where phrases are said, filed by their rarest words."""
    matches: PhraseMatches = {}
    for number, (first, last) in enumerate(stretches):
        # A quick test by sets first: few phrases of a rubric have all their needed words in one sentence.
        forms = frozenset(chain.from_iterable(said[first:last]))
        tried = {phrase.source: phrase for word in forms if word in filed for phrase in filed[word]}
        for source, phrase in tried.items():
            if any(map(forms.isdisjoint, phrase.needs)):
                continue
            places = phrase.find(said, first, last)
            if places:
                matches.setdefault(source, []).extend((number, *place) for place in places)
    return matches
