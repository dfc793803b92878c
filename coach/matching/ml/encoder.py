"""The sentence encoders: one scores a reply after its cue, one gives askings a vector.

Begin with `Encoder.encode` and `AskingEncoder.embed`. Both cut text by the uncased WordPiece of BERT (Devlin et al.
2019), as MiniLM uses it. A library would do, but the maintained one brings a client for a model hub with it, and this
program never uses a network. A test compares the pieces with the library's own on thousands of replies.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from coach.matching.ml.weight_files import LOAD_ERRORS, locate_weights

CACHE_SIZE = 4000
"""Words whose pieces are remembered; then they are forgotten, all at once."""
_PLAIN = re.compile(r"[a-z0-9]+|[^a-z0-9 ]")
"""Words and single marks, in text of nothing but small letters, digits, marks and spaces."""
GROUPS = 1024
"""Texts that the vocabulary is kept in, by the checksum of each piece."""
LONGEST_WORD = 100
"""Letters in one word; longer words are one unknown piece."""


class Piece(NamedTuple):
    """A piece of a word: its number in the vocabulary, and where it stands in the text."""

    number: int
    start: int
    end: int


class WordPiece:
    """A tokenizer that cuts words into pieces of a vocabulary, the longest piece first."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """Number the pieces of a vocabulary.

        Args:
            vocabulary: the pieces in order; those that continue a word begin with `##`.
        """
        groups = [bytearray(b"\n") for _ in range(GROUPS)]
        for number, piece in enumerate(vocabulary):
            name = piece.encode()
            groups[crc32(name) % GROUPS] += b"%b\t%d\n" % (name, number)
        self._groups = [bytes(group) for group in groups]
        """Lines of a piece and its number. A dictionary of 30,000 would hold four times the memory."""
        self.unknown = self._find_number("[UNK]")
        if self.unknown < 0:
            raise ValueError("the vocabulary has no piece for what is unknown")
        self._met: dict[str, tuple[tuple[int, int, int], ...]] = {}

    def _find_number(self, piece: str) -> int:
        """Find the number of a piece; -1 if the vocabulary has none such."""
        name = piece.encode(errors="replace")
        group, line = self._groups[crc32(name) % GROUPS], b"\n%b\t" % name
        if line not in group:
            return -1
        begins = group.index(line) + len(line)
        return int(group[begins : group.index(b"\n", begins)])

    def tokenize(self, text: str) -> list[Piece]:
        """Cut a text into pieces, in order."""
        return [piece for word in _split_words(text) for piece in self._split_word(*word)]

    def knows_word(self, text: str) -> bool:
        """Whether any word of a text stands whole in the vocabulary; "asdf" does not."""
        return any(word.isalnum() and self._find_number(word) >= 0 for word, _ in _split_words(text))

    def _split_word(self, word: str, places: Sequence[int]) -> list[Piece]:
        """Cut a word into pieces; common words are remembered.

        Args:
            word: the word, in small letters without accents.
            places: where each of its letters stands in the text.
        """
        cut = self._met.get(word)
        if cut is None:
            cut = self._find_pieces(word)
            if len(self._met) >= CACHE_SIZE:
                self._met.clear()
            self._met[word] = cut
        return [Piece(number, places[first], places[last - 1] + 1) for number, first, last in cut]

    def _find_pieces(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """Return the pieces of a word, each with its first letter and the one past its last."""
        whole = ((self.unknown, 0, len(word)),)
        if len(word) > LONGEST_WORD:
            return whole
        pieces, first = [], 0
        while first < len(word):
            last = len(word)
            # The longest piece of the vocabulary, then the longest of the rest, as the encoder was trained.
            while last > first and (number := self._find_number(f"{'##' if first else ''}{word[first:last]}")) < 0:
                last -= 1
            if last == first:
                return whole
            pieces.append((number, first, last))
            first = last
        return tuple(pieces)


def _split_words(text: str) -> Iterator[tuple[str, Sequence[int]]]:
    """Yield the words and signs of a text without case or accents, with each letter's place."""
    if text.isascii() and text.isprintable():  # what most people type, five times as fast
        for matched in _PLAIN.finditer(text.lower()):
            yield matched.group(), range(*matched.span())
    else:
        yield from _split_any_words(text)


def _split_any_words(text: str) -> Iterator[tuple[str, list[int]]]:
    """Yield the same as `_split_words` for a text that is not plain ASCII, letter by letter."""
    word: list[str] = []
    places: list[int] = []
    for place, letter in _normalize_letters(text):
        if letter.isspace() or _stands_alone(letter):
            if word:
                yield "".join(word), places
            word, places = [], []
            if not letter.isspace():
                yield letter, [place]
        else:
            word.append(letter)
            places.append(place)
    if word:
        yield "".join(word), places


def _normalize_letters(text: str) -> Iterator[tuple[int, str]]:
    """Yield each letter of a text, small and without accents, with its place in the text."""
    for place, letter in enumerate(text):
        if letter.isspace():
            yield place, " "
        elif letter in "\0\ufffd" or unicodedata.category(letter).startswith("C"):
            continue
        else:
            for part in unicodedata.normalize("NFD", letter):
                if unicodedata.category(part) != "Mn":
                    for small in part.lower():
                        yield place, small


def _stands_alone(letter: str) -> bool:
    """Whether a character is a piece by itself: punctuation, or a script without spaces."""
    code = ord(letter)
    return (
        33 <= code <= 47
        or 58 <= code <= 64
        or 91 <= code <= 96
        or 123 <= code <= 126
        or unicodedata.category(letter).startswith("P")
        or 0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x2CEAF
    )


# --- Encoding a reply after its cue

START, BREAK = 101, 102
"""The pieces that open an input, and close each of its parts."""
MOST_OF_BEFORE, MOST_OF_CUE, MOST_OF_REPLY = 32, 40, 160
"""Pieces of each that are looked at: the last of what was said before and of the cue, the reply's first. A longer reply
is read in parts."""
SUBJECTS = {
    "inter_rec": "racism",
    "intra_rec": "family ways",
    "intra_individual": "who they are",
    "between_us": "you and me",
    "child": "the child",
    "language": "language",
    "risk": "the worry",
    "name_terms": "names and words",
}
"""A topic in words that the encoder knows; any other is `NOTHING`."""
NO_SUBJECT = "nothing yet"

Numbers = NDArray[np.float32]


class EncoderInput(NamedTuple):
    """The encoder's input: piece numbers, the part each belongs to, and which are the reply's.

    All three lists have the same length.
    """

    numbers: list[int]
    types: list[int]
    of_reply: list[bool]
    first: int
    """Where the reply's pieces begin."""
    pieces: tuple[Piece, ...]
    """The reply's pieces, with their places in it."""


@dataclass(frozen=True, slots=True)
class EncoderOutput:
    """The encoder's output for a reply: scores, attention, and an embedding."""

    scores: Numbers
    """Log-odds for each criterion, in the order of the weights. Shape (criteria,)."""
    looks: Numbers
    """How much of a criterion's attention each piece has; every column adds up to one. Shape (pieces, criteria)."""
    pieces: tuple[Piece, ...]
    """The reply's pieces, with their places in it."""
    mean: Numbers
    """The whole, as a point among meanings. Shape (384,)."""


def load_runtime() -> Any:
    """Load onnxruntime, and switch off the telemetry that it would send to its maker.

    Two switches are needed. `ORT_DISABLE_TELEMETRY`, set in `coach/__init__.py` before anything can load it, stops the
    builds that send events themselves. Builds that hand events to Windows' own tracing ignore that variable; this call
    stops them, all but the one event that such a build may emit while it loads (the library's `Privacy.md`, read at
    version 1.32; `pyproject.toml` lets no newer one in until its page was read again).

    Returns:
        The module `onnxruntime`. It is heavy, so it is loaded only when a reply is about to be read.

    Raises:
        ImportError: the runtime is not installed.
    """
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime


def _open_session(model: Path) -> Any:
    """Open an ONNX model. Raises ImportError if the runtime is not installed."""
    onnxruntime = load_runtime()
    options = onnxruntime.SessionOptions()
    # One thread is enough for a single reply, and leaves the other cores to the screen.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


@cache
def load_tokenizer(vocabulary: Path) -> WordPiece:
    """Load the tokenizer of a vocabulary, one piece a line; both encoders share it."""
    return WordPiece(vocabulary.read_text(encoding="utf-8").splitlines())


WORDS_FILE, ROWS = "words.npy", "rows"
"""The table of the pieces' vectors, which ships once; and the input by which an encoder is handed its rows."""
LOOKS_BACK = "looks_back"
"""The fact beside an encoder that it was fitted with what the practitioner had said before the cue."""
SCORED = "criteria"
"""The fact beside an encoder which criteria it scores, in order."""
_FACTS_SUFFIX = ".json"
"""Ending of the file beside an encoder that holds its version, and how the numbers of the table are meant."""


class WordTable:
    """The vectors of all pieces in eight bits, mapped from the disk."""

    def __init__(self, folder: Path, facts: dict[str, Any]) -> None:
        """Map the table of a folder.

        Args:
            folder: the folder of the encoders.
            facts: the scale and the zero of its numbers.
        """
        self._rows = np.load(folder / WORDS_FILE, mmap_mode="r", allow_pickle=False)
        self._scale, self._zero = np.float32(facts["scale"]), np.float32(facts["zero"])

    def look_up(self, numbers: Sequence[int]) -> Numbers:
        """Return the rows of some pieces. Shape (1, pieces, 384)."""
        rows: Numbers = (self._rows[numbers].astype(np.float32) - self._zero) * self._scale
        return rows[None]


def _read_facts(model: Path) -> dict[str, Any]:
    """Read what stands beside an encoder: its version, and scale and zero of the word table."""
    facts: dict[str, Any] = json.loads(model.with_suffix(_FACTS_SUFFIX).read_text(encoding="utf-8"))
    return facts


class Encoder:
    """The sentence encoder, loaded and ready to encode replies."""

    def __init__(self, model: Path, vocabulary: Path) -> None:
        """Load the encoder, in a fraction of a second.

        Args:
            model: the path of the ONNX model.
            vocabulary: the path of its vocabulary, one piece a line.

        Raises:
            ImportError: the runtime is not installed.
        """
        self._model = model
        self._session = _open_session(model)
        self._tokenizer = load_tokenizer(vocabulary)
        # An encoder that was just fitted has its own table still.
        cut = any(given.name == ROWS for given in self._session.get_inputs())
        facts = _read_facts(model) if model.with_suffix(_FACTS_SUFFIX).is_file() else {}
        self._words = WordTable(model.parent, facts) if cut else None
        self._looks_back = bool(facts.get(LOOKS_BACK, not cut))
        self._scored = tuple(facts.get(SCORED, ()))

    @cached_property
    def version(self) -> str:
        """A short hash of the model's file as it was fitted, which says which encoder this is."""
        return compute_version(self._model)

    def find_columns(self, criteria: Sequence[str]) -> list[int]:
        """Return where the scores of some criteria stand among all that the encoder scores.

        An encoder that says nothing of its criteria scores these alone, or these first.

        Raises:
            ValueError: one of them is not scored.
        """
        if not self._scored:
            return list(range(len(criteria)))
        return [self._scored.index(criterion) for criterion in criteria]

    def encode(self, reply: str, cue: str = "", topic: str = "none", before: str = "") -> EncoderOutput:
        """Encode a reply after its cue into scores, attention and an embedding.

        Args:
            reply: the reply.
            cue: what the family said before it.
            topic: the id of the cue's topic.
            before: what the practitioner said before the cue; an encoder that was fitted without it leaves it out.
        """
        encoder_input = build_input(self._tokenizer, reply, cue, topic, before if self._looks_back else None)
        given = {
            "pieces": np.array([encoder_input.numbers], np.int64),
            "types": np.array([encoder_input.types], np.int64),
            "reply": np.array([encoder_input.of_reply]),
        }
        if self._words is not None:
            given[ROWS] = self._words.look_up(encoder_input.numbers)
        scores, looks, mean = self._session.run(None, given)
        of_reply = cast("Numbers", looks[0, encoder_input.first : encoder_input.first + len(encoder_input.pieces)])
        return EncoderOutput(scores[0], of_reply, encoder_input.pieces, mean[0])


def compute_version(model: Path) -> str:
    """Compute a short hash of an encoder's file as it was fitted.

    What ships had its word table cut out, which changes the file and no output: its version stands beside it.
    """
    try:
        return str(_read_facts(model)["version"])
    except OSError:
        return blake2b(model.read_bytes(), digest_size=4).hexdigest()


# --- Encoding what is asked

MOST_OF_ASKING = 64
"""Pieces of a sentence that are looked at."""
ASKINGS_FILE, AXES_FILE = "askings.onnx", "axes.npz"
"""The published encoder without its word table; and the mean and axes on which its vectors are kept."""
DIMENSIONS = 128
"""Numbers in the vector of an asking. Half of them would lose answers, and all 384 gain none."""


class AskingEncoder:
    """The encoder as published, whose vectors keep questions apart."""

    def __init__(self, folder: Path) -> None:
        """Load the encoder from the folder of encoders.

        Args:
            folder: the folder of the encoders.

        Raises:
            ImportError: the runtime is not installed.
            OSError: a file is missing.
        """
        with np.load(folder / AXES_FILE, allow_pickle=False) as kept:
            self._mean = kept["mean"].astype(np.float32)
            self._axes = kept["axes"].astype(np.float32)
            self.version = str(kept["version"])
        """Which encoder and axes these are. Vectors by others are not compared with these."""
        self.tokenizer = load_tokenizer(folder / "vocabulary.txt")
        self._words = WordTable(folder, _read_facts(folder / ASKINGS_FILE))
        self._session = _open_session(folder / ASKINGS_FILE)

    def embed(self, text: str) -> Numbers:
        """Embed a sentence as a vector of length one. Shape (128,).

        One text at a time: in eight bits, a text's numbers would depend on others that are run with it.
        """
        whole = self.embed_whole(text)
        vector: Numbers = self._axes @ (whole - self._mean)
        return vector / max(float(np.linalg.norm(vector)), 1e-6)

    def embed_whole(self, text: str) -> Numbers:
        """Embed a sentence as the encoder gives it, before the axes, at length one. Shape (384,)."""
        numbers = [START, *(piece.number for piece in self.tokenizer.tokenize(text)[:MOST_OF_ASKING]), BREAK]
        ones = np.ones((1, len(numbers)), np.int64)
        given = {ROWS: self._words.look_up(numbers), "attention_mask": ones, "token_type_ids": 0 * ones}
        (states,) = self._session.run(None, given)
        whole: Numbers = states[0].mean(0)
        return whole / max(float(np.linalg.norm(whole)), 1e-6)


@cache
def open_published_encoder() -> AskingEncoder | None:
    """Open the encoder as published, once in a process; None if it or its runtime is missing."""
    try:
        return AskingEncoder(locate_weights() / "encoder")
    except (ImportError, *LOAD_ERRORS):
        return None


def hash_asking(text: str, version: str) -> int:
    """Hash an asking, with the encoder that its vector is by."""
    return int.from_bytes(blake2b(f"{version}\n{text}".encode(), digest_size=8).digest(), "little")


def pack_vectors(vectors: Mapping[int, NDArray[np.int8]]) -> NDArray[Any]:
    """Pack vectors with their hashes into one table, by hash."""
    table = np.zeros(len(vectors), [("key", "<u8"), ("vector", "i1", (DIMENSIONS,))])
    for row, (key, vector) in enumerate(sorted(vectors.items(), key=lambda pair: pair[0])):
        table[row] = (key, vector)
    return table


class VectorTable:
    """A file of vectors by hash, of which only the hashes are held in memory."""

    def __init__(self, file: Path) -> None:
        """Read the hashes of a file.

        Args:
            file: the file, as `pack_vectors` makes it.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is no such file, or damaged.
        """
        self._file = file
        table = self._open()
        self._keys: NDArray[np.uint64] = np.ascontiguousarray(table["key"])
        if np.any(self._keys[1:] <= self._keys[:-1]):
            raise ValueError(f"hashes out of order: {file}")

    def _open(self) -> NDArray[Any]:
        """Map the file. Raises OSError or ValueError."""
        try:
            table: NDArray[Any] = np.load(self._file, mmap_mode="r", allow_pickle=False)
            whole = table.ndim == 1 and table["vector"].shape[1:] == (DIMENSIONS,) and table["key"].dtype == np.uint64
        except (EOFError, KeyError, IndexError) as error:
            raise ValueError(str(error)) from None
        if not whole:
            raise ValueError(f"not a table of vectors: {self._file}")
        return table

    def read(self, wanted: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int8]]:
        """Read the vectors of some hashes, those that are there; the file is let go again.

        Args:
            wanted: the hashes, ascending.

        Returns:
            The hashes that have a vector, ascending, and their vectors.
        """
        at = np.minimum(np.searchsorted(self._keys, wanted), max(len(self._keys) - 1, 0))
        rows = at[self._keys[at] == wanted] if len(self._keys) else at[:0]
        if not len(rows):
            return np.zeros(0, np.uint64), np.zeros((0, DIMENSIONS), np.int8)
        try:
            read = self._open()[rows]
            # Another process may have written the file anew since its hashes were read.
            same = read["key"] == self._keys[rows]
        except (OSError, ValueError, IndexError):
            return self.read(wanted[:0])
        return np.ascontiguousarray(read["key"][same]), np.ascontiguousarray(read["vector"][same])

    def read_all(self) -> dict[int, NDArray[np.int8]]:
        """Read every vector, by its hash."""
        keys, vectors = self.read(self._keys)
        return dict(zip(keys.tolist(), vectors, strict=True))


def open_vectors(file: Path) -> VectorTable | None:
    """Open a file of vectors; None if it is missing or damaged."""
    try:
        return VectorTable(file)
    except (OSError, ValueError):
        return None


def build_input(tokenizer: WordPiece, reply: str, cue: str, topic: str, before: str | None) -> EncoderInput:
    """Build the encoder's input: topic, earlier reply, cue and reply, each with its separator.

    Args:
        tokenizer: cuts text into pieces.
        reply: the reply; its first 160 pieces are used.
        cue: what the family said before it; its last 40 pieces are used.
        topic: the id of the cue's topic.
        before: what the practitioner said before the cue; its last 32 pieces are used. None for an encoder that was
            fitted without it.
    """
    pieces = tuple(tokenizer.tokenize(reply)[:MOST_OF_REPLY])
    subject, asked = _open_input(tokenizer, cue, topic)
    earlier: tuple[int, ...] = ()
    if before is not None:
        earlier = *(piece.number for piece in tokenizer.tokenize(before)[-MOST_OF_BEFORE:]), BREAK
    opening = *subject, *earlier, *asked
    return EncoderInput(
        numbers=[*opening, *(piece.number for piece in pieces), BREAK],
        types=[0] * len(opening) + [1] * (len(pieces) + 1),
        # Attention must rest on something: without a reply it rests on the closing separator.
        of_reply=[False] * len(opening) + [True] * len(pieces) + [not pieces],
        first=len(opening),
        pieces=pieces,
    )


@lru_cache(maxsize=4)
def _open_input(tokenizer: WordPiece, cue: str, topic: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the pieces of a topic and of a cue; they are the same for each variant of a reply.

    What the practitioner said is none of it, so that no cache holds it.
    """
    subject = (piece.number for piece in tokenizer.tokenize(SUBJECTS.get(topic, NO_SUBJECT)))
    asked = [piece.number for piece in tokenizer.tokenize(cue)][-MOST_OF_CUE:]
    return (START, *subject, BREAK), (*asked, BREAK)


# --- Substituting heritages

SUBSTITUTED_HERITAGES = ("Black", "Pakistani", "Roma")
"""Three of those that the replies learnt from are about most, each unlike the others in the words around it."""

_WIDER_HERITAGES = "Black|British|South|East|North|West"
_HERITAGES = (
    "African", "Afghan", "Arab", "Asian", "Bajan", "Bangladeshi", "Bengali", "British", "Caribbean", "Chinese",
    "Congolese", "Eritrean", "Ethiopian", "Filipin[oa]", "Ghanaian", "Gypsy", "Indian", "Iranian", "Iraqi", "Jamaican",
    "Kurdish", "Nigerian", "Pakistani", "Roma", "Romani", "Somali", "Sri Lankan", "Sudanese", "Syrian", "Tamil",
    "Trinidadian", "Turkish", "Vietnamese", "Zimbabwean",
)  # fmt: skip
_OTHER_HERITAGES = r"Irish Traveller|(?:mixed|dual)[ -](?:heritage|race)"
_PERSON_NOUNS = (
    "baby|boy|child|children|dad|daughter|dads|families|family|father|fathers|girl|girls|kid|kids|lad|lads|lass|"
    "man|men|mother|mothers|mum|mums|parent|parents|people|person|pupils?|son|sons|student|students|teenager|"
    "woman|women|boys"
)
_NOT_A_LANGUAGE_BEFORE = r"(?<!\bspeak )(?<!\bspeaks )(?<!\bspeaking )(?<!\bin )"
_NOT_A_LANGUAGE_AFTER = r"(?![ -](?:dialect|food|interpret|language|speak|takeaway|translat|word))"
_HERITAGE_MENTION = re.compile(
    rf"{_NOT_A_LANGUAGE_BEFORE}\b(?:(?:{_WIDER_HERITAGES}) (?:{'|'.join(_HERITAGES)})|"
    rf"(?!British)(?:{'|'.join(_HERITAGES)})|{_OTHER_HERITAGES})\b"
    rf"{_NOT_A_LANGUAGE_AFTER}|(?-i:\bBlack\b)|\bblack(?= (?:{_PERSON_NOUNS})\b)",
    re.IGNORECASE,
)


def substitute_heritages(text: str) -> tuple[str, ...]:
    """Return the text once for each of three heritages put in place of those it names.

    Returns:
        Three texts; none if the text names no heritage.
    """
    return (
        tuple(_HERITAGE_MENTION.sub(people, text) for people in SUBSTITUTED_HERITAGES)
        if _HERITAGE_MENTION.search(text)
        else ()
    )


def neutralize_heritage(text: str) -> str:
    """Replace every heritage that a text names by the same one ("Black")."""
    return _HERITAGE_MENTION.sub(SUBSTITUTED_HERITAGES[0], text)


# --- Augmenting a reply

_MARKS = re.compile(r"[.,;:!?]")
_END = re.compile(r"[\s.?!]+$")


def augment(text: str) -> tuple[str, ...]:
    """Return a text as typed, without punctuation, and with its question mark added or removed.

    Equal ones are returned once.
    """
    bare = _END.sub("", text)
    other = f"{bare}." if text.rstrip().endswith("?") else f"{bare}?"
    return tuple(dict.fromkeys((text, _MARKS.sub("", text), other)))
