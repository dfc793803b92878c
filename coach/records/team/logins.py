"""Who may use a team's store. Logins are the database's own: the coach makes none and keeps no password."""

import re

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from coach.errors import NotNow, RecordsUnwritable
from coach.records.migrations.versions.v2_supervision import PRACTITIONER, SUPERVISOR

_LOGIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.@-]{0,62}")


def let_in(engine: Engine, login: str, *, supervisor: bool) -> None:
    """Let a login use the store. Raises NotNow for a name that is none, or RecordsUnwritable."""
    if not _LOGIN.fullmatch(login):
        raise NotNow("That cannot be a login.", "Letters, digits and . _ - @, starting with a letter.")
    role = SUPERVISOR if supervisor else PRACTITIONER
    try:
        with engine.begin() as connection:
            connection.execute(text(f'GRANT {role} TO "{login}"'))
    except DBAPIError as error:
        if "does not exist" in str(error.orig):
            raise NotNow(f"The database has no login called {login}.", "Its owner makes one first.") from None
        raise RecordsUnwritable("Your login may not let others in.", "Ask whoever looks after the store.") from None
