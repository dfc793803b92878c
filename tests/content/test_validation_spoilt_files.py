"""However a content file is spoilt: no traceback, and every problem has its place and what to do."""

from pathlib import Path

import pytest

from coach.authoring.check import check_names
from coach.authoring.scaffold import QUESTIONS, fill_default, make_files
from coach.authoring.style import load_house_words
from coach.content.library import Folder, Library, find_shipped_folders
from coach.content.yaml_reader import Problem, UnusableContent
from coach.matching.loading import Matchers
from tests.cases import a_few_quickly
from tests.content.mutating import seeds, spoilt

KINDS = ("scenario", "rubric", "exercise")
WORDS = load_house_words()


def starters(folder: Path) -> dict[Path, bytes]:
    """Every kind of file, as `coach new` writes it."""
    found = {}
    for kind in KINDS:
        answers: dict[str, str] = {}
        for question in QUESTIONS[kind]:
            answers[question.name] = fill_default(question, answers)
        for new in make_files(kind, answers, folder):
            new.path.parent.mkdir(parents=True, exist_ok=True)
            new.path.write_text(new.text, encoding="utf-8")
            found[new.path] = new.text.encode()
    return found


def problems_of(file: Path, folder: Path) -> list[Problem]:
    """Everything said of a library in which this file is as it is."""
    library = Library((*find_shipped_folders(), Folder(folder, "own")))
    found = list(check_names(library, "the_new_form", WORDS)[0])
    matched = Matchers(library) if file.parent.name == "rubrics" else None
    for read in (
        lambda: (matched.matcher if matched else library.rubric)("working_together"),
        lambda: library.exercise("say_the_word_first"),
    ):
        try:
            read()
        except UnusableContent as unusable:
            found += unusable.problems
    try:
        library.examples("the_new_form")
    except UnusableContent as unusable:
        found += unusable.problems
    return [problem for problem in found if problem.file == file]


def sound(problem: Problem) -> bool:
    """A place, a sentence, and what to do."""
    return (
        problem.line >= 1
        and problem.column >= 1
        and problem.what.endswith((".", "!", "?", "…"))
        and bool(problem.advice)
    )


@pytest.mark.parametrize("first", a_few_quickly([0, 1000], 2))
def test_a_spoilt_file_is_answered_with_sentences(tmp_path: Path, first: int) -> None:
    whole = starters(tmp_path)
    order = list(whole)
    for seed in seeds(first, 60):
        file = order[seed % len(order)]
        file.write_bytes(spoilt(whole[file], seed))
        unsound = [problem.says() for problem in problems_of(file, tmp_path) if not sound(problem)]
        file.write_bytes(whole[file])
        assert not unsound, f"seed {seed}: {unsound}"


def test_a_file_of_fifty_megabytes_is_refused_without_reading_it(tmp_path: Path) -> None:
    whole = starters(tmp_path)
    file = next(path for path in whole if path.parent.name == "dialogues")
    with file.open("wb") as large:
        large.truncate(50_000_000)
    assert [problem.code for problem in problems_of(file, tmp_path)] == ["too-big"]
