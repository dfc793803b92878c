"""The evidence of a debrief: verdicts as marks, hurts and repairs, the levels of subjects.

Begin with `collect_marks`, `list_harms` and `describe_subject`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from coach.debrief.owning import apologises, find_owning, is_for_another, names_again, owns_for_service
from coach.debrief.picture import is_put_right
from coach.debrief.report import (
    Evidence,
    HarmOutcome,
    OpeningOutcome,
    OpeningStanding,
    RepairStanding,
    SubjectOutcome,
    VerdictMark,
)
from coach.debrief.wording import (
    BRINGS,
    SubjectNamer,
    compile_finder,
    spell_plain,
    split_sentences,
)
from coach.matching.sentences import parse
from coach.model.conditions import SCENE, Line
from coach.model.events import Disputed, Replied
from coach.model.reading import Certainty, Form, Span, Verdict
from coach.model.rubric import Level, LevelRow, Polarity, Rubric, Subject
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt, Exchange, TurnOutput

LATER = "a reply later"
"""Why an opening was partly taken whose reply came one too late."""


LONGEST_QUOTE = 160
_SENTENCE_ENDS = re.compile(r"[.?!…]+[\"'”’)]*(?=\s|$)|\n+")
_CLAUSE_ENDS = re.compile(r"[,;:–—]+(?=\s)|\s-(?=\s)")
ALL_BUT_THE_SAME = 0.85
"""Likeness of two replies, by words in order, from which they count as one."""


def collect_marks(
    script: Script, rubric: Rubric, attempt: Attempt, disputed: tuple[Disputed, ...], *, as_read: bool = False
) -> tuple[VerdictMark, ...]:
    """Collect the verdicts of an attempt in order; the same words count once for a criterion.

    Args:
        script: the scenario that was played.
        rubric: the rubric that the replies were read by.
        attempt: the attempt.
        disputed: the practitioner's objections to verdicts, of all attempts; each is put beside its verdict.
        as_read: whether a verdict stays clear whose name claims more than was said, as an opening is taken without it.
    """
    said = {(d.reply, d.criterion): d for d in disputed if d.attempt == attempt.number}
    verdict_marks: list[VerdictMark] = []
    seen: set[tuple[str, str]] = set()
    stretches = map_stretches(script, attempt)
    harmful = rubric.of(Polarity.HARMFUL)
    for exchange in attempt.replies():
        doubtful = get_reply(exchange).doubtful(harmful, rubric.mends)
        doubtful |= frozenset() if as_read else find_unworded(rubric, attempt, exchange)
        for verdict in _list_standing(attempt, exchange):
            criterion = rubric.criteria.get(verdict.criterion)
            # A practitioner who repeats a sentence should not be credited, or faulted, for it twice.
            same = (verdict.criterion, " ".join(verdict.span.text.casefold().split()))
            if criterion is None or same in seen:
                continue
            seen.add(same)
            dispute = said.get((exchange.number, verdict.criterion))
            verdict_marks.append(
                VerdictMark(
                    reply=exchange.number,
                    criterion=verdict.criterion,
                    name=criterion.name,
                    harmful=criterion.polarity is Polarity.HARMFUL,
                    certainty=Certainty.POSSIBLE if verdict.criterion in doubtful else verdict.certainty,
                    start=verdict.span.start,
                    end=verdict.span.end,
                    words=shorten(verdict.span.text),
                    quote=quote_in_full(get_reply(exchange).text, verdict.span),
                    example=verdict.example,
                    rule=verdict.rule,
                    openly=is_open(exchange),
                    stretch=stretches[exchange.number],
                    disputed=dispute.stance.value if dispute else "",
                    note=dispute.note if dispute else "",
                )
            )
    return tuple(verdict_marks)


def find_unworded(rubric: Rubric, attempt: Attempt, exchange: Exchange) -> frozenset[str]:
    """Find the criteria whose name claims more of a reply than anybody near it put into words.

    "What happened when you went to the clinic?" may lead to racism, and asks about appointments. A word of the subject
    in the reply is enough; for a question it may stand in the family's lines before it, before the reply before, or in
    their answer.

    Args:
        rubric: the rubric, which says by which words a subject is named.
        attempt: the attempt with the reply.
        exchange: the reply with the family's answer.
    """
    if not isinstance(exchange.event, Replied):
        return frozenset()
    read = {verdict.criterion for verdict in _list_standing(attempt, exchange)}
    claiming = {key: one.claims for key, one in rubric.criteria.items() if one.claims and key in read}
    if not claiming:
        return frozenset()
    earlier = [one for one in attempt.replies() if one.number == exchange.number - 1]
    lines = [line.text for one in (*earlier, exchange) for line in select_speech(one.cue)]
    # "Please go on, I'm listening" asks nothing, whatever they had named.
    lines += [line.text for line in select_speech(exchange.lines())]
    near = [exchange.text, *(lines if "?" in exchange.text else ())]
    names = SubjectNamer(rubric)
    # "Would a Romani woman on the phone be safer?" asks for an interpreter.
    sentences = [one for text in near for one in split_sentences(text)]
    named = {subject for one in sentences for subject in names.find(one) if not BRINGS.search(spell_plain(one))}
    lists = tuple((key, tuple(phrases)) for key, phrases in rubric.lists.items())
    return frozenset(
        key
        for key, claims in claiming.items()
        if named.isdisjoint(claims.subjects)
        and not compile_finder(tuple(claims.says), (), lists).finds(parse(exchange.text))
    )


def _list_standing(attempt: Attempt, exchange: Exchange) -> tuple[Verdict, ...]:
    """List the verdicts on a reply.

    After an ask-back, possible ones as the next reply settled them.
    """
    own = get_reply(exchange).reading.verdicts
    # After an ask-back the next reply says what was meant; its `settled` verdicts speak of the words of this one.
    after = next((later for later in attempt.replies() if later.joins == exchange.number), None)
    if after is None:
        return own
    clear = tuple(verdict for verdict in own if verdict.certainty is Certainty.CLEAR)
    known = {verdict.criterion for verdict in clear}
    return clear + tuple(verdict for verdict in get_reply(after).settled if verdict.criterion not in known)


def get_reply(exchange: Exchange) -> Replied:
    """Return the reply of an exchange. Raises TypeError for a line that was skipped."""
    if not isinstance(exchange.event, Replied):
        raise TypeError("a skipped line has no reply")
    return exchange.event


def is_read_by_wording(attempt: Attempt) -> bool:
    """Whether any reply of an attempt was read without fitted weights, and so less reliably."""
    return any(get_reply(exchange).reading.by_wording_alone() for exchange in attempt.replies())


def is_open(exchange: Exchange) -> bool:
    """Whether a reply leaves room: an open question, a reflection, or a bare 'go on'."""
    reading = get_reply(exchange).reading
    return reading.follows_up or bool({Form.OPEN_QUESTION, Form.REFLECTION}.intersection(reading.forms))


def map_stretches(script: Script, attempt: Attempt) -> dict[int, int]:
    """Map each reply, by number, to its part (stretch) of the conversation, counted from 0.

    A new part begins with each opening, a cue that lets a subject be spoken of.
    """
    stretch, placed = 0, {}
    for exchange in attempt.exchanges:
        if exchange.number:
            placed[exchange.number] = stretch
        for output in exchange.outputs:
            if isinstance(output, TurnOutput) and script.turn(output.turn).opening:
                stretch += 1
    return placed


def select_speech(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return only the lines that a person says, without those of the scene."""
    return tuple(line for line in lines if line.speaker != SCENE)


def is_nearly_same(one: str, other: str) -> bool:
    """Whether two texts differ in no more than a word or two."""
    return SequenceMatcher(None, one.casefold().split(), other.casefold().split()).ratio() >= ALL_BUT_THE_SAME


def put_in_quotes(said: str, stop: str = "") -> str:
    """Put words in quotation marks; `stop` follows unless they end in punctuation of their own."""
    return f"“{said}”" if said.endswith((".", "?", "!", "…")) else f"“{said}”{stop}"


def quote_in_full(text: str, span: Span) -> str:
    """Quote the whole sentence around a verdict's words.

    The words alone can say the opposite of the sentence, such as without the 'never' before them. From a sentence of
    more than 160 characters, only the clauses around the words are quoted.
    """
    first, last = _find_bounds(_SENTENCE_ENDS, text, 0, len(text), span)
    sentence = " ".join(text[first:last].split())
    if len(sentence) <= LONGEST_QUOTE:
        return sentence
    start, end = _find_bounds(_CLAUSE_ENDS, text, first, last, span)
    before, after = ("… " if start > first else ""), (" …" if end < last else "")
    return shorten(before + text[start:end].strip(" ,;:–—-") + after)


def _find_bounds(ends: re.Pattern[str], text: str, first: int, last: int, span: Span) -> tuple[int, int]:
    """Return the nearest ends of sentences or clauses around a span.

    Args:
        ends: the pattern of an end.
        text: the reply.
        first: the first character to look at.
        last: the character to stop at.
        span: the words in the middle.

    Returns:
        Where the stretch around the span starts and ends, in characters of the reply.
    """
    places = [end.end() for end in ends.finditer(text) if first < end.end() < last]
    return max((p for p in places if p <= span.start), default=first), min(
        (p for p in places if p >= span.end), default=last
    )


def shorten(text: str) -> str:
    """Shorten a text to 160 characters on one line, cut between words."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


# --- Harm and repair (Owen 2014; Safran & Muran): a list, never a sum


def list_harms(script: Script, attempt: Attempt, marks: tuple[VerdictMark, ...]) -> tuple[HarmOutcome, ...]:
    """List the replies that may have hurt, in order, each with whether it was repaired.

    Args:
        script: the scenario, for the criterion that repairs a hurt.
        attempt: the attempt.
        marks: the marks of the attempt.
    """
    seen = []
    for exchange in attempt.replies():
        hurts = [m for m in marks if m.reply == exchange.number and m.harmful and m.counts()]
        if not hurts:
            continue
        mended, by, quote = _find_repair(script, attempt, marks, exchange.number)
        seen.append(
            HarmOutcome(
                reply=exchange.number,
                criteria=tuple(m.criterion for m in hurts),
                names=tuple(m.name for m in hurts),
                quote=hurts[0].quote,
                mended=mended,
                mended_by=by,
                mending_quote=quote,
            )
        )
    return tuple(seen)


def _find_repair(
    script: Script, attempt: Attempt, marks: tuple[VerdictMark, ...], hurt: int
) -> tuple[RepairStanding, int, str]:
    """Find the first later reply that repairs a hurt in words, or else one that eased it.

    It has the criterion that repairs. Or the picture of the conversation shows it as putting right, and it comes
    straight after the hurt or owns it by its words: what goes to supervision says of a hurt what the page says.

    Args:
        script: the scenario, for the criterion that repairs a hurt.
        attempt: the attempt.
        marks: the marks of the attempt.
        hurt: the number of the reply that hurt.

    Returns:
        How far the hurt was repaired, the number of the repairing reply (0 for none), and the words that repaired it.
    """
    eased, replies = 0, attempt.replies()
    for at, exchange in enumerate(replies[hurt:], hurt):
        reply_marks = [m for m in marks if m.reply == exchange.number and m.counts()]
        mend = next((m for m in reply_marks if m.criterion == script.mends), None)
        # An apology that hurts again in the same reply repairs only partly, and so does one for a nearer hurt.
        nearer = any(one.hurts() and script.mends not in get_reply(one).reading.clear() for one in replies[hurt:at])
        named = not nearer or names_again(replies[hurt - 1].text, exchange.text)
        if mend and named and not any(m.harmful for m in reply_marks):
            return RepairStanding.REPAIRED, exchange.number, shorten(mend.quote)
        rights = is_put_right(script, exchange, replies[:at])
        if rights and is_for(replies[hurt - 1].text, exchange.text, [one.text for one in replies[:at]]):
            return RepairStanding.REPAIRED, exchange.number, shorten(quote_owning(exchange.text))
        if mend or exchange.repair == "eased":
            eased = eased or exchange.number
    return (RepairStanding.PARTLY, eased, "") if eased else (RepairStanding.NOT_YET, 0, "")


def is_for(hurt: str, rights: str, said: Sequence[str]) -> bool:
    """Whether a reply that put something right is for a hurt, and surely for nothing else.

    Args:
        hurt: the reply that hurt.
        rights: the reply that put something right.
        said: every reply before it.
    """
    # A sorry some replies later, which has no word of the hurt, is for something else as often as not.
    is_near = said[-1] == hurt or names_again(hurt, rights)
    return is_near and not is_for_another(hurt, [one for one in said if one != hurt], rights)


def quote_owning(text: str) -> str:
    """Return the sentences of a reply that own something or are sorry; else the whole reply."""
    owned = [one for one in split_sentences(text) if find_owning(one) or apologises(one) or owns_for_service(one)]
    return " ".join(owned) or text


# --- How openly a subject was explored: the highest row whose conditions are all evidenced

FEWEST_REPLIES, FEWEST_OPENINGS = 3, 2
"""Below these there is not enough to say."""

NAMES: dict[Level, tuple[str, str]] = {
    Level.LEFT_SILENT: ("Left silent", "it was there to be talked about and was not"),
    Level.TOUCHED_ON: ("Touched on", "mentioned, or come at from the side, and not stayed with"),
    Level.OPENING: ("Opening", "willing and asking; not yet followed, or something else was said that got in its way"),
    Level.EXPLORING: ("Exploring", "named, asked openly, and followed where the family led"),
    Level.WOVEN_THROUGH: ("Woven through", "carried across the conversation into what happens next"),
    Level.NOT_IN_PLAY: ("Not in play", "no opening on it came up here"),
    Level.NOT_ENOUGH: ("Not enough to say", "too little was said, or the coach was too unsure"),
}
"""Names and plain meanings of the levels, of a conversation and never of a person."""

NOT_FOLLOWED, PULLED_APART = (
    "willing and asking; not yet followed",
    "willing and asking; something else was said that got in its way",
)
"""The two meanings of Opening: the one that applies is said."""

_UPWARD = (Level.TOUCHED_ON, Level.OPENING, Level.EXPLORING, Level.WOVEN_THROUGH)
_COUNTED = (OpeningStanding.TAKEN, OpeningStanding.PARTLY, OpeningStanding.MISSED)
_MOST_EVIDENCE = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """The facts about an attempt on which the debrief rests: verdicts, openings and hurts."""

    rubric: Rubric
    attempt: Attempt
    focus: tuple[str, ...]
    marks: tuple[VerdictMark, ...]
    openings: tuple[OpeningOutcome, ...]
    hurts: tuple[HarmOutcome, ...]

    def enough(self) -> bool:
        """Whether enough was said, and enough of it read clearly, to name any level."""
        reached = [o for o in self.openings if o.standing in (*_COUNTED, OpeningStanding.UNSURE)]
        sure = sum(m.counts() for m in self.marks)
        unsure = sum(not m.counts() and not m.disputed for m in self.marks)
        # If the coach doubts most of what it read, it says so instead of naming levels.
        mostly_unsure = unsure > 2 and unsure > 2 * sure
        return len(self.attempt.replies()) >= FEWEST_REPLIES and len(reached) >= FEWEST_OPENINGS and not mostly_unsure


def describe_subject(
    ground: Ground, key: str, subject: Subject, criteria: tuple[str, ...], called: str = ""
) -> SubjectOutcome:
    """Describe how openly a subject was explored, with quotes that show it.

    Args:
        ground: the facts about the attempt.
        key: the id of the subject.
        subject: the subject, with what each level asks for.
        criteria: the ids of the criteria that count for it.
        called: the subject's name in this scenario, if it has another there.
    """
    level, because = _find_level(ground, subject, criteria)
    name, meaning = NAMES[level]
    if level is Level.OPENING:
        meaning = PULLED_APART if because else NOT_FOLLOWED
    return SubjectOutcome(
        id=key,
        name=called or subject.name,
        asks=subject.asks,
        level=level,
        level_name=name,
        meaning=meaning,
        evidence=_choose_evidence(ground, subject, criteria, level),
        because=because,
    )


def _find_level(ground: Ground, subject: Subject, criteria: tuple[str, ...]) -> tuple[Level, str]:
    """Return the level of a subject and, where something holds it down, the reason in words."""
    on_subject = [o for o in ground.openings if o.topic in subject.topics and o.standing in _COUNTED]
    counted = [m for m in ground.marks if m.criterion in criteria and m.counts()]
    in_play = bool(on_subject or counted or set(criteria).intersection(ground.focus))
    if not in_play:
        return Level.NOT_IN_PLAY, ""
    if not ground.enough():
        return Level.NOT_ENOUGH, ""
    reached = Level.LEFT_SILENT
    # The highest row that holds counts, even if a lower row does not hold.
    for level in _UPWARD:
        row = subject.levels.get(level)
        if row is not None and _holds(ground, row, subject):
            reached = level
    if reached is Level.LEFT_SILENT and any(m.criterion in criteria and not m.harmful for m in ground.marks):
        reached = Level.TOUCHED_ON  # a match the coach is unsure of, or one the rows do not name
    if reached is Level.LEFT_SILENT and any(o.standing is OpeningStanding.TAKEN for o in on_subject):
        reached = Level.OPENING  # taken by something that is no criterion of the subject's, such as "Say more?"
    if reached is Level.LEFT_SILENT and any(o.standing is OpeningStanding.PARTLY for o in on_subject):
        reached = Level.TOUCHED_ON
    if reached is Level.LEFT_SILENT and not on_subject:
        return Level.NOT_ENOUGH, "it did not come up before this ended"
    open_hurt = next(
        (
            h
            for h in ground.hurts
            if h.mended is not RepairStanding.REPAIRED and set(h.criteria) & set(subject.capped_by)
        ),
        None,
    )
    # A hurt that was not repaired keeps its subject at Opening, and the debrief says which reply it was.
    if open_hurt and reached in (Level.EXPLORING, Level.WOVEN_THROUGH):
        partly = open_hurt.mended is RepairStanding.PARTLY
        after = "was partly mended" if partly else "the coach read nothing afterwards that mends it"
        return Level.OPENING, f"reply {open_hurt.reply} may have hurt, and {after}"
    return reached, ""


def _holds(ground: Ground, row: LevelRow, subject: Subject) -> bool:
    """Whether the attempt has everything that a level of a subject asks for."""
    # A trace stands in for all other conditions of the row.
    if row.traces and any(t.id in row.traces for e in ground.attempt.replies() for t in get_reply(e).reading.traces):
        return True
    met = {m.criterion for m in ground.marks if m.counts()}
    asked = row.any + row.all + row.openly + sum(row.groups, ())
    # A row without conditions would hold for every attempt.
    if not asked:
        return False
    return (
        (not row.any or bool(met.intersection(row.any)))
        and met.issuperset(row.all)
        and (not row.groups or sum(bool(met.intersection(group)) for group in row.groups) >= row.groups_met)
        and (not row.openly or any(m.criterion in row.openly and m.openly and m.counts() for m in ground.marks))
        and (not row.openings or _is_mostly_taken(ground, subject))
        and len({m.stretch for m in ground.marks if m.counts() and m.criterion in asked}) >= row.phases
    )


def _is_mostly_taken(ground: Ground, subject: Subject) -> bool:
    """Whether replies took more than half of the openings on a subject; True if there were none."""
    standings = [o.standing for o in ground.openings if o.topic in subject.topics and o.standing in _COUNTED]
    return not standings or sum(s is OpeningStanding.TAKEN for s in standings) * 2 > len(standings)


def _choose_evidence(ground: Ground, subject: Subject, criteria: tuple[str, ...], level: Level) -> tuple[Evidence, ...]:
    """Choose quotes that show a level: replies, or the family's cues if it was left silent."""
    if level in (Level.NOT_IN_PLAY, Level.NOT_ENOUGH):
        return ()
    if level is Level.LEFT_SILENT:
        passed = [
            o for o in ground.openings if o.topic in subject.topics and o.standing is OpeningStanding.MISSED and o.sure
        ]
        return tuple(Evidence(reply=o.reply, quote=shorten(o.line), speaker=o.speaker) for o in passed[:_MOST_EVIDENCE])
    asked = {
        name for row in subject.levels.values() for name in (*row.any, *row.all, *row.openly, *sum(row.groups, ()))
    }
    told = _rank_marks(ground, criteria, asked)
    if told:
        return tuple(Evidence(reply=m.reply, quote=m.quote, unsure=not m.counts()) for m in told[:_MOST_EVIDENCE])
    traces = {trace for row in subject.levels.values() for trace in row.traces}
    traced = tuple(
        Evidence(reply=e.number, quote=shorten(t.span.text))
        for e in ground.attempt.replies()
        for t in get_reply(e).reading.traces
        if t.id in traces
    )
    took = (
        o
        for o in ground.openings
        if o.topic in subject.topics and o.standing in (OpeningStanding.TAKEN, OpeningStanding.PARTLY)
    )
    return (traced or tuple(Evidence(reply=o.reply, quote=o.quote) for o in took if o.reply))[:_MOST_EVIDENCE]


def _rank_marks(ground: Ground, criteria: tuple[str, ...], asked: set[str]) -> list[VerdictMark]:
    """Return the two verdicts that show a level best, at most one for each reply.

    Clear ones come before possible ones, then those in replies that hurt nobody, then those that the levels ask for. A
    reply that is listed as a hurt shows nothing else.

    Args:
        ground: the facts about the attempt.
        criteria: the ids of the subject's criteria.
        asked: the ids of the criteria that its levels ask for.
    """
    hurt = {hurt.reply for hurt in ground.hurts}
    # What the practitioner did not mean is never held up to them as evidence.
    fair = [m for m in ground.marks if not m.harmful and m.disputed != "not_meant" and m.reply not in hurt]
    mine = [m for m in fair if m.criterion in criteria]
    unsure = {m.reply for m in ground.marks if m.harmful and m.disputed != "not_meant"}
    mine.sort(key=lambda m: (not m.counts(), m.reply in unsure, m.criterion not in asked, not m.openly, m.reply))
    seen: dict[int, VerdictMark] = {}
    for mark in mine:
        seen.setdefault(mark.reply, mark)
    return sorted(list(seen.values())[:_MOST_EVIDENCE], key=lambda m: m.reply)
