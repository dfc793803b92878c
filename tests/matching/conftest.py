"""Small rubrics, made where they are needed, so that what is tested is the reading and not the shipped wording."""

from collections.abc import Callable
from typing import Any

import pytest

from coach.matching.classifier import Matcher
from coach.model.rubric import Rubric

PLAIN = {"source": "a test", "needs": "none", "counts": [], "not": []}

CRITERIA: dict[str, dict[str, Any]] = {
    "names": {
        "domain": "naming",
        "polarity": "helpful",
        "counts": ["I'd like us to talk about race as well."],
        "wording": {"direct": {"says": "<direct>"}},
    },
    "asks": {
        "domain": "naming",
        "polarity": "helpful",
        "counts": ["Has racism been part of this, at school or with us?"],
        "wording": {"openly": {"says": "has racism been part", "form": ["open_question", "closed_question"]}},
    },
    "stand_in": {
        "domain": "naming",
        "polarity": "avoidant",
        "counts": ["Is that to do with your background?"],
        "wording": {"stands_in": {"says": "your background", "topic": "racism", "unless_met": "names"}},
    },
    "believes": {
        "domain": "believing",
        "polarity": "helpful",
        "counts": ["No wonder you're wary of me."],
        "wording": {"receives": {"says": ["sorry that happened", "no wonder", "must have been (awful|hard)"]}},
    },
    "shrinks": {
        "domain": "believing",
        "polarity": "harmful",
        "counts": ["It's just kids being kids, isn't it?"],
        "not": ["'Kids being kids' is what I said, and it was wrong."],
        "wording": {"softens": {"says": ["kids being kids", "[just] banter", "not mean (it|anything)"]}},
    },
    "defends": {
        "domain": "believing",
        "polarity": "harmful",
        "wording": {"denies": {"says": ["(nobody|no one) ... is racist", "i am not racist"]}},
    },
    "stacks": {
        "domain": "believing",
        "polarity": "harmful",
        "wording": {"stacked": {"closed_questions": 3}},
    },
    "ages": {
        "domain": "child",
        "polarity": "harmful",
        "wording": {"older": {"says": ["streetwise", "mature for ... age"]}},
    },
    "repairs": {
        "domain": "repair",
        "polarity": "helpful",
        "wording": {"owns": {"says": "wrong of me"}},
    },
}


def rubric_with(criteria: dict[str, dict[str, Any]] | None = None, **more: Any) -> Rubric:
    criteria = CRITERIA if criteria is None else criteria
    return Rubric.model_validate(
        {
            "title": "A small rubric",
            "about": "What a test needs.",
            "lists": {"direct": ["race", "racism", "racist", "black", "skin"]},
            "topics": {
                "racism": {
                    "name": "Racism",
                    "plain": "racism",
                    "taken_by": [],
                    "inherits": "asks" if "asks" in criteria else None,
                },
                "tea": {"name": "Tea", "plain": "tea", "taken_by": []},
            },
            "domains": {key: {"name": key, "asks": "How?"} for key in ("naming", "believing", "child", "repair")},
            "criteria": {
                key: {"name": key, "definition": f"It {key}.", **PLAIN, **each} for key, each in criteria.items()
            },
            **more,
        }
    )


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return Matcher(rubric_with())


@pytest.fixture(scope="session")
def make() -> Callable[..., Matcher]:
    def made(rule: dict[str, Any], polarity: str = "helpful", **more: Any) -> Matcher:
        others = {"other": {"domain": "naming", "polarity": "helpful", "wording": {"it": {"says": "the other thing"}}}}
        met = {"met": {"domain": "naming", "polarity": polarity, "wording": {"rule": rule}}}
        return Matcher(rubric_with({**others, **met}, **more))

    return made
