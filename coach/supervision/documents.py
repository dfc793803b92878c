"""Layout of reviews and of what is read beside them, as an HTML page or a Word document.

Typed words stay plain text in both: nothing in them is taken for markup.
"""

import io
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from coach.debrief.render import Block, Heading, ListItem, Paragraph, Quote, add_lead_mark, make_visible, render_plain
from coach.model.characters import sanitize
from coach.model.conditions import Line, Lines
from coach.model.rubric import Rubric
from coach.model.scenario import Turn
from coach.model.submission import Review, Submission, SubmittedLine
from coach.practice.export import write_export
from coach.practice.rehearsal import Rehearsal
from coach.rehearsal.script import Script
from coach.supervision.submissions import lay_out_submission, lay_out_whole_review

# --- Reviews beside their rehearsal

HEADING = "What came back from supervision"
WITHDRAWN = "You withdrew what this speaks of. It stays here, for you alone."


def lay_out_reviews(rehearsal: Rehearsal) -> Iterator[Block]:
    """Lay out the last review of each submission of a rehearsal; nothing if there is no review."""
    last: dict[str, Review] = {event.response.brought: event.response for event in rehearsal.story.came_back}
    if last:
        yield Heading(HEADING)
    for response in last.values():
        for block in lay_out_review(rehearsal, response):
            yield Heading(block.text, block.rank + 1) if isinstance(block, Heading) else block


def lay_out_review(rehearsal: Rehearsal, response: Review) -> Iterator[Block]:
    """Lay out a supervisor's review beside its lines, or alone if the submission was withdrawn."""
    spoken_of = (event.brought for event in rehearsal.story.brought if event.brought.id == response.brought)
    if brought := next(spoken_of, None):
        yield from lay_out_submission(brought, response, rehearsal.rubric)
    else:
        yield Paragraph(WITHDRAWN)
        yield from lay_out_whole_review(response)


# --- A page to print and a document for Word

STYLE = """
body { font: 12pt/1.5 Georgia, "Times New Roman", serif; color: #1b1b1b; }
body { max-width: 42em; margin: 2em auto; padding: 0 1em; }
h1, h2, h3 { font-family: "Segoe UI", Helvetica, Arial, sans-serif; line-height: 1.25; }
h1 { font-size: 17pt; } h2 { font-size: 13pt; margin-top: 1.6em; } h3 { font-size: 12pt; }
blockquote { margin: .4em 0 .4em 1em; padding-left: .8em; border-left: 3px solid #767676; }
ul { margin: .2em 0 .6em 1em; padding-left: 1.2em; } b { font-weight: 600; }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } blockquote { break-inside: avoid; } }
"""


def save_blocks(blocks: Iterable[Block], file: Path, title: str, *, for_others: bool = False) -> Path:
    """Save blocks in the form that the file's name ends in: .docx, .txt, or else HTML.

    Args:
        blocks: what is saved.
        file: the path.
        title: the document's title.
        for_others: whether other users of the computer may read the file, if the folder lets them.

    Returns:
        The path that was written.

    Raises:
        RecordsError: the file cannot be written.
    """
    match file.suffix.casefold():
        case ".docx":
            return write_export(file, render_docx(blocks, title), for_others=for_others)
        case ".txt":
            return write_export(file, render_plain(blocks), for_others=for_others)
        case _:
            return write_export(file, render_html(blocks, title), for_others=for_others)


def render_html(blocks: Iterable[Block], title: str) -> str:
    """Render blocks as an HTML page that loads nothing from elsewhere."""
    body: list[str] = []
    in_list = False
    for block in blocks:
        if in_list and not isinstance(block, ListItem):
            body.append("</ul>")
        if not in_list and isinstance(block, ListItem):
            body.append("<ul>")
        in_list = isinstance(block, ListItem)
        body.append(_block_html(block))
    if in_list:
        body.append("</ul>")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{_escape_text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


TITLE_TAG = "{http://purl.org/dc/elements/1.1/}title"
"""The one property of a Word document that is left in it."""


def render_docx(blocks: Iterable[Block], title: str) -> bytes:
    """Render blocks as a Word document, without author, dates or other properties."""
    from docx import Document  # only now: nothing else needs it
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.shared import Cm, Pt

    document = Document()
    document.core_properties.title = sanitize(title)
    package = document.part.package
    about = package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element
    for left in [element for element in about if element.tag != TITLE_TAG]:
        about.remove(left)
    for key, related in tuple(package.rels.items()):
        if related.reltype.endswith(("/extended-properties", "/thumbnail")):
            del package.rels[key]
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for block in blocks:
        match block:
            case Heading():
                document.add_heading(sanitize(block.text), min(block.rank, 3))
            case Quote():
                paragraph = document.add_paragraph()
                paragraph.paragraph_format.left_indent = Cm(0.8)
                if block.speaker:
                    paragraph.add_run(f"{sanitize(block.speaker)}: ").bold = True
                paragraph.add_run(sanitize(block.text))
            case ListItem() | Paragraph():
                paragraph = document.add_paragraph(style="List Bullet" if isinstance(block, ListItem) else None)
                if block.lead:
                    paragraph.add_run(f"{add_lead_mark(sanitize(block.lead))} ").bold = True
                paragraph.add_run(sanitize(block.text))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _block_html(block: Block) -> str:
    match block:
        case Heading():
            rank = min(block.rank, 3)
            return f"<h{rank}>{_escape_text(block.text)}</h{rank}>"
        case Quote():
            speaker = f"<b>{_escape_text(block.speaker)}:</b> " if block.speaker else ""
            return f"<blockquote>{speaker}{_escape_text(block.text)}</blockquote>"
        case ListItem():
            return f"<li>{_lead_html(block.lead)}{_escape_text(block.text)}</li>"
        case Paragraph():
            return f"<p>{_lead_html(block.lead)}{_escape_text(block.text)}</p>"


def _lead_html(lead: str) -> str:
    return f"<b>{add_lead_mark(_escape_text(lead))}</b> " if lead else ""


def _escape_text(text: str) -> str:
    """Escape a text for HTML, so that it means only itself; line ends become `<br>`."""
    return escape("\n".join(make_visible(line) for line in text.splitlines())).replace("\n", "<br>")


# --- What a supervisor reads beside a line: its turn, and what the rubric means by its notes

SCENARIO_NOT_HERE = "This scenario is not in the library here, so the turn cannot be shown."
TURN_NOT_FOUND = "The turn cannot be found: the scenario here may be another version than the one that was played."
NO_RUBRIC = "The rubric it was read by is not here, so what its notes mean cannot be shown."
NO_NOTES = "The coach read nothing into this line, or its notes were left out. You may still say what you see in it."
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
        yield Paragraph(A_QUESTION)
        return
    yield Heading("The turn it was said in")
    yield from _lay_out_turn(script, find_turn(brought, place, script)) if script else (Paragraph(SCENARIO_NOT_HERE),)
    line = brought.lines[place - 1]
    if not line.reply:
        return
    names = tuple(dict.fromkeys((*also, *(note.criterion for note in line.notes))))
    yield Heading("What the notes mean")
    if not names:
        yield Paragraph(NO_NOTES)
    elif rubric is None:
        yield Paragraph(NO_RUBRIC)
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
        yield Paragraph(f"“{name.replace('_', ' ')}” is not in the rubric here.")
        return
    yield Heading(criterion.name, 3)
    yield Paragraph(criterion.definition)
    for words in criterion.counts:
        yield ListItem(f"“{words}”", "Counts")
    for words in criterion.not_:
        yield ListItem(f"“{words}”", "Does not")


def _lay_out_turn(script: Script, name: str) -> Iterator[Block]:
    turn = script.dialogue.turns.get(name)
    if turn is None:
        yield Paragraph(TURN_NOT_FOUND)
        return
    for line in turn.says:
        yield from _lay_out_line(script, line)
    if turn.opening:
        yield Paragraph(f"An opening: {turn.opening.about}.")


def _lay_out_line(script: Script, line: Line) -> Iterator[Block]:
    speaker = script.speaker(line)
    yield Quote(line.text, speaker) if speaker else Paragraph(f"({line.text})")
