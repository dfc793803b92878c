"""What a file's journal says of it: a change that was broken off is undone, and one that was finished is counted in.

A rollback journal holds pages as they were before the change; a write-ahead log holds pages as they are after it. Both
are taken only as far as they are whole.
"""

from pathlib import Path

JOURNAL, LOG, INDEX = "-journal", "-wal", "-shm"
"""The endings of what SQLite keeps beside a file."""
BESIDE = (JOURNAL, LOG, INDEX)
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_LOGS = (0x377F0682, 0x377F0683)
_ALL = 0xFFFFFFFF


def content_of(file: Path) -> bytes:
    """What a file holds, with what its journal or log says of it. Raises OSError where it cannot be read."""
    content = file.read_bytes()
    for ending, put in ((JOURNAL, _undone), (LOG, _counted_in)):
        beside = file.with_name(file.name + ending)
        if beside.is_file() and (journal := beside.read_bytes()):
            content = put(content, journal)
    return content


def _undone(content: bytes, journal: bytes) -> bytes:
    """The pages as they were before a change that was broken off."""
    changed, at = bytearray(content), 0
    while journal[at : at + 8] == _JOURNAL and at + 28 <= len(journal):
        count, nonce, pages, sector, size = (_whole(journal, at + 8 + 4 * place) for place in range(5))
        if not (512 <= size <= 65536 and 32 <= sector <= 65536):
            break
        at += sector
        left = (len(journal) - at) // (size + 8) if count in (0, _ALL) else count
        for _ in range(left):
            number, page, check = _whole(journal, at), journal[at + 4 : at + 4 + size], _whole(journal, at + 4 + size)
            summed = (nonce + sum(page[size - 200 : 0 : -200])) & _ALL
            if len(page) < size or check != summed or not 0 < number <= pages:
                return bytes(changed)
            changed[(number - 1) * size : number * size] = page
            at += size + 8
        del changed[pages * size :]
        at = -(-at // sector) * sector
    return bytes(changed)


def _counted_in(content: bytes, log: bytes) -> bytes:
    """The pages as they are after every change that was finished."""
    size = _whole(log, 8)
    if _whole(log, 0) not in _LOGS or not 512 <= size <= 65536:
        return content
    order = "big" if _whole(log, 0) & 1 else "little"
    sums = _summed(log[:24], (0, 0), order)
    changed, waiting = bytearray(content), list[tuple[int, bytes]]()
    for at in range(32, len(log) - size - 23, size + 24):
        head, page = log[at : at + 24], log[at + 24 : at + 24 + size]
        sums = _summed(page, _summed(head[:8], sums, order), order)
        if head[8:16] != log[16:24] or sums != (_whole(head, 16), _whole(head, 20)):
            break
        waiting.append((_whole(head, 0), page))
        if pages := _whole(head, 4):
            for number, put in waiting:
                if len(changed) < number * size:
                    changed.extend(bytes(number * size - len(changed)))
                changed[(number - 1) * size : number * size] = put
            del changed[pages * size :]
            waiting = []
    return bytes(changed)


def _summed(content: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    one, two = sums
    for at in range(0, len(content), 8):
        one = (one + int.from_bytes(content[at : at + 4], "big" if order == "big" else "little") + two) & _ALL
        two = (two + int.from_bytes(content[at + 4 : at + 8], "big" if order == "big" else "little") + one) & _ALL
    return one, two


def _whole(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "big")
