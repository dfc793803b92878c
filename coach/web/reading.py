"""Replies read in the process aside, so that what reading needs is warm once, and not in everybody's process."""

import json
from dataclasses import asdict

from coach.matching.classifier import Matcher
from coach.matching.framing import Context
from coach.matching.loading import Matchers
from coach.model.reading import Reading
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


class MatchersAside(Matchers):
    """A library's matchers, with one process that reads for all. Make every matcher that is needed before a fork."""

    def __init__(self, made: Matchers, rubrics: tuple[str, ...]) -> None:
        super().__init__(made.library, made.weights)
        here = {rubric: made.matcher(rubric) for rubric in rubrics}

        def answer(question: bytes) -> bytes:
            asked = json.loads(question)
            matcher, context = here[asked["rubric"]], _context(**asked["context"])
            read = matcher.read_wording if asked["how"] == "worded" else matcher.read
            return read(asked["reply"], context).model_dump_json().encode()

        aside = Aside(answer)
        self._made = {rubric: ReadAside(matcher, rubric, aside) for rubric, matcher in here.items()}


def _context(cue: str, topic: str, context: str, focus: list[str]) -> Context:
    return Context(cue, topic, context, tuple(focus))
