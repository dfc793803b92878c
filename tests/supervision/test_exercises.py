"""What a draft of an exercise makes, in every form that asks for one."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from coach.content.library import Folder, Library, find_shipped_folders
from coach.errors import HandedOverUnreadable, NotKnown, NotNow
from coach.model.exercise import ExerciseDraft
from coach.model.submission import Review, Submission, SubmissionScope
from coach.supervision.exercises import check_draft, import_exercise, list_rubrics, parse_exercise, take_off_exercise
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
    by_hand = tmp_path / "by_hand.yaml"
    by_hand.write_text("title: Hair\nwhy: To stay with it.\nscenarios: [wrong_box]\n", "utf-8")
    with pytest.raises(HandedOverUnreadable, match=r"by_hand\.yaml is an exercise\."):
        import_file(by_hand)


def test_what_is_taken_off_is_gone_and_another_of_its_name_is_read(tmp_path: Path) -> None:
    """Only one's own goes: not what came with the coach, and nothing that is not there."""
    own = tmp_path / "own"
    library = Library((*find_shipped_folders(), Folder(own, "in your own library", expected=False)))
    file = tmp_path / "came.yaml"
    text = "format: 1\ntitle: Slowly\nwhy: {}\nscenarios: [wrong_box]\n"
    file.write_text(text.format("To wait."), "utf-8")
    key = import_exercise(file, library, own)
    assert library.exercise(key).why == "To wait."
    assert take_off_exercise(key, library, own) == own / "exercises" / "slowly.yaml"
    assert file.exists()
    assert key not in {entry.id for entry in library.shelf("exercises")}
    file.write_text(text.format("To listen."), "utf-8")
    assert library.exercise(import_exercise(file, library, own)).why == "To listen."
    with pytest.raises(NotNow, match="Only what is in your own exercises"):
        take_off_exercise("say_it", library, own)
    with pytest.raises(NotKnown):
        take_off_exercise("never_there", library, own)


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
