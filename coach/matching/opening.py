"""A matcher made ready: the rubric's wording, and the fitted weights where there are any."""

from collections.abc import Iterable
from pathlib import Path

from coach.matching.matcher import Matcher
from coach.matching.weightless import NoWeights
from coach.model.rubric import Rubric


def open_matcher(name: str, rubric: Rubric, folders: Iterable[Path] = ()) -> Matcher:
    """The best matcher there is for a rubric. `folders`: where weights fitted at home may lie, before those that ship.

    Where weights or their runtime are missing it reads by wording alone; `Matcher.meaning` is then None.
    """
    try:
        from coach.matching.meaning.weights import DECISION, Weights, encoder_files, find

        model, vocabulary = encoder_files()
        weights = Weights.load(find(name, folders) / DECISION)
        from coach.matching.meaning.encoder import Encoder
        from coach.matching.meaning.meaning import Meaning

        return Matcher(rubric, Meaning(weights, Encoder(model, vocabulary)))
    except (NoWeights, ImportError):
        return Matcher(rubric)
