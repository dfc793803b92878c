"""What drives a terminal or cannot be seen is found; what people need to write their names is not."""

import json

import pytest

from coach.model.characters import MARK, escape_unsafe, find_unsafe, name_character, on_one_line, replace_unsafe

HARMFUL = {
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "title": "\x1b]0;owned\x07",
    "colour": "\x1b[31m",
    "one-letter control": "\x9b31m",
    "carriage return": "Saved.\rNot saved.",
    "delete": "a\x7f",
    "turned round": "\u202eevil",
    "isolated": "\u2067evil\u2069",
    "mark of direction": "a\u200f",
    "without width": "wrong\u200bbox",
    "byte order mark": "a\ufeffb",
    "soft hyphen": "wrong\xadbox",
    "line separator": "one\u2028two",
    "tag": "a\U000e0061",
    "invisible letter": "a\u3164",
    "half a character": "a\ud800",
    "joiner in a Latin word": "wrong\u200dbox",
    "joiner on its own": "\u200c",
}
NEEDED = {
    "Persian": "می\u200cخواهم",
    "Sinhala": "ක්\u200dරිස්තු",
    "Malayalam": "ന്\u200d",
    "a family": "👩\u200d👧",
    "a heart on fire": "❤️\u200d🔥",
    "Arabic": "أمينة",
    "Hebrew": "שָׁלוֹם",
    "Yoruba": "Ọláwálé",
    "Polish": "Łucja",
    "Chinese": "李",
    "a Japanese name": "葛\U000e0100城",
    "Vietnamese": "Nguyễn",
    "spaces": "Where to\u00a0turn\u202f?",
    "lines": "one\ntwo\tthree",
}


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL)
def test_what_drives_or_deceives_is_found_named_and_shown_as_a_mark(text: str) -> None:
    found = find_unsafe(text)
    assert found
    assert f"U+{ord(found[0]):04X}" in name_character(found[0])
    assert MARK in replace_unsafe(text)
    assert not find_unsafe(replace_unsafe(text))


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED)
def test_what_people_need_to_write_is_left_alone(text: str) -> None:
    assert not find_unsafe(text)
    assert replace_unsafe(text) == text


@pytest.mark.parametrize("text", HARMFUL.values(), ids=HARMFUL)
def test_data_means_the_same_and_does_nothing_on_its_way(text: str) -> None:
    written = escape_unsafe(json.dumps({"said": text}, ensure_ascii=False))
    assert not find_unsafe(written)
    assert json.loads(written) == {"said": text}


def test_a_text_cannot_pass_for_a_line_of_its_own() -> None:
    assert on_one_line("Hello.\nCoach: well done") == "Hello. Coach: well done"
