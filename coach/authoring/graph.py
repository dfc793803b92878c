"""Drawing a dialogue as a graph of its turns (SVG, Mermaid or text) or a script to print.

Begin with `build_picture`, then `render_svg`, `render_mermaid` or `render_tree`; or with `lay_out_script`, for
reviewers who do not read YAML.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from coach.debrief.render import Block, Heading, ListItem, Paragraph, Quote
from coach.model.characters import count, sanitize_line
from coach.model.conditions import ANY_HURT, SCENE, Guard, Line, Lines
from coach.model.rubric import Rubric
from coach.model.scenario import END, Answer, Branch, Entry, list_voices
from coach.practice.service import describe_review
from coach.rehearsal.script import Script
from coach.rehearsal.state import Attempt


class EdgeKind(StrEnum):
    """The reason why the conversation goes from one turn to another; edges are drawn by it."""

    OPENED = "opened"
    """A silence is told on the way."""
    ANSWERED = "answered"
    HURT = "hurt"
    ONWARD = "onward"
    """Nothing was listened for."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph: a turn or an ending."""

    id: str
    says: str
    topic: str = ""
    """Of its opening; empty where it has none."""
    hinted: bool = False
    tells: tuple[str, ...] = ()
    ending: bool = False
    visited: int = 0
    """Its place on the way of a rehearsal, from 1; 0 where it was not come to."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from one turn to another turn or ending, with the branches that take it."""

    start: str
    to: str
    kind: EdgeKind
    branches: tuple[str, ...]
    walked: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """The graph of a dialogue: nodes in an order in which arrows lead forward, and arrows."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def find_ways_from(self, node: str) -> tuple[Edge, ...]:
        """Return the arrows that leave a node."""
        return tuple(edge for edge in self.edges if edge.start == node)


def build_picture(script: Script, attempt: Attempt | None = None) -> Picture:
    """Build the graph of a dialogue; with an attempt, the turns and arrows it used are marked."""
    way = _trace_way(script, attempt) if attempt else []
    places = {name: place for place, name in reversed(list(enumerate(way, 1)))}
    steps = {(exchange.before.turn, exchange.branch()) for exchange in attempt.exchanges} if attempt else set()
    dialogue = script.dialogue
    nodes = []
    for name in _order_turns(script):
        turn = dialogue.turns[name]
        told = dict.fromkeys(branch.tells for branch in turn.replies.values() if branch.tells)
        nodes.append(
            Node(
                name,
                sanitize_line(next((s.text for s in reversed(turn.says) if s.speaker != SCENE), turn.says[-1].text)),
                turn.opening.topic if turn.opening else "",
                bool(turn.opening and turn.opening.weight.window() > 1),
                tuple(told),
                visited=places.get(name, 0),
            )
        )
    for name, ending in dialogue.endings.items():
        nodes.append(Node(name, sanitize_line(ending.title), ending=True, visited=places.get(name, 0)))
    edges = [edge for name in dialogue.turns for edge in _list_edges(script, name, steps)]
    return Picture(sanitize_line(dialogue.title), tuple(nodes), tuple(edges))


def _order_turns(script: Script) -> list[str]:
    """Return the turns, each after all that lead to it, otherwise in the author's order."""
    turns = script.dialogue.turns
    onward = {name: script.dialogue.leads_to(name) & turns.keys() for name in turns}
    waiting = {name: sum(name in places for places in onward.values()) for name in turns}
    ordered: list[str] = []
    while len(ordered) < len(turns):
        left = [name for name in turns if name not in ordered]
        name = next((name for name in left if not waiting[name]), left[0])
        ordered.append(name)
        for place in onward[name]:
            waiting[place] -= 1
    return ordered


def _list_edges(script: Script, name: str, steps: set[tuple[str, str]]) -> Iterable[Edge]:
    """Yield the arrows that leave a turn.

    Args:
        script: the scenario.
        name: the id of the turn.
        steps: the turns and branches that an attempt used.
    """
    turn = script.turn(name)
    ways: dict[tuple[str, EdgeKind], list[str]] = {}
    for key, branch in turn.replies.items():
        if branch.goto:
            ways.setdefault((branch.goto, _find_kind(branch)), []).append(key)
    for answer in turn.otherwise:
        if answer.goto:
            ways.setdefault((answer.goto, EdgeKind.ONWARD), []).append("otherwise")
    for (place, kind), branches in ways.items():
        walked = any((name, branch) in steps for branch in branches)
        yield Edge(name, place, kind, tuple(dict.fromkeys(branches)), walked)


def _find_kind(branch: Branch) -> EdgeKind:
    """Return the kind of arrow for a branch."""
    if branch.hurt:
        return EdgeKind.HURT
    return EdgeKind.OPENED if branch.tells else EdgeKind.ANSWERED


def _trace_way(script: Script, attempt: Attempt) -> list[str]:
    """Return the turns that an attempt went through, and its ending if it reached one."""
    way = [script.dialogue.begins]
    for exchange in attempt.exchanges:
        if exchange.after.turn != way[-1]:
            way.append(exchange.after.turn)
    return [*way, attempt.ending] if attempt.ending else way


# --- The picture as SVG

WIDE, ROW, LEFT, BOX = 1000, 64, 300, 420
TOP = 80
SVG_LABEL_LENGTH = 50
_STYLES = {
    EdgeKind.OPENED: ("#2a6f4e", 'stroke-width="3"'),
    EdgeKind.ANSWERED: ("#5b6b7a", 'stroke-width="1.5"'),
    EdgeKind.HURT: ("#a33b2e", 'stroke-width="1.5" stroke-dasharray="5 4"'),
    EdgeKind.ONWARD: ("#aab3bc", 'stroke-width="1"'),
}
_LEGEND = (
    (EdgeKind.OPENED, "◆ a silence is told"),
    (EdgeKind.ANSWERED, "answered"),
    (EdgeKind.HURT, "hurt"),
    (EdgeKind.ONWARD, "nothing was listened for"),
)


def render_svg(picture: Picture) -> str:
    """Draw the graph as an SVG document that loads nothing from elsewhere."""
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
            *_draw_arrowheads(),
            *_draw_legend(),
            *(line for edge in picture.edges for line in _draw_edge(edge, rows)),
            *(line for node in picture.nodes for line in _draw_node(node, rows[node.id])),
            "</svg>",
            "",
        ]
    )


def _draw_arrowheads() -> Iterator[str]:
    """Yield the SVG of the arrowheads, one for each kind of arrow."""
    yield "<defs>"
    for kind, (colour, _) in _STYLES.items():
        yield (
            f'<marker id="{kind}" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="10" '
            f'markerHeight="10" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="{colour}"/></marker>'
        )
    yield "</defs>"


def _style_edge(kind: EdgeKind) -> str:
    """Return the SVG attributes of an arrow of this kind."""
    colour, line = _STYLES[kind]
    return f'stroke="{colour}" {line} marker-end="url(#{kind})"'


def _draw_legend() -> Iterator[str]:
    """Yield the SVG of the legend."""
    for place, (kind, says) in enumerate(_LEGEND):
        x = 20 + place * 190
        yield f'<path d="M{x} 52 h30" fill="none" {_style_edge(kind)}/>'
        yield f'<text x="{x + 38}" y="56" fill="#1d2733">{says}</text>'


def _draw_edge(edge: Edge, rows: dict[str, int]) -> Iterator[str]:
    """Yield the SVG of an arrow; `rows` is the height at which each node stands."""
    start, to = rows[edge.start] + ROW // 2, rows[edge.to] + ROW // 3
    span = (to - start) / ROW
    right = edge.kind in (EdgeKind.OPENED, EdgeKind.ANSWERED)
    x = LEFT + BOX if right else LEFT
    out = min(30 + 26 * span, 250) * (1 if right else -1)
    says = escape(f"{edge.start} to {edge.to}: {', '.join(edge.branches)}")
    walked = ' stroke-opacity="1"' if edge.walked else ' stroke-opacity="0.75"'
    yield (
        f'<path d="M{x} {start} C{x + out:.0f} {start}, {x + out:.0f} {to}, {x} {to}" fill="none" '
        f"{_style_edge(edge.kind)}{walked}><title>{says}</title></path>"
    )


def _draw_node(node: Node, y: int) -> Iterator[str]:
    """Yield the SVG of a node at a height."""
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
    yield f'<text x="{LEFT + 14}" y="{y + 38}" fill="#3c4a58">{escape(_shorten(node.says))}</text>'
    if node.visited:
        yield f'<circle cx="{LEFT}" cy="{y + 24}" r="13" fill="#1d2733"/>'
        yield f'<text x="{LEFT}" y="{y + 29}" fill="#ffffff" text-anchor="middle">{node.visited}</text>'


def _shorten(text: str) -> str:
    """Shorten a label to the room that the SVG has for it."""
    return text if len(text) <= SVG_LABEL_LENGTH else f"{text[: SVG_LABEL_LENGTH - 1]}…"


# --- The picture as a Mermaid diagram

MERMAID_LABEL_LENGTH = 44
_ARROWS = {EdgeKind.OPENED: "==>", EdgeKind.ANSWERED: "-->", EdgeKind.HURT: "-.->", EdgeKind.ONWARD: "-->"}


def render_mermaid(picture: Picture) -> str:
    """Write the graph as a Mermaid diagram."""
    return "\n".join(_render_mermaid_lines(picture)) + "\n"


def _render_mermaid_lines(picture: Picture) -> Iterator[str]:
    """Yield the lines of the Mermaid diagram."""
    yield "flowchart TD"
    for node in picture.nodes:
        yield f"  {_render_mermaid_node(node)}"
    if any(edge.to == END for edge in picture.edges):
        yield f"  {_make_mermaid_id(END)}(( ))"
        yield from (
            f"  {_make_mermaid_id(END)} --> {_make_mermaid_id(node.id)}" for node in picture.nodes if node.ending
        )
    for edge in _choose_strongest_edges(picture):
        yield f"  {_make_mermaid_id(edge.start)} {_ARROWS[edge.kind]}{_label_edge(edge)} {_make_mermaid_id(edge.to)}"
    visited = [_make_mermaid_id(node.id) for node in picture.nodes if node.visited]
    if visited:
        yield "  classDef visited stroke-width:3px"
        yield f"  class {','.join(visited)} visited"


def _choose_strongest_edges(picture: Picture) -> Iterator[Edge]:
    """Yield at most one arrow between two nodes: of a silence, an answer, a hurt, or the rest."""
    order = list(EdgeKind)
    best: dict[tuple[str, str], Edge] = {}
    for edge in sorted(picture.edges, key=lambda edge: order.index(edge.kind)):
        best.setdefault((edge.start, edge.to), edge)
    yield from (edge for edge in picture.edges if best.get((edge.start, edge.to)) is edge)


def _render_mermaid_node(node: Node) -> str:
    """Return the Mermaid text of a node."""
    says = _escape_mermaid(
        node.says if len(node.says) <= MERMAID_LABEL_LENGTH else f"{node.says[:MERMAID_LABEL_LENGTH]}…"
    )
    marks = [f"opening: {node.topic}"] if node.topic else []
    marks += [f"tells: {silence}" for silence in node.tells]
    text = "<br/>".join([f"<b>{_escape_mermaid(node.id)}</b>", says, *map(_escape_mermaid, marks)])
    return f'{_make_mermaid_id(node.id)}(["{text}"])' if node.ending else f'{_make_mermaid_id(node.id)}["{text}"]'


def _label_edge(edge: Edge) -> str:
    """Return the Mermaid label of an arrow; empty for one branch."""
    return f"|{len(edge.branches)} ways|" if len(edge.branches) > 1 else ""


def _make_mermaid_id(name: str) -> str:
    """Return a Mermaid id for a node, with a prefix because `end` is a word of Mermaid's."""
    return f"n_{name}"


def _escape_mermaid(text: str) -> str:
    """Replace characters that mean something in Mermaid."""
    return text.replace('"', "'").replace("<", "(").replace(">", ")").replace("#", "no. ")


# --- The picture as lines of text

_SIGNS = {
    EdgeKind.OPENED: "tells, then",
    EdgeKind.ANSWERED: "to",
    EdgeKind.HURT: "hurt, to",
    EdgeKind.ONWARD: "otherwise to",
}


def render_tree(picture: Picture, width: int = 100) -> Iterator[str]:
    """Yield the graph as lines of text, none wider than `width` characters.

    If an attempt is shown, each turn that it reached has its place in the attempt in front.
    """
    yield picture.title
    over = any(node.visited for node in picture.nodes)
    for node in picture.nodes:
        if node.ending:
            continue
        yield _cut_to_width(_render_place(node, over) + _render_head(node), width)
        ways = picture.find_ways_from(node.id)
        for number, edge in enumerate(ways, 1):
            stem = "└─" if number == len(ways) else "├─"
            yield _cut_to_width(f"{'     ' if over else ''}   {stem} {_render_way(edge)}", width)
    yield "Endings"
    for node in picture.nodes:
        if node.ending:
            yield _cut_to_width(f"{_render_place(node, over)}{node.id}: {node.says}", width)


def _render_place(node: Node, over: bool) -> str:
    """Return a node's place in the attempt, or as many spaces; empty if no attempt is shown."""
    if not over:
        return ""
    return f"{node.visited:>3}. " if node.visited else "     "


def _render_head(node: Node) -> str:
    """Return the line of a turn: its id, opening, silences, and the last thing said."""
    marks = [f"opening: {node.topic}{', hinted' if node.hinted else ''}"] if node.topic else []
    marks += [f"silence: {silence}" for silence in node.tells]
    shown = f" [{'; '.join(marks)}]" if marks else ""
    return f"{node.id}{shown}  “{node.says}”"


def _render_way(edge: Edge) -> str:
    """Return the line of an arrow: its kind, where it leads, and its branches."""
    walked = "← your way  " if edge.walked else ""
    named = "" if edge.kind is EdgeKind.ONWARD else f" ({', '.join(edge.branches)})"
    return f"{walked}{_SIGNS[edge.kind]} {edge.to}{named}"


def _cut_to_width(line: str, width: int) -> str:
    """Cut a line to a width, with an ellipsis at the end."""
    return line if len(line) <= width else f"{line[: width - 1]}…"


# --- A script to print


def lay_out_script(script: Script, rubric: Rubric) -> Iterator[Block]:
    """Lay a scenario out to be read on paper: its people, lines, kinds of replies and answers.

    What is private to the family is not in it; what they tell only when it is opened is.

    Args:
        script: the scenario.
        rubric: its rubric, by which criteria are named.
    """
    dialogue = script.dialogue
    yield Heading(dialogue.title, 1)
    yield Paragraph(describe_review(dialogue))
    yield Paragraph(dialogue.content_note, "Content note")
    yield Paragraph(f"{dialogue.you_are}. {dialogue.setting}.", "The practitioner")
    yield Paragraph(dialogue.brief, "What they know")
    yield Paragraph(dialogue.concern, "What people are worried about")
    for person in script.people.values():
        yield ListItem(f"{person.name}. {person.about}", person.called)
    for key, silence in script.silences.items():
        yield Heading(f"Kept until it is opened: {silence.about}", 3)
        yield Paragraph(describe_guard(silence.opens, rubric).capitalize(), "Opened by")
        yield from _quote(script, silence.tells)
        yield Paragraph(f"In the script: “{key}”.")
    for name in _order_turns(script):
        yield from _lay_out_turn(script, rubric, name)
    for key, ending in dialogue.endings.items():
        yield Heading(f"Ending: {ending.title} ({key})")
        if not ending.always_holds():
            yield Paragraph(describe_guard(ending, rubric).capitalize(), "When")
        yield from _quote(script, ending.says)
        yield Paragraph(ending.after, "Later that day")
    yield from _lay_out_bank(script, "What they can be asked", script.knows)
    yield from _lay_out_voices(script, "Said to a statement", script.receives)
    yield from _lay_out_voices(script, "Said to a question", script.defers)
    yield from _lay_out_voices(script, "Said to a small question", script.lightly)
    for kind, voices in script.doesnt_know.items():
        yield from _lay_out_voices(script, f"Said where it is not known: {kind.replace('_', ' ')}", voices)
    for key, act in script.acts.items():
        yield from _lay_out_voices(script, f"Act: {key.replace('_', ' ')}", {**act.says})


def _lay_out_voices(script: Script, title: str, voices: Mapping[str, tuple[Lines, ...]]) -> Iterator[Block]:
    if voices:
        yield Heading(title, 3)
        yield from _quote(script, list_voices(voices))


def _lay_out_turn(script: Script, rubric: Rubric, name: str) -> Iterator[Block]:
    """Lay out a turn: its lines, then each kind of reply with the answer to it."""
    turn = script.turn(name)
    yield Heading(f"Turn: {name.replace('_', ' ')}")
    if turn.opening:
        topic = rubric.topics[turn.opening.topic].plain if turn.opening.topic in rubric.topics else turn.opening.topic
        yield Paragraph(f"{turn.opening.about} ({topic}, {turn.opening.weight})", "Opens")
    yield from _quote(script, turn.says)
    if turn.says_when_hurt:
        yield Paragraph("", "While a hurt stands")
        yield from _quote(script, turn.says_when_hurt)
    for key, answer in (*turn.replies.items(), *turn.list_own_answers().items()):
        when = describe_guard(answer, rubric) if isinstance(answer, Guard) else ""
        yield from _lay_out_answer(script, f"If the reply {when or 'is anything'}", key, answer)
    for number, answer in enumerate(turn.otherwise, 1):
        often = "" if len(turn.otherwise) == 1 else f", for time {number}"
        yield from _lay_out_answer(script, f"If nothing of this fits{often}", "", answer)
    yield from _lay_out_bank(script, f"Asked here alone: {name.replace('_', ' ')}", turn.asked)


def _lay_out_answer(script: Script, when: str, key: str, answer: Answer) -> Iterator[Block]:
    yield Paragraph(f"({key})" if key else "", when)
    yield from _quote(script, answer.says)
    then = [
        *([f"tells what was kept: {script.silences[answer.tells].about}"] if answer.tells else []),
        *(f"{scale} {by:+d}" for scale, by in answer.changes if by),
        *([f"goes on to {answer.goto.replace('_', ' ')}"] if answer.goto else ["stays here"]),
    ]
    yield Paragraph(f"{'; '.join(then)}.", "Then")


def _lay_out_bank(script: Script, title: str, entries: Mapping[str, Entry]) -> Iterator[Block]:
    """Lay out entries of an answer bank: the ways to ask, then what is answered."""
    if entries:
        yield Heading(title)
    for key, entry in entries.items():
        yield Paragraph(" / ".join(entry.asked), f"({key})")
        yield from _quote(script, (*list_voices(entry.says), *list_voices(entry.again)))


def _quote(script: Script, lines: Iterable[Line]) -> Iterator[Block]:
    for line in lines:
        how = f"({line.how}) " if line.how else ""
        yield Quote(f"{how}{line.text}", script.speaker(line), answered=True)


MOST_NAMED = 6
"""Criteria that are named; of more it is said how many there are."""


def describe_guard(guard: Guard, rubric: Rubric) -> str:
    """Describe conditions in plain words, criteria by their names; empty for none."""

    def name(keys: Sequence[str], word: str = "and") -> str:
        names = [
            "any harm" if key == ANY_HURT else f"“{rubric.criteria[key].name}”" if key in rubric.criteria else key
            for key in keys
        ]
        if len(names) > MOST_NAMED:
            names[MOST_NAMED:] = [count(len(names) - MOST_NAMED, "other")]
        return f" {word} ".join(names)

    parts = [
        *([f"does {name(guard.met)}"] if guard.met else []),
        *([f"does {name(guard.any_met, 'or')}"] if guard.any_met else []),
        *([f"does not do {name(guard.not_met, 'or')}"] if guard.not_met else []),
        *([f"hurts by {name(guard.hurt, 'or')}"] if guard.hurt else []),
        *([f"has {' or '.join(form.replace('_', ' ') for form in guard.form)}"] if guard.form else []),
        *(["helps" if guard.helpful else "helps with nothing"] if guard.helpful is not None else []),
        *(["only asks to go on"] if guard.follows_up else []),
        *([f"trust is {guard.trust.says()}"] if guard.trust else []),
        *([f"guarded is {guard.guarded.says()}"] if guard.guarded else []),
        *(f"“{silence}” has been told" for silence in guard.told),
        *(f"“{silence}” has not been told" for silence in guard.not_told),
        *(f"“{mark}” is remembered" for mark in guard.remembers),
        *(f"“{mark}” is not remembered" for mark in guard.not_remembers),
        *(["a hurt stands" if guard.while_hurt else "no hurt stands"] if guard.while_hurt is not None else []),
    ]
    return ", and ".join(parts)
