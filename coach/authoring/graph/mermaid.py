"""The picture as a Mermaid diagram, for documents that draw one."""

from collections.abc import Iterator

from coach.authoring.graph.picture import Edge, Kind, Node, Picture
from coach.model.dialogue import END

SHORT = 44
_ARROWS = {Kind.OPENED: "==>", Kind.ANSWERED: "-->", Kind.HURT: "-.->", Kind.ONWARD: "-->"}


def mermaid(picture: Picture) -> str:
    """The diagram's text."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    yield "flowchart TD"
    for node in picture.nodes:
        yield f"  {_node(node)}"
    if any(edge.to == END for edge in picture.edges):
        yield f"  {_id(END)}(( ))"
        yield from (f"  {_id(END)} --> {_id(node.id)}" for node in picture.nodes if node.ending)
    for edge in _once(picture):
        yield f"  {_id(edge.start)} {_ARROWS[edge.kind]}{_label(edge)} {_id(edge.to)}"
    visited = [_id(node.id) for node in picture.nodes if node.visited]
    if visited:
        yield "  classDef visited stroke-width:3px"
        yield f"  class {','.join(visited)} visited"


def _once(picture: Picture) -> Iterator[Edge]:
    """One arrow between two turns, the strongest: a silence told, then an answer, a hurt, and nothing."""
    order = list(Kind)
    best: dict[tuple[str, str], Edge] = {}
    for edge in sorted(picture.edges, key=lambda edge: order.index(edge.kind)):
        best.setdefault((edge.start, edge.to), edge)
    yield from (edge for edge in picture.edges if best.get((edge.start, edge.to)) is edge)


def _node(node: Node) -> str:
    says = _plain(node.says if len(node.says) <= SHORT else f"{node.says[:SHORT]}…")
    marks = [f"opening: {node.topic}"] if node.topic else []
    marks += [f"tells: {silence}" for silence in node.tells]
    text = "<br/>".join([f"<b>{_plain(node.id)}</b>", says, *map(_plain, marks)])
    return f'{_id(node.id)}(["{text}"])' if node.ending else f'{_id(node.id)}["{text}"]'


def _label(edge: Edge) -> str:
    return f"|{len(edge.branches)} ways|" if len(edge.branches) > 1 else ""


def _id(name: str) -> str:
    """`end` is a word of Mermaid's own."""
    return f"n_{name}"


def _plain(text: str) -> str:
    return text.replace('"', "'").replace("<", "(").replace(">", ")").replace("#", "no. ")
