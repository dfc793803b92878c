"""The picture of a conversation on the screen, and the lines of one of its replies.

`PictureStrip` is the picture, `MomentPane` the lines of the reply that is chosen in it. What a mark means is worked out
in `coach/debrief/picture.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Button, Static

from coach.debrief.first_page import SIGNS, ConversationPicture, MarkKind, PictureMark, PictureSubject, SaidLine
from coach.language.catalogue import say
from coach.tui.commands import make_bindings
from coach.tui.text import sanitize

# --- The picture in lines

CELL, WIDE_CELL = 3, 4
"""Columns of a reply's mark: a number of two digits with a space, and more air where there is room."""
LONGEST_LABEL = 12
"""Columns for the name of a subject's row."""
SHORT_MEANINGS = {
    MarkKind.TOLD_MORE: "told more",
    MarkKind.TALKED_ON: "talked on",
    MarkKind.DREW_BACK: "drew back",
    MarkKind.SPOKE_UP: "spoke up",
    MarkKind.PUT_RIGHT: "you put it right",
    MarkKind.NOT_TAKEN_UP: "began something that was left",
}
"""What each mark means, in so few words that all of them fit on a line."""
BETWEEN, LONGEST_LEGEND = "   ", 76
"""What stands between the meanings of two signs, and how long they may be on one line."""
YOU_NAMED, THEY_NAMED, BOTH_NAMED = "y", "t", "yt"
"""Who named or asked about a subject, in the subject's row."""


def list_subjects(picture: ConversationPicture) -> tuple[PictureSubject, ...]:
    """Return the subjects that were named in the conversation; the others have no row."""
    named = {key for mark in picture.marks for key in (*mark.yours, *mark.by_them)}
    return tuple(subject for subject in picture.subjects if subject.id in named)


def name_subject(subject: PictureSubject) -> str:
    """Return a subject's name for its row; of a long one the last word."""
    last = subject.name.split()[-1].capitalize()
    name = subject.name if len(subject.name) <= LONGEST_LABEL else last
    return sanitize(name if len(name) <= LONGEST_LABEL else subject.id.capitalize())[:LONGEST_LABEL]


def explain_strip(*pictures: ConversationPicture, width: int = LONGEST_LEGEND) -> Content:
    """Return the lines that say what the signs and letters of one or more pictures mean.

    Args:
        pictures: the pictures.
        width: columns that a line may take; a sign and its meaning stay together on one.
    """
    kinds = {mark.kind for picture in pictures for mark in picture.marks}
    signs = [f"{SIGNS[kind]} {say(SHORT_MEANINGS[kind])}" for kind in MarkKind if kind in kinds]
    lines = [""]
    for sign in signs:
        longer = BETWEEN.join(filter(None, (lines[-1], sign)))
        if len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(sign)
    if any(map(list_subjects, pictures)):
        letters = say("{yours} you named it, {theirs} they did", yours=YOU_NAMED, theirs=THEY_NAMED)
        longer = BETWEEN.join((*signs, letters))
        lines = [longer] if len(longer) <= min(width, LONGEST_LEGEND) else [*lines, letters]
    return Content("\n".join(lines))


class StripLayout:
    """The layout of a picture in a given width: rows of columns, one column a reply."""

    def __init__(self, picture: ConversationPicture, width: int) -> None:
        self.picture = picture
        self.subjects = list_subjects(picture)
        # By all subjects, named or not, so that two pictures of one scenario stand column under column.
        self.label = max((len(name_subject(subject)) + 1 for subject in picture.subjects), default=0)
        room, many = max(width - self.label + 1, CELL), max(len(picture.marks), 1)
        self.cell = WIDE_CELL if many * WIDE_CELL <= room else CELL
        self.per_bank = max(room // self.cell, 1)
        """Replies that stand beside one another; the others go on below."""

    @property
    def bank_height(self) -> int:
        """The lines of one row of replies: numbers, signs, and a line for each subject."""
        return 2 + len(self.subjects)

    @property
    def banks(self) -> list[tuple[PictureMark, ...]]:
        """The replies of each row."""
        marks = self.picture.marks
        return [marks[start : start + self.per_bank] for start in range(0, len(marks), self.per_bank)]

    @property
    def height(self) -> int:
        """The lines of the whole picture."""
        return len(self.banks) * self.bank_height

    def find_reply(self, x: int, y: int) -> int:
        """Return the number of the reply that is drawn at a place; 0 where there is none."""
        bank, column = y // self.bank_height, (x - self.label) // self.cell
        marks = self.banks[bank] if bank < len(self.banks) else ()
        return marks[column].reply if x >= self.label and column < len(marks) else 0

    def draw(self, chosen: int = 0, chosen_style: str = "") -> Content:
        """Draw the picture: the replies' numbers, their marks, and who named each subject.

        Args:
            chosen: the number of the reply that is drawn in a style of its own; 0 for none.
            chosen_style: that style.
        """
        lines: list[Content] = []
        for marks in self.banks:
            for sign in (False, True):
                cells = [(mark.sign if sign else str(mark.reply), mark.reply == chosen) for mark in marks]
                usual = "bold" if sign else "$quiet"
                lines.append(self._draw_line("", [(words, chosen_style if at else usual) for words, at in cells]))
            lines += [
                self._draw_line(name_subject(subject), [_name_speakers(subject, mark) for mark in marks])
                for subject in self.subjects
            ]
        return Content("\n").join(lines)

    def _draw_line(self, label: str, cells: list[tuple[str, str]]) -> Content:
        """Draw a line: what stands before it, and the words of each reply's column with their style."""
        parts: list[tuple[str, str]] = [(label.ljust(self.label), "$quiet")]
        for words, style in cells:
            parts += [(words.rjust(self.cell - 1), style), (" ", "")]
        return Content.assemble(*parts)


def _name_speakers(subject: PictureSubject, mark: PictureMark) -> tuple[str, str]:
    """Return the letters that say who named a subject in a reply or after it, with their colour."""
    you, them = subject.id in mark.yours, subject.id in mark.by_them
    letters = BOTH_NAMED if you and them else YOU_NAMED if you else THEY_NAMED if them else ""
    return letters, "bold $you" if you else "bold $family"


class StripLegend(Widget):
    """The legend of one or more pictures, in as many lines as its width asks for."""

    def __init__(self, *pictures: ConversationPicture) -> None:
        super().__init__(classes="legend")
        self._pictures = pictures

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # as Textual calls it
        return explain_strip(*self._pictures, width=width).get_height({}, width)

    def render(self) -> Content:
        return explain_strip(*self._pictures, width=self.content_size.width)


# --- The picture as a widget

IN_FOCUS = "bold $block-cursor-foreground on $block-cursor-background"
OUT_OF_FOCUS = "bold underline $you"
"""How the chosen reply is drawn: with the focus on the picture, and without."""


class PictureStrip(Widget, can_focus=True):
    """The picture of a conversation, in which one reply is chosen."""

    BINDINGS = make_bindings("picture")

    chosen: reactive[int] = reactive(0)
    """The number of the chosen reply."""

    @dataclass
    class Moved(Message):
        """Message posted when another reply is chosen."""

        reply: int

    @dataclass
    class Opened(Message):
        """Message posted when a reply is to be shown in the conversation."""

        reply: int

    @dataclass
    class Left(Message):
        """Message posted when the page is to go on above the picture, or below it."""

        steps: int

    def __init__(self, picture: ConversationPicture, chosen: int = 0, *, key: str = "picture") -> None:
        """Draw a picture.

        Args:
            picture: the picture, of one reply at least.
            chosen: the number of the reply that is chosen at first; 0 for the last one.
            key: the widget's id.
        """
        super().__init__(id=key)
        self.picture = picture
        self.set_reactive(PictureStrip.chosen, chosen or picture.marks[-1].reply)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002  # as Textual calls it
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return StripLayout(self.picture, width).height

    def render(self) -> Content:
        style = IN_FOCUS if self.has_focus else OUT_OF_FOCUS
        return StripLayout(self.picture, self.content_size.width).draw(self.chosen, style)

    def watch_chosen(self) -> None:
        """Tell the page that another reply is chosen."""
        self.post_message(self.Moved(self.chosen))

    def choose(self, reply: int) -> None:
        """Choose a reply by its number, if the picture has it."""
        if any(mark.reply == reply for mark in self.picture.marks):
            self.chosen = reply

    def action_move(self, steps: int) -> None:
        """Choose the reply that stands some steps to the right; to the left where they are negative."""
        replies = [mark.reply for mark in self.picture.marks]
        place = replies.index(self.chosen) + steps
        self.chosen = replies[min(max(place, 0), len(replies) - 1)]

    def action_leave(self, steps: int) -> None:
        """Go on to what stands above the picture, or below it."""
        self.post_message(self.Left(steps))

    def action_open_moment(self) -> None:
        """Show the chosen reply in the conversation."""
        self.post_message(self.Opened(self.chosen))

    def on_click(self, event: events.Click) -> None:
        """Choose the reply that is clicked; show it in the conversation if it is chosen already."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        reply = StripLayout(self.picture, self.content_size.width).find_reply(offset.x, offset.y)
        if reply and reply == self.chosen and event.chain > 1:
            self.action_open_moment()
        self.choose(reply)


# --- The lines of the chosen reply


class MomentPane(Vertical):
    """The chosen reply of a picture in words, with what the family said straight after."""

    def __init__(self, picture: ConversationPicture, reply: int, *, classes: str) -> None:
        super().__init__(classes=f"moment {classes}")
        self._picture = picture
        self._reply = reply

    def compose(self) -> ComposeResult:
        yield Static(self._draw(), markup=False)
        button = Button(say("In the conversation"), action="screen.open_moment", compact=True)
        button.can_focus = False  # Enter on the picture does the same
        yield button

    def show(self, reply: int) -> None:
        """Show another reply."""
        self._reply = reply
        self.query_one(Static).update(self._draw())

    def _draw(self) -> Content:
        return draw_moment(self._picture, self._reply, with_cue=self.has_class("side"))


def draw_moment(picture: ConversationPicture, reply: int, *, with_cue: bool = False) -> Content:
    """Draw a reply in words: its mark, the subjects named, the reply, the lines after it.

    Args:
        picture: the picture.
        reply: the reply's number.
        with_cue: whether the family's line before the reply is drawn too.
    """
    mark = next(mark for mark in picture.marks if mark.reply == reply)
    named = "".join(f" {words}" for words in describe_named(picture, mark))
    name = Content.assemble((f"{mark.describe()}.", "bold"), (named, "$quiet"))
    cue = [draw_said(mark.before, "$family")] if mark.before and with_cue else []
    lines = [name, *cue, draw_said(mark.said, "$you"), *(draw_said(line, "$family") for line in mark.after)]
    return Content("\n\n" if with_cue else "\n").join(lines)


def describe_named(picture: ConversationPicture, mark: PictureMark) -> Iterator[str]:
    """Yield a sentence for each subject that was named in a reply, or straight after it."""
    for subject in picture.subjects:
        you, them = subject.id in mark.yours, subject.id in mark.by_them
        if you or them:
            yield f"{sanitize(subject.name)}: by {'you, then by them' if you and them else 'you' if you else 'them'}."


def draw_said(line: SaidLine, colour: str) -> Content:
    """Draw a line of the conversation with its speaker, in the colour of that side."""
    if line.scene:
        return Content.assemble((f"({sanitize(line.text)})", "$quiet"))
    how = f" ({sanitize(line.how)})" if line.how else ""
    return Content.assemble((f"{sanitize(line.speaker)}{how}: ", f"bold {colour}"), sanitize(line.text))
