"""A small provider of OpenID Connect that tests run, and that can be told to misbehave."""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "the-coach", "a secret of the client's"


@cache
def make_key(whose: str, name: str = "one") -> RSAKey:
    """Somebody's key for signing; to make one takes a tenth of a second, so each is made once in a run."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@dataclass
class Provider:
    """A provider at an address of this machine."""

    issuer: str = ""
    who: str = "ann"
    """Who is signed in there, in whichever browser comes."""
    claims: dict[str, Any] = field(default_factory=dict)
    """What the next token says besides, or instead."""
    key: RSAKey = field(default_factory=lambda: make_key("provider"))
    signs_with: RSAKey | None = None
    shared_secret: bytes = b""
    """What it signs with in place of its key, as what has only a secret does."""
    header: dict[str, Any] = field(default_factory=dict)
    away: bool = False
    token_answer: dict[str, Any] | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def list_routes(self) -> list[web.RouteDef]:
        return [
            web.get("/.well-known/openid-configuration", self._describe),
            web.get("/authorize", self._authorize),
            web.post("/token", self._token),
            web.get("/keys", self._keys),
        ]

    async def _describe(self, _request: web.Request) -> web.Response:
        if self.away:
            return web.Response(status=503, text="away")
        return web.json_response(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/out",
            }
        )

    async def _authorize(self, request: web.Request) -> web.Response:
        """Somebody is signed in at once: the way back, with a code that is good once."""
        asked = dict(request.query)
        self.asked.append(asked)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        back = f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"
        return web.Response(status=302, headers={"Location": back})

    async def _token(self, request: web.Request) -> web.Response:
        given = {name: values[0] for name, values in parse_qs(await request.text()).items()}
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self._codes.pop(given.get("code", ""), None)
        if self.token_answer is not None:
            return web.json_response(self.token_answer)
        if asked is None or request.headers.get("Authorization") != f"Basic {basic}":
            return web.json_response({"error": "invalid_grant"}, status=400)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest())
        if challenge.decode().rstrip("=") != asked["code_challenge"] or given["redirect_uri"] != asked["redirect_uri"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response({"access_token": "a", "token_type": "Bearer", "id_token": self.sign(asked["nonce"])})

    def sign(self, nonce: str) -> str:
        """Sign who somebody is, as the next answer says it."""
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": self.who, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": nonce}
        claims = {name: value for name, value in (claims | self.claims).items() if value is not None}
        header = {"alg": "RS256", "kid": "one"} | self.header
        if self.shared_secret:
            signed = ".".join(_pack(json.dumps(part).encode()) for part in ({"alg": "HS256"} | self.header, claims))
            return f"{signed}.{_pack(hmac.digest(self.shared_secret, signed.encode(), 'sha256'))}"
        return jwt.encode(header, claims, self.signs_with or self.key, algorithms=[header["alg"]])

    async def _keys(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": [self.key.as_dict(private=False)]})


def _pack(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


@asynccontextmanager
async def open_provider() -> AsyncIterator[Provider]:
    """Open a provider at a port of its own."""
    provider, app = Provider(), web.Application()
    app.add_routes(provider.list_routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    provider.issuer = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield provider
    finally:
        await asyncio.sleep(0)
        await runner.cleanup()
