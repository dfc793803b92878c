"""What a draft of an exercise makes, in every form that asks for one."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from coach.content.library import Library
from coach.errors import HandedOverUnreadable, NotNow
from coach.model.exercise import ExerciseDraft
from coach.model.submission import Review, Submission, SubmissionScope
from coach.supervision.exercises import check_draft, import_exercise, list_rubrics, parse_exercise
from coach.supervision.importing import import_file, serialize_handed_over


def test_a_whole_draft_makes_the_text_of_its_file(whole: Library) -> None:
    made = check_draft(ExerciseDraft(title="Slowly", why="To wait.", scenarios=("wrong_box",)), whole)
    assert made.exercise
    assert parse_exercise(made.text) == made.exercise
    assert not made.still


def test_what_is_missing_or_wrong_is_said_and_makes_no_exercise(whole: Library) -> None:
    """In sentences, with advice."""
    assert check_draft(ExerciseDraft(why="W"), whole).still == ("It needs a title.", "Choose at least one scenario.")
    draft = ExerciseDraft(title="T", why="W", scenarios=("wrong_box",))
    wrongs: tuple[tuple[str, Any, str], ...] = (
        ("replies", "99", "30"),
        ("scenarios", ("no_such_place",), "no_such_place"),
        ("focus", ("no_such_thing",), "There is no criterion or domain called 'no_such_thing'."),
    )
    for field, wrong, says in wrongs:
        made = check_draft(replace(draft, **{field: wrong}), whole)
        assert made.exercise is None
        assert says in made.still[0]


def test_racism_towards_the_practitioner_needs_another_scenario_beside_it(whole: Library) -> None:
    """As `coach check` says it."""
    scenario = next(s.id for s in whole.shelf("dialogues") if whole.dialogue(s.id).towards_practitioner)
    filling = ExerciseDraft(title="T", why="W", scenarios=(scenario,))
    assert "racism towards the practitioner" in check_draft(filling, whole).still[0]
    assert check_draft(filling, whole).exercise is None
    assert check_draft(
        ExerciseDraft(title="T", why="W", scenarios=(scenario,), alternatives=("wrong_box",)), whole
    ).exercise


def test_an_exercise_that_comes_to_the_desk_is_called_one_and_its_place_is_said(whole: Library, tmp_path: Path) -> None:
    """Nobody is sent to ask for another file."""
    filling = ExerciseDraft(title="Hair", why="To stay with it.", scenarios=("wrong_box",))
    file = tmp_path / "hair.yaml"
    file.write_text(check_draft(filling, whole).text, "utf-8")
    with pytest.raises(HandedOverUnreadable, match=r"hair\.yaml is an exercise\.") as refused:
        import_file(file)
    assert refused.value.advice == "Take it in by Exercises, on the first page."


def test_rubrics_are_listed_once_and_what_cannot_be_used_is_left_out(whole: Library) -> None:
    among = ("wrong_box", "no_such_place", "wrong_box")
    assert list_rubrics(whole, among) == (whole.rubric("openness"),)


@pytest.mark.parametrize(
    ("handed", "says"),
    [
        (
            Review(brought="k", at=datetime(2026, 3, 11, tzinfo=UTC), who="Sue"),
            "This is an answer from supervision. Take it in under My rehearsals.",
        ),
        (
            Submission(id="k", what=SubmissionScope.QUESTION, day=date(2026, 3, 11), question="What now?"),
            "This was brought to supervision. Take it in under Supervision.",
        ),
    ],
)
def test_a_file_of_supervision_given_as_an_exercise_is_told_where_it_belongs(
    whole: Library, tmp_path: Path, handed: Review | Submission, says: str
) -> None:
    """In place of what is missing in it as a file in YAML."""
    file = tmp_path / "from-sue.coach.json"
    file.write_text(serialize_handed_over(handed), "utf-8")
    with pytest.raises(NotNow) as refused:
        import_exercise(file, whole, tmp_path / "own")
    assert str(refused.value) == says
