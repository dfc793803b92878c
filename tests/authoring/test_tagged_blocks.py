"""The line book of a scenario: what `coach check` says of it, and the blocks that `coach author lines` lists."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.authoring.check import check_names
from coach.authoring.style import load_house_words
from coach.authoring.tagged_blocks import count_tags, render_blocks
from coach.cli.main import main
from coach.content.library import Folder, Library
from coach.content.validation import MOST
from coach.content.yaml_reader import Problem
from coach.rehearsal.line_blocks import list_known_addresses
from coach.rehearsal.script import Script, stage

SMALL = Path(__file__).parent.parent / "small"
BOOK = """
lines:
  told: [the_bus/told, "silence:the_words",
    sam_says]
  drew_back: the_bus/brushed_off
  names:
    race: ["silence:the_words"]
  next_words:
    sam_says: "Since when?"
"""

MATTERS = """
  matters:
    - id: the_bus
      for: them
      told: [sam_says]
      settled: [the_bus/told]
      about: [bus]
      left: "What was said on the bus."
      words: "What did they say on the bus?"
      question: "What let you hear of the bus?"
    - {id: the_words, for: child, told: ["silence:the_words"], left: "Who asks.", words: "Who asks?", question: "Who?"}
"""

Write = Callable[[str], Library]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the small library with a line book, and opens it."""

    def write_book(book: str) -> Library:
        shutil.copytree(SMALL, tmp_path / "mine", dirs_exist_ok=True)
        text = (SMALL / "dialogues" / "bus.yaml").read_text(encoding="utf-8")
        (tmp_path / "mine" / "dialogues" / "bus.yaml").write_text(text + book, encoding="utf-8")
        return Library((Folder(tmp_path / "mine", "mine"),))

    return write_book


def find_problems(library: Library) -> list[Problem]:
    """Find what is said of the line book."""
    problems, _ = check_names(library, "bus", load_house_words())
    first = read_lines(library).index("lines:") + 1
    return [problem for problem in problems if problem.file.name == "bus.yaml" and problem.line >= first]


def read_lines(library: Library) -> list[str]:
    return library.file("dialogues", "bus").read_text(encoding="utf-8").splitlines()


def read_place(library: Library, problem: Problem) -> str:
    """Return what stands in the file from where a problem points to."""
    return read_lines(library)[problem.line - 1][problem.column - 1 :]


def stage_small(library: Library) -> Script:
    return stage("bus", library.dialogue("bus"), library.family("pat_and_sam"), library.rubric("small"))


# --- Checks


def test_a_book_that_fits_has_nothing_said_of_it(write: Write) -> None:
    assert find_problems(write(BOOK)) == []


@pytest.mark.parametrize(
    ("right", "wrong", "code", "points_to", "advice"),
    [
        ("the_bus/told", "the_bus/tolld", "unknown-address", "the_bus/tolld", "Did you mean 'the_bus/told'?"),
        ("    sam_says]", "    sam_say]", "unknown-address", "sam_say]", "Did you mean 'sam_says'?"),
        ("    sam_says]", "    xyzzy]", "unknown-address", "xyzzy]", "`coach author lines bus` lists them all."),
        ("k: the_bus/brushed_off", "k: last#hurt", "unknown-address", "drew_back: last#hurt", "Did you mean 'last'?"),
        (
            '["silence:the_words"]',
            '["silence:the_word"]',
            "unknown-address",
            '"silence:the_word"]',
            "silence:the_words",
        ),
        ('sam_says: "Since', 'sam_say: "Since', "unknown-address", "sam_say:", "Did you mean 'sam_says'?"),
        ("race:", "rice:", "unknown-row", "rice:", "There are: race."),
        ("    sam_says]", "    the_bus/told]", "tagged-twice", "the_bus/told]", "Take one of them out."),
        ('"Since when?"', f'"{"so " * 41}"', "long-next-words", 'sam_says: "so so', "a sentence or two"),
        ('"Since when?"', '["When?", "Is it the BAME children?"]', "house-word", '"Is it', ""),
        ("    sam_says]", "    Sam says]", "wrong-name", "Sam says]", "`coach author lines` lists them"),
        ('sam_says: "Since', '"sam says": "Since', "wrong-name", '"sam says"', "`coach author lines` lists them"),
        ("race:", "The race:", "wrong-name", "The race:", "Names are small letters"),
    ],
)
def test_each_fault_is_said_at_its_place_with_advice(
    write: Write, right: str, wrong: str, code: str, points_to: str, advice: str
) -> None:
    assert BOOK.count(right) == 1
    library = write(BOOK.replace(right, wrong))
    (problem,) = find_problems(library)
    assert problem.code == code
    assert read_place(library, problem).startswith(points_to)
    assert advice in problem.advice


@pytest.mark.parametrize(
    ("right", "wrong", "code", "points_to"),
    [
        ("told: [sam_says]\n      s", "told: [sam_say]\n      s", "unknown-address", "sam_say]"),
        ("settled: [the_bus/told]", "settled: [the_bus/tolt]", "unknown-address", "the_bus/tolt]"),
        ("told: [sam_says]\n      s", "told: []\n      s", "matter-untold", "told: []"),
        ("settled: [the_bus/told]", "settled: [sam_says]", "told-and-settled", "sam_says]"),
        ("told: [sam_says]\n      s", "told: [sam_says, sam_says]\n      s", "tagged-twice", "sam_says]"),
        ("What was said on the bus.", "so " * 26, "long-left", "left:"),
        ("What did they say on the bus?", "so " * 41, "long-next-words", "words:"),
        ("id: the_words,", "id: the_bus,", "matter-twice", "id: the_bus, for: child"),
        ("What let you hear of the bus?", "Is it the BAME children?", "house-word", "question:"),
    ],
)
def test_each_fault_of_a_matter_is_said_at_its_place(
    write: Write, right: str, wrong: str, code: str, points_to: str
) -> None:
    assert MATTERS.count(right) == 1
    assert find_problems(write(BOOK + MATTERS)) == []
    library = write(BOOK + MATTERS.replace(right, wrong))
    (problem,) = find_problems(library)
    assert problem.code == code
    assert read_place(library, problem).startswith(points_to)


def test_the_list_of_blocks_says_which_matters_are_told_and_settled(write: Write) -> None:
    lines = list(render_blocks(stage_small(write(BOOK + MATTERS))))
    assert "   Tags: told, tells the_bus" in lines
    assert "   Tags: told, settles the_bus" in lines


def test_one_block_may_stand_in_several_lists(write: Write) -> None:
    book = BOOK.replace("k: the_bus/brushed_off", "k: [the_bus/brushed_off, the_bus/told]")
    assert find_problems(write(book)) == []


def test_a_book_in_which_nothing_happens_is_said_to_be_of_no_use(write: Write) -> None:
    (problem,) = find_problems(write("\nlines:\n  safety: [sam_says]\n"))
    assert (problem.code, problem.warning) == ("book-unused", True)


def test_a_fault_of_the_book_keeps_no_scenario_from_being_played(write: Write) -> None:
    library = write(BOOK.replace("the_bus/told", "the_bus/tolld"))
    problems, parts = check_names(library, "bus", ())
    assert any(problem.code == "unknown-address" for problem in problems)
    assert parts is not None


def test_of_very_many_unknown_addresses_a_hundred_are_said(write: Write) -> None:
    many = ", ".join(f"gone_{number}" for number in range(3 * MOST))
    assert len(find_problems(write(f"\nlines:\n  told: [{many}]\n"))) == MOST


# --- The blocks, to read and tag them


def test_each_block_is_printed_with_its_address_lines_and_tags(write: Write) -> None:
    text = "\n".join(render_blocks(stage_small(write(BOOK))))
    assert "the_bus\n   [Rain.]\n   Pat: (looking away) There was a thing on the bus.\n\n" in text
    assert "the_bus/brushed_off\n   To a hurt: blunt\n   Pat: Yes. Only that.\n   Tags: drew_back\n" in text
    assert "the_bus/asked\n   To: asks, names\n   Pat: Maybe.\n\n" in text
    assert "sam_says\n   Pat: Sam has stopped singing.\n   Tags: told\n   Next words: “Since when?”\n" in text
    assert "silence:the_words\n   Pat: They said it on the bus. Twice.\n   Tags: told, race\n" in text


def test_what_is_asked_stands_with_each_answer(whole: Library) -> None:
    dialogue = whole.dialogue("wrong_box")
    script = stage("wrong_box", dialogue, whole.family(dialogue.family), whole.rubric(dialogue.rubric))
    lines = list(render_blocks(script))
    turn, asked = next((name, turn.asked) for name, turn in dialogue.turns.items() if turn.asked)
    key, entry = next((key, entry) for key, entry in asked.items() if entry.says)
    at = next(at for at, line in enumerate(lines) if line.startswith(f"{turn}/asked:{key}@"))
    assert lines[at + 1] == f"   Asked: “{entry.asked[0]}”"


def test_every_address_that_is_printed_can_be_written_into_the_book(write: Write) -> None:
    script = stage_small(write(BOOK))
    printed = [line for line in render_blocks(script) if line and not line.startswith(" ")]
    assert len(printed) > 10
    assert set(printed) <= list_known_addresses(script)


def test_the_untagged_ones_are_those_of_which_nothing_is_said(write: Write) -> None:
    script = stage_small(write(BOOK))
    every, untagged = ("\n".join(render_blocks(script, untagged=one)) for one in (False, True))
    assert "the_bus/stand_in" in untagged
    assert not {"Tags:", "Next words:", "the_bus/brushed_off"} & set(untagged.split())
    assert every.count("\n\n") - untagged.count("\n\n") == 4, "three told, one drew back"


def test_a_check_says_how_many_are_tagged_and_which_are_unknown(write: Write) -> None:
    first, second, last = count_tags(stage_small(write(BOOK)))
    assert first == "bus: 18 blocks of lines, 4 tagged, 14 not."
    assert second == "told 3, drew_back 1, safety 0, race 1, next words 1."
    assert last == "Every address in the book is that of a block."
    *_, last = count_tags(stage_small(write(BOOK.replace("the_bus/told", "the_bus/tolld"))))
    assert last == "No block stands at: the_bus/tolld"


def test_a_check_of_a_scenario_without_a_book_says_that_there_is_none(write: Write) -> None:
    assert list(count_tags(stage_small(write("\n"))))[1:] == [
        "There is no line book yet: the page goes by the branches."
    ]


def test_a_check_of_a_book_in_which_nothing_happens_says_that_it_is_not_gone_by(write: Write) -> None:
    lines = list(count_tags(stage_small(write("\nlines:\n  safety: [sam_says]\n"))))
    assert any("does not go by a line book" in line for line in lines)


# --- The command


def test_the_command_prints_blocks_of_a_library_of_ones_own(
    write: Write, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(BOOK)
    own = ["--library", str(tmp_path / "mine")]
    assert main(["author", "lines", "bus", *own]) == 0
    assert "the_bus/brushed_off\n" in capsys.readouterr().out
    assert main(["author", "lines", "bus", "--untagged", *own]) == 0
    assert "the_bus/brushed_off" not in capsys.readouterr().out
    assert main(["author", "lines", str(tmp_path / "mine" / "dialogues" / "bus.yaml"), "--check"]) == 0
    assert "4 tagged" in capsys.readouterr().out


def test_the_command_fails_where_an_address_is_unknown(
    write: Write, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(BOOK.replace("the_bus/told", "the_bus/tolld"))
    assert main(["author", "lines", "bus", "--check", "--library", str(tmp_path / "mine")]) == 1
    assert "No block stands at: the_bus/tolld" in capsys.readouterr().out


def test_the_command_says_which_scenario_there_is_not(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["author", "lines", "no_such_scenario"]) != 0
    assert "no_such_scenario" in capsys.readouterr().err


def test_untagged_ones_and_a_check_are_not_asked_for_together(home: Path) -> None:
    with pytest.raises(SystemExit):
        main(["author", "lines", "bus", "--untagged", "--check"])
