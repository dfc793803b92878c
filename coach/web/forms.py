"""Forms that browsers send: read within limits, and refused in a sentence.

A form of a person who is known carries a token that is made from their session's secret, so no other site can make one.
It needs no memory: a page that stood open while the program was started again can still be sent.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qs

from aiohttp import web

from coach.errors import CoachError
from coach.language.catalogue import say

FORM_TYPE = "application/x-www-form-urlencoded"
TOKEN = "token"  # the field's name
TOKEN_IS_FOR = b"a form of the coach's"
LARGEST_FORM = 64 * 1024
"""Bytes of a form: 10,000 letters, each of which may be sent as six."""
FORM_WITHIN = 10.0
"""Seconds that a browser has to send a form."""
MOST_FIELDS = 60
LARGEST_WHOLE, MOST_WHOLE = 1024 * 1024, 1000
"""The same of a form with a box beside each line of a conversation, which are sent together."""
LONGEST_SHORT = 200
"""Letters of a field that is no text of its own, such as an id."""

E = TypeVar("E", bound=StrEnum)


class FormRefused(CoachError):
    """A form was refused before anything was done with it; nothing was changed by it."""

    title = "That was not taken"
    http_status = 400


class NoForm(FormRefused):
    """What came is no form of ours, or did not come whole."""

    title = "That could not be read as a form"

    def __init__(self) -> None:
        super().__init__(say("That could not be read as a form of this page's."), say("Nothing was changed by it."))


class FormTooLarge(FormRefused):
    """A form has more bytes or letters than are taken at once."""

    title = "That is too long"
    http_status = 413

    def __init__(self) -> None:
        super().__init__(say("That is too long to be sent at once."), say("Nothing was sent or kept. Use fewer words."))


class ForeignForm(FormRefused):
    """A form has no token of this session's: it is another site's, or another person's."""

    title = "That did not come from a page of yours"
    http_status = 403

    def __init__(self) -> None:
        super().__init__(say("That did not come from a page of yours."), say("Open the page again, and try once more."))


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form that was read. A field that is missing is empty."""

    fields: Mapping[str, tuple[str, ...]]

    def text(self, name: str, most: int = LONGEST_SHORT) -> str:
        """Return a field's text. Raises FormTooLarge.

        Args:
            name: the field.
            most: the letters that it may have.
        """
        value = self.fields.get(name, ("",))[0]
        if len(value) > most:
            raise FormTooLarge
        return value

    def words(self, name: str, most: int) -> str:
        """Return a text of several lines, with line ends as the coach has them. Raises FormTooLarge.

        Args:
            name: the field.
            most: the letters that it may have.
        """
        return self.text(name, 2 * most).replace("\r\n", "\n").replace("\r", "\n")

    def texts(self, name: str) -> tuple[str, ...]:
        """Return everything that was ticked under one name. Raises FormTooLarge."""
        values = self.fields.get(name, ())
        if any(len(value) > LONGEST_SHORT for value in values):
            raise FormTooLarge
        return values

    def flag(self, name: str) -> bool:
        """Return whether a box was ticked."""
        return bool(self.text(name))

    def number(self, name: str) -> int:
        """Return a whole number that is not negative. Raises NoForm."""
        value = self.text(name)
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise NoForm
        return int(value)

    def choice(self, name: str, kind: type[E]) -> E:
        """Return one of a few values. Raises NoForm.

        Args:
            name: the field.
            kind: the values.
        """
        value = self.text(name)
        if value not in set(kind):
            raise NoForm
        return kind(value)


async def read_form(request: web.Request, session: str = "", *, is_whole: bool = False) -> Form:
    """Read a request's form.

    Args:
        request: the request.
        session: the secret of the person's session; empty where a page is sent before anybody is known.
        is_whole: whether it has a box beside each line of a conversation.

    Raises:
        NoForm: it is none, or does not come whole and in time.
        FormTooLarge: it has too many bytes.
        ForeignForm: it has no token of this session's.
    """
    if request.content_type != FORM_TYPE or (request.charset or "utf-8").lower() != "utf-8":
        raise NoForm
    largest, most = (LARGEST_WHOLE, MOST_WHOLE) if is_whole else (LARGEST_FORM, MOST_FIELDS)
    if (request.content_length or 0) > largest:
        raise FormTooLarge
    try:
        async with asyncio.timeout(FORM_WITHIN):
            sent = await _read_whole(request, largest)
        fields = parse_qs(sent.decode(), errors="strict", keep_blank_values=True, max_num_fields=most)
    except (TimeoutError, ValueError):
        raise NoForm from None
    form = Form({name: tuple(values) for name, values in fields.items()})
    if session and not hmac.compare_digest(form.text(TOKEN).encode(), make_form_token(session).encode()):
        raise ForeignForm
    return form


async def _read_whole(request: web.Request, largest: int) -> bytes:
    """Read what a request sends. Raises FormTooLarge.

    Args:
        request: the request.
        largest: the bytes that it may have.
    """
    sent = bytearray()
    async for part in request.content.iter_any():
        sent += part
        if len(sent) > largest:
            raise FormTooLarge
    return bytes(sent)


def make_form_token(session: str) -> str:
    """Make the token that a session's forms carry; it does not tell the session's secret."""
    return hmac.new(session.encode(), TOKEN_IS_FOR, hashlib.sha256).hexdigest()


def find_way_back(path: str) -> str:
    """Return a path of this host's to which a form leads back; the first page for anything else."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isascii() and path.isprintable()
    return path if plain and len(path) <= LONGEST_SHORT else "/"
