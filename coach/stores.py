"""The commands of a team's store: its tables and rules, who may use it, and tidying up after whoever left."""

import argparse
import sys

from coach.errors import CoachError
from coach.this_machine import Adder, store_here

ADDS = ("add-practitioner", "add-supervisor", "add-partnership")
"""Ways to let a login into a team's store."""
TIDY = "Delete everything that {login} kept in the team's store, for good? yes or Enter: "


def add_commands(add: Adder) -> None:
    """The command, with its options."""
    does = add("team", team, "a team's store: its tables and rules, who may use it, and tidying up after whoever left")
    does.add_argument("do", choices=("set-up", *ADDS, "remove", "tidy"))
    does.add_argument("login", nargs="?", help="the login, which the database has already")
    does.add_argument("--yes", action="store_true", help="`tidy` without being asked")


def team(options: argparse.Namespace) -> int:
    """Set the store up, let a login in or take it out, or delete what somebody who left kept there."""
    from coach.records.team.logins import let_in, let_publish, take_out
    from coach.records.team.opening import opened, set_up

    url = store_here()
    if not url:
        raise CoachError(
            "COACH_STORE does not say where the team's store is.",
            "Set it, such as COACH_STORE=postgresql+psycopg://owner@server/coach.",
        )
    login = options.login
    if options.do != "set-up" and not login:
        raise CoachError("Which login?", f"Such as `coach team {options.do} sam`.")
    if options.do == "tidy":
        return _tidy(url, login, sure=options.yes)
    with opened(url) as engine:
        match options.do:
            case "set-up":
                set_up(engine)
                print("The team's store is ready. Let people in with `coach team add-practitioner LOGIN`.")
            case "remove":
                take_out(engine, login)
                print(f"{login} may use it no longer. What {login} kept there stays until `coach team tidy {login}`.")
            case "add-partnership":
                let_publish(engine, login)
            case add:
                let_in(engine, login, supervisor=add == "add-supervisor")
        if options.do in ADDS:
            print(f"{login} may use it as {options.do.removeprefix('add-')}.")
    return 0


def _tidy(url: str, login: str, *, sure: bool) -> int:
    """Delete it, once that is wanted. How much there was is nobody's to know, so it is not said."""
    from coach.plain.reflecting import agreed_to
    from coach.records.team.logins import has_left, tidy
    from coach.records.team.opening import opened

    with opened(url) as engine:
        has_left(engine, login)
        if not sure and not (sys.stdin.isatty() and sys.stdout.isatty()):
            print("Nothing was deleted: nobody is here to ask. The same with `--yes` deletes it.")
            return 1
        if not (sure or agreed_to(TIDY.format(login=login))):
            print("Nothing was deleted.")
            return 0
        tidy(engine, login)
    print(f"Whatever {login} kept there is gone for good.")
    return 0
