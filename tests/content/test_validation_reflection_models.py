"""The models of reflection stand in one file, and everything reads that file."""

from pathlib import Path

import pytest

from coach.content.validation import FILE, build_schemas, find_model_id, load_reflection_models
from coach.content.yaml_reader import UnusableContent
from coach.model.exercise import USUAL_MODEL


def test_a_model_is_added_in_the_file_alone(tmp_path: Path) -> None:
    file = tmp_path / "models.yaml"
    file.write_text(
        f"{FILE.read_text('utf-8')}\n  ours:\n    name: Ours\n    questions: {{first: What first?}}\n", "utf-8"
    )
    models = load_reflection_models(file)
    assert list(models) == [*load_reflection_models(), "ours"]
    assert models["ours"].questions == {"first": "What first?"}


def test_a_file_without_the_usual_model_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "models.yaml"
    file.write_text("models: {ours: {name: Ours, questions: {first: What first?}}}\n", "utf-8")
    with pytest.raises(UnusableContent):
        load_reflection_models(file)


def test_an_exercise_of_a_newer_coach_gets_the_usual_model() -> None:
    assert find_model_id("not_known_yet") == USUAL_MODEL
    assert find_model_id("nor this", "gibbs") == "gibbs"
    assert find_model_id("kolb", "gibbs") == "kolb"


def test_an_editor_offers_every_model() -> None:
    assert f'"{list(load_reflection_models())[-1]}"' in str(build_schemas()["exercise"]).replace("'", '"')
