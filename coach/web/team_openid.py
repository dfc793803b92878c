"""Signing in with OpenID Connect: to a provider and back, and what it has to answer.

The authorization code flow with PKCE. What a provider signs is looked at with joserfc, and its claims by authlib's
rules; nothing of it is kept but how the person is called. A sign-in that was begun is remembered for ten minutes, for
the browser that began it, and works once.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from coach.errors import CoachError
from coach.language.catalogue import say
from coach.web.team_setup import OpenIDSetup, is_own_machine

SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""How a provider may sign: with a key whose other half it alone has. Never with a shared secret, or not at all."""
BEGUN_LASTS = 600.0
"""Seconds in which a sign-in that was begun comes back."""
MOST_BEGUN, MOST_BEGUN_FROM_ONE = 2000, 100
"""Sign-ins that are under way, in all and from one address; of more, the oldest from there is forgotten."""
LEEWAY = 60
"""Seconds by which the provider's clock may be off."""
KEYS_AGAIN = 30.0
"""Seconds after which keys are fetched once more where one is not among them."""
LARGEST_ANSWER = 1024 * 1024
WITHIN = ClientTimeout(total=10)
WELL_KNOWN = "/.well-known/openid-configuration"


class SignInBroken(CoachError):
    """What came back from signing in is not what was begun here, or not from whom it should be."""

    title = "You are not signed in"
    http_status = 403

    def __init__(self) -> None:
        super().__init__(
            say(
                "Signing in did not come back as it should: it was begun too long ago, in another browser, or not here."
            ),
            say("Begin again from the first page."),
        )


class ProviderAway(CoachError):
    """The provider cannot be reached, or does not answer as one does."""

    title = "Signing in does not work just now"
    http_status = 502

    def __init__(self) -> None:
        super().__init__(
            say("What you sign in with cannot be reached, or gave no proper answer."),
            say("Try again in a moment. If it stays so, tell whoever runs this address."),
        )


@dataclass(frozen=True, slots=True)
class BegunSignIn:
    """A sign-in that is under way at the provider."""

    browser: str
    """The cookie of the browser that began it."""
    nonce: str
    verifier: str
    back: str
    """The page that it was begun from."""
    place: str
    """The address that it was begun at."""
    until: float


class OpenIDProvider:
    """A provider of OpenID Connect, as one client of it sees it."""

    def __init__(self, setup: OpenIDSetup, secret: str, returns_to: str, clock: Callable[[], float]) -> None:
        """Prepare it; nothing is asked yet.

        Args:
            setup: which provider, and who we are there.
            secret: the secret that it knows us by.
            returns_to: the address at which people come back.
            clock: seconds since 1970.
        """
        self._setup = setup
        self._auth = ClientAuth(setup.client_id, secret, "client_secret_basic")
        self._returns_to = returns_to
        self._clock = clock
        self._begun: dict[str, BegunSignIn] = {}
        self._facts: Mapping[str, Any] = {}
        self._keys: Mapping[str, Any] = {}
        self._keys_from = 0.0

    # --- There

    async def begin(self, browser: str, back: str, place: str) -> str:
        """Begin to sign in, and return the provider's address for it. Raises ProviderAway.

        Args:
            browser: the cookie of the browser.
            back: the page that it is begun from.
            place: the address of the browser, as far as that is known.
        """
        facts = await self._find_facts()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        now = self._clock()
        self._begun = {name: begun for name, begun in self._begun.items() if begun.until > now}
        near = [name for name, begun in self._begun.items() if begun.place == place]
        if len(near) >= MOST_BEGUN_FROM_ONE or len(self._begun) >= MOST_BEGUN:
            del self._begun[next(iter(near or self._begun))]
        self._begun[state] = BegunSignIn(browser, nonce, verifier, back, place, now + BEGUN_LASTS)
        return str(
            prepare_grant_uri(
                facts["authorization_endpoint"],
                self._setup.client_id,
                "code",
                self._returns_to,
                self._setup.scopes,
                state,
                nonce=nonce,
                code_challenge=create_s256_code_challenge(verifier),
                code_challenge_method="S256",
            )
        )

    # --- And back

    async def finish(self, browser: str, query: Mapping[str, str]) -> tuple[str, str]:
        """Finish signing in; return how the person is called, and the page that it was begun from.

        Args:
            browser: the cookie of the browser.
            query: what came back with it.

        Raises:
            SignInBroken: it was not begun here, or does not hold.
            ProviderAway: the provider cannot be asked.
        """
        begun = self._begun.pop(query.get("state", ""), None)
        if begun is None or not browser or begun.until <= self._clock():
            raise SignInBroken
        if not secrets.compare_digest(begun.browser.encode(), browser.encode()):
            raise SignInBroken
        if query.get("iss", self._setup.issuer) != self._setup.issuer or not query.get("code"):
            raise SignInBroken
        token = await self._exchange(query["code"], begun.verifier)
        claims = await self._read_claims(token, begun.nonce)
        identity = claims.get(self._setup.claim)
        if not isinstance(identity, str) or not identity.strip() or len(identity) > 200:
            raise SignInBroken
        if self._setup.claim == "email" and claims.get("email_verified") is not True:
            raise SignInBroken
        return identity, begun.back

    async def find_way_out(self) -> str:
        """Return the provider's own address for signing out; empty where it has none, or is away."""
        try:
            address = (await self._find_facts()).get("end_session_endpoint")
        except ProviderAway:
            return ""
        return str(address) if _is_safe(address) else ""

    async def _exchange(self, code: str, verifier: str) -> Mapping[str, Any]:
        """Exchange a code for what the provider signed. Raises SignInBroken or ProviderAway."""
        address = (await self._find_facts())["token_endpoint"]
        body = prepare_token_request(
            "authorization_code", redirect_uri=self._returns_to, code=code, code_verifier=verifier
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        address, headers, body = self._auth.prepare("POST", address, headers, body)
        status, answer = await self._ask("POST", address, headers, body)
        if 400 <= status < 500:  # the code is none, or was used before
            raise SignInBroken
        if status != 200:
            raise ProviderAway
        return answer

    async def _read_claims(self, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """Read and check what the provider signed. Raises SignInBroken or ProviderAway."""
        signed = token.get("id_token")
        if not isinstance(signed, str):
            raise SignInBroken
        for again in (False, True):
            keys = await self._find_keys(anew=again)
            try:
                read = jwt.decode(signed, keys, algorithms=list(SIGNED_BY))
                claims = CodeIDToken(
                    read.claims,
                    read.header,
                    {
                        "iss": {"essential": True, "value": self._setup.issuer},
                        "aud": {"essential": True, "value": self._setup.client_id},
                        "sub": {"essential": True},
                    },
                    {"nonce": nonce, "client_id": self._setup.client_id, "access_token": token.get("access_token")},
                )
                claims.validate(now=int(self._clock()), leeway=LEEWAY)
            except (JoseError, ValueError, TypeError, KeyError):
                if again:
                    raise SignInBroken from None
            else:
                return dict(claims)
        raise SignInBroken

    # --- What the provider says of itself

    async def _find_facts(self) -> Mapping[str, Any]:
        """Return where the provider is asked for what. Raises ProviderAway."""
        if not self._facts:
            _, facts = await self._ask("GET", self._setup.issuer.rstrip("/") + WELL_KNOWN)
            wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if facts.get("issuer") != self._setup.issuer or not all(map(_is_safe, map(facts.get, wanted))):
                raise ProviderAway
            self._facts = facts
        return self._facts

    async def _find_keys(self, *, anew: bool) -> KeySet:
        """Return the keys that the provider signs with.

        Args:
            anew: whether they are fetched once more, unless they just were.

        Raises:
            ProviderAway: they cannot be fetched, or are none.
        """
        now = self._clock()
        if not self._keys or (anew and now - self._keys_from > KEYS_AGAIN):
            _, self._keys = await self._ask("GET", (await self._find_facts())["jwks_uri"])
            self._keys_from = now
        try:
            # A secret among them would let whoever reads this page sign.
            keys = [key for key in self._keys["keys"] if key.get("kty") != "oct" and key.get("use", "sig") == "sig"]
            return KeySet.import_key_set({"keys": keys})
        except (JoseError, KeyError, TypeError, ValueError, AttributeError):
            self._keys = {}
            raise ProviderAway from None

    async def _ask(
        self, method: str, address: str, headers: Mapping[str, str] | None = None, body: str | None = None
    ) -> tuple[int, Mapping[str, Any]]:
        """Ask the provider, and return the status with what it answers. Raises ProviderAway.

        Args:
            method: the method in HTTP.
            address: where.
            headers: the headers.
            body: what is sent.
        """
        try:
            async with (
                ClientSession(timeout=WITHIN) as http,
                http.request(method, address, headers=headers, data=body, allow_redirects=False) as answer,
            ):
                read, status = b"", answer.status
                async for chunk in answer.content.iter_chunked(LARGEST_ANSWER):
                    read += chunk
                    if len(read) > LARGEST_ANSWER:
                        raise ProviderAway
            facts = json.loads(read)
        except (ClientError, TimeoutError, OSError, ValueError):
            raise ProviderAway from None
        if not isinstance(facts, dict) or (method == "GET" and status != 200):
            raise ProviderAway
        return status, facts


def _is_safe(address: object) -> bool:
    """Return whether an address that a provider names may be asked."""
    return isinstance(address, str) and (address.startswith("https://") or is_own_machine(address))
