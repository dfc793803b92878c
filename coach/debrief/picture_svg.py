"""The picture of a conversation as SVG, for a page in HTML; begin with `draw_svg`.

The marks differ by shape, and are drawn in the colour of the text around them. Whoever cannot see them has the same in
words, as the name of the drawing. No word of the conversation stands in it.
"""

from collections.abc import Iterator
from html import escape

from coach.debrief.first_page import ConversationPicture, MarkKind, PictureMark
from coach.debrief.render import word_picture
from coach.language.catalogue import say

STEP, HALF = 34, 17
"""The width of a reply's column, and half of it."""
TOP, ROW = 44, 22
"""Where the rows of subjects begin, and how high each is."""
LETTER, GAP = 7, 12
"""The room at the left for the names of the rows: of each letter, and after the longest."""
WIDEST = 24
"""Replies in one row of the drawing; more go on below."""


def draw_svg(picture: ConversationPicture) -> str:
    """Draw the picture as SVG: the replies' numbers, their marks, and who named each subject."""
    rows = [picture.marks[at : at + WIDEST] for at in range(0, len(picture.marks), WIDEST)]
    named = [s for s in picture.subjects if any(s.id in mark.yours + mark.by_them for mark in picture.marks)]
    height = TOP + ROW * len(named) + 12
    said = " ".join(word_picture(picture))
    margin = max((LETTER * len(subject.name) + GAP for subject in named), default=0)
    wide = margin + STEP * max(map(len, rows), default=0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(said)}" width="{wide}" '
        f'height="{height * len(rows)}" viewBox="0 0 {wide} {height * len(rows)}" font-size="12" '
        'font-family="sans-serif" fill="currentColor" stroke="none">'
    ]
    for place, marks in enumerate(rows):
        parts.append(f'<g transform="translate(0 {place * height})">')
        for line, subject in enumerate(named):
            parts.append(f'<text x="0" y="{TOP + ROW * line + 14}">{escape(subject.name)}</text>')
        for column, mark in enumerate(marks):
            parts += _draw_column(mark, margin + STEP * column + HALF, [subject.id for subject in named])
        parts.append("</g>")
    return "".join((*parts, "</svg>"))


def _draw_column(mark: PictureMark, x: int, subjects: list[str]) -> Iterator[str]:
    """Draw a reply's number, its mark, and `you`, `them` or `both` in the row of each subject."""
    yield f'<text x="{x}" y="12" text-anchor="middle">{mark.reply}</text>'
    yield _draw_mark(mark.kind, x, 28)
    for line, subject in enumerate(subjects):
        you, them = subject in mark.yours, subject in mark.by_them
        if you or them:
            who = say("both") if you and them else say("you") if you else say("them")
            yield f'<text x="{x}" y="{TOP + ROW * line + 14}" text-anchor="middle" font-size="10">{who}</text>'


def _draw_mark(kind: MarkKind, x: int, y: int) -> str:
    """Draw one mark around a point; each kind has a shape of its own."""
    match kind:
        case MarkKind.TOLD_MORE:
            return f'<circle cx="{x}" cy="{y}" r="7"/>'
        case MarkKind.TALKED_ON:
            return f'<circle cx="{x}" cy="{y}" r="2.5"/>'
        case MarkKind.DREW_BACK:
            points = f"{x - 7},{y - 6} {x + 7},{y - 6} {x},{y + 7}"
            return f'<polygon points="{points}" fill="none" stroke="currentColor" stroke-width="2"/>'
        case MarkKind.SPOKE_UP:
            return f'<polygon points="{x - 7},{y + 6} {x + 7},{y + 6} {x},{y - 7}"/>'
        case MarkKind.PUT_RIGHT:
            return f'<polygon points="{x},{y - 8} {x + 8},{y} {x},{y + 8} {x - 8},{y}"/>'
        case MarkKind.NOT_TAKEN_UP:
            return f'<circle cx="{x}" cy="{y}" r="6" fill="none" stroke="currentColor" stroke-width="2"/>'
