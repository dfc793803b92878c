"""What pages say of whoever hands out this copy, filled in from `coach/contact.yaml` between two marks.

A page has `<!-- contact: NAME -->` and `<!-- contact end -->`; `docs/make.py` writes what stands between them, and its
check fails where that is not what the file says.
"""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from coach.practice.contact import LABELS, Contact, is_address

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"(<!-- contact: ([\w-]+) -->\n).*?(<!-- contact end -->)", re.DOTALL)
WIDTH = 118
EMPTY = "**Not filled in yet.** {who} fills this in before this copy is handed out: see [who runs this]({page})."
DISTRIBUTOR = "The organisation that hands out the coach"
FIELDS = {
    "questions": ("questions",),
    "security": ("security", "security_days"),
    "controller": ("controller", "data_protection"),
    "accessibility": ("accessibility",),
    "distributor": ("distributor",),
}
"""What each block of one or two sentences needs."""


def list_pages() -> Iterator[Path]:
    """Every page that has such a block."""
    for page in sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))):
        if "_build" not in page.parts and BLOCK.search(page.read_text("utf-8")):
            yield page


def fill_page(page: Path, contact: Contact) -> str:
    """Return a page's text with its blocks filled in."""
    home = "docs/who-runs-this.md" if page.parent == ROOT else "who-runs-this.md"

    def write(found: re.Match[str]) -> str:
        return f"{found[1]}{write_block(found[2], contact, home)}\n{found[3]}"

    return BLOCK.sub(write, page.read_text("utf-8"))


def write_block(name: str, contact: Contact, home: str) -> str:
    """Write one block.

    Args:
        name: which; `all` is a table of everything.
        contact: what stands in the file.
        home: where the page on who runs this lies, from the page that the block is for.
    """
    if name == "all":
        return write_table(contact)
    values = {field: _link(getattr(contact, field).strip()) for field in FIELDS[name]}
    if not all(values.values()):
        return _wrap(EMPTY.format(who=DISTRIBUTOR, page=home))
    match name:
        case "questions":
            said = f"Ask, or complain, here: {values['questions']}."
        case "security":
            days = values["security_days"]
            said = (
                f"Report it here, in confidence: {values['security']}. "
                f"A first answer comes within {days} working {'day' if days == '1' else 'days'}."
            )
        case "controller":
            said = (
                f"The controller is {values['controller']}. "
                f"Its data protection officer can be reached here: {values['data_protection']}."
            )
        case "accessibility":
            said = f"Ask for another format, or say what you cannot use, here: {values['accessibility']}."
        case _:
            said = f"This copy is handed out by {values['distributor']}."
    return _wrap(said)


def write_table(contact: Contact) -> str:
    """Write everything as a table, and above it whether anything is missing."""
    rows = [f"| {label} | {_link(value)} |" for label, value in contact.describe().items()]
    head = ["| what | here |", "| --- | --- |"]
    if contact.is_filled_in:
        return "\n".join([*head, *rows])
    missing = sum(not getattr(contact, name).strip() for name in LABELS)
    said = (
        f"**Not filled in yet.** Of {len(LABELS)} lines {missing} are empty. "
        "Until they are filled in, nobody has taken on this copy of the coach, and no release can be made of it."
    )
    return "\n".join([_wrap(said), "", *head, *rows])


def _link(typed: str) -> str:
    """Return an address as a link that can be followed, and anything else as it is."""
    return f"<{typed}>" if is_address(typed) and ("@" in typed or "//" in typed) else typed


def _wrap(said: str) -> str:
    return textwrap.fill(said, WIDTH, break_long_words=False, break_on_hyphens=False)
