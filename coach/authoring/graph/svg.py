"""The picture as SVG: the turns down the page, ways on as curves beside them, longer ones further out.

Dialogues run forward, so a column with curves says more at a glance than a tangle of boxes. Nothing in it rests on
colour alone: a hurt is dashed, a silence told is thick and marked ◆, a rehearsal's way carries numbers.
"""

from collections.abc import Iterator
from html import escape

from coach.authoring.graph.picture import Edge, Kind, Node, Picture
from coach.model.dialogue import END

WIDE, ROW, LEFT, BOX = 1000, 64, 300, 420
TOP = 80
SHORT = 50
_STYLES = {
    Kind.OPENED: ("#2a6f4e", 'stroke-width="3"'),
    Kind.ANSWERED: ("#5b6b7a", 'stroke-width="1.5"'),
    Kind.HURT: ("#a33b2e", 'stroke-width="1.5" stroke-dasharray="5 4"'),
    Kind.ONWARD: ("#aab3bc", 'stroke-width="1"'),
}
_LEGEND = (
    (Kind.OPENED, "◆ a silence is told"),
    (Kind.ANSWERED, "answered"),
    (Kind.HURT, "hurt"),
    (Kind.ONWARD, "nothing was listened for"),
)


def svg(picture: Picture) -> str:
    """The whole drawing, with nothing fetched from anywhere."""
    rows = {node.id: TOP + place * ROW for place, node in enumerate(picture.nodes)}
    first_ending = next((rows[node.id] for node in picture.nodes if node.ending), TOP)
    rows[END] = first_ending - ROW // 3
    height = TOP + len(picture.nodes) * ROW + 20
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {height}" role="img" '
            f'aria-label="{escape(picture.title)}: its turns and where they lead" '
            'font-family="system-ui, sans-serif" font-size="13">',
            f'<rect width="{WIDE}" height="{height}" fill="#ffffff"/>',
            f'<text x="20" y="30" font-size="20" fill="#1d2733">{escape(picture.title)}</text>',
            *_arrows(),
            *_legend(),
            *(line for edge in picture.edges for line in _edge(edge, rows)),
            *(line for node in picture.nodes for line in _node(node, rows[node.id])),
            "</svg>",
            "",
        ]
    )


def _arrows() -> Iterator[str]:
    """The heads of the arrows, a kind each."""
    yield "<defs>"
    for kind, (colour, _) in _STYLES.items():
        yield (
            f'<marker id="{kind}" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="10" '
            f'markerHeight="10" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="{colour}"/></marker>'
        )
    yield "</defs>"


def _style(kind: Kind) -> str:
    colour, line = _STYLES[kind]
    return f'stroke="{colour}" {line} marker-end="url(#{kind})"'


def _legend() -> Iterator[str]:
    for place, (kind, says) in enumerate(_LEGEND):
        x = 20 + place * 190
        yield f'<path d="M{x} 52 h30" fill="none" {_style(kind)}/>'
        yield f'<text x="{x + 38}" y="56" fill="#1d2733">{says}</text>'


def _edge(edge: Edge, rows: dict[str, int]) -> Iterator[str]:
    start, to = rows[edge.start] + ROW // 2, rows[edge.to] + ROW // 3
    span = (to - start) / ROW
    right = edge.kind in (Kind.OPENED, Kind.ANSWERED)
    x = LEFT + BOX if right else LEFT
    out = min(30 + 26 * span, 250) * (1 if right else -1)
    says = escape(f"{edge.start} to {edge.to}: {', '.join(edge.branches)}")
    walked = ' stroke-opacity="1"' if edge.walked else ' stroke-opacity="0.75"'
    yield (
        f'<path d="M{x} {start} C{x + out:.0f} {start}, {x + out:.0f} {to}, {x} {to}" fill="none" '
        f"{_style(edge.kind)}{walked}><title>{says}</title></path>"
    )


def _node(node: Node, y: int) -> Iterator[str]:
    fill = "#eef3f8" if node.topic else "#fdf6e7" if node.ending else "#f7f8f9"
    line = 'stroke="#1d2733" stroke-width="3"' if node.visited else 'stroke="#8a97a5"'
    rounded = 22 if node.ending else 6
    yield f'<rect x="{LEFT}" y="{y}" width="{BOX}" height="{ROW - 16}" rx="{rounded}" fill="{fill}" {line}/>'
    yield f'<text x="{LEFT + 14}" y="{y + 19}" fill="#1d2733" font-weight="600">{escape(node.id)}</text>'
    if node.topic:
        mark = f"opening: {node.topic}{', hinted' if node.hinted else ''}"
        yield f'<text x="{LEFT + BOX - 12}" y="{y + 19}" fill="#1d2733" text-anchor="end">{escape(mark)}</text>'
    if node.tells:
        told = escape(", ".join(node.tells))
        yield (
            f'<text x="{LEFT + BOX - 12}" y="{y + 38}" fill="#2a6f4e" text-anchor="end">{"◆" * len(node.tells)}'
            f"<title>can tell: {told}</title></text>"
        )
    yield f'<text x="{LEFT + 14}" y="{y + 38}" fill="#3c4a58">{escape(_short(node.says))}</text>'
    if node.visited:
        yield f'<circle cx="{LEFT}" cy="{y + 24}" r="13" fill="#1d2733"/>'
        yield f'<text x="{LEFT}" y="{y + 29}" fill="#ffffff" text-anchor="middle">{node.visited}</text>'


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"
