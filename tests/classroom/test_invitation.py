"""The link into a room and its QR code, which any reader of QR codes reads back."""

import re

import pytest

from coach.classroom.invitation import (
    QUIET,
    break_address,
    draw_blocks,
    draw_invitation,
    make_link,
    read_modules,
    shorten_address,
)

ADDRESSES = (
    "http://192.168.1.20:8765",
    "https://room.my-school.example.org",
    "https://[fe80::1]:8972",
    "http://localhost",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_letter_of_an_address_is_lost_where_it_breaks_and_a_port_stays_whole(address: str) -> None:
    parts = break_address(address)
    assert "".join(parts) == address
    port = address.rpartition(":")[2]
    assert not port.isdigit() or parts[-1] == f":{port}"
    assert parts[0] in ("http://", "https://")


def test_what_a_browser_adds_by_itself_need_not_be_typed() -> None:
    assert shorten_address("http://192.168.1.20:8765/") == "192.168.1.20:8765"
    assert shorten_address("https://192.168.1.20:8765") == "https://192.168.1.20:8765", "without it, it would be http"


def test_a_code_drawn_in_half_blocks_and_as_svg_has_the_same_modules_and_a_quiet_edge() -> None:
    link = make_link("https://192.0.2.2:8972/", "KPRTWX")
    assert link == "https://192.0.2.2:8972/?code=KPRTWX"
    rows = read_modules(link)
    assert len(rows) == len(rows[0])
    assert not any(any(row[:QUIET]) or any(row[-QUIET:]) for row in rows)
    assert not any(map(any, (*rows[:QUIET], *rows[-QUIET:])))
    assert all(rows[QUIET][QUIET : QUIET + 7]), "the corner that readers look for"
    halves = {" ": (False, False), "▄": (False, True), "▀": (True, False), "█": (True, True)}
    blocks = draw_blocks(link).splitlines()
    assert [tuple(halves[letter][half] for letter in line) for line in blocks for half in (0, 1)][: len(rows)] == list(
        rows
    )
    drawn = {(int(y), int(x)) for x, y in re.findall(r"M(\d+) (\d+)h1", draw_invitation(link))}
    assert drawn == {(y, x) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}


def test_an_address_too_long_for_a_wall_has_no_code_and_breaks_nothing() -> None:
    link = make_link(f"https://{'a' * 4000}.example.org", "KPRTWX")
    assert read_modules(link) == ()
    assert draw_blocks(link) == ""
    assert draw_invitation(link) == ""


def test_what_stands_in_an_address_is_no_markup() -> None:
    assert "<b>" not in draw_invitation(make_link('https://"><b>.example.org', "KPRTWX"))
