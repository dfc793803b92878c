"""What a practitioner promised, as they said it. Begin with `find_promises`.

A promise is a sentence in which the practitioner says what they or their service will do after the conversation, or
undertakes not to do. What is done within it ("I'll be quick", "I'll read it back"), offers ("I'll ring them if you
like") and questions are none. A sentence that is not surely a promise is left out, and so is one that a later reply
takes back. Which words make a promise stands in `coach.debrief.promise_words`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coach.debrief.promise_anchors import (
    DOUBTED,
    NAMES_PERSON,
    VERBS,
    WHEN,
    assures,
    awaits_them,
    does_at_time,
    sets_time,
)
from coach.debrief.promise_clauses import (
    REGRETS,
    PromiseClause,
    blank_and_end,
    drop_quotation_end,
    find_first_clause,
    find_second_act,
    find_typed_sentence,
    is_asked_about,
    list_said_before,
    list_typed_sentences,
    list_withdrawn,
    spell_words,
    split_clauses,
    takes_back,
)
from coach.debrief.promise_context import (
    brings_word,
    completes,
    decides,
    feeds,
    find_about,
    goes_on_about,
    happens_here,
    is_comfort,
    is_in_jest,
    is_manners,
    is_of_record,
    is_over,
    keeps_time,
    leaves_choice,
    list_fed,
    promises_as_whole,
    tells_who_reads,
    will_be_in_record,
    writes_quoted,
)
from coach.debrief.promise_lookalikes import promises_nothing, says_condition, says_limit, takes_back_promise
from coach.debrief.promise_offers import (
    ASKS_FOR_YES,
    ASKS_LEAVE,
    BEGINS_ASKING,
    CONDITIONS,
    COURTESY,
    HAPPENS_ELSEWHERE,
    OFFERS,
    SUGGESTS,
    UNDERTAKEN,
    WANTED_NOT,
    WONDERS,
    asks_of_another,
    find_yes,
    is_condition,
    list_given_up,
    says_no,
    waits_for_leave,
    was_not_asked_for,
)
from coach.debrief.promise_reader import read_promises
from coach.debrief.promise_requests import answers_request, answers_who, takes_all_on
from coach.debrief.promise_words import (
    ABOUT_SAFETY,
    AND_I_WILL,
    AS_SAID,
    ASKED_WITHOUT_MARK,
    AT_A_TIME,
    CAN_DO,
    DOUBTS,
    FOOD,
    HANGS_ON,
    HAS_BEEN_DONE,
    HAS_TO_TELL,
    LENT,
    MIGHT_HAVE_TO,
    MISSED_ANYTHING,
    NO_PROMISES,
    NO_TROUBLE,
    PRESENT,
    PROMISED_IN_PRESENT,
    PROMISES,
    TAKES_IT_BACK,
    THOUGHT,
    TIME_ALONE,
    WRITES,
    WRITTEN,
    YES,
    YES_I_CAN,
)
from coach.debrief.wording import compile_finder, find_content_words, find_stem, spell_plain
from coach.matching.memory import remember
from coach.matching.sentences import ParsedText, Sentence, parse
from coach.model.afterwards import SharedPromise

SURE, SURE_WITH_TIME, SURE_OF_ACT, SURELY, SURELY_NOT = 0.85, 0.57, 0.35, 0.955, 0.02
"""How likely a sentence has to promise, by what was learnt, where no rule says that it does.

Less is enough with a time, and with an act at a time; with most of all, a condition of a later part rules nothing out.
"""
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
    again: tuple[int, ...] = ()
    """The other replies that promised the same."""
    likely: float | None = None
    """How likely it is one, by what was learnt; none if nothing was."""


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
    given_up = list_given_up(said, answers)
    for number, text in said:
        if number in given_up:
            continue
        parsed = parse(blank_and_end(text))
        line = answers_who(find_first_clause(parsed), asked.get(number, ()))
        if line and _takes_all_on(parsed):
            whole = find_typed_sentence(text, parsed, parsed.sentences[0])
            made[whole.casefold()] = SpokenPromise(number, whole, answers=line)
            acts[whole.casefold()] = ()
        last, lists, limit, turned_down = "", False, False, False
        likely = _read_likely(text, asked.get(number, ()))
        for place, sentence in enumerate(parsed.sentences):
            whole = find_typed_sentence(text, parsed, sentence)
            whose = next((p for p, finder in shared if finder.finds(whole)), None)
            following = parsed.sentences[place + 1 : place + 2]
            if last in made and takes_back_promise(whole):
                del made[last], acts[last]
                last = ""
                continue
            is_none = promises_nothing(whole) or waits_for_leave(text, whole, answers.get(number, ()))
            parts = [] if is_none else _list_promising(parsed, sentence, asked.get(number, ()), likely(whole))
            none = is_none or sentence.asks or _wonders(parsed, sentence)
            whose = None if none or not (parts or (likely(whole) or 1) >= SURELY_NOT) else whose
            limit, behind = any(says_limit(whole, part.plain) for part in parts), limit
            parts = [part for part in parts if not (limit and says_limit(whole, part.plain))]
            asked_for = [part for part in parts if not was_not_asked_for(part.plain, answers.get(number, ()))]
            turned_down = (parts and not asked_for) or (turned_down and goes_on_about(whole))
            if turned_down:
                last = ""  # what goes on with it goes with it
                continue
            parts = asked_for
            if behind and goes_on_about(whole):
                continue  # "You'd hear it from me first." goes on about the limit before it
            for taken in list_withdrawn(parsed, sentence):
                parts = [part for part in parts if part.first > taken.first or not takes_back(taken.plain, part.plain)]
                keys = [key for key, act in acts.items() if takes_back(taken.plain, " ".join(act))]
                for key in keys:
                    del made[key], acts[key]
                if keys and (REGRETS.search(spell_plain(whole)) or not _list_promising(parsed, sentence)):
                    parts = [part for part in parts if part.first != taken.first]
            lists = lists or bool(parts and PROMISED_IN_PRESENT.search(" ".join(part.plain for part in parts)))
            if not parts and last in made and lists and _goes_on_listing(parsed, sentence):
                parts = split_clauses(parsed, sentence)
            of_record = any(will_be_in_record(whole, one) for one in list_said_before(text, whole)[-1:])
            if not parts and not sentence.asks and (writes_quoted(whole) or of_record):
                parts = split_clauses(parsed, sentence)
            if not parts and _is_summed_up(parsed, sentence, whole, following):
                parts = split_clauses(parsed, sentence)
            asks_leave = _asks_leave(parsed, following)
            if asks_leave and says_no(answers.get(number, ())):
                continue
            # A question promises nothing, also where the family says yes to it.
            yes = find_yes(answers.get(number, ()), parsed, place) if not (parts or whose) else ""
            if not parts and not whose and not yes:
                hangs = _hangs_on(parsed, sentence) or completes(whole) or is_condition(whole)
                if hangs and spell_plain(whole).startswith("not "):
                    hangs = completes(whole) and last in made and is_of_record(made[last].text)
                if last in made and hangs and not (sentence.asks or is_asked_about(parsed, place)):
                    made[last] = replace(made[last], text=_join(made[last].text, whole))
                else:
                    last = ""
                continue
            key = whole.casefold()
            if last in made and not whose and goes_on_about(whole):
                made[last] = replace(made[last], text=_join(made[last].text, whole))
                acts[last] += tuple(part.plain for part in parts)
                continue
            last = key if key not in made else ""
            if key not in made:
                said_before = list_said_before(text, whole)
                full, about = find_about(whole, said_before, asked.get(number, ()))
                # What is promised itself stands on the page already.
                full = whole if said_before and said_before[-1].casefold() in made else full
                if said_before and full == whole and goes_on_about(whole) and says_condition(said_before[-1]):
                    full = f"{said_before[-1]} {whole}"
                if of_record:
                    full = " ".join((*list_said_before(text, whole)[-2:], whole))
                made[key] = SpokenPromise(number, drop_quotation_end(full), whose, yes, about, likely=likely(whole))
                acts[key] = tuple(part.plain for part in parts)
        whole = find_typed_sentence(text, parsed, parsed.sentences[0]) if line else ""
        if line and not (_LEAVES_OPEN.search(whole) or any(promise.reply == number for promise in made.values())):
            made[f"{number} {whole}"] = SpokenPromise(number, whole, answers=line)
            acts[f"{number} {whole}"] = ()
    return _drop_repeated(
        tuple(
            one
            for key, one in made.items()
            if not is_over(one.text, acts[key], [text for number, text in said if number > one.reply])
        )
    )


# --- Which parts of a sentence promise


def _read_likely(text: str, asked: Sequence[str]) -> Callable[[str], float | None]:
    """Return a function that says how likely a sentence of a reply promises.

    It says none where nothing was learnt.

    Args:
        text: the reply.
        asked: what the family said straight before it.
    """
    typed = tuple(list_typed_sentences(text))
    likely = read_promises(typed, " ".join(asked))

    def look_up(whole: str) -> float | None:
        """Return the most of what was read of the sentences that stand in this one."""
        return max((much for one, much in zip(typed, likely or (), strict=False) if one in whole), default=None)

    return look_up


def _list_promising(
    parsed: ParsedText, sentence: Sentence, asked: Sequence[str] = (), likely: float | None = None
) -> list[PromiseClause]:
    """List the parts of a sentence in which something is promised.

    Args:
        parsed: the reply, split.
        sentence: the sentence.
        asked: what the family said straight before the reply.
        likely: how likely the sentence promises, by what was learnt; none if nothing was.
    """
    parts = split_clauses(parsed, sentence)
    promising: list[PromiseClause] = []
    ruled_out = ruled_at_first = False
    begins = parts[0].plain
    waits_for_them = OFFERS.match(begins) and CONDITIONS.match(begins) and not HAPPENS_ELSEWHERE.match(begins)
    if waits_for_them or LENT.match(begins) or SUGGESTS.match(begins):
        return []
    whole = " ".join(part.plain for part in parts)
    if tells_who_reads(whole) or is_in_jest(whole) or leaves_choice(whole):
        return []
    for at, part in enumerate(parts):
        before = parts[at - 1].plain if at else ""
        after = _find_after(parts, at)
        # A cup of tea is chat, and so is what goes with it; not so if it names whom it is about.
        comfort = FOOD.search(before) and not NAMES_PERSON.search(part.plain)
        if comfort or is_manners(part.plain) or _is_taken_back(parsed, parts, at, after):
            ruled_out = ruled_at_first = True
            continue
        promises = (
            _is_promise(part.plain)
            or _is_called_promise(before, part.plain)
            or _goes_on(parsed, parts, at, promising)
            or answers_request(part.plain, asked)
            or decides(part.plain)
            or (any(map(keeps_time, (part.plain, f"{before} {part.plain}"))) and not sentence.asks)
            or feeds(part.plain)
            or (brings_word(part.plain) and not sentence.asks)
            or awaits_them(part.plain)
        )
        waits = _waits(_find_condition(parts, at), part.plain, after)
        waits = waits and not (HAPPENS_ELSEWHERE.match(f"{before} {part.plain}".strip()) or awaits_them(part.plain))
        ruled_out = ruled_out or waits or (_not_of_reason(part) and any(p.search(part.plain) for p in NO_PROMISES))
        ruled_at_first = ruled_out if not at else ruled_at_first
        if promises and not waits:
            promising.append(part)
    least = SURE_OF_ACT if does_at_time(whole) else SURE_WITH_TIME if sets_time(whole) else SURE
    ruled_out = ruled_at_first if likely is not None and likely >= SURELY else ruled_out
    learnt = likely is not None and likely >= least and not (ruled_out or sentence.asks or happens_here(whole))
    if not promising and learnt and not ASKED_WITHOUT_MARK.match(parts[-1].plain):
        return parts
    if not promising and not sentence.asks and assures(whole):
        return parts
    if not promising and not sentence.asks and promises_as_whole(whole):
        return [] if any(pattern.search(whole) for pattern in NO_PROMISES) else parts
    if promising and ASKED_WITHOUT_MARK.match(parts[-1].plain):
        return []
    # The last part carries the question mark; and where it asks for a yes, the whole sentence is an offer.
    if not sentence.asks or not promising:
        return promising
    if BEGINS_ASKING.match(begins):
        return []
    rest = [part for part in parts if part.first > promising[0].first]
    rest = [
        part
        for part in rest
        if not (part is parts[-1] and asks_of_another(part.plain, [one.plain for one in promising]))
    ]
    offers = parts[-1] in promising or any(ASKS_FOR_YES.search(part.plain) for part in rest)
    return [] if offers else promising


def _not_of_reason(part: PromiseClause) -> bool:
    """Whether a part of a sentence is more than the reason of the one before it."""
    return not part.plain.startswith(("because ", "since "))


def _is_taken_back(parsed: ParsedText, parts: Sequence[PromiseClause], at: int, after: str) -> bool:
    """Whether a part of a sentence is doubted, done already or taken back at once.

    Args:
        parsed: the reply, split.
        parts: the parts of the sentence.
        at: the number of the part.
        after: the part behind it.
    """
    part, before = parts[at], parts[at - 1].plain if at else ""
    if any(TAKES_IT_BACK.match(later.plain) for later in parts[at + 1 :]) or HAS_BEEN_DONE.match(after):
        return True
    # "I doubt I'll ring": no sign stands between them.
    if part.first not in parsed.soft and _DOUBTED.search(f"{before} {part.plain}"):
        return True
    thought = THOUGHT.search(" ".join(part.plain for part in parts[max(0, at - 2) : at]))
    return bool(DOUBTS.match(before) or DOUBTS.match(after) or thought)


def _goes_on(parsed: ParsedText, parts: Sequence[PromiseClause], at: int, promising: Sequence[PromiseClause]) -> bool:
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
    if YES_I_CAN.match(part.plain) and (YES.match(parts[at - 1].plain) or NO_TROUBLE.search(parts[at - 1].plain)):
        return True
    if AND_I_WILL.match(part.plain):
        return any(CAN_DO.search(one.plain) for one in parts[max(0, at - _NEAR) : at])
    return AT_A_TIME.search(part.plain) is not None and any(TIME_ALONE.match(one.plain) for one in parts[:at])


def _find_condition(parts: Sequence[PromiseClause], at: int) -> str:
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


def _find_after(parts: Sequence[PromiseClause], at: int) -> str:
    """Return the part after one part of a sentence; a few words that hang on it are skipped."""
    last = parts[-1].plain
    if _HOLDS_FOR_ITSELF.match(" ".join(part.plain for part in parts[at + 1 :])):
        return ""
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
    return any(s.asks and ASKS_LEAVE.search(parsed.spell(s)) for s in following)


def _goes_on_listing(parsed: ParsedText, sentence: Sentence) -> bool:
    """Whether a sentence in the simple present goes on with a list of what will be done."""
    parts = split_clauses(parsed, sentence)
    goes_on = PRESENT.match(parts[0].plain)
    if sentence.asks or goes_on is None or goes_on["verb"] not in VERBS:
        return False
    return not any(pattern.search(part.plain) for part in parts for pattern in NO_PROMISES)


def _is_summed_up(parsed: ParsedText, sentence: Sentence, whole: str, following: Sequence[Sentence]) -> bool:
    """Whether a sentence lists what will be done, and the next asks if anything is missing.

    Args:
        parsed: the reply, split.
        sentence: the sentence.
        whole: the sentence as it was typed.
        following: the sentence straight after it, if there is one.
    """
    if sentence.asks or ":" not in whole or whole.count(",") < _FEWEST_LISTED:
        return False
    asked = [parsed.spell(s) for s in following if s.asks]
    return any(MISSED_ANYTHING.search(one) for one in asked)


_LEAVES_OPEN = re.compile(r"\?$|\b(?:if|unless)\b", re.IGNORECASE)
"""What makes no promise of an answer to "who": "Me?", "I will, unless you'd rather"."""
_FEWEST_LISTED = 2
"""The commas of a list of what will be done."""


def _wonders(parsed: ParsedText, sentence: Sentence) -> bool:
    """Whether a sentence only wonders or suggests."""
    return WONDERS.search(parsed.spell(sentence)) is not None


def _takes_all_on(parsed: ParsedText) -> bool:
    """Whether a reply undertakes at once all that was asked for: "I am. Both, today"."""
    first = parsed.sentences[0]
    return not first.asks and takes_all_on(" ".join(part.plain for part in split_clauses(parsed, first)[1:]))


@remember
def _is_promise(plain: str) -> bool:
    """Whether a part of a sentence says what the practitioner or their service will do.

    Of two things that are done by one "I will" each counts: "I'll write it down and raise it with the manager".
    """
    if any(p.search(plain) for p in PROMISES) and not any(p.search(plain) for p in NO_PROMISES):
        return True
    second = find_second_act(plain)
    return bool(second) and _is_promise(second)


def _is_called_promise(before: str, plain: str) -> bool:
    """Whether something is called a promise, whatever it waits for.

    So it is in "I promise I'll come with you if you want me".

    Args:
        before: the part of the sentence before it.
        plain: the part that may promise.
    """
    said = f"{before} {plain}"
    called = _CALLED.search(said) is not None
    return (called and _is_promise(_WAITS_FOR.sub("", plain))) or _SPARES.search(said) is not None


_CALLED = re.compile(r"\b(?:i|we) promise (?:i|we) (?:will|shall|am)\b")
_SPARES = re.compile(r"\b(?:i|we) promise (?:you )?(?:that )?\w+ will (?:not|never) (?:have|need) to\b")
"""How somebody is spared a thing: "I promise Lenka won't have to do it"."""
_WAITS_FOR = re.compile(r" if (?:you|he|she|they)\b.*")


def _waits(before: str, plain: str, after: str) -> bool:
    """Whether a promise waits for a yes or for something that may not happen.

    Args:
        before: the part of the sentence before it.
        plain: the part that promises.
        after: the part after it.
    """
    if ABOUT_SAFETY.search(f"{before} {plain}") and HAS_TO_TELL.search(plain):
        return MIGHT_HAVE_TO.search(plain) is not None and _IF.search(f"{before} {plain}") is not None
    if _is_called_promise(before, plain):
        return False
    if OFFERS.search(plain) or (CONDITIONS.match(after) and OFFERS.match(after)):
        return not UNDERTAKEN.search(plain) or WANTED_NOT.search(f"{plain} {after}") is not None
    return bool(OFFERS.match(before) or CONDITIONS.match(before) or CONDITIONS.match(plain))


_DOUBTED = re.compile(DOUBTED)
_IF = re.compile(r"\b(?:if|unless)\b")
_HOLDS_FOR_ITSELF = re.compile(r"and if (?:i|we) (?:have|am|are)(?: \w+){1,4} (?:i|we) will \w+ (?:it|that)$")
"""A condition of what stands behind it alone: "... and if I've got it wrong I'll change it"."""
_OF_THEM = re.compile(r"(?:and |but |so |then )+(?:you|he|she|they)\b")
_FEW = 4
"""Words that hang on what stands before them, and are no clause."""
_IS_CLAUSE = re.compile(r"(?:and |but |so |or |then )*(?:i|we|you|he|she|they|it|that|if|when|unless)\b")
_GOES_ELSEWHERE = re.compile(r"(?:and|but) (?!(?:i|we|then|so) )")
_NEAR = 2
"""The parts before "and I will" that may say what can be done."""
_GOES_ON = re.compile(r"(?:and|or) \w+")
"""Behind a promise, "and find a barber" is one as well."""
# --- What is shown


def _hangs_on(parsed: ParsedText, sentence: Sentence) -> bool:
    """Whether a sentence is a few words that go on with the one before it."""
    if sentence.asks or sentence.last - sentence.first > LONGEST_FRAGMENT:
        return False
    plain = " ".join(spell_words(parsed, sentence))
    return bool(HANGS_ON.match(plain)) and not FOOD.search(plain)


def _join(words: str, fragment: str) -> str:
    """Join a promise and the words that go on with it; what is left out between them is marked.

    Two parts that were typed as one sentence stand there once.
    """
    if fragment in words:
        return words
    ended = words.rstrip("\"”'’").endswith((".", "!", "…"))
    return f"{words}{'' if ended else ' …'} {fragment}"


_DENIES = re.compile(r"\b(?:not|never|nobody|nothing|no)\b")
_FEWEST_SHARED = 2
"""Content words from which two promises may be about one act."""


_NUMBERS = frozenset(map(find_stem, "one two three four five six seven eight nine ten times time same".split()))
"""What two sentences may share and be about nothing alike: "six times"."""


def _drop_repeated(promises: tuple[SpokenPromise, ...]) -> tuple[SpokenPromise, ...]:
    """Leave out every promise of an act that a fuller one, or an earlier one as full, is about."""
    words = [find_content_words(promise.text) for promise in promises]
    plain = [spell_plain(promise.text) for promise in promises]
    denied = [bool(_DENIES.search(one)) for one in plain]

    def repeats(at: int, other: int) -> bool:
        fed = feeds(plain[at]) and feeds(plain[other]) and list_fed(plain[at]) == list_fed(plain[other])
        if other < at and fed and is_comfort(promises[at].text, ()):
            return True  # one meal, promised again
        if (
            at == other
            or denied[at] != denied[other]
            or len(words[at] - _NUMBERS) < _FEWEST_SHARED
            or promises[at].shared
        ):
            return False
        return words[at] < words[other] or (words[at] == words[other] and other < at)

    numbers = range(len(promises))
    kept = [at for at in numbers if not any(repeats(at, other) for other in numbers)]
    again = {at: {promises[other].reply for other in numbers if repeats(other, at)} for at in kept}
    return tuple(
        replace(promises[at], again=tuple(sorted(again[at] - {promises[at].reply}))) if again[at] else promises[at]
        for at in kept
    )
