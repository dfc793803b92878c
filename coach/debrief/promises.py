"""What a practitioner promised, as they said it. Begin with `find_promises`.

A promise is a sentence in which the practitioner says what they or their service will do after the conversation, or
undertakes not to do. What is done within it ("I'll be quick", "I'll read it back"), offers ("I'll ring them if you
like") and questions are none. A sentence that is not surely a promise is left out, and so is one that a later reply
takes back. Which words make a promise stands in `coach.debrief.promise_words`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from coach.debrief.promise_context import answers_request, decides, find_about, was_done
from coach.debrief.promise_verbs import VERBS
from coach.debrief.promise_words import (
    ABOUT_SAFETY,
    AND_I_WILL,
    AS_SAID,
    ASKED_WITHOUT_MARK,
    ASKS_FOR_YES,
    ASKS_LEAVE,
    AT_A_TIME,
    BEGINS_ASKING,
    CAN_DO,
    CONDITIONS,
    COURTESY,
    DOUBTS,
    FOOD,
    GIVES_UP,
    HANGS_ON,
    HAS_BEEN_DONE,
    HAS_TO_TELL,
    LENT,
    NAMES_PERSON,
    NO_PROMISES,
    OFFERS,
    OFFERS_TO_DO,
    PROMISES,
    SAYS_GLADLY,
    SAYS_NO,
    SAYS_PLAIN_NO,
    SAYS_YES,
    SUGGESTS,
    TAKES_IT_BACK,
    THOUGHT,
    TIME_ALONE,
    TURNS_DOWN,
    UNDERTAKEN,
    WANTED_NOT,
    WEIGHTY,
    WHEN,
    WHOLE_PROMISES,
    WITHDRAWN,
    WONDERS,
    WRITES,
    WRITTEN,
)
from coach.debrief.wording import HALF, blank_quotations, compile_finder, find_content_words, find_stem
from coach.matching.memory import remember
from coach.matching.sentences import ParsedText, Sentence, parse
from coach.model.afterwards import SharedPromise

MOST_SHOWN = 8
"""Promises of one conversation that its page quotes; of more it names the replies."""
LONGEST_FRAGMENT = 8
"""Words of a sentence without a verb that may go on with the promise before it."""


@dataclass(frozen=True, slots=True)
class SpokenPromise:
    """A promise in the practitioner's words, and what its author says if it is not theirs alone."""

    reply: int
    text: str
    """The sentence, whole, as it was said; with it the few words of the next one that go on with it.

    Where it says only "it" or "that", the sentence before it stands with it.
    """
    shared: SharedPromise | None = None
    accepted: str = ""
    """The family's line that said yes, where it was offered and not yet promised."""
    answers: str = ""
    """The family's line straight before it, where nothing else says what it is about."""


@dataclass(frozen=True, slots=True)
class _SentencePart:
    """A part of a sentence, between two of its signs or joins: its words by number, and plain."""

    first: int
    last: int
    plain: str


def find_promises(
    said: Iterable[tuple[int, str]],
    not_yours_alone: tuple[SharedPromise, ...] = (),
    answers: Mapping[int, Sequence[str]] | None = None,
    before: Mapping[int, Sequence[str]] | None = None,
) -> tuple[SpokenPromise, ...]:
    """Find what was promised in some replies and not taken back later, each act once.

    They stand in the order of the replies. Of an act that is promised twice the fuller sentence is found.

    Args:
        said: the replies, each with its number.
        not_yours_alone: the promises that the scenario's author says are not the practitioner's alone to give.
        answers: the family's first lines straight after each reply, where they are known: an offer counts where one of
            them plainly says yes.
        before: the family's lines straight before each reply, where they are known: what they asked for there and the
            reply undertakes is promised.
    """
    answers, asked = answers or {}, before or {}
    shared = [(promise, compile_finder(tuple(promise.words))) for promise in not_yours_alone]
    made: dict[str, SpokenPromise] = {}
    acts: dict[str, tuple[str, ...]] = {}
    said = tuple(said)
    given_up = _list_given_up(said, answers)
    for number, text in said:
        if number in given_up:
            continue
        parsed = parse(_end_sentences(blank_quotations(text)))
        yes = _find_yes(answers.get(number, ()))
        last = ""
        for place, sentence in enumerate(parsed.sentences):
            whole = _find_typed_sentence(text, parsed, sentence)
            whose = next((p for p, finder in shared if finder.finds(whole)), None)
            if whose and (sentence.asks or _wonders(parsed, sentence)):
                whose = None
            parts = _list_promising(parsed, sentence, asked.get(number, ()))
            for taken in _list_withdrawn(parsed, sentence):
                parts = [part for part in parts if part.first > taken.first or not _takes_back(taken.plain, part.plain)]
                for key in [key for key, act in acts.items() if _takes_back(taken.plain, " ".join(act))]:
                    del made[key], acts[key]
            asks_leave = _asks_leave(parsed, parsed.sentences[place + 1 : place + 2])
            if asks_leave and _says_no(answers.get(number, ())):
                continue
            # A question promises nothing, also where the family says yes to it.
            if not parts and not whose and not (yes and not sentence.asks and _is_offer(parsed, sentence)):
                if last in made and _hangs_on(parsed, sentence) and not _is_asked_about(parsed, place):
                    made[last] = replace(made[last], text=_join(made[last].text, whole))
                else:
                    last = ""
                continue
            key = whole.casefold()
            last = key if key not in made else ""
            if key not in made:
                said_before = _find_said_before(text, parsed, place)
                full, line = find_about(whole, said_before, asked.get(number, ()))
                # What is promised itself stands on the page already.
                full = whole if said_before.casefold() in made else full
                made[key] = SpokenPromise(number, full, whose, "" if parts or whose else yes, line)
                acts[key] = tuple(part.plain for part in parts)
    return _drop_repeated(
        tuple(
            one
            for key, one in made.items()
            if not was_done(acts[key] or [one.text], [text for number, text in said if number > one.reply])
        )
    )


def choose_promises(promises: Sequence[SpokenPromise], children: Collection[str] = ()) -> tuple[SpokenPromise, ...]:
    """Choose the promises that a page shows, in the order in which they were made.

    Where there are too many, those that are shared, and those about the child, a record, a third party or a time, are
    chosen first.

    Args:
        promises: what was promised.
        children: what the child or children are called.
    """
    heaviest = sorted(promises, key=lambda one: (one.shared is None, -sum(_weigh(one, children))))
    # What says nearly the same as one that is shown gives its place to something else.
    chosen: list[SpokenPromise] = []
    alike: list[SpokenPromise] = []
    for promise in heaviest:
        (alike if any(_is_alike(promise, other) for other in chosen) else chosen).append(promise)
    shown = (chosen + alike)[:MOST_SHOWN]
    return tuple(promise for promise in promises if promise in shown)


def _is_alike(one: SpokenPromise, other: SpokenPromise) -> bool:
    """Whether two promises share most of the words that carry a subject."""
    words, others = find_content_words(one.text), find_content_words(other.text)
    return len(words & others) > HALF * min(len(words), len(others))


# --- Which parts of a sentence promise


def _list_promising(parsed: ParsedText, sentence: Sentence, asked: Sequence[str] = ()) -> list[_SentencePart]:
    """List the parts of a sentence in which something is promised.

    Args:
        parsed: the reply, split.
        sentence: the sentence.
        asked: what the family said straight before the reply.
    """
    parts = _split_parts(parsed, sentence)
    promising: list[_SentencePart] = []
    begins = parts[0].plain
    if (OFFERS.match(begins) and CONDITIONS.match(begins)) or LENT.match(begins) or SUGGESTS.match(begins):
        return []
    for at, part in enumerate(parts):
        before = parts[at - 1].plain if at else ""
        after = _find_after(parts, at)
        # A cup of tea is chat, and so is what goes with it; not so if it names whom it is about.
        if FOOD.search(before) and not NAMES_PERSON.search(part.plain):
            continue
        if any(TAKES_IT_BACK.match(later.plain) for later in parts[at + 1 :]) or HAS_BEEN_DONE.match(after):
            continue
        if (
            DOUBTS.match(before)
            or DOUBTS.match(after)
            or THOUGHT.search(" ".join(part.plain for part in parts[max(0, at - 2) : at]))
        ):
            continue
        promises = (
            _is_promise(part.plain)
            or _goes_on(parsed, parts, at, promising)
            or answers_request(part.plain, asked)
            or decides(part.plain)
        )
        if promises and not _waits(_find_condition(parts, at), part.plain, after):
            promising.append(part)
    plain = " ".join(part.plain for part in parts)
    if not promising and not sentence.asks and any(pattern.search(plain) for pattern in WHOLE_PROMISES):
        return [] if any(pattern.search(plain) for pattern in NO_PROMISES) else parts
    if promising and ASKED_WITHOUT_MARK.match(parts[-1].plain):
        return []
    # The last part carries the question mark; and where it asks for a yes, the whole sentence is an offer.
    if not sentence.asks or not promising:
        return promising
    if BEGINS_ASKING.match(begins):
        return []
    rest = [part for part in parts if part.first > promising[0].first]
    offers = parts[-1] in promising or any(ASKS_FOR_YES.search(part.plain) for part in rest)
    return [] if offers else promising


def _goes_on(parsed: ParsedText, parts: Sequence[_SentencePart], at: int, promising: Sequence[_SentencePart]) -> bool:
    """Whether a part of a sentence promises by what stands before or behind it.

    Args:
        parsed: the reply, split.
        parts: the parts of the sentence.
        at: the number of the part.
        promising: the parts before it that promise.
    """
    part = parts[at]
    if promising and _GOES_ON.match(part.plain) and part.plain.split()[1] in VERBS:
        return True
    if WRITES.search(part.plain):
        quotes = WRITTEN.match(parsed.text, parsed.tokens[part.last - 1].end)
        return bool(quotes) or (at + 1 < len(parts) and bool(AS_SAID.match(parts[at + 1].plain)))
    if not at:
        return False
    if AND_I_WILL.match(part.plain):
        return CAN_DO.search(parts[at - 1].plain) is not None
    return AT_A_TIME.search(part.plain) is not None and any(TIME_ALONE.match(one.plain) for one in parts[:at])


def _find_condition(parts: Sequence[_SentencePart], at: int) -> str:
    """Return the part before a part of a sentence, if what it says may hold for both.

    In "I'll write it, if I may, and he won't be booked again" the condition is of the writing, and in "you sleep if you
    like, I'll ring him" it is of the sleeping.
    """
    before = parts[at - 1].plain if at else ""
    if before.startswith("you "):
        return ""
    joined = at > 1 and parts[at].plain.startswith(("and ", "but "))
    if joined and COURTESY.match(before) and re.search(WHEN, parts[at].plain):
        return ""
    return "" if joined and (_GOES_ELSEWHERE.match(parts[at].plain) or not OFFERS.match(before)) else before


def _find_after(parts: Sequence[_SentencePart], at: int) -> str:
    """Return the part after one part of a sentence; a few words that hang on it are skipped."""
    last = parts[-1].plain
    # "... and then you're back, if you want to be": the condition is of what stands before it.
    others = at + 1 < len(parts) - 1 and _OF_THEM.match(parts[-2].plain) is not None
    if at + 1 < len(parts) and OFFERS.match(last) and CONDITIONS.match(last) and not others:
        return last
    after = [part.plain for part in parts[at + 1 : at + 3]]
    if len(after) > 1 and len(after[0].split()) <= _FEW and not _IS_CLAUSE.match(after[0]):
        return after[1]
    return after[0] if after else ""


def _asks_leave(parsed: ParsedText, following: Sequence[Sentence]) -> bool:
    """Whether the sentence straight after one that promises asks whether that would be right."""
    return any(s.asks and ASKS_LEAVE.search(" ".join(parsed.words[s.first : s.last])) for s in following)


def _wonders(parsed: ParsedText, sentence: Sentence) -> bool:
    """Whether a sentence only wonders or suggests."""
    return WONDERS.search(" ".join(parsed.words[sentence.first : sentence.last])) is not None


def _is_offer(parsed: ParsedText, sentence: Sentence) -> bool:
    """Whether a sentence offers to do something after the conversation."""
    plain = " ".join(parsed.words[sentence.first : sentence.last])
    offer = OFFERS_TO_DO.search(plain)
    # Of several things offered nobody knows which the yes was to.
    return offer is not None and not FOOD.search(plain) and (" or " not in plain or "with you" in offer[0])


def _says_no(lines: Sequence[str]) -> bool:
    """Whether a line of an answer plainly says no."""
    return _says(SAYS_PLAIN_NO, lines)


def _list_given_up(said: Sequence[tuple[int, str]], answers: Mapping[int, Sequence[str]]) -> frozenset[int]:
    """List the replies that the family turned down and that the next reply gives up."""
    return frozenset(
        number
        for (number, _), (_, later) in pairwise(said)
        if _says(TURNS_DOWN, answers.get(number, ())) and _says(GIVES_UP, [_FIRST_SENTENCE.split(later, 1)[0]])
    )


def _says(pattern: re.Pattern[str], lines: Sequence[str]) -> bool:
    """Whether a sentence of some lines has what is looked for."""
    said = (parse(line) for line in lines)
    return any(pattern.search(" ".join(p.words[s.first : s.last])) for p in said for s in p.sentences)


def _find_yes(lines: Sequence[str]) -> str:
    """Find the line of an answer that plainly says yes; empty if none does."""
    for line in lines:
        parsed = parse(line)
        plain = [" ".join(parsed.words[s.first : s.last]) for s in parsed.sentences]
        if plain and line == lines[0] and SAYS_YES.search(plain[0]) and not SAYS_NO.search(plain[0]):
            return line
        if any(SAYS_GLADLY.search(one) and not SAYS_NO.search(one) for one in plain):
            return line
    return ""


@remember
def _is_promise(plain: str) -> bool:
    """Whether a part of a sentence says what the practitioner or their service will do."""
    return any(p.search(plain) for p in PROMISES) and not any(p.search(plain) for p in NO_PROMISES)


def _waits(before: str, plain: str, after: str) -> bool:
    """Whether a promise waits for a yes or for something that may not happen.

    Args:
        before: the part of the sentence before it.
        plain: the part that promises.
        after: the part after it.
    """
    if ABOUT_SAFETY.search(f"{before} {plain}") and HAS_TO_TELL.search(plain):
        return False
    if OFFERS.search(plain) or (CONDITIONS.match(after) and OFFERS.match(after)):
        return not UNDERTAKEN.search(plain) or WANTED_NOT.search(f"{plain} {after}") is not None
    return bool(OFFERS.match(before) or CONDITIONS.match(before) or CONDITIONS.match(plain))


_OF_THEM = re.compile(r"(?:and |but |so |then )+(?:you|he|she|they)\b")
_FEW = 4
"""Words that hang on what stands before them, and are no clause."""
_IS_CLAUSE = re.compile(r"(?:and |but |so |or |then )*(?:i|we|you|he|she|they|it|that|if|when|unless)\b")
_GOES_ELSEWHERE = re.compile(r"(?:and|but) (?!(?:i|we|then|so) )")
_GOES_ON = re.compile(r"(?:and|or) \w+")
"""Behind a promise, "and find a barber" is one as well."""
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


def _split_parts(parsed: ParsedText, sentence: Sentence) -> list[_SentencePart]:
    """Split a sentence at its signs, at joins, and where a new thought begins without either."""
    spelled = _spell_words(parsed, sentence)
    parts: list[_SentencePart] = []
    begun = sentence.first
    for at in range(sentence.first + 1, sentence.last + 1):
        if at < sentence.last and at not in parsed.soft and not _begins_part(parsed.words, at, sentence, begun):
            continue
        if parsed.tokens[at - 1].start == (parsed.tokens[at].start if at < sentence.last else -1):
            continue
        plain = " ".join(spelled[begun - sentence.first : at - sentence.first])
        parts.append(_SentencePart(begun, at, " ".join(plain.split())))
        begun = at
    return parts


def _begins_part(words: Sequence[str], at: int, sentence: Sentence, begun: int) -> bool:
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
    **{"thurs": "thursday", "sat": "saturday", "til": "till", "n": "and", "urs": "yours"},
}
"""Words as they are typed in a hurry."""
_SHORT_DAYS = frozenset("mon sun sat wed".split())
"""Words that are days only behind "on", "by", "next", "this", "till" and the like."""
_BEFORE_DAYS = frozenset("on by next this till til from before after".split())
_UNWELL = frozenset("be been being am is are was were feel feeling felt so very really too mentally fell".split())


def _spell_words(parsed: ParsedText, sentence: Sentence) -> list[str]:
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
        if word == "ill" and before not in _UNWELL and (following in VERBS or following in ("not", "never", "also")):
            word = "i will"
        elif word == "were" and following.endswith("ing") and before in ("", "and", "so", "then"):
            word = "we are"
        elif typed.endswith(("'s", "’s")) and word != "is" and following in _IS_OUT and typed != "let's":
            word = f"{word} is"
        spelled.append(word)
    return spelled


# --- What is taken back


def _list_withdrawn(parsed: ParsedText, sentence: Sentence) -> list[_SentencePart]:
    """List the parts of a sentence that may take a promise back: "then I won't ring her"."""
    return [] if sentence.asks else [part for part in _split_parts(parsed, sentence) if WITHDRAWN.search(part.plain)]


_PERSONS = frozenset("him her them".split())
_THINGS = frozenset("it that this".split())
_NOBODY = frozenset(
    "it that this school office housing police nursery council company panel board legal team ward gp hospital line "
    "report log word".split()
)
"""Whom nobody calls "him", "her" or "them"."""


def _takes_back(taken: str, act: str) -> bool:
    """Whether some words take back a promise: they name the same act, and nothing else.

    Args:
        taken: the words that may take it back.
        act: the words of the promise.
    """
    withdrawn = WITHDRAWN.search(taken)
    if withdrawn is None or WITHDRAWN.search(act):
        return False
    verb = find_stem(next(word for word in withdrawn.groupdict().values() if word))
    words = act.split()
    at = next((at for at, word in enumerate(words) if find_stem(word) == verb), None)
    if at is None:
        return False
    rest = taken[withdrawn.end() :].split()
    whom, promised = rest[:1], set(words[at + 1 : at + 4])
    if not set(whom).isdisjoint(_PERSONS) and (promised & _NOBODY or (promised & _PERSONS and whom[0] not in promised)):
        return False
    if not set(whom).isdisjoint(_THINGS) and promised & _PERSONS:
        return False
    named = find_content_words(" ".join(rest))
    # "I'll ring Kate and the school", and then "I won't ring Kate": the school is still to be rung.
    return named <= find_content_words(act) and not (named and "and" in words[at + 1 :])


# --- What is shown


_ENDS_IN_NO = re.compile(r"\b(?i:no)\.(?=\s+[A-Z])")


def _end_sentences(text: str) -> str:
    """Return a text in which "no." before a capital ends a sentence: it is no number there."""
    return _ENDS_IN_NO.sub(lambda no: f"{no[0][:-1]}!", text)


def _find_said_before(text: str, parsed: ParsedText, place: int) -> str:
    """Return the sentence before a promise; where it has no content, the one before it too.

    So it is with "Not right.".
    """
    earlier = [_find_typed_sentence(text, parsed, one) for one in parsed.sentences[max(0, place - 2) : place]]
    if len(earlier) > 1 and not find_content_words(earlier[-1]) and find_content_words(earlier[0]):
        return " ".join(dict.fromkeys(earlier))
    return earlier[-1] if earlier else ""


_FIRST_SENTENCE = re.compile(r"(?<=[.!?])\s")
_STOPS = re.compile(r"[.?!…]+[\"'”’)]*(?=\s|$)|\n+")


def _find_typed_sentence(text: str, parsed: ParsedText, sentence: Sentence) -> str:
    """Return the whole sentence, as it was typed, that a part of a reply stands in."""
    start, end = parsed.span(sentence.first, sentence.last)
    stops = [stop.end() for stop in _STOPS.finditer(text)]
    first = max((stop for stop in stops if stop <= start), default=0)
    last = min((stop for stop in stops if stop >= end), default=len(text))
    return " ".join(text[first:last].split())


def _hangs_on(parsed: ParsedText, sentence: Sentence) -> bool:
    """Whether a sentence is a few words that go on with the one before it."""
    if sentence.asks or sentence.last - sentence.first > LONGEST_FRAGMENT:
        return False
    plain = " ".join(_spell_words(parsed, sentence))
    return bool(HANGS_ON.match(plain)) and not FOOD.search(plain)


def _is_asked_about(parsed: ParsedText, place: int) -> bool:
    """Whether the next sentence asks about a few words: "And the haircut. Did you know ...?"."""
    following = parsed.sentences[place + 1 : place + 2]
    return any(one.asks and parsed.words[one.first] in _ASKS_ON for one in following)


_ASKS_ON = frozenset("do does did is are was were have has had can could".split())


def _join(words: str, fragment: str) -> str:
    """Join a promise and the words that go on with it; what is left out between them is marked."""
    return f"{words}{'' if words.endswith(('.', '!', '…')) else ' …'} {fragment}"


_DENIES = re.compile(r"\b(?:not|never|nobody|nothing|no)\b")
_FEWEST_SHARED = 2
"""Content words from which two promises may be about one act."""


def _drop_repeated(promises: tuple[SpokenPromise, ...]) -> tuple[SpokenPromise, ...]:
    """Leave out every promise of an act that a fuller one, or an earlier one as full, is about."""
    words = [find_content_words(promise.text) for promise in promises]
    denied = [bool(_DENIES.search(" ".join(parse(promise.text).words))) for promise in promises]

    def repeats(at: int, other: int) -> bool:
        if at == other or denied[at] != denied[other] or len(words[at]) < _FEWEST_SHARED or promises[at].shared:
            return False
        return words[at] < words[other] or (words[at] == words[other] and other < at)

    return tuple(p for at, p in enumerate(promises) if not any(repeats(at, other) for other in range(len(promises))))


def _weigh(promise: SpokenPromise, children: Collection[str]) -> Iterator[bool]:
    """Yield what makes a promise weigh: the child, a vow not to act, each matter named."""
    plain = " ".join(parse(promise.text).words)
    yield any(re.search(rf"\b{re.escape(child.casefold())}\b", plain) for child in children if child)
    yield UNDERTAKEN.search(plain) is not None
    yield from (pattern.search(plain) is not None for pattern in WEIGHTY)
