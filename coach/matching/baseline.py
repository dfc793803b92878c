"""The wording that weights were fitted with, so that wording written since is heard.

Fitted weights have weighed every rule that a rubric had when they were fitted, and may outvote it. Wording that an
author added since was never weighed: where it speaks, it stands by itself; where an author took wording out, the
weights say nothing in its place. The file lies beside the weights and is written when they are fitted.
"""

import gzip
import json
import zlib
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from coach.model.rubric import Rubric, Rules

WORDING_FILE = "wording.json.gz"
"""The file in a rubric's folder of weights."""
_RULES = TypeAdapter(dict[str, Rules])


class FittedWording(NamedTuple):
    """The lists and rules of a rubric's criteria as they were when weights were fitted."""

    lists: dict[str, tuple[str, ...]]
    rules: dict[str, Rules]


def save_wording(rubric: Rubric, file: Path) -> None:
    """Write a rubric's wording beside its weights; the same wording gives the same bytes."""
    rules = {key: criterion.wording for key, criterion in rubric.criteria.items()}
    dumped = _RULES.dump_python(rules, mode="json", exclude_defaults=True, by_alias=True)
    text = json.dumps({"lists": rubric.lists, "rules": dumped}, separators=(",", ":"))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode(), mtime=0))


def load_wording(file: Path) -> FittedWording | None:
    """Load the wording that was fitted; nothing where the file is missing or damaged.

    Then no rule counts as new.
    """
    try:
        kept = json.loads(gzip.decompress(file.read_bytes()))
        lists = {name: tuple(phrases) for name, phrases in kept["lists"].items()}
        return FittedWording(lists, _RULES.validate_python(kept["rules"]))
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return None


def restore_wording(rubric: Rubric, fitted: FittedWording) -> Rubric | None:
    """Build the rubric with the wording that was fitted; nothing where it has that still.

    Args:
        rubric: the rubric as its author wrote it; one that builds on the fitted one has criteria beside it.
        fitted: the wording that the weights were fitted with.

    Returns:
        The rubric with its fitted criteria worded as they were. Criteria that came since have no wording in it.
    """
    theirs = {key: rules for key, rules in fitted.rules.items() if key in rubric.criteria}
    same_lists = all(rubric.lists.get(name) == phrases for name, phrases in fitted.lists.items())
    if same_lists and all(rubric.criteria[key].wording == rules for key, rules in theirs.items()):
        return None
    criteria = {
        key: criterion.model_copy(update={"wording": theirs.get(key, {})}) for key, criterion in rubric.criteria.items()
    }
    return rubric.model_copy(update={"criteria": criteria, "lists": {**rubric.lists, **fitted.lists}})
