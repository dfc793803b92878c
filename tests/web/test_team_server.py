"""A team's address answers who is signed in, over their own part of the store, and everybody else in a sentence."""

import asyncio
import ssl
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from coach.records.team.logins import let_in, open_engine, take_out
from coach.web import team_sessions
from coach.web.forms import make_form_token
from coach.web.team_setup import SECRET_HEADER
from tests import postgres
from tests.web.own import Guest
from tests.web.pages import read_page
from tests.web.team import (
    KEPT,
    PROXY,
    RUN_BY,
    TeamAddress,
    browser,
    make_setup,
    opened_team,
    read_cookie,
    signed_in,
)
from tests.web.test_team_setup import make_certificate

PAGES = ("/", "/scenarios", "/scenarios/wrong_box", "/rehearsals", "/settings", "/help", "/exercises")
WORDS = "Purple elephants in the kitchen"
KEPT_BACK = "This line is nobody else's"


async def test_before_anything_else_it_says_where_words_are_kept_and_who_runs_it(team: TeamAddress) -> None:
    async with browser(team, X_Remote_User="ann", **PROXY) as guest:
        for path in PAGES:
            shown = await guest.get(path)
            assert KEPT in shown.text
            assert RUN_BY in shown.text
            assert "could reach it" in shown.text
            assert "Choose a scenario" not in shown.html, path
        shown = await guest.post("/scenarios/wrong_box/begin", {"token": "x"})
        assert shown.status == 401, "nothing begins before that"
        await guest.get("/scenarios/wrong_box")
        shown = await guest.press("I have read this: go on")
        assert shown.path == "/scenarios/wrong_box", "it leads on to where somebody wanted to go"
        assert KEPT in (await guest.get("/")).text
        assert RUN_BY in (await guest.get("/settings")).text


async def test_a_whole_rehearsal_is_kept_in_the_persons_own_part_of_the_store(
    team: TeamAddress, teams: postgres.Server
) -> None:
    async with signed_in(team) as ann, signed_in(team, "ben") as ben:
        await ann.begin()
        shown = await ann.say(f"Hello Louise. {WORDS}?")
        assert WORDS in shown.text
        await ben.get("/rehearsals")
        assert "Nothing here yet" in ben.shown.text
        path = shown.path
        for rest in (
            "", "/why", "/end", "/stop", "/debrief", "/debrief/first", "/bring", "/brought", "/export", "/forget",
            "/file?format=text",
        ):  # fmt: skip
            shown = await ben.get(f"{path}{rest}")
            assert shown.status == 404, rest
            assert WORDS not in shown.html
        await ben.get("/settings")
        token = {"token": make_form_token(read_cookie(ben))}
        for rest in ("/say", "/draft", "/skip", "/take-back", "/end", "/stop", "/undo", "/forget", "/keep"):
            shown = await ben.post(f"{path}{rest}", token | {"words": "mine", "how": "keep", "after": "1"})
            assert shown.status in (400, 404), rest
        assert teams.sql("SELECT string_agg(DISTINCT owner, ' ') FROM coach.rehearsals", "coach") == "ann"
        shown = await ann.get(path)
        assert WORDS in shown.text
        assert "mine" not in shown.text


async def test_a_header_from_a_wrong_address_or_without_the_proxys_secret_is_refused(team: TeamAddress) -> None:
    ways: tuple[tuple[str, dict[str, str]], ...] = (
        ("127.0.0.2", {"X_Remote_User": "ann", **PROXY}),
        ("127.0.0.1", {"X_Remote_User": "ann"}),
        ("127.0.0.1", {"X_Remote_User": "ann", SECRET_HEADER: "another secret of somebody's"}),
        ("127.0.0.1", {"X_Remote_User": "ann", SECRET_HEADER: ""}),
        ("127.0.0.3", {"X_Remote_User": "ann", "X_Forwarded_For": "127.0.0.1", **PROXY}),
    )
    async with signed_in(team) as ann:
        cookie = read_cookie(ann)
    for local, headers in ways:
        async with browser(team, local=local, **headers) as other:
            other.http.cookie_jar.update_cookies({"coach_team": cookie})
            for path in (*PAGES, "/welcome", "/sign-out", "/static/coach.css"):
                shown = await other.get(path)
                assert shown.status == 403, (local, path)
                if not path.startswith("/static/"):
                    assert shown.heading == "This is not the way in"
                    assert "server that signs people in" in shown.text
            assert (await other.post("/welcome", {"back": "/"})).status == 403


async def test_a_header_that_names_nobody_or_two_or_a_stranger_signs_nobody_in(team: TeamAddress) -> None:
    async with browser(team, **PROXY) as guest:
        assert (await guest.get("/")).status == 401
    async with aiohttp.ClientSession(headers=PROXY) as http:
        twice = [("X-Remote-User", "ann"), ("X-Remote-User", "ben")]
        async with http.get(f"{team.address}/", headers=twice) as answer:
            assert answer.status == 401
    for name in ("eve", "coach_owner", "coach_web", "postgres", "coach_practitioner", "none", "ANN", "ann ", "cat",
                 'ann"; RESET ROLE', "a" * 300, "\N{LATIN SMALL LETTER E WITH ACUTE}ve"):  # fmt: skip
        async with browser(team, X_Remote_User=name, **PROXY) as guest:
            shown = await guest.get("/")
            if name.strip() != "ann":
                assert shown.status in (401, 403), name
                assert "Choose a scenario" not in shown.html
                assert (await guest.post("/welcome", {"back": "/"})).status in (401, 403)


async def test_somebody_else_at_the_proxy_with_an_old_cookie_is_nobody(team: TeamAddress) -> None:
    async with signed_in(team) as ann:
        cookie = read_cookie(ann)
        async with browser(team, X_Remote_User="ben", **PROXY) as ben:
            ben.http.cookie_jar.update_cookies({"coach_team": cookie})
            shown = await ben.get("/rehearsals")
            assert KEPT in shown.text
            assert "signed in as ben" in shown.text
        assert KEPT in (await ann.get("/rehearsals")).text, "whose cookie went round is asked to sign in again"


async def test_after_signing_out_a_replayed_cookie_and_an_open_form_do_nothing(
    team: TeamAddress, teams: postgres.Server
) -> None:
    async with signed_in(team) as ann:
        await ann.begin()
        await ann.say(WORDS)
        path, cookie = ann.shown.path, read_cookie(ann)
        token = make_form_token(cookie)
        await ann.get("/settings")
        await ann.follow("Sign out")
        shown = await ann.press("Sign out")
        assert shown.heading == "Signed out"
        assert "may still know you" in shown.text
        assert not [each for each in ann.http.cookie_jar if each.key == "coach_team"]
        assert not team.server.people._people, "nothing of hers stays in memory"
        ann.http.cookie_jar.update_cookies({"coach_team": cookie})
        for page in (path, "/rehearsals", f"{path}/debrief"):
            shown = await ann.get(page)
            assert WORDS not in shown.html
            assert KEPT in shown.text
        shown = await ann.post(f"{path}/say", {"token": token, "words": "After all", "after": "1"})
        assert shown.status == 401
        assert "sign in" in shown.said
    assert teams.sql("SELECT count(*) FROM coach.events WHERE body LIKE '%After all%'", "coach") == "0"


async def test_forged_and_replayed_tokens_change_nothing(team: TeamAddress, teams: postgres.Server) -> None:
    async with signed_in(team) as ann, signed_in(team, "ben") as ben:
        await ann.begin()
        path = ann.shown.path
        theirs, old = make_form_token(read_cookie(ben)), make_form_token(read_cookie(ann))
        for token in ("", "x", theirs, make_form_token("x"), make_form_token(""), "0" * 5000, "ü" * 50):
            shown = await ann.post(f"{path}/say", {"token": token, "words": WORDS, "after": "0"})
            assert shown.status in (403, 413), token[:10]
            assert (await ann.post("/sign-out", {"token": token})).status in (403, 413)
        # Signed in anew, the token of the session before is another's.
        await ann.get("/sign-out")
        await ann.press("Sign out")
        await ann.get("/")
        await ann.press("I have read this: go on")
        assert (await ann.post(f"{path}/say", {"token": old, "words": WORDS, "after": "0"})).status == 403
        for origin in ("http://evil.example", "null", "", team.address.replace("http", "https")):
            fields = {"token": make_form_token(read_cookie(ann)), "words": WORDS, "after": "0"}
            assert (await ann.post(f"{path}/say", fields, Origin=origin)).status == 403
    assert teams.sql("SELECT count(*) FROM coach.events WHERE body LIKE '%Purple%'", "coach") == "0"


async def test_made_up_cookies_are_nobodys(team: TeamAddress) -> None:
    async with browser(team, X_Remote_User="ann", **PROXY) as guest:
        for cookie in ("", "x", "a" * 43, "a" * 4000, "../sessions.json", "%00", "ann"):
            shown = await guest.get("/rehearsals", Cookie=f"coach_team={cookie}")
            assert shown.status in (200, 400)
            assert "My rehearsals" not in shown.html


async def test_a_foreign_host_is_refused(team: TeamAddress) -> None:
    async with signed_in(team) as ann:
        for host in ("evil.example", f"evil.example:{team.server.port}", "127.0.0.1", "127.0.0.1:1", ""):
            shown = await ann.get("/rehearsals", Host=host)
            assert shown.status in (400, 421), host
            assert "rehearsal" not in shown.text


async def test_two_teams_on_one_server_never_see_each_other(teams: postgres.Server, tmp_path: Path) -> None:
    async with opened_team(teams, tmp_path / "one") as one, opened_team(teams, tmp_path / "two", "north") as two:
        async with signed_in(one) as ann, signed_in(two, "cat") as cat:
            await ann.begin()
            path = (await ann.say(WORDS)).path
            assert (await cat.get(path)).status == 404
            theirs = f"coach_team={read_cookie(ann)}"
        async with browser(two, X_Remote_User="cat", **PROXY) as guest:
            shown = await guest.get("/rehearsals", Cookie=theirs)
            assert WORDS not in shown.html
            assert KEPT in shown.text
        for name in ("cat", "dan", "tom"):
            async with browser(one, X_Remote_User=name, **PROXY) as guest:
                assert (await guest.get("/")).status == 403
        for name in ("ann", "ben", "sue"):
            async with browser(two, X_Remote_User=name, **PROXY) as guest:
                assert (await guest.get("/")).status == 403


async def bring(guest: Guest, reader: str) -> str:
    """Rehearse, keep one line to oneself, and bring the other to a supervisor; where the rehearsal is."""
    await guest.begin()
    await guest.say(f"{WORDS}, was it like that for Theo?")
    path = (await guest.say(KEPT_BACK)).path
    await guest.get(f"{path}/bring")
    shown = await guest.press("See what goes", what="moment", reply="1", who="Ann", question="Did I rush him?")
    assert "sue" in shown.text
    assert "tom" not in shown.text, "the other team's supervisor is not offered"
    shown = await guest.press("Hand it over", reader=reader)
    assert shown.said == f"Handed over to {reader}."
    return path


async def test_what_is_brought_reaches_its_supervisor_and_comes_back_and_nobody_else_sees_any_of_it(
    team: TeamAddress, teams: postgres.Server
) -> None:
    async with signed_in(team) as ann, signed_in(team, "ben") as ben, signed_in(team, "sue") as sue:
        path = await bring(ann, "sue")
        await sue.get("/desk")
        assert "Did I rush him?" in sue.shown.text
        await sue.follow(next(name for name in sue.shown.list_names("a") if name.startswith("Ann")))
        item = sue.shown.path
        assert WORDS in sue.shown.text
        sent = [(await sue.get(f"{item}{page}")).html for page in ("", "/line/1", "/also/1", "/if-hard", "/back")]
        await sue.get(f"{item}/back")
        await sue.press("See what goes back", questions="What did he hear?")
        names = sue.shown.list_names("button")
        await sue.press(next(name for name in names if name.startswith("Hand it back") and "file" not in name))
        assert teams.sql("SELECT author || ' ' || owner FROM coach.responses", "coach") == "sue ann"
        pages = ("/agenda", "/actions", "/sheet", "/differences", "/rehearsals", path, f"{path}/debrief")
        sent += [(await sue.get(page)).html for page in pages]
        assert KEPT_BACK not in "".join(sent), "a supervisor's browser never receives what was not brought"
        await ann.get(f"{path}/brought")
        if "What did he hear?" not in ann.shown.text:
            await ann.press("Look for what came back")
        assert "What did he hear?" in (await ann.get(f"{path}/brought")).text
        for page in ("/desk", item, f"{item}/back", f"{path}/brought", "/agenda", "/rehearsals"):
            shown = await ben.get(page)
            assert WORDS not in shown.html, page
            assert "rush him" not in shown.html
        assert (await ben.get(item)).status == 404


async def test_nobody_looks_into_a_folder_of_the_server(team: TeamAddress, tmp_path: Path) -> None:
    """On one's own machine the desk may look into a folder; at a team's address it would be another's."""
    lies = tmp_path / "lies"
    lies.mkdir()
    (lies / "one.coach.json").write_text("{}")
    async with signed_in(team, "sue") as sue:
        await sue.get("/desk")
        assert "A folder to look into" not in sue.shown.text
        token = {"token": make_form_token(read_cookie(sue))}
        for folder in (str(lies), "/", "~", ""):
            assert (await sue.post("/desk/folder", token | {"folder": folder})).status == 404
        assert (await sue.post("/desk/take-in-folder", token)).status == 404
        person = team.server.people._people["sue"]
        await person.site.keep_settings(inbox=str(lies))
        assert "one.coach.json" not in (await sue.get("/desk")).html


async def test_whoever_is_taken_out_of_the_store_sees_nothing_at_once(
    team: TeamAddress, teams: postgres.Server
) -> None:
    async with signed_in(team, "ben") as ben:
        await ben.begin()
        path = (await ben.say(WORDS)).path
        with open_engine(teams.url("coach_owner")) as owner:
            take_out(owner, "ben")
            try:
                for page in (path, "/rehearsals", f"{path}/debrief"):
                    assert WORDS not in (await ben.get(page)).html
                async with browser(team, X_Remote_User="ben", **PROXY) as again:
                    shown = await again.get("/")
                    assert shown.status == 403
                    assert RUN_BY in shown.text
            finally:
                let_in(owner, "ben", supervisor=False)


async def test_a_session_ends_by_itself_after_an_hour_without_use_and_after_a_day(
    team: TeamAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    started = team.server.sessions._clock()
    monkeypatch.setattr(team.server.sessions, "_clock", lambda: started + now)
    async with signed_in(team) as ann:
        for _ in range(9):
            now += team_sessions.IDLE - 1
            assert (await ann.get("/rehearsals")).heading == "My rehearsals"
        now += team_sessions.IDLE - 1
        assert (await ann.get("/rehearsals")).heading == "My rehearsals"
        now = team_sessions.SESSION_LASTS
        assert KEPT in (await ann.get("/rehearsals")).text
    async with signed_in(team) as ann:
        now += team_sessions.IDLE
        assert KEPT in (await ann.get("/rehearsals")).text


async def test_pages_that_stand_open_go_on_after_a_restart(teams: postgres.Server, tmp_path: Path) -> None:
    setup, file = make_setup(tmp_path), tmp_path / "data" / "sessions.json"
    jar, headers = aiohttp.CookieJar(unsafe=True), {"X-Remote-User": "ann", **PROXY}
    async with aiohttp.ClientSession(cookie_jar=jar, headers=headers) as http:
        async with opened_team(teams, tmp_path, setup=setup) as team:
            ann = Guest(team.address, http)
            await ann.get("/")
            await ann.press("I have read this: go on")
            await ann.begin()
            assert read_cookie(ann) not in file.read_text(), "who reads the file signs in as nobody"
            assert file.stat().st_mode & 0o077 == 0
        async with opened_team(teams, tmp_path, setup=setup):
            assert WORDS in (await ann.say(WORDS)).text


async def test_somebody_who_asks_without_end_is_told_to_wait_and_nobody_else_is(team: TeamAddress) -> None:
    async with signed_in(team) as ann, signed_in(team, "ben") as ben:

        async def ask() -> int:
            async with ann.http.get(f"{team.address}/help") as answer:
                return answer.status

        statuses = await asyncio.gather(*(ask() for _ in range(120)))
        assert statuses.count(429) > 40
        assert (await ben.get("/help")).status == 200
        shown = await ann.get("/help")
        assert "One moment" in shown.heading or shown.status == 200


async def test_while_the_store_is_away_a_conversation_goes_on_and_is_kept_once_it_is_back(
    team: TeamAddress, teams: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.records.team.store.PATIENCE", 0.2)
    async with signed_in(team) as ann, browser(team, X_Remote_User="ben", **PROXY) as ben:
        await ann.begin()
        await ann.say("Good morning.")
        await asyncio.to_thread(teams.stop, "immediate")
        try:
            shown = await ann.get(ann.shown.path)
            assert shown.status == 503
            assert "cannot be reached" in shown.text
            shown = await ben.get("/")
            assert shown.status == 503, "nobody is let in whom nobody can look up"
        finally:
            await asyncio.to_thread(teams.start)
        await ann.get("/rehearsals")
        await ann.follow(next(name for name in ann.shown.list_names("a") if name.startswith("Go on")))
        assert WORDS in (await ann.say(WORDS)).text
    assert teams.sql("SELECT count(*) FROM coach.events WHERE body LIKE '%Purple%'", "coach") == "1"


async def test_three_who_rehearse_at_once_each_get_their_own_and_no_word_of_the_others(
    team: TeamAddress, teams: postgres.Server
) -> None:
    words = {"ann": "Aardvarks at the door", "ben": "Bluebells on the sill", "sue": "Sparrows in the gutter"}

    async def rehearse(name: str) -> str:
        sent = []
        async with signed_in(team, name) as guest:
            for number in range(3):
                sent.append((await guest.begin()).html)
                path = (await guest.say(f"{words[name]}, number {number}.")).path
                pages = (path, "/rehearsals", f"{path}/debrief/first", f"{path}/why", "/", "/desk")
                sent += [(await guest.get(page)).html for page in pages]
        return "".join(sent)

    sent = dict(zip(words, await asyncio.gather(*map(rehearse, words)), strict=True))
    for name, mine in words.items():
        assert mine in sent[name]
        assert not [theirs for other, theirs in words.items() if other != name and theirs in sent[name]]
    for name, mine in words.items():
        where = f"SELECT string_agg(DISTINCT owner, ' ') FROM coach.events WHERE body LIKE '%{mine}%'"
        assert teams.sql(where, "coach") == name


async def test_requests_that_are_none_are_said_in_a_sentence_with_the_same_headers(team: TeamAddress) -> None:
    async with signed_in(team) as ann:
        for path in ("/nowhere", "/rehearsals/zzzz", "/rehearsals/%00%1b[31m", "/static/../team_server.py", "/open/x",
                     "/forget-browser", "/here/abc", "/sign-in", "/signed-in?code=x&state=y"):  # fmt: skip
            assert (await ann.get(path)).status == 404, path
        await ann.begin()
        path, token = ann.shown.path, make_form_token(read_cookie(ann))
        assert (await ann.post(f"{path}/say", {"token": token, "words": "a" * 1_000_000})).status == 413
        assert (
            await ann.post(f"{path}/say", b"\xff\xfe", Content_Type="application/x-www-form-urlencoded")
        ).status == 400
        assert (await ann.post(f"{path}/say", b"{}", Content_Type="application/json")).status == 400
        async with ann.http.request("DELETE", team.address + path, headers={"Origin": team.address}) as answer:
            assert answer.status == 404
            assert answer.headers["X-Frame-Options"] == "DENY"
    assert not team.out.getvalue()


async def test_it_says_that_it_is_well_and_nothing_more_to_whoever_watches_it(team: TeamAddress) -> None:
    async with browser(team, local="127.0.0.9") as watcher:
        shown = await watcher.get("/healthy", Host="whatever")
        assert (shown.status, shown.html) == (200, "It runs.\n")
    async with browser(team, local="127.0.0.9", X_Remote_User="ann", **PROXY) as other:
        for path in ("/%68ealthy", "/healthy/", "//healthy", "/healthy/../rehearsals", "/healthy;x", "/healthy%2f"):
            async with other.http.get(URL(team.address + path, encoded=True)) as answer:
                assert answer.status in (200, 403), path
                assert "signed in" not in (await answer.text()).replace("signs people in", "")
                assert answer.status == 403 or await answer.text() == "It runs.\n"


async def test_the_cookie_is_for_this_host_and_https_alone(teams: postgres.Server, tmp_path: Path) -> None:
    address = "https://coach.example.org"
    async with (
        opened_team(teams, tmp_path, address=address) as team,
        aiohttp.ClientSession(headers={"X-Remote-User": "ann", "Host": "coach.example.org", **PROXY}) as http,
    ):
        sent = {"Origin": address, "Content-Type": "application/x-www-form-urlencoded"}
        where = f"{team.address}/welcome"
        async with http.post(where, data="back=//evil.example/x", headers=sent, allow_redirects=False) as answer:
            assert answer.status == 303
            assert answer.headers["Location"] == "/", "a way back leads to no other host"
            cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-coach_team=")
    for part in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/", f"Max-Age={team_sessions.SESSION_LASTS}"):
        assert part in cookie
    assert "Domain" not in cookie


async def test_people_are_called_in_the_store_as_the_setup_says(teams: postgres.Server, tmp_path: Path) -> None:
    people = {"a.miller@northshire.example": "ann", "s.khan@northshire.example": "sue"}
    async with opened_team(teams, tmp_path, people=people) as team:
        async with signed_in(team, "a.miller@northshire.example") as ann:
            assert "signed in as ann" in (await ann.get("/")).text
        for name in ("ann", "sue", "ben", "A.Miller@northshire.example"):
            async with browser(team, X_Remote_User=name, **PROXY) as guest:
                assert (await guest.get("/")).status == 403, name


async def test_who_came_longest_ago_gives_way_where_very_many_are_signed_in(
    team: TeamAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.web.team_people.MOST_OPEN", 1)
    async with signed_in(team) as ann, signed_in(team, "ben") as ben, signed_in(team, "sue") as sue:
        for guest in (ann, ben, sue, ann):
            assert (await guest.get("/rehearsals")).heading == "My rehearsals"
            assert len(team.server.people._people) <= 2


async def test_it_speaks_tls_itself_where_no_proxy_is_named(teams: postgres.Server, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    (tmp_path / "client.secret").write_text("a secret of the client's")
    openid = {
        "issuer": "http://127.0.0.1:1", "client_id": "x", "client_secret_file": str(tmp_path / "client.secret"),
        "claim": "sub",
    }  # fmt: skip
    changes = {
        "address": "https://localhost", "certificate": certificate, "key": key, "proxy": (),
        "proxy_secret_file": None, "sign_in": "openid", "openid": openid,
    }  # fmt: skip
    async with opened_team(teams, tmp_path, **changes) as team, aiohttp.ClientSession() as http:
        trusted = ssl.create_default_context(cafile=certificate)
        where = f"https://127.0.0.1:{team.server.port}/"
        async with http.get(where, headers={"Host": "localhost"}, ssl=trusted, server_hostname="localhost") as answer:
            assert answer.status == 200
            assert KEPT in read_page(await answer.text()).text
        with pytest.raises(aiohttp.ClientError):
            await http.get(f"{team.address}/", headers={"Host": "localhost"})
