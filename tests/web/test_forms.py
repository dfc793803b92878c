"""Forms: what is no form of ours, too large, or without this session's token changes nothing, and says so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from coach.web.forms import LARGEST_FORM, Form, FormRefused, NoForm, find_way_back, make_form_token, read_form

SESSION = "a ticket"
TYPE = {"Content-Type": "application/x-www-form-urlencoded"}


class Fruit(StrEnum):
    FIG = "fig"


@asynccontextmanager
async def serving(session: str) -> AsyncIterator[str]:
    async def take(request: web.Request) -> web.Response:
        try:
            form = await read_form(request, session)
            return web.Response(text=form.words("words", 100) + "|" + ",".join(form.texts("who")))
        except FormRefused as error:
            return web.Response(status=error.http_status, text=str(error))

    app = web.Application(client_max_size=LARGEST_FORM)
    app.add_routes([web.post("/", take)])
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


async def send(address: str, body: bytes, headers: dict[str, str] = TYPE) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.post(address, data=body, headers=headers) as answer:
        return answer.status, await answer.text()


async def test_a_form_with_its_sessions_token_is_read() -> None:
    async with serving(SESSION) as address:
        fields = [("token", make_form_token(SESSION)), ("words", "one\r\ntwo é"), ("who", "p1"), ("who", "p2")]
        assert await send(address, urlencode(fields).encode()) == (200, "one\ntwo é|p1,p2")


@pytest.mark.parametrize("token", ["", "x", make_form_token("another ticket"), "é"])
async def test_a_form_of_another_page_is_refused(token: str) -> None:
    async with serving(SESSION) as address:
        status, said = await send(address, urlencode({"token": token, "words": "x"}).encode())
        assert status == 403
        assert "did not come from a page of yours" in said


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"words=%ff", TYPE, 400),
        (b"&".join(b"a=1" for _ in range(100)), TYPE, 400),
        (b"{}", {"Content-Type": "application/json"}, 400),
        (b"words=x", {"Content-Type": "application/x-www-form-urlencoded; charset=utf-16"}, 400),
        (b"words=" + b"x" * (LARGEST_FORM + 1), TYPE, 413),
        (b"words=" + b"x" * 300, TYPE, 413),
    ],
)
async def test_what_is_no_form_of_ours_is_said_in_a_sentence(body: bytes, headers: dict[str, str], status: int) -> None:
    async with serving("") as address:
        found, said = await send(address, body, headers)
        assert found == status
        assert said.endswith(".")
        assert "xx" not in said


def test_fields_have_kinds() -> None:
    form = Form({"n": ("12",), "bad": ("-1",), "fruit": ("fig",), "on": ("yes",)})
    assert form.number("n") == 12
    assert form.choice("fruit", Fruit) is Fruit.FIG
    assert form.flag("on")
    assert not form.flag("off")
    for refused in (lambda: form.number("bad"), lambda: form.number("none"), lambda: form.choice("n", Fruit)):
        with pytest.raises(NoForm):
            refused()


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "", "/é", "/a\r\nb", "x"]
)
def test_the_way_back_never_leaves_this_host(path: str) -> None:
    assert find_way_back(path) == "/"
    assert find_way_back("/place?x=1") == "/place?x=1"
