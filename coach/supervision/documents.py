"""Layout of reviews and of what is read beside them, and blocks saved in a file.

A file is an HTML page, a Word document, Markdown or plain lines, by the ending of its name.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from coach.debrief.document_formats import render_docx, render_html
from coach.debrief.render import Block, Heading, ListItem, Paragraph, Quote, render_markdown, render_plain
from coach.language.catalogue import ENGLISH, say, speak
from coach.model.conditions import Line, Lines
from coach.model.rubric import Rubric
from coach.model.scenario import Turn
from coach.model.submission import Review, Submission, SubmittedLine, View
from coach.practice.rehearsal import Rehearsal
from coach.records.paths import HANDED_OVER, fit_ending, write_export
from coach.rehearsal.script import Script
from coach.supervision.submissions import (
    describe_counting,
    describe_criterion,
    lay_out_submission,
    lay_out_whole_review,
)

# --- Reviews beside their rehearsal

HEADING = "What came back from supervision"
WITHDRAWN = "You withdrew what this speaks of. It stays here, for you alone."


def lay_out_reviews(rehearsal: Rehearsal) -> Iterator[Block]:
    """Lay out the last review of each submission of a rehearsal; nothing if there is no review."""
    last: dict[str, Review] = {event.response.brought: event.response for event in rehearsal.story.came_back}
    if last:
        yield Heading(say(HEADING))
    for response in last.values():
        for block in lay_out_review(rehearsal, response):
            yield Heading(block.text, block.rank + 1) if isinstance(block, Heading) else block


def lay_out_review(rehearsal: Rehearsal, response: Review) -> Iterator[Block]:
    """Lay out a supervisor's review beside its lines, or alone if the submission was withdrawn."""
    spoken_of = (event.brought for event in rehearsal.story.brought if event.brought.id == response.brought)
    if brought := next(spoken_of, None):
        yield from lay_out_submission(brought, response, rehearsal.rubric)
    else:
        yield Paragraph(say(WITHDRAWN))
        yield from lay_out_whole_review(response)


# --- A supervisor's own review, as it goes back

OWN_VIEWS = {
    View.AGREE: "You agree",
    View.PARTLY: "You partly agree",
    View.DISAGREE: "You see it otherwise",
    View.ALSO: "You would also say",
}


OWN_VIEWS_OF_DOUBT = {
    View.AGREE: "You say that it was",
    View.PARTLY: "You say that it was in part",
    View.DISAGREE: "You say that it wasn't",
}
"""The same of a note of which the coach wasn't sure: "You agree" could mean that nobody can be."""


def word_own_view(view: View, criterion: str, line: SubmittedLine) -> str:
    """Word a supervisor's own view of a note, or of a doubt of the coach's.

    Args:
        view: the view.
        criterion: the criterion that it is about.
        line: the line, with the coach's notes.
    """
    doubted = any(note.criterion == criterion and not note.sure for note in line.notes)
    return say(OWN_VIEWS_OF_DOUBT[view]) if doubted and view in OWN_VIEWS_OF_DOUBT else OWN_VIEWS[view]


def word_said_now(view: View) -> str:
    """Word what a supervisor says of a note now, to stand after it in a list."""
    words = OWN_VIEWS[view]
    return f" ({words[:1].lower()}{words[1:]} now)"


LONGEST_PART = 30
"""Letters of a person's name in the name of a file."""


def lay_out_own_review(brought: Submission, response: Review, rubric: Rubric | None) -> Iterator[Block]:
    """Lay out what a supervisor's own review says of each line, then of the whole submission.

    Args:
        brought: the submission.
        response: the review, as it would go back.
        rubric: what the submission was read by, if it is known on this machine.
    """
    for place, line in enumerate(brought.lines, 1):
        views = [view for view in response.views if line.reply and view.reply == line.reply]
        comments = [comment.words for comment in response.comments if comment.line == place]
        if not views and not comments:
            continue
        yield Heading(f"“{line.text}”", 3)
        for view in views:
            because = f". {view.reason}" if view.reason else ""
            name = describe_criterion(view.criterion, line, rubric)
            yield ListItem(f"{name[:1].upper()}{name[1:]}{because}", word_own_view(view.view, view.criterion, line))
        yield from (ListItem(words, say("You wrote")) for words in comments)
    whole = tuple(lay_out_whole_review(response))
    yield from whole if len(whole) > 1 else ()
    if brought.replies():
        yield Paragraph(describe_counting(brought, response))


def name_review_file(brought: Submission, login: str) -> str:
    """Name the file of a review by its scenario and by whom it is for."""
    letters = "".join(letter if letter.isalnum() else " " for letter in (brought.who or login).casefold())
    words = "-".join(letters.split())[:LONGEST_PART]
    whom = f"for-{words}-" if words else ""
    return f"{brought.scenario.replace('_', '-') or 'question'}-{whom}from-supervision{HANDED_OVER}"


# --- Blocks saved in a file

DOCUMENT_ENDINGS = (".html", ".htm", ".docx", ".txt", ".md")
"""What a page or a document to read or print may end in."""


def save_blocks(blocks: Iterable[Block], file: Path, title: str, *, for_others: bool = False) -> Path:
    """Save blocks in the form that the file's name ends in.

    Args:
        blocks: what is saved.
        file: the path; without an ending it is an HTML page.
        title: the document's title.
        for_others: whether other users of the computer may read the file, if the folder lets them.

    Returns:
        The path that was written.

    Raises:
        RecordsError: the file cannot be written, or its name ends in something else.
    """
    file = fit_ending(file, DOCUMENT_ENDINGS)
    return write_export(file, render_blocks(blocks, file.suffix, title), for_others=for_others)


@speak(ENGLISH)  # others read it, and a document says that it is in English
def render_blocks(blocks: Iterable[Block], suffix: str, title: str) -> str | bytes:
    """Render blocks in the form that a file's name ends in: .docx, .txt, .md, or else HTML.

    Args:
        blocks: what is rendered.
        suffix: the end of the file's name, from its dot on.
        title: the document's title.
    """
    match suffix.casefold():
        case ".docx":
            return render_docx(blocks, title)
        case ".txt":
            return render_plain(blocks)
        case ".md":
            return render_markdown(blocks)
        case _:
            return render_html(blocks, title)


# --- What a supervisor reads beside a line: its turn, and what the rubric means by its notes

SCENARIO_NOT_HERE = "This scenario is not in the library here, so the turn cannot be shown."
TURN_NOT_FOUND = "The turn cannot be found: the scenario here may be another version than the one that was played."
NO_RUBRIC = "The rubric it was read by is not here, so what its notes mean cannot be shown."
NO_NOTES = "The coach read nothing into this line, or its notes were left out. You may still say what you see in it."
NOTHING_READ = "The coach read nothing into this line. You may still say what you see in it."
A_QUESTION = "A question was brought, without a conversation, so there is nothing to read beside it."


def lay_out_context(
    brought: Submission, place: int, script: Script | None, rubric: Rubric | None, also: tuple[str, ...] = ()
) -> Iterator[Block]:
    """Lay out the turn of a submitted line, and what the rubric means by the line's notes.

    Args:
        brought: the submission.
        place: the number of the line, from 1.
        script: the scenario's script, if the library has it.
        rubric: the rubric, if the library has it.
        also: criteria that the supervisor named; they come first.
    """
    if not brought.lines:
        yield Paragraph(say(A_QUESTION))
        return
    if answered := brought.list_cue(place):
        yield Heading(say("What it answers"))
        yield from (Quote(line.text, line.speaker) for line in answered)
    yield Heading(say("The turn it was said in"))
    yield from (
        _lay_out_turn(script, find_turn(brought, place, script)) if script else (Paragraph(say(SCENARIO_NOT_HERE)),)
    )
    line = brought.lines[place - 1]
    if not line.reply:
        return
    names = tuple(dict.fromkeys((*also, *(note.criterion for note in line.notes))))
    yield Heading(say("What the notes mean"))
    if not names:
        has_notes = any(said.notes or said.topic or said.margin for said in brought.lines)
        yield Paragraph(say(NOTHING_READ) if has_notes else say(NO_NOTES))
    elif rubric is None:
        yield Paragraph(say(NO_RUBRIC))
    else:
        for name in names:
            yield from lay_out_criterion(rubric, name)


def find_turn(brought: Submission, place: int, script: Script) -> str:
    """Find the turn that a line was said in: as the submission says, or by the cue before it.

    A submitted moment names the turn of its first reply. The reply that mended it may have been said in a later turn.

    Args:
        brought: the submission.
        place: the number of the line, from 1.
        script: the scenario's script.

    Returns:
        The turn's id; empty if no turn has that cue.
    """
    turns = script.dialogue.turns
    before = brought.lines[:place]
    if brought.turn in turns and sum(bool(line.reply) for line in before) <= 1:
        return brought.turn
    for line in reversed(before):
        if line.reply:
            continue
        arrived = [name for name, turn in turns.items() if _holds_line(line, *_list_arrivals(turn))]
        stayed = [name for name, turn in turns.items() if _holds_line(line, *_list_answers(turn))]
        if arrived or len(stayed) == 1:
            return (arrived or stayed)[0]
    return brought.turn if brought.turn in turns else ""


def _holds_line(line: SubmittedLine, *heard: Lines) -> bool:
    return any(line.text == said.text for lines in heard for said in lines)


def _list_arrivals(turn: Turn) -> Iterator[Lines]:
    yield from (turn.says, turn.says_when_hurt, *(arrival.says for arrival in turn.says_if))


def _list_answers(turn: Turn) -> Iterator[Lines]:
    """List the family's answers in a turn that do not lead on to another turn."""
    return (answer.says for answer in turn.answers() if answer.goto is None)


def lay_out_criterion(rubric: Rubric, name: str) -> Iterator[Block]:
    """Lay out a criterion: what it means, what counts, and what does not."""
    criterion = rubric.criteria.get(name)
    if criterion is None:
        yield Paragraph(say("“{replace}” is not in the rubric here.", replace=name.replace("_", " ")))
        return
    yield Heading(criterion.name, 3)
    yield Paragraph(criterion.definition)
    for words in criterion.counts:
        yield ListItem(f"“{words}”", say("Counts"))
    for words in criterion.not_:
        yield ListItem(f"“{words}”", say("Does not"))


def _lay_out_turn(script: Script, name: str) -> Iterator[Block]:
    turn = script.dialogue.turns.get(name)
    if turn is None:
        yield Paragraph(say(TURN_NOT_FOUND))
        return
    for line in turn.says:
        yield from _lay_out_line(script, line)
    if turn.opening:
        yield Paragraph(say("An opening: {about}.", about=turn.opening.about))


def _lay_out_line(script: Script, line: Line) -> Iterator[Block]:
    speaker = script.speaker(line)
    yield Quote(line.text, speaker) if speaker else Paragraph(f"({line.text})")
