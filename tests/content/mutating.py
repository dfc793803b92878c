"""Content files spoilt in the ways that editors, e-mail and tired people spoil them. Seeded."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random

Spoilt = Callable[[bytes, Random], bytes]


def _flip(text: bytes, chance: Random) -> bytes:
    place = chance.randrange(len(text))
    return text[:place] + bytes([chance.randrange(256)]) + text[place + 1 :]


def _cut(text: bytes, chance: Random) -> bytes:
    return text[: chance.randrange(len(text))]


def _lose_a_line(text: bytes, chance: Random) -> bytes:
    lines = text.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def _say_a_line_twice(text: bytes, chance: Random) -> bytes:
    lines = text.splitlines(keepends=True)
    place = chance.randrange(len(lines))
    return b"".join([*lines[:place], lines[place], *lines[place:]])


def _swap_lines(text: bytes, chance: Random) -> bytes:
    lines = text.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _indent(text: bytes, chance: Random) -> bytes:
    lines = text.splitlines(keepends=True)
    place = chance.randrange(len(lines))
    lines[place] = chance.choice([b" ", b"  ", b"\t", b"        "]) + lines[place]
    return b"".join(lines)


def _outdent(text: bytes, chance: Random) -> bytes:
    lines = text.splitlines(keepends=True)
    place = chance.randrange(len(lines))
    lines[place] = lines[place].lstrip()
    return b"".join(lines)


def _put_in(text: bytes, chance: Random) -> bytes:
    odd = [
        *(
            b": ",
            b"- ",
            b"#",
            b'"',
            b"'",
            b"{",
            b"}",
            b"[",
            b"]",
            b"&a ",
            b"*a",
            b"!!python/object:os.system ",
            b"<<: ",
        ),
        *(
            b"<<: ",
            b"\x00",
            b"\xff",
            b"\xef\xbb\xbf",
            b"---\n",
            b"...\n",
            b"%TAG\n",
            b"|\n",
            b">\n",
            b"? ",
            b"@",
            b"`",
            b"\\",
        ),
        *("“".encode(), "’".encode(), "\u2028".encode(), "\u202e".encode(), "é".encode("latin-1"), b"\r", b"\t"),
        *(b"[" * 60, b"- " * 60, b"a: " * 30, b"null", b"true", b"0x1F", b"1e999", b"2026-01-01", b"~"),
    ]
    place = chance.randrange(len(text))
    return text[:place] + chance.choice(odd) + text[place:]


def _other_encoding(text: bytes, chance: Random) -> bytes:
    words = text.decode("utf-8", errors="replace")
    return words.encode(chance.choice(["utf-16", "utf-32", "utf-8-sig", "cp1252"]), errors="replace")


def _other_line_ends(text: bytes, chance: Random) -> bytes:
    return text.replace(b"\n", chance.choice([b"\r\n", b"\r"]))


def _smart(text: bytes, chance: Random) -> bytes:
    return text.replace(b'"', "”".encode()) if chance.random() < 0.5 else text.replace(b"'", "’".encode())


def _other_value(text: bytes, chance: Random) -> bytes:
    """One value in place of another, as when a cell is pasted over the wrong line."""
    lines = text.splitlines(keepends=True)
    with_values = [n for n, line in enumerate(lines) if b": " in line]
    one, other = chance.choice(with_values), chance.choice(with_values)
    lines[one] = lines[one].split(b": ")[0] + b": " + lines[other].split(b": ", 1)[1]
    return b"".join(lines)


def _bomb(text: bytes, chance: Random) -> bytes:
    names = "abcdefghi"
    rows = [b"a: &a [x,x,x,x,x,x,x,x,x]"]
    rows += [f"{n}: &{n} [{','.join('*' + b for _ in range(9))}]".encode() for b, n in pairwise(names)]
    return b"\n".join(rows) + b"\n" + text


def _odd_number(text: bytes, chance: Random) -> bytes:
    """A number that is none, or that nothing can hold."""
    odd = ("²", "٣", "9" * 5000, "-1", "1e999", "NaN", "0x1F", "１", "", "1" * 400, "½")
    lines = text.splitlines(keepends=True)
    numbers = [n for n, line in enumerate(lines) if line.rstrip()[-1:].isdigit() and b": " in line]
    if not numbers:
        return text
    place = chance.choice(numbers)
    lines[place] = lines[place].split(b": ")[0] + b": " + chance.choice(odd).encode() + b"\n"
    return b"".join(lines)


def _unseen(text: bytes, chance: Random) -> bytes:
    """A character that drives a terminal, turns text round or cannot be seen, as itself or written out."""
    place = chance.randrange(len(text))
    odd = (
        "\x1b]52;c;eA==\x07",
        "\x9b31m",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\u2066",
        "\x7f",
        "\u200d",
        "\\e[31m",
        "\\u202e",
    )
    return text[:place] + chance.choice(odd).encode() + text[place:]


def _many(text: bytes, chance: Random) -> bytes:
    """One line some thousand times, each a little otherwise."""
    lines = text.splitlines(keepends=True)
    line = chance.choice(lines).rstrip(b"\n")
    place = chance.randrange(len(lines))
    more = [line.replace(b":", str(number).encode() + b":", 1) + b"\n" for number in range(chance.choice([300, 3000]))]
    return b"".join([*lines[:place], *more, *lines[place:]])


def _lists_in_lists(text: bytes, chance: Random) -> bytes:
    """Lists of a rubric that name each other, and a rule that names the first."""
    deep = chance.choice([5, 27, 600])
    each = chance.choice(["<l{0}> <l{0}>", "<l{0}>", "(<l{0}>|a) [<l{0}>]"])
    lists = "".join(f'  l{n}: ["{each.format(n + 1)}"]\n' for n in range(deep)) + f'  l{deep}: ["the"]\n'
    phrase = chance.choice(["<l0>", "the " + "[... " * deep + "z" + "]" * deep, "<l0> ... <l1>"])
    rule = f'    polarity: helpful\n    wording: {{bomb: {{says: ["{phrase[:200]}"]}}}}\n'.encode()
    return b"lists:\n" + lists.encode() + text.replace(b"    polarity: helpful\n", rule, 1)


WAYS: tuple[Spoilt, ...] = (
    _flip,
    _cut,
    _lose_a_line,
    _say_a_line_twice,
    _swap_lines,
    _indent,
    _outdent,
    _put_in,
    _put_in,
    _other_encoding,
    _other_line_ends,
    _smart,
    _other_value,
    _other_value,
    _bomb,
    _odd_number,
    _unseen,
    _unseen,
    _many,
    _lists_in_lists,
)


def spoilt(text: bytes, seed: int) -> bytes:
    """The file spoilt once to three times."""
    chance = Random(seed)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        if len(text) > 2 and b": " in text:
            text = chance.choice(WAYS)(text, chance)
    return text


def seeds(first: int, count: int) -> Iterator[int]:
    """Seeds, in order."""
    yield from range(first, first + count)
