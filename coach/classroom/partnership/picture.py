"""The partnership view as a picture: plain bars, drawn here, with every number beside them and no font from outside."""

from collections.abc import Iterator
from html import escape

from coach.classroom.partnership.page import CHOSEN, TITLE, line, named
from coach.classroom.partnership.publishing import Published
from coach.classroom.partnership.suppression import Shown

WIDE, BAR, LEFT, ROW, TOP, FOOT = 900, 860, 20, 62, 96, 44
"""Pixels: the picture, a bar for everybody, the margin, a subject's height, above the first and below the last."""
PARTS = (
    ("taken", "mostly taken", "#1b5e57"),
    ("partly", "partly, or some of each", "#7d5600"),
    ("passed_by", "mostly passed by", "#8c2f39"),
    ("none_came_up", "never came up", "#d5d5d5"),
)
"""Each part of a bar: what it counts, in words, and its colour. Words carry it all the same, without colour."""
DARK, QUIET, LIGHT = "#1b1b1b", "#4a4a4a", "#ffffff"


def picture(table: Published) -> str:
    """An SVG that needs nothing from anywhere."""
    title = f"{TITLE}: {table.period.words}"
    high = TOP + ROW * len(table.subjects) + FOOT
    told = " ".join(f"{named(each)}: {line(each, table.contributors)}" for each in table.subjects)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" role="img" '
            'font-family="Helvetica, Arial, sans-serif" font-size="15">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(told)}</desc>",
            f'<rect width="{WIDE}" height="{high}" fill="{LIGHT}"/>',
            _text(LEFT, 32, title, size=20, weight="bold"),
            *_key(),
            *(part for place, each in enumerate(table.subjects) for part in _bar(each, place, table.contributors)),
            _text(
                LEFT, high - 18, f"{table.contributors} colleagues, each counted once. {CHOSEN}", size=13, fill=QUIET
            ),
            "</svg>\n",
        )
    )


def with_picture(page: str, drawn: str) -> str:
    """A page with the picture under its title."""
    return page.replace("</h1>", f"</h1>\n{drawn}", 1)


def _key() -> Iterator[str]:
    at = LEFT
    for _, words, colour in PARTS:
        yield f'<rect x="{at}" y="52" width="14" height="14" fill="{colour}"/>'
        yield _text(at + 20, 64, words, size=13, fill=QUIET)
        at += 44 + 7 * len(words)
    yield f'<rect x="{at}" y="52" width="14" height="14" {_EMPTY}/>'
    yield _text(at + 20, 64, "not shown", size=13, fill=QUIET)


def _bar(shown: Shown, place: int, contributors: int) -> Iterator[str]:
    top = TOP + ROW * place
    yield _text(LEFT, top + 14, named(shown), weight="bold")
    at = float(LEFT)
    for part, _, colour in PARTS:
        number: int | None = getattr(shown, part)
        if number is None:
            continue
        width = BAR * number / contributors
        yield f'<rect x="{at:.1f}" y="{top + 22}" width="{width:.1f}" height="24" fill="{colour}"/>'
        fill = DARK if part == "none_came_up" else LIGHT
        yield _text(at + width / 2, top + 39, str(number), anchor="middle", fill=fill)
        at += width
    if (left := LEFT + BAR - at) > 1:
        yield f'<rect x="{at:.1f}" y="{top + 22}" width="{left:.1f}" height="24" {_EMPTY}/>'
        words = "" if any(number is not None for number in shown.numbers) else line(shown, contributors)
        yield _text(at + 10, top + 39, words, size=13, fill=QUIET)


_EMPTY = f'fill="{LIGHT}" stroke="{QUIET}" stroke-dasharray="4 3"'


def _text(
    x: float, y: float, words: str, *, size: int = 15, fill: str = DARK, weight: str = "", anchor: str = ""
) -> str:
    more = f' font-weight="{weight}"' if weight else ""
    more += f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y}" font-size="{size}" fill="{fill}"{more}>{escape(words)}</text>'
