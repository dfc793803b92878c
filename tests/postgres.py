"""A real PostgreSQL server that tests start themselves, and stop: from Debian's package, or wherever one is found."""

import atexit
import os
import random
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from coach.records.team.logins import administrator_sql

NOT_HERE = "There is no PostgreSQL on this machine (Debian's package is called postgresql)."
OWNER = "postgres"
PASSWORD = "for tests only"
PORTS = range(20000, 32000)
"""Below the ports that a system lends to programs, so that no other test is lent one of these meanwhile."""


def needed() -> None:
    """Skip what needs a server where there is none, and say so; fail where it was said that there must be one."""
    if binaries() is None:
        (pytest.fail if os.environ.get("COACH_TESTS_NEED_POSTGRES") else pytest.skip)(NOT_HERE)


def binaries() -> Path | None:
    """Where its programs are: the newest version, or the one that COACH_TESTS_POSTGRES names, such as 15."""
    if wanted := os.environ.get("COACH_TESTS_POSTGRES"):
        named = Path("/usr/lib/postgresql") / wanted / "bin"
        return named if (named / "initdb").exists() else None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: float(each.parent.name), reverse=True)
    beside = shutil.which("initdb")
    return next((each for each in found if (each / "initdb").exists()), Path(beside).parent if beside else None)


@dataclass(frozen=True)
class Server:
    """A running server."""

    bin: Path
    data: Path
    port: int

    def url(self, login: str = "coach_owner", password: str = PASSWORD, base: str = "coach") -> str:
        """The address for a login."""
        return f"postgresql+psycopg://{login}:{password.replace(' ', '%20')}@127.0.0.1:{self.port}/{base}"

    def sql(self, statement: str, base: str = "postgres") -> str:
        """Something done by the server's own superuser."""
        env = {**os.environ, "PGPASSWORD": PASSWORD}
        command = [self.bin / "psql", "-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-p", str(self.port), "-U", OWNER]
        done = subprocess.run(
            [*command, "-v", "ON_ERROR_STOP=1", "-d", base, "-c", statement],
            env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def psql(self, login: str, statement: str, base: str = "coach", password: str = "x") -> tuple[int, str]:
        """Something typed in psql by a login: the exit status, and all that it says."""
        command = [self.bin / "psql", "-X", "-A", "-t", "-h", "127.0.0.1", "-p", str(self.port), "-U", login]
        done = subprocess.run(
            [*command, "-v", "ON_ERROR_STOP=1", "-d", base, "-f", "-"],
            env={**os.environ, "PGPASSWORD": password}, input=statement, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, f"{done.stdout}{done.stderr}"

    def administered(self, owner: str = "coach_owner", base: str = "coach") -> None:
        """Run what `coach team administrator-sql` prints, as an administrator does, and give the owner a password."""
        status, said = self.psql(OWNER, administrator_sql(owner, base), "postgres", PASSWORD)
        assert status == 0, said
        self.sql(f"ALTER ROLE {owner} PASSWORD '{PASSWORD}'")

    def start(self) -> None:
        # What it has written outlives it without the disk, which it would wait for at each of thousands of changes.
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._ctl("start", "-o", options)

    def stop(self, how: str = "fast") -> None:
        self._ctl("stop", "-m", how)

    def _ctl(self, *words: str) -> None:
        log = self.data.parent / "log"
        try:
            _as_owner([str(self.bin / "pg_ctl"), "-D", str(self.data), "-w", "-t", "60", "-l", str(log), *words])
        except AssertionError as failed:
            raise AssertionError(f"{failed}\n{log.read_text()[-2000:] if log.exists() else 'No log.'}") from None


def _start_somewhere(programs: Path, data: Path) -> Server:
    """Start a server at a free port; at another one where the first was taken meanwhile."""
    for _ in range(2):
        server = Server(programs, data, find_free_port())
        try:
            server.start()
        except AssertionError:
            continue
        return server
    server = Server(programs, data, find_free_port())
    server.start()
    return server


def find_free_port() -> int:
    """Give a port that nobody listens on.

    A port that the system lends may be lent again before the server starts: so it failed once in a full run.
    """
    for port in random.SystemRandom().sample(PORTS, 50):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError("Fifty ports, and all of them are taken.")


@contextmanager
def running(administered: bool = True) -> Iterator[Server]:
    """A server, where an administrator ran what the coach prints: an empty base called `coach`, and its owner."""
    found = binaries()
    assert found, NOT_HERE
    folder = _make_folder()
    try:
        data = folder / "data"
        _as_owner(["cp", "-a", str(_initialise(found)), str(data)])
        server = _start_somewhere(found, data)
        try:
            if administered:
                server.administered()
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _initialise(programs: Path) -> Path:
    """The data of a server that was never started, which each server of this process begins with a copy of."""
    folder = _make_folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    words = folder / "words"
    words.write_text(PASSWORD)
    if os.geteuid() == 0:
        shutil.chown(words, OWNER)
    made = ["-U", OWNER, "-A", "scram-sha-256", f"--pwfile={words}", "-E", "UTF8", "--locale=C", "-N"]
    _as_owner([str(programs / "initdb"), "-D", str(folder / "data"), *made])
    return folder / "data"


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="coach-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
    return folder


def _as_owner(command: list[str]) -> None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
