"""What translators get, and what they give back."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.beside_docs import load
from tests.house import ROOT

BABEL = pytest.importorskip("babel.messages.catalog")
sentences: Any = load("sentences")
readability: Any = load("readability")
MAIN_WAY = 150
"""Sentences that a language has at least before it is offered."""
FOREIGN = re.compile(r"\b(?:color|behavior|center|favorite|organiz\w+|recogniz\w+|apologiz\w+)\b", re.IGNORECASE)


def test_catalogues_are_up_to_date_with_the_source_and_keep_its_places() -> None:
    assert list(sentences.complain()) == []


def test_every_language_that_is_offered_has_the_main_way() -> None:
    for file in sentences.list_translations():
        catalog = sentences.read_translation(file)
        assert len(sentences.list_messages(catalog)) >= MAIN_WAY
        assert "not reviewed" in catalog.header_comment, "until somebody reviews it"


def test_sentences_in_english_are_plain_and_british() -> None:
    """As pages of the documentation: few long ones, and no spelling from elsewhere."""
    said = [form for message in sentences.build_template() if message.id for form in sentences.list_ids(message)]
    whole = [part.strip() for text in said for part in readability.SENTENCE_END.split(text.replace("\n", " "))]
    whole = [part for part in whole if part.endswith((".", "?", "!"))]
    words = [len(part.split()) for part in whole]
    assert sum(words) / len(words) <= readability.LONGEST_MEAN
    assert 100 * sum(count > readability.LONG_SENTENCE for count in words) / len(words) <= readability.MOST_LONG
    assert not [text for text in said if FOREIGN.search(text) or "  " in text.strip()]


def make_message(sentence: str | tuple[str, str], translation: str | tuple[str, ...]) -> Any:
    return BABEL.Message(sentence, translation)


@pytest.mark.parametrize(
    ("sentence", "translation"),
    [
        ("Go on with {title}", "Mynd ymlaen"),
        ("Go on with {title}", "Mynd ymlaen â {titl}"),
        ("Type `help`.", "Teipiwch `cymorth`."),
        ("You: ", "Chi:"),
        (("{count} file of {who}", "{count} files of {who}"), ("{count} ffeil", "{count} ffeil")),
    ],
)
def test_a_translation_that_loses_something_is_complained_of(
    sentence: str | tuple[str, str], translation: str | tuple[str, ...]
) -> None:
    assert list(sentences.complain_of(make_message(sentence, translation)))


def test_a_number_may_be_a_word_of_its_own_in_a_translation() -> None:
    message = make_message(("{count} file", "{count} files"), ("dim ffeil", "un ffeil", "{count} ffeil"))
    assert list(sentences.complain_of(message)) == []


def test_a_sentence_is_found_through_constants_tables_and_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    source = sentences.Source("x.py", sentences.ast.parse("say(A), say(T[key]), say('b' if x else 'c'), say(y.z)"))
    source.constants = {
        "A": sentences.ast.parse("'a'", mode="eval").body,
        "T": sentences.ast.parse("{'k': 'one', 'l': ('two', *('three',))}", mode="eval").body,
    }
    source.imports["say"] = (sentences.CATALOGUE, "say")
    monkeypatch.setattr(sentences, "read_sources", lambda: {"x.py": source})
    found = sentences.find_sentences()
    assert sorted(next(found).one for _ in range(6)) == sorted(["a", "one", "two", "three", "b", "c"])
    with pytest.raises(sentences.UnfoundSentence, match=r"x\.py:1"):
        next(found)


def test_the_count_says_what_is_left_and_adds_up() -> None:
    counts = sentences.count_shown()
    assert counts.keys() == sentences.PARTS.keys()
    assert all(0 <= wrapped <= shown for shown, wrapped in counts.values())
    on_screens, left = counts["the main way, on screens"]
    assert left > on_screens * 0.7, "most of the main way can be translated"


def test_a_catalogue_holds_nothing_of_the_machine_that_made_it() -> None:
    for file in (ROOT / "coach" / "language").glob("*.po*"):
        text = Path(file).read_text("utf-8")
        assert "Generated-By" not in text
        assert "/work" not in text
