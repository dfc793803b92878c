"""A supervisor's desk in a browser, by forms alone: files are taken in, listed and put away."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from coach.model.submission import Submission, SubmissionScope, SubmittedLine
from coach.records.paths import Places
from coach.supervision.desk_texts import NO_QUESTION, NOTHING_BROUGHT
from coach.supervision.importing import LARGEST, serialize_handed_over
from tests.conftest import START
from tests.web.own import Guest, Opened, guest_of, make_token, opened_own
from tests.web.supervising import PRIVATE, hand_over


@pytest.fixture
async def guest(opened: Opened) -> AsyncIterator[Guest]:
    async with guest_of(opened) as somebody:
        await somebody.get("/desk")
        yield somebody


@pytest.fixture
async def brought(tmp_path: Path) -> str:
    """A file that a practitioner made in a home of their own."""
    home = tmp_path / "practitioner"
    async with opened_own(Places(home, home)) as theirs:
        return hand_over(theirs.coach).text


async def test_an_empty_desk_says_what_will_be_seen_and_what_never(guest: Guest) -> None:
    assert all(words in guest.shown.text for _, words in NOTHING_BROUGHT)


async def test_a_file_is_taken_in_listed_and_put_away_after_a_question(guest: Guest, brought: str) -> None:
    shown = await guest.send_file(brought)
    assert shown.heading == "One moment: The wrong box"
    assert shown.said == "Taken in."
    assert "Did I rush him?" in shown.text
    assert not [words for words in PRIVATE if words in shown.html]
    await guest.get("/desk")
    (entry,) = guest.shown.list_names("h2")[:1]
    assert entry == "Ann: One moment, The wrong box, replies 1 and 2, “Did I rush him?”"
    assert "in a file · not answered yet" in guest.shown.text
    await guest.follow("Put away")
    assert guest.shown.heading == "Put away what Ann brought?"
    await guest.follow("Leave it as it is")
    await guest.follow("Put away")
    shown = await guest.press("Put it away")
    assert shown.said == "Put away."
    assert NOTHING_BROUGHT[0][1] in shown.text


async def test_a_file_twice_and_a_file_of_another_kind_are_refused_in_a_sentence(guest: Guest, brought: str) -> None:
    await guest.send_file(brought)
    for content, says in (
        (brought, "That lies on the desk already."),
        ("<b>no</b>", "is not something that the coach handed over"),
        ("", "There is no file yet"),
        (
            '{"coach_file": "response", "brought": "x", "at": "2026-05-03T10:00:00Z"}',
            "That came back from a supervisor",
        ),
        ("format: 1\ntitle: x", "is not something that the coach handed over"),
    ):
        await guest.get("/desk")
        shown = await guest.send_file(content, "<b>notes\u202e.json")
        assert shown.status in (400, 409), says
        assert says in shown.text
        assert "\u202e" not in shown.html
        assert "<b>" not in shown.html


async def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes_and_says_so(guest: Guest, brought: str) -> None:
    shown = await guest.send_file(brought[: len(brought) * 2 // 3])
    assert "It ends in the middle" in shown.said


async def test_an_address_holds_nothing_of_the_file_and_markup_in_it_is_words(guest: Guest, opened: Opened) -> None:
    words = "<script>alert(1)</script> \u202e\x1b]0;gone\x07 ../../Kelly"
    lines = (SubmittedLine(speaker=words, text=words), SubmittedLine(speaker="You", text=words, reply=1))
    evil = Submission(id="../../Kelly?x=1", what=SubmissionScope.MOMENT, day=START.date(), who=words, title=words,
                      question="", lines=lines)  # fmt: skip
    shown = await guest.send_file(serialize_handed_over(evil))
    assert "Kelly" not in shown.path
    assert "<script>alert" not in shown.html
    assert "\u202e" not in shown.html
    assert "\x1b" not in shown.html
    assert NO_QUESTION in shown.text
    assert (await guest.get("/desk")).status == 200
    for path in ("/desk/../../Kelly", "/desk/x", "/desk/%2e%2e%2fKelly", f"{shown.path}/line/0",
                 f"{shown.path}/line/99",
                 f"{shown.path}/also/x", f"{shown.path}0"):  # fmt: skip
        assert (await guest.get(path)).status == 404, path
    assert len(opened.coach.inbox.list_items()) == 1


async def test_an_upload_that_is_foreign_too_large_or_no_form_takes_nothing_in(
    guest: Guest, opened: Opened, brought: str
) -> None:
    async def send(*fields: tuple[str, str | bytes], origin: str = opened.address) -> int:
        data = aiohttp.FormData()
        for name, value in fields:
            if name == "file":
                data.add_field(name, io.BytesIO(value.encode() if isinstance(value, str) else value), filename="x.json")
            else:
                data.add_field(name, value)
        url = f"{opened.address}/desk/take-in"
        async with guest.http.post(url, data=data, headers={"Origin": origin}) as answer:
            return answer.status

    token, file = ("token", make_token(guest)), ("file", brought.encode())
    assert await send(token, file, origin="http://evil.example") == 403
    assert await send(("token", "x"), file) == 403
    assert await send(file, token) == 400
    assert await send(token) in (400, 403)
    assert await send(token, ("other", "x")) in (400, 403)
    assert await send(token, ("file", b" " * (LARGEST + 1))) == 413
    assert await send(token, ("file", b" " * (LARGEST + 100_000))) == 413
    broken = b"--x\r\nContent-Disposition: form-data; name=token\r\n\r\nabc"
    for body, kind in ((broken, "multipart/form-data; boundary=x"), (b"", "multipart/form-data"),
                       (b"token=x", "application/x-www-form-urlencoded"), (b"--x--", "multipart/form-data; boundary=x"),
                       (b"\xff" * 100, "multipart/form-data; boundary=\xff")):  # fmt: skip
        shown = await guest.post("/desk/take-in", body, Content_Type=kind)
        assert shown.status in (400, 403), kind
    assert not opened.coach.inbox.list_items()
    assert await send(token, file) == 200
    assert len(opened.coach.inbox.list_items()) == 1


async def test_the_folder_that_is_looked_into_is_offered_and_its_files_stay(
    guest: Guest, opened: Opened, tmp_path: Path, brought: str
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / "ann.coach.json").write_text(brought)
    (folder / "bad.coach.json").write_text("no")
    shown = await guest.press("Look into it", folder=str(tmp_path / "none"))
    assert shown.status == 409
    await guest.get("/desk")
    await guest.press("Look into it", folder=str(folder))
    assert opened.coach.inbox is not None
    assert opened.server.site.coach.settings.inbox == str(folder)
    assert "ann.coach.json" in guest.shown.text
    assert "bad.coach.json" in guest.shown.text
    await guest.press("Take it in")
    assert guest.shown.said == "1 file taken in."
    assert any(name.startswith("Ann: One moment, The wrong box") for name in guest.shown.list_names("h2"))
    assert len(list(folder.iterdir())) == 2
