"""One table of keys, in which a key means one thing on every page."""

import re

import pytest

from coach.tui.commands import COMMANDS, MEANINGS, READING, TOGETHER, TYPING, Command

OWN = [command for command in COMMANDS if set(command.where) & {*READING, *TYPING}]
"""The commands of one's own pages and of a supervisor's desk."""
WITH_OTHERS = [command for command in COMMANDS if set(command.where) & set(TOGETHER) and command.key.startswith("f")]
"""The F keys of those who rehearse together."""
MOVING = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter", "escape", *"123456789"}
"""Keys that go somewhere, and mean on each page what they always do."""


def keys_of(command: Command) -> set[str]:
    return set(filter(None, command.key.split(",")))


@pytest.mark.parametrize("command", [*OWN, *WITH_OTHERS], ids=lambda command: command.id)
def test_a_key_means_one_thing_on_every_page(command: Command) -> None:
    for key in keys_of(command) - MOVING:
        assert key in MEANINGS, f"{key} has no meaning yet: say in MEANINGS what it means everywhere"
        assert command.words in MEANINGS[key][1], f"{key} means: {MEANINGS[key][0]}"


@pytest.mark.parametrize("command", OWN, ids=lambda command: command.id)
def test_letters_are_for_reading_and_f_keys_for_typing(command: Command) -> None:
    for key in keys_of(command):
        if re.fullmatch(r"f\d+", key):
            assert set(command.where) <= set(TYPING), "a page that is read has letters"
        if len(key) == 1:
            assert set(command.where) <= set(READING), "a letter would be typed there"


@pytest.mark.parametrize("where", [*READING, *TYPING])
def test_no_page_has_one_key_twice(where: str) -> None:
    keys = [key for command in OWN if where in command.where for key in keys_of(command)]
    assert len(keys) == len(set(keys)), sorted(keys)


def test_every_meaning_is_in_use() -> None:
    used = {(key, command.words) for command in (*OWN, *WITH_OTHERS) for key in keys_of(command)}
    said = {(key, words) for key, (_, all_words) in MEANINGS.items() for words in all_words}
    assert said - used <= {("f2", "Brief")}


def test_whatever_has_a_key_is_shown() -> None:
    """In the footer, where it fits; F1 lists all of them."""
    hidden = {command.id for command in OWN if keys_of(command) - MOVING and not command.footer}
    nothing_to_save, shown_at_each_thing = "kept_already", "withdraw_it"
    assert hidden == {nothing_to_save, shown_at_each_thing}
