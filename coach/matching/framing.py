"""Frames: ways of speaking that change what words do, such as denial, quotation or a list.

Begin with `find_frames`. The kinds are denial, quotation, cancelling, list, what-if, and refusal, which guards against
reading a hurt where one is turned down: "I don't think that was just banter". After the rules in
`docs/domain-rules.md#six-rules`. How a frame begins is written in the phrase syntax of rubrics; how far it reaches,
mostly to the end of a clause, is decided here.
"""

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from coach.matching.patterns import PhraseMatches
from coach.matching.sentences import ParsedText
from coach.matching.speech_acts import AUXILIARIES
from coach.model.reading import Frame, Span

# --- How frames begin, in the phrase syntax of rubrics

_EITHER_WAY = (
    "race",
    "racism",
    "racist",
    "racists",
    "racial",
    "prejudice",
    "prejudiced",
    "discrimination",
    "discriminating",
    "bias",
    "biased",
    "islamophobia",
    "islamophobic",
    "antisemitic",
    "antisemitism",
    "cultural",
)
"""What is denied by both kinds of denial."""
DENIED_CLAIMS = (
    *_EITHER_WAY,
    "racially motivated",
)
"""What is denied when something is said not to be it: "it wasn't racist". Being White is no claim of that kind."""
DENIED = (
    *_EITHER_WAY,
    "races",
    "racially",
    "colour",
    "coloured",
    "skin",
    "ethnicity",
    "black",
    "brown",
    "white",
    "asian",
    "culture",
    "religion",
    "religious",
    "faith",
    "background",
    "heritage",
)
"""What is denied when something is said not to be about it: "it's nothing to do with skin"."""
_WHOSE = "[his|her|your|their|the|a|an|any|being]"
_ABOUT = "(about|to do with|down to|because of|a matter of|a question of|anything to do with)"
_IS_NOT = "(is|was|are|were|be|am|been) (not|never) [even|really|actually|necessarily|always|all]"
_NOBODY = "(nobody|no one|none of us|none of them|not one of us|not one of them|none)"
DENIALS = (
    f"{_IS_NOT} {_ABOUT} {_WHOSE} <denied>",
    f"{_IS_NOT} [anything] {_WHOSE} <denied_claims>",
    f"(not|never|not be|nothing) (about|to do with|down to|because of|anything to do with) {_WHOSE} <denied>",
    f"nothing [to do] with {_WHOSE} <denied>",
    "not because [he is|she is|you are|they are|of] [his|her|your|their] <denied>",
    "no <denied> (here|in|involved|at|going|about|problem|issue)",
    f"{_NOBODY} ... (is|was|are|were|being) [being] <denied_claims>",
    "without ... being <denied_claims>",
    "not (think|believe|reckon|feel) [that] (it|this|that|they|he|she|there|race|anyone|anybody) "
    f"[is|was|were|has|had|are|would be] [being] ({_ABOUT} {_WHOSE} <denied>|[anything] {_WHOSE} <denied_claims>)",
    "not (say|saying) (it|this|that|they|he|she) [is|was|were|are] [being] [not] <denied_claims>",
    "not (see|notice|look at|do) [any|your|the|a] (colour|race|skin|skin colour|ethnicity)",
    "not matter [to me|to us|here] [what|which|whether|if] ... <denied>",
    "(regardless|irrespective) of ... <denied>",
    "(whatever|no matter what|not care what|never mind what) [the|your|their|his|her] "
    "(colour|race|religion|skin|background)",
    "(leave|leaving|keep|keeping) <denied> out",
    "not (want|need|like|trying) ... (make|turn|bring|making) [this|it|that|everything] [into] [about|a|in] <denied>",
    "not everything is [about] <denied>",
    "you (will|would|might) [only|just|probably] (say|think|claim|tell me|tell us) [that] (it|this|that|they|he|she) "
    f"(is|was|are|were) [all|just] ({_ABOUT} <denied>|<denied_claims>)",
    "(play|playing|played) the race card",
)
REFUSED = (
    "(is|was|are|were|am) (not|never)",
    "more than",
    "not (think|reckon|believe|accept) [that] (it|this|that|they|he|she|you) (is|was|are|were)",
)
REFUSED_FILLERS = frozenset("just only a an any the very really even simply merely all so some my your".split())
"""What may stand between a refusal and the hurt it refuses: "that wasn't just banter"."""
AFFIRMED = (
    "not going to (say|tell|pretend|claim|sit) ... not",
    "can not (say|tell|promise|pretend) ... not",
    "not (sure|convinced|certain|clear) ... not",
    "not (only|just|simply|merely|solely)",
    "(how|why) ... not",
    "not know (whether|if)",
    "nobody can (say|tell) ... not",
    "not doubt",
    "never just",
    "(they|he|she|you|school|police|teachers|who|people|someone|everyone) [keep] "
    "(said|says|say|told|tell|saying) ... not",
)
_OTHERS = (
    "(they|he|she|school|teacher|teachers|officer|police|people|someone|somebody|everyone|staff|head|manager|worker)"
)
_PAPERS = "(report|record|records|file|minutes|form|notes|referral|log|plan|letter|email|it)"
REPORTED = (
    f"{_OTHERS} [has|have|had|is|was|keep|keeps] [just|even|actually|all|been] "
    "(said|saying|called|calling|wrote|written|described|labelled|recorded|put down|put that|typed)",
    "(they|people|teachers|police|staff) [will|would|always|might] (say|call)",
    f"{_PAPERS} (says|said|calls|called)",
    "(he|she|they|you) (was|were|is|are|got|get|been) (called|described as|labelled|told|recorded as)",
    "(the word|words like|the phrase|that word)",
    "(stop on|stop you on|pick at|pick up on|take issue with)",
    "(take|taking|strike|striking) ... out",
    f"not (have|use|write|put) ... in [the|your|our|his|her|their] {_PAPERS}",
    "not (call|describe) (him|her|them|it)",
    "(would|should) not (say|call|describe|use|write)",
)
OWN_WORDS = ("i [just|have|had|even] (said|called|put|wrote|used|assumed|asked|told|told you|made out|suggested)",)
APOLOGY = ("sorry", "apologise")
"""How an apology is worded where a rubric has no list `apology`. A rubric's own list stands in its place: for those
that ship, the one in `coach/rubrics/openness.yaml`, and nothing here is heard for them."""
TAKEN_BACK = (
    "<apology>",  # no word of an apology stands below: the rubric's list decides
    "wrong",
    "mistake",
    "should not have",
    "take (it|that) back",
    "unfair of me",
    "not okay",
    "not fair of me",
    "not right of me",
    "shrank",
    "brushed",
    "clumsy",
    "ashamed",
    "out of order",
    "lazy of me",
)
DOUBTED = (
    "if (that|it|this|something|any of that|any of this|anything) [did|does|really|actually|has] "
    "(happen|happened|was said)",
    "if (that|this) is (what happened|true|how it was)",
    "if (they|he|she|someone) (did|really did) [say|do|mean|call]",
    "hypothetically",
    "in theory",
    "supposing",
    "suppose (he|she|they|someone|somebody|it|that|a|you|there)",
)
DEFENCES = (
    "(to be fair|in fairness|you have to understand|you have to remember|you must understand|try to see|need to)",
    "(they|they were|they are|he was|she was) (only|just)",
    "not mean",
    "(we|you) are all",
    "i (am sure|promise)",
    "(nobody|no one|at least|everyone|everybody|two sides|both sides|not like that|their best|our best|busy)",
    "(other hand|have you thought|not think they|not always|not necessarily|sensitive|banter|a joke|jokes)",
)
TURNS = frozenset("but though although however".split())
FRAMING = (*DENIALS, *REFUSED, *AFFIRMED, *REPORTED, *OWN_WORDS, *TAKEN_BACK, *DOUBTED, *DEFENCES)


# --- How far frames reach

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


class FrameSpan(NamedTuple):
    """A frame (denial, quotation, list and others) and its words: the first, and past the last."""

    kind: str
    first: int
    last: int

    def holds(self, first: int, last: int) -> bool:
        """Whether some words lie in the frame; for a refusal, whether they begin in it.

        Args:
            first: the number of the first word.
            last: the number of the word past the last.
        """
        return self.first <= first < self.last if self.kind == "refusal" else first < self.last and self.first < last


def find_frames(parsed: ParsedText, places: PhraseMatches) -> list[FrameSpan]:
    """Find the denials, quotations, lists and what-ifs (frames) of a reply.

    Cancelling by a "but" is found later, as it depends on what the reply does.

    Args:
        parsed: the reply.
        places: where each phrase stands in it.
    """
    frames = [*_find_quotations(parsed), *_find_lists(parsed)]
    # "I said you were difficult" quotes a hurt only if the reply takes it back; else it says it once more.
    taken_back = any(places.get(phrase) for phrase in TAKEN_BACK)
    for phrase in DENIALS:
        frames += [
            _extend_to_clause("denial", parsed, at)
            for at in places.get(phrase, ())
            if not _is_affirmed(parsed, places, at)
        ]
    for phrase in REFUSED:
        frames += [_span_refusal(parsed, at) for at in places.get(phrase, ())]
    for phrase in REPORTED:
        frames += [
            _extend_to_clause("quotation", parsed, at) for at in places.get(phrase, ()) if not _is_question(parsed, at)
        ]
    for phrase in DOUBTED:
        frames += [_extend_to_clause("hypothetical", parsed, at) for at in places.get(phrase, ())]
    if taken_back:
        frames += [
            _extend_to_clause("quotation", parsed, place) for phrase in OWN_WORDS for place in places.get(phrase, ())
        ]
    return _merge_frames(frames)


def _merge_frames(stretches: list[FrameSpan]) -> list[FrameSpan]:
    """Merge overlapping frames (denials and the like) of one kind into one, and sort them."""
    merged: list[FrameSpan] = []
    for stretch in sorted(set(stretches)):
        held = merged[-1] if merged else None
        if held and held.kind == stretch.kind and stretch.first < held.last:
            merged[-1] = held._replace(last=max(held.last, stretch.last))
        else:
            merged.append(stretch)
    return sorted(merged, key=lambda frame: (frame.first, frame.last, frame.kind))


def convert_frames(parsed: ParsedText, stretches: list[FrameSpan]) -> tuple[Frame, ...]:
    """Convert frames (denials and the like) from word numbers to characters of the reply.

    Refusals are left out: only the rules for hurts ask for them.
    """
    frames = []
    for stretch in stretches:
        if stretch.kind == "refusal":
            continue  # it holds something only where a hurt begins, and is no news otherwise
        start, end = parsed.span(stretch.first, stretch.last)
        frames.append(Frame(kind=stretch.kind, span=Span(start=start, end=end, text=parsed.text[start:end])))
    return tuple(frames)


def _extend_to_clause(kind: str, parsed: ParsedText, place: tuple[int, int, int]) -> FrameSpan:
    """Make a frame (a denial and the like) from its first words to the end of the clause.

    A what-if takes the whole sentence.

    Args:
        kind: the kind of the frame.
        parsed: the reply.
        place: where it begins: the sentence, the first word, and the word past the last.
    """
    sentence = parsed.sentences[place[0]]
    if kind == "hypothetical":
        return FrameSpan(kind, sentence.first, sentence.last)
    ends = [last for _, last in sentence.clauses if last >= place[2]]
    return FrameSpan(kind, place[1], ends[0] if ends else sentence.last)


def _is_affirmed(parsed: ParsedText, places: PhraseMatches, denial: tuple[int, int, int]) -> bool:
    """Whether a denial is itself denied, asked, reported, or only says that there is more."""
    number, first, last = denial
    for phrase in AFFIRMED:
        for sentence, begun, ended in places.get(phrase, ()):
            # The affirming words must overlap the beginning of the denial: "nobody can say it's not about race".
            if sentence == number and begun <= first + 1 and ended > first and ended <= last:
                return True
    clause = next((c for c in parsed.sentences[number].clauses if c[0] <= first < c[1]), (first, last))
    # A clause that begins with its verb asks, and denies nothing: "wasn't racist, was it?"
    return clause[0] == first and parsed.words[first] in ("is", "was", "are", "were")


def _span_refusal(parsed: ParsedText, place: tuple[int, int, int]) -> FrameSpan:
    """Make a refusal frame, from after "that was not" to the first word of what is refused."""
    number, _, at = place
    first = min(at, parsed.sentences[number].last - 1)
    last = parsed.sentences[number].last
    # Only the first real word is refused: "that wasn't just banter, it was your fault" still hurts afterwards.
    while at < last - 1 and parsed.words[at] in REFUSED_FILLERS:
        at += 1
    return FrameSpan("refusal", first, min(at + 1, last))


def _is_question(parsed: ParsedText, place: tuple[int, int, int]) -> bool:
    """Whether "she said" is part of a question ("has she said?"), and so reports nothing."""
    return place[1] > 0 and parsed.words[place[1] - 1] in AUXILIARIES | {"if", "whether"}


def _find_quotations(parsed: ParsedText) -> list[FrameSpan]:
    """Return a quotation frame for each stretch between quotation marks."""
    if not any(mark in parsed.text for mark in "“\"‘'"):
        return []
    quotations = []
    starts = [token.start for token in parsed.tokens]
    for match in _QUOTED.finditer(parsed.text):
        first, last = bisect_left(starts, match.start()), bisect_left(starts, match.end())
        if first < last:
            quotations.append(FrameSpan("quotation", first, last))
    return quotations


def _find_lists(parsed: ParsedText) -> list[FrameSpan]:
    """Return a list frame for each recited list: three or more short items in a row."""
    lists = []
    for sentence in parsed.sentences:
        cuts = [at for at in range(sentence.first + 1, sentence.last) if parsed.soft.get(at) in (",", ":", ";")]
        if len(cuts) < 2:
            continue
        edges = [sentence.first, *cuts, sentence.last]
        items = list(itertools.pairwise(edges))
        run: list[tuple[int, int]] = []
        for item in [*items, (0, 0)]:
            if _is_list_item(parsed, *item):
                run.append(item)
                continue
            # The first item often hangs on the words before it, without a comma between: it is one item more.
            if run and len(run) >= 2:
                before = items[items.index(run[0]) - 1] if run[0] != items[0] else None
                tail = _find_list_start(parsed, before) if before else None
                if len(run) + (tail is not None) >= 3:
                    lists.append(FrameSpan("list", tail if tail is not None else run[0][0], run[-1][1]))
            run = []
    return lists


def _is_list_item(parsed: ParsedText, first: int, last: int) -> bool:
    """Whether words could be an item of a list: few of them, and no verb or person among them."""
    if first < last and parsed.words[first] in _PLACING:
        return False
    joined = not {"and", "or", "of"}.isdisjoint(parsed.words[first:last])
    return 0 < last - first <= (7 if joined else 4) and _NOT_NOMINAL.isdisjoint(parsed.words[first:last])


def _find_list_start(parsed: ParsedText, item: tuple[int, int]) -> int | None:
    """Return the word where a list begins, if words lead up to it ("a line each on culture")."""
    for at in range(item[1] - 1, max(item[0], item[1] - 5), -1):
        if parsed.words[at - 1] in ("on", "about", "do", "of", "with", "cover", "want", "like", "with", "have", "any"):
            return at if _is_list_item(parsed, at, item[1]) else None
    return None


def find_cancelled(
    parsed: ParsedText, places: PhraseMatches, frames: list[FrameSpan], hurts: list[tuple[int, int]]
) -> list[FrameSpan]:
    """Find what stands before a "but" that then denies, defends or plays down.

    Args:
        parsed: the reply.
        places: where each phrase stands in it.
        frames: the frames that are known already.
        hurts: the words of the reply's hurts.
    """
    defended = hurts + [place[1:] for phrase in DEFENCES for place in places.get(phrase, ())]
    defended += [(frame.first, frame.last) for frame in frames if frame.kind == "denial"]
    # A "but" alone cancels nothing: "that sounds hard, but thank you for telling me".
    if not defended:
        return []
    cancelled = []
    for number, sentence in enumerate(parsed.sentences):
        for at in range(sentence.first, sentence.last):
            if parsed.words[at] in TURNS and any(at <= first < sentence.last for first, _ in defended):
                # A sentence that begins with "But" takes back the one before it.
                before = parsed.sentences[number - 1] if at - sentence.first < 2 and number else sentence
                if before is not sentence or at > sentence.first:
                    cancelled.append(FrameSpan("cancelled", before.first, min(at, before.last)))
                break
    return cancelled


# --- What a reply is read after


@dataclass(frozen=True, slots=True)
class Context:
    """What is known when a reply is read: the cue before it, the cue's topic, and the focus."""

    cue: str = ""
    """What the family just said."""
    topic: str = "none"
    """The cue's topic, one of the rubric's."""
    context: str = ""
    """Who speaks to whom, and what is known. Names in it are never a new subject."""
    focus: tuple[str, ...] = ()
    """The scenario's own criteria; likeness alone speaks only for these where any are given."""
    before: str = ""
    """What the practitioner said last, before the cue; empty at the beginning."""
    hurt: bool = False
    """Whether something that the practitioner said has hurt, and was not put right yet."""
