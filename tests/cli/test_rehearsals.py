"""The commands of rehearsing: every option of `coach rehearse` reaches every front end."""

import io
from dataclasses import fields

import pytest

from coach.cli.context import open_practice
from coach.cli.main import command_parser, main
from coach.options import RehearseOptions
from coach.practice.service import PracticeService

CHOSEN = {"hints": "each", "intention": "Name it once", "exercise": "say_it"}
"""Something chosen for each option; a new option gets its own here."""
OPTIONS = RehearseOptions(**CHOSEN)
TYPED = [word for name, value in CHOSEN.items() for word in (f"--{name}", value)]


def test_every_option_is_chosen_here() -> None:
    assert {option.name for option in fields(RehearseOptions)} == set(CHOSEN)


def test_the_command_line_has_an_argument_for_each() -> None:
    parsed = command_parser().parse_args(["rehearse", "wrong_box", *TYPED])
    assert RehearseOptions.read_from(parsed) == OPTIONS


def test_what_is_not_given_is_left_to_the_practitioner() -> None:
    assert RehearseOptions.read_from(command_parser().parse_args(["rehearse"])) == RehearseOptions()
    assert RehearseOptions.read_from(command_parser().parse_args([])) == RehearseOptions()


def test_each_is_kept_with_the_rehearsal(practice: PracticeService) -> None:
    """And an attempt that is begun anew gets them again."""
    assert RehearseOptions.read_from(practice.begin("bus", OPTIONS).beginning) == OPTIONS


@pytest.mark.usefixtures("home")
def test_each_reaches_the_plain_front_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Hello.\n"))
    assert main(["rehearse", "wrong_box", "--plain", *TYPED]) == 0
    practice = open_practice()
    assert RehearseOptions.read_from(practice.go_on("last").beginning) == OPTIONS


@pytest.mark.usefixtures("home")
def test_each_reaches_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one value; tests/tui/test_screens_way_through.py follows it through the brief."""
    handed: list[RehearseOptions] = []

    def run(*_: object, options: RehearseOptions, **__: object) -> int:
        handed.append(options)
        return 0

    monkeypatch.setattr("coach.tui.app.run", run)
    monkeypatch.setattr("coach.cli.rehearsals.can_draw", lambda: True)
    assert main(["rehearse", "wrong_box", *TYPED]) == 0
    assert handed == [OPTIONS]
