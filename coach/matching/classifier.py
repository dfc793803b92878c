"""The matcher: reads a reply by the rubric's rules, frames, examples, and fitted weights.

Begin with `Matcher.read`. Every verdict comes with words of the reply. Nothing is random, nothing is remembered from
one reply to the next, and no file is read or written.
"""

from collections.abc import Callable
from copy import copy
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.matching.framing import (
    APOLOGY,
    DENIED,
    DENIED_CLAIMS,
    FRAMING,
    Context,
    FrameSpan,
    convert_frames,
    find_cancelled,
    find_frames,
)
from coach.matching.patterns import Candidates, Phrasebook, PhraseMatches, Speller
from coach.matching.rules import (
    Decider,
    Hit,
    OutvotedRule,
    RuleContext,
    RuleSet,
    detect_follow_up,
    find_changed_lists,
    settle_opposites,
)
from coach.matching.sentences import ParsedText, parse
from coach.matching.similarity import ExampleSimilarity, collect_vocabulary
from coach.matching.speech_acts import find_speech_acts, is_backchannel, order_forms
from coach.matching.wording_changes import WordingChanges, WordingToday, key_hit, name_lists
from coach.model.reading import (
    BY_WORDING,
    INHERITANCE_RULE,
    MEANING_RULE,
    SIMILARITY_RULE,
    Certainty,
    Reading,
    Span,
    Trace,
    Verdict,
)
from coach.model.rubric import Polarity, Rubric

if TYPE_CHECKING:
    from coach.matching.ml.few_shot import FewShotClassifier
    from coach.matching.ml.model import FittedClassifier


SHORTEST_HARM = 2
"""Words that do no harm by meaning alone: of all the corpus, no reply so short does. "Sure." only leans on its cue."""
LONGEST_JOINED_SPAN = 26
"""Words in a stretch that still reads as one piece of evidence."""
LISTS = {"denied": DENIED, "denied_claims": DENIED_CLAIMS, "apology": APOLOGY}
"""The lists that every rubric may name."""
NOTHING: frozenset[Any] = frozenset()
CANCELLABLE_DOMAINS = frozenset({"believing", "repair"})
"""The domains whose helpful criteria a "but" can cancel: what it takes back is belief, or an apology."""


class WordingResult(NamedTuple):
    """The result of reading a reply before weights are asked: by rules, frames and examples."""

    reading: Reading
    hits: list[Hit]
    """What is left after frames and `unless_met`."""
    matched: list[Hit]
    """Every rule that matched, before anything took it back."""
    today: WordingToday | None = None
    """What the rules were asked and what they said; None where the reply has no words."""


class Matcher:
    """Reads replies by one rubric, and returns verdicts with the words that show them."""

    def __init__(
        self,
        rubric: Rubric,
        fitted: "FittedClassifier | None" = None,
        few_shot: "Callable[[], FewShotClassifier] | None" = None,
        as_fitted: Rubric | None = None,
    ) -> None:
        """Compile a rubric's rules.

        Args:
            rubric: the rubric to read by.
            fitted: decides on the criteria that weights were fitted for.
            few_shot: makes the classifier for all other criteria, when it is first needed.
            as_fitted: the rubric with the wording that the weights were fitted with, if that has changed since.

        Raises:
            ValueError: a phrase cannot be compiled; says so in a plain sentence.
        """
        self.rubric = rubric
        self.fitted = fitted
        self._make_few_shot = few_shot
        self._few_shot: FewShotClassifier | None = None
        # The version is stored with every reading. It changes with any edit of the rubric, so old readings can be told
        # apart.
        by = fitted.version if fitted else "generic-3" if few_shot else BY_WORDING
        unread = {"__all__": {"named_by"}}  # what only the page after a conversation needs
        noted = {"__all__": {"claims"}}
        unused: dict[str, Any] = {
            "language": True,
            "rows": True,
            "answers": unread,
            "domains": unread,
            "criteria": noted,
        }
        if not rubric.more_examples:
            unused["more_examples"] = True
        self.version = f"{by}:{sha256(rubric.model_dump_json(exclude=unused).encode()).hexdigest()[:8]}"
        self.harmful = rubric.of(Polarity.HARMFUL)
        self.helpful = rubric.of(Polarity.HELPFUL)
        self.cancellable = frozenset(
            key for key in self.helpful if rubric.criteria[key].domain in CANCELLABLE_DOMAINS or key == rubric.mends
        )
        self.phrases = Phrasebook({**LISTS, **rubric.lists})  # a rubric's own list of that name takes its place
        rules = {key: criterion.wording for key, criterion in rubric.criteria.items()}
        self.criterion_rules = RuleSet(rules, self._frame_silences, self.phrases)
        traces = {key: trace.wording for key, trace in rubric.traces.items()}
        self.trace_rules = RuleSet(traces, _frame_silences_trace, self.phrases)
        self.phrases.add(FRAMING)
        if as_fitted:
            self.phrases.add_possible(name_lists(find_changed_lists(rubric, as_fitted)))
        # All phrases are known now; they are filed by their rarest word, and the grammar is thrown away.
        self.phrases.close()
        self.similarity = ExampleSimilarity(rubric)
        self.speller = Speller(self.phrases.vocabulary, collect_vocabulary(rubric))
        self.unless_met = {
            (owner, name): rule.unless_met for owner, name, rule in self.criterion_rules.rules if rule.unless_met
        }
        self._changes: WordingChanges | None = None
        if as_fitted:
            self._changes = WordingChanges(rubric, as_fitted, LISTS, self.phrases, self.speller, self._frame_silences)
        self._last_cue: tuple[str, frozenset[str]] | None = None

    def read(self, reply: str, context: Context = Context()) -> Reading:  # noqa: B008  # frozen, so safe to share
        """Read a reply: return its verdicts with their words, its forms, frames and traces.

        Args:
            reply: the reply.
            context: the cue before it, the cue's topic, and what is known.
        """
        parsed = parse(reply)
        if not parsed.tokens:
            return Reading(matcher=self.version)
        worded = self._read_wording(parsed, context)
        if self.fitted is None and self.few_shot is None:
            return worded.reading
        return worded.reading.model_copy(update={"verdicts": self._apply_models(parsed, context, worded)})

    def read_wording(self, reply: str, context: Context = Context()) -> Reading:  # noqa: B008  # frozen, so safe to share
        """Read a reply by rules, frames and similarity alone, without weights."""
        return self._read_wording(parse(reply), context).reading

    def find_outvoted(
        self,
        reply: str,
        context: Context = Context(),  # noqa: B008  # frozen, so safe to share
        reading: Reading | None = None,
    ) -> tuple[OutvotedRule, ...]:
        """List the rules that matched a reply but did not decide the verdict, for authors.

        Args:
            reply: the reply.
            context: the cue before it, the cue's topic, and what is known.
            reading: how the reply was read, if that is known already.
        """
        parsed = parse(reply)
        if not parsed.tokens:
            return ()
        worded = self._read_wording(parsed, context)
        verdicts = {verdict.criterion: verdict.certainty for verdict in (reading or self.read(reply, context)).verdicts}
        outvoted: dict[tuple[str, str], OutvotedRule] = {}
        for hit in worded.matched:
            heard = verdicts.get(hit.owner)
            if heard in (Certainty.CLEAR, hit.certainty) or (hit.owner, hit.rule) in outvoted:
                continue  # the rule got its way, or another that says the same
            explanation = self._explain_outvoted(parsed, context, worded, hit, heard, verdicts)
            outvoted[hit.owner, hit.rule] = explanation
        return tuple(outvoted.values())

    @property
    def by_wording_alone(self) -> bool:
        """Whether the matcher has no weights and no few-shot model, only rules and similarity."""
        return self.fitted is None and self._make_few_shot is None

    @property
    def few_shot(self) -> "FewShotClassifier | None":
        """The classifier learnt from the rubric's examples, made on first use.

        None if there is none.
        """
        if self._few_shot is None and self._make_few_shot is not None:
            self._few_shot = self._make_few_shot()
        return self._few_shot

    def with_few_shot(self, few_shot: "FewShotClassifier") -> "Matcher":
        """Return the same matcher with another classifier learnt from examples."""
        other = copy(self)
        other._few_shot, other._make_few_shot = few_shot, lambda: few_shot
        return other

    # --- Wording, frames and similarity

    def _read_wording(self, parsed: ParsedText, context: Context) -> WordingResult:
        """Read a parsed reply by rules, frames and similarity.

        Keep the rule matches for the weights.
        """
        if not parsed.tokens:
            return WordingResult(Reading(matcher=self.version), [], [])
        candidates = self.speller.correct(parsed.words)
        matches = self._find_phrases(parsed, candidates)
        acts = find_speech_acts(parsed)
        follows_up = detect_follow_up(parsed, acts, context)
        # Before the rules: what stands in a frame is as if it had not been said.
        frames = find_frames(parsed, matches)
        cue = self._find_in_cue(context.cue)
        rule_context = RuleContext(parsed, matches, cue, context.topic, follows_up, acts, frames, context.hurt)
        matched = self.criterion_rules.find_hits(rule_context)
        # what a "but" cancels is only known once the hurts after it are
        harms = [hit.core for hit in matched if hit.owner in self.harmful]
        frames = frames + find_cancelled(parsed, matches, frames, harms)
        # Only hits of rules are tested here; what similarity finds is compared with the frames by itself.
        hits = [hit for hit in matched if not self._is_cancelled(hit, frames)]
        hits += self._find_inherited(rule_context) + self._find_similar(parsed, frames, context)
        # Last, because a criterion found by similarity can make a stand-in word give way too.
        hits = self._apply_unless_met(hits)
        reading = Reading(
            verdicts=self._choose_verdicts(parsed, hits),
            forms=order_forms(acts),
            frames=convert_frames(parsed, frames),
            traces=self._find_traces(rule_context),
            follows_up=follows_up,
            matcher=self.version,
        )
        return WordingResult(reading, hits, matched, WordingToday(rule_context, candidates, context.cue, matched))

    def _find_phrases(self, parsed: ParsedText, candidates: Candidates) -> PhraseMatches:
        """Find where each phrase of the rubric stands in a text, whose words may be slips of others."""
        return self.phrases.find(candidates, [(sentence.first, sentence.last) for sentence in parsed.sentences])

    def _find_in_cue(self, cue: str) -> frozenset[str]:
        """Find the phrases of a cue, and remember those of the last one."""
        last = self._last_cue
        if last is None or last[0] != cue:
            parsed = parse(cue)
            last = self._last_cue = cue, frozenset(self._find_phrases(parsed, self.speller.correct(parsed.words)))
        return last[1]

    def _frame_silences(self, kind: str, owner: str) -> bool:
        """Whether words inside a frame (denial, quotation, list and others) do not meet a criterion.

        Words that are denied, recited in a list or taken back do not count as helpful. Words that are quoted, refused
        or supposed do not count as a hurt. A denial never excuses a hurt: "I'm not racist, but" is how many begin.

        Args:
            kind: the kind of the frame, such as `denial`.
            owner: the id of the criterion whose words they are.
        """
        if kind in ("denial", "list"):
            return owner in self.helpful
        if kind in ("quotation", "refusal"):
            return owner not in self.helpful
        if kind == "hypothetical":
            return owner in self.cancellable or owner in self.harmful
        return kind == "cancelled" and owner in self.cancellable

    def _is_cancelled(self, hit: Hit, frames: list[FrameSpan]) -> bool:
        """Whether the words that a rule matched are taken back by a "but" after them."""
        through = self.rubric.criteria[hit.owner].wording[hit.rule].through_frames
        return (
            hit.owner in self.cancellable
            and "cancelled" not in through
            and any(frame.kind == "cancelled" and frame.holds(*hit.core) for frame in frames)
        )

    def _find_inherited(self, rule_context: RuleContext) -> list[Hit]:
        """Return a match of the criterion that a bare follow-up ("Say more?") earns by its cue."""
        topic = self.rubric.topics.get(rule_context.topic)
        if not rule_context.follows_up or topic is None or topic.inherits is None:
            return []
        whole = (0, len(rule_context.parsed.words))
        return [Hit(topic.inherits, INHERITANCE_RULE, Certainty.CLEAR, *whole, whole)]

    def _find_similar(self, parsed: ParsedText, frames: list[FrameSpan], context: Context) -> list[Hit]:
        """Return matches by likeness to examples, except where a denial or other frame cancels them."""
        return [
            Hit(similar.criterion, SIMILARITY_RULE, similar.certainty, similar.first, similar.last, similar[2:])
            for similar in self.similarity.find(parsed, context.focus)
            if not any(
                frame.holds(similar.first, similar.last) and self._frame_silences(frame.kind, similar.criterion)
                for frame in frames
            )
        ]

    def _apply_unless_met(self, hits: list[Hit]) -> list[Hit]:
        """Drop matches whose rule gives way to a criterion that is met; weaken them if it may be."""
        clear = {hit.owner for hit in hits if hit.certainty is Certainty.CLEAR}
        possible = {hit.owner for hit in hits} - clear
        left = []
        for hit in hits:
            others = self._list_giving_way(hit)
            # A hit goes only if the other criterion is clear; if that is merely possible, this one becomes possible.
            if clear.isdisjoint(others):
                left.append(hit if possible.isdisjoint(others) else hit._replace(certainty=Certainty.POSSIBLE))
        return left

    def _list_giving_way(self, hit: Hit) -> set[str]:
        """List the criteria that a match gives way to, by `unless_met` of its rule.

        Matches by similarity or meaning give way to everything that any rule of their criterion would.
        """
        return {
            other
            for (owner, rule), others in self.unless_met.items()
            for other in others
            if owner == hit.owner and hit.rule in (rule, SIMILARITY_RULE, MEANING_RULE)
        }

    def _find_traces(self, rule_context: RuleContext) -> tuple[Trace, ...]:
        """Return the traces in a reply: words that meet no criterion, but say something."""
        first: dict[str, Hit] = {}
        for hit in self.trace_rules.find_hits(rule_context):
            first.setdefault(hit.owner, hit)
        return tuple(Trace(id=key, span=_build_span(rule_context.parsed, hit)) for key, hit in first.items())

    # --- Fitted weights and the decision from examples

    def _apply_models(self, parsed: ParsedText, context: Context, worded: WordingResult) -> tuple[Verdict, ...]:
        """Decide on verdicts by the weights and the few-shot model, together with the rules.

        The words of the weights' verdict are joined with those of a rule. Rules that stand by themselves still count,
        and so do rules written since the weights were fitted.

        Args:
            parsed: the reply.
            context: the cue before it, the cue's topic, and what is known.
            worded: the result of reading it by rules, frames and similarity.
        """
        fitted = self.fitted.criteria if self.fitted else frozenset()
        added, removed = self._changes.compare(worded.today) if self._changes and worded.today else (NOTHING, NOTHING)
        hits = [
            hit for hit in worded.hits if hit.owner not in fitted or self._stands_alone(hit) or key_hit(hit) in added
        ]
        by_examples = self._match_examples(parsed, context, worded.reading)
        hits += [hit for hit in by_examples if hit.owner not in fitted]
        for verdict in self.fitted.classify(parsed, context, worded.reading) if self.fitted else ():
            # The author took the wording out that met it before: the weights may not bring it back.
            if verdict.criterion not in self.rubric.criteria or verdict.criterion in removed:
                continue
            rules = [hit for hit in worded.hits if hit.owner == verdict.criterion and hit.rule != SIMILARITY_RULE]
            best = max(rules, key=_rank_hit, default=None)
            # Without a rule's match a word or two hurts nobody, and "Mm. Right." says nothing; weights lean on the cue.
            if best is None and (
                is_backchannel(parsed.words)
                or (len(parsed.words) <= SHORTEST_HARM and verdict.criterion not in self.helpful)
            ):
                continue
            words = (verdict.first, verdict.last)
            # The rule is named, so that its author sees it, but how sure the verdict is, the weights decide.
            if best and best.certainty is Certainty.CLEAR:
                first, last = _join_spans(words, (best.first, best.last))
                hits.append(best._replace(certainty=verdict.certainty, first=first, last=last, likely=verdict.likely))
            else:
                hits.append(Hit(verdict.criterion, MEANING_RULE, verdict.certainty, *words, words, verdict.likely))
        hits += [hit for hit in by_examples if hit.owner in fitted and self._is_added(hit, parsed)]
        hits = [self._doubt_near_miss(hit, parsed) for hit in hits]
        if self.few_shot:
            hits = settle_opposites(hits, self.similarity.find_repeated(parsed), self.helpful, fitted)
        return self._choose_verdicts(parsed, self._apply_unless_met(hits))

    def _is_added(self, hit: Hit, parsed: ParsedText) -> bool:
        """Whether the words of a match are nearest to an example that an author added."""
        return self.similarity.find_added(hit.owner, parsed.words[hit.first : hit.last]) is True

    def _doubt_near_miss(self, hit: Hit, parsed: ParsedText) -> Hit:
        """Make a match only possible if its words are nearest to an added near-miss."""
        if hit.owner not in self.rubric.more_examples:
            return hit
        added = self.similarity.find_added(hit.owner, parsed.words[hit.first : hit.last])
        return hit._replace(certainty=Certainty.POSSIBLE) if added is False else hit

    def _stands_alone(self, hit: Hit) -> bool:
        """Whether the matched rule decides by itself, whatever the weights say (`stands`)."""
        rule = self.rubric.criteria[hit.owner].wording.get(hit.rule)
        return rule is not None and rule.stands

    def _match_examples(self, parsed: ParsedText, context: Context, worded: Reading) -> list[Hit]:
        """Return matches by the few-shot model, except where a denial or other frame cancels them."""
        hits = []
        for match in self.few_shot.find(parsed, context.cue) if self.few_shot else ():
            start, end = parsed.span(match.first, match.last)
            frames = (frame for frame in worded.frames if frame.span.start <= start and end <= frame.span.end)
            if not any(self._frame_silences(frame.kind, match.criterion) for frame in frames):
                words = (match.first, match.last)
                hits.append(Hit(match.criterion, MEANING_RULE, match.certainty, *words, words, match.likely))
        return hits

    # --- Verdicts

    def _choose_verdicts(self, parsed: ParsedText, hits: list[Hit]) -> tuple[Verdict, ...]:
        """Make a verdict of the best match of each criterion, in the rubric's order.

        A clear match comes before a possible one, then one of a rule, then the one with most words.
        """
        best: dict[str, Hit] = {}
        for hit in hits:
            held = best.get(hit.owner)
            if held is None or _rank_hit(hit) > _rank_hit(held):
                best[hit.owner] = hit
        order = {key: place for place, key in enumerate(self.rubric.criteria)}
        chosen = sorted(best.values(), key=lambda hit: order[hit.owner])
        return tuple(self._build_verdict(parsed, hit) for hit in chosen)

    def _build_verdict(self, parsed: ParsedText, hit: Hit) -> Verdict:
        """Make a verdict from a match, with the nearest example and near-miss of its criterion."""
        example, near_miss = self.similarity.find_nearest(hit.owner, parsed.words[hit.first : hit.last])
        return Verdict(
            criterion=hit.owner,
            certainty=hit.certainty,
            span=_build_span(parsed, hit),
            example=example,
            near_miss=near_miss,
            rule=hit.rule,
            likely=None if hit.likely is None else round(hit.likely, 3),
        )

    def _explain_outvoted(
        self,
        parsed: ParsedText,
        context: Context,
        worded: WordingResult,
        hit: Hit,
        heard: Certainty | None,
        verdicts: dict[str, Certainty],
    ) -> OutvotedRule:
        """Work out what decided in place of a rule that matched.

        Args:
            parsed: the reply.
            context: the cue before it, the cue's topic, and what is known.
            worded: the result of reading it by rules, frames and similarity.
            hit: the match of the rule.
            heard: what the reading has for the criterion; None if it is not in it.
            verdicts: all verdicts of the reading.
        """
        text = _build_span(parsed, hit).text
        others = tuple(sorted(self._list_giving_way(hit) & verdicts.keys()))
        if others:
            return OutvotedRule(hit.owner, hit.rule, text, hit.certainty, heard, Decider.CRITERION, others)
        if not any(left.owner == hit.owner and left.rule == hit.rule for left in worded.hits):
            return OutvotedRule(hit.owner, hit.rule, text, hit.certainty, heard, Decider.TAKEN_BACK)
        outvoted = OutvotedRule(hit.owner, hit.rule, text, hit.certainty, heard, Decider.WEIGHTS)
        if self.fitted is None or hit.owner not in self.fitted.criteria:
            return outvoted
        estimate = self.fitted.estimate(parsed, context, worded.reading)[hit.owner]
        needed = estimate.clear if hit.certainty is Certainty.CLEAR else estimate.possible
        return outvoted._replace(likely=estimate.likely, needed=needed)


def _join_spans(looked_at: tuple[int, int], ruled: tuple[int, int]) -> tuple[int, int]:
    """Join the words that the weights attended to with those of a rule, unless that is too long.

    On replies of writers kept out of the fit, the attended words hold what the writer marked more often than the
    rule's own words do. Both spans, and the result, are words: the first, and the one past the last.

    Args:
        looked_at: the words that the weights attended to.
        ruled: the words that the rule matched.
    """
    first, last = min(looked_at[0], ruled[0]), max(looked_at[1], ruled[1])
    return (first, last) if last - first <= LONGEST_JOINED_SPAN else looked_at


def _rank_hit(hit: Hit) -> tuple[bool, bool, int]:
    """Return the sort key of a match: clear first, then a rule's own, then the longest."""
    return hit.certainty is Certainty.CLEAR, hit.rule not in (SIMILARITY_RULE, INHERITANCE_RULE), hit.last - hit.first


def _build_span(parsed: ParsedText, hit: Hit) -> Span:
    """Return the characters of a reply that a match covers."""
    start, end = parsed.span(hit.first, hit.last)
    return Span(start=start, end=end, text=parsed.text[start:end])


def _frame_silences_trace(kind: str, owner: str) -> bool:  # noqa: ARG001  # every trace alike
    """Whether words in a frame do not count as a trace: not in a denial, but in a recited list."""
    return kind == "denial"
