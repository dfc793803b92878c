"""One file and one command build a rubric; how long it takes is said, and cancelling a build changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.authoring.rubric_build import RubricBuild
from coach.cli.main import main
from coach.content.library import Folder, Library
from coach.content.yaml_reader import UnusableContent
from coach.matching.loading import Matchers
from coach.matching.ml.few_shot import FEW_SHOT_FILE

ASKS = ("What would you like to happen now?", "What do you want from us?", "What matters most to you?", "Your say?")
TELLS = ("You'll have to do as we say.", "That's how we do it here.", "There's no choice in this.", "Just sign it.")
RUBRIC = f"""format: 1
title: "Ours"
about: "Two things"
topics: {{}}
domains:
  say: {{name: "A say", asks: "Who had a say?"}}
criteria:
  asks_them:
    domain: say
    polarity: helpful
    name: "Asks them"
    definition: "Asks what the family wants."
    counts: {list(ASKS)}
    not: ["I asked the school.", "I want a biscuit.", "They asked for you."]
    needs: none
    source: "Tests"
  tells_them:
    domain: say
    polarity: harmful
    name: "Tells them"
    definition: "Leaves the family no say."
    counts: {list(TELLS)}
    not: ["Say no if you like.", "Sign only if you agree.", "How do you do it here?"]
    needs: none
    source: "Tests"
ordinary: ["Is this seat free?", "The bus was late.", "Nice mug."]
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "ours" / "rubrics").mkdir(parents=True)
    (tmp_path / "ours" / "rubrics" / "say.yaml").write_text(RUBRIC, encoding="utf-8")
    return tmp_path / "ours"


def build_of(library: Path, weights: Path) -> RubricBuild:
    return RubricBuild(Matchers(Library((Folder(library, "own"),)), (weights,)), "say", weights)


def files_in(folder: Path) -> Iterator[str]:
    yield from sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def test_a_build_says_how_long_it_takes_and_then_writes_everything(library: Path, tmp_path: Path) -> None:
    build, told = build_of(library, tmp_path / "weights"), list[tuple[int, int]]()
    plan = build.plan()
    assert plan.trainings == ("say",)
    assert plan.texts == 17
    assert plan.seconds > 0
    assert "17 examples" in plan.describe()
    assert "seconds" in plan.describe()
    written = build.run(plan, lambda _what, done, whole: told.append((done, whole)))
    assert told[-1] == (17, 17)
    assert written[0] == tmp_path / "weights" / "say" / FEW_SHOT_FILE
    assert "criteria-say.md" in list(files_in(library))
    assert "`asks_them`" in (library / "criteria-say.md").read_text("utf-8")
    assert (library / "schemas" / "rubric.schema.json").is_file()
    again = build_of(library, tmp_path / "weights").plan()
    assert again.trainings == ()
    assert "nothing has to be learnt" in again.describe()


def test_a_changed_example_is_learnt_again(library: Path, tmp_path: Path) -> None:
    build = build_of(library, tmp_path / "weights")
    build.run(build.plan(), lambda *_: None)
    file = library / "rubrics" / "say.yaml"
    file.write_text(RUBRIC.replace("Your say?", "What is your say in it?"), encoding="utf-8")
    assert build_of(library, tmp_path / "weights").plan().trainings == ("say",)


def test_a_build_that_is_cancelled_changes_nothing(library: Path, tmp_path: Path) -> None:
    def cancel(_what: str, done: int, _whole: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    before, build = list(files_in(tmp_path)), build_of(library, tmp_path / "weights")
    with pytest.raises(KeyboardInterrupt):
        build.run(build.plan(), cancel)
    assert list(files_in(tmp_path)) == before
    assert not build.writing


def test_a_phrase_that_cannot_be_read_is_said_before_anything_takes_time(library: Path, tmp_path: Path) -> None:
    file = library / "rubrics" / "say.yaml"
    file.write_text(
        RUBRIC.replace("    needs: none\n", '    wording: {it: {says: ["(open"]}}\n    needs: none\n', 1), "utf-8"
    )
    with pytest.raises(UnusableContent) as refused:
        build_of(library, tmp_path / "weights").plan()
    assert refused.value.problems[0].code == "wrong-phrase"


def test_the_command_builds_a_file_and_says_what_it_wrote(
    home: Path, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = library / "rubrics" / "say.yaml"
    assert main(["rubric", "build", str(file), "--only-look"]) == 0
    assert "about" in capsys.readouterr().out
    assert not (library / "criteria-say.md").exists()
    assert main(["rubric", "build", str(file)]) == 0
    assert f"Written: {library / 'criteria-say.md'}" in capsys.readouterr().out
    assert main(["rubric", "build", "nothing_of_the_kind"]) == 2
