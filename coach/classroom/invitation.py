"""An invitation into a room: the link that holds its code, and the link's QR code.

segno draws the QR code. It is loaded when one is drawn; without it there is none, and the address and the code do.
"""

import re
from html import escape
from urllib.parse import urlsplit

from coach.language.catalogue import say

PARTS = re.compile(r"\w+://|:\d+$|[^.:/-]+[./-]?|[.:/-]")
QUIET = 4
"""Light modules around a QR code: the standard asks for four, so that a telephone tells it from what stands beside."""


def make_link(address: str, code: str) -> str:
    """Make the link that opens a room's door with its code filled in.

    Args:
        address: the address that participants open.
        code: the room's code.
    """
    return f"{address.rstrip('/')}/?code={code}"


def shorten_address(address: str) -> str:
    """Return an address as it has to be typed: without what a browser adds by itself."""
    return address.removeprefix("http://").rstrip("/")


def break_address(address: str) -> tuple[str, ...]:
    """Return the parts of an address between which a line may end."""
    return tuple(filter(None, PARTS.findall(address)))


def read_modules(link: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of a link's QR code with its quiet zone, each module dark or light.

    Args:
        link: the link.

    Returns:
        The rows; none where segno is not installed, or the link is too long to be read off a wall.
    """
    try:
        import segno
    except ModuleNotFoundError:
        return ()
    try:
        drawn = segno.make(link, error="l", micro=False)
    except segno.DataOverflowError:
        return ()
    return tuple(tuple(map(bool, row)) for row in drawn.matrix_iter(border=QUIET))


def draw_blocks(link: str) -> str:
    """Draw a link's QR code in half blocks, for black on white; empty where there is none."""
    rows = list(read_modules(link))
    if len(rows) % 2:
        rows.append(tuple(False for _ in rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(" ▄▀█"[upper * 2 + lower] for upper, lower in zip(*pair, strict=True)) for pair in pairs)


def draw_invitation(link: str) -> str:
    """Draw a link's QR code as SVG, black on white in every theme; empty where there is none."""
    rows = read_modules(link)
    if not rows:
        return ""
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    name = escape(say("QR code of {netloc} with the room's code", netloc=urlsplit(link).netloc))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}" role="img" aria-label="{name}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{len(rows)}v{len(rows)}H0z"/>'
        f'<path fill="#000" d="{dark}"/></svg>'
    )
