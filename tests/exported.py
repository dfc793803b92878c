"""The words of an export, in whatever format it was written: of a Word document, its paragraphs."""

import html
import io

import docx

from coach.practice.export import Exported


def read_words(exported: Exported) -> str:
    """All words of an export, as somebody would read them."""
    if isinstance(exported, bytes):
        document = docx.Document(io.BytesIO(exported))
        return "\n".join(paragraph.text for paragraph in document.paragraphs)
    return html.unescape(exported) if exported.startswith("<!doctype") else exported
