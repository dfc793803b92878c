"""Markup and control characters in every field of every form at a team's address: words, and nothing else."""

from collections.abc import Iterator

import pytest

from coach.web.team_server import Allowance
from tests import postgres
from tests.web.own import Guest, Shown, read_fields
from tests.web.pages import Element
from tests.web.supervising import HURTS, MENDS
from tests.web.team import TeamAddress, signed_in

MARKUP = "<script>alert(1)</script>\" onload='x' {{ 7 * 7 }} '); DROP TABLE coach.drafts; -- \u202eabc\x00\x07\x1b[31m"
"""Of each kind something: for a page, a template, a statement, a terminal."""
NEVER = ("<script>alert", "49 '); DROP", "\x00", "\x07", "\x1b", "\u202e")
ENDS = ("/sign-out", "/forget", "/stop", "/withdraw", "/look")
"""Forms that end something, or are no person's; each has one field that decides, which other tests forge."""
TYPED = ("", "text", "search")
OWN = ("/rehearsals", "/scenarios/wrong_box", "/exercises", "/settings")
DESK = ("/desk", "/agenda", "/actions", "/sheet", "/agreement", "/differences", "/exercises", "/rehearsals")


def list_hostile(form: Element) -> Iterator[dict[str, str]]:
    """Yield what to send: all that is typed at once, then each other field by itself."""
    usual, typed = read_fields(form), set[str]()
    for each in form.find_all("input", "textarea"):
        if each.tag == "textarea" or each.get("type") in TYPED:
            typed.add(each.get("name"))
    if typed:
        yield usual | dict.fromkeys(typed, MARKUP)
    for name in sorted({each.get("name") for each in form.find_all("input", "select")} - typed - {"token", "file"}):
        yield usual | {name: MARKUP}
    for button in form.find_all("button"):
        if button.get("name"):
            yield usual | {button.get("name"): MARKUP}
            break


async def attack(guest: Guest, start: str, *within: str) -> int:
    """Send every form of every page that links lead to, with hostile fields; how many were sent."""
    known, count = set[tuple[str, ...]](), 0
    for path in sorted(await guest.look_everywhere(start, *within)):
        shown = await guest.get(path)
        for form in (form for main in shown.page.find_all("main") for form in main.find_all("form")):
            action = form.get("action")
            names = tuple(sorted(read_fields(form)))
            if form.get("enctype") or action.endswith(ENDS) or (action, *names) in known:
                continue
            known.add((action, *names))
            for fields in list_hostile(form):
                if form.get("method") == "get":
                    continue
                answer = await guest.post(action, fields)
                assert answer.status != 500, (action, fields)
                count += 1
    return count


def find_raw(sent: list[Shown]) -> list[str]:
    """List what came as it was typed, where it would be more than words: in pages, and in files that are text."""
    faults = []
    for shown in sent:
        kind = shown.headers["Content-Type"]
        if shown.html.startswith("PK"):
            continue  # Word's own, whose parts are packed
        never = NEVER if kind.startswith("text/html") else NEVER[2:]
        faults += [f"{shown.path} ({kind}): {words!r}" for words in never if words in shown.html]
    return faults


@pytest.mark.slow
async def test_markup_and_control_characters_in_every_field_are_words(
    team: TeamAddress, teams: postgres.Server
) -> None:
    sent: list[Shown] = []
    team.server._asked = Allowance(team.server._asked.clock, 10_000, 10_000)  # links are followed faster than people do
    async with signed_in(team, "ann", sent) as ann, signed_in(team, "sue", sent) as sue:
        await ann.begin(intention="own", own_words=MARKUP, position=MARKUP, keep_position="yes")
        for words in (HURTS, f"{MENDS} {MARKUP}"):
            await ann.say(words)
        talk = ann.shown.path
        await ann.get(f"{talk}/bring")
        await ann.press("See what goes", what="whole", who=MARKUP, question=MARKUP, note=MARKUP)
        await ann.press("Hand it over", reader="sue")
        count = await attack(ann, talk, *OWN) + await attack(sue, "/desk", *DESK)
        assert count > 60
        await ann.look_everywhere("/", "/rehearsals", "/exercises", "/settings")
        await sue.look_everywhere("/", *DESK)
        assert any("alert(1)" in shown.text for shown in sent if shown.path.startswith("/desk"))
    assert not find_raw(sent), "\n".join(find_raw(sent))
    assert teams.sql("SELECT count(*) FROM coach.drafts", "coach") in ("0", "1"), "the table is there"
    assert not team.out.getvalue()
