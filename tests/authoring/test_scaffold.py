"""`coach new`: whatever is answered, the files it writes pass `coach check`, and nothing there is written over."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.authoring.check import check_library, check_names
from coach.authoring.scaffold import DRAFT_TEXTS, QUESTIONS, Interview, fill_default, make_files, make_id
from coach.authoring.style import load_house_words
from coach.content.library import Folder, Library, find_shipped_folders
from coach.errors import CoachError
from coach.matching.loading import Matchers


def answered(kind: str, **given: str) -> dict[str, str]:
    answers: dict[str, str] = {}
    for question in QUESTIONS[kind]:
        answers[question.name] = given.get(question.name) or fill_default(question, answers)
    return answers


def written(folder: Path, kind: str, **given: str) -> list[Path]:
    made = make_files(kind, answered(kind, **given), folder)
    for each in made:
        each.path.parent.mkdir(parents=True, exist_ok=True)
        each.path.write_text(each.text, encoding="utf-8")
    return [each.path for each in made]


def own(folder: Path) -> Library:
    return Library((*find_shipped_folders(), Folder(folder, "own")))


def test_a_new_scenario_passes_its_check_with_its_examples_played(tmp_path: Path) -> None:
    written(tmp_path, "scenario")
    report = check_library(Matchers(own(tmp_path)), ("the_new_form",))
    assert report.examples == 2
    assert {problem.code for problem in report.problems} == {"few-conversations", "draft-left"}
    left = [path.read_text("utf-8").count(text) for text in DRAFT_TEXTS for path in tmp_path.rglob("*.yaml")]
    assert sum(left) == len(DRAFT_TEXTS) == len([each for each in report.problems if each.code == "draft-left"])


@pytest.mark.parametrize("kind", ["rubric", "exercise"])
def test_a_new_rubric_or_exercise_has_nothing_to_mend(tmp_path: Path, kind: str) -> None:
    (path,) = written(tmp_path, kind)
    library = own(tmp_path)
    if kind == "rubric":
        assert len(library.rubric(path.stem).criteria) == 3
    else:
        assert library.exercise(path.stem).scenarios == ("wrong_box",)


def test_an_exercise_may_have_several_scenarios_which_are_listed_and_asked_for_again_where_one_is_none(
    tmp_path: Path,
) -> None:
    """With commas, spaces or an `and` between them; each is looked for by itself."""
    library, said = own(tmp_path), list[str]()
    typed = iter(
        ["Say it twice", "To try it.", "wrong_box, kinship_grandmothr", "wrong_box and kinship_grandmother", ""]
    )
    answers = Interview(library, tmp_path, lambda _: next(typed), said.append).ask_questions("exercise")
    assert any("wrong_box" in line and "kinship_grandmother" in line for line in said)
    assert "There is none called 'kinship_grandmothr'. Did you mean 'kinship_grandmother'?" in said
    (made,) = make_files("exercise", answers, tmp_path)
    made.path.parent.mkdir(parents=True)
    made.path.write_text(made.text, "utf-8")
    assert own(tmp_path).exercise(made.path.stem).scenarios == ("wrong_box", "kinship_grandmother")


def test_an_exercise_is_not_written_where_the_answers_end_early(tmp_path: Path) -> None:
    """Enter takes what is offered; the end of input is no Enter."""
    typed = iter(["Say it", "To try it."])
    with pytest.raises(CoachError, match="ended before the questions did"):
        Interview(own(tmp_path), tmp_path, lambda _: next(typed, None), lambda _: None).ask_questions("exercise")


def test_what_is_there_already_is_never_written_over(tmp_path: Path) -> None:
    written(tmp_path, "scenario")
    with pytest.raises(CoachError, match="there already"):
        make_files("scenario", answered("scenario"), tmp_path)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40).filter(
    lambda text: text.strip() and make_id(text).strip("_") not in ("", "a", "scene")
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(title=WORDS, parent=WORDS, child=WORDS, remark=WORDS)
def test_whatever_is_answered_the_file_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, title: str, parent: str, child: str, remark: str
) -> None:
    folder = tmp_path_factory.mktemp("own")
    paths = written(
        folder, "scenario", title=title, parent_name=parent, parent_called=parent, child_name=child,
        child_called=child, remark=remark,
    )  # fmt: skip
    for path in paths:
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["format"] == 1
    problems, parts = check_names(own(folder), paths[0].stem, load_house_words())
    assert parts is not None, [problem.says() for problem in problems]


def test_a_family_that_is_there_is_never_taken_unasked(tmp_path: Path) -> None:
    written(tmp_path, "scenario")
    with pytest.raises(CoachError, match="there already"):
        make_files("scenario", answered("scenario", title="Another day"), tmp_path)


@pytest.mark.parametrize(
    ("words", "name"), [("You've got such a big family", "you_ve_got_such_a_big_family"), ("8 o'clock", "a_8_o_clock")]
)
def test_a_title_becomes_a_name(words: str, name: str) -> None:
    assert make_id(words) == name


def test_in_a_working_copy_a_new_file_lies_and_points_where_those_that_ship_do(tmp_path: Path) -> None:
    for file in ("coach/content/library.py", "docs/schemas/dialogue.schema.json"):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).touch()
    for kind, schemas in (("scenario", "../docs"), ("family", "../docs"), ("exercise", "../../docs")):
        for new in make_files(kind, answered(kind), tmp_path):
            assert new.text.startswith(f"# yaml-language-server: $schema={schemas}/schemas/"), new.path
            beside = new.path.parent.relative_to(tmp_path).as_posix()
            assert beside in ("dialogues", "personas", "coach/exercises")
    (rubric,) = make_files("rubric", answered("rubric"), tmp_path)
    assert rubric.path.parent == tmp_path / "coach" / "rubrics"
