"""What is said of the problems of content files: errors are seen first, and no rare warning is buried."""

from pathlib import Path

from coach.content.yaml_reader import Problem, describe_problems

MANY = [Problem(Path("a.yaml"), line, 1, "rule-outvoted", "Outvoted.", warning=True) for line in range(1, 31)]
RARE = Problem(Path("a.yaml"), 40, 1, "many-alike", "Two are alike.", warning=True)
WRONG = Problem(Path("a.yaml"), 50, 1, "unknown-criterion", "There is none.")


def test_errors_are_said_before_warnings_and_many_alike_are_counted() -> None:
    said = describe_problems([*MANY, RARE, WRONG])
    assert "error unknown-criterion" in said[0]
    assert [line for line in said if "rule-outvoted: Outvoted" in line] == said[1:4]
    assert said[4:] == ["a.yaml: 27 more of rule-outvoted: `--json` names them.", RARE.says()]


def test_a_few_are_all_said() -> None:
    assert len(describe_problems(MANY[:4])) == 4


def test_errors_are_never_left_out() -> None:
    wrong = [Problem(Path("a.yaml"), line, 1, "unknown-criterion", "There is none.") for line in range(1, 31)]
    assert len(describe_problems(wrong)) == 30


def test_each_file_has_its_first_few() -> None:
    others = [Problem(Path("b.yaml"), line, 1, "rule-outvoted", "Outvoted.", warning=True) for line in range(1, 31)]
    assert sum("more of" in line for line in describe_problems([*MANY, *others])) == 2
