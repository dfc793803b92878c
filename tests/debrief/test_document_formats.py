"""A document and a page say their language, so that a reader's program speaks and spells as they do."""

import io
import re
import zipfile

from coach.debrief.document_formats import render_docx, render_html
from coach.debrief.render import Heading, Paragraph

BLOCKS = (Heading("Looking back", 1), Paragraph("A favourite colour."))


def test_a_word_document_is_in_british_english() -> None:
    with zipfile.ZipFile(io.BytesIO(render_docx(BLOCKS, "Looking back"))) as document:
        styles = document.read("word/styles.xml").decode()
        settings = document.read("word/settings.xml").decode()
    assert re.findall(r'<w:lang w:val="([^"]*)"', styles) == ["en-GB"]
    assert re.findall(r'<w:themeFontLang w:val="([^"]*)"', settings) == ["en-GB"]


def test_a_page_is_in_british_english() -> None:
    assert '<html lang="en-GB">' in render_html(BLOCKS, "Looking back")
