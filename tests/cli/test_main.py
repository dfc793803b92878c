"""The words after `coach`: a command loads its own group alone, and a wrong word is told of them all."""

import argparse
from pathlib import Path

import pytest

from coach.cli.main import GROUPS, command_parser, main
from coach.plain import console
from coach.plain.console import LineConsole


def list_commands(*groups: str) -> list[str]:
    """The commands that a parser with these groups knows."""
    actions = command_parser(groups)._actions
    (commands,) = (action for action in actions if isinstance(action, argparse._SubParsersAction))
    return list(commands.choices)


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_adds_the_commands_that_are_looked_for_in_it(group: str) -> None:
    assert list_commands(group) == GROUPS[group]


def test_no_command_is_in_two_groups() -> None:
    commands = list_commands(*GROUPS)
    assert sorted(commands) == sorted({*commands})


def test_a_word_that_is_no_command_is_told_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["rehearsing"])
    said = capsys.readouterr().err
    assert all(command in said for command in list_commands(*GROUPS))


@pytest.mark.parametrize("words", [["rehearsals"], ["--plain", "rehearsals"]])
def test_a_command_is_found_with_and_without_something_before_it(home: object, words: list[str]) -> None:
    assert main(words) == 0


def test_what_is_said_of_a_wrong_option_names_no_group(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for words in (["rehearsals", "--nonsense"], ["--plain", "rehearsals", "--nonsense"]):
        with pytest.raises(SystemExit):
            main(words)
        said.append(capsys.readouterr().err)
    assert said[0] == said[1]


def open_stopped_console(*typed: str) -> LineConsole:
    """A person who types these lines at a terminal, and then presses Ctrl+C."""
    ahead = iter(typed)

    def read(_prompt: str) -> str:
        for line in ahead:
            return line
        raise KeyboardInterrupt

    return LineConsole(read, print, True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("desk", "sheet", "", "Ann", "Sue", "The bus."), False),
        (("desk", "agreement sheet", "", "Ann"), False),
        (("exercises", "make", "Own"), False),
        (("desk",), True),
    ],
)
def test_ctrl_c_says_that_answers_are_kept_only_where_they_are(
    typed: tuple[str, ...],
    kept: bool,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A sheet and an exercise are saved at their end alone."""
    monkeypatch.setattr(console, "open_console", lambda: open_stopped_console("no", *typed))
    assert main(["--plain"]) == 130
    said = capsys.readouterr().err
    assert ("What was answered is kept." in said) is kept
    assert ("nothing of it is kept." in said) is not kept
