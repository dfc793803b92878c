"""Looking for words in what was said: an author's phrases, words that two lines share.

Begin with `find_content_words`, `PhraseFinder` and `SubjectNamer`. Words are compared by their stems, and spelling is
not corrected: what is not surely there is not there.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise

from coach.matching.memory import remember
from coach.matching.patterns import Grammar, Phrase
from coach.matching.sentences import ParsedText, Sentence, parse
from coach.matching.tokens import tokenize
from coach.model.rubric import Rubric, SubjectWords

# --- Words that two lines share

_LITTLE_WORDS = frozenset(
    """
    a able about after again all almost already also always am an and any anyone anything are around as ask asked asking
    at away back be because been before being bit both but by bye came can cannot come coming could day dear did do does
    doing done down each else even ever every everybody everyone everything fair feel few fine first for from gave get
    gets getting give go goes going gone gonna good got great had has have having he hello her here hers hey him his how
    i if in into is it its just keep kind know knows last least let like little ll long look looking lot lots love
    lovely made make makes many may maybe me mean means might mind mine more most much must my myself need never new
    next nice no nobody none nor not nothing now of off often oh ok okay old on once one only onto or other others our
    ours out over own part people perhaps place please probably put quite rather re really right said same say saying
    says see seem seen she should shall so some somebody someone something soon sorry sort still stuff such sure take
    taken tell telling than thank thanks that the their theirs them then there these they thing things think this those
    though thought through time to today together told too took tried try trying two under until up upon us use used
    very want wanted was way we well went were what when where which while who whole whose why will with without word
    words work would yeah yes yet you your yours yourself ve
    """.split()
)
"""Words that say nothing of a subject by themselves, as `tokenize` writes them."""
SHORTEST_WORD = 3
"""The letters of the shortest word that can carry a subject."""
_KIN = {
    word: words[0]
    for words in (
        "mum mam mom mummy mama mother mums".split(),
        "dad daddy father dads papa".split(),
        "gran nan nana granny grandma grandmother law".split(),
        "grandad granddad grandpa grandfather".split(),
        "auntie aunt aunty".split(),
    )
    for word in words
}
"""What one person is called, by the first of it: who asks after his gran asks after "my mother-in-law"."""
_ENDINGS = ("ingly", "edly", "ings", "ing", "ies", "ied", "ers", "es", "ed", "er", "ly", "s")
_SHORTEST_STEM = 3


def find_stem(word: str) -> str:
    """Return a word without a common ending, to compare it with others; words alike stay alike."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word.removesuffix(ending) + ("y" if ending in ("ies", "ied") else "")
            break
    else:
        stem = word
    # "stopped" and "stop", "hitting" and "hit", "change" and "changing" are to be the same.
    if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] not in "aeiouls":
        return stem[:-1]
    return stem.removesuffix("e") if len(stem) > _SHORTEST_STEM else stem


@remember
def find_content_words(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that carry a subject, without little words."""
    words = (word for word in tokenize(text) if len(word) >= SHORTEST_WORD or word in _SHORT_NAMES)
    words = (word for word in words if word not in _LITTLE_WORDS)
    return frozenset(_KIN.get(word) or find_stem(word) for word in words)


_SHORT_NAMES = frozenset(("hr",))
"""Names of a body that are shorter than other words that carry a subject."""
_PLAINEST = frozenset(
    """
    about after again all also always and any anything are because been before being both but can cannot could did does
    doing done down each else ever every everything for from gave get gets getting give goes going gone good got had has
    have having hear her here hers him his how into its just know knows let like little made make maybe mean more most
    much must need never not nothing now off often once one only other our out over own please put quite really right
    said same saw say saying says see she should some somebody something sometimes sorry still such sure take tell than
    thank thanks that the their them then there these they thing things think this those though thought time told too
    try until upon use very want wanted was way well went were what when where which while who why will with would yeah
    yes yet you your yours
    """.split()
)


def list_weighty_words(text: str) -> frozenset[str]:
    """List the stems of all words of a text but those that every reply has."""
    return frozenset(find_stem(word) for word in tokenize(text) if len(word) >= SHORTEST_WORD and word not in _PLAINEST)


def split_sentences(text: str) -> list[str]:
    """Split a text at its stops, as they are typed.

    "Mr. Khan" is cut in two; `coach.matching.sentences.parse` knows better, and takes longer.
    """
    return [sentence.strip() for sentence in _SENTENCES.findall(text)]


_SENTENCES = re.compile(r"[^.?!…]+[.?!…]?")


BEGINS = 3
"""The sentences in which a reply begins by owning the one before it."""


def take_beginning(text: str, sentences: int = BEGINS) -> str:
    """Return the first sentences of a text, as one text.

    Args:
        text: the text.
        sentences: how many of them.
    """
    return " ".join(split_sentences(text)[:sentences])


def share_words(one: str, other: str) -> bool:
    """Whether two texts share a word that carries a subject."""
    return not find_content_words(one).isdisjoint(find_content_words(other))


def count_told(line: str) -> int:
    """Count the words that tell, without what only asks: "Does it come out, the word?"."""
    told = [one for one in split_sentences(line) if not one.endswith("?") or _TELLS_OF_ASKING.search(one)]
    return sum(len(one.split()) for one in told)


_TELLS_OF_ASKING = re.compile(r"\b(?:said|says|say|asked|asks|thought|like)\b|['‘’\"“”]\w", re.IGNORECASE)
"""What shows that a question is told of, and not asked: "He said, whose dog?"."""
FEW_WORDS = 6
"""A question of so few words straight after a line takes it up, whatever its words; without one they take up little."""
OFFERS_SELF = re.compile(r"(?:oh|well|right|so|and)?,? ?(?:shall|can|could|may|should) (?:i|we)\b", re.IGNORECASE)
"""A short question that offers or asks leave: "Shall I sit here?" goes on with nothing."""


def count_words_of(text: str, about: Collection[str]) -> int:
    """Count the words of a matter, or beginnings of words, that a text has."""
    plain = " ".join(text.replace("’", "'").casefold().split())
    return sum(re.search(rf"\b{re.escape(word.casefold())}", plain) is not None for word in about)


HALF = 0.5
"""The share of its content words from which a suggestion says what was said already."""
_FEWEST_WORDS = 2
"""Content words from which a suggestion may have been said piece by piece."""


def is_mostly_said(suggestion: str, said: Iterable[str]) -> bool:
    """Whether what was said already says a suggestion.

    It does if half its content words stand in two sentences of one text that follow one another, or all of two or more
    in all texts together. In a long reply they may stand anywhere without saying it. One that has none, such as "Who
    was it?", is said where it stands word for word.
    """
    texts = tuple(said)
    words = find_content_words(suggestion)
    if not words:
        asked = f" {' '.join(tokenize(suggestion))} "
        return any(asked in f" {' '.join(tokenize(text))} " for text in texts)
    together = len(words) >= _FEWEST_WORDS and words <= frozenset().union(*map(find_content_words, texts))
    pairs = (pair for text in texts for pair in list_with_before(text))
    return together or any(len(words & find_content_words(pair)) >= HALF * len(words) for pair in pairs)


def list_with_before(text: str) -> list[str]:
    """List the sentences of a text, each with the one before it."""
    sentences = split_sentences(text)
    return [f"{before} {sentence}".strip() for before, sentence in pairwise(("", *sentences))]


_MOSTLY = 2 / 3
"""The share of its content words from which a line says again what an earlier one said."""


def says_again(text: str, earlier: Iterable[str]) -> bool:
    """Whether one earlier line has most of the content words of a text, two or more."""
    words = find_content_words(text)
    if len(words) < _FEWEST_WORDS:
        return False
    return any(len(words & find_content_words(one)) >= _MOSTLY * len(words) for one in earlier)


# --- What was never said


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = frozenset((*WEEKDAYS, "today", "tonight", "tomorrow"))
"""The days by which somebody says when."""
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty hundred".split()
)
_COUNTS = _NUMBERS.union(
    WEEKDAYS, "january february march april june july august september october november december".split()
)
"""Numbers, months and days, which are facts wherever they stand."""
_NAME = re.compile(r"(?<![.?!:“\"‘'] )(?<!^)(?<![“\"‘])\b[A-Z][a-z]+(?:['’]s)?\b")
_QUOTED_WORDS = re.compile(r"(?<!\w)[‘'“\"]([^‘'’“”\"]+)[’'”\"](?!\w)")


def find_unsaid(text: str, heard: Iterable[str]) -> tuple[str, ...]:
    """Find the names, numbers, days and quotations in a sentence that nobody said.

    What was written beforehand may fit most conversations and still name a thing that did not come up in this one.

    Args:
        text: the sentence.
        heard: all that was said and seen, with what the practitioner knew beforehand.
    """
    known = {word for said in heard for word in re.findall(r"[\w]+", said.casefold())}
    quoted = {word for phrase in _QUOTED_WORDS.findall(text) for word in find_content_words(phrase)}
    stems = {word for said in heard for word in find_content_words(said)} if quoted else set()
    names = {re.sub(r"['’]s$", "", name).casefold() for name in _NAME.findall(text)} - {"i"}
    counts = {word for word in re.findall(r"\w+", text.casefold()) if word in _COUNTS or word.isdigit()}
    return (*sorted((names | counts) - known), *sorted(quoted - stems))


_LABELS = re.compile(
    r"\b(?:Black|White|Asian|Brown|African|Caribbean|Indian|Pakistani|Bangladeshi|Somali|Nigerian|Chinese|Arab|Roma|"
    r"Gypsy|Traveller|Muslim|Sikh|Hindu|Jewish|Polish|Slovak)\b"
)


def find_labels(text: str) -> frozenset[str]:
    """Find the words of a heritage that a text calls people by.

    Whom nobody called so in a conversation, not even themselves, no suggestion calls so.

    Args:
        text: the text.
    """
    return frozenset(_LABELS.findall(text))


def find_untold(text: str, heard: Sequence[str]) -> frozenset[str]:
    """Find the things in a sentence that nobody spoke of, as stems: "the surgery".

    How a thing is done, and by what kind of person, are words of a plan, and may be new.

    Args:
        text: the sentence.
        heard: all that was said and seen.
    """
    # "Eight days" were told where somebody said just that, and not by "before eight".
    numbers = {
        f" {count} {of} " for count, of in pairwise(tokenize(text)) if count in _NUMBERS and of not in _LITTLE_WORDS
    }
    if untold := frozenset(pair.strip() for pair in numbers if not any(pair in _join_words(one) for one in heard)):
        return untold
    words = find_content_words(text) - PLANNING - _MAY_BE_NEW
    # Last all words, since a little word such as "keep" has forms that carry a subject.
    return words and words.difference(*map(_list_stems, heard))


_MAY_BE_NEW = frozenset(map(find_stem, "saw began empty doctor police solicitor wrong itself list unheard".split()))
"""More words of what is to be done about a thing, and by whom, that say nothing of what happened."""


@remember
def _join_words(text: str) -> str:
    """Return the words of a text with one space around each."""
    return f" {' '.join(tokenize(text))} "


@remember
def _list_stems(text: str) -> frozenset[str]:
    """List the stems of all words of a text, with what one person is called."""
    return find_content_words(text).union(find_stem(word) for word in tokenize(text))


PLANNING = frozenset(
    find_stem(word)
    for word in (
        *_LITTLE_WORDS,
        *"""
    account accounts afterwards agree agreed alone another answer answered answers anybody arrange arranged asked awake
    beforehand behind believed beneath beside best boy bring brought bullying call called calling calls carried change
    changed check checked checks choose chosen clear closed comes copy corrected corrects dad date dated decide decided
    decides door elsewhere end fair father feel feels file finish found free front girl given grown guess guessed hand
    handed happen happened hear heard hears held help helped helps herself himself hold holds honest hour hurry
    initialled interpreter job judged kept known label laid learn learns left less light lightly line listen listened
    lost loud lighter manager match meet meeting met mistake moment mother mum name named names neither noted number
    oneself
    open openly order pace paper parent parents pass passed person picks plain plainly proper properly public question
    questions quiet quietly reach read readable readily reads ready real reason record recorded remember report rest
    rewrite rewrites rewritten ring rings room rung runs safe see seen sees sentence settled show shown sight signed
    sits slip small son daughter child children baby speak spoken stand stands stay stayed stays stood stop straight
    struck supposed taken takes talk tell tells themselves think timed tonight top true turn typed unasked unhurried
    wait waited waits want wanted wants watch weighed whatever whenever whether whoever whom whose willing wish write
    writes written racism racist bear bears lead leads apart away belief family gone home become becomes people
    evening morning afternoon day days week kind kindly other others find finds trained suit suits choice truth full
    near nowhere anywhere outside anew otherwise wherever whole start started begin begun begins beginning within set
    regularly owed treat treated safety colleague step steps life hurt school teacher
""".split(),
    )
)
"""Stems of words that say how a thing is to be done, and by what kind of person: they need not have been told."""


def says_racism(text: str) -> bool:
    """Whether a text has the word itself: racism, racist."""
    return _RACISM.search(text) is not None


_RACISM = re.compile(r"\bracis[mt]", re.IGNORECASE)


def list_questions(text: str) -> list[str]:
    """List the sentences of a text that end with a question mark."""
    return [sentence for sentence in split_sentences(text) if sentence.endswith("?")]


def spell_plain(text: str) -> str:
    """Return a text in plain words, with contractions written out: "i am not"."""
    return " ".join(parse(text).words)


# --- What is read out


def drop_speeches(text: str) -> str:
    """Return a text without whole sentences that are quoted in it."""
    spoken = _QUOTED.sub(lambda quoted: " " if len(quoted[0].split()) >= _SPEECH else quoted[0], text)
    return _THE_WORD.sub(" ", spoken)


_THE_WORD = re.compile(r"\b(?:say|saying|use|using|said) the word ['‘“\"]?\w+", re.IGNORECASE)
"""Who asks whether somebody can say a word speaks of the word."""
_SPEECH = 4
"""Words of a quotation that is a sentence of somebody's: who lends one has not named its subject themselves."""


def drop_quotations(text: str) -> str:
    """Return a text without what is read out or quoted in it."""
    return _QUOTED.sub(" ", text)


def list_quotations(text: str) -> list[str]:
    """List what is read out or quoted in a text, without its marks."""
    return [quoted.strip("“”\"‘’'") for quoted in _QUOTED.findall(text)]


def blank_quotations(text: str) -> str:
    """Return a text with spaces for what is quoted in it; all else keeps its place."""
    return _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)


_QUOTED = re.compile(
    r"[“\"][^”\"]*[”\"]|(?<!\w)[‘'][^’']{2,}?[’'](?!\w)"
    # A brief sentence in single marks may have an apostrophe in it: 'I don't see colour.' A long one is a draft.
    r"|(?<!\w)[‘'](?=[A-Z])(?:[^’']|[’'](?=\w)){2,45}?[.?!…][’'](?!\w)"
)


BRINGS = re.compile(r"\b(?:romani|roma|\w+ speaking) (?:woman|man|lady|person)\b|\binterpret\w*\b")
"""Whom somebody brings to interpret: it says what language is spoken, and little of race."""


# --- Phrases of an author


class PhraseFinder:
    """Phrases compiled to be looked for in what was said; they are written as in a rubric."""

    def __init__(
        self,
        says: Iterable[str],
        without: Iterable[str] = (),
        lists: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """Compile the phrases. A phrase that cannot be read is left out.

        `coach check` says so to its author.

        Args:
            says: any one of these has to stand in a sentence.
            without: and none of these in the same sentence.
            lists: the lists that the phrases may name.
        """
        grammar = Grammar(lists or {})
        self._says = list(_compile_phrases(grammar, says))
        self._without = list(_compile_phrases(grammar, without))

    def find_sentences(self, text: str | ParsedText) -> tuple[str, ...]:
        """Return the sentences of a text that have one of the phrases, as they were written."""
        parsed = parse(text) if isinstance(text, str) else text
        return tuple(
            cut_sentence(parsed, sentence.first, sentence.last)
            for sentence in parsed.sentences
            if _is_said(self._says, parsed, sentence) and not _is_said(self._without, parsed, sentence)
        )

    def finds(self, text: str | ParsedText) -> bool:
        """Whether a text has one of the phrases."""
        return bool(self._says) and bool(self.find_sentences(text))


def _compile_phrases(grammar: Grammar, sources: Iterable[str]) -> Iterator[Phrase]:
    """Compile those of some phrases that can be read."""
    for source in sources:
        with suppress(ValueError):
            yield grammar.compile(source)


def find_wrong_phrases(sources: Iterable[str]) -> Iterator[str]:
    """Yield, for each phrase that cannot be read, a sentence on why."""
    for source in sources:
        try:
            Grammar({}).compile(source)
        except ValueError as error:
            yield f"{str(error)[0].upper()}{str(error)[1:]}."


def _is_said(phrases: list[Phrase], parsed: ParsedText, sentence: Sentence) -> bool:
    """Whether a sentence has one of some phrases."""
    words = parsed.words[sentence.first : sentence.last]
    there = frozenset(words)
    said = [frozenset((word,)) for word in words]
    # Few phrases have all the words they need in one sentence, and to see that is quicker than to look for them.
    return any(phrase.find(said, 0, len(said)) for phrase in phrases if not any(map(there.isdisjoint, phrase.needs)))


def cut_sentence(parsed: ParsedText, first: int, last: int) -> str:
    """Return some words of a text as they were written, on one line, with the stops around them."""
    start, end = parsed.span(first, last)
    return " ".join(parsed.text[start:end].split())


# --- The words of a rubric's subjects


class SubjectNamer:
    """The words by which a text names a subject of a rubric, such as race."""

    def __init__(self, rubric: Rubric) -> None:
        """Compile the words of every subject that has some."""
        subjects = {**rubric.domains, **rubric.answers}
        self._finders = {
            key: _make_finder(subject.named_by, rubric.lists) for key, subject in subjects.items() if subject.named_by
        }
        self._yields_to = {key: frozenset(s.named_by.yields_to) for key, s in subjects.items() if s.named_by}

    def knows(self, subject: str) -> bool:
        """Whether the rubric says by which words a subject is named."""
        return subject in self._finders

    @remember
    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids of the subjects that a text names."""
        parsed = parse(text)
        return tuple(key for key, finder in self._finders.items() if finder.finds(parsed))

    def list_before(self, subject: str) -> frozenset[str]:
        """List the subjects to which a subject gives way where both are named."""
        return self._yields_to.get(subject, frozenset())

    def gives_way(self, subject: str, named: Iterable[str]) -> bool:
        """Whether a subject gives way to another one that is named as well.

        Args:
            subject: the id of the subject.
            named: the ids of all that are named.
        """
        return not self.list_before(subject).isdisjoint(named)

    @remember
    def list_denied(self, text: str) -> frozenset[str]:
        """List the subjects that a text denies in a clause: "I'm not saying racism".

        "It's racism isn't it" asks for a yes, and denies nothing; no more does "I've never seen a White lad sent home.
        I think there's race in that".
        """
        clauses = (_ASKS_FOR_YES.sub(r"\1", clause.strip()) for clause in _CLAUSE_ENDS.split(text))
        told = [(clause, parse(clause).words) for clause in clauses]
        denials = (part for clause, words in told for part in _list_denials(words, clause))
        thought = (clause for clause, words in told if _THINKS_SO.search(" ".join(words)))
        affirmed = frozenset(subject for clause in thought for subject in self.find(clause))
        return frozenset(subject for denial in denials for subject in self.find(denial)) - affirmed

    @remember
    def list_own(self, text: str) -> frozenset[str]:
        """List the subjects that a text names of its speaker alone."""
        own: set[str] = set()
        others: set[str] = set()
        for clause in _CLAUSE_ENDS.split(text):
            words = parse(clause).words
            of_me = not _ME.isdisjoint(words) and _THEM.isdisjoint(words) and not _READ_IT.search(" ".join(words))
            (own if of_me else others).update(self.find(clause))
        return frozenset(own - others)


_THINKS_SO = re.compile(
    r"\bi (?:do |really )?(?:think|believe|reckon|know) (?:that )?(?:there|it|that|this) (?:is|was)(?! not\b)\b"
)
"""What says of a subject that it is there."""


def _list_denials(words: Sequence[str], clause: str) -> Iterator[str]:
    """Yield what a "not" is about: the whole clause, or in a long one the words around it.

    A reply that was dictated without marks is one clause, and a "not" at its beginning denies nothing at its end.

    Args:
        words: the words of the clause.
        clause: the clause.
    """
    if len(words) <= _LONG_CLAUSE:
        if not _NOT.isdisjoint(words):
            yield clause
        return
    for at, word in enumerate(words):
        if word in _NOT:
            yield " ".join(words[max(at - _BEFORE_NOT, 0) : at + _BEHIND_NOT])


_LONG_CLAUSE, _BEFORE_NOT, _BEHIND_NOT = 15, 2, 7
"""Words from which a clause is long, and how many of them before and behind a "not" it is about."""
_ME = frozenset("i me my mine myself we us our".split())
_THEM = frozenset("you your yours he him his she her hers they them their".split())
_READ_IT = re.compile(
    r"\b(?:have|read|saw|see|got|heard|wrote|put|call|called|name|use|think|say) (?:it|that|this|down)\b|"
    r"\bi am (?:only |just )?saying (?:that|what|it|this)\b"
)
"""What a speaker says of something else: "I'd call it racist" names nothing of the speaker."""
_CLAUSE_ENDS = re.compile(r"[.,;:!?…–—\n]+|\bbut\b")
_ASKS_FOR_YES = re.compile(
    r"^(.*\b(?:it|that|this|they)(?:['’]?s| is| was|['’]?re| are| were)\b.*) (?:is|was|are|were)n['’]?t (?:it|they)$",
    re.IGNORECASE,
)
"""What a clause ends in that was typed without a comma: "it's racism isn't it"."""
_NOT = frozenset("not never no nothing hardly".split())


def _make_finder(words: SubjectWords, lists: Mapping[str, Iterable[str]]) -> PhraseFinder:
    """Compile the words of one subject."""
    return compile_finder(
        tuple(words.says), tuple(words.without), tuple((name, tuple(phrases)) for name, phrases in lists.items())
    )


@lru_cache(maxsize=256)
def compile_finder(
    says: tuple[str, ...], without: tuple[str, ...] = (), lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
) -> PhraseFinder:
    """Compile phrases as `PhraseFinder` does, and keep them.

    An author wrote them: nobody said them.
    """
    return PhraseFinder(says, without, dict(lists))
