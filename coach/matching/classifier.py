"""The whole reading of a reply: wording, frames, inheritance and likeness, and where there are weights, meaning.

Everything here follows `docs/domain-rules.md#six-rules`. A verdict always has its words; where there are none there is
no verdict. Nothing is random, nothing is remembered, nothing is read from or written to anywhere.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

from coach.matching.framing import (
    DENIED,
    DENIED_CLAIMS,
    FRAMING,
    Context,
    FrameSpan,
    convert_frames,
    find_cancelled,
    find_frames,
)
from coach.matching.patterns import Phrasebook, PhraseMatches, Speller
from coach.matching.rules import Hit, RuleContext, RuleSet, detect_follow_up
from coach.matching.sentences import ParsedText, parse
from coach.matching.similarity import ExampleSimilarity
from coach.matching.speech_acts import find_speech_acts, order_forms
from coach.model.reading import BY_WORDING, Certainty, Reading, Span, Trace, Verdict
from coach.model.rubric import Polarity, Rubric

if TYPE_CHECKING:
    from coach.matching.ml.few_shot import FewShotClassifier
    from coach.matching.ml.model import FittedClassifier  # needs numpy, which reading by wording alone does not

_NO_LETTERS = re.compile(r"[\W_]+")
SIMILARITY_RULE, INHERITANCE_RULE, MEANING_RULE = "near_example", "inherited", "meaning"
"""What spoke, where it was none of a criterion's own rules."""
SHORTEST_HARM = 2
"""Words that do no harm by meaning alone: of all the corpus, no reply so short does. "Sure." only leans on its cue."""
LONGEST_JOINED_SPAN = 26
"""Words in a stretch that still reads as one piece of evidence."""
CANCELLABLE_DOMAINS = frozenset({"believing", "repair"})
"""The domains whose helpful criteria a "but" can cancel: what it takes back is belief, or an apology."""


class Matcher:
    """Reads replies by one rubric."""

    def __init__(
        self,
        rubric: Rubric,
        fitted: "FittedClassifier | None" = None,
        few_shot: "Callable[[], FewShotClassifier] | None" = None,
    ) -> None:
        """Compile a rubric's wording; a phrase that cannot be read is a ValueError in a plain sentence.

        `fitted` decides on the criteria it was fitted for; `few_shot`, made when it is first needed, on all others.
        Without either it reads by wording and likeness alone, and less well.
        """
        self.rubric = rubric
        self.fitted = fitted
        self._make_few_shot = few_shot
        self._few_shot: FewShotClassifier | None = None
        by = fitted.version if fitted else "generic-1" if few_shot else BY_WORDING
        self.version = f"{by}:{sha256(rubric.model_dump_json().encode()).hexdigest()[:8]}"
        self.harmful = rubric.of(Polarity.HARMFUL)
        self.helpful = rubric.of(Polarity.HELPFUL)
        self.received = frozenset(
            key for key in self.helpful if rubric.criteria[key].domain in CANCELLABLE_DOMAINS or key == rubric.mends
        )
        self.phrases = Phrasebook({"denied": DENIED, "denied_claims": DENIED_CLAIMS, **rubric.lists})
        rules = {key: each.wording for key, each in rubric.criteria.items()}
        self.criterion_rules = RuleSet(rules, self._frame_silences, self.phrases)
        traces = {key: each.wording for key, each in rubric.traces.items()}
        self.trace_rules = RuleSet(traces, _frame_silences_trace, self.phrases)
        self.phrases.add(FRAMING)
        self.phrases.close()
        self.similarity = ExampleSimilarity(rubric)
        self.speller = Speller(self.phrases.vocabulary, _collect_vocabulary(rubric))
        self.waits = {
            (owner, name): rule.unless_met for owner, name, rule in self.criterion_rules.rules if rule.unless_met
        }

    def read(self, reply: str, context: Context = Context()) -> Reading:  # noqa: B008  # frozen, so safe to share
        """What the reply does, with the words that do it."""
        parsed = parse(reply)
        if not parsed.tokens:
            return Reading(matcher=self.version)
        worded, hits = self._read_wording(parsed, context)
        if self.fitted is None and self.few_shot is None:
            return worded
        return worded.model_copy(update={"verdicts": self._apply_models(parsed, context, worded, hits)})

    @property
    def by_wording_alone(self) -> bool:
        """Whether nothing but wording and likeness reads."""
        return self.fitted is None and self._make_few_shot is None

    @property
    def few_shot(self) -> "FewShotClassifier | None":
        """The decision from the rubric's own examples, made the first time it is asked for."""
        if self._few_shot is None and self._make_few_shot is not None:
            self._few_shot = self._make_few_shot()
        return self._few_shot

    def read_wording(self, reply: str, context: Context = Context()) -> Reading:  # noqa: B008  # frozen, so safe to share
        """What wording, frames and likeness alone make of it."""
        return self._read_wording(parse(reply), context)[0]

    def _read_wording(self, parsed: ParsedText, context: Context) -> tuple[Reading, list[Hit]]:
        if not parsed.tokens:
            return Reading(matcher=self.version), []
        places = self._find_phrases(parsed)
        acts = find_speech_acts(parsed)
        follows_up = detect_follow_up(parsed, acts, context)
        frames = find_frames(parsed, places)
        cue = parse(context.cue)
        rule_context = RuleContext(
            parsed, places, frozenset(self._find_phrases(cue)), context.topic, follows_up, acts, frames
        )
        hits = self.criterion_rules.find_hits(rule_context)
        frames = frames + find_cancelled(
            parsed, places, frames, [hit.core for hit in hits if hit.owner in self.harmful]
        )
        hits = [hit for hit in hits if not self._is_cancelled(hit, frames)]
        hits += self._find_inherited(rule_context) + self._find_similar(parsed, frames, context)
        hits = self._apply_unless_met(hits)
        reading = Reading(
            verdicts=self._choose_verdicts(parsed, hits),
            forms=order_forms(acts),
            frames=convert_frames(parsed, frames),
            traces=self._find_traces(rule_context),
            follows_up=follows_up,
            matcher=self.version,
        )
        return reading, hits

    def _apply_models(
        self, parsed: ParsedText, context: Context, worded: Reading, hits: list[Hit]
    ) -> tuple[Verdict, ...]:
        """The fitted decision on every criterion it knows. Its words are what it looked at, with what a rule found."""
        fitted = self.fitted.criteria if self.fitted else frozenset()
        found = [hit for hit in hits if hit.owner not in fitted or self._stands_alone(hit)]
        found += [hit for hit in self._match_examples(parsed, worded) if hit.owner not in fitted]
        for fitted_verdict in self.fitted.classify(parsed, context, worded) if self.fitted else ():
            if fitted_verdict.criterion not in self.rubric.criteria:
                continue
            rules = [hit for hit in hits if hit.owner == fitted_verdict.criterion and hit.rule != SIMILARITY_RULE]
            best = max(rules, key=_rank_hit, default=None)
            if best is None and len(parsed.words) <= SHORTEST_HARM and fitted_verdict.criterion not in self.helpful:
                continue
            words = (fitted_verdict.first, fitted_verdict.last)
            if best and best.certainty is Certainty.CLEAR:
                first, last = _join_spans(words, (best.first, best.last))
                found.append(best._replace(certainty=fitted_verdict.certainty, first=first, last=last))
            else:
                found.append(Hit(fitted_verdict.criterion, MEANING_RULE, fitted_verdict.certainty, *words, words))
        return self._choose_verdicts(parsed, self._apply_unless_met(found))

    def _stands_alone(self, hit: Hit) -> bool:
        rule = self.rubric.criteria[hit.owner].wording.get(hit.rule)
        return rule is not None and rule.stands

    def _match_examples(self, parsed: ParsedText, worded: Reading) -> list[Hit]:
        """What a rubric's own examples decide, unless a frame silences it."""
        hits = []
        for best in self.few_shot.find(parsed) if self.few_shot else ():
            start, end = parsed.span(best.first, best.last)
            frames = (frame for frame in worded.frames if frame.span.start <= start and end <= frame.span.end)
            if not any(self._frame_silences(frame.kind, best.criterion) for frame in frames):
                words = (best.first, best.last)
                hits.append(Hit(best.criterion, MEANING_RULE, best.certainty, *words, words))
        return hits

    def _find_phrases(self, parsed: ParsedText) -> PhraseMatches:
        said = self.speller.correct(parsed.words)
        return self.phrases.find(said, [(each.first, each.last) for each in parsed.sentences])

    def _frame_silences(self, kind: str, owner: str) -> bool:
        """Whether a frame silences a criterion's words.

        What is denied, recited or taken back does no good. A hurt quoted, refused or supposed does no harm. But a
        denial never excuses a hurt: denials are where hurts live.
        """
        if kind in ("denial", "list"):
            return owner in self.helpful
        if kind in ("quotation", "refusal"):
            return owner not in self.helpful
        if kind == "hypothetical":
            return owner in self.received or owner in self.harmful
        return kind == "cancelled" and owner in self.received

    def _is_cancelled(self, hit: Hit, frames: list[FrameSpan]) -> bool:
        through = self.rubric.criteria[hit.owner].wording[hit.rule].through_frames
        return (
            hit.owner in self.received
            and "cancelled" not in through
            and any(frame.kind == "cancelled" and frame.holds(*hit.core) for frame in frames)
        )

    def _find_inherited(self, rule_context: RuleContext) -> list[Hit]:
        topic = self.rubric.topics.get(rule_context.topic)
        if not rule_context.follows_up or topic is None or topic.inherits is None:
            return []
        whole = (0, len(rule_context.parsed.words))
        return [Hit(topic.inherits, INHERITANCE_RULE, Certainty.CLEAR, *whole, whole)]

    def _find_similar(self, parsed: ParsedText, frames: list[FrameSpan], context: Context) -> list[Hit]:
        return [
            Hit(each.criterion, SIMILARITY_RULE, each.certainty, each.first, each.last, (each.first, each.last))
            for each in self.similarity.find(parsed, context.focus)
            if not any(
                frame.holds(each.first, each.last) and self._frame_silences(frame.kind, each.criterion)
                for frame in frames
            )
        ]

    def _apply_unless_met(self, hits: list[Hit]) -> list[Hit]:
        """Leave out stand-ins where the thing itself was said; where it may have been said, only ask."""
        clear = {hit.owner for hit in hits if hit.certainty is Certainty.CLEAR}
        possible = {hit.owner for hit in hits} - clear
        kept = []
        for hit in hits:
            barred = self._list_barring(hit)
            if clear.isdisjoint(barred):
                kept.append(hit if possible.isdisjoint(barred) else hit._replace(certainty=Certainty.POSSIBLE))
        return kept

    def _list_barring(self, hit: Hit) -> set[str]:
        """The criteria a hit gives way to; likeness gives way to whatever any of its criterion's rules would."""
        return {
            other
            for (owner, rule), others in self.waits.items()
            for other in others
            if owner == hit.owner and hit.rule in (rule, SIMILARITY_RULE, MEANING_RULE)
        }

    def _choose_verdicts(self, parsed: ParsedText, hits: list[Hit]) -> tuple[Verdict, ...]:
        """Each criterion once: clear before possible, then a rule before likeness, then the longest evidence."""
        best: dict[str, Hit] = {}
        for hit in hits:
            held = best.get(hit.owner)
            if held is None or _rank_hit(hit) > _rank_hit(held):
                best[hit.owner] = hit
        order = {key: place for place, key in enumerate(self.rubric.criteria)}
        return tuple(
            self._build_verdict(parsed, hit) for hit in sorted(best.values(), key=lambda hit: order[hit.owner])
        )

    def _build_verdict(self, parsed: ParsedText, hit: Hit) -> Verdict:
        example, near_miss = self.similarity.find_nearest(hit.owner, parsed.words[hit.first : hit.last])
        return Verdict(
            criterion=hit.owner,
            certainty=hit.certainty,
            span=_build_span(parsed, hit),
            example=example,
            near_miss=near_miss,
            rule=hit.rule,
        )

    def _find_traces(self, rule_context: RuleContext) -> tuple[Trace, ...]:
        found: dict[str, Hit] = {}
        for hit in self.trace_rules.find_hits(rule_context):
            found.setdefault(hit.owner, hit)
        return tuple(Trace(id=key, span=_build_span(rule_context.parsed, hit)) for key, hit in found.items())


def _join_spans(looked: tuple[int, int], ruled: tuple[int, int]) -> tuple[int, int]:
    """The words that meaning looked at, with those that a rule found where the two lie near; else the former alone.

    On voices kept out, what was looked at holds the words that a writer marked more often than a rule's own words do.
    """
    first, last = min(looked[0], ruled[0]), max(looked[1], ruled[1])
    return (first, last) if last - first <= LONGEST_JOINED_SPAN else looked


def _rank_hit(hit: Hit) -> tuple[bool, bool, int]:
    return hit.certainty is Certainty.CLEAR, hit.rule not in (SIMILARITY_RULE, INHERITANCE_RULE), hit.last - hit.first


def _build_span(parsed: ParsedText, hit: Hit) -> Span:
    start, end = parsed.span(hit.first, hit.last)
    return Span(start=start, end=end, text=parsed.text[start:end])


def _frame_silences_trace(kind: str, owner: str) -> bool:  # noqa: ARG001  # every trace alike
    """A recited list still touches on a subject; a denial of it does not."""
    return kind == "denial"


def _collect_vocabulary(rubric: Rubric) -> set[str]:
    """Every word the rubric itself uses, which a practitioner may use too without a slip."""
    texts = [text for each in rubric.criteria.values() for text in (each.definition, *each.counts, *each.not_)]
    return set(_NO_LETTERS.sub(" ", " ".join([*texts, *rubric.ordinary]).casefold()).split())
