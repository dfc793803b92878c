"""Two readers: each kept, counted only where somebody answered, and nobody to be recognised in what is written out."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from coach.debrief.render import render_plain
from coach.fitting.corpus import read_labelled
from coach.model.submission import Note, Review, SecondView, Submission, SubmissionScope, SubmittedLine, View
from coach.supervision.agreement import (
    ALIKE,
    FEWEST,
    NOTHING_YET,
    Agreement,
    Opinion,
    Reader,
    collect_reviewed_lines,
    count_agreements,
    describe_agreement,
    describe_opinions,
    find_differences,
    find_reviewed_lines,
    lay_out_agreement,
    render_spreadsheet,
    write_labelled_replies,
)
from tests.conftest import START


def brought(key: str = "b", text: str = "Has racism been part of it?", *, may_teach: bool = True) -> Submission:
    return Submission(
        id=key,
        what=SubmissionScope.MOMENT,
        day=date(2026, 3, 11),
        who="Sam R",
        lines=(
            SubmittedLine(speaker="Pat", text="There was a thing on the bus."),
            SubmittedLine(
                speaker="You",
                text=text,
                reply=1,
                topic="inter_rec",
                notes=(
                    Note(criterion="asks", name="Asks", quote="Has racism"),
                    Note(criterion="blunt", name="Blunt", quote="Has", own_word="not_meant"),
                ),
            ),
        ),
        may_teach=may_teach,
    )


def said(key: str = "b", *views: SecondView, may_teach: bool = True) -> Review:
    return Review(brought=key, at=START, views=views, may_teach=may_teach)


AGREES = SecondView(reply=1, criterion="asks", view=View.AGREE)
ALSO = SecondView(reply=1, criterion="names", view=View.ALSO)
OTHERWISE = SecondView(reply=1, criterion="blunt", view=View.DISAGREE, reason="It was asked kindly.")
PARTLY = SecondView(reply=1, criterion="asks", view=View.PARTLY)


def brought_unsure(*, own_word: str = "") -> Submission:
    """The coach asked itself whether it was blunt, and could not say."""
    whole = brought()
    asked = Note(criterion="blunt", name="Blunt", quote="Has", sure=False, harmful=True, own_word=own_word)
    lines = (whole.lines[0], whole.lines[1].model_copy(update={"notes": (asked,)}))
    return whole.model_copy(update={"lines": lines})


def apart(pair: tuple[Submission, Review]) -> dict[str, str]:
    """What is to be looked at, and what is said of it."""
    return {
        key: describe_opinions(line.collect_opinions(key))
        for line, key in find_differences(find_reviewed_lines([pair]))
    }


def test_three_readers_each_keep_their_own_word() -> None:
    (line,) = find_reviewed_lines([(brought(), said("b", AGREES, ALSO, OTHERWISE))])
    assert line.collect_opinions("asks") == {Reader.COACH: Opinion.YES, Reader.SUPERVISOR: Opinion.YES}
    assert line.collect_opinions("blunt") == {
        Reader.COACH: Opinion.YES,
        Reader.PRACTITIONER: Opinion.NO,
        Reader.SUPERVISOR: Opinion.NO,
    }
    assert line.collect_opinions("names") == {Reader.COACH: Opinion.NO, Reader.SUPERVISOR: Opinion.YES}
    assert line.cue == "There was a thing on the bus."


def test_whoever_gave_no_word_of_their_own_has_no_reading() -> None:
    """Neither the practitioner nor the supervisor is said to have seen what they were silent on."""
    (line,) = find_reviewed_lines([(brought(), said("b", ALSO))])
    assert line.collect_opinions("asks") == {Reader.COACH: Opinion.YES}
    assert line.collect_opinions("blunt") == {Reader.COACH: Opinion.YES, Reader.PRACTITIONER: Opinion.NO}
    denies = SecondView(reply=1, criterion="asks", view=View.DISAGREE)
    assert apart((brought(), said("b", denies)))["asks"] == "Seen by the coach. Not seen by you."


def test_a_line_that_nobody_answered_is_not_taken_for_agreement() -> None:
    assert not list(find_reviewed_lines([(brought(), said("b"))]))


def test_silence_on_a_note_is_not_taken_for_agreement() -> None:
    """What the coach noted and nobody answered is in no count; what neither named in an answered line is."""
    (line,) = find_reviewed_lines([(brought(), said("b", AGREES))])
    assert line.list_unreviewed() == {"blunt"}
    assert [each.criterion for each in count_agreements([line])] == ["asks"]
    pairs = [(brought("one"), said("one", AGREES)), (brought("two", "And now?"), said("two", AGREES, OTHERWISE, ALSO))]
    found = {each.criterion: each for each in count_agreements(find_reviewed_lines(pairs))}
    assert (found["blunt"].only_coach, found["blunt"].both, found["blunt"].neither) == (1, 0, 0)
    assert (found["names"].only_supervisor, found["names"].neither) == (1, 1)


def test_what_the_coach_was_unsure_of_is_neither_its_yes_nor_its_no() -> None:
    """Whatever the supervisor says of it, it is in no count but its own, and so in no kappa."""
    for view in (View.AGREE, View.PARTLY, View.DISAGREE):
        viewed = SecondView(reply=1, criterion="blunt", view=view)
        (found,) = count_agreements(find_reviewed_lines([(brought_unsure(), said("b", viewed))]))
        counts = (found.both, found.only_coach, found.only_supervisor, found.neither, found.partly)
        assert (counts, found.unsure) == ((0, 0, 0, 0, 0), 1)


def test_unsure_lines_change_no_kappa() -> None:
    """Twenty lines that both saw stay at what they were, however many the coach could not say of."""
    sure = [(brought(f"b{n}", f"Has it, {n}?"), said(f"b{n}", AGREES, OTHERWISE)) for n in range(FEWEST)]
    people = [brought_unsure().model_copy(update={"who": f"Sam {n}"}) for n in range(FEWEST)]
    also_unsure = [*sure, *((each, said("b", OTHERWISE)) for each in people)]
    of, also = (
        {each.criterion: each for each in count_agreements(find_reviewed_lines(some))} for some in (sure, also_unsure)
    )
    assert (also["blunt"].kappa, also["blunt"].only_coach) == (of["blunt"].kappa, FEWEST)
    assert also["blunt"].unsure == FEWEST
    assert "The coach wasn't sure in 20 lines, and those are in no count." in describe_agreement(also["blunt"])


def test_an_objection_to_what_the_coach_was_unsure_of_is_where_readers_differ() -> None:
    """It is named as what it was; and so is a yes to it, from whoever gave one."""
    objected = brought_unsure(), said("b", OTHERWISE)
    assert apart(objected) == {"blunt": "The coach wasn't sure. Not seen by you."}
    page = render_plain(lay_out_agreement(collect_reviewed_lines([objected]), (), {"blunt": "Being blunt"}))
    assert "Being blunt: The coach wasn't sure. Not seen by you." in page
    assert "saw the same" not in page
    agreed = brought_unsure(own_word="fair"), said("b", SecondView(reply=1, criterion="blunt", view=View.AGREE))
    assert apart(agreed) == {"blunt": "The coach wasn't sure. Seen by whoever said it and you."}


def test_everybody_saw_the_same_is_said_only_where_they_did() -> None:
    """Of those who said how they see it: the coach's doubt that nobody answered is nobody's other view."""
    same = brought(), said("b", AGREES)
    assert "blunt" in apart(same)  # its practitioner said that it was not meant
    fair = brought_unsure(), said("b", ALSO)
    assert list(apart(fair)) == ["names"]
    noted = brought().lines[1].notes[0]
    alone = same[0].model_copy(
        update={"lines": (same[0].lines[0], same[0].lines[1].model_copy(update={"notes": (noted,)}))}
    )
    assert ALIKE in render_plain(lay_out_agreement(collect_reviewed_lines([(alone, same[1])]), (), {}))


def test_silence_on_what_the_coach_was_unsure_of_is_none_either() -> None:
    (found,) = find_reviewed_lines([(brought_unsure(), said("b", ALSO))])
    assert found.list_unreviewed() == {"blunt"}
    assert json.loads(next(write_labelled_replies([found])))["contested"] == ["blunt"]


def test_what_nobody_answered_is_contested_in_what_is_written_out() -> None:
    (row,) = write_labelled_replies(find_reviewed_lines([(brought(), said("b", AGREES))]))
    assert json.loads(row)["labels"] == ["asks"]
    assert json.loads(row)["contested"] == ["blunt"]


def test_labels_are_what_people_saw_and_never_what_the_coach_did() -> None:
    """What the supervisor adds is a label, though the coach missed it; what they deny is none, though it was noted."""
    denies = SecondView(reply=1, criterion="asks", view=View.DISAGREE)
    (row,) = write_labelled_replies(find_reviewed_lines([(brought(), said("b", denies, OTHERWISE, ALSO))]))
    assert (json.loads(row)["labels"], json.loads(row)["contested"]) == (["names"], [])


def test_what_practitioner_and_supervisor_see_differently_is_contested() -> None:
    blunt = SecondView(reply=1, criterion="blunt", view=View.AGREE)
    (row,) = write_labelled_replies(find_reviewed_lines([(brought(), said("b", AGREES, blunt))]))
    assert (json.loads(row)["labels"], json.loads(row)["contested"]) == (["asks"], ["blunt"])


def test_what_was_partly_agreed_with_is_to_be_looked_at() -> None:
    assert apart((brought(), said("b", PARTLY, OTHERWISE))) == {
        "asks": "Seen by the coach. You partly agree.",
        "blunt": "Seen by the coach. Not seen by whoever said it and you.",
    }


def test_a_note_that_nobody_answered_is_looked_at_only_where_coach_and_practitioner_differ() -> None:
    assert apart((brought(), said("b", ALSO))) == {
        "blunt": "Seen by the coach. Not seen by whoever said it. You have not said.",
        "names": "Seen by you. Not seen by the coach.",
    }


@pytest.mark.parametrize(
    ("theirs", "yours", "why"),
    [
        (True, False, "whoever brought it said yes to that, and you have not"),
        (False, True, "you said yes to that, and whoever brought it did not"),
        (False, False, "neither of you said yes to that"),
    ],
)
def test_where_words_are_there_and_may_not_be_counted_it_is_said_whose_yes_is_missing(
    theirs: bool, yours: bool, why: str
) -> None:
    """And not that nobody has said anything."""
    pair = brought(may_teach=theirs), said("b", AGREES, may_teach=yours)
    page = render_plain(lay_out_agreement(collect_reviewed_lines([pair]), (), {}))
    assert f"1 line that you answered is not counted: {why}." in page
    assert "Nothing to compare" not in page
    counted = render_plain(lay_out_agreement(collect_reviewed_lines([pair, (brought(), said("b", AGREES))]), (), {}))
    assert why in counted
    assert "Lines to look at" in counted


def test_where_nobody_said_anything_it_is_said_what_it_takes() -> None:
    assert render_plain(lay_out_agreement(collect_reviewed_lines([]), (), {})) == f"{NOTHING_YET}\n"


def test_too_few_is_said_as_too_few() -> None:
    lines = list(find_reviewed_lines([(brought(), said("b", AGREES))]))
    assert {each.describe() for each in count_agreements(lines)} == {"too few to say"}


def test_enough_lines_are_counted_with_kappa() -> None:
    pairs = [
        (brought(f"b{n}", f"Has it, {n}?"), said(f"b{n}", AGREES, *((OTHERWISE,) if n % 2 else ())))
        for n in range(FEWEST + 4)
    ]
    found = {each.criterion: each for each in count_agreements(find_reviewed_lines(pairs))}
    assert found["asks"].enough
    assert found["asks"].both == FEWEST + 4
    assert found["blunt"].only_coach == (FEWEST + 4) // 2
    assert found["blunt"].kappa == pytest.approx(0.0)


def test_partly_is_neither_a_yes_nor_a_no() -> None:
    (line,) = find_reviewed_lines([(brought(), said("b", PARTLY))])
    (asks,) = [each for each in count_agreements([line]) if each.criterion == "asks"]
    assert (asks.both, asks.only_coach, asks.partly) == (0, 0, 1)
    assert "asks" in {key for _, key in find_differences([line])}


def test_what_is_written_out_can_be_evaluated_and_names_nobody(tmp_path: Path) -> None:
    """Names, numbers and whoever brought it are left out."""
    text = "Jane Smithson rang from LS1 4DY on 03/04/2011. Has racism been part of it?"
    rows = list(write_labelled_replies(find_reviewed_lines([(brought(text=text), said("b", AGREES, ALSO, OTHERWISE))])))
    for words in ("Smithson", "LS1", "2011", "Sam R", '"b"'):
        assert words not in rows[0]
    row = json.loads(rows[0])
    assert row["labels"] == ["asks", "names"]
    file = tmp_path / "own.jsonl"
    file.write_text("\n".join(rows), encoding="utf-8")
    (reply,) = read_labelled(file)
    assert reply.labels == ("asks", "names")


def again(*views: SecondView, text: str = "Has racism been part of it?") -> tuple[Submission, Review]:
    """The same reply, brought in the whole conversation and looked at a day later."""
    whole = brought("whole", text).model_copy(update={"what": SubmissionScope.WHOLE, "day": date(2026, 3, 12)})
    return whole, said("whole", *views).model_copy(update={"at": START + timedelta(days=1)})


@pytest.mark.parametrize("the_first_comes_first", [True, False])
def test_a_reply_brought_alone_and_in_the_whole_is_counted_once_and_the_later_word_stands(
    the_first_comes_first: bool,
) -> None:
    """Of each criterion by itself; what was not said anew stays as it was."""
    pairs = [(brought(), said("b", AGREES, OTHERWISE)), again(PARTLY)]
    lines = list(find_reviewed_lines(pairs if the_first_comes_first else pairs[::-1]))
    found = {each.criterion: each for each in count_agreements(lines)}
    assert (found["asks"].both, found["asks"].partly) == (0, 1)
    assert found["blunt"].only_coach == 1
    assert [key for _, key in find_differences(lines)] == ["asks", "blunt"]
    (row,) = write_labelled_replies(lines)
    assert (json.loads(row)["labels"], json.loads(row)["contested"]) == ([], ["asks"])


def test_two_people_in_the_same_words_are_two_but_what_one_makes_contested_is_no_firm_label() -> None:
    other = brought("other").model_copy(update={"who": "Lee"})
    lines = list(find_reviewed_lines([(brought(), said("b", AGREES)), (other, said("other", PARTLY))]))
    assert {each.both + each.partly for each in count_agreements(lines)} == {2}
    (row,) = write_labelled_replies(lines)
    assert "asks" in json.loads(row)["contested"]


@pytest.mark.parametrize(
    ("text", "written_out"),
    [
        ("Has Theo had racism at school?", "Has Theo had racism at school?"),
        ("Did Mary Okonkwo say that?", "Did (left out) say that?"),
        ("Mary Okonkwo said so.", "(left out) said so."),
    ],
)
def test_invented_people_stay_in_what_is_written_out_and_the_sentence_keeps_its_sense(
    text: str, written_out: str
) -> None:
    rows = write_labelled_replies(
        find_reviewed_lines([(brought(text=text), said("b", AGREES))]), lambda _: frozenset({"theo"})
    )
    assert json.loads(next(rows))["reply"] == written_out


@pytest.mark.parametrize(("practitioner", "supervisor"), [(True, False), (False, True), (False, False)])
def test_nothing_is_written_out_unless_both_said_yes(practitioner: bool, supervisor: bool) -> None:
    pair = brought(may_teach=practitioner), said("b", AGREES, may_teach=supervisor)
    assert not list(write_labelled_replies(find_reviewed_lines([pair])))


def test_a_spreadsheet_runs_nothing() -> None:
    text = render_spreadsheet([Agreement(f"{sign}cmd", 1, 0, 0, 0, 0, 0) for sign in "=+-@"])
    cells = [row[0] for row in csv.reader(io.StringIO(text))][1:]
    assert all(cell.startswith("'") for cell in cells)
