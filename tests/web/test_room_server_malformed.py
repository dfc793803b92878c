"""What is no request of ours is answered plainly, tells nothing of this machine, and leaves no traceback."""

import asyncio
import io
import logging

import pytest

from coach.web.complaints import DOOR, EVERY, Complaints
from tests.web.conftest import Open

SECRET = "Purple elephants"
FORM = "application/x-www-form-urlencoded"


async def asked(door: Open, head: str, body: bytes = b"", cookie: bytes = b"") -> tuple[int, dict[str, str], str]:
    """Send bytes as they are, as no client of ours would; the status, headers and page that come back."""
    host = door.address.removeprefix("http://")
    reader, writer = await asyncio.open_connection(*host.split(":"))
    lines = [f"{head} HTTP/1.1", f"Host: {host}", f"Origin: {door.address}", f"Content-Length: {len(body)}"]
    start, *more = head.split("|")
    lines[0] = f"{start} HTTP/1.1"
    raw = "\r\n".join([*lines, *more, "Connection: close"]).encode()
    writer.write(raw + (b"\r\nCookie: " + cookie if cookie else b"") + b"\r\n\r\n" + body)
    answer = (await reader.read()).decode("utf-8", "replace")
    writer.close()
    top, _, page = answer.partition("\r\n\r\n")
    status, *headers = top.split("\r\n")
    return int(status.split()[1]), dict(line.split(": ", 1) for line in headers), page


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f"POST /enter|Content-Type: {FORM}; charset=bogus", b"code=KPRTWX&name=Ann"),
        (f"POST /enter|Content-Type: {FORM}", b"code=\xff\xfe&name=\xff"),
        (f"POST /enter|Content-Type: {FORM}", b"code=%FF%FE&name=%FF"),
        ("POST /enter|Content-Type: multipart/form-data", b"--x\r\n\r\n"),
        ("POST /enter|Content-Type: multipart/form-data; boundary=x", b"--x\r\n\r\nhalf"),
        ("POST /enter|Content-Type: text/plain", b"Purple elephants"),
        ("POST /enter", b"Purple elephants"),
        (f"POST /enter|Content-Type: {FORM}", b"&".join(b"a=1" for _ in range(500))),
    ],
)
async def test_a_form_that_is_none_is_said_to_be_none(
    door: Open, head: str, body: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    status, headers, page = await asked(door, head, body)
    assert status == 400
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert "Go to the room" in page
    said = "".join(capfd.readouterr())
    assert "Traceback" not in said
    assert "elephants" not in said


@pytest.mark.parametrize("cookie", [b"\xff\xfe", "ü".encode(), b"x" * 4000])
@pytest.mark.parametrize("path", ["/", "/live", "/place"])
async def test_a_cookie_that_is_no_ticket_opens_nothing(
    door: Open, path: str, cookie: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    port = door.address.rpartition(":")[2].encode()
    status, headers, _ = await asked(door, f"GET {path}", cookie=b"coach_room_" + port + b"=" + cookie)
    assert status == 400
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("path", ["/", "/live", "/nowhere", "/static/coach.js"])
async def test_nobody_is_told_which_program_answers(door: Open, path: str) -> None:
    _, headers, _ = await asked(door, f"GET {path}")
    assert "Server" not in headers


async def test_what_is_not_even_http_leaves_a_line_and_no_traceback(
    door: Open, capfd: pytest.CaptureFixture[str]
) -> None:
    reader, writer = await asyncio.open_connection(*door.address.removeprefix("http://").split(":"))
    writer.write(b"GET / HTTP/1.1\r\nHost: \x00" + SECRET.encode() + b"\r\n\x01\x02: \xff\r\n\r\n")
    await reader.read()
    writer.close()
    said = "".join(capfd.readouterr())
    assert "Traceback" not in said
    assert SECRET not in said


def test_trouble_is_said_once_a_minute_by_its_name_alone() -> None:
    out, now = io.StringIO(), [100.0]
    complaints = Complaints(out, lambda: now[0])
    complaints.listen()
    try:
        for _ in range(1000):
            for error in (ValueError(SECRET), OSError(24, SECRET)):
                try:
                    raise error
                except (ValueError, OSError):
                    logging.getLogger(DOOR).exception(SECRET)
        assert out.getvalue().splitlines() == [
            "The room's door had trouble (ValueError). It goes on.",
            "The room's door had trouble (OSError 24). It goes on.",
        ]
        now[0] += EVERY
        logging.getLogger("asyncio").error(SECRET)
    finally:
        complaints.stop()
    assert out.getvalue().splitlines()[2:] == ["The room's door had trouble (error). It goes on."]
    assert SECRET not in out.getvalue()
