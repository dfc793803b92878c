"""Replies read, and answers chosen, in the process aside: what that needs is warm once, and not in everybody's."""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.matching.loading import Matchers
from coach.model.reading import Candidate, Pick, PickContext, Picker, Reading, Thresholds
from coach.web.aside import Aside, NoAnswer


class ReadAside(Matcher):
    """A matcher that lets its like in the process aside read, and reads by itself where that gives no answer."""

    def __init__(self, matcher: Matcher, rubric: str, aside: Aside) -> None:
        self.__dict__.update(matcher.__dict__)
        self._here = matcher
        self._name = rubric
        self._aside = aside

    def read(self, reply: str, context: Context = Context()) -> Reading:  # noqa: B008  # frozen, so safe to share
        """What the reply does."""
        return self._asked("read", reply, context) or self._here.read(reply, context)

    def read_wording(self, reply: str, context: Context = Context()) -> Reading:  # noqa: B008  # frozen, so safe to share
        """What wording, frames and likeness alone make of it."""
        return self._asked("worded", reply, context) or self._here.read_wording(reply, context)

    def _asked(self, how: str, reply: str, context: Context) -> Reading | None:
        question = {"rubric": self._name, "how": how, "reply": reply, "context": asdict(context)}
        try:
            return Reading.model_validate_json(self._aside.ask(json.dumps(question).encode()))
        except (NoAnswer, ValueError):
            return None


QUICKLY = 1
"""How hard a question with all candidates is compressed: it has to fit into one message."""


class PickAside:
    """A picker that lets its like in the process aside pick, and picks by itself where that gives no answer."""

    def __init__(self, picker: Picker, aside: Aside) -> None:
        self._here = picker
        self._aside = aside

    @property
    def thresholds(self) -> Thresholds:
        """How sure a choice has to be."""
        return self._here.thresholds

    def prepare(self, texts: Iterable[str], people: tuple[str, ...]) -> None:
        """Load nothing here: the process aside has everything."""

    def pick(self, reply: str, candidates: Sequence[Candidate], context: PickContext) -> Pick | None:
        """Choose the likeliest entry for a reply."""
        question = {"reply": reply, "candidates": candidates, "picks_after": context}
        try:
            answer = json.loads(self._aside.ask(zlib.compress(json.dumps(question).encode(), QUICKLY)))
            return Pick.model_validate(answer) if answer else None
        except (NoAnswer, ValueError):
            return self._here.pick(reply, candidates, context)


def _pick(picker: Picker, asked: dict[str, Any]) -> bytes:
    """Answer the question of a `PickAside`."""
    candidates = [Candidate(*map(_freeze, each)) for each in asked["candidates"]]
    pick = picker.pick(asked["reply"], candidates, PickContext(*map(_freeze, asked["picks_after"])))
    return pick.model_dump_json().encode() if pick else b"null"


def _freeze(value: Any) -> Any:
    """Return a value that was data as it was before: its lists as tuples."""
    return tuple(value) if isinstance(value, list) else value


class MatchersAside(Matchers):
    """A library's matchers, with one process that reads for all. Make every matcher that is needed before a fork."""

    def __init__(self, made: Matchers, rubrics: tuple[str, ...]) -> None:
        super().__init__(made.library, made.weights)
        here = {rubric: made.matcher(rubric) for rubric in rubrics}

        picker = made.picker

        def answer(question: bytes) -> bytes:
            if picker is not None and not question.startswith(b"{"):
                return _pick(picker, json.loads(zlib.decompress(question)))
            asked = json.loads(question)
            matcher, context = here[asked["rubric"]], _context(**asked["context"])
            read = matcher.read_wording if asked["how"] == "worded" else matcher.read
            return read(asked["reply"], context).model_dump_json().encode()

        aside = Aside(answer)
        self._made = {rubric: ReadAside(matcher, rubric, aside) for rubric, matcher in here.items()}
        self.picks_aside = PickAside(picker, aside) if picker is not None else None


def _context(cue: str, topic: str, context: str, focus: list[str], before: str) -> Context:
    return Context(cue, topic, context, tuple(focus), before)
