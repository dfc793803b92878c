"""The commands of rehearsing: every option of `coach rehearse` reaches every front end."""

import argparse
import io
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest

from coach.cli.context import add_rehearse_options, open_practice
from coach.cli.main import command_parser, main
from coach.options import RehearseOptions, define_flag, define_text
from coach.practice.export import collect_data, words_alone
from coach.practice.service import PracticeService

CHOSEN: dict[str, Any] = {"hints": "each", "intention": "Name it once", "exercise": "say_it", "short": True}
"""Something chosen for each option; a new option gets its own here."""
OPTIONS = RehearseOptions(**CHOSEN)
TYPED = [f"--{name.replace('_', '-')}" + ("" if value is True else f"={value}") for name, value in CHOSEN.items()]


def test_every_option_is_chosen_here() -> None:
    assert {option.name for option in fields(RehearseOptions)} == set(CHOSEN)


def test_the_command_line_has_an_argument_for_each() -> None:
    parsed = command_parser().parse_args(["rehearse", "wrong_box", *TYPED])
    assert RehearseOptions.read_from(parsed) == OPTIONS


@dataclass(frozen=True, slots=True)
class MoreOptions(RehearseOptions):
    """Options of other kinds: a flag that a round takes too, and a name of two words."""

    slow_down: bool = define_flag("a flag", rounds=True)
    say_first: str = define_text("a name of two words")


def test_an_option_may_be_a_flag_and_have_a_name_of_two_words() -> None:
    parser = argparse.ArgumentParser()
    add_rehearse_options(parser, of=MoreOptions)
    parsed = parser.parse_args(["--slow-down", "--say-first", "the word"])
    assert MoreOptions.read_from(parsed) == MoreOptions(slow_down=True, say_first="the word")
    assert MoreOptions.read_from(parser.parse_args([])) == MoreOptions()


def test_a_round_at_one_laptop_takes_the_options_that_make_sense_there() -> None:
    parsed = command_parser().parse_args(["pair", "wrong_box", "--exercise", "say_it"])
    assert RehearseOptions.read_from(parsed) == RehearseOptions(exercise="say_it")
    taken = MoreOptions(exercise="say_it", hints="each", slow_down=True).list_for_rounds()
    assert (taken["exercise"], taken["slow_down"]) == ("say_it", True)
    assert not {"hints", "say_first"} & set(taken)


def test_what_is_not_given_is_left_to_the_practitioner() -> None:
    assert RehearseOptions.read_from(command_parser().parse_args(["rehearse"])) == RehearseOptions()
    assert RehearseOptions.read_from(command_parser().parse_args([])) == RehearseOptions()


def test_each_is_kept_with_the_rehearsal(practice: PracticeService) -> None:
    """And an attempt that is begun anew gets them again."""
    assert RehearseOptions.read_from(practice.begin("bus", OPTIONS).beginning) == OPTIONS


def test_each_is_exported(practice: PracticeService) -> None:
    """And the practitioner's own words among them also where the scenario is gone."""
    rehearsal = practice.begin("bus", OPTIONS)
    data = collect_data(rehearsal)
    assert {name: data[name] for name in CHOSEN} == CHOSEN
    (summary,) = practice.rehearsals()
    assert words_alone(summary, practice.keeping.store.read(summary.id))["wrote"] == list(OPTIONS.list_own_words())


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
    monkeypatch.setattr("coach.cli.context.can_draw", lambda: True)
    assert main(["rehearse", "wrong_box", *TYPED]) == 0
    assert handed == [OPTIONS]


@pytest.mark.usefixtures("home")
def test_a_round_begins_with_the_scenario_of_its_exercise(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[tuple[str, RehearseOptions]] = []

    def run(_where: object, _folders: object, scenario: str, *, options: RehearseOptions, **_: object) -> int:
        handed.append((scenario, options))
        return 0

    monkeypatch.setattr("coach.tui.app.run", run)
    monkeypatch.setattr("coach.cli.context.can_draw", lambda: True)
    assert main(["pair", "--exercise", "say_it"]) == 0
    assert handed == [(open_practice().library.exercise("say_it").scenarios[0], RehearseOptions(exercise="say_it"))]
    assert main(["pair", "--exercise", "no_such_exercise"]) != 0
    assert len(handed) == 1


def test_a_scenario_is_found_by_words_as_on_the_screen(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that alone has them is taken; of several, their titles are said, and nothing begins."""
    monkeypatch.setattr("sys.stdin", io.StringIO("Hello.\n"))
    assert main(["rehearse", "roma", "--plain"]) == 0
    assert open_practice().go_on("last").beginning.scenario == "interpreter_daughter"
    capsys.readouterr()
    assert main(["rehearse", "grandmother", "--plain"]) == 2
    assert "You've got such a big family (kinship_grandmother); " in capsys.readouterr().err
    assert main(["rehearse", "school", "--plain"]) == 2
    assert capsys.readouterr().err.rstrip().endswith("Add a word.")
    assert main(["rehearse", "…", "--plain"]) == 2
    assert len(open_practice().rehearsals()) == 1


@pytest.mark.parametrize("typed", ["Wrong_Box", "WRONG_BOX"])
def test_the_id_of_a_scenario_is_taken_in_letters_of_any_size(
    home: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Hello.\n"))
    assert main(["rehearse", typed, "--plain"]) == 0
    assert open_practice().go_on("last").beginning.scenario == "wrong_box"


def test_words_that_are_piped_into_the_list_find_a_scenario_too(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number that none has finds nothing by being an age somewhere."""
    monkeypatch.setattr("sys.stdin", io.StringIO("gypsies\nHello.\n"))
    assert main(["--plain"]) == 0
    assert open_practice().go_on("last").beginning.scenario == "interpreter_daughter"
    for typed, said in (("school", "Add a word."), ("999", "'999'")):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
        assert main(["--plain"]) == 2
        assert said in capsys.readouterr().err
