"""Blocks written as an HTML page or a Word document.

Begin with `render_html` or `render_docx`. Typed words stay plain text in both: nothing in them is taken for markup.
Neither loads anything from elsewhere.
"""

import io
from collections.abc import Iterable
from html import escape

from coach.debrief.picture_svg import draw_svg
from coach.debrief.render import (
    Block,
    Heading,
    ListItem,
    Paragraph,
    PictureBlock,
    Quote,
    add_lead_mark,
    draw_picture,
    explain_signs,
    word_picture,
)
from coach.language.catalogue import ENGLISH
from coach.model.characters import make_visible, sanitize
from coach.parts import require_part

STYLE = """
body { font: 12pt/1.5 Georgia, "Times New Roman", serif; color: #1b1b1b; }
body { max-width: 42em; margin: 2em auto; padding: 0 1em; }
h1, h2, h3 { font-family: "Segoe UI", Helvetica, Arial, sans-serif; line-height: 1.25; }
h1 { font-size: 17pt; } h2 { font-size: 13pt; margin-top: 1.6em; } h3 { font-size: 12pt; }
blockquote { margin: .4em 0 .4em 1em; padding-left: .8em; border-left: 3px solid #767676; }
ul { margin: .2em 0 .6em 1em; padding-left: 1.2em; } b { font-weight: 600; }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } blockquote { break-inside: avoid; } }
"""


def render_html(blocks: Iterable[Block], title: str) -> str:
    """Render blocks as an HTML page that loads nothing from elsewhere."""
    body: list[str] = []
    in_list = False
    for block in blocks:
        if in_list and not isinstance(block, ListItem):
            body.append("</ul>")
        if not in_list and isinstance(block, ListItem):
            body.append("<ul>")
        in_list = isinstance(block, ListItem)
        body.append(_block_html(block))
    if in_list:
        body.append("</ul>")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="{ENGLISH}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{_escape_text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


TITLE_TAG = "{http://purl.org/dc/elements/1.1/}title"
"""The one property of a Word document that is left in it."""


def render_docx(blocks: Iterable[Block], title: str) -> bytes:
    """Render blocks as a Word document, without author, dates or other properties.

    Raises:
        PartMissing: python-docx is not installed.
    """
    require_part("word")
    from docx import Document  # only now: nothing else needs it
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = Document()
    document.core_properties.title = sanitize(title)
    package = document.part.package
    about = package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element
    for left in [element for element in about if element.tag != TITLE_TAG]:
        about.remove(left)
    for key, related in tuple(package.rels.items()):
        if related.reltype.endswith(("/extended-properties", "/thumbnail")):
            del package.rels[key]
    # The template says American English.
    says = (*document.styles.element.iter(qn("w:lang")), *document.settings.element.iter(qn("w:themeFontLang")))
    for language in says:
        language.set(qn("w:val"), ENGLISH)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for block in blocks:
        match block:
            case Heading():
                document.add_heading(sanitize(block.text), min(block.rank, 3))
            case PictureBlock():
                drawn = document.add_paragraph().add_run("\n".join(draw_picture(block.picture)))
                drawn.font.name = "Consolas"  # the columns stand under one another only in letters of one width
                for said in (f"{explain_signs(block.picture)}.", *word_picture(block.picture)):
                    document.add_paragraph(said)
            case Quote():
                paragraph = document.add_paragraph()
                paragraph.paragraph_format.left_indent = Cm(0.8)
                if block.speaker:
                    paragraph.add_run(f"{sanitize(block.speaker)}: ").bold = True
                paragraph.add_run(sanitize(block.text))
            case ListItem() | Paragraph():
                paragraph = document.add_paragraph(style="List Bullet" if isinstance(block, ListItem) else None)
                if block.lead:
                    paragraph.add_run(f"{add_lead_mark(sanitize(block.lead))} ").bold = True
                paragraph.add_run(sanitize(block.text))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _block_html(block: Block) -> str:
    match block:
        case Heading():
            rank = min(block.rank, 3)
            return f"<h{rank}>{_escape_text(block.text)}</h{rank}>"
        case PictureBlock():
            # Who named which subject stands in the words below: rows with their names are wider than a sheet of paper.
            drawn = draw_svg(block.picture.model_copy(update={"subjects": ()}), says_itself=False)
            words = (f"{explain_signs(block.picture)}.", *word_picture(block.picture))
            return "".join((drawn, *(f"<p>{_escape_text(said)}</p>" for said in words)))
        case Quote():
            speaker = f"<b>{_escape_text(block.speaker)}:</b> " if block.speaker else ""
            return f"<blockquote>{speaker}{_escape_text(block.text)}</blockquote>"
        case ListItem():
            return f"<li>{_lead_html(block.lead)}{_escape_text(block.text)}</li>"
        case Paragraph():
            return f"<p>{_lead_html(block.lead)}{_escape_text(block.text)}</p>"


def _lead_html(lead: str) -> str:
    return f"<b>{add_lead_mark(_escape_text(lead))}</b> " if lead else ""


def _escape_text(text: str) -> str:
    """Escape a text for HTML, so that it means only itself; line ends become `<br>`."""
    return escape("\n".join(make_visible(line) for line in text.splitlines())).replace("\n", "<br>")
