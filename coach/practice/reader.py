"""Reading a reply in its conversation: after its cue, joined to a reply asked back about.

Begin with `read_reply`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from coach.content.library import Library
from coach.content.validation import load_acts
from coach.errors import NotNow
from coach.language.catalogue import say
from coach.matching.aspect_reader import (
    asks_again,
    asks_lightly,
    asks_what_is_known,
    begins_with_yes,
    find_aspects,
    quotes,
)
from coach.matching.classifier import Matcher
from coach.matching.entry_picker import LINES_COMPARED, make_candidate
from coach.matching.framing import Context
from coach.matching.hearing_reader import (
    LITTLE,
    find_addressee,
    find_called,
    find_manner,
    find_question_kind,
    find_short_answers,
)
from coach.matching.masked_names import list_names
from coach.matching.rules import describe_outvoted
from coach.matching.sentences import cut_questions, parse
from coach.model.conditions import SCENE, Lines
from coach.model.events import RULES, Replied
from coach.model.reading import (
    Aspect,
    Candidate,
    Hearing,
    Pick,
    PickContext,
    Picker,
    Reading,
    ShortAnswer,
    Span,
    Sureness,
    Verdict,
    weigh,
)
from coach.model.scenario import Entry
from coach.practice.safeguarding import check_length
from coach.rehearsal.script import Script, list_open_entries, list_state_failures
from coach.rehearsal.state import Exchange, History, HonestOutput, Position


class ScenarioSource(Protocol):
    """Interface for playing and reading scenarios; `PracticeService` fulfils it."""

    @property
    def library(self) -> Library:
        """The library from which scenarios and rubrics are loaded."""

    @property
    def picker(self) -> Picker | None:
        """What chooses entries of a family's answer bank; None where it cannot run."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """The clock that gives events their time."""

    def script(self, scenario: str) -> Script:
        """Load a scenario ready to be played. Raises NotKnown or UnusableContent."""

    def matcher(self, rubric: str) -> Matcher:
        """Load the matcher of a rubric. Raises NotKnown or UnusableContent."""


# --- What a reply is read after, at any point of a story

LINES_HEARD = 3
"""How many of the family's last lines are the cue. More would let an old subject colour a new one."""


def context_of(script: Script, exchange: Exchange) -> Context:
    """Return the context in which a past reply was read."""
    before = exchange.before
    return _context(script, before.turn, exchange.cue, exchange.topic, exchange.said_before, hurt=before.hurt)


def context(script: Script, story: History) -> Context:
    """Return the context for the next reply: the cue, its topic, what is known, and the focus.

    After the family asked back ("How do you mean?") the cue is still the one before that question.
    """
    attempt = story.attempt()
    position = story.state.position
    asked = attempt.exchanges[-1] if position.asked else None
    cue, topic = (asked.cue, asked.topic) if asked else (attempt.cue(), attempt.topic_now())
    before = asked.said_before if asked else attempt.said_last()
    return _context(script, position.turn, cue, topic, before, hurt=position.hurt)


def _context(script: Script, turn: str, cue: Lines, topic: str, before: str, *, hurt: bool) -> Context:
    """Make a context from the lines of a cue.

    Args:
        script: the scenario being played.
        turn: the id of the turn.
        cue: the family's lines; the last three that are said are used.
        topic: the id of the topic.
        before: what the practitioner said before the cue.
        hurt: whether a hurt stands that has not been put right.
    """
    said = [line.text for line in cue if line.speaker != SCENE]
    dialogue = script.dialogue
    known = f"{dialogue.you_are}. {dialogue.setting}. {script.turn(turn).context or ''}".strip()
    cue_words = " ".join(said[-LINES_HEARD:])
    return Context(cue=cue_words, topic=topic, context=known, focus=dialogue.focus, before=before, hurt=hurt)


# --- A reply as it is read at this point of a story: after its cue, and with the reply that the family as

BETWEEN = "\n"


def can_be_said(text: str) -> None:
    """Raise NotNow for an empty reply, or ReplyTooLong for one that is too long to read."""
    if not text.strip():
        raise NotNow(say("Nothing was typed yet."), say("Say it in your own words, or skip this line."))
    check_length(text)


def read_reply(
    matcher: Matcher, script: Script, story: History, text: str, at: datetime, picker: Picker | None = None
) -> Replied:
    """Read a reply at this point of a conversation, as an event; no branch is chosen yet.

    Args:
        matcher: the matcher of the scenario's rubric.
        script: the scenario being played.
        story: the conversation so far.
        text: the reply.
        at: the time of the event.
        picker: what chooses an entry of the family's answer bank; without it none is chosen.
    """
    reading, settled = hear(matcher, script, story, text)
    hearing = find_hearing(script, story, text)
    if asks_lightly(text, list_names(script.people.values()), (verdict.span for verdict in reading.verdicts)):
        hearing = hearing.model_copy(update={"aspects": (*hearing.aspects, Aspect.LIGHT)})
    known = context(script, story)
    pick = pick_entry(picker, script, story.state.position, text, reading, known, hearing) if picker else None
    return Replied(at=at, text=text, reading=reading, settled=settled, rules=RULES, hearing=hearing, pick=pick)


def find_hearing(script: Script, story: History, text: str) -> Hearing:
    """Find how a reply answers, what it asks, and whom it speaks to.

    Args:
        script: the scenario being played.
        story: the conversation so far.
        text: the reply.
    """
    parsed = cut_questions(parse(text))
    answers, alone = find_short_answers(parsed)
    turn, cue = script.turn(story.state.position.turn), story.attempt().cue()
    present = {key: who for key, who in script.list_present(story.state.position.turn).items() if script.speaks(key)}
    addressee = find_addressee(text, present, cue)
    said = " ".join(line.text for line in cue if line.speaker != SCENE)
    aspects = {
        Aspect.NAMED: find_called(text, present) is not None,
        Aspect.QUOTES: quotes(text, parsed, turn.context or ""),
        Aspect.ASKS_AGAIN: asks_again(text, _list_put_off(story)),
        Aspect.ASKS_KNOWN: asks_what_is_known(parsed, said),
    }
    does = (*find_aspects(text, parsed), *(aspect for aspect, holds in aspects.items() if holds))
    if Aspect.PLAIN_NO in does and ShortAnswer.NO not in answers:
        answers = (ShortAnswer.NO, *answers)
    # A yes before more is one to what was just asked; later on in a turn it only goes with what was said.
    if _was_just_asked(story, cue) and begins_with_yes(parsed) and not {ShortAnswer.YES, ShortAnswer.NO} & {*answers}:
        answers = (ShortAnswer.YES, *answers)
    if Aspect.QUOTES in does:
        # What was asked for is read out, so "I don't know who wrote it" is no answer to that.
        known = (answer for answer in answers if answer is not ShortAnswer.DONT_KNOW)
        answers = tuple(dict.fromkeys((*known, ShortAnswer.TOLD)))
    return Hearing(
        answers=answers,
        alone=alone,
        question=find_question_kind(parsed),
        to=addressee if addressee in present else _find_last_asked(story, present),
        aspects=does,
    )


def _was_just_asked(story: History, cue: Lines) -> bool:
    """Whether the family has just come to what this turn asks, or has just asked something."""
    position = story.state.position
    begins = not (position.used or position.unmet or position.holds)
    return begins or any(line.text.rstrip("”\"' ").endswith("?") for line in cue[-1:])


def _list_put_off(story: History) -> Iterator[str]:
    """Yield the earlier replies whose questions the family put off, or did not know."""
    for exchange in story.attempt().exchanges:
        event = exchange.event
        put_off = any(isinstance(output, HonestOutput) and output.leaves_open for output in exchange.outputs)
        if put_off and isinstance(event, Replied):
            yield event.text


def _find_last_asked(story: History, present: Collection[str]) -> str | None:
    """Return who was called by name in the reply before and answered last; None for nobody.

    Args:
        story: the conversation so far.
        present: the ids of the people who can be spoken to.
    """
    exchanges = story.attempt().exchanges
    event = exchanges[-1].event if exchanges else None
    if not isinstance(event, Replied) or event.hearing is None or event.hearing.to not in present:
        return None
    spoke = [line.speaker for line in story.attempt().cue() if line.speaker != SCENE]
    return event.hearing.to if spoke[-1:] == [event.hearing.to] else None


def hear(matcher: Matcher, script: Script, story: History, text: str) -> tuple[Reading, tuple[Verdict, ...]]:
    """Read a reply and, after an ask-back, settle what the reply before it meant.

    The family hears an answer to "How do you mean?" together with what it explains, so both are read as one text. Each
    verdict keeps its words in the reply where they were said.

    Args:
        matcher: the matcher of the scenario's rubric.
        script: the scenario being played.
        story: the conversation so far.
        text: the reply.

    Returns:
        The reading of the reply, and the settled verdicts on the reply before it.
    """
    known = context(script, story)
    before = _asked_about(story)
    if before is None:
        return matcher.read(text, known), ()
    whole = matcher.read(f"{before}{BETWEEN}{text}", known)
    # Forms and frames are those of the new reply alone; only verdicts come from both together.
    alone = matcher.read_wording(text, known)
    starts = len(before) + len(BETWEEN)
    mine, settled = [], []
    for verdict in whole.verdicts:
        if verdict.span.end > starts:
            mine.append(_within(verdict, max(verdict.span.start - starts, 0), verdict.span.end - starts, text))
        else:
            settled.append(verdict)
    return alone.model_copy(update={"verdicts": tuple(mine)}), tuple(settled)


def _asked_about(story: History) -> str | None:
    """Return the reply about which the family asked back; None if it did not."""
    if not story.state.position.asked:
        return None
    event = story.attempt().exchanges[-1].event
    return event.text if isinstance(event, Replied) else None


def _within(verdict: Verdict, start: int, end: int, text: str) -> Verdict:
    """Return a verdict with its span moved to its place in `text`."""
    return verdict.model_copy(update={"span": Span(start=start, end=end, text=text[start:end])})


# --- What the family can be asked as the conversation stands, and the entry that is chosen


def list_candidates(script: Script, position: Position, named: str | None = None) -> tuple[Candidate, ...]:
    """List what can be asked at a position, and what meets the family's conditions.

    What belongs to the turn comes first.

    Args:
        script: the scenario being played.
        position: how the conversation stands.
        named: the person called by name: what only others could answer is left out.
    """
    meets = [
        Candidate(f"meets:{key}", condition.asked, local=True)
        for key, condition in script.turn(position.turn).meets.items()
        if condition.asked and f"meets:{key}" not in position.used and not list_state_failures(condition, position)
    ]
    entries = list_open_entries(script, position, named).items()
    known = (_find_candidate(script, position.turn, name, entry) for name, entry in entries)
    return (*meets, *(candidate for candidate in known if candidate))


def _find_candidate(script: Script, turn: str, name: str, entry: Entry) -> Candidate | None:
    """Return the candidate of an entry, made once; None for an act that nobody can ask.

    Args:
        script: the scenario being played.
        turn: the id of the turn.
        name: the entry's name, with its place.
        entry: the entry.
    """
    place, _, key = name.partition(":")
    at = (turn if place == "asked" else "", name)
    if (made := script.candidates.get(at)) is None:
        if place != "acts":
            made = script.candidates[at] = make_candidate(name, entry, script.people)
        elif act := load_acts().get(key):
            made = script.candidates[at] = Candidate(name, act.asked, local=False)
    return made


def list_compared(script: Script) -> tuple[str, ...]:
    """List every text of a script that a reply is compared with: askings and answers."""
    acts = load_acts()
    turns = script.dialogue.turns.values()
    entries = [*script.knows.values(), *(entry for turn in turns for entry in turn.asked.values())]
    met = [text for turn in turns for condition in turn.meets.values() for text in condition.asked]
    common = [text for key in script.acts if key in acts for text in acts[key].asked]
    own = [text for entry in entries for text in (*entry.asked, *entry.list_first_lines()[:LINES_COMPARED])]
    return tuple(dict.fromkeys((*own, *met, *common)))


def pick_entry(
    picker: Picker,
    script: Script,
    position: Position,
    text: str,
    reading: Reading,
    known: Context,
    hearing: Hearing | None = None,
) -> Pick | None:
    """Choose the entry that answers a reply, as a fact to be stored; None without any.

    Args:
        picker: what chooses by meaning.
        script: the scenario being played.
        position: how the conversation stands.
        text: the reply.
        reading: its reading.
        known: what it was read after.
        hearing: whom it speaks to, and what else it does.
    """
    named = hearing.to if hearing and Aspect.NAMED in hearing.aspects else None
    candidates = list_candidates(script, position, named)
    if not candidates:
        return None
    context = PickContext(known.cue, known.topic, list_names(script.people.values()), script.dialogue.family)
    pick = picker.pick(text, candidates, context)
    if pick is None:
        return None
    pick = weigh(pick, reading, picker.thresholds)
    if pick.span and not find_manner(pick.span.text).asks:
        pick = pick.model_copy(update={"states": True})
    if not pick.sureness.replaces:
        other = _pick_by_sentence(picker, text, candidates, context, unsure=pick.sureness is Sureness.UNSURE)
        return _take_up(pick, other) if other else pick
    if pick.span is None or not (rest := _leave_out(text, pick.span)):
        return pick
    other = picker.pick(rest, candidates, context)
    if other is None or not pick.may_take_up(other, picker.thresholds):
        other = _pick_other_question(picker, rest, candidates, context)
    return _take_up(pick, other) if other and other.entry != pick.entry else pick


def _take_up(pick: Pick, other: Pick) -> Pick:
    """Return a choice with another beside it, for another sentence of the reply."""
    states = other.span is not None and not find_manner(other.span.text).asks
    update = {"also": other.entry, "also_likely": other.likely, "also_span": other.span, "also_states": states}
    return pick.model_copy(update=update)


BY_ITSELF, FEW_WORDS_BY_THEMSELVES = 0.5, 0.85
"""How likely an entry has to be for a sentence alone, and for one of few words, to take it up where no more is sure."""
ASKED_BY_ITSELF = 0.35
"""The first of these for a question that nothing answers, where nothing else of the reply has its answer either."""
FEW_WORDS_BESIDES = 0.9
"""The second of these for a further question, beside one that has its answer."""


class _Alone(NamedTuple):
    """A sentence of a reply by itself, with the entry that may answer it."""

    words: int
    asks: bool
    pick: Pick


def _pick_by_sentence(
    picker: Picker, text: str, candidates: Sequence[Candidate], context: PickContext, *, unsure: bool
) -> Pick | None:
    """Choose the entry that is likeliest for one sentence of a reply by itself; None if unsure.

    Beside a question that nothing answers, what else was said counts for little: by itself it may well have its answer.

    Args:
        picker: what chooses by meaning.
        text: the reply.
        candidates: the entries that can be asked.
        context: what they are chosen by.
        unsure: whether nothing would be said to the reply as a whole.
    """
    alone, several = _weigh_sentences(picker, text, candidates, context)
    if not several:
        return None
    sure = [one.pick for one in alone if one.pick.likely >= _find_least(one)]
    if not sure and unsure:
        sure = [one.pick for one in alone if one.asks and one.words > LITTLE and one.pick.likely >= ASKED_BY_ITSELF]
    return max(reversed(sure), key=lambda pick: pick.likely, default=None)


def _pick_other_question(
    picker: Picker, rest: str, candidates: Sequence[Candidate], context: PickContext
) -> Pick | None:
    """Choose the entry that is likeliest for a further question by itself.

    Args:
        picker: what chooses by meaning.
        rest: the reply without the sentence that has its answer.
        candidates: the entries that can be asked.
        context: what they are chosen by.
    """
    alone, _ = _weigh_sentences(picker, rest, candidates, context)
    sure = [one.pick for one in alone if one.asks and one.pick.likely >= _find_least(one, FEW_WORDS_BESIDES)]
    return max(reversed(sure), key=lambda pick: pick.likely, default=None)


def _find_least(alone: _Alone, few: float = FEW_WORDS_BY_THEMSELVES) -> float:
    return BY_ITSELF if alone.words > LITTLE else few


def _weigh_sentences(
    picker: Picker, text: str, candidates: Sequence[Candidate], context: PickContext
) -> tuple[tuple[_Alone, ...], bool]:
    """Choose an entry for each of the last sentences of a reply by itself, however unsure.

    What only adds to the sentence before it ("or did I lend it?") cannot be understood by itself.

    Args:
        picker: what chooses by meaning.
        text: the reply.
        candidates: the entries that can be asked.
        context: what they are chosen by.

    Returns:
        The sentences with their choices, and whether the reply has several sentences.
    """
    parsed = cut_questions(parse(text))
    alone = []
    for sentence in parsed.sentences[-MOST_BY_THEMSELVES:]:
        start, end = parsed.span(sentence.first, sentence.last)
        pick = picker.pick(" " * start + text[start:end] + " " * (len(text) - end), candidates, context)
        if pick:
            asks = find_manner(text[start:end]).asks and parsed.words[sentence.first] != "or"
            alone.append(_Alone(sentence.last - sentence.first, asks, pick))
    return tuple(alone), len(parsed.sentences) > 1


MOST_BY_THEMSELVES = 6
"""Sentences of a reply that are looked at one by one, the last ones."""


def _leave_out(text: str, span: Span) -> str:
    """Return a reply with blanks for the sentences that a span touches, if a word is left."""
    parsed = cut_questions(parse(text))
    for sentence in parsed.sentences:
        start, end = parsed.span(sentence.first, sentence.last)
        if start < span.end and span.start < end:
            text = text[:start] + " " * (end - start) + text[end:]
    return text if any(character.isalnum() for character in text) else ""


# --- What would have changed a reading

MOST_STRETCHES = 12
"""Stretches that are left out in turn; a longer reply is too long a story to tell this way."""
NO_NAMES: Mapping[str, str] = {}


class Change(NamedTuple):
    """A part of a reply, and the criteria that are lost or gained if it is left out."""

    without: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]


def find_changes(matcher: Matcher, reply: str, context: Context) -> tuple[Change, ...]:
    """Find the parts of a reply without which its clear criteria would change, in order."""
    parsed = parse(reply)
    whole = matcher.read(reply, context).clear()
    # Clauses, and whole sentences of several: a single word left out would break the grammar that rules look for.
    stretches = [clause for sentence in parsed.sentences for clause in sentence.clauses]
    if len(parsed.sentences) > 1:
        stretches += [(sentence.first, sentence.last) for sentence in parsed.sentences if len(sentence.clauses) > 1]
    changes = []
    for first, last in sorted(set(stretches))[:MOST_STRETCHES]:
        start, end = parsed.span(first, last)
        rest = f"{reply[:start]}{reply[end:]}".strip()
        left = matcher.read(rest, context) if rest else Reading()
        lost, gained = sorted(whole - left.clear()), sorted(left.clear() - whole)
        if rest and (lost or gained):
            changes.append(Change(reply[start:end], tuple(lost), tuple(gained)))
    return _keep_shortest(changes)


def describe_change(change: Change, names: Mapping[str, str] = NO_NAMES) -> str:
    """Return a sentence on how a reply would be read without one of its parts.

    Args:
        change: the part, and what changes without it.
        names: the names of criteria by id; a criterion that is not in it is called by its id.
    """
    lost, gained = (
        ", ".join(f"'{names.get(criterion, criterion)}'" for criterion in some) for some in (change.lost, change.gained)
    )
    parts = [say("no longer be read as {lost}", lost=lost)] if lost else []
    parts += [say("be read as {gained}", gained=gained)] if gained else []
    return say("Without “{without}” it would {what}.", without=change.without, what=say(", and would ").join(parts))


def describe_changes(changes: Iterable[Change], reading: Reading, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return sentences on how a reply would be read without its parts.

    With names, which a practitioner sees, only those of parts that carry what is lost: that one part changes how
    another is read says nothing to them.

    Args:
        changes: the parts, and what changes without each.
        reading: the reading of the whole reply.
        names: the names of criteria by id; none for an author, who is told every change.
    """
    if not names:
        return tuple(map(describe_change, changes))
    sentences = []
    for change in changes:
        carried = {verdict.criterion for verdict in reading.verdicts if verdict.span.text in change.without}
        if lost := [names.get(criterion, criterion) for criterion in change.lost if criterion in carried]:
            sentences.append(
                say("Only “{without}” was read as {what}.", without=change.without, what=" and ".join(lost))
            )
    return tuple(sentences)


def _keep_shortest(changes: list[Change]) -> tuple[Change, ...]:
    """Keep the shortest of the parts that change the same criteria: it tells most."""
    best: dict[tuple[tuple[str, ...], tuple[str, ...]], Change] = {}
    for change in changes:
        key = (change.lost, change.gained)
        if key not in best or len(change.without) < len(best[key].without):
            best[key] = change
    return tuple(best.values())


def list_outvoted(matcher: Matcher, script: Script, exchange: Exchange) -> tuple[str, ...]:
    """List rules that matched a reply while weights or another criterion decided otherwise.

    Each is a sentence. Empty if the reply was read by another version of the matcher.
    """
    event = exchange.event
    if not isinstance(event, Replied) or exchange.joins or event.reading.matcher != matcher.version:
        return ()
    outvoted = matcher.find_outvoted(event.text, context_of(script, exchange), event.reading)
    return tuple(f"Outvoted: {describe_outvoted(rule)}" for rule in outvoted)


def list_changes(
    matcher: Matcher, script: Script, exchange: Exchange, names: Mapping[str, str] = NO_NAMES
) -> tuple[str, ...]:
    """List the parts of a reply without which it would be read differently, a sentence each.

    Empty if the reply was read by another version of the matcher. `names` are as in `describe_changes`.
    """
    event = exchange.event
    if not isinstance(event, Replied) or exchange.joins or event.reading.matcher != matcher.version:
        return ()
    changes = find_changes(matcher, event.text, context_of(script, exchange))
    return describe_changes(changes, event.reading, names)
