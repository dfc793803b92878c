"""Matchers that were opened before in this run.

To open one takes up to half a second, and reading changes nothing in it. Only what a library opens for its
rubrics is taken from here. Tests of opening itself call `open_matcher`.
"""

from coach.content.yaml_reader import UnusableContent
from coach.errors import NotKnown
from coach.matching.classifier import Matcher
from coach.matching.loading import Matchers

_Key = tuple[str, str, bool]
_open = Matchers.matcher
_opened: dict[_Key, Matcher] = {}


def use() -> None:
    """For all tests of this run, as soon as one has loaded what opens matchers."""
    Matchers.matcher = _find  # type: ignore[method-assign]


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
