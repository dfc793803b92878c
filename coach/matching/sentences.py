"""Splitting a text into sentences and clauses, with or without punctuation.

Begin with `parse`. Punctuation is trusted where there is some; where a dictating phone wrote it out ("full stop",
"comma", "question mark") it is read as a sign. A stretch without any is cut where a new thought begins, so that "in
the same sentence" means something in a rule, and long replies are read quickly.
"""

import re
from typing import NamedTuple

from coach.matching.memory import remember
from coach.matching.tokens import WORD, Token, expand_token

_PIECES = re.compile(rf"(?P<word>{WORD})|(?P<end>[.!?…。؟]+)|(?P<line>[\r\n\u2028\u2029]+)|(?P<soft>[,;:()–—،]|\s-+\s)")
_ABBREVIATED = frozenset("dr mr mrs ms st eg ie am pm vs no e.g i.e a p e i".split())
_SPOKEN_MARKS = {
    ("full", "stop"): ".",
    ("question", "mark"): "?",
    ("exclamation", "mark"): "!",
    ("new", "line"): ".",
    ("new", "paragraph"): ".",
}
RUNS_ON = 26
"""Words without a stop after which a sentence is taken to have run on."""
LONGEST = 70
"""Words after which it is cut wherever it stands."""

_MISSING_APOSTROPHES = {
    "your": "you are",
    "ill": "i will",
    "well": "we will",
    "shell": "she will",
    "shed": "she would",
    "wed": "we would",
}
"""Words that may be others with their apostrophe left out; which, only the word after them tells."""
_AFTER_ARE = frozenset(
    "a an the not so being one going getting doing saying telling feeling asking welcome dead right carrying".split()
)
_AFTER_WILL = frozenset(
    "add ask be been book bring call change check come do email explain find get give go have hear help keep know "
    "leave let like look love make meet need never not phone pick put raise rather ring say see send share show sit "
    "sort speak start stay still stop strike take talk tell text try use wait want write".split()
)
_SUBJECTS = frozenset("i you we he she they it that this there what who how why where when which".split())
_JOINS = frozenset("and but so because then or cos also plus though".split())
_ASKS = frozenset("do did does is are was were have has had can could would will shall should".split())
_TURNS = frozenset("but though although however because unless".split())
_CLAUSE = (
    _SUBJECTS | _JOINS | _TURNS | _ASKS | frozenset("if whether nobody nothing no not just please let tell".split())
)


class Sentence(NamedTuple):
    """A sentence: its words (first, and past the last), its clauses, and whether it asks."""

    first: int
    last: int
    asks: bool
    clauses: tuple[tuple[int, int], ...]


class ParsedText(NamedTuple):
    """A text split into words and sentences; `soft` maps a word's number to the comma before it."""

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    soft: dict[int, str]
    sentences: tuple[Sentence, ...]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where words stand in the text, with the quotation marks and stops around them.

        Args:
            first: the number of the first word.
            last: the number of the word past the last.

        Returns:
            The first character, and the one past the last.
        """
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        text = self.text
        while start and text[start - 1] in "\"'“‘(":
            start -= 1
        while end < len(text) and text[end] in ".?!…\"'”’)":
            end += 1
        return start, end

    def spell(self, sentence: Sentence) -> str:
        """Return a sentence in plain words, with a space between them."""
        return " ".join(self.words[sentence.first : sentence.last])


@remember
def parse(text: str) -> ParsedText:
    """Split any text into words, sentences and clauses; an empty text has none."""
    tokens: list[Token] = []
    soft: dict[int, str] = {}
    hard: dict[int, bool] = {}
    for piece in _PIECES.finditer(text):
        kind = piece.lastgroup
        if kind == "word":
            start, end = piece.span()
            # "don't" becomes two words at the same place, so that rules see one spelling.
            tokens.extend(Token(start, end, word) for word in expand_token(piece[0]))
            _replace_spoken_marks(tokens, soft, hard)
        elif not tokens:
            continue
        elif kind == "soft":
            soft[len(tokens)] = piece[0].strip()
        elif kind == "line":
            hard.setdefault(len(tokens), False)
        elif _ends_sentence(text, piece, tokens[-1].word):
            hard[len(tokens)] = hard.get(len(tokens), False) or "?" in piece[0] or "؟" in piece[0]
        else:
            soft[len(tokens)] = ","
    words = tuple(token.word for token in tokens)
    return ParsedText(text, tuple(tokens), words, soft, tuple(_split_sentences(words, soft, hard)))


def _replace_spoken_marks(tokens: list[Token], soft: dict[int, str], hard: dict[int, bool]) -> None:
    """Turn "full stop" and the like into signs, and "your one of us" into "you are one of us".

    Args:
        tokens: the words so far; changed in place.
        soft: commas and the like so far; changed in place.
        hard: ends of sentences so far, and whether each asks; changed in place.
    """
    if len(tokens) > 2 and (said := _SPOKEN_MARKS.get((tokens[-2].word, tokens[-1].word))):
        del tokens[-2:]
        hard[len(tokens)] = said == "?"
    elif len(tokens) > 1 and tokens[-1].word == "comma" and tokens[-2].word not in ("a", "the"):
        del tokens[-1]
        soft[len(tokens)] = ","
    elif len(tokens) > 1 and (meant := _MISSING_APOSTROPHES.get(tokens[-2].word)) and len(tokens) - 1 not in soft:
        start, end, _ = tokens[-2]
        follows = _AFTER_ARE if meant == "you are" else _AFTER_WILL
        if tokens[-1].word in follows:
            tokens[-2:] = [*(Token(start, end, word) for word in meant.split()), tokens[-1]]


def _ends_sentence(text: str, piece: re.Match[str], before: str) -> bool:
    """Whether a stop ends a sentence; it does not in 3.30, after Dr, or as "..." within one.

    Args:
        text: the whole text.
        piece: the match of the stop.
        before: the word before it.
    """
    mark, after = piece[0], text[piece.end() : piece.end() + 2]
    if mark == ".":
        if after[:1].isalnum():
            # A stop without a space after it ends a sentence only after a longer word: hurried typing, not an
            # abbreviation.
            return not after[0].isdigit() and len(before) > 3 and before not in _ABBREVIATED
        return before not in _ABBREVIATED
    if mark in ("..", "...", "…"):
        return not after.strip()[:1].islower()
    return True


def _split_sentences(words: tuple[str, ...], soft: dict[int, str], hard: dict[int, bool]) -> list[Sentence]:
    """Split words into sentences at the ends found, and where a sentence runs on."""
    sentences: list[Sentence] = []
    first = 0
    for last in [*sorted(cut for cut in hard if cut < len(words)), len(words)]:
        if last <= first:
            continue
        cuts = [*_split_run_on(words, soft, first, last), last]
        for cut in cuts:
            # Only the last part of a sentence that was cut has the question mark.
            asks = cut == last and hard.get(last, False)
            sentences.append(Sentence(first, cut, asks, tuple(_split_clauses(words, soft, first, cut))))
            first = cut
    return sentences


def _split_run_on(words: tuple[str, ...], soft: dict[int, str], first: int, last: int) -> list[int]:
    """Return where to cut a sentence that runs on: where a new thought begins, or at 70 words."""
    cuts: list[int] = []
    begun, unmarked = first, first
    for at in range(first + 1, last if last - first > RUNS_ON else first):
        if at in soft:
            unmarked = at
        word, following = words[at], words[at + 1] if at + 1 < last else ""
        long_enough = at - begun >= (5 if at - unmarked >= 5 or (last - first > RUNS_ON and not soft) else 14)
        # A new thought begins with "and I", "did you", "what is" or "I will": dictated replies have no other sign of
        # it.
        new = (word in _JOINS and following in _SUBJECTS | _ASKS) or (word in _ASKS and following in _SUBJECTS)
        new = new or (word in ("what", "how", "why", "who", "which") and following in _ASKS)
        new = new or (word == "i" and following in ("am", "will", "would", "have"))
        joined = words[at - 1] in _JOINS or words[at - 1] in _SUBJECTS or words[at - 1] in ("if", "whether", "than")
        if (new and long_enough and not joined and (at in soft or at - unmarked >= 5)) or at - begun >= LONGEST:
            cuts.append(at)
            begun = at
    return cuts


def _split_clauses(words: tuple[str, ...], soft: dict[int, str], first: int, last: int) -> list[tuple[int, int]]:
    """Split a sentence into clauses: at a turn ("but"), a dash, or a comma before a new clause."""
    clauses: list[tuple[int, int]] = []
    begun = first
    for at in range(first + 1, last):
        mark = soft.get(at)
        turned = words[at] in _TURNS and at - begun >= 2
        if turned or (mark and at - begun >= 2 and (mark != "," or words[at] in _CLAUSE)):
            clauses.append((begun, at))
            begun = at
    clauses.append((begun, last))
    return clauses


# --- Questions in talk without a mark

_WH = frozenset("what how why who whose where when which".split())
_ASKED_OF = _SUBJECTS - _WH
_BEFORE_INDIRECT = frozenset(
    "know knows knew me see say says said tell told ask asked asking wonder wondered wondering understand remember "
    "idea sure heard hear guess check find out of about on at in to for with from like matter is was be just exactly "
    "and thats him her them us if than as nor neither or cos because but not so".split()
)
"""Words after which "what is" or "did you" begins no question of its own: "I know what is wrong"."""
_WRITES = frozenset("write writing put putting note noting type typing jot jotting take taking get getting".split())
"""Words before "down" that make an object of what follows: "I'll write down what was said"."""
SHORTEST_ASIDE = 7
"""Words of a sentence without a mark that may hold a question behind something else."""


def cut_questions(parsed: ParsedText) -> ParsedText:
    """Cut sentences without any mark where a question begins in them, as people type in a hurry.

    "craig stay there what have you done is it work" says one thing and asks two. Only those who answer look for
    questions in this way: criteria are read in the sentences of `parse`.
    """
    if "?" in parsed.text:
        return parsed
    sentences: list[Sentence] = []
    for sentence in parsed.sentences:
        first = sentence.first
        for at in _find_questions(parsed, sentence):
            sentences.append(Sentence(first, at, False, ((first, at),)))
            first = at
        kept = sentence if first == sentence.first else Sentence(first, sentence.last, False, ((first, sentence.last),))
        sentences.append(kept)
    return parsed._replace(sentences=tuple(sentences))


def _find_questions(parsed: ParsedText, sentence: Sentence) -> list[int]:
    """Return the words of a sentence at which a question begins, if nothing marks it."""
    first, last, words = sentence.first, sentence.last, parsed.words
    if last - first < SHORTEST_ASIDE or any(first < at < last for at in parsed.soft):
        return []
    questions: list[int] = []
    begun = first
    for at in range(first + 2, last - 1):
        word, following, before = words[at], words[at + 1], words[at - 1]
        asks = (word in _WH and (following in _ASKS or (word == "who" and following.endswith("s")))) or (
            # "..., are you" at the end is a tag.
            word in _ASKS and following in _ASKED_OF and before not in _WH | _ASKED_OF and at + 2 < last
        )
        joined = before in ("so", "and", "but") and at - 2 >= begun
        indirect = before in _BEFORE_INDIRECT or (before == "down" and words[at - 2] in _WRITES)
        if not asks or (indirect and not joined) or at - begun < 2:
            continue
        begun = at - joined
        questions.append(begun)
    return questions
