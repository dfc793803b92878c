"""The command `coach team`, which manages a team's store: tables, rules, logins, tidying up."""

import argparse
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.cli.context import Subparsers, add_command, read_clock, read_store_address
from coach.errors import CoachError, OptionRefused
from coach.language.catalogue import say
from coach.model.characters import count, make_visible

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from coach.records.team.guards import SpoiltRow

ADDS = ("add-practitioner", "add-supervisor", "add-partnership")
"""Ways to let a login into a team's store."""
PRINTED = ("administrator-sql", "service-sql")
"""What prints SQL for an administrator of the server, and touches no server itself."""
WITHOUT_A_LOGIN = ("set-up", "check", "expire", *PRINTED)
TIDY = "Delete everything that {login} kept in the team's store, for good? yes, or Enter for no: "
SPOILT_STAY = (
    "Rows from before that do not hold the rules. They stay as they are, and only their own login can delete them:"
)


def add_commands(subparsers: Subparsers) -> None:
    """Add the command `coach team`, with its options."""
    does = add_command(
        subparsers,
        "team",
        manage_store,
        say("a team's store: its tables and rules, who may use it, and tidying up after whoever left"),
    )
    does.add_argument("do", choices=(*WITHOUT_A_LOGIN, *ADDS, "remove", "tidy"))
    does.add_argument(
        "login",
        nargs="?",
        help=say("the login, which the server has already; administrator-sql: the owner's, service-sql: the service's"),
    )
    does.add_argument(
        "members",
        nargs="*",
        help=say("for service-sql: whom it may act as, where the server has other teams' stores too"),
    )
    does.add_argument("--yes", action="store_true", help=say("`tidy` without being asked"))


def manage_store(options: argparse.Namespace) -> int:
    """Run `coach team`: set up or check a team's store, add or remove a login, delete old rows."""
    from coach.records.team.logins import let_in, let_publish, open_engine, set_up, take_out

    login = options.login
    if options.do == "administrator-sql":
        return _administrator_sql(login)
    if options.do == "service-sql":
        return _service_sql(login, options.members)
    if options.members:
        raise OptionRefused(
            say("One login at a time."), say("Such as `coach team {do} {login}`.", do=options.do, login=login)
        )
    url = read_store_address()
    if not url:
        raise CoachError(
            say("COACH_STORE does not say where the team's store is."),
            say("Set it, such as COACH_STORE=postgresql+psycopg://owner@server/coach."),
        )
    if options.do not in WITHOUT_A_LOGIN and not login:
        raise CoachError(say("Which login?"), say("Such as `coach team {do} sam`.", do=options.do))
    if options.do == "tidy":
        return _delete_left_rows(url, login, sure=options.yes)
    with open_engine(url) as engine:
        match options.do:
            case "set-up":
                _list_spoilt(set_up(engine))
                print(say("The team's store is ready. Let people in with `coach team add-practitioner LOGIN`."))
            case "check":
                return _check_store(engine)
            case "expire":
                return _expire_everything(engine)
            case "remove":
                take_out(engine, login)
                print(
                    say(
                        "{login} may use it no longer. What {login} kept there stays until `coach team tidy {login}`.",
                        login=login,
                    )
                )
            case "add-partnership":
                let_publish(engine, login)
            case add:
                let_in(engine, login, supervisor=add == "add-supervisor")
        if options.do in ADDS:
            print(say("{login} may use it as {role}.", login=login, role=options.do.removeprefix("add-")))
        if options.do in (*ADDS, "remove"):
            _mention_service(engine)
    return 0


def _administrator_sql(owner: str | None) -> int:
    """Print the SQL by which the server's administrator prepares a database for a team's store.

    The database is the one that COACH_STORE names.

    Args:
        owner: the login that will own the store.
    """
    from coach.records.team.logins import administrator_sql, database_of

    print(administrator_sql(owner or "coach_owner", database_of(read_store_address()) or "coach"), end="")
    return 0


def _service_sql(login: str | None, members: Sequence[str]) -> int:
    """Print the SQL that makes a service's login, or lets it act as whoever came meanwhile.

    Args:
        login: the service's login.
        members: whom it may act as; none for everybody who may use the store.
    """
    from coach.records.team.logins import database_of
    from coach.records.team.member_connections import SERVICE, service_sql

    print(service_sql(login or SERVICE, database_of(read_store_address()) or "coach", members), end="")
    return 0


def _mention_service(engine: "Engine") -> None:
    """Say what has to be run again where the team has an address of its own."""
    from coach.records.team.member_connections import find_services
    from coach.records.team.store import retry_while_away

    for service in retry_while_away(engine, find_services):
        print(
            say(
                "For {service}, an administrator runs again what `coach team service-sql {service}` prints.",
                service=service,
            )
        )


def _check_store(engine: "Engine") -> int:
    """Print what is wrong with the team's store and its server; the exit status is then 1."""
    from coach.records.team.inspection import inspect_store, why_unreachable
    from coach.records.team.logins import address

    print(say("Looking at {address}.", address=address(engine.url.render_as_string(hide_password=False))))
    if why := why_unreachable(engine):
        print(say("It cannot be reached. The server or the network says: {why}", why=make_visible(why)))
        return 1
    inspection = inspect_store(engine)
    for fault in inspection.faults:
        print(f"- {make_visible(fault)}")
    _list_spoilt(inspection.spoilt)
    for note in inspection.notes:
        print(f"({note})")
    if not (inspection.faults or inspection.spoilt):
        print(say("Nothing wrong was found."))
    return int(bool(inspection.faults or inspection.spoilt))


def _list_spoilt(rows: "Sequence[SpoiltRow]") -> None:

    if rows:
        print(say(SPOILT_STAY))
        for row in rows:
            print(f"- {make_visible(str(row))}")


def _expire_everything(engine: "Engine") -> int:
    """Delete the expired rows of every login, and print only how many there were."""
    from coach.records.team.guards import expire
    from coach.records.team.inspection import owns, server_time
    from coach.records.team.logins import check_version
    from coach.records.team.store import retry_while_away

    check_version(engine)
    if not retry_while_away(engine, owns):
        raise CoachError(
            say("Only the login that owns the tables does that."), say("Each login's own goes when it next practises.")
        )
    if abs(retry_while_away(engine, server_time) - read_clock()) > timedelta(days=1):
        raise CoachError(
            say("The server's clock and this machine's are more than a day apart."),
            say("Nothing was deleted. Put the one that is wrong right first."),
        )
    rehearsals, rooms = retry_while_away(engine, expire)
    print(
        say(
            "Over their time and deleted for good: {rehearsals}, {rooms}.",
            rehearsals=count(rehearsals, "rehearsal"),
            rooms=count(rooms, "room"),
        )
    )
    return 0


def _delete_left_rows(url: str, login: str, *, sure: bool) -> int:
    """Delete the rows that a removed login left behind, once the user confirms.

    How many rows there were is not printed, because that is private.

    Args:
        url: the address of the store.
        login: the login that was removed.
        sure: whether the user has confirmed with an option.
    """
    from coach.plain.console import confirm
    from coach.records.team.logins import check_left, open_engine, tidy

    with open_engine(url) as engine:
        check_left(engine, login)
        if not sure and not (sys.stdin.isatty() and sys.stdout.isatty()):
            print(say("Nothing was deleted: nobody is here to ask. The same with `--yes` deletes it."))
            return 1
        if not (sure or confirm(say(TIDY, login=login))):
            print(say("Nothing was deleted."))
            return 0
        tidy(engine, login)
    print(say("Whatever {login} kept there is gone for good.", login=login))
    return 0
