"""Agreement of three readers of a line: the coach, the practitioner and the supervisor.

Nothing here is about a person. Silence is never taken for agreement: a reader who gave no word of their own on a note
has no opinion there. The coach reads every line; where it wasn't sure, that is neither a yes nor a no.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b

from coach.debrief.render import Block, Heading, ListItem, Paragraph, Quote
from coach.language.catalogue import ENGLISH, say, speak
from coach.model.characters import count, escape_unsafe
from coach.model.submission import Note, Review, SecondView, Submission, SubmittedLine, View
from coach.practice.safeguarding import look_for_details, without

FEWEST = 20
"""Lines that one of the readers found a criterion in, below which nothing is said of how they agree."""
SPREADSHEET_RUNS = ("=", "+", "-", "@", "\t", "\r")
"""What a cell may not begin with, or a spreadsheet takes it for a formula."""


class Reader(StrEnum):
    """A reader of a line: the coach, the practitioner or the supervisor."""

    COACH = "coach"
    PRACTITIONER = "practitioner"
    SUPERVISOR = "supervisor"


class Opinion(StrEnum):
    """A reader's opinion on whether a line meets a criterion: yes, no, partly or unsure."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"
    UNSURE = "unsure"
    """Only the coach's: it asked, and did not say."""


BEGINNINGS = re.compile(
    r"\b(?:Has|Have|Had|Did|Does|Do|Was|Were|Is|Are|Am|Can|Could|Would|Should|Will|May|Might|Must|And|But|So|If|When|"
    r"Where|While|Why|What|How|Who|Since|Because|After|Before|Then|Now|For|With|About|Tell|Ask|Thank|Dear|Hello|Hi)\b"
    r"(?= [A-Z])"
)
"""What a sentence may begin with before a name, so that both together look like a name of two words."""
COLUMNS = (
    "criterion",
    "both",
    "only the coach",
    "only the supervisor",
    "neither",
    "the supervisor partly agrees",
    "the coach wasn't sure",
    "in words",
)
OWN_WORDS = {"fair": Opinion.YES, "not_meant": Opinion.NO}
VIEWS = {View.AGREE: Opinion.YES, View.ALSO: Opinion.YES, View.PARTLY: Opinion.PARTLY, View.DISAGREE: Opinion.NO}


@dataclass(frozen=True, slots=True)
class ReviewedLine:
    """A practitioner's line that the supervisor reviewed, with the cue before it."""

    brought: Submission
    line: SubmittedLine
    cue: str
    response: Review

    def collect_opinions(self, criterion: str) -> dict[Reader, Opinion]:
        """Collect each reader's opinion on a criterion; a reader who said nothing is left out."""
        note, viewed = self._find_note(criterion), self.response.view(self.line.reply, criterion)
        opinions = {Reader.COACH: Opinion.NO if note is None else Opinion.YES if note.sure else Opinion.UNSURE}
        if note and note.own_word in OWN_WORDS:
            opinions[Reader.PRACTITIONER] = OWN_WORDS[note.own_word]
        if viewed:
            opinions[Reader.SUPERVISOR] = VIEWS[viewed.view]
        return opinions

    def list_criteria(self) -> tuple[str, ...]:
        """List the criteria that the coach noted or the supervisor gave an opinion on, by name."""
        return tuple(sorted(self.list_noted() | self.list_reviewed()))

    def list_noted(self) -> frozenset[str]:
        """List the criteria that the coach noted in the line, whether it was sure of them or not."""
        return frozenset(note.criterion for note in self.line.notes)

    def list_reviewed(self) -> frozenset[str]:
        """List the criteria that the supervisor gave an opinion on in this line."""
        return frozenset(view.criterion for view in self.list_views())

    def list_unreviewed(self) -> frozenset[str]:
        """List the criteria that the coach noted and the supervisor gave no opinion on."""
        return self.list_noted() - self.list_reviewed()

    def combine_people(self, criterion: str) -> Opinion:
        """Combine the opinions of practitioner and supervisor; `PARTLY` where the two differ."""
        saw = self.collect_opinions(criterion)
        own, other = saw.get(Reader.PRACTITIONER), saw.get(Reader.SUPERVISOR, Opinion.PARTLY)
        return other if own in (None, other) else Opinion.PARTLY

    def merge_earlier(self, before: "ReviewedLine") -> "ReviewedLine":
        """Return the line with opinions added from an earlier review of the same reply.

        An earlier opinion is added only where this review has none on that criterion.
        """
        views = {view.criterion: view for view in (*before.list_views(), *self.list_views())}
        return replace(self, response=self.response.model_copy(update={"views": tuple(views.values())}))

    def list_views(self) -> tuple[SecondView, ...]:
        """List what the supervisor said about this line, one view for each criterion."""
        return tuple(view for view in self.response.views if view.reply == self.line.reply)

    def _find_note(self, criterion: str) -> Note | None:
        return next((note for note in self.line.notes if note.criterion == criterion), None)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of how coach and supervisor saw one criterion, over all reviewed lines.

    Each line is in one count. Only the first four are a yes or a no of both, and only they are in kappa.
    """

    criterion: str
    both: int
    only_coach: int
    only_supervisor: int
    neither: int
    partly: int
    unsure: int
    """Lines in which the coach wasn't sure, however the supervisor saw them."""

    @property
    def enough(self) -> bool:
        """Whether there are enough lines to say how far the readers agree."""
        return self.both + self.only_coach + self.only_supervisor >= FEWEST

    @property
    def kappa(self) -> float:
        """Cohen's kappa, agreement beyond chance; 1 where they always agreed."""
        whole = self.both + self.only_coach + self.only_supervisor + self.neither
        alike = (self.both + self.neither) / whole
        coach, other = (self.both + self.only_coach) / whole, (self.both + self.only_supervisor) / whole
        # How often two readers would agree who each say yes as often as these do, but at random.
        by_luck = coach * other + (1 - coach) * (1 - other)
        return 1.0 if by_luck == 1 else (alike - by_luck) / (1 - by_luck)

    def describe(self) -> str:
        """Describe the agreement in a sentence."""
        if not self.enough:
            return say("too few to say")
        both, whole = self.both, self.both + self.only_coach + self.only_supervisor
        return f"both {both} of {whole} (kappa {self.kappa:.2f})"


def find_reviewed_lines(pairs: Iterable[tuple[Submission, Review]]) -> Iterator[ReviewedLine]:
    """Yield every line that a supervisor gave an opinion on.

    Args:
        pairs: submissions, each with its review.
    """
    for brought, response in pairs:
        viewed = {view.reply for view in response.views}
        for place, line in enumerate(brought.lines, 1):
            if line.reply in viewed:
                yield ReviewedLine(brought, line, _find_cue(brought, place), response)


def merge_repeated_lines(lines: Iterable[ReviewedLine]) -> tuple[ReviewedLine, ...]:
    """Merge lines of the same reply that was submitted more than once; the last opinion stands.

    A file says nothing of the rehearsal it is from: what one person said in the same words in the same place of the
    same scenario is one reply.
    """
    latest: dict[tuple[str, str, int, str], ReviewedLine] = {}
    # By the time of the review, so that the last opinion on a criterion stands.
    for line in sorted(lines, key=lambda line: line.response.at):
        key = (line.brought.who, line.brought.scenario, line.line.reply, line.line.text)
        before = latest.pop(key, None)
        latest[key] = line.merge_earlier(before) if before else line
    return tuple(latest.values())


def count_agreements(lines: Iterable[ReviewedLine]) -> tuple[Agreement, ...]:
    """Count the agreement of coach and supervisor for each criterion, in order of their names."""
    merged_lines = merge_repeated_lines(lines)
    criteria = sorted({key for line in merged_lines for key in line.list_reviewed()})
    return tuple(_count_agreement(key, merged_lines) for key in criteria)


def find_differences(lines: Iterable[ReviewedLine]) -> Iterator[tuple[ReviewedLine, str]]:
    """Yield each line with each criterion on which the readers who gave an opinion differ.

    Opinions of "partly" count as different, and so does a criterion that the coach wasn't sure of and another reader
    gave an opinion on.
    """
    for line in merge_repeated_lines(lines):
        for key in line.list_criteria():
            saw = line.collect_opinions(key)
            if len(set(saw.values())) > 1:
                yield line, key


def write_labelled_replies(
    lines: Iterable[ReviewedLine], known: Callable[[Submission], frozenset[str]] = lambda _: frozenset()
) -> Iterator[str]:
    """Yield labelled replies, one JSON object a line, that `coach evaluate` can read.

    Only lines are written for which practitioner and supervisor both gave permission, without names, dates or anything
    else that says whose they were: the id is made of the words alone. The labels are what people saw, never what the
    coach did: what the supervisor saw, unless the practitioner said that it is not so. What those two see differently
    is contested, and so are what is partly agreed with and what the coach noted and the supervisor said nothing of.
    Where the same words were submitted more than once, what is contested in one is contested in all.

    Args:
        lines: the reviewed lines.
        known: returns the words of a submission's script, whose people are invented.
    """
    # Grouped by the words that are left after details are removed: two lines may differ in a name alone.
    alike: dict[tuple[str, str], list[ReviewedLine]] = {}
    for line in merge_repeated_lines(line for line in lines if line.brought.may_teach and line.response.may_teach):
        spared = known(line.brought)
        alike.setdefault((_remove_details(line.cue, spared), _remove_details(line.line.text, spared)), []).append(line)
    for (cue, reply), same in alike.items():
        key = blake2b(f"{cue}\n{reply}".encode(), digest_size=6).hexdigest()
        labels, contested = _label_lines(same)
        row = {
            "id": f"own-{key}",
            "cue": cue,
            "topic": same[0].line.topic or "none",
            "reply": reply,
            "labels": labels,
            "contested": contested,
        }
        yield escape_unsafe(json.dumps(row, ensure_ascii=False))


@speak(ENGLISH)  # a file is in English, because others read it
def render_spreadsheet(agreements: Iterable[Agreement]) -> str:
    """Return the counts as CSV, with no cell that a spreadsheet takes for a formula."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(COLUMNS)
    for agreement in agreements:
        counts = (
            agreement.both,
            agreement.only_coach,
            agreement.only_supervisor,
            agreement.neither,
            agreement.partly,
            agreement.unsure,
        )
        write.writerow([_escape_formula(cell) for cell in (agreement.criterion, *counts, agreement.describe())])
    return out.getvalue()


def _escape_formula(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(SPREADSHEET_RUNS) else cell


def _count_agreement(key: str, lines: tuple[ReviewedLine, ...]) -> Agreement:
    # A note that the supervisor said nothing of is in no count: silence is not agreement.
    pairs = [_pair_opinions(line.collect_opinions(key)) for line in lines if key not in line.list_unreviewed()]
    return Agreement(
        key,
        both=pairs.count((Opinion.YES, Opinion.YES)),
        only_coach=pairs.count((Opinion.YES, Opinion.NO)),
        only_supervisor=pairs.count((Opinion.NO, Opinion.YES)),
        neither=pairs.count((Opinion.NO, Opinion.NO)),
        partly=sum(coach is not Opinion.UNSURE and other is Opinion.PARTLY for coach, other in pairs),
        unsure=sum(coach is Opinion.UNSURE for coach, _ in pairs),
    )


def _pair_opinions(saw: dict[Reader, Opinion]) -> tuple[Opinion, Opinion]:
    """Return the coach's opinion and the supervisor's; a supervisor's missing one counts as no."""
    return saw[Reader.COACH], saw.get(Reader.SUPERVISOR, Opinion.NO)


def _label_lines(alike: list[ReviewedLine]) -> tuple[list[str], list[str]]:
    """Label lines of the same words: return the criteria agreed on, and those contested."""
    seen: dict[str, set[Opinion]] = {}
    for line in alike:
        for key in line.list_criteria():
            seen.setdefault(key, set()).add(line.combine_people(key))
    labels = sorted(key for key, saw in seen.items() if saw == {Opinion.YES})
    return labels, sorted(key for key, saw in seen.items() if saw not in ({Opinion.YES}, {Opinion.NO}))


def _find_cue(brought: Submission, place: int) -> str:
    """Return what the family said last before a reply.

    Args:
        brought: the submission.
        place: the number of the line, from 1.
    """
    said = [line.text for line in brought.list_cue(place) if line.speaker != "You"]
    return " ".join(said[-3:])


def _remove_details(text: str, known: frozenset[str]) -> str:
    """Remove real people's details from a text; a sentence's first word is not taken for a name.

    Args:
        text: the text.
        known: the words of the script, whose people are invented.
    """
    begun_small = BEGINNINGS.sub(lambda begins: begins[0].lower(), text)
    return without(text, look_for_details(begun_small, known))


# --- The page of agreement, in words

ABOUT = (
    "The coach, whoever brought a line, and you read the same words. Here is where you saw them alike, and where not. "
    "It is about the coach's reading and the words, and says nothing of a person. Only lines that both of you said yes "
    "to are here. Whoever gave no word of their own on a note has no part in it."
)
NOTHING_YET = (
    "Nothing to compare yet. Lines show up here once you have said what you make of them, handed that back, and both "
    "of you said yes to counting."
)
ALIKE = "Everybody who said how they see a line saw the same so far."
BY = {Reader.COACH: "the coach", Reader.PRACTITIONER: "whoever said it", Reader.SUPERVISOR: "you"}


@dataclass(frozen=True, slots=True)
class ReviewedLines:
    """The reviewed lines that may be counted, and how many more lack a permission, and whose."""

    lines: tuple[ReviewedLine, ...]
    waiting_for_you: int = 0
    waiting_for_them: int = 0
    waiting_for_both: int = 0


def collect_reviewed_lines(pairs: Iterable[tuple[Submission, Review]]) -> ReviewedLines:
    """Collect the reviewed lines that may be counted, and count those that may not.

    Args:
        pairs: submissions, each with its review.
    """
    lines = tuple(find_reviewed_lines(pairs))
    yes = [(line.brought.may_teach, line.response.may_teach) for line in lines]
    return ReviewedLines(
        tuple(line for line, both in zip(lines, yes, strict=True) if all(both)),
        waiting_for_you=yes.count((True, False)),
        waiting_for_them=yes.count((False, True)),
        waiting_for_both=yes.count((False, False)),
    )


def lay_out_agreement(of: ReviewedLines, agreements: tuple[Agreement, ...], names: dict[str, str]) -> Iterator[Block]:
    """Lay out the page on agreement: each criterion's counts, then the lines that differ.

    Args:
        of: the reviewed lines.
        agreements: the counts for each criterion.
        names: the criteria's plain names, by their ids.
    """
    waiting = tuple(_describe_uncounted(of))
    if not of.lines:
        yield from map(Paragraph, (say("Nothing may be counted yet."), *waiting) if waiting else (say(NOTHING_YET),))
        return
    yield Paragraph(say(ABOUT))
    yield Heading(say("Criterion by criterion"))
    alike: dict[str, list[str]] = {}
    for agreement in agreements:
        alike.setdefault(describe_agreement(agreement), []).append(_name_criterion(agreement.criterion, names))
    for words, of_these in alike.items():  # what is too few to say is said once for all of them
        yield ListItem(words, "; ".join(of_these))
    apart = tuple(find_differences(of.lines))
    yield Heading(say("Lines to look at"))
    if not apart:
        yield Paragraph(say(ALIKE))
    for line, criterion in apart:
        yield Quote(line.line.text)
        yield ListItem(describe_opinions(line.collect_opinions(criterion)), _name_criterion(criterion, names))
    if waiting:
        yield Heading(say("Not counted"))
        yield from map(Paragraph, waiting)


def describe_agreement(agreement: Agreement) -> str:
    """Describe how coach and supervisor saw a criterion, without a number that rates anybody."""
    unsure = (
        say(" The coach wasn't sure in {unsure}, and those are in no count.", unsure=count(agreement.unsure, "line"))
        if agreement.unsure
        else ""
    )
    if not agreement.enough:
        return say(
            "Too few to say: it takes {fewest} lines that one of you saw it in.{unsure}", fewest=FEWEST, unsure=unsure
        )
    alike = say("You and the coach both saw it in {both}", both=count(agreement.both, "line"))
    apart = say(
        "the coach alone in {only_coach}, you alone in {only_supervisor}",
        only_coach=agreement.only_coach,
        only_supervisor=agreement.only_supervisor,
    )
    partly = say("; you partly agree in {partly}", partly=agreement.partly) if agreement.partly else ""
    return f"{alike}; {apart}{partly} (kappa {agreement.kappa:.2f}).{unsure}"


def describe_opinions(saw: dict[Reader, Opinion]) -> str:
    """Say in words which reader saw a criterion in a line, who did not, and who left it open."""
    said = [say("The coach wasn't sure.")] if saw[Reader.COACH] is Opinion.UNSURE else []
    for how, words in ((Opinion.YES, say("Seen by")), (Opinion.NO, say("Not seen by"))):
        if who := [BY[reader] for reader, how_seen in saw.items() if how_seen is how]:
            said.append(f"{words} {' and '.join(who)}.")
    if Reader.SUPERVISOR not in saw:
        said.append(say("You have not said."))
    elif saw[Reader.SUPERVISOR] is Opinion.PARTLY:
        said.append(say("You partly agree."))
    return " ".join(said)


def _describe_uncounted(of: ReviewedLines) -> Iterator[str]:
    """Say how many lines are not counted, and whose permission is missing."""
    whose = (
        (of.waiting_for_you, say("whoever brought {it} said yes to that, and you have not")),
        (of.waiting_for_them, say("you said yes to that, and whoever brought {it} did not")),
        (of.waiting_for_both, say("neither of you said yes to that")),
    )
    for lines, why in whose:
        if lines:
            are, it = ("is", "it") if lines == 1 else ("are", "them")
            yield say(
                "{lines} that you answered {are} not counted: {why}.",
                lines=count(lines, "line"),
                are=are,
                why=why.format(it=it),
            )


def _name_criterion(criterion: str, names: dict[str, str]) -> str:
    return names.get(criterion, criterion.replace("_", " "))
