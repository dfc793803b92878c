"""The setup of a team's address: a file of IT's, read whole or refused with its line.

`read_setup` reads it and looks whether it would be safe to begin: off this machine only with TLS or behind a known
proxy, and the proxy's word for who somebody is only where nobody else can give it.
"""

import ipaddress
import re
import ssl
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, model_validator

from coach.content.validation import bind
from coach.content.yaml_reader import read_own_file
from coach.errors import CoachError
from coach.language.catalogue import say
from coach.model.types import Frozen, Prose, Proses, wrap_single
from coach.web.room_code import origin_of

LOGIN = r"[A-Za-z_][A-Za-z0-9_.@-]{0,62}"
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
SECRET_HEADER = "X-Coach-Proxy"
"""The header in which a proxy shows the secret that it shares with the coach."""
SHORTEST_SECRET = 16


class SetupRefused(CoachError):
    """A team's address is set up so that it would not be safe, or would not work."""

    title = "The team's address does not begin"


def _check_address(given: str) -> str:
    try:
        return str(ipaddress.ip_address(given))
    except ValueError:
        raise ValueError("it is no address of a machine, such as 10.1.2.3") from None


Addresses = Annotated[tuple[Prose, ...], BeforeValidator(wrap_single)]


class OpenIDSetup(Frozen):
    """The OpenID Connect provider that people sign in with."""

    issuer: Prose
    client_id: Prose
    client_secret_file: Path
    claim: Prose
    """What tells people apart, which they cannot change themselves: `sub`, or `oid`, or a checked `email`."""
    scopes: Prose = "openid"
    name: Prose = "your organisation's account"
    """What people sign in with, as they call it."""


class TeamSetup(Frozen):
    """How a team's own address is set up."""

    format: int = 1
    address: Prose
    """What people type, such as https://coach.example.org."""
    run_by: Prose
    """Who runs it, in a sentence, with a way to reach them."""
    kept: Prose
    """Where words are kept and for how long, in a sentence or two."""
    listen: Prose = "127.0.0.1:8768"
    proxy: Addresses = ()
    """Addresses of the proxies in front of it. Where there are some, nobody else is answered."""
    proxy_secret_file: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    sign_in: Literal["header", "openid"]
    header: Prose = "X-Remote-User"
    """The header in which the proxy says who somebody is."""
    openid: OpenIDSetup | None = None
    sign_out: str = Field("", pattern=r"^(https://\S+|/\S*|)$", max_length=500)
    """Where the proxy signs people out, such as /oauth2/sign_out; a page of the proxy's own."""
    people: dict[Prose, Prose] = {}
    """The store's login of each person, by how they are called where they sign in. Without it, both are the same."""
    libraries: Proses = ()
    """Folders of scenarios of the team's own."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        for given in self.proxy:
            _check_address(given)
        if not HEADER.fullmatch(self.header):
            raise ValueError("`header` is no name of a header, such as X-Remote-User")
        if wrong := next((login for login in self.people.values() if not re.fullmatch(LOGIN, login)), ""):
            raise ValueError(f"'{wrong[:20]}' under `people` is no login of the store")
        if len(set(self.people.values())) < len(self.people):
            raise ValueError("two of `people` have one login, and would see what is the other's")
        return self

    @property
    def origin(self) -> str:
        """The origin of the address, as browsers write it."""
        return origin_of(self.address)

    @property
    def netloc(self) -> str:
        """The host of the address, as browsers name it."""
        return self.origin.partition("://")[2]

    @property
    def by_https(self) -> bool:
        """Whether browsers come by https."""
        return self.origin.startswith("https:")

    @property
    def listens(self) -> tuple[str, int]:
        """Where it listens: an address of this machine, and a port."""
        parts = urlsplit(f"//{self.listen}")
        return parts.hostname or "", parts.port if parts.port is not None else -1

    @property
    def proxies(self) -> frozenset[str]:
        """The addresses of the proxies, written in one way."""
        return frozenset(map(_check_address, self.proxy))

    def find_login(self, identity: str) -> str:
        """Return the store's login for a name that signed in; empty for nobody's."""
        login = self.people.get(identity, "") if self.people else identity
        return login if re.fullmatch(LOGIN, login) else ""


def read_setup(file: Path) -> TeamSetup:
    """Read the setup of a team's address, and look whether it is safe.

    Raises:
        UnusableContent: the file is not as it should be.
        SetupRefused: it would not be safe.
    """
    if not file.is_file():
        raise SetupRefused(
            say("There is no file called '{name}'.", name=file.name),
            say("docs/deploy/README.md says what stands in it."),
        )
    setup = bind(read_own_file(file), TeamSetup)
    check_safe(setup)
    return setup


def check_safe(setup: TeamSetup) -> None:
    """Look whether a team's address would be safe as it is set up. Raises SetupRefused."""
    try:
        host, port = setup.listens
        own = ipaddress.ip_address(host).is_loopback
        origin = setup.origin
    except ValueError:
        raise SetupRefused(
            say("`listen` or `address` cannot be read."),
            say(
                "Such as listen: 127.0.0.1:8768 (an address of this machine, no name), address: "
                "https://coach.example.org."
            ),
        ) from None
    if not 0 <= port <= 65535:
        raise SetupRefused(say("`listen` names no port."), say("Such as 127.0.0.1:8768."))
    if not setup.by_https and not is_own_machine(origin):
        raise SetupRefused(
            say("Words would go over the network as they are typed: `address` begins with http."),
            say("Give it as https://…; the proxy has the certificate, or `certificate` and `key` name it."),
        )
    if not own and not setup.certificate and not setup.proxy:
        raise SetupRefused(
            say("It would listen at {host} for everybody, without TLS.", host=host),
            say("Name the proxy in front of it (`proxy:`), or `certificate` and `key`, or listen at 127.0.0.1."),
        )
    if bool(setup.certificate) != bool(setup.key):
        raise SetupRefused(say("`certificate` and `key` belong together."), say("Name both, or neither."))
    if setup.sign_in == "openid" and setup.openid is None:
        raise SetupRefused(
            say("`sign_in` is openid, and nothing stands under `openid:`."), say("docs/deploy/README.md has it.")
        )
    if setup.openid and not (setup.openid.issuer.startswith("https://") or is_own_machine(setup.openid.issuer)):
        raise SetupRefused(say("The provider's `issuer` begins with http."), say("Give it as https://…."))
    if setup.sign_in == "header":
        _check_header(setup)


def _check_header(setup: TeamSetup) -> None:
    """Look whether only the proxy can say who somebody is. Raises SetupRefused."""
    if not setup.proxy:
        raise SetupRefused(
            say("Anybody could say in a header that they are somebody else."),
            say("`proxy:` names the address of the proxy that signs people in; only from there the header counts."),
        )
    if any(ipaddress.ip_address(proxy).is_loopback for proxy in setup.proxies) and not setup.proxy_secret_file:
        raise SetupRefused(
            say("The proxy is on this machine, where every other account could say in a header who it is."),
            say(
                "`proxy_secret_file:` names a file with a secret, which the proxy sends as {secret_header}.",
                secret_header=SECRET_HEADER,
            ),
        )


def is_own_machine(address: str) -> bool:
    """Return whether an address of a page leads to this machine itself."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_secret(file: Path | None) -> str:
    """Read a secret from its file; empty where no file is named. Raises SetupRefused."""
    if file is None:
        return ""
    try:
        secret = file.read_text("utf-8").strip()
    except (OSError, UnicodeError):
        secret = ""
    if len(secret) < SHORTEST_SECRET or not secret.isascii() or not secret.isprintable():
        raise SetupRefused(
            say(
                "The file '{name}' cannot be read, or holds no secret of {shortest_secret} letters or more.",
                name=file.name,
                shortest_secret=SHORTEST_SECRET,
            ),
            say("`openssl rand -hex 32` makes one."),
        )
    return secret


def open_certificate(setup: TeamSetup) -> ssl.SSLContext | None:
    """Open the certificate; None where a proxy has it. Raises SetupRefused."""
    if setup.certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(setup.certificate, setup.key)
    except (OSError, ssl.SSLError):
        raise SetupRefused(
            say("The certificate '{name}' cannot be used.", name=setup.certificate.name),
            say("`certificate` and `key` are files in PEM form that belong together."),
        ) from None
    return context
