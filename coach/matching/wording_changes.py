"""Wording that a rubric gained or lost since its weights were fitted.

Begin with `WordingChanges.compare`. Rules that nobody touched match what they match today, so only those that changed
are tried again, and only phrases that mean something else are looked for again.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from coach.matching.framing import FRAMING, find_frames
from coach.matching.patterns import Candidates, Phrasebook, PhraseMatches, Speller
from coach.matching.rules import Hit, RuleContext, RuleSet, find_changed_lists
from coach.matching.sentences import ParsedText, parse
from coach.matching.similarity import collect_vocabulary
from coach.model.reading import Certainty
from coach.model.rubric import Rubric, Rule

HitKey = tuple[str, str, int, int]
"""By what matches of two readings are compared: criterion, rule, and words."""
RuleKey = tuple[str, str]
"""A criterion, and the name of one of its rules."""
NamedRules = dict[str, dict[str, Rule]]


def key_hit(hit: Hit) -> HitKey:
    """Return the key by which matches of two readings are compared."""
    return hit.owner, hit.rule, *hit.core


class WordingToday(NamedTuple):
    """What today's wording made of a reply."""

    context: RuleContext
    """The reply as the rules were asked about it, before a "but" took anything back."""
    candidates: Candidates
    """Its words, each with all that it may have been meant for."""
    cue: str
    matched: list[Hit]
    """Every rule that matched."""


class WordingChanges:
    """The wording that weights were fitted with, as far as it differs from today's."""

    def __init__(
        self,
        rubric: Rubric,
        as_fitted: Rubric,
        lists: Mapping[str, Iterable[str]],
        phrases: Phrasebook,
        speller: Speller,
        frame_silences: Callable[[str, str], bool],
    ) -> None:
        """Compile what differs.

        Args:
            rubric: the rubric as it is now.
            as_fitted: the same rubric with the wording that its weights were fitted with.
            lists: the lists that are every rubric's own, where it has none of that name.
            phrases: today's phrases.
            speller: today's corrector of slips.
            frame_silences: whether a kind of frame silences the rules of a criterion.

        Raises:
            ValueError: a phrase cannot be compiled.
        """
        self._lists = find_changed_lists(rubric, as_fitted)
        self._phrases = Phrasebook({**lists, **as_fitted.lists}, beside=phrases)
        before: NamedRules = {key: dict(criterion.wording) for key, criterion in as_fitted.criteria.items()}
        self._rules = RuleSet(before, frame_silences, self._phrases)
        # Traces and frames change nothing here but which words are known, and so what counts as a slip.
        RuleSet({key: trace.wording for key, trace in as_fitted.traces.items()}, frame_silences, self._phrases)
        self._phrases.add(FRAMING)
        self._phrases.add_possible(name_lists(self._lists))
        self._same_frames = self._phrases.taken_over.issuperset(FRAMING)
        self._unchanged: set[RuleKey] = {
            (key, name)
            for key, rules in before.items()
            for name, rule in rules.items()
            if self._same_frames and key in rubric.criteria and rubric.criteria[key].wording.get(name) == rule
            if self._phrases.taken_over.issuperset(list_phrases(rule))
        }
        changed: NamedRules = {
            key: {name: rule for name, rule in rules.items() if (key, name) not in self._unchanged}
            for key, rules in before.items()
        }
        self._changed_rules = RuleSet(changed, frame_silences, self._phrases)
        self._phrases.close()
        self._speller = Speller(self._phrases.vocabulary, collect_vocabulary(as_fitted))
        self._same_slips = self._speller.corrects_like(speller)

    def compare(self, today: WordingToday) -> tuple[set[HitKey], set[str]]:
        """Compare the matches of today's rules with those of the rules at the time of the fit.

        Args:
            today: what today's wording made of the reply.

        Returns:
            The matches that only today's rules make, and the criteria that only the earlier rules met.
        """
        before, phrases = self._match_as_fitted(today)
        known: dict[RuleKey, list[Hit]] = {}
        for hit in before:
            known.setdefault((hit.owner, hit.rule), []).append(hit)
        added = {
            key_hit(hit)
            for hit in today.matched
            if not any(
                hit.core[0] < other.core[1] and other.core[0] < hit.core[1]
                for other in known.get((hit.owner, hit.rule), ())
            )
            or self._has_new_phrase(hit, today.context.parsed, today.context.matches, phrases)
        }
        met_before = {hit.owner for hit in before if hit.certainty is Certainty.CLEAR}
        return added, met_before - {hit.owner for hit in today.matched}

    def _match_as_fitted(self, today: WordingToday) -> tuple[list[Hit], PhraseMatches]:
        """Match the rules of the time of the fit; return their matches, and where the phrases stand."""
        context = today.context
        parsed = context.parsed
        if not self._same_slips and self._speller.correct(parsed.words) != today.candidates:
            # A word may have been meant for another now, in any phrase.
            phrases = self._find_phrases(parsed)
            frames, cue = find_frames(parsed, phrases), self._find_in_cue(today.cue)
            changed = context._replace(matches=phrases, frames=frames, cue_phrases=cue)
            return self._rules.find_hits(changed), phrases
        stretches = [(sentence.first, sentence.last) for sentence in parsed.sentences]
        phrases = self._phrases.find_beside(context.matches, today.candidates, stretches)
        hits = [hit for hit in today.matched if (hit.owner, hit.rule) in self._unchanged]
        if not self._changed_rules.rules:
            return hits, phrases
        frames = context.frames if self._same_frames else find_frames(parsed, phrases)
        asks_cue = any(rule.after for _, _, rule in self._changed_rules.rules)
        cue = self._find_in_cue(today.cue) if asks_cue else frozenset()
        changed = context._replace(matches=phrases, frames=frames, cue_phrases=cue)
        return hits + self._changed_rules.find_hits(changed), phrases

    def _find_in_cue(self, cue: str) -> frozenset[str]:
        """Find the phrases of a cue, as at the time of the fit."""
        return frozenset(self._find_phrases(parse(cue)))

    def _find_phrases(self, parsed: ParsedText) -> PhraseMatches:
        """Find where each phrase of the time of the fit stands in a text."""
        stretches = [(sentence.first, sentence.last) for sentence in parsed.sentences]
        return self._phrases.find(self._speller.correct(parsed.words), stretches)

    def _has_new_phrase(self, hit: Hit, parsed: ParsedText, today: PhraseMatches, before: PhraseMatches) -> bool:
        """Whether a match's sentence has a phrase that one of the rule's lists gained since the fit.

        The rule may have matched before: "that's on me" owned up to something, and now it is an apology too. The
        author who says so is heard, as with wording that is new to the whole rubric.

        Args:
            hit: the match.
            parsed: the reply.
            today: where today's phrases stand in it.
            before: where the phrases of the time of the fit stand in it.
        """
        for name in self._lists.get((hit.owner, hit.rule), ()):
            known = before.get(f"<{name}>", ())
            for number, first, last in today.get(f"<{name}>", ()):
                sentence = parsed.sentences[number]
                if sentence.first <= hit.core[0] < sentence.last and not any(
                    first < other[2] and other[1] < last for other in known
                ):
                    return True
        return False


def list_phrases(rule: Rule) -> tuple[str, ...]:
    """List all phrases of a rule."""
    return (*rule.says, *rule.with_, *rule.near, *rule.without, *rule.nowhere, *rule.after)


def name_lists(changed: Mapping[RuleKey, frozenset[str]]) -> list[str]:
    """Return the phrases that stand for the lists that changed."""
    return sorted({f"<{name}>" for names in changed.values() for name in names})
