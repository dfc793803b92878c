"""Ways of speaking that change what their words do: denial, quotation, cancelling, list, hypothetical.

After the denial, quotation, cancel and list rules of the domain design. How a frame begins is written in the phrase
syntax of rubrics; how far it reaches is a clause. What a denial denies is the list `denied`, which a rubric may set.
"""

import re
from typing import NamedTuple

from coach.matching.sentences import Parsed, Sentence
from coach.model.reading import Frame, Span

Places = dict[str, list[tuple[int, int, int]]]
"""Where each phrase is said: (sentence, first word, last word not included)."""

DENIED = (
    "race", "races", "racism", "racist", "racists", "racial", "racially", "colour", "coloured", "skin", "ethnicity",
    "black", "brown", "white", "asian", "culture", "cultural", "religion", "religious", "faith", "prejudice",
    "prejudiced", "discrimination", "discriminating", "bias", "biased", "background", "heritage", "islamophobia",
    "islamophobic", "antisemitic", "personal",
)
_WHOSE = "[his|her|your|their|the|a|an|any|being]"
_ABOUT = "[about|to do with|down to|because of|a matter of|a question of|anything to do with|anything]"
DENIALS = (
    f"(is|was|are|were|be|am|been) (not|never) [even|really|actually|necessarily|always|all] {_ABOUT} {_WHOSE} <denied>",
    f"(not|never|not be|nothing) (about|to do with|down to|because of|anything to do with) {_WHOSE} <denied>",
    f"nothing [to do] with {_WHOSE} <denied>",
    "not because [he is|she is|you are|they are|of] [his|her|your|their] <denied>",
    "no <denied> (here|in|involved|at|going|about|problem|issue)",
    "(nobody|no one|none of us|none of them|not one of us|not one of them|none) ... (is|was|are|were|being) [being] <denied>",
    "without ... being <denied>",
    "not (think|believe|reckon|feel) [that] (it|this|that|they|he|she|there|race|anyone|anybody) "
    f"[is|was|were|has|had|are|would be] [being] {_ABOUT} {_WHOSE} <denied>",
    "not (say|saying) (it|this|that|they|he|she) [is|was|were|are] [being] [not] <denied>",
    "not (see|notice|look at|do) [any|your|the|a] (colour|race|skin|skin colour|ethnicity)",
    "not matter [to me|to us|here] [what|which|whether|if] ... <denied>",
    "(regardless|irrespective) of ... <denied>",
    "(whatever|no matter what|not care what|never mind what) [the|your|their|his|her] (colour|race|religion|skin|background)",
    "(leave|leaving|keep|keeping) <denied> out",
    "not (want|need|like|trying) ... (make|turn|bring|making) [this|it|that|everything] [into] [about|a|in] <denied>",
    "not everything is [about] <denied>",
    "(play|playing|played) the race card",
)
AFFIRMED = (
    "not going to (say|tell|pretend|claim|sit) ... not", "can not (say|tell|promise|pretend) ... not",
    "not (sure|convinced|certain|clear) ... not", "not (only|just|simply|merely|solely)",
    "(how|why) ... not", "not know (whether|if)", "nobody can (say|tell) ... not", "not doubt", "never just",
    "(they|he|she|you|school|police|teachers|who|people|someone|everyone) [keep] (said|says|say|told|tell|saying) ... not",
)
_WHO = (
    "(they|he|she|school|teacher|teachers|officer|police|report|record|records|file|minutes|form|people|someone|"
    "somebody|everyone|you|notes|who|referral|staff)"
)
REPORTED = (
    f"{_WHO} [has|have|had|is|was|keep|keeps] [just|even|actually|all|been] "
    "(said|says|say|saying|called|calling|call|wrote|written|described|describes|labelled|recorded|put)",
    "(he|she|they|you) (was|were|is|are|got|get|been) (called|described as|labelled|told|recorded as)",
    "(the word|words like|the phrase|that word)",
    "(stop on|stop at|stop you at|stop you on|pick at|pick up on|take issue with)",
    "(take|taking|strike|striking|have) ... (out|off) [of] [the|your|his|her|their] [file|record|report|minutes|notes]",
    "not (have|use|write|call|describe|put) ... (in|as|a|that)",
    "(would|should|do) not (say|call|describe|use|write)",
)
OWN_WORDS = ("i [just|have|had|even] (said|called|put|wrote|used|assumed|asked|told|told you|made out|suggested)",)
TAKEN_BACK = (
    "sorry", "wrong", "mistake", "should not have", "take (it|that) back", "apologise", "unfair of me", "not okay",
    "not fair of me", "not right of me", "shrank", "brushed", "clumsy", "ashamed", "out of order", "lazy of me",
)
DOUBTED = (
    "if (that|it|this|something|any of that|any of this|anything) [did|does|really|actually|has|had] "
    "(happen|happened|happens|was said|was|were|is what happened|true)",
    "if (that|this|it) is (what happened|true|right|how it was)", "if (they|he|she|someone) (did|really did|really)",
    "hypothetically", "in theory", "supposing",
    "suppose (he|she|they|someone|somebody|it|that|a|you|there)", "what if",
)
DEFENCES = (
    "(to be fair|in fairness|you have to understand|you have to remember|you must understand|they only|they were only|"
    "they were just|they did not mean|not mean|we are all|i am sure|nobody|no one|at least|everyone|everybody|two sides|"
    "both sides|not like that|their best|our best|busy|i promise|other hand|have you thought|not think they|"
    "not always|not necessarily|sensitive|need to|try to see|banter)",
)
TURNS = frozenset("but though although however".split())
KINDS = {"denial": DENIALS, "affirmed": AFFIRMED, "reported": REPORTED, "own": OWN_WORDS, "back": TAKEN_BACK,
         "doubted": DOUBTED, "defence": DEFENCES}

_QUOTED = re.compile(
    r"“[^”\n]{1,200}”|\"[^\"\n]{1,200}\"|(?<![^\W_])‘[^’\n]{1,200}(?:’[^\W_][^’\n]{0,80})*’(?![^\W_])"
    r"|(?<![^\W_])'[^'\n]{1,200}?(?:'[^\W_][^'\n]{0,80}?)*'(?![^\W_])"
)
_NOT_NOMINAL = frozenset(
    "i you he she we they it this that these those there me him us them is are was were am be been do does did has have "
    "had can could will would shall should may might must not who what where when why how which if because so but though "
    "let tell say ask asking know think thank thanks sorry yes no okay please well oh hi right just then to from "
    "happened feel felt want like need get got go going come see said".split()
)


class Stretch(NamedTuple):
    """A frame in words, not yet in characters."""

    kind: str
    first: int
    last: int


def find_frames(parsed: Parsed, places: Places, hurts: list[tuple[int, int]]) -> list[Stretch]:
    """Every frame of a reply. `hurts` are the words of its hurts, which cancel what a "but" follows."""
    found = [*_quoted(parsed), *_lists(parsed)]
    taken_back = any(places.get(phrase) for phrase in TAKEN_BACK)
    for kind, phrases in (("denial", DENIALS), ("quotation", REPORTED), ("hypothetical", DOUBTED)):
        found += [_reach(kind, parsed, place) for phrase in phrases for place in places.get(phrase, ())
                  if kind != "denial" or not _affirms(parsed, places, place)]
    if taken_back:
        found += [_reach("quotation", parsed, place) for phrase in OWN_WORDS for place in places.get(phrase, ())]
    denials = [(each.first, each.last) for each in found if each.kind == "denial"]
    found += _cancelled(parsed, places, hurts + denials)
    return sorted(set(found), key=lambda each: (each.first, each.last, each.kind))


def as_frames(parsed: Parsed, stretches: list[Stretch]) -> tuple[Frame, ...]:
    """Frames with the characters they cover."""
    frames = []
    for each in stretches:
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


def _quoted(parsed: Parsed) -> list[Stretch]:
    """What stands between quotation marks."""
    if not any(mark in parsed.text for mark in "“\"‘'"):
        return []
    found = []
    for match in _QUOTED.finditer(parsed.text):
        inside = [at for at, token in enumerate(parsed.tokens) if match.start() <= token.start < match.end()]
        if inside:
            found.append(Stretch("quotation", inside[0], inside[-1] + 1))
    return found


def _lists(parsed: Parsed) -> list[Stretch]:
    """Topics recited: three or more short items in a row, with nothing said about anyone."""
    found = []
    for sentence in parsed.sentences:
        cuts = [at for at in range(sentence.first + 1, sentence.last) if parsed.soft.get(at) in (",", ":", ";")]
        if len(cuts) < 2:
            continue
        edges = [sentence.first, *cuts, sentence.last]
        items = list(zip(edges, edges[1:], strict=False))
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
    return 0 < last - first <= 4 and _NOT_NOMINAL.isdisjoint(parsed.words[first:last])


def _tail(parsed: Parsed, item: tuple[int, int]) -> int | None:
    """Where a list begins inside the words that lead up to it ("a line each on culture, ...")."""
    for at in range(item[1] - 1, max(item[0], item[1] - 5), -1):
        if parsed.words[at - 1] in ("on", "about", "do", "of", "with", "cover", "want", "like", "with", "have", "any"):
            return at if _nominal(parsed, at, item[1]) else None
    return None


def _cancelled(parsed: Parsed, places: Places, hurts: list[tuple[int, int]]) -> list[Stretch]:
    """What stands before a "but" that then denies, defends or plays down."""
    defended = hurts + [place[1:] for phrase in DEFENCES for place in places.get(phrase, ())]
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
