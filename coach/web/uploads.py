"""Files that a browser sends: read within limits into memory, and never laid on the disk.

A form with a file has two parts: the token of its session, which is looked at before anything of the file is read, and
the file. What is in the file is another person's; `coach/supervision/importing.py` reads it, and runs nothing in it.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from coach.language.catalogue import say
from coach.model.characters import shorten_key
from coach.records.paths import HANDED_OVER
from coach.supervision.importing import LARGEST
from coach.web.forms import LONGEST_SHORT, TOKEN, ForeignForm, FormRefused, FormTooLarge, NoForm, make_form_token

UPLOAD_TYPE = "multipart/form-data"
FILE = "file"  # the field's name
UPLOAD_WITHIN = 30.0
"""Seconds that a browser has to send a file."""
AROUND = 4096
"""Bytes of a form beside its file: the token, and the names of both."""
LONGEST_NAME = 60


class UploadTooLarge(FormRefused):
    """A file is larger than anything that the coach hands over."""

    title = "That is too large"
    http_status = 413

    def __init__(self) -> None:
        super().__init__(
            say("That is larger than anything the coach hands over."), say("Look whether it is the right file.")
        )


class NoUpload(FormRefused):
    """No file was chosen, or an empty one."""

    title = "There is no file yet"

    def __init__(self, ending: str) -> None:
        super().__init__(
            say("There is no file yet, or it is empty."), say("Choose one that ends in {ending}.", ending=ending)
        )


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a browser sent."""

    name: str
    """Its name in a sentence: shortened, and without what turns or drives."""
    content: bytes


async def read_upload(request: web.Request, session: str, ending: str = HANDED_OVER, most: int = LARGEST) -> Upload:
    """Read the file of a request's form.

    Args:
        request: the request.
        session: the secret of the person's session.
        ending: what the names of such files end in.
        most: the bytes that it may have.

    Raises:
        NoForm: it is no such form, or does not come whole and in time.
        ForeignForm: it has no token of this session's.
        UploadTooLarge: the file has too many bytes.
        NoUpload: there is no file in it.
    """
    if request.content_type != UPLOAD_TYPE:
        raise NoForm
    if (request.content_length or 0) > most + AROUND:
        raise UploadTooLarge
    try:
        async with asyncio.timeout(UPLOAD_WITHIN):
            parts = _list_parts(request)
            token = await _read_part(await anext(parts), TOKEN, LONGEST_SHORT)
            if not hmac.compare_digest(token, make_form_token(session).encode()):
                raise ForeignForm
            part = await anext(parts)
            content = await _read_part(part, FILE, most)
    except FormTooLarge:
        raise UploadTooLarge from None
    # A part that is none of a browser's fails in aiohttp in several ways.
    except (TimeoutError, StopAsyncIteration, ValueError, AssertionError, HttpProcessingError):
        raise NoForm from None
    if not content:
        raise NoUpload(ending)
    return Upload(shorten_key(part.filename or say("It"), LONGEST_NAME), content)


async def _list_parts(request: web.Request) -> AsyncIterator[BodyPartReader]:
    """Yield the parts of a form as they come. Raises NoForm for a form within a form."""
    form = await request.multipart()
    while (part := await form.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise NoForm
        yield part


async def _read_part(part: BodyPartReader, name: str, most: int) -> bytes:
    """Read a part of a form.

    Args:
        part: the part.
        name: what it has to be called.
        most: the bytes that it may have.

    Raises:
        NoForm: it is called otherwise.
        FormTooLarge: it has more bytes.
    """
    if part.name != name:
        raise NoForm
    content = bytearray()
    while chunk := await part.read_chunk():
        content += chunk
        if len(content) > most:
            raise FormTooLarge
    return bytes(content)
