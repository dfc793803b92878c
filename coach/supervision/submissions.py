"""Submissions made from a rehearsal: the whole of it, one moment, or a question.

Every function here takes the practitioner's choice and returns exactly what will be handed over, so that it can be
shown to them before it is. A family's private lines cannot be in it: a debrief never held them.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from coach.debrief.builder import MENDED, word_repair_note
from coach.debrief.evidence import put_in_quotes
from coach.debrief.first_page import DebriefCard
from coach.debrief.render import Block, Heading, ListItem, Paragraph, Quote
from coach.debrief.report import Debrief, RepairStanding, TranscriptLine, VerdictMark
from coach.debrief.speech import name_replies
from coach.errors import NotNow
from coach.language.catalogue import say
from coach.model.characters import count
from coach.model.events import Began
from coach.model.reading import Certainty
from coach.model.rubric import Polarity, Rubric
from coach.model.submission import Note, OwnWords, Review, SecondView, Submission, SubmissionScope, SubmittedLine, View
from coach.rehearsal.explain import word_doubt
from coach.rehearsal.state import History
from coach.supervision.agenda import format_day

LATER = "Later in the conversation"
"""Stands where lines between a moment and the reply that mended it stay behind."""


@dataclass(frozen=True, slots=True)
class SubmissionChoice:
    """What a practitioner decided to submit, and which parts go along."""

    what: SubmissionScope
    reply: int = 0
    """For a moment: which of their own lines."""
    who: str = ""
    question: str = ""
    note: str = ""
    with_reflections: bool = False
    with_notes: bool = True
    """Whether what the coach read goes along."""
    with_exercise: bool = False
    """Whether the name of the exercise that it was rehearsed for goes along."""
    may_teach: bool = False
    with_mending: bool = False
    """For a moment that may have hurt, or mended: whether the other of the two goes along, if there is one."""
    with_next: bool = False
    """The same of the next reply, where the coach read none as mending it: it may misread an apology."""


def find_mending_reply(debrief: Debrief, reply: int) -> int:
    """Return the number of the reply that repaired a hurtful reply; 0 where there is none.

    Args:
        debrief: the rehearsal's debrief.
        reply: the number of the hurtful reply.
    """
    hurt = next((outcome for outcome in debrief.hurts if outcome.reply == reply), None)
    return hurt.mended_by if hurt and hurt.mended is RepairStanding.REPAIRED else 0


def find_mended_reply(debrief: Debrief, reply: int) -> int:
    """Return the number of the hurtful reply that a reply repaired, the last of several; else 0.

    Args:
        debrief: the rehearsal's debrief.
        reply: the number of the reply that repaired.
    """
    repaired = [outcome for outcome in debrief.hurts if outcome.mended is RepairStanding.REPAIRED]
    return max((outcome.reply for outcome in repaired if outcome.mended_by == reply), default=0)


def find_next_reply(debrief: Debrief, reply: int) -> int:
    """Find the reply that follows a reply which may have hurt and was not repaired.

    Args:
        debrief: The rehearsal's debrief.
        reply: The number of the reply that may have hurt.

    Returns:
        Its number; 0 where `reply` hurt nobody, was repaired, or is the last.
    """
    hurt = any(outcome.reply == reply for outcome in debrief.hurts)
    unsure = any(mark.reply == reply and mark.harmful for mark in debrief.marks)
    if not (hurt or unsure) or find_mending_reply(debrief, reply):
        return 0
    return next((line.reply for line in debrief.transcript if line.reply == reply + 1), 0)


def make_submission(
    choice: SubmissionChoice,
    debrief: Debrief,
    story: History,
    *,
    key: str,
    day: date,
    rubric: str,
    reflections: tuple[OwnWords, ...] = (),
    subjects: Iterable[DebriefCard] = (),
) -> Submission:
    """Make exactly what will be handed over.

    Args:
        choice: what the practitioner wants to submit.
        debrief: the debrief of the attempt.
        story: the rehearsal's history.
        key: the submission's id.
        day: today.
        rubric: the id of the rubric that the rehearsal was read by.
        reflections: the practitioner's reflections.
        subjects: the rows of the page on how subjects came up, which go along with the whole conversation.

    Raises:
        NotNow: the moment is not there, or the question has no words.
    """
    if choice.what is SubmissionScope.QUESTION:
        if not choice.question.strip():
            raise NotNow(
                say("There is no question yet."),
                say("Write it in your own words, or bring a moment instead."),
                title=say("Not yet"),
            )
        return Submission(id=key, what=choice.what, day=day, who=choice.who, question=choice.question, note=choice.note)
    began = story.began
    whole = choice.what is SubmissionScope.WHOLE
    replies = () if whole else _list_replies(choice, debrief)
    lines = debrief.transcript if whole else _cut_moment(debrief.transcript, replies)
    along = None if whole else frozenset(replies)
    return Submission(
        id=key,
        what=choice.what,
        day=day,
        who=choice.who,
        scenario=debrief.scenario,
        title=debrief.title,
        rubric=rubric,
        turn="" if whole else _find_turn(story, debrief.attempt, replies[0]),
        exercise=began.exercise if began and choice.with_exercise else "",
        coach=began.coach if began else "",
        read_by=_name_matcher(began),
        question=choice.question,
        note=choice.note,
        intention=debrief.intention if whole and choice.with_reflections else "",
        answers=_submit_subjects(subjects) if whole and choice.with_notes else (),
        lines=tuple(_submit_line(line, debrief, story, along=along, with_notes=choice.with_notes) for line in lines),
        reflections=reflections if choice.with_reflections else (),
        may_teach=choice.may_teach and choice.with_notes,
    )


def _list_replies(choice: SubmissionChoice, debrief: Debrief) -> tuple[int, ...]:
    """List the replies of a moment, in their order: the chosen one, and those that go along."""
    mended = find_mended_reply(debrief, choice.reply) if choice.with_mending else 0
    later = find_mending_reply(debrief, choice.reply) if choice.with_mending else 0
    if not later and choice.with_next:
        later = find_next_reply(debrief, choice.reply)
    return tuple(reply for reply in (mended, choice.reply, later) if reply) or (0,)


def _cut_moment(transcript: tuple[TranscriptLine, ...], replies: tuple[int, ...]) -> tuple[TranscriptLine, ...]:
    """Cut replies with the lines around them out of a transcript.

    Args:
        transcript: the lines.
        replies: the numbers of the replies, in their order.
    """
    lines: list[TranscriptLine] = []
    ended = 0
    for reply in replies:
        begins, ends = _find_surroundings(transcript, reply)
        if lines and begins > ended:
            lines.append(TranscriptLine(speaker="", text=LATER, scene=True))
        lines += transcript[max(begins, ended) : ends]
        ended = ends
    return tuple(lines)


def _find_surroundings(transcript: tuple[TranscriptLine, ...], reply: int) -> tuple[int, int]:
    """Return where a reply's moment begins and ends, with all that was said around it.

    Args:
        transcript: The lines.
        reply: The number of the reply.
    """
    place = next((number for number, line in enumerate(transcript) if reply and line.reply == reply), None)
    if place is None:
        raise _explain_missing_line(reply, sum(1 for line in transcript if line.reply))
    first = place
    while first and not _is_practitioners(transcript[first - 1]):
        first -= 1
    last = place + 1
    while last < len(transcript) and not _is_practitioners(transcript[last]):
        last += 1
    return first, last


def _explain_missing_line(reply: int, replies: int) -> NotNow:
    if not reply or not replies:
        return NotNow(
            say("No line is chosen yet."), say("Choose one of your own lines to bring."), title=say("Not yet")
        )
    there = f"There {'is' if replies == 1 else 'are'} {count(replies, 'reply')}"
    return NotNow(
        say("There is no reply {reply}.", reply=reply),
        say("{there} in it, counted from 1.", there=there),
        title=say("No such reply"),
    )


def _is_practitioners(line: TranscriptLine) -> bool:
    return bool(line.reply) or line.skipped


def _submit_line(
    line: TranscriptLine, debrief: Debrief, story: History, *, along: frozenset[int] | None, with_notes: bool
) -> SubmittedLine:
    """Make a line of a submission from a line of the transcript.

    A hurt, or its repair, is not mentioned in notes where the other of the two stays behind.

    Args:
        line: the line.
        debrief: the debrief of the attempt.
        story: the rehearsal's history.
        along: the numbers of the replies that go; None where all lines go.
        with_notes: whether the coach's notes go along.
    """
    notes = tuple(_submit_note(mark) for mark in debrief.marks if line.reply and mark.reply == line.reply)
    margin = line.notes[len(notes) :]  # what is said of each mark comes first
    if along is not None:
        told = {word_repair_note(reply) for reply in along}
        margin = tuple(note for note in margin if not note.startswith(MENDED) or note in told)
    mended = find_mending_reply(debrief, line.reply) if line.reply else 0
    if mended and (along is None or mended in along):
        margin = (*margin, f"It was mended in reply {mended}.")
    return SubmittedLine(
        speaker="" if line.scene else line.speaker,
        text=line.text,
        how=line.how,
        reply=line.reply,
        topic=_find_topic(story, debrief.attempt, line.reply) if line.reply and with_notes else "",
        notes=notes if with_notes else (),
        margin=margin if with_notes else (),
    )


def _submit_note(mark: VerdictMark) -> Note:
    return Note(
        criterion=mark.criterion,
        name=mark.name,
        quote=mark.words,
        sure=mark.certainty is Certainty.CLEAR,
        harmful=mark.harmful,
        own_word=mark.disputed,
        own_note=mark.note,
    )


def _submit_subjects(subjects: Iterable[DebriefCard]) -> tuple[OwnWords, ...]:
    """Say of each subject what the practitioner's own page says of it, and no more."""
    return tuple(OwnWords(asked=card.title, words=card.brief) for card in subjects)


def _find_turn(story: History, attempt: int, reply: int) -> str:
    return story.attempt(attempt).replies()[reply - 1].before.turn


def _find_topic(story: History, attempt: int, reply: int) -> str:
    return story.attempt(attempt).replies()[reply - 1].topic


def _name_matcher(began: Began | None) -> str:
    return began.matcher if began else ""


# --- Laying out a submission and its review

KINDS_IN_WORDS = {
    SubmissionScope.WHOLE: "A whole conversation",
    SubmissionScope.MOMENT: "One moment",
    SubmissionScope.QUESTION: "A question",
}
VIEWS_IN_WORDS = {
    View.AGREE: "agrees",
    View.PARTLY: "partly agrees",
    View.DISAGREE: "sees it otherwise",
    View.ALSO: "would also say",
}
VIEWS_OF_DOUBT = {
    View.AGREE: "says that it was",
    View.PARTLY: "says that it was in part",
    View.DISAGREE: "says that it wasn't",
}
"""The same where the coach wasn't sure: "agrees" could mean that nobody can be."""
FIRST_WORDS = 6
"""So many words of a question tell it from another."""
MAY_HAVE_HURT = "may have hurt: "
TO_TALK_ABOUT = "To think about, and to talk about together"
"""Stands before a supervisor's question. It has no box to answer in: the two of them talk."""
READS_WORDS = (
    "From a rehearsal with an invented family. The coach reads words, cannot hear, and sometimes misreads. This is for "
    "talking over, never for judging anybody by."
)


def lay_out_submission(
    brought: Submission, response: Review | None = None, rubric: Rubric | None = None, exercise: str = ""
) -> Iterator[Block]:
    """Lay out a submission in its practitioner's voice, with its review where there is one.

    Args:
        brought: the submission.
        response: the review.
        rubric: the rubric that it was read by, for the names of criteria that only the supervisor saw.
        exercise: the title of the exercise whose name goes along; where none is known, its id stands there.
    """
    yield Heading(say("{kinds_in_word} brought to supervision", kinds_in_word=KINDS_IN_WORDS[brought.what]), 1)
    if brought.who:
        yield Paragraph(brought.who, say("From"))
    yield Paragraph(format_day(brought.day), say("Handed over"))
    if brought.title:
        yield Paragraph(brought.title, say("Scenario"))
    if brought.exercise:
        yield Paragraph(exercise or brought.exercise, say("For the exercise"))
    if brought.intention:
        yield Paragraph(f"“{brought.intention}”", "I wanted")
    if brought.question:
        yield Paragraph(brought.question, say("I would like to talk about"))
    if brought.note:
        yield Paragraph(brought.note, "A note")
    for answer in brought.answers:
        yield ListItem(answer.words, answer.asked)
    if brought.lines:
        yield Heading(say("What was said"))
        for place, line in enumerate(brought.lines, 1):
            yield from _lay_out_line(line, place, response, brought.who or say("Me"), rubric)
    if brought.reflections:
        yield Heading(say("In my own words"))
        for reflection in brought.reflections:
            yield ListItem(reflection.words, reflection.asked)
    if response:
        yield from lay_out_whole_review(response)
    if brought.what is not SubmissionScope.QUESTION:
        yield Paragraph(say(READS_WORDS))


def describe_submission(brought: Submission) -> str:
    """Describe a submission so that it can be told from others of the same conversation.

    It is described by its reply and the first words of its question, or of its note; else by how many replies it has.
    Empty where it has none of these.
    """
    words = (brought.question or brought.note).split()
    more = " …" if len(words) > FIRST_WORDS else ""
    first_words = f"“{' '.join(words[:FIRST_WORDS])}{more}”" if words else ""
    if described := ", ".join(filter(None, (describe_reply(brought), first_words))):
        return described
    replies = len(brought.replies())
    return count(replies, "reply") if replies else ""


def describe_reply(brought: Submission) -> str:
    """Describe the replies of a moment by their numbers; empty for what is no moment."""
    replies = brought.replies()
    return name_replies([line.reply for line in replies]) if brought.what is SubmissionScope.MOMENT and replies else ""


def describe_own_words(whose: str, named: Collection[int]) -> str:
    """Name what a practitioner wrote afterwards, with the lines that go along with it.

    Args:
        whose: `my` or `your`.
        named: the numbers of the replies.
    """
    words = say("{whose} own words from afterwards", whose=whose.capitalize())
    if not named:
        return words
    numbers = " and ".join(map(str, named))
    what = (
        say("reply {numbers}, which they name", numbers=numbers)
        if len(named) == 1
        else say("replies {numbers}, which they name", numbers=numbers)
    )
    return f"{words}, with {whose.casefold()} {what}"


def describe_metadata(brought: Submission) -> str:
    """Say which data go along with the words of a submission file, and what for."""
    named = {
        "which scenario it was": brought.scenario,
        "which part of it": brought.turn,
        f"which exercise ({brought.exercise})": brought.exercise,
        "what the replies were read for": brought.rubric,
        "what each reply was said to": any(line.topic for line in brought.lines),
        "which way of reading read them": brought.read_by,
        "which version of the coach": brought.coach,
    }
    said = "".join(f", {name}" for name, value in named.items() if value)
    counted = say(" Your yes to counting these readings goes along.") if brought.may_teach else ""
    what_for = say("show the turn and explain the notes beside your words") if said else say("tell it from others")
    return say(
        "This goes along too, so that a supervisor's coach can {what_for}: a number of its own{said}.{counted}",
        what_for=what_for,
        said=said,
        counted=counted,
    )


def describe_store_visibility(reader: str, login: str) -> str:
    """Say what a supervisor sees in the team's store besides the submission.

    Args:
        reader: the supervisor's name.
        login: the practitioner's login.
    """
    return say(
        "In your team's store {reader} also sees your login, {login}, and the day.",
        reader=reader or "a supervisor",
        login=login,
    )


def describe_way(who: str, login: str, *, shared: bool) -> str:
    """Describe how a submission came, beside the name that it is signed with.

    Args:
        who: the name.
        login: the practitioner's login.
        shared: whether it came through the team's store.
    """
    way = say("sent from login {login}", login=login) if shared and login else say("in a file")
    return way if who else say("not signed, {way}", way=way)


def describe_sender(who: str, login: str, *, shared: bool) -> str:
    """Describe who made a submission: a name is only a signature, a login is certain.

    Args:
        who: the name that it is signed with.
        login: the practitioner's login.
        shared: whether it came through the team's store.
    """
    signed = f"signed {who}" if who else say("not signed")
    return (
        say("{signed}; sent from login {login}", signed=signed, login=login)
        if shared and login
        else say("{signed}, in a file", signed=signed)
    )


def describe_addressee(who: str, login: str) -> str:
    """Name the practitioner to whom a review goes, by signature and login.

    Args:
        who: The name; empty if they signed with none.
        login: The login; empty if the submission came as a file.
    """
    if login:
        return f"{who} (login {login})" if who else f"login {login}"
    return who or say("whoever brought it")


def lay_out_whole_review(response: Review) -> Iterator[Block]:
    """Lay out what a supervisor said about a submission as a whole."""
    yield Heading(say("From supervision"))
    if response.who:
        yield Paragraph(response.who, say("From"))
    for comment in response.comments:
        if not comment.line:
            yield Paragraph(comment.words)
    for question in response.questions:
        yield ListItem(question, say(TO_TALK_ABOUT))
    if response.action:
        by = f", by {format_day(response.action.by)}" if response.action.by else ""
        yield Paragraph(f"{response.action.what}{by}", say("The supervisor will"))


def _lay_out_line(
    line: SubmittedLine, place: int, response: Review | None, who: str, rubric: Rubric | None
) -> Iterator[Block]:
    if line.speaker:
        how = f" ({line.how})" if line.how else ""
        yield Quote(line.text, f"{who if is_own(line) else line.speaker}{how}")
    else:
        yield Paragraph(f"({line.text})")
    for note in describe_notes(line, "I"):
        yield ListItem(note, say("The coach"))
    for margin in line.margin:
        yield ListItem(margin, say("The coach"))
    if response:
        for view in response.views:
            if line.reply and view.reply == line.reply:
                yield ListItem(describe_view(view, line, rubric), say("Supervisor"))
        for comment in response.comments:
            if comment.line == place:
                yield ListItem(comment.words, say("Supervisor"))


def is_own(line: SubmittedLine) -> bool:
    """Return whether a line is the practitioner's, said or skipped."""
    return bool(line.reply) or line.speaker == "You"


def describe_notes(line: SubmittedLine, who: str) -> tuple[str, ...]:
    """Describe the coach's notes on a line that stands above them.

    Words are quoted once: not where they are the whole line, and not again for another note.

    Args:
        line: the line.
        who: what the practitioner is called in the sentences.
    """
    quoted = {_even_out(line.text)}
    described = []
    for note in line.notes:
        is_seen = _even_out(note.quote) in quoted
        quoted.add(_even_out(note.quote))
        described.append(describe_note(note, who, quotes=not is_seen))
    return tuple(described)


def _even_out(words: str) -> str:
    return " ".join(words.split()).casefold()


def describe_note(note: Note, who: str, *, quotes: bool = True) -> str:
    """Describe a note of the coach, with the practitioner's own word on it.

    Args:
        note: the note.
        who: what the practitioner is called in the sentence.
        quotes: whether the words that it is about are quoted.
    """
    said = note.name if note.sure else word_doubt(note.name)
    own = {
        "not_meant": say(" {who} said: not what I meant.", who=who),
        "fair": say(" {who} said: that's fair.", who=who),
    }.get(note.own_word, "")
    why = f" “{note.own_note}”" if note.own_note else ""
    may = say("May have hurt: ") if note.harmful and note.sure else ""
    about = f": {put_in_quotes(note.quote, '.')}" if quotes else "."
    return f"{may}{said}{about}{own}{why}"


def describe_counting(brought: Submission, response: Review) -> str:
    """Say whether a submission's lines may be counted.

    Practitioner and supervisor must both permit it.
    """
    if brought.may_teach and response.may_teach:
        return say("These lines may be counted: you both said yes to it.")
    if brought.may_teach:
        return say("These lines may not be counted: you have not said yes to it.")
    return say("These lines may not be counted: they have not said yes to it.")


def describe_view(view: SecondView, line: SubmittedLine, rubric: Rubric | None = None) -> str:
    """Describe a supervisor's view of one criterion in a line, and the reason.

    Args:
        view: The view.
        line: The submitted line.
        rubric: The rubric, for names of criteria that the coach did not note.
    """
    because = f": {view.reason}" if view.reason else "."
    doubted = any(note.criterion == view.criterion and not note.sure for note in line.notes)
    doubted = doubted and view.view in VIEWS_OF_DOUBT
    says = say(VIEWS_OF_DOUBT[view.view]) if doubted else VIEWS_IN_WORDS[view.view]
    return f"{says} ({describe_criterion(view.criterion, line, rubric)}){because}"


def describe_criterion(criterion: str, line: SubmittedLine, rubric: Rubric | None = None) -> str:
    """Describe a criterion by its plain name, and say where it may have hurt.

    What the coach wasn't sure of is described as unsure, and not as hurtful.

    Args:
        criterion: the criterion's id.
        line: the submitted line, whose notes have names.
        rubric: the rubric, for names that no note has.
    """
    note = next((note for note in line.notes if note.criterion == criterion), None)
    if note and not note.sure:
        return word_doubt(note.name)
    known = rubric.criteria.get(criterion) if rubric else None
    name = note.name if note else known.name if known else criterion.replace("_", " ")
    harms = note.harmful if note else known is not None and known.polarity is Polarity.HARMFUL
    return f"{MAY_HAVE_HURT}{name}" if harms else name
