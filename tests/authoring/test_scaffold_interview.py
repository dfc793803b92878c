"""`coach new` asks: what cannot stand is asked again, no answer is lost, and nothing half answered is written."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.authoring.check import check_library, check_names
from coach.authoring.explore import explore
from coach.authoring.scaffold import Interview, make_files, make_id
from coach.authoring.style import load_house_words
from coach.cli.main import main
from coach.content.library import Folder, Library, find_shipped_folders
from coach.errors import CoachError
from coach.matching.loading import Matchers
from coach.rehearsal.script import stage
from tests.cases import a_few_quickly

New = Callable[..., Path]


@pytest.fixture
def new(tmp_path: Path) -> New:
    """Answers the questions by what they begin with, Enter for the rest, and writes the files."""

    def new(kind: str, *, said: list[str] | None = None, **answers: list[str]) -> Path:
        left = {start.replace("_", " "): list(typed) for start, typed in answers.items()}

        def ask(question: str) -> str:
            start = next((start for start in left if start in question and left[start]), None)
            return left[start].pop(0) if start else ""

        library = Library((*find_shipped_folders(), Folder(tmp_path, "own")))
        interview = Interview(library, tmp_path, ask, (said if said is not None else []).append)
        made = make_files(kind, interview.ask_questions(kind), tmp_path, interview.family)
        for each in made:
            each.path.parent.mkdir(parents=True, exist_ok=True)
            each.path.write_text(each.text, encoding="utf-8")
        return made[0].path

    return new


def errors(folder: Path, scenario: str) -> list[str]:
    """What keeps a draft from working: its names, and what no way leads to."""
    library = Library((*find_shipped_folders(), Folder(folder, "own")))
    problems, looked = check_names(library, scenario, load_house_words())
    found = [problem.says() for problem in problems if not problem.warning]
    if looked:
        walked = explore(stage(scenario, looked.dialogue, looked.family, looked.rubric), looked.rubric)
        found += [] if walked.is_sound() else list(walked.describe())
    return found


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Łucja", "lucja"),
        ("Øystein", "oystein"),
        ("Đorđe", "dorde"),
        ("Þóra", "thora"),
        ("Guðrún", "gudrun"),
        ("Işıl", "isil"),
        ("Weiß", "weiss"),
        ("Æthel", "aethel"),
        ("Ọláwálé", "olawale"),
        ("Nguyễn", "nguyen"),
        ("Ɗan", "dan"),
        ("أمينة", ""),
        ("李", ""),
    ],
)
def test_a_name_keeps_its_letters_in_its_id(name: str, id_: str) -> None:
    assert make_id(name) == id_


def test_names_in_other_letters_are_asked_for_and_two_such_families_do_not_collide(new: New, tmp_path: Path) -> None:
    for title, parent, ids in (("One", "أمينة", ["amina", "ʾ", "yusuf"]), ("Two", "李", ["li", "wei"])):
        people = {"grown-up": [parent], "child's full": ["يوسف"]}
        new("scenario", A_title=[title], A_short_name_for=ids, **people)
    assert {file.stem for file in (tmp_path / "personas").iterdir()} == {"amina_and_yusuf", "li_and_wei"}
    assert not errors(tmp_path, "one")
    assert not errors(tmp_path, "two")


def test_the_same_people_again_are_asked_about_and_nothing_is_reused_unasked(new: New, tmp_path: Path) -> None:
    new("scenario", A_title=["One"])
    before = (tmp_path / "personas" / "alex_and_jo.yaml").read_text(encoding="utf-8")
    said: list[str] = []
    new("scenario", A_title=["Two"], said=said)
    assert any("alex_and_jo" in line and "already" in line for line in said)
    assert (tmp_path / "personas" / "alex_and_jo_2.yaml").exists()
    assert (tmp_path / "personas" / "alex_and_jo.yaml").read_text(encoding="utf-8") == before
    assert not errors(tmp_path, "two")


def test_an_id_that_is_taken_is_said_at_once_and_asked_again(new: New, tmp_path: Path) -> None:
    said: list[str] = []
    path = new("scenario", A_title=["The wrong box"], Its_name=["wrong_box"], Another_name=["My box"], said=said)
    assert path.stem == "my_box"
    assert any("wrong_box" in line and "already" in line for line in said)


def test_families_that_are_there_are_listed(new: New) -> None:
    said: list[str] = []
    new("scenario", said=said)
    (listed,) = [line for line in said if line.startswith("Families that are there")]
    assert all(family in listed for family in families())


def families() -> list[str]:
    return [each.id for each in Library(find_shipped_folders()).shelf("personas")]


QUICK = ("jaden", "zuzana_milan_and_lenka")
"""A family of one and a family of three; what is drafted for the others differs in names."""


@pytest.mark.parametrize("family", a_few_quickly(families(), QUICK))
def test_a_draft_for_a_family_that_is_there_works(new: New, tmp_path: Path, family: str) -> None:
    said: list[str] = []
    path = new("scenario", One_of_these=[family, "new"], said=said)
    assert not any("There is none called" in line for line in said)
    assert f"family: {family}\n" in path.read_text(encoding="utf-8")
    assert not (tmp_path / "personas").exists()
    assert not errors(tmp_path, path.stem)


def test_such_a_draft_passes_its_check_with_its_example_played(new: New, tmp_path: Path) -> None:
    path = new("scenario", One_of_these=[families()[0]])
    report = check_library(Matchers(Library((*find_shipped_folders(), Folder(tmp_path, "own")))), (path.stem,))
    assert report.examples == 1
    assert report.find_exit_status() == 0


def test_a_family_that_is_not_there_is_asked_again(new: New) -> None:
    said: list[str] = []
    path = new("scenario", One_of_these=["nobody_and_none", "new"], said=said)
    assert any("There is none called 'nobody_and_none'" in line for line in said)
    assert "alex_and_jo" in path.read_text(encoding="utf-8")


def test_an_exercise_is_of_a_scenario_and_criterion_that_are_there(new: New) -> None:
    said: list[str] = []
    path = new(
        "exercise",
        Which_scenario=["the name on the peg", "wrong_box"],
        What_to_look=["everything", "repairs_rupture"],
        said=said,
    )
    text = path.read_text(encoding="utf-8")
    assert "scenarios: [wrong_box]" in text
    assert "focus: [repairs_rupture]" in text
    assert any("wrong_box" in line and line.startswith("Scenarios:") for line in said)
    assert any("repairs_rupture" in line and line.startswith("Criteria:") for line in said)
    asked_again = [line.split("'")[1] for line in said if "There is none called" in line]
    assert asked_again == ["the", "name", "on", "peg", "everything"], "each word is looked for by itself, and said once"


@pytest.mark.parametrize("kind", ["rubric", "exercise"])
def test_a_title_that_is_taken_is_asked_about(new: New, kind: str) -> None:
    first, second = new(kind), new(kind)
    assert second.stem == f"{first.stem}_2"


@pytest.mark.parametrize("kind", ["scenario", "family", "rubric", "exercise"])
@pytest.mark.parametrize("lines", [0, 1, 3])
def test_answers_that_end_early_write_nothing_and_say_so(
    home: Path,
    tmp_path: Path,
    kind: str,
    lines: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if kind == "rubric" and lines:
        return  # it has one question, and that was answered
    monkeypatch.setattr("sys.stdin", io.StringIO("\n" * lines))
    assert main(["new", kind, "--folder", str(tmp_path / "own")]) == 1
    assert "Nothing was written" in capsys.readouterr().err
    assert not (tmp_path / "own").exists()


def test_enter_to_every_question_writes_files_that_work(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n" * 20))
    assert main(["new", "scenario", "--folder", str(tmp_path / "own")]) == 0
    assert not errors(tmp_path / "own", "the_new_form")


def test_nothing_is_lost_where_a_file_comes_to_be_there_meanwhile(new: New, tmp_path: Path) -> None:
    new("family")
    answers = {"parent_called": "Alex", "child_called": "Jo", "parent_name": "A", "child_name": "J"}
    with pytest.raises(CoachError, match="there already"):
        make_files("family", answers, tmp_path)
