"""Files that are handed over, spoilt as mail and editors do and as somebody hostile would: words stay words.

A file is either refused in a sentence or taken in. What was taken in can be shown in every form, without anything that
drives a terminal; written and read again it is the same; and what was there before is there still.
"""

import contextlib
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from coach.content.library import Folder, Library
from coach.debrief.document_formats import render_docx, render_html
from coach.debrief.render import render_plain
from coach.errors import CoachError
from coach.model.submission import Submission, SubmissionScope
from coach.practice.persistence import ResilientStore, store_opener
from coach.practice.safeguarding import ASKED
from coach.practice.service import PracticeService
from coach.records.paths import Places
from coach.supervision.documents import lay_out_reviews
from coach.supervision.importing import import_file, parse_handed_over, serialize_handed_over
from coach.supervision.inbox import Inbox
from coach.supervision.practitioner import SubmissionService
from coach.supervision.stores import SubmissionStores
from coach.supervision.submissions import SubmissionChoice, lay_out_submission
from tests.conftest import SMALL
from tests.content.mutating import spoilt
from tests.submitting import submit_reply
from tests.supervision.test_practitioner import response

DRIVES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What drives a terminal or turns text round."""
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**400, 1e308, "", " ", "x" * 5000, "\x00", "\x1b]52;c;eA==\x07", "\u202eabc", "\ud800"),
    *("<script>alert(1)</script>", "[b]x[/b]", "=1+1", "../../etc/passwd", "{{7*7}}", "2026-99-99", "0001-01-01"),
    *([], {}, [[]], [None], {"": ""}, "9999-12-31T23:59:59Z", "²", "٣", [{"text": "x"}] * 300),
)


def other_tree(value: Any, chance: Random) -> Any:
    """The same tree with one place in it changed.

    What is put in is always a copy: one list in two places could come to hold itself, and `ODD` would change from seed
    to seed, so that a seed alone would not repeat what it did.
    """
    places = list(_places(value))
    holder, key = chance.choice(places)
    match chance.randrange(6):
        case 0:
            del holder[key]
        case 1:
            holder[key] = deepcopy(chance.choice(ODD))
        case 2:
            other, where = chance.choice(places)
            with contextlib.suppress(IndexError, KeyError):
                holder[key] = deepcopy(other[where])
        case 3 if isinstance(holder, list):
            holder.extend(deepcopy(holder[key]) for _ in range(chance.choice((1, 5, 400))))
        case 4 if isinstance(holder, dict):
            holder[f"{key}{chance.choice(ODD)}"[:300]] = deepcopy(holder[key])
        case _ if isinstance(holder[key], str):
            at = chance.randrange(len(holder[key]) + 1)
            holder[key] = f"{holder[key][:at]}{chance.choice(ODD)}{holder[key][at:]}"[:20_000]
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def spoil(text: str, seed: int) -> bytes:
    """The file as a seed spoils it: its bytes, or what stands in it, or both."""
    chance = Random(seed)
    raw = text.encode()
    if chance.random() < 0.7:
        tree = json.loads(text)
        for _ in range(chance.choice((1, 1, 2, 5))):
            tree = other_tree(tree, chance)
            if not tree:
                break
        raw = json.dumps(tree, ensure_ascii=chance.random() < 0.5, indent=chance.choice((None, 1))).encode(
            "utf-8", "surrogatepass"
        )
    if chance.random() < 0.4:
        raw = spoilt(raw, seed)
    if chance.random() < 0.05:
        raw = b'{"coach_file": "brought", "lines": ' + b"[" * chance.choice((50, 5000, 200_000))
    return raw


class Machine:
    """One person's coach, with its own store."""

    def __init__(self, home: Path) -> None:
        where = Places(home, home)
        moments, names = iter(range(10**9)), iter(range(10**9))
        began = datetime.now(UTC) - timedelta(days=1)

        def clock() -> datetime:
            return began + timedelta(milliseconds=next(moments))

        self.keeping = ResilientStore(store_opener(where, clock))
        library = Library((Folder(SMALL, "for tests"),))
        self.practice = PracticeService(library, self.keeping, clock, lambda: f"{next(names):08x}")
        self.stores = SubmissionStores(where, "", clock)

    def close(self) -> None:
        self.stores.close()
        self.keeping.close()


@contextmanager
def opened() -> Iterator[Callable[[int], str]]:
    """A practitioner and a supervisor with a machine each, and something that lies on each already."""
    with tempfile.TemporaryDirectory() as home:
        theirs, desks = Machine(Path(home) / "practitioner"), Machine(Path(home) / "desk")
        bringing, desk = SubmissionService(theirs.practice, theirs.stores), Inbox(desks.practice, desks.stores)
        rehearsal = theirs.practice.begin("bus")
        for words in ("It was only banter.", "How has racism touched him?", "I hear you."):
            submit_reply(rehearsal, words)
        rehearsal.finish()
        files = []
        for what in (SubmissionScope.MOMENT, SubmissionScope.WHOLE, SubmissionScope.QUESTION):
            choice = SubmissionChoice(what, reply=2, who="Sam", question="What else?", note="Sudden.")
            brought = bringing.preview(rehearsal, choice)
            files.append(bringing.submit_as_text(rehearsal, brought, confirmed=ASKED))
            files.append(serialize_handed_over(response(brought)))
        first = desk.add_item(parse_handed_over(files[2].encode(), "first"))
        file = Path(home) / "one.coach.json"

        def attempt(seed: int) -> str:
            before = {item.id: item for item in desk.list_items()}
            events = theirs.keeping.store.read(rehearsal.id)
            file.write_bytes(spoil(files[seed % len(files)], seed))
            refused: str | None = None
            try:
                taken = import_file(file)
                words = _shown(taken.found) if isinstance(taken.found, Submission) else ""
                assert not DRIVES.search("".join(taken.unread)), "what is said of it drives a terminal"
                assert parse_handed_over(serialize_handed_over(taken.found).encode(), "again").found == taken.found
                if isinstance(taken.found, Submission):
                    item = desk.add_item(taken)
                    assert desk.find_item(item.id).id == item.id
                    before.pop(item.id, None)
                    came = "taken in whole" if not taken.unread else "taken in with a word of what was left out"
                    if item.id != first.id:
                        desk.put_away(item.id)
                else:
                    bringing.import_review(taken.found, damaged=taken.damaged)
                    words = _render(tuple(lay_out_reviews(theirs.practice.go_on(rehearsal.id))))
                    came = "a review, taken in"
                assert not DRIVES.search(words), "what is shown of it drives a terminal"
            except CoachError as error:
                came, refused = type(error).__name__, str(error)
            assert refused is None or refused.strip(), "refused without a word"
            assert not DRIVES.search(refused or ""), "what is said of it drives a terminal"
            after = {item.id: item for item in desk.list_items()}
            assert before.keys() <= after.keys(), "something that lay on the desk is gone"
            now = theirs.keeping.store.read(rehearsal.id)
            assert now[: len(events)] == events, "something of a rehearsal is gone"
            return came

        try:
            yield attempt
        finally:
            theirs.close()
            desks.close()


def _shown(brought: Submission) -> str:
    return _render(tuple(lay_out_submission(brought)))


def _render(blocks: Any) -> str:
    """Show it in every form."""
    page = render_html(blocks, "x")
    assert "<script" not in page.lower()
    assert render_docx(blocks, "x")[:2] == b"PK"
    return render_plain(blocks)
