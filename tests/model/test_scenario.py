"""Lines by who says them are written in several ways, and mean the same; an entry comes back as it was stored."""

import pytest
from pydantic import ValidationError

from coach.model.scenario import Entry, Family, Turn

ENDS = {"replies": {}, "otherwise": [{"goto": "on"}]}


def takes_of(value: object) -> dict[str, list[list[str]]]:
    """The takes of an answer as an author writes it: texts by who may say them."""
    says = Entry.model_validate({"asked": "How many?", "says": value}).says
    return {speaker: [[line.text for line in take] for take in takes] for speaker, takes in says.items()}


@pytest.mark.parametrize(
    ("written", "takes"),
    [
        ({"jan": "Seven."}, {"jan": [["Seven."]]}),
        ({"jan": "Seven.", "ezra": "Eight."}, {"jan": [["Seven."]], "ezra": [["Eight."]]}),
        ({"jan": ["Seven.", "Still seven."]}, {"jan": [["Seven."], ["Still seven."]]}),
        ([{"jan": "Seven."}, {"ezra": "Eight."}], {"jan": [["Seven.", "Eight."]]}),
        ([{"scene": "A yap."}, {"jan": "Seven."}], {"jan": [["A yap.", "Seven."]]}),
        ({"scene": "A yap.", "jan": "Seven."}, {"jan": [["A yap.", "Seven."]]}),
        ({"jan": "(counting) Seven."}, {"jan": [["Seven."]]}),
    ],
)
def test_an_answer_is_written_in_any_of_these_ways(written: object, takes: object) -> None:
    assert takes_of(written) == takes


def test_lines_used_in_turn_are_a_list_of_which_each_is_one() -> None:
    turn = Turn.model_validate({"says": {"jan": "Hm."}, **ENDS})
    assert turn.hold == 2
    field = {
        "receives": [{"jan": "Right."}, {"jan": "I see."}, {"ezra": "OK."}],
        "defers": {"jan": ["Wait.", "Later."]},
    }
    family = Family.model_validate(
        {
            **field,
            **{"name": "J", "about": "J", "strengths": ["J"], "starts": {"trust": 1, "guarded": 1}},
            **{"people": {}, "when_hurt": "withdraws", "silences": {}, "private": []},
            **{"hurt_lines": {"jan": "Oh."}, "mended_lines": {"jan": "Ah."}},
        }
    )
    assert {speaker: len(takes) for speaker, takes in family.receives.items()} == {"jan": 2, "ezra": 1}
    assert len(family.defers["jan"]) == 2
    assert Family.model_validate_json(family.model_dump_json(exclude_defaults=True)) == family


def test_what_answers_the_familys_question_is_a_branch_a_place_or_lines() -> None:
    replies = {"told": {"met": "asks", "says": {"jan": "So."}}}
    asks = {
        "yes": "told",
        "no": "on",
        "dont_know": {"jan": "Fair enough."},
        "done": {"says": {"jan": "Ta."}, "goto": "on"},
    }
    turn = Turn.model_validate({"says": {"jan": "Will you?"}, **ENDS, "replies": replies, "asks": asks})
    branches = {str(kind): (reaction.branch, reaction.goto, len(reaction.says)) for kind, reaction in turn.asks.items()}
    assert branches == {
        "yes": ("told", None, 0),
        "no": (None, "on", 0),
        "dont_know": (None, None, 1),
        "done": (None, "on", 1),
    }
    assert Turn.model_validate_json(turn.model_dump_json(exclude_defaults=True)) == turn


@pytest.mark.parametrize(
    "wrong",
    [
        {"asks": {"perhaps": "on"}},
        {"hold": "9"},
        {"asked": {"x": {"says": {"jan": "No askings."}}}},
        {"asked": {"x": {"asked": [], "says": {"jan": "No askings."}}}},
        {"unless": {"lines": ["0"]}},
        {"meets": {"x": {"answers": "perhaps"}}},
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Turn.model_validate({"says": {"jan": "Hm."}, **ENDS, **wrong})


@pytest.mark.parametrize(
    "again",
    [
        {"scene": "She folds the paper."},
        {"scene": "She folds the paper.", "pat": "Hm."},
        [{"scene": "She folds the paper."}, {"pat": "Hm."}],
        {"pat": ["Hm.", "I said so."]},
    ],
)
def test_an_answer_comes_back_from_its_stored_form_as_it_went_in(again: object) -> None:
    """What ships ready-made is read from it; an answer in which only something is seen could not be."""
    entry = Entry.model_validate({"asked": ["What is that?"], "says": {"pat": "A letter."}, "again": again})
    assert Entry.model_validate_json(entry.model_dump_json(exclude_defaults=True, by_alias=True)) == entry
