"""A reader of SQLite files without SQLite, which reads undamaged pages of a damaged file.

Only rows that a page still points to are read, so that what was deleted does not come back. Where a page's own list of
rows is damaged, the page is searched for whatever looks like a row; what is found so is marked, and only believed by
the caller where the rest of the file speaks of it too.

The layout is SQLite's own and documented by it: a page of a table (13) or of an index (10, 2) begins with its kind, the
number of its rows and where each row begins; a row says how long it is, then of which kind each value is, then the
values. A row that is too long for its page goes on in a chain of pages.
"""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

TABLE, TABLE_ABOVE, INDEX, INDEX_ABOVE = 13, 5, 10, 2
"""The first byte of a page: rows of a table, what leads to them, keys of an index, and keys that lead to others."""
HEADER = 100
"""Bytes before the first page's own."""
SIZES = (4096, 1024, 8192, 2048, 512, 16384, 32768, 65536)
"""The sizes that a page can have, the usual one first."""
MOST_VALUES = 12
"""No table of the coach has more columns."""
LONGEST = 50_000_000
"""Bytes of a row. No row of the coach is nearly so long."""
SAMPLE = 1_600_000
"""Bytes that are looked at to find out how long a page is."""

Value = int | float | bytes | None


class PageRow(NamedTuple):
    """A row found in a page; a text value is bytes, as it stands in the file.

    `whole` says that no value is cut off, `pointed_to` that the page's list of rows has it.
    """

    values: tuple[Value, ...]
    whole: bool = True
    """Whether all of it was there. Of a chain of pages that breaks off, what was before the break is there."""
    pointed_to: bool = True
    """Whether its page leads to it, and is in use. What was found by searching, or in a free page, may be deleted."""


class PageFile:
    """The content of a SQLite file, cut into pages."""

    def __init__(self, content: bytes, size: int = 0) -> None:
        """Cut the content of a file into pages.

        Args:
            content: The bytes of the file.
            size: The bytes of a page, if known; 0 to find it out.
        """
        self.content = content
        self.size = size or _page_size(content)
        self.count = -(-len(content) // self.size)
        self._in_chains: set[int] = set()

    def rows(self) -> Iterator[PageRow]:
        """Yield every row of every table, page by page: first those pointed to, then those searched."""
        broken, free = [], list[PageRow]()
        for number in range(1, self.count + 1):
            page = self.page(number)
            kind = page[_start(number)] if len(page) > _start(number) else 0
            rows, regular = self._list_rows(number, page) if kind in (TABLE, INDEX, INDEX_ABOVE) else ([], False)
            if kind == TABLE and number not in self._free:
                yield from rows
            elif kind == TABLE:
                free += [row._replace(pointed_to=False) for row in rows]
            if not regular:
                broken.append(number)
        # Rows of unused pages come last: a caller that keeps the first of two rows of one key then keeps the one in
        # use.
        yield from free
        for number in broken:
            # A page of a chain holds the middle of a long text, in which a search would find rows that never were.
            if number not in self._in_chains:
                yield from self._search_rows(number)

    def index_keys(self) -> Iterator[tuple[Value, ...]]:
        """Yield every key of every index: they tell which rows there were, even if a row is gone."""
        for number in range(1, self.count + 1):
            page = self.page(number)
            if number not in self._free and len(page) > _start(number) and page[_start(number)] in (INDEX, INDEX_ABOVE):
                yield from (row.values for row in self._list_rows(number, page)[0] if row.whole)

    def page(self, number: int) -> bytes:
        """Return one page, counted from 1; shorter if the file ends in it, empty beyond the end."""
        return self.content[(number - 1) * self.size : number * self.size]

    def regular(self, most: int) -> int:
        """Count the bytes of regular pages among the first pages of the file.

        Args:
            most: How many bytes of the file are looked at.
        """
        regular = 0
        for number in range(1, min(self.count, most // self.size) + 1):
            page = self.page(number)
            if len(page) > _start(number) and page[_start(number)] in (TABLE, INDEX, INDEX_ABOVE):
                regular += self.size * self._list_rows(number, page)[1]
        return regular

    @cached_property
    def _free(self) -> frozenset[int]:
        """The numbers of unused pages; none if the file's list of them is itself damaged."""
        trunk, left = _whole(self.content, 32), _whole(self.content, 36)
        free: list[int] = []
        # The list of unused pages is a chain of trunk pages, each with the numbers of other unused pages. A list that
        # leads out of the file or in a circle is not believed at all: else rows in use would be taken for deleted ones.
        while trunk and len(free) < left:
            page = self.page(trunk)
            count = _whole(page, 4)
            if trunk > self.count or trunk in free or len(page) < self.size or count > self.size // 4 - 2:
                return frozenset()
            free += [trunk, *(_whole(page, 8 + 4 * place) for place in range(count))]
            trunk = _whole(page, 0)
        return frozenset(free) if len(free) == len(set(free)) == left and not trunk else frozenset()

    def _list_rows(self, number: int, page: bytes) -> tuple[list[PageRow], bool]:
        """Return the rows that a page points to, and whether everything about the page is regular."""
        at = _start(number)
        kind, count, begins = page[at], _short(page, at + 3), _short(page, at + 5) or 65536
        pointers = at + (12 if kind == INDEX_ABOVE else 8)
        rows: list[PageRow] = []
        # A page is regular if its rows, free blocks and loose bytes together fill exactly the part that its header says
        # is in use. Nearly every damage to the header or to a pointer breaks that sum.
        taken = page[at + 7] if len(page) > at + 7 else 0
        regular = len(page) == self.size and pointers + 2 * count <= begins <= self.size
        for place in range(min(count, (self.size - pointers) // 2)):
            cell = _short(page, pointers + 2 * place)
            parsed = self._row(page, cell, kind) if cell >= pointers else None
            if parsed is None:
                regular = False
                continue
            row, end = parsed
            rows.append(row)
            # SQLite gives no row less than four bytes, so that a free block of its place can hold a link and a length.
            taken += max(end - cell, 4)
        free, links = _short(page, at + 1), 0
        # Free blocks link to one another. The limit ends a chain that damage has bent into a circle.
        while free and links < self.size // 4:
            taken, free, links = taken + _short(page, free + 2), _short(page, free), links + 1
        return rows, regular and taken == self.size - begins

    def _row(self, page: bytes, at: int, kind: int, *, strict: bool = False) -> tuple[PageRow, int] | None:
        """Read the row that begins at a place in a page.

        Args:
            page: The page.
            at: The place.
            kind: The kind of the page.
            strict: Whether to accept only what is surely a row, as in a search.

        Returns:
            The row, and the place where it ends in its page; None if no row begins there.
        """
        # An inner page of an index has, before each row, the number of the page below it.
        at += 4 if kind == INDEX_ABOVE else 0
        long, at = _number(page, at)
        # A table's row has its own number here, which the coach's tables do not use.
        if kind == TABLE:
            _, at = _number(page, at)
        if not 2 <= long <= LONGEST or at >= len(page):
            return None
        local = self._count_local_bytes(long, kind)
        payload, end = page[at : at + local], at + local
        if local < long:
            # After the local part stand four bytes with the number of the chain's first page.
            payload += self._chain(_whole(page, end), long - local)
            end += 4
        # A search meets random bytes that look like a long row; only a row whose chain is complete is surely one.
        if strict and len(payload) < long:
            return None
        values = _values(payload, long, strict=strict)
        return None if values is None else (PageRow(values, len(payload) == long), end)

    def _count_local_bytes(self, long: int, kind: int) -> int:
        """Return how many bytes of a row of a length stand in its own page."""
        # These formulas are from SQLite's description of its file format, under "Cell Payload Overflow Pages".
        most = self.size - 35 if kind == TABLE else (self.size - 12) * 64 // 255 - 23
        if long <= most:
            return long
        least = (self.size - 12) * 32 // 255 - 23
        some = least + (long - least) % (self.size - 4)
        return some if some <= most else least

    def _chain(self, number: int, long: int) -> bytes:
        """Read the continuation of a long row from its chain of pages, as far as the chain goes.

        Args:
            number: The first page of the chain.
            long: How many bytes are expected.
        """
        payload, seen = b"", set[int]()
        while len(payload) < long and 1 < number <= self.count and number not in seen:
            page = self.page(number)
            seen.add(number)
            payload += page[4 : 4 + long - len(payload)]
            number = _whole(page, 0)
        if len(payload) == long:
            # Only a complete chain is known to be one: a broken one may have led into pages of rows.
            self._in_chains |= seen
        return payload

    def _search_rows(self, number: int) -> Iterator[PageRow]:
        """Yield whatever looks like a table's row in a page whose own list of rows is damaged."""
        page, at = self.page(number), _start(number)
        if not any(page):
            return
        while at < len(page) - 4:
            # No row begins with a zero byte, since no row is of no length; that skips the unused part of a page
            # quickly.
            parsed = self._row(page, at, TABLE, strict=True) if page[at] else None
            if parsed is None:
                at += 1
            else:
                row, at = parsed
                yield row._replace(pointed_to=False)


def _start(number: int) -> int:
    """Return the place in a page where its own bytes begin: after the file's header in page 1."""
    return HEADER if number == 1 else 0


def _page_size(content: bytes) -> int:
    """Find the size of a page: the one by which most of the file is regular.

    Of sizes that fit equally well, the one in the header is taken; alone it is not trusted, since it may be damaged.
    """
    said = _short(content, 16)
    sizes = sorted(SIZES, key=lambda size: size != (65536 if said == 1 else said))
    return max(sizes, key=lambda size: PageFile(content, size).regular(SAMPLE))


def _values(payload: bytes, long: int, *, strict: bool) -> tuple[Value, ...] | None:
    """Parse the values of a row; None if the bytes are no row.

    The last values are short or missing where the row's chain of pages broke off.

    Args:
        payload: The bytes of the row.
        long: How many bytes it should have.
        strict: Whether to accept only what is surely a row.
    """
    # A row begins with the length of its own header, then the kind of each value; the values follow.
    header, at = _number(payload, 0)
    if not 2 <= header <= min(len(payload), 9 * MOST_VALUES):
        return None
    kinds: list[int] = []
    wide: list[int] = []
    end = header
    while at < header:
        # Where only the last value claims too much, the others stand as they were. Random bytes claim too much soon,
        # and a search begins at each of them: that is why this is not left to the end.
        if end > long or len(kinds) == MOST_VALUES:
            return None
        kind, at = _number(payload, at)
        kinds.append(kind)
        wide.append(_width(kind))
        end += wide[-1]
    # The kinds have to fill the header exactly, which random bytes hardly ever do.
    if at != header or not kinds or (strict and end != long):
        return None
    values: list[Value] = []
    for kind, width in zip(kinds, wide, strict=True):
        values.append(_value(kind, payload[at : at + width]))
        at += width
    return tuple(values)


def _width(kind: int) -> int:
    if kind >= 12:
        # Even kinds from 12 are blobs, odd ones from 13 are texts, and the length is in the number itself.
        return (kind - 12) // 2
    return (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, LONGEST, LONGEST)[kind]


def _value(kind: int, stored: bytes) -> Value:
    if kind >= 12:
        return stored
    if kind in (8, 9):
        return kind - 8
    return None if kind in (0, 7) else int.from_bytes(stored, "big", signed=True)


def _number(content: bytes, at: int) -> tuple[int, int]:
    """Read a number of one to nine bytes, and the place where it ends."""
    value = 0
    for place in range(9):
        if at >= len(content):
            return 0, at
        byte = content[at]
        at += 1
        if place == 8:
            # The ninth byte has eight bits of the number, all others seven and a sign that more follow.
            return value << 8 | byte, at
        value = value << 7 | byte & 127
        if byte < 128:
            break
    return value, at


def _short(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2], "big")


def _whole(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "big")


def text(value: Value) -> str:
    """Return a value as text; bytes that are no characters become replacement characters."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


# --- What a file's journal says of it: a change that was broken off is undone, and one that was finished

JOURNAL, LOG = "-journal", "-wal"
"""The endings of what SQLite keeps beside a file."""
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_LOGS = (0x377F0682, 0x377F0683)
_ALL = 0xFFFFFFFF


def content_of(file: Path) -> bytes:
    """Read a file, with the changes that its journal or write-ahead log holds. Raises OSError."""
    content = file.read_bytes()
    for ending, put in ((JOURNAL, _undo_change), (LOG, _apply_log)):
        beside = file.with_name(file.name + ending)
        if beside.is_file() and (journal := beside.read_bytes()):
            content = put(content, journal)
    return content


def _undo_change(content: bytes, journal: bytes) -> bytes:
    """Return the content as it was before an interrupted change, by the rollback journal."""
    changed, at = bytearray(content), 0
    while journal[at : at + 8] == _JOURNAL and at + 28 <= len(journal):
        count, nonce, pages, sector, size = (_whole(journal, at + 8 + 4 * place) for place in range(5))
        if not (512 <= size <= 65536 and 32 <= sector <= 65536):
            break
        at += sector
        # The count is written last, once the pages are on the disk. Without it, every page whose checksum fits counts.
        left = (len(journal) - at) // (size + 8) if count in (0, _ALL) else count
        for _ in range(left):
            number, page, check = _whole(journal, at), journal[at + 4 : at + 4 + size], _whole(journal, at + 4 + size)
            # SQLite's checksum of a journal's page adds every 200th byte to the nonce of the header.
            summed = (nonce + sum(page[size - 200 : 0 : -200])) & _ALL
            if len(page) < size or check != summed or not 0 < number <= pages:
                return bytes(changed)
            changed[(number - 1) * size : number * size] = page
            at += size + 8
        del changed[pages * size :]
        # A change with more pages has further headers, each at the next multiple of a sector.
        at = -(-at // sector) * sector
    return bytes(changed)


def _apply_log(content: bytes, log: bytes) -> bytes:
    """Return the content after every finished change of the write-ahead log."""
    size = _whole(log, 8)
    if _whole(log, 0) not in _LOGS or not 512 <= size <= 65536:
        return content
    order = "big" if _whole(log, 0) & 1 else "little"
    sums = _checksum(log[:24], (0, 0), order)
    changed, waiting = bytearray(content), list[tuple[int, bytes]]()
    for at in range(32, len(log) - size - 23, size + 24):
        head, page = log[at : at + 24], log[at + 24 : at + 24 + size]
        sums = _checksum(page, _checksum(head[:8], sums, order), order)
        # Frames from an earlier use of the log have another salt. With the first frame that does not fit, the log is
        # over.
        if head[8:16] != log[16:24] or sums != (_whole(head, 16), _whole(head, 20)):
            break
        waiting.append((_whole(head, 0), page))
        # Only the last frame of a transaction names the length of the file; until it comes, nothing of the transaction
        # counts.
        if pages := _whole(head, 4):
            for number, put in waiting:
                if len(changed) < number * size:
                    changed.extend(bytes(number * size - len(changed)))
                changed[(number - 1) * size : number * size] = put
            del changed[pages * size :]
            waiting = []
    return bytes(changed)


def _checksum(content: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    one, two = sums
    for at in range(0, len(content), 8):
        one = (one + int.from_bytes(content[at : at + 4], "big" if order == "big" else "little") + two) & _ALL
        two = (two + int.from_bytes(content[at + 4 : at + 8], "big" if order == "big" else "little") + one) & _ALL
    return one, two
