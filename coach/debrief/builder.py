"""Building the debrief of one attempt (`build_debrief`), and listing the family's silences."""

from collections.abc import Iterator

from coach.debrief.evidence import (
    Ground,
    collect_marks,
    describe_subject,
    find_unworded,
    get_reply,
    is_read_by_wording,
    list_harms,
    put_in_quotes,
)
from coach.debrief.openings import resolve_openings
from coach.debrief.picture import YOU, is_put_right
from coach.debrief.report import (
    INTENTION,
    LESS_WELL,
    Debrief,
    HarmOutcome,
    OpeningOutcome,
    OpeningStanding,
    RepairStanding,
    SilenceOutcome,
    TranscriptLine,
    VerdictMark,
    combine_reflections,
)
from coach.debrief.speech import list_forms
from coach.language.catalogue import say
from coach.model.conditions import SCENE, Line
from coach.model.reading import Certainty
from coach.model.rubric import Level, Rubric
from coach.rehearsal.explain import explain_to_practitioner, word_doubt
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt, Exchange, History

# --- The transcript with notes in its margin

MENDED_IN = "This mended what was said in reply {reply}."
MENDED = "This mended what was said"
"""How a note on a repair begins; it goes on to say where the hurt was."""


def build_transcript(script: Script, ground: Ground) -> tuple[TranscriptLine, ...]:
    """Build the transcript: every line in order, each reply with its margin notes."""
    lines = [_make_family_line(script, line) for line in ground.attempt.arrival]
    for exchange in ground.attempt.exchanges:
        if exchange.number:
            event = get_reply(exchange)
            notes, forms = _list_notes(ground, exchange.number), list_forms(exchange, ground.rubric)
            lines.append(TranscriptLine(speaker=YOU, text=event.text, reply=exchange.number, forms=forms, notes=notes))
        else:
            lines.append(TranscriptLine(speaker=YOU, text=say("(a line skipped)"), skipped=True))
        lines += [_make_family_line(script, line) for line in exchange.lines()]
    return tuple(lines)


def word_note(mark: VerdictMark) -> str:
    """Return the margin note on one verdict, with the practitioner's own word on it."""
    words, own_note = put_in_quotes(mark.words, "."), _word_own_note(mark)
    if mark.disputed == "not_meant":
        return say("{name}? You said: not what I meant.{own_note}", name=mark.name, own_note=own_note)
    if mark.disputed == "fair":
        return say("{name}: {words} You said: that's fair.{own_note}", name=mark.name, words=words, own_note=own_note)
    if mark.certainty is Certainty.POSSIBLE:
        return f"{word_doubt(mark.name)}: {words}"
    may = say("May have hurt: ") if mark.harmful else ""
    name = mark.name[0].lower() + mark.name[1:] if may else mark.name
    return f"{may}{name}: {words}"


def _word_own_note(mark: VerdictMark) -> str:
    """Return the note that the practitioner wrote on a verdict, in quotation marks.

    Empty if none.
    """
    return f" “{mark.note}”" if mark.note else ""


def _list_notes(ground: Ground, reply: int) -> tuple[str, ...]:
    """List the margin notes of one reply: verdicts, other signs, what it missed or repaired."""
    passed = (o for o in ground.openings if o.standing is OpeningStanding.MISSED and o.sure and o.reply == reply)
    mended = (h for h in ground.hurts if h.mended is RepairStanding.REPAIRED and h.mended_by == reply)
    return (
        *(word_note(mark) for mark in ground.marks if mark.reply == reply),
        *_note_traces(ground, reply),
        *(say("An opening passed by: {about}.", about=opening.about) for opening in passed),
        *(word_repair_note(hurt.reply) for hurt in mended),
    )


def _note_traces(ground: Ground, reply: int) -> Iterator[str]:
    """Yield a note for words that meet no criterion, but in which the family hears one."""
    traces = ground.rubric.traces
    for trace in get_reply(ground.attempt.replies()[reply - 1]).reading.traces:
        if ground.rubric.heard_as(trace.id):
            yield f"{traces[trace.id].name}: {put_in_quotes(trace.span.text, '.')}"


def word_repair_note(reply: int) -> str:
    """Return the margin note on a reply that repaired a hurt; `reply` is the one that hurt."""
    return say(MENDED_IN, reply=reply)


def _make_family_line(script: Script, line: Line) -> TranscriptLine:
    """Make the transcript's line from a line of the family's."""
    return TranscriptLine(speaker=script.speaker(line), text=line.text, how=line.how, scene=line.speaker == SCENE)


# --- The whole debrief of an attempt, and the silences apart from it

WORRY = "risk"
"""The topic of what somebody came for: the worry about a child."""
UNSPOKEN = "The worry about the child that you came with was not put into words."
"""A fact beside the counts of moments: whoever reads it next needs it first."""


def build_debrief(script: Script, rubric: Rubric, history: History, attempt: int = 0) -> Debrief:
    """Build the debrief of one attempt.

    Args:
        script: the scenario that was played.
        rubric: the rubric that the replies were read by.
        history: the replayed rehearsal.
        attempt: the number of the attempt, from 1; 0 means the last.
    """
    chosen = history.attempt(attempt)
    verdicts = collect_marks(script, rubric, chosen, history.disputed)
    as_read = collect_marks(script, rubric, chosen, history.disputed, as_read=True)
    openings = resolve_openings(script, rubric, chosen, as_read)
    hurts = list_harms(script, chosen, verdicts)
    ground = Ground(rubric, chosen, script.dialogue.focus, verdicts, openings, hurts)
    # Some scenarios have no family (a talk between colleagues): they call some subjects by other names.
    calls = script.dialogue.calls
    ending = script.dialogue.endings.get(chosen.ending or "")
    return Debrief(
        scenario=script.scenario,
        title=script.dialogue.title,
        you_are=script.dialogue.you_are,
        attempt=chosen.number,
        intention=history.began.intention if history.began else "",
        ending=ending.title if ending else "",
        after=ending.after if ending else "",
        headline=word_headline(openings, hurts) + (f" {UNSPOKEN}" if is_worry_unspoken(ground) else ""),
        enough=ground.enough(),
        answers=tuple(
            describe_subject(ground, key, subject, subject.criteria, calls.get(key, ""))
            for key, subject in rubric.answers.items()
        ),
        domains=tuple(
            describe_subject(ground, key, subject, rubric.in_domain(key), calls.get(key, ""))
            for key, subject in rubric.domains.items()
            if not subject.ledger
        ),
        openings=openings,
        hurts=hurts,
        marks=verdicts,
        transcript=build_transcript(script, ground),
        diverges_at=history.stops(),
        happened=combine_reflections(event.words for event in history.reflected if event.on == INTENTION),
        mends=script.mends or "",
        reads_less_well=LESS_WELL if is_read_by_wording(chosen) else "",
    )


def list_silences(script: Script, history: History, attempt: int = 0) -> tuple[SilenceOutcome, ...]:
    """List what the family kept until asked (its silences), each with whether it was told.

    What is private is not among them: a script does not hold it.

    Args:
        script: the scenario that was played.
        history: the replayed rehearsal.
        attempt: the number of the attempt, from 1; 0 means the last.
    """
    told = history.attempt(attempt).told_silences
    return tuple(
        SilenceOutcome(id=key, layer=silence.layer, about=silence.about, told=key in told)
        for key, silence in sorted(script.silences.items(), key=lambda item: item[1].layer)
    )


def word_headline(opened: tuple[OpeningOutcome, ...], hurts: tuple[HarmOutcome, ...]) -> str:
    """Return a sentence or two on which openings were taken or missed, and what may have hurt.

    An opening is a cue that lets a subject be spoken of. Moments are counted, and never describe the person
    (`docs/domain-rules.md#counts-of-moments`).

    Args:
        opened: the openings of the attempt.
        hurts: the replies that may have hurt.
    """
    counted = {s: sum(o.standing is s for o in opened) for s in OpeningStanding}
    reached = sum(
        counted[s]
        for s in (OpeningStanding.TAKEN, OpeningStanding.PARTLY, OpeningStanding.MISSED, OpeningStanding.UNSURE)
    )
    if not reached:
        first = "No openings came up before this stopped."
    else:
        parts = [
            f"{counted[s]} {word}"
            for s, word in (
                (OpeningStanding.TAKEN, "taken"),
                (OpeningStanding.PARTLY, "partly"),
                (OpeningStanding.MISSED, "passed by"),
                (OpeningStanding.UNSURE, "the coach wasn't sure of"),
            )
            if counted[s]
        ]
        first = f"{_count(reached, 'opening')}: {', '.join(parts)}."
    return f"{first} {_word_harms(hurts)}"


def is_worry_unspoken(ground: Ground) -> bool:
    """Whether the worry about the child that the conversation is about was never put into words.

    It was, if the attempt has any verdict or trace that its domain asks for at the level of Opening.
    """
    # Without this domain in the rubric, or in the scenario's focus, nothing can be said about the worry.
    about = next((domain for domain in ground.rubric.domains.values() if WORRY in domain.topics), None)
    row = about.levels.get(Level.OPENING) if about else None
    if row is None or not set(row.any).intersection(ground.focus) or not ground.enough():
        return False
    # A possible verdict counts as spoken too: the sentence is only said if nothing points to the worry at all.
    heard = {trace.id for reply in ground.attempt.replies() for trace in get_reply(reply).reading.traces}
    return heard.isdisjoint(row.traces) and {mark.criterion for mark in ground.marks}.isdisjoint(row.any)


def _word_harms(hurts: tuple[HarmOutcome, ...]) -> str:
    """Return in words how many replies may have hurt, and how many of these hurts were repaired."""
    if not hurts:
        return "No moment that the coach thinks may have hurt."
    if len(hurts) == 1:
        return f"1 moment that may have hurt, {_word_repair(hurts[0])}."
    repaired = sum(h.mended is RepairStanding.REPAIRED for h in hurts)
    partly = sum(h.mended is RepairStanding.PARTLY for h in hurts)
    open_ = len(hurts) - repaired - partly
    if open_ == len(hurts):
        return f"{len(hurts)} moments that may have hurt, none mended yet."
    parts = [
        f"{n} {word}" for n, word in ((repaired, "repaired"), (partly, "partly mended"), (open_, "not yet mended")) if n
    ]
    return f"{len(hurts)} moments that may have hurt: {', '.join(parts)}."


def _word_repair(hurt: HarmOutcome) -> str:
    """Return in words whether a hurt was repaired, and how many replies later."""
    if hurt.mended is RepairStanding.NOT_YET:
        return "not yet mended"
    # Counted in replies, not in minutes.
    later = hurt.mended_by - hurt.reply
    when = "in the next reply" if later == 1 else f"{_spell_number(later)} replies later"
    return f"repaired {when}" if hurt.mended is RepairStanding.REPAIRED else f"partly mended {when}"


def _count(count: int, word: str) -> str:
    """Write a number with its noun, adding an `s` unless it is 1."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _spell_number(count: int) -> str:
    """Write a number below ten as a word, others in digits."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[count] if count < len(words) else str(count)


# --- Why they answered so


def explain_exchange(script: Script, rubric: Rubric, attempt: Attempt, exchange: Exchange) -> tuple[str, ...]:
    """Explain the answer to a reply to the practitioner, as the debrief shows it.

    Args:
        script: the scenario that was played.
        rubric: the rubric, for the names of criteria.
        attempt: the attempt with the reply.
        exchange: the reply, with the family's answer.
    """
    rights = is_put_right(script, exchange, attempt.replies()[: exchange.number - 1])
    return explain_to_practitioner(
        exchange,
        rubric,
        list_forms(exchange, rubric),
        put_right=rights,
        unworded=find_unworded(rubric, attempt, exchange),
    )
