"""The picture as lines for the terminal: each turn once, with where it leads."""

from collections.abc import Iterator

from coach.authoring.graph.picture import Edge, Kind, Node, Picture

_SIGNS = {Kind.OPENED: "tells, then", Kind.ANSWERED: "to", Kind.HURT: "hurt, to", Kind.ONWARD: "otherwise to"}


def tree(picture: Picture, width: int = 100) -> Iterator[str]:
    """The lines, none wider than `width`. A turn that a rehearsal came to has its place on the way in front of it."""
    yield picture.title
    over = any(node.visited for node in picture.nodes)
    for node in picture.nodes:
        if node.ending:
            continue
        yield _fitted(_place(node, over) + _head(node), width)
        ways = picture.ways_from(node.id)
        for number, edge in enumerate(ways, 1):
            stem = "└─" if number == len(ways) else "├─"
            yield _fitted(f"{'     ' if over else ''}   {stem} {_way(edge)}", width)
    yield "Endings"
    for node in picture.nodes:
        if node.ending:
            yield _fitted(f"{_place(node, over)}{node.id}: {node.says}", width)


def _place(node: Node, over: bool) -> str:
    if not over:
        return ""
    return f"{node.visited:>3}. " if node.visited else "     "


def _head(node: Node) -> str:
    marks = [f"opening: {node.topic}{', hinted' if node.hinted else ''}"] if node.topic else []
    marks += [f"silence: {silence}" for silence in node.tells]
    shown = f" [{'; '.join(marks)}]" if marks else ""
    return f"{node.id}{shown}  “{node.says}”"


def _way(edge: Edge) -> str:
    walked = "← your way  " if edge.walked else ""
    named = "" if edge.kind is Kind.ONWARD else f" ({', '.join(edge.branches)})"
    return f"{walked}{_SIGNS[edge.kind]} {edge.to}{named}"


def _fitted(line: str, width: int) -> str:
    return line if len(line) <= width else f"{line[: width - 1]}…"
