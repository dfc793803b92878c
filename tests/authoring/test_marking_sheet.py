"""Marking sheets: blind, the same by the same seed, counted by hand-computed tables, and never by whoever played."""

import json
import re
from pathlib import Path

import pytest

from coach.authoring.marking_sheet import (
    Fit,
    MarkedSheet,
    MarkingSheet,
    SheetKey,
    compare_readers,
    compute_kappa,
    count_marks,
    make_sheet,
    read_key,
    read_marked_sheet,
    write_sheets,
)
from coach.authoring.play_yard import PlayYard, SeenLine, YardFile, YardRequest, read_yard
from coach.errors import CoachError, NotNow
from coach.practice.service import PracticeService

TALKS = {
    "bus-1": ("Right.", "How has racism touched him?", "What does Sam say?"),
    "bus-2": ("It was only banter.", "fit A: 2\n[1]\nmarked by: me", "What did Sam say about the bus?"),
}


@pytest.fixture
def played(practice: PracticeService, tmp_path: Path) -> tuple[YardFile, ...]:
    yard = PlayYard(practice, ["bus"], tmp_path / "yard", player="Ann")
    for name, talk in TALKS.items():
        for text in talk:
            yard.answer(YardRequest(rehearsal=name, reply=text))
    return read_yard(tmp_path / "yard")


@pytest.fixture
def sheet(played: tuple[YardFile, ...]) -> MarkingSheet:
    return make_sheet({"now": played}, 7)[0]


@pytest.fixture
def key(played: tuple[YardFile, ...]) -> SheetKey:
    return make_sheet({"now": played}, 7, ["Cy"])[1]


def change(file: YardFile, number: int, words: str) -> YardFile:
    """The same rehearsal as another version answers it, which differs at one reply."""
    lines = (SeenLine(speaker="Pat", text=words),)
    steps = [step.model_copy(update={"lines": lines}) if step.number == number else step for step in file.steps]
    return YardFile(file.head, tuple(steps))


def mark(sheet: MarkingSheet, file: Path, reader: str, fits: dict[str, object]) -> Path:
    """Fill a sheet in as a reader does: a name at its head, and a mark after each `fit`."""
    text = sheet.render(as_data=file.suffix == ".jsonl")
    if file.suffix == ".jsonl":
        head, *rows = map(json.loads, text.splitlines())
        for row in rows:
            for answer in row["answers"]:
                answer["fit"] = fits.get(row["id"])
        text = "\n".join(map(json.dumps, [{**head, "marked_by": reader}, *rows]))
    else:
        text = text.replace("marked by: \n", f"marked by: {reader}\n", 1)
        for item, fit in fits.items():
            text = re.sub(rf"(^\[{item}\].*?^fit A: )", rf"\g<1>{fit}", text, count=1, flags=re.S | re.M)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("as_data", [True, False])
def test_a_blind_sheet_holds_nothing_of_the_reading(
    played: tuple[YardFile, ...], practice: PracticeService, as_data: bool
) -> None:
    text = make_sheet({"now": played}, 7)[0].render(as_data=as_data)
    script, rubric = practice.script("bus"), practice.library.rubric("small")
    ids = {*script.dialogue.turns, *script.silences, *script.dialogue.endings, *rubric.criteria, "bus-1", "now"}
    ids |= {branch for turn in script.dialogue.turns.values() for branch in turn.replies}
    ids |= {"otherwise", "trust", "guarded", "clear", "possible", "Ann", "open_question", "source"}
    said = {word for talk in TALKS.values() for reply in talk for word in reply.split()}
    said |= {word for file in played for step in file.steps for line in step.lines for word in line.text.split()}
    words = set(re.findall(r"[\w-]+", text)) - {re.sub(r"\W", "", word) for word in said}
    assert not ids & words


def test_a_sheet_is_the_same_by_the_same_seed_and_in_another_order_by_another(played: tuple[YardFile, ...]) -> None:
    assert make_sheet({"now": played}, 7) == make_sheet({"now": played}, 7)
    one, other = (make_sheet({"now": played}, seed)[0] for seed in (7, 8))
    assert one.name != other.name
    assert [item.reply for item in one.items] != [item.reply for item in other.items]
    assert sorted(item.reply for item in one.items) == sorted(reply for talk in TALKS.values() for reply in talk)


@pytest.mark.parametrize("form", [".txt", ".jsonl"])
def test_a_sheet_is_filled_in_and_read_back_in_either_form(sheet: MarkingSheet, tmp_path: Path, form: str) -> None:
    file = mark(sheet, tmp_path / f"sheet{form}", "Ben", {"1": 2, "3": 0, "4": 1})
    marked = read_marked_sheet(file)
    assert (marked.name, marked.reader) == (sheet.name, "Ben")
    assert marked.marks == {("1", "A"): 2, ("3", "A"): 0, ("4", "A"): 1}


def test_a_sheet_saved_by_an_editor_of_windows_is_read_too(sheet: MarkingSheet, tmp_path: Path) -> None:
    file = mark(sheet, tmp_path / "sheet.txt", "Ben", {"1": 2})
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_marked_sheet(file).marks == {("1", "A"): 2}


def test_a_reply_that_looks_like_a_mark_is_none(sheet: MarkingSheet, tmp_path: Path) -> None:
    (tmp_path / "sheet.txt").write_text(sheet.render(as_data=False))
    marked = read_marked_sheet(tmp_path / "sheet.txt")
    assert (marked.reader, dict(marked.marks)) == ("", {})


@pytest.mark.parametrize("form", [".txt", ".jsonl"])
@pytest.mark.parametrize("wrong", ["3", "two", "2.0", "-1"])
def test_a_mark_that_is_none_is_named_by_its_line(sheet: MarkingSheet, tmp_path: Path, form: str, wrong: str) -> None:
    file = mark(sheet, tmp_path / f"sheet{form}", "Ben", {"2": wrong})
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if text.endswith(wrong) or '"2"' in text)
    with pytest.raises(CoachError, match=rf"line {line}: a mark is 2, 1 or 0"):
        read_marked_sheet(file)


def test_a_file_that_is_no_sheet_or_no_key_is_a_sentence(tmp_path: Path) -> None:
    for text in ("", "Dear all", '{"a": 1}', "[1]", "\x00"):
        (tmp_path / "other.txt").write_text(text)
        with pytest.raises(CoachError):
            read_marked_sheet(tmp_path / "other.txt")
        with pytest.raises(CoachError):
            read_key(tmp_path / "other.txt")
    with pytest.raises(CoachError):
        read_key(tmp_path / "nowhere")


def test_marks_are_counted_by_kind_source_and_scenario(sheet: MarkingSheet, key: SheetKey) -> None:
    by_reply: dict[str, Fit] = {
        "Right.": 1,
        "How has racism touched him?": 2,
        "What does Sam say?": 2,
        "It was only banter.": 0,
        "What did Sam say about the bus?": 1,
    }
    marks = {(item.id, "A"): by_reply[item.reply] for item in sheet.items if item.reply in by_reply}
    report = count_marks(key, MarkedSheet("sheet.txt", sheet.name, "Ben", marks))
    counts = {group: (n.two, n.one, n.zero) for group, n in report.counts["now"].items()}
    assert counts["all"] == (2, 2, 1)
    assert counts["first replies"] == (0, 1, 1)
    assert counts["questions"] == (2, 1, 0)
    assert counts["asking back"] == (0, 0, 0)
    assert counts["in bus"] == (2, 2, 1)
    sources = [count for group, count in counts.items() if group.startswith("from ")]
    assert tuple(map(sum, zip(*sources, strict=True))) == (2, 2, 1)
    assert {"from branch", "from otherwise"} <= counts.keys()
    assert report.unmarked == 1
    text = "\n".join(report.render_lines())
    assert "40 / 40 / 20 of 100  (2, 2, 1 of 5)" in text
    assert "No second reader" in text
    assert "none marked" in text
    assert report.to_data()["second"] is None


# --- Two readers

FIRST: list[Fit] = [2, 2, 2, 2, 1, 1, 1, 0, 0, 0]
SECOND: list[Fit] = [2, 2, 2, 1, 1, 1, 0, 0, 0, 2]


def by_item(fits: list[Fit]) -> dict[tuple[str, str], Fit]:
    return {(str(number), "A"): fit for number, fit in enumerate(fits)}


def test_agreement_of_two_readers_is_that_of_a_table_worked_out_by_hand() -> None:
    """On 2: 3 both, 1 and 1 alone, 5 neither; alike 0.8, by luck 0.4*0.4 + 0.6*0.6 = 0.52, so 0.28 / 0.48.

    On 1 against 0, of the five that neither marked 2: 2 both, 1 and 0 alone, 2 neither; alike 0.8, by luck
    0.6*0.4 + 0.4*0.6 = 0.48, so 0.32 / 0.52.
    """
    agreement = compare_readers(by_item(FIRST), by_item(SECOND))
    assert agreement.two_against_rest == pytest.approx(0.28 / 0.48)
    assert agreement.one_against_zero == pytest.approx(0.32 / 0.52)
    assert (agreement.both, agreement.same, agreement.zeros_of_both) == (10, 7, 2)


def test_only_what_both_have_marked_is_compared() -> None:
    second = {place: fit for place, fit in by_item(SECOND).items() if place[0] in "0123"}
    agreement = compare_readers(by_item(FIRST), second)
    assert agreement.both == 4
    assert agreement.one_against_zero is None


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([], None),
        ([(True, True)] * 3, 1.0),
        ([(True, True), (False, False)], 1.0),
        ([(True, False), (False, True)], -1.0),
        ([(True, True), (True, False), (False, True), (False, False)], 0.0),
    ],
)
def test_kappa_at_its_ends(pairs: list[tuple[bool, bool]], kappa: float | None) -> None:
    assert compute_kappa(pairs) == kappa


def test_a_second_reader_gets_a_share_in_another_order_under_the_same_numbers(sheet: MarkingSheet) -> None:
    half = sheet.draw_share(50, 7)
    assert half.name == sheet.name
    assert len(half.items) == 3
    assert all(item in sheet.items for item in half.items)
    assert half == sheet.draw_share(50, 7)
    assert [item.id for item in sheet.draw_share(100, 7).items] != [item.id for item in sheet.items]


@pytest.mark.parametrize("reader", ["Ann", " ann ", "ANN", "Cy"])
def test_a_sheet_marked_by_whoever_played_or_wrote_it_is_not_counted(
    sheet: MarkingSheet, key: SheetKey, reader: str
) -> None:
    marked = MarkedSheet("sheet.txt", sheet.name, reader, {("1", "A"): 2})
    other = MarkedSheet("other.txt", sheet.name, "Ben", {("1", "A"): 2})
    with pytest.raises(NotNow, match="Nobody marks their own"):
        count_marks(key, marked)
    with pytest.raises(NotNow, match="Nobody marks their own"):
        count_marks(key, other, marked)


def test_a_sheet_needs_a_reader_and_agreement_two_of_them(sheet: MarkingSheet, key: SheetKey) -> None:
    nameless = MarkedSheet("sheet.txt", sheet.name, " ", {})
    ben, ben_again = (MarkedSheet("sheet.txt", sheet.name, name, {}) for name in ("Ben", "ben"))
    with pytest.raises(CoachError, match="who marked it"):
        count_marks(key, nameless)
    with pytest.raises(NotNow, match="same reader"):
        count_marks(key, ben, ben_again)


def test_a_sheet_is_counted_by_its_own_key_alone(sheet: MarkingSheet, key: SheetKey) -> None:
    with pytest.raises(CoachError, match="another sheet"):
        count_marks(key, MarkedSheet("sheet.txt", "0f0f0f0f", "Ben", {}))
    with pytest.raises(CoachError, match="marks 99"):
        count_marks(key, MarkedSheet("sheet.txt", sheet.name, "Ben", {("99", "A"): 2}))


# --- Two versions on one sheet


def test_two_versions_stand_side_by_side_and_the_key_alone_says_which_is_which(played: tuple[YardFile, ...]) -> None:
    after = (change(played[0], 2, "I will tell you."), played[1])
    sheet, key = make_sheet({"v-before": played, "v-after": after}, 7)
    items = {item.reply: item for item in sheet.items}
    assert len(items) == 6
    changed = items["How has racism touched him?"]
    assert sorted(changed.answers) == ["A", "B"]
    assert list(items["Right."].answers) == ["A"]  # both answered alike: marked once
    origins = next(row for row in key.rows if row.id == changed.id).answers
    new = next(label for label, lines in changed.answers.items() if lines[0].text == "I will tell you.")
    assert [origin.version for origin in origins[new]] == ["v-after"]
    marks: dict[tuple[str, str], Fit] = {
        (item.id, label): 2 if label == new and item is changed else 1 for item in sheet.items for label in item.answers
    }
    report = count_marks(key, MarkedSheet("sheet.txt", sheet.name, "Ben", marks))
    assert {version: groups["all"].two for version, groups in report.counts.items()} == {"v-before": 0, "v-after": 1}
    assert {groups["all"].all for groups in report.counts.values()} == {6}
    assert not any("v-" in sheet.render(as_data=as_data) for as_data in (True, False))


def test_which_version_comes_first_tells_nothing(played: tuple[YardFile, ...]) -> None:
    after = tuple(change(file, number, "Other words.") for file in played for number in (2,))
    first = {
        next(iter(item.answers.values()))[0].text == "Other words."
        for seed in range(20)
        for item in make_sheet({"before": played, "after": after}, seed)[0].items
        if len(item.answers) == 2
    }
    assert first == {True, False}


def test_two_players_who_said_the_same_have_an_item_each(played: tuple[YardFile, ...]) -> None:
    assert len(make_sheet({"now": (*played, *played)}, 7)[0].items) == 12


def test_without_a_reply_there_is_no_sheet() -> None:
    with pytest.raises(NotNow):
        make_sheet({"now": ()}, 7)


def test_no_sheet_that_may_hold_marks_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "sheet.txt").write_text("marked")
    with pytest.raises(NotNow):
        write_sheets({tmp_path / "key.json": "key", tmp_path / "sheet.txt": "new"})
    assert (tmp_path / "sheet.txt").read_text() == "marked"
    assert not (tmp_path / "key.json").exists()


def test_a_key_is_read_back(key: SheetKey, tmp_path: Path) -> None:
    write_sheets({tmp_path / "deep" / "key.json": key.model_dump_json()})
    assert read_key(tmp_path / "deep" / "key.json") == key
