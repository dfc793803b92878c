"""The rules of a rubric: which of them match a reply, and the words that carry each.

The fields of a rule are defined in `coach.model.rubric`; every part that is given must hold. A phrase inside a frame
that silences the rule's criterion is as if it had not been said.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from coach.matching.framing import Context, FrameSpan
from coach.matching.patterns import Phrasebook, PhraseMatches
from coach.matching.sentences import ParsedText
from coach.matching.speech_acts import SpeechAct
from coach.matching.tokens import tokenize
from coach.model.reading import Certainty, Form
from coach.model.rubric import Rule

LONGEST_SPAN = 45
"""Words a span has at most before it is narrowed to the phrase's own clause."""


class Hit(NamedTuple):
    """A rule that matched: its criterion or trace, and its words, first and past the last."""

    owner: str
    rule: str
    certainty: Certainty
    first: int
    last: int
    core: tuple[int, int]
    """The very words of the phrase, which decide whether a frame holds them."""


class RuleContext(NamedTuple):
    """A reply with everything that rules may ask about it."""

    parsed: ParsedText
    matches: PhraseMatches
    cue_phrases: frozenset[str]
    topic: str
    follows_up: bool
    acts: list[SpeechAct]
    frames: list[FrameSpan]


class RuleSet:
    """The compiled rules of a rubric's criteria or traces."""

    def __init__(
        self,
        rules: Mapping[str, Mapping[str, Rule]],
        frame_silences: Callable[[str, str], bool],
        phrases: Phrasebook,
    ) -> None:
        """Compile rules.

        Args:
            rules: the rules of each criterion or trace.
            frame_silences: says whether a frame of a kind silences the rules of a criterion.
            phrases: the book that the phrases go into.

        Raises:
            ValueError: where a phrase cannot be read; names the rule.
        """
        self.frame_silences = frame_silences
        self.rules = [(owner, name, rule) for owner, named in rules.items() for name, rule in named.items()]
        for owner, name, rule in self.rules:
            for part in (rule.says, rule.with_, rule.near, rule.without, rule.nowhere, rule.after):
                try:
                    phrases.add(part)
                except ValueError as error:
                    raise ValueError(f"{owner}, rule {name}: {error}") from None

    def find_hits(self, context: RuleContext) -> list[Hit]:
        """Find every rule that matches, once for each sentence it matches in."""
        found: list[Hit] = []
        for owner, name, rule in self.rules:
            if _holds_around(rule, context):
                found += self._match_sentences(owner, name, rule, context)
        return found

    def _match_sentences(self, owner: str, name: str, rule: Rule, context: RuleContext) -> Iterable[Hit]:
        silent = [
            frame
            for frame in context.frames
            if frame.kind not in rule.through_frames and self.frame_silences(frame.kind, owner)
        ]
        says = _find_phrases(rule.says, context, silent)
        with_ = _find_phrases(rule.with_, context, silent)
        without = _find_phrases(rule.without, context, [])
        if not (rule.says or rule.with_ or rule.form):
            if whole := _span_whole(rule, context):
                yield Hit(owner, name, rule.certainty, *whole, whole)
            return
        numbers = says if rule.says else with_ if rule.with_ else range(len(context.parsed.sentences))
        for number in numbers:
            if (rule.says and number not in says) or (rule.with_ and number not in with_) or number in without:
                continue
            if rule.form and context.acts[number].forms.isdisjoint(rule.form):
                continue
            core = max(
                says.get(number) or with_.get(number) or [],
                key=lambda place: place[1] - place[0],
                default=context.parsed.sentences[number][:2],
            )
            also = with_[number][0] if rule.says and rule.with_ else core
            yield Hit(owner, name, rule.certainty, *_widen_to_clauses(context.parsed, number, core, also), core)


def _holds_around(rule: Rule, context: RuleContext) -> bool:
    """Whether all that a rule asks of the cue and of the whole reply holds."""
    places = context.matches
    return not (
        (rule.says and not any(phrase in places for phrase in rule.says))
        or (rule.topic and context.topic not in rule.topic)
        or (rule.follows_up and not context.follows_up)
        or (rule.with_ and not any(phrase in places for phrase in rule.with_))
        or (rule.near and not any(phrase in places for phrase in rule.near))
        or (rule.nowhere and any(phrase in places for phrase in rule.nowhere))
        or (rule.after and context.cue_phrases.isdisjoint(rule.after))
        or (rule.closed_questions and sum(act.closed for act in context.acts) < rule.closed_questions)
    )


def _find_phrases(
    phrases: Iterable[str], context: RuleContext, silent: list[FrameSpan]
) -> dict[int, list[tuple[int, int]]]:
    """Find the sentences in which one of the phrases stands outside silencing frames, and where."""
    found: dict[int, list[tuple[int, int]]] = {}
    for phrase in phrases:
        for number, first, last in context.matches.get(phrase, ()):
            if not any(frame.holds(first, last) for frame in silent):
                found.setdefault(number, []).append((first, last))
    return found


def _span_whole(rule: Rule, context: RuleContext) -> tuple[int, int] | None:
    """Find the words of a rule that names none: its closed questions, or all of a reply."""
    sentences = context.parsed.sentences
    if rule.closed_questions:
        sentences = tuple(each for each, act in zip(sentences, context.acts, strict=True) if act.closed)
    return (sentences[0].first, sentences[-1].last) if sentences else None


def _widen_to_clauses(parsed: ParsedText, number: int, *matched: tuple[int, int]) -> tuple[int, int]:
    """Widen the matched words to the clauses that carry them."""
    clauses = parsed.sentences[number].clauses

    def reach(first: int, last: int) -> tuple[int, int]:
        held = [clause for clause in clauses if clause[0] < last and first < clause[1]]
        return (held[0][0], held[-1][1]) if held else (first, last)

    first, last = reach(min(each[0] for each in matched), max(each[1] for each in matched))
    return (first, last) if last - first <= LONGEST_SPAN else reach(*matched[0])


# --- Bare follow-ups

LONGEST_INVITATION = 20
"""Words a bare invitation has at most, with its contractions opened."""

AFTER_ANYTHING = frozenset(
    # the small words of the language
    "a an the and or but so if of in on at to for from with by about into out up down off over under as than then "
    "that this these those there here it i me my you your we us our he him his she her they them their who what "
    "which when where why how is am are was were be been being do does did done have has had can could will would "
    "shall should may might must not no yes okay oh ah right well just really quite very even still too also only "
    "again ever all any some more much many bit little lot own else one thing things something anything "
    "everything way sort kind part "
    # what could be said after anything
    "mean means meant like happen happens happened happening feel feels felt feeling feelings say says said "
    "saying tell tells told telling talk talked talking hear heard hearing know knew think thought make makes "
    "made take takes took go goes going went gone carry come came back get got give see saw seen sound sounds "
    "seem seems understand want wanted need ready rest time times day moment next after before first last through "
    "walk help hard tough sorry gosh god blimey wow please thank thanks love mate bother bothered matter story "
    "stay put let leave left worst wonder affected affect effect impact changed change learn learned end ended "
    "start started land landed hurt hurts sit sat".split()
)


def detect_follow_up(parsed: ParsedText, acts: list[SpeechAct], context: Context) -> bool:
    """Whether a reply only takes up what the cue was about."""
    if not context.cue.strip() or not 0 < len(parsed.words) <= LONGEST_INVITATION:
        return False
    forms = [act.forms for act in acts]
    invites = any(Form.OPEN_QUESTION in each for each in forms)
    closed = any(Form.CLOSED_QUESTION in each for each in forms)
    if not invites and (closed or not any(Form.REFLECTION in each for each in forms)):
        return False
    cue = set(tokenize(context.cue))
    own = [word for word in parsed.words if word not in AFTER_ANYTHING]
    if not all(
        word in cue or _stem(word) in {_stem(other) for other in cue} or word in tokenize(context.context)
        for word in own
    ):
        return False
    return invites or any(word in cue for word in own)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
