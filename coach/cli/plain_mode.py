"""The commands of plain mode: the menu in plain lines, `coach settings` and `coach agenda`.

`coach --plain`, `COACH_PLAIN=1` and `plain: true` in the settings ask for plain lines: `prefers_plain` in `context.py`.
"""

import argparse
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from coach.cli.context import (
    Subparsers,
    add_command,
    add_json_option,
    add_plain_option,
    find_places,
    is_asked_in_lines,
    open_plain_services,
    print_data,
    read_clock,
)
from coach.errors import OptionRefused, RecordsError
from coach.language.catalogue import say

if TYPE_CHECKING:
    from coach.plain.setting_list import SettingList


def add_commands(subparsers: Subparsers) -> None:
    """Add the commands of this module, with their options."""
    settings = add_command(subparsers, "settings", show_settings, say("read your settings, or set one by its name"))
    settings.add_argument("name", nargs="?", help=say("a setting, such as `plain` or `hints`"))
    settings.add_argument("value", nargs="?", help=say("its new value, such as `yes`"))
    add_plain_option(settings)
    add_json_option(settings)
    agenda = add_command(subparsers, "agenda", show_agenda, say("read the agenda of a supervision session"))
    add_plain_option(agenda)


def show_settings(options: argparse.Namespace) -> int:
    """Run `coach settings`: print the settings, set one, or ask about them in plain lines."""
    from coach.plain.console import open_console

    settings = open_setting_list()
    if options.name and options.value is None:
        raise OptionRefused(
            say("What should '{name}' be?", name=options.name[:40]), say("Such as `coach settings plain yes`.")
        )
    if options.name:
        print(settings.change(options.name, options.value))
    elif options.json:
        print_data(settings.to_data())
    elif is_asked_in_lines(options):
        settings.visit(open_console())
    else:
        for line in settings.describe():
            print(line)
        print(say("`coach settings plain yes` sets one, by its name."))
    return 0


def show_agenda(options: argparse.Namespace) -> int:
    """Run `coach agenda`: print the agenda, or read it a part at a time in plain lines."""
    from coach.plain.agenda_reader import read_agenda
    from coach.plain.console import open_console
    from coach.plain.desk_papers import read_agenda_of

    try:
        services = open_plain_services(options)
    except RecordsError as error:  # an agenda serves also where nothing can be kept
        print(error, file=sys.stderr)
        lines = open_console()
        lines.asks = is_asked_in_lines(options)
        read_agenda(lines, read_clock)
        return 0
    services.lines.asks = is_asked_in_lines(options)
    read_agenda_of(services)
    if damage := services.inbox.stores.damage_notice:
        print(damage, file=sys.stderr)
    return 0


def open_setting_list() -> "SettingList":
    """Open the list of this user's settings."""
    from coach.plain.setting_list import SettingList

    return SettingList(find_places(), _find_themes)


def _find_themes() -> Mapping[str, str]:
    """Return the names of the screens' looks, which only the terminal front end knows."""
    from coach.language.catalogue import say
    from coach.tui.themes import THEME_NAMES

    return {theme: say(THEME_NAMES[theme]) for theme in THEME_NAMES}
