"""What the signs of a picture mean, in terminals of any width."""

import pytest

from coach.debrief.first_page import SIGNS, ConversationPicture, MarkKind, PictureMark, PictureSubject, SaidLine
from coach.tui.widgets.picture_strip import SHORT_MEANINGS, explain_strip

WIDTHS = (24, 36, 56, 76, 140)


def draw(*kinds: MarkKind, named: bool = True) -> ConversationPicture:
    """A picture with a mark of each of these kinds, in which the first reply named a subject."""
    said = SaidLine(speaker="You", text="Well.")
    marks = tuple(
        PictureMark(reply=number, kind=kind, before=None, said=said, after=(), by_you=("race",) if named else ())
        for number, kind in enumerate(kinds, 1)
    )
    return ConversationPicture(marks=marks, subjects=(PictureSubject(id="race", name="Race"),))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_sign_and_its_meaning_stay_together_on_a_line(width: int) -> None:
    """All of them, each once, and no line longer than there is room; a meaning that is longer stands alone."""
    lines = explain_strip(draw(*MarkKind), width=width).plain.split("\n")
    for kind in MarkKind:
        explained = f"{SIGNS[kind]} {SHORT_MEANINGS[kind]}"
        (line,) = (line for line in lines if explained in line)
        assert len(line) <= width or line == explained
    assert lines[-1] == "y you named it, t they did"


def test_all_of_it_stands_on_one_line_where_it_fits() -> None:
    assert "\n" not in explain_strip(draw(MarkKind.TOLD_MORE), width=76).plain
    assert "\n" in explain_strip(draw(MarkKind.TOLD_MORE), width=30).plain


def test_letters_that_no_row_has_are_not_explained() -> None:
    assert "you named it" not in explain_strip(draw(MarkKind.TOLD_MORE, named=False)).plain
