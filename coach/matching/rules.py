"""The rules of a rubric: which of them match a reply, and the words that each matched.

Begin with `RuleSet.find_hits`. The fields of a rule are defined in `coach.model.rubric`; every part that is given must
hold. A phrase inside a frame that silences the rule's criterion counts as not said. The wording that weights were
fitted with, and rules that were outvoted, are handled here too.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from coach.matching.framing import Context, FrameSpan
from coach.matching.patterns import Phrasebook, PhraseMatches, find_named_lists
from coach.matching.sentences import ParsedText
from coach.matching.similarity import SimilarSpan
from coach.matching.speech_acts import SpeechAct
from coach.matching.tokens import tokenize
from coach.model.reading import Certainty, Form
from coach.model.rubric import Rubric, Rule, Rules

# --- The wording that weights were fitted with, so that wording written since is heard

WORDING_FILE = "wording.json.gz"
"""The file in a rubric's folder of weights."""
_RULES = TypeAdapter(dict[str, Rules])


class FittedWording(NamedTuple):
    """The lists and rules of a rubric as they were when its weights were fitted."""

    lists: dict[str, tuple[str, ...]]
    rules: dict[str, Rules]


def save_wording(rubric: Rubric, file: Path) -> None:
    """Write a rubric's lists and rules beside its weights.

    The same wording gives the same bytes.
    """
    rules = {key: criterion.wording for key, criterion in rubric.criteria.items()}
    dumped = _RULES.dump_python(rules, mode="json", exclude_defaults=True, by_alias=True)
    text = json.dumps({"lists": rubric.lists, "rules": dumped}, separators=(",", ":"))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode(), mtime=0))


def load_wording(file: Path) -> FittedWording | None:
    """Load the wording that weights were fitted with; None if the file is missing or damaged.

    Without it no rule counts as written since the fit.
    """
    try:
        kept = json.loads(gzip.decompress(file.read_bytes()))
        lists = {name: tuple(phrases) for name, phrases in kept["lists"].items()}
        return FittedWording(lists, _RULES.validate_python(kept["rules"]))
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return None


def restore_wording(rubric: Rubric, fitted: FittedWording) -> Rubric | None:
    """Make the rubric with the wording that its weights were fitted with.

    Args:
        rubric: the rubric as it is now; if it builds on the fitted one, it has more criteria.
        fitted: the wording that the weights were fitted with.

    Returns:
        The rubric with that wording, and none for criteria that came since; None if nothing has changed.
    """
    theirs = {key: rules for key, rules in fitted.rules.items() if key in rubric.criteria}
    same_lists = all(rubric.lists.get(name) == phrases for name, phrases in fitted.lists.items())
    if same_lists and all(rubric.criteria[key].wording == rules for key, rules in theirs.items()):
        return None
    criteria = {
        key: criterion.model_copy(update={"wording": theirs.get(key, {})}) for key, criterion in rubric.criteria.items()
    }
    return rubric.model_copy(update={"criteria": criteria, "lists": {**rubric.lists, **fitted.lists}})


def find_changed_lists(rubric: Rubric, before: Rubric) -> dict[tuple[str, str], frozenset[str]]:
    """Find, for each rule, the lists that it names and whose phrases changed since the fit.

    A list that one of its lists names counts too.

    Args:
        rubric: the rubric as it is now.
        before: the same rubric with the wording that its weights were fitted with.

    Returns:
        The lists by criterion and rule; rules without such a list are left out.
    """
    changed = {name for name, phrases in rubric.lists.items() if before.lists.get(name) != phrases}
    lists: dict[tuple[str, str], frozenset[str]] = {}
    for key, criterion in rubric.criteria.items():
        for name, rule in criterion.wording.items():
            if named := changed & find_named_lists((*rule.says, *rule.with_, *rule.near), rubric.lists):
                lists[key, name] = frozenset(named)
    return lists


# --- Rules that spoke in a reply and were outvoted: what an author is told of them

NO_NAMES: Mapping[str, str] = {}


class Decider(StrEnum):
    """What decided in place of a rule that matched: weights, another criterion, or a "but"."""

    WEIGHTS = "weights"
    """The weights that were fitted for the criterion."""
    CRITERION = "criterion"
    """Another criterion, which the rule names under `unless_met`."""
    TAKEN_BACK = "taken back"
    """A "but" after the words, which takes them back."""


class OutvotedRule(NamedTuple):
    """A rule that matched, the words it matched, and what decided instead."""

    criterion: str
    rule: str
    words: str
    """The words of the reply that the rule matched."""
    wanted: Certainty
    heard: Certainty | None
    """What the criterion is in the reading; None where it is not in it."""
    decider: Decider
    others: tuple[str, ...] = ()
    """The criteria that the rule gave way to."""
    likely: float | None = None
    """How likely the fitted weights take the criterion to be, from 0 to 1."""
    needed: float | None = None
    """How likely it would have to be for what the rule wanted."""


def describe_outvoted(outvoted: OutvotedRule, names: Mapping[str, str] = NO_NAMES) -> str:
    """Say in a sentence which rule matched which words, and what decided instead.

    Args:
        outvoted: the rule, and what decided.
        names: the names of criteria by id; a criterion that is not in it is called by its id.
    """
    name = names.get(outvoted.criterion, outvoted.criterion)
    rule = f"The rule {outvoted.rule} of {name} matched “{outvoted.words}”"
    if outvoted.decider is Decider.TAKEN_BACK:
        return f"{rule}, and what follows takes it back."
    if outvoted.decider is Decider.CRITERION:
        others = ", ".join(names.get(other, other) for other in outvoted.others)
        return f"{rule}, and was {_name_outcome(outvoted.heard)}, because it gives way to {others} (unless_met)."
    how = ""
    if outvoted.likely is not None and outvoted.needed is not None:
        needs = f"{outvoted.needed:.2f} are needed" if outvoted.needed < NEVER else "nothing is enough"
        how = f": they give it {outvoted.likely:.2f}, and for {outvoted.wanted.value} {needs}"
    return f"{rule}, and was outvoted by the fitted weights, so it is {_name_outcome(outvoted.heard)}{how}."


NEVER = 0.9995
"""A likelihood that no reply reaches: a criterion that never was precise enough is never clear."""


def _name_outcome(heard: Certainty | None) -> str:
    """Say in words what a criterion became in the reading: only possible, or not heard."""
    return "only possible" if heard is Certainty.POSSIBLE else "not heard"


# --- The rules of a rubric: which of them match a reply, and the words that carry each

LONGEST_SPAN = 45
"""Words a span has at most before it is narrowed to the phrase's own clause."""


class Hit(NamedTuple):
    """A match of a rule: its criterion or trace, and its words (the first, and past the last)."""

    owner: str
    rule: str
    certainty: Certainty
    first: int
    last: int
    core: tuple[int, int]
    """The very words of the phrase, which decide whether a frame holds them."""
    likely: float | None = None
    """How likely the weights find it, where they decided."""


SAME_WORDS = 0.7
"""Share of all words of two matches that both have, from which they speak of the same words."""


def settle_opposites(
    hits: list[Hit], repeated: Sequence[SimilarSpan], helpful: frozenset[str], fitted: frozenset[str]
) -> list[Hit]:
    """Let no words be clear for the opposite of what they say, in a rubric of one's own.

    Words that say an example again are no clear case of its opposite; and none at all where they are the example, or
    are heard as it. Of a help and a hurt that are clear in the same words neither is sure.

    Args:
        hits: the matches.
        repeated: the sentences that say an example again, with its criterion.
        helpful: the criteria that help; to each of them, every other is an opposite.
        fitted: the criteria that weights decide on; what they hear is never silenced, only doubted.
    """
    left = []
    for hit in hits:
        against = [
            span
            for span in repeated
            if (span.criterion in helpful) != (hit.owner in helpful)
            and _share_words((hit.first, hit.last), (span.first, span.last)) >= SAME_WORDS
        ]
        heard = {one.owner for one in hits if one.certainty is Certainty.CLEAR}
        meant = any(span.certainty is Certainty.CLEAR or span.criterion in heard for span in against)
        if meant and hit.owner not in fitted:
            continue
        left.append(hit._replace(certainty=Certainty.POSSIBLE) if against else hit)
    clear = [hit for hit in left if hit.certainty is Certainty.CLEAR]
    doubted = {
        hit
        for one, other in combinations(clear, 2)
        if (one.owner in helpful) != (other.owner in helpful) and not {one.owner, other.owner} <= fitted
        if _share_words((one.first, one.last), (other.first, other.last)) >= SAME_WORDS
        for hit in (one, other)
        if not any(span.criterion == hit.owner and hit.first <= span.first < hit.last for span in repeated)
    }
    return [hit._replace(certainty=Certainty.POSSIBLE) if hit in doubted else hit for hit in left]


def _share_words(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the share of the words of two stretches that both have."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / max(1, max(one[1], other[1]) - min(one[0], other[0]))


class RuleContext(NamedTuple):
    """A reply with all that rules ask about: phrases, cue, topic, forms, frames, a hurt."""

    parsed: ParsedText
    matches: PhraseMatches
    cue_phrases: frozenset[str]
    topic: str
    follows_up: bool
    acts: list[SpeechAct]
    frames: list[FrameSpan]
    hurt: bool = False
    """Whether a hurt stands that the practitioner did and has not put right."""


class RuleSet:
    """The compiled rules of all criteria, or of all traces, of a rubric."""

    def __init__(
        self,
        rules: Mapping[str, Mapping[str, Rule]],
        frame_silences: Callable[[str, str], bool],
        phrases: Phrasebook,
    ) -> None:
        """Compile rules.

        Args:
            rules: the rules by criterion or trace, and by name.
            frame_silences: whether a kind of frame silences the rules of a criterion.
            phrases: the book to which the phrases are added.

        Raises:
            ValueError: a phrase cannot be compiled; the message names the rule.
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
        """Find every rule that matches a reply, once for each sentence in which it matches."""
        hits: list[Hit] = []
        for owner, name, rule in self.rules:
            if _holds_around(rule, context):
                hits += self._match_sentences(owner, name, rule, context)
        return hits

    def _match_sentences(self, owner: str, name: str, rule: Rule, context: RuleContext) -> Iterable[Hit]:
        """Yield a match (hit) for each sentence in which a rule matches.

        Args:
            owner: the id of the criterion or trace.
            name: the name of the rule.
            rule: the rule.
            context: the reply.
        """
        silent = [
            frame
            for frame in context.frames
            if frame.kind not in rule.through_frames and self.frame_silences(frame.kind, owner)
        ]
        says = _find_phrases(rule.says, context, silent)
        with_ = _find_phrases(rule.with_, context, silent)
        # No frame silences an exception: words that excuse a rule excuse it in a quotation, too.
        without = _find_phrases(rule.without, context, [])
        if not (rule.says or rule.with_ or rule.form):
            # A rule without phrases, such as one on the number of closed questions, is about the reply as a whole.
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
    """Whether a rule's conditions on the cue and on the reply as a whole are fulfilled."""
    places = context.matches.keys()
    # Checked before any sentence is looked at: most rules fail here, and a reply is read while a person waits.
    return not (
        (rule.says and places.isdisjoint(rule.says))
        or (rule.topic and context.topic not in rule.topic)
        or (rule.follows_up and not context.follows_up)
        or (rule.after_hurt and not context.hurt)
        or (rule.with_ and places.isdisjoint(rule.with_))
        or (rule.near and places.isdisjoint(rule.near))
        or (rule.nowhere and not places.isdisjoint(rule.nowhere))
        or (rule.after and context.cue_phrases.isdisjoint(rule.after))
        or (rule.closed_questions and sum(act.closed for act in context.acts) < rule.closed_questions)
    )


def _find_phrases(
    phrases: Iterable[str], context: RuleContext, silent: list[FrameSpan]
) -> dict[int, list[tuple[int, int]]]:
    """Find the sentences in which one of the phrases counts, not being denied, quoted and so on.

    Args:
        phrases: the phrases.
        context: the reply.
        silent: the frames (denials and the like) that silence the rule.

    Returns:
        By number of the sentence, where the phrases stand: the first word, and the word past the last.
    """
    places: dict[int, list[tuple[int, int]]] = {}
    for phrase in phrases:
        for number, first, last in context.matches.get(phrase, ()):
            if not any(frame.holds(first, last) for frame in silent):
                places.setdefault(number, []).append((first, last))
    return places


def _span_whole(rule: Rule, context: RuleContext) -> tuple[int, int] | None:
    """Return the words of a rule without phrases: the closed questions, or the whole reply."""
    sentences = context.parsed.sentences
    if rule.closed_questions:
        sentences = tuple(sentence for sentence, act in zip(sentences, context.acts, strict=True) if act.closed)
    return (sentences[0].first, sentences[-1].last) if sentences else None


def _widen_to_clauses(parsed: ParsedText, number: int, *matched: tuple[int, int]) -> tuple[int, int]:
    """Widen matched words to the whole clauses they stand in; to fewer if that is too long.

    Args:
        parsed: the reply.
        number: the number of the sentence.
        matched: stretches of matched words, the most important first.
    """
    clauses = parsed.sentences[number].clauses

    def reach(first: int, last: int) -> tuple[int, int]:
        held = [clause for clause in clauses if clause[0] < last and first < clause[1]]
        return (held[0][0], held[-1][1]) if held else (first, last)

    first, last = reach(min(stretch[0] for stretch in matched), max(stretch[1] for stretch in matched))
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
    """Whether a reply is a bare invitation to go on that takes up what the cue was about.

    Args:
        parsed: the reply.
        acts: the forms of its sentences.
        context: the cue before it, and the names that are known.
    """
    if not context.cue.strip() or not 0 < len(parsed.words) <= LONGEST_INVITATION:
        return False
    forms = [act.forms for act in acts]
    invites = any(Form.OPEN_QUESTION in sentence_forms for sentence_forms in forms)
    closed = any(Form.CLOSED_QUESTION in sentence_forms for sentence_forms in forms)
    # "Did that hurt?" narrows the subject; only an open question or a reflection leaves it to the family.
    if not invites and (closed or not any(Form.REFLECTION in sentence_forms for sentence_forms in forms)):
        return False
    cue = set(tokenize(context.cue))
    # A word that neither the cue nor the brief has would bring in a new subject, and that is no follow-up.
    own = [word for word in parsed.words if word not in AFTER_ANYTHING]
    if not all(
        word in cue or _stem(word) in {_stem(other) for other in cue} or word in tokenize(context.context)
        for word in own
    ):
        return False
    # A reflection must take up a word of the cue, or it could stand after anything.
    return invites or any(word in cue for word in own)


def _stem(word: str) -> str:
    """Return a word without a common ending, to compare it with words of the cue."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
