"""Matchers, and what pickers of entries know, that were opened before in this run.

To open a matcher takes up to half a second, and reading changes nothing in it. Only what a library opens for its
rubrics is taken from here. Tests of opening itself call `open_matcher`, and `open_picker`. What an encoder made of a
text, it would make of it again.
"""

from functools import cache, cached_property
from pathlib import Path

from coach.content.yaml_reader import UnusableContent
from coach.errors import NotKnown
from coach.matching import loading
from coach.matching.classifier import Matcher
from coach.matching.entry_picker import Askings, Candidate, EntryPicker, locate_shipped_vectors, locate_weights
from coach.matching.entry_picker import open_picker as _open_picker
from coach.matching.loading import Matchers
from coach.matching.ml.encoder import AskingEncoder, Encoder, EncoderOutput, Numbers
from coach.matching.ml.model import VECTORS_FILE, AskingVectors
from coach.matching.ml.weight_files import locate_encoder

_Key = tuple[str, str, bool]
_open = Matchers.matcher
_opened: dict[_Key, Matcher] = {}


def use() -> None:
    """For all tests of this run, as soon as one has loaded what opens matchers."""
    Matchers.matcher = _find  # type: ignore[method-assign]
    loading.open_picker = _find_picker
    Encoder.encode = _encode  # type: ignore[method-assign]
    AskingEncoder.embed_whole = _embed_whole  # type: ignore[method-assign]


def _find(matchers: Matchers, rubric: str) -> Matcher:
    """A matcher for the same rubric, or a new one."""
    if rubric not in matchers._made and (key := _key(matchers, rubric)):
        if key in _opened:
            matchers._made[rubric] = _opened[key]
        elif (matcher := _open(matchers, rubric))._make_few_shot is None or not matchers.weights:
            _opened[key] = matcher  # any other would keep what it learns in a folder of the test that opened it
    return _open(matchers, rubric)


def _key(matchers: Matchers, name: str) -> _Key | None:
    """What decides how a rubric is read; None where weights of one's own, or an error, are to be found."""
    try:
        rubric = matchers.library.rubric(name)
    except (NotKnown, UnusableContent):
        return None
    if any((folder / each).exists() for folder in matchers.weights for each in (name, rubric.builds_on) if each):
        return None
    return name, rubric.model_dump_json(), bool(matchers.weights)


class _Picker(EntryPicker):
    """A picker with the encoder of this run, and the askings of families that ship as they were gathered before."""

    @cached_property
    def vectors(self) -> AskingVectors:
        own = self._own / VECTORS_FILE if self._own else None
        return AskingVectors(_encoder(locate_weights() / "encoder"), [locate_shipped_vectors()], own)

    def _gather(self, candidates: tuple[Candidate, ...], people: tuple[str, ...]) -> Askings:
        if (candidates, people) in _gathered:
            return _gathered[candidates, people]
        askings = super()._gather(candidates, people)
        if not self.vectors._embedded:  # those of a family of one's own are kept in a folder of the test
            _gathered[candidates, people] = askings
        return askings


class _AskingEncoder(AskingEncoder):
    """The encoder of askings, which is asked for each text once: its vectors are never changed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.embed = cache(super().embed)  # type: ignore[method-assign]


_encoder = cache(_AskingEncoder)
_gathered: dict[tuple[tuple[Candidate, ...], tuple[str, ...]], Askings] = {}


def _find_picker(own: Path | None = None) -> EntryPicker | None:
    return None if _open_picker(own) is None else _Picker(own)


embed_anew = AskingEncoder.embed_whole
_embedded: dict[tuple[str, str], Numbers] = {}
MOST_EMBEDDED = 20_000


def _embed_whole(encoder: AskingEncoder, text: str) -> Numbers:
    """What the published encoder made of these words before, or makes of them now; it may not be written into."""
    key = encoder.version, text
    if key not in _embedded:
        if len(_embedded) == MOST_EMBEDDED:
            _embedded.clear()
        _embedded[key] = embed_anew(encoder, text)
        _embedded[key].flags.writeable = False
    return _embedded[key]


encode_anew = Encoder.encode
"""For tests that a text is read alike however often it is read."""
_encoded: dict[tuple[str, ...], EncoderOutput] = {}
MOST_ENCODED = 2000


def _encode(encoder: Encoder, reply: str, cue: str = "", topic: str = "none", before: str = "") -> EncoderOutput:
    """What the encoder that ships made of these words before, or makes of them now."""
    if encoder._model != locate_encoder()[0]:
        return encode_anew(encoder, reply, cue, topic, before)
    key = reply, cue, topic, before
    if key not in _encoded:
        if len(_encoded) == MOST_ENCODED:
            _encoded.clear()
        _encoded[key] = encode_anew(encoder, reply, cue, topic, before)
    return _encoded[key]
