"""The picture of where typed words go, as SVG: docs/pictures/data-flow.svg, made by `docs/make.py`.

Days in it are the program's own constants, so the picture cannot promise others.
"""

from dataclasses import dataclass
from html import escape

from coach.records.class_log import GOES_AFTER
from coach.records.paths import EXPIRES_AFTER
from coach.supervision.inbox import PUT_AWAY_AFTER

WIDTH, HEIGHT = 1000, 644
TITLE = "Where typed words go"
ABOUT = (
    "A practitioner's words pass two gates on their own machine, are read there, and are kept there. "
    "Five dashed arrows lead elsewhere, and each of them is somebody's own choice. Nothing leads to the internet."
)
STYLE = """\
text{font:14px system-ui,sans-serif;fill:#1c2526}.name{font-weight:600}.small{font-size:12.5px}
.own{fill:#eef5f5;stroke:#0b5c63;stroke-width:2}.box{fill:#fff;stroke:#0b5c63;stroke-width:1.5}
.kept{fill:#fff7e6;stroke:#8a5a00;stroke-width:1.5}.none{fill:#f4f4f4;stroke:#555;stroke-dasharray:3 3}
.goes{stroke:#0b5c63;stroke-width:1.8;fill:none;marker-end:url(#tip)}.chosen{stroke-dasharray:7 4}"""
LINE = 18
PADDING = 12


@dataclass(frozen=True)
class FlowBox:
    """A place: where words are looked at, or where they are kept (`kept`)."""

    place: tuple[int, int, int, int]
    """Left, top, width, height."""
    name: str
    lines: tuple[str, ...] = ()
    kind: str = "box"

    def draw(self) -> str:
        """Draw it, with its name and its lines in it."""
        left, top, width, height = self.place
        said = [f'<rect class="{self.kind}" x="{left}" y="{top}" width="{width}" height="{height}" rx="8"/>']
        for number, line in enumerate((self.name, *self.lines)):
            look = "name" if number == 0 else "small"
            y = top + 22 + number * LINE
            said.append(f'<text class="{look}" x="{left + PADDING}" y="{y}">{escape(line)}</text>')
        return "\n".join(said)


@dataclass(frozen=True)
class FlowArrow:
    """A way that words take, and what has to happen for it; `chosen` where it is somebody's own choice."""

    points: tuple[tuple[int, int], ...]
    label: str = ""
    at: tuple[int, int] = (0, 0)
    chosen: bool = False

    def draw(self) -> str:
        """Draw it, with its label."""
        way = " ".join(f"{x},{y}" for x, y in self.points)
        said = [f'<polyline class="goes{" chosen" if self.chosen else ""}" points="{way}"/>']
        if self.label:
            said.append(f'<text class="small" x="{self.at[0]}" y="{self.at[1]}">{escape(self.label)}</text>')
        return "\n".join(said)


def list_boxes() -> tuple[FlowBox, ...]:
    """Every place in the picture."""
    return (
        FlowBox((16, 16, 470, 560), "The practitioner's own machine", kind="own"),
        FlowBox((40, 56, 420, 60), "Types a reply", ("invented families only: no real family's details",)),
        FlowBox(
            (40, 150, 420, 78),
            "Two gates, before anything is read or kept",
            ("own distress: plainly so, it is neither read nor kept", "a real person's details: asked about"),
        ),
        FlowBox(
            (40, 262, 420, 60), "Reading, and the family's answer", ("a model on this machine; it talks to nobody",)
        ),
        FlowBox(
            (40, 356, 420, 96),
            "rehearsals.db: kept",
            (
                f"goes by itself after {EXPIRES_AFTER.days} days, unless its owner keeps it",
                "at once when forgotten, and overwritten on the disk",
                "settings and drafts lie beside it",
            ),
            "kept",
        ),
        FlowBox((40, 486, 420, 60), "Logs: none", ("nothing that is typed stands in a log or an error",), "none"),
        FlowBox(
            (700, 16, 284, 96),
            "A supervisor's desk",
            ("one moment, a question or the whole", f"{PUT_AWAY_AFTER.days} days; sooner if put away"),
            "kept",
        ),
        FlowBox(
            (700, 132, 284, 96),
            "A shared folder, a printer",
            ("files that were handed over or saved", "until somebody deletes them"),
            "kept",
        ),
        FlowBox(
            (700, 248, 284, 96),
            "A trainer's laptop: a room",
            ("names, words and marks of a class", f"{GOES_AFTER.days} days; at once if forgotten"),
            "kept",
        ),
        FlowBox(
            (700, 364, 284, 96),
            "A team's store, if there is one",
            ("on the team's own database server", f"{EXPIRES_AFTER.days} days; row by row, backups apart"),
            "kept",
        ),
        FlowBox(
            (700, 480, 284, 96),
            "A partnership's table",
            ("counts by subject, and no words", "withdrawn until the quarter ends"),
            "kept",
        ),
        FlowBox(
            (16, 592, 968, 36),
            "The internet: a rehearsal sends nothing there. No update check, and no model elsewhere.",
            (),
            "none",
        ),
    )


def list_arrows() -> tuple[FlowArrow, ...]:
    """Every way in the picture."""
    return (
        FlowArrow(((250, 116), (250, 148))),
        FlowArrow(((250, 228), (250, 260))),
        FlowArrow(((250, 322), (250, 354))),
        FlowArrow(((460, 380), (520, 380), (520, 64), (698, 64)), "brings it, and sees it first", (530, 56), True),
        FlowArrow(((460, 390), (540, 390), (540, 180), (698, 180)), "exports, prints", (550, 172), True),
        FlowArrow(((460, 86), (560, 86), (560, 296), (698, 296)), "types in a room", (570, 288), True),
        FlowArrow(((460, 412), (698, 412)), "kept there instead", (530, 405), True),
        FlowArrow(((460, 440), (520, 440), (520, 528), (698, 528)), "gives counts", (530, 521), True),
    )


def draw_data_flow() -> str:
    """Draw the whole picture."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-labelledby="title about">',
        f'<title id="title">{escape(TITLE)}</title>',
        f'<desc id="about">{escape(ABOUT)}</desc>',
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 10 5 0 10z" fill="#0b5c63"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *(box.draw() for box in list_boxes()),
        *(arrow.draw() for arrow in list_arrows()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
