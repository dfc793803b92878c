"""Signing in with OpenID Connect: as whom the provider names and signs for, once, in the browser that asked."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from yarl import URL

from coach.web import team_openid
from tests import postgres
from tests.web.own import Guest
from tests.web.provider import CLIENT, SECRET, Provider, make_key, open_provider
from tests.web.team import KEPT, TeamAddress, browser, opened_team, read_cookie


@asynccontextmanager
async def opened(
    teams: postgres.Server, folder: Path, provider: Provider, claim: str = "sub", **changes: Any
) -> AsyncIterator[TeamAddress]:
    folder.mkdir(exist_ok=True)
    (folder / "client.secret").write_text(f"{SECRET}\n")
    openid = {
        "issuer": provider.issuer, "client_id": CLIENT, "client_secret_file": str(folder / "client.secret"),
        "claim": claim, "name": "your Northshire account",
    }  # fmt: skip
    given: dict[str, Any] = {"sign_in": "openid", "openid": openid, "proxy": (), "proxy_secret_file": None}
    async with opened_team(teams, folder, **given | changes) as address:
        yield address


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    async with open_provider() as one:
        yield one


@pytest.fixture
async def team(teams: postgres.Server, tmp_path: Path, provider: Provider) -> AsyncIterator[TeamAddress]:
    async with opened(teams, tmp_path / "service", provider) as address:
        yield address


async def sign_in(guest: Guest) -> str:
    """Sign in, from the first page; what the page says that is shown then."""
    await guest.get("/")
    await guest.follow("Sign in with your Northshire account")
    return guest.shown.text


async def test_somebody_signs_in_reads_where_words_are_kept_and_rehearses(team: TeamAddress) -> None:
    async with browser(team) as guest:
        shown = await guest.get("/scenarios/wrong_box")
        assert KEPT in shown.text
        await guest.follow("Sign in with your Northshire account")
        assert "signed in as ann" in guest.shown.text
        assert KEPT in guest.shown.text, "signed in, it is said before anything else is shown"
        assert (await guest.get("/rehearsals")).heading == "Conversation coach"
        await guest.get("/scenarios/wrong_box")
        shown = await guest.press("I have read this: go on")
        assert shown.path == "/scenarios/wrong_box"
        await guest.begin()
        assert "Good morning" in (await guest.say("Good morning.")).text
        await guest.get("/sign-out")
        shown = await guest.press("Sign out")
        assert "Sign out there as well" in shown.text


async def test_what_is_asked_holds_a_state_a_nonce_and_a_challenge_each_time_anew(
    team: TeamAddress, provider: Provider
) -> None:
    async with browser(team) as guest:
        await sign_in(guest)
        await guest.get("/sign-in")
    one, two = provider.asked
    for name in ("state", "nonce", "code_challenge"):
        assert len(one[name]) >= 43
        assert one[name] != two[name]
    assert one["scope"] == "openid"
    assert one["redirect_uri"] == f"{team.address}/signed-in"


def make_wrong(provider: Provider) -> dict[str, dict[str, Any]]:
    """What a provider, or somebody in its place, may say, and none of which signs anybody in."""
    now, other = int(time.time()), make_key("somebody else")
    return {
        "another issuer": {"claims": {"iss": "https://evil.example"}},
        "for another client": {"claims": {"aud": "another"}},
        "for several, and not by us": {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
        "for several, by nobody": {"claims": {"aud": [CLIENT, "another"]}},
        "over its time": {"claims": {"exp": now - 120, "iat": now - 600}},
        "without a time": {"claims": {"exp": None}},
        "from the future": {"claims": {"iat": now + 6000}},
        "not yet good": {"claims": {"nbf": now + 6000}},
        "another's nonce": {"claims": {"nonce": "x"}},
        "no nonce": {"claims": {"nonce": None}},
        "nobody": {"claims": {"sub": None}},
        "an empty name": {"claims": {"sub": " "}},
        "no name but a number": {"claims": {"sub": 7}},
        "a long name": {"claims": {"sub": "a" * 300}},
        "a key of somebody's": {"signs_with": other},
        "a key that it does not have": {"header": {"kid": "two"}},
        "signed with our secret": {"shared_secret": SECRET.encode()},
        "signed with its public key as a secret": {"shared_secret": provider.key.as_pem(private=False)},
        "the same, by its name": {"shared_secret": provider.key.as_pem(private=False), "header": {"kid": "one"}},
        "no token": {"token_answer": {"access_token": "a"}},
        "a token that is none": {"token_answer": {"id_token": "a.b.c"}},
        "a token that is no text": {"token_answer": {"id_token": ["x"]}},
    }  # fmt: skip


WRONG = tuple(make_wrong(Provider()))


@pytest.mark.parametrize("name", WRONG)
async def test_what_is_not_signed_for_us_now_by_the_provider_signs_nobody_in(
    team: TeamAddress, provider: Provider, name: str
) -> None:
    for field, value in make_wrong(provider)[name].items():
        setattr(provider, field, value)
    async with browser(team) as guest:
        said = await sign_in(guest)
        assert guest.shown.status == 403
        assert "Begin again" in said
        assert not [each for each in guest.http.cookie_jar if each.key == "coach_team"]
        assert KEPT in (await guest.get("/rehearsals")).text
    assert not team.server.sessions.list_logins()


async def test_a_token_that_nobody_signed_signs_nobody_in(team: TeamAddress, provider: Provider) -> None:
    def make_unsigned(nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": provider.issuer, "sub": "ann", "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": nonce}
        parts = ({"alg": "none"}, claims)
        packed = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
        return f"{'.'.join(packed)}."

    provider.sign = make_unsigned  # type: ignore[method-assign]
    async with browser(team) as guest:
        await sign_in(guest)
        assert guest.shown.status == 403


async def come_back(guest: Guest, path: str) -> int:
    return (await guest.get(path)).status


async def find_way_back(guest: Guest, team: TeamAddress) -> str:
    """Begin to sign in, and stop before coming back: the path that the provider sends a browser to."""
    async with guest.http.get(f"{team.address}/sign-in", allow_redirects=False) as answer:
        there = answer.headers["Location"]
    async with guest.http.get(URL(there, encoded=True), allow_redirects=False) as answer:
        return answer.headers["Location"].removeprefix(team.address)


async def test_a_way_back_works_once_in_the_browser_that_began_it(team: TeamAddress, provider: Provider) -> None:
    async with browser(team) as mine, browser(team) as other:
        path = await find_way_back(mine, team)
        assert await come_back(other, path) == 403, "who is handed the address of somebody's sign-in is not signed in"
        assert await come_back(mine, path) == 403, "and it is used up then"
        path = await find_way_back(mine, team)
        assert await come_back(mine, path) == 200
        assert await come_back(mine, path) == 403, "replayed"
        state = path.partition("state=")[2].partition("&")[0]
        for forged in (
            "/signed-in", "/signed-in?code=x", f"/signed-in?code=x&state={state}", "/signed-in?code=x&state=y",
            "/signed-in?error=access_denied&state=y", f"/signed-in?state={'s' * 4000}",
        ):  # fmt: skip
            assert await come_back(mine, forged) == 403, forged


async def test_a_code_of_somebody_elses_and_an_answer_of_another_provider_are_refused(team: TeamAddress) -> None:
    async with browser(team) as mine, browser(team) as other:
        path, theirs = await find_way_back(mine, team), await find_way_back(other, team)
        code, their_code = (each.partition("code=")[2].partition("&")[0] for each in (path, theirs))
        assert await come_back(mine, path.replace(code, their_code)) == 403, "its challenge is another's"
        path = await find_way_back(mine, team)
        before, _, _ = path.partition("iss=")
        assert await come_back(mine, f"{before}iss=https://evil.example") == 403
        path = await find_way_back(mine, team)
        before, _, after = path.partition("code=")
        assert await come_back(mine, f"{before}{after.partition('&')[2]}&error=access_denied") == 403


async def test_a_sign_in_that_comes_back_late_is_refused(team: TeamAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = team.server._provider
    assert provider is not None
    async with browser(team) as guest:
        path = await find_way_back(guest, team)
        monkeypatch.setattr(provider, "_clock", lambda: time.time() + team_openid.BEGUN_LASTS + 1)
        assert await come_back(guest, path) == 403


async def test_signing_in_again_ends_the_session_before_and_makes_another(
    team: TeamAddress, provider: Provider
) -> None:
    async with browser(team) as guest:
        await sign_in(guest)
        before = read_cookie(guest)
        provider.who = "ben"
        assert "signed in as ben" in await sign_in_over(guest)
        assert read_cookie(guest) != before
        async with browser(team) as other:
            assert "signed in as" not in (await other.get("/", Cookie=f"coach_team={before}")).text


async def sign_in_over(guest: Guest) -> str:
    await guest.get("/sign-in")
    return guest.shown.text


async def test_whoever_has_no_place_in_the_store_is_told_whom_to_ask(team: TeamAddress, provider: Provider) -> None:
    for who in ("eve", "cat", "coach_owner", "coach_web", "postgres"):
        provider.who = who
        async with browser(team) as guest:
            await sign_in(guest)
            assert guest.shown.status == 403, who
            assert "practice@northshire.example" in guest.shown.text


async def test_an_email_counts_only_where_the_provider_checked_it(
    teams: postgres.Server, tmp_path: Path, provider: Provider
) -> None:
    people = {"a.miller@northshire.example": "ann"}
    async with opened(teams, tmp_path / "service", provider, "email", people=people) as team:
        for checked, status in ((None, 403), (False, 403), ("true", 403), (True, 200)):
            provider.claims = {"email": "a.miller@northshire.example", "email_verified": checked}
            async with browser(team) as guest:
                await sign_in(guest)
                assert guest.shown.status == status, checked


async def test_a_provider_with_new_keys_is_believed_once_they_are_fetched(
    team: TeamAddress, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with browser(team) as guest:
        await sign_in(guest)
    provider.key = make_key("provider", "three")
    provider.header = {"kid": "three"}
    async with browser(team) as guest:
        await sign_in(guest)
        assert guest.shown.status == 403, "not asked again within half a minute, whatever comes"
        monkeypatch.setattr(team_openid, "KEYS_AGAIN", 0.0)
        assert "signed in as ann" in await sign_in(guest)


async def test_a_provider_that_is_away_or_says_strange_things_is_a_sentence(
    teams: postgres.Server, tmp_path: Path, provider: Provider
) -> None:
    provider.away = True
    async with opened(teams, tmp_path / "service", provider) as team, browser(team) as guest:
        await sign_in(guest)
        assert guest.shown.status == 502
        assert "cannot be reached" in guest.shown.text
        provider.away = False
        issuer, provider.issuer = provider.issuer, "https://evil.example"
        assert (await guest.get("/sign-in")).status == 502, "what it calls itself is not what it was set up as"
        provider.issuer = issuer
        assert "signed in as ann" in await sign_in(guest)
        assert "Traceback" not in team.out.getvalue()


async def test_many_who_begin_and_never_come_back_fill_no_memory(team: TeamAddress) -> None:
    provider = team.server._provider
    assert provider is not None
    async with browser(team) as guest:
        path = await find_way_back(guest, team)
        for _ in range(team_openid.MOST_BEGUN_FROM_ONE + 50):
            await provider.begin("b", "/", "192.0.2.7")
        assert len(provider._begun) == team_openid.MOST_BEGUN_FROM_ONE + 1
        assert await come_back(guest, path) == 200, "who floods the door pushes out their own alone"
        for number in range(2 * team_openid.MOST_BEGUN):
            await provider.begin("b", "/", f"192.0.2.{number}")
        assert len(provider._begun) == team_openid.MOST_BEGUN

        async def begin() -> int:
            async with guest.http.get(f"{team.address}/sign-in", allow_redirects=False) as answer:
                return answer.status

        assert (await asyncio.gather(*(begin() for _ in range(100)))).count(429) > 20


async def test_a_header_signs_nobody_in_where_people_sign_in_otherwise(team: TeamAddress) -> None:
    async with browser(team, X_Remote_User="ann") as guest:
        assert "signed in as" not in (await guest.get("/")).text
        assert (await guest.post("/welcome", {"back": "/"})).status == 401


def test_what_tests_sign_with_is_what_they_say() -> None:
    provider = Provider(issuer="http://127.0.0.1:1")
    read = jwt.decode(provider.sign("n"), provider.key, algorithms=["RS256"])
    assert read.claims["sub"] == "ann"
