"""The command line by line: whole rehearsals in a pipe, and everything that can go wrong on the way."""

import json
import re
from pathlib import Path

import pytest

from coach.cli.rehearsals import NOT_KEPT
from tests.cases import a_few_quickly
from tests.commands import run, run_apart

OPEN = """Hello Louise, thanks for having me. You can say no to anything I ask today.
What should it say, in the words you and Theo use?
What does Theo say about being called that at school? Has racism been part of it?
That's racism, and I'm sorry. I believe you.
What would you want him to know about dealing with racism?
I'll ring the school office tomorrow by four and get the record corrected.
What does Theo want to happen now?
"""
AVOIDANT = """Lovely kitchen.
Right, well, it should sort itself out.
Okay.
And when are you next off?
Is that to do with his background at all, do you think?
Right. And is he eating?
I'll be in touch.
Thanks for the tea.
"""
REPAIRED = """Hiya, is now a good time?
Oh right, so where is he from originally?
I asked where he was from as if Dundee wasn't an answer. That was wrong of me, and I'm sorry. Can I go back? \
What words do you and Theo use for his heritage?
Has there been any racism at school about it?
I believe you. That was racist, and no wonder he's gone quiet.
I'll get the form changed by Friday and phone you to say it's done.
"""


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """The three rehearsals of a practitioner who is open, avoids, or hurts and mends; as text and as data."""
    found: dict[str, dict[str, object]] = {}
    for name, typed in (("open", OPEN), ("avoidant", AVOIDANT), ("repaired", REPAIRED)):
        home = tmp_path_factory.mktemp(name)
        words = ("rehearse", "wrong_box", "--plain", "--json", str(home / "out.json"))
        done = run(*words, typed=typed, home=home / "home")
        assert done.returncode == 0, done.stderr
        data = json.loads((home / "out.json").read_text("utf-8"))
        found[name] = {"text": done.stdout, "data": data, "typed": typed, "home": home / "home"}
    return found


def _family(text: object) -> str:
    """What the family said."""
    conversation = str(text).split("THE WRONG BOX")[0]
    return "\n".join(line for line in conversation.splitlines() if line.startswith("Louise"))


@pytest.mark.slow
def test_three_practitioners_have_three_different_conversations(rehearsed: dict[str, dict[str, object]]) -> None:
    assert len({_family(one["text"]) for one in rehearsed.values()}) == 3


def test_an_open_practitioner_hears_what_an_avoidant_one_does_not(rehearsed: dict[str, dict[str, object]]) -> None:
    assert "Trini and Scottish" in _family(rehearsed["open"]["text"])
    assert "Trini and Scottish" not in _family(rehearsed["avoidant"]["text"])


def test_a_hurt_and_its_repair_are_both_in_the_debrief(rehearsed: dict[str, dict[str, object]]) -> None:
    debrief = str(rehearsed["repaired"]["text"]).split("THE WRONG BOX")[1]
    assert "After reply 2 at least, they drew back. In reply 3, you put something right." in debrief
    assert debrief.index("You, reply 2: Oh right") < debrief.index("You went back to it straight after.")


def test_the_debrief_has_the_picture_in_words_before_what_is_to_keep(rehearsed: dict[str, dict[str, object]]) -> None:
    """No level of anybody, and no list of who named it; the picture only where something hurt or was mended."""
    for one in rehearsed.values():
        debrief = str(one["text"]).split("THE WRONG BOX")[1]
        assert not set("●▽◆○") & set(debrief)
        assert "experience of racism: yours in" not in debrief
    repaired = str(rehearsed["repaired"]["text"]).split("THE WRONG BOX")[1]
    assert repaired.index("It measures nobody.") < repaired.index("You put this right:")
    opened = str(rehearsed["open"]["text"]).split("THE WRONG BOX")[1]
    assert opened.index("Where it came up:") < opened.index("One to keep:")


def test_every_quoted_span_is_found_in_what_was_typed(rehearsed: dict[str, dict[str, object]]) -> None:
    for one in rehearsed.values():
        typed = [" ".join(line.split()) for line in str(one["typed"]).splitlines()]
        spans = list(_quotes(one["data"]))
        assert spans
        for span in spans:
            assert any(" ".join(span.removesuffix(" …").split()) in line for line in typed), span


def _quotes(data: object, under: str = "") -> "list[str]":
    """Everything the data calls a quote of the practitioner's."""
    found: list[str] = []
    if isinstance(data, dict):
        theirs = data.get("speaker") and "standing" not in data
        for key, value in data.items():
            if key in ("quote", "mending_quote") and isinstance(value, str) and value and not theirs:
                found.append(value)
            else:
                found += _quotes(value, key)
    elif isinstance(data, list):
        for value in data:
            found += _quotes(value, under)
    return found


@pytest.mark.slow
def test_the_rehearsal_is_kept_and_can_be_exported_shown_again_and_forgotten(
    rehearsed: dict[str, dict[str, object]],
) -> None:
    home = Path(str(rehearsed["open"]["home"]))
    exported = json.loads(run("export", "--all", "--json", home=home).stdout)
    assert [one["scenario"] for one in exported] == ["wrong_box"]
    assert "The wrong box" in run("rehearsals", home=home).stdout
    assert "THE WRONG BOX" in run("debrief", "last", home=home).stdout
    assert "Getting names and words right: " in run("why", "last", "2", home=home).stdout
    assert "Answered by" in run("why", "--whole", "last", "2", home=home).stdout
    assert run("keep", "last", home=home).returncode == 0
    assert run("forget", "last", "--yes", home=home).stdout.startswith("Forgotten for good.\n")
    assert json.loads(run("export", "--all", "--json", home=home).stdout) == []


def test_an_unknown_scenario_is_answered_with_the_nearest_names(tmp_path: Path) -> None:
    done = run_apart("rehearse", "wrong_bx", "--plain", home=tmp_path)
    assert done.returncode == 2
    assert "Did you mean wrong_box?" in done.stderr
    assert "Traceback" not in done.stderr


def test_stop_keeps_nothing(tmp_path: Path) -> None:
    done = run("rehearse", "wrong_box", "--plain", typed="Hello Louise\nstop\nnever read\n", home=tmp_path)
    assert "Nothing is kept." in done.stdout
    assert json.loads(run("export", "--all", "--json", home=tmp_path).stdout) == []


@pytest.mark.slow
def test_every_key_action_has_a_word(tmp_path: Path) -> None:
    typed = "help\nHello Louise\nwhy\nback\npause\nskip\nhelp\nfinish\n"
    done = run("rehearse", "wrong_box", "--plain", typed=typed, home=tmp_path)
    assert done.returncode == 0
    for shown in (
        "take your last reply back",
        "Taken back: Hello Louise",
        "Paused.",
        "THE WRONG BOX",
    ):
        assert shown in done.stdout


def test_words_of_distress_are_neither_read_nor_kept(tmp_path: Path) -> None:
    done = run("rehearse", "wrong_box", "--plain", typed="i cant cope with this\nHello Louise\n", home=tmp_path)
    assert "not read and is not kept" in done.stdout
    assert "cope" not in run("export", "--all", "--json", home=tmp_path).stdout


@pytest.mark.slow
def test_a_piped_line_that_would_be_asked_about_is_not_read_and_the_next_is_no_answer(tmp_path: Path) -> None:
    """Nobody is there to ask: this is said, nothing of it is kept, and the next line is a reply like any other."""
    typed = "Is that the same as at DD1 4HN, the 12/03/2014 one?\nkeep\nit's all too much for me today\nsay\n"
    done = run("rehearse", "wrong_box", "--plain", typed=typed, home=tmp_path)
    assert done.returncode == 0
    assert "not read, and is not kept. It may hold a postcode and a date of birth" in done.stdout
    assert "not read, and is not kept. It may be for you" in done.stdout
    assert "You: keep" in done.stdout
    assert "You: say" in done.stdout
    kept = run("export", "--all", "--json", home=tmp_path).stdout
    assert "DD1" not in kept
    assert "too much" not in kept


TYPED = {
    "empty": "\n\n   \n",
    "markup": "[red]hello[/red] {name} %s **x**\n",
    "emoji and right to left": "👩🏽‍🦱 مرحبا بك שלום\n",
    "control characters": "\x1b[2J\x1b]0;title\x07 bell\n",
    "20,000 characters": "x" * 20_000 + "\n",
    "very long": "word " * 1_900 + "\n",
}


@pytest.mark.parametrize("case", a_few_quickly(TYPED, ("control characters", "20,000 characters")))
def test_anything_typed_is_accepted_or_gently_refused(tmp_path: Path, case: str) -> None:
    done = run("rehearse", "wrong_box", "--plain", typed=TYPED[case] + "Hello Louise\n", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", done.stdout)
    assert "You: Hello Louise" in done.stdout


def test_bytes_that_are_no_text_harm_nothing(tmp_path: Path) -> None:
    done = run_apart("rehearse", "wrong_box", "--plain", typed=b"caf\xe9 \xff\xfe hello\n", home=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "You: caf" in done.stdout
    assert "THE WRONG BOX" in done.stdout


@pytest.mark.slow
def test_a_folder_that_cannot_be_used_lets_the_conversation_go_on(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file in the way")
    done = run("rehearse", "wrong_box", "--plain", typed=OPEN, home=tmp_path / "home")
    assert done.returncode == NOT_KEPT
    assert "it will be gone when you close the coach" in done.stdout
    assert "THE WRONG BOX" in done.stdout


def test_a_damaged_store_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "rehearsals.db").write_bytes(b"not a database at all" * 50)
    done = run("rehearse", "wrong_box", "--plain", typed=OPEN, home=tmp_path)
    assert done.returncode == 0
    assert "set aside" in done.stdout
    assert [f.name for f in tmp_path.glob("rehearsals.damaged-*")]


@pytest.mark.slow
def test_a_dumb_terminal_gets_plain_lines_by_itself(tmp_path: Path) -> None:
    done = run("rehearse", "wrong_box", typed="Hello\n", home=tmp_path, TERM="dumb")
    assert "THE WRONG BOX" in done.stdout


def test_match_streams_verdicts_in_order_with_spans_of_the_reply(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "cue": "They said I fit the description.", "topic": "inter_rec", "reply": "Say more?"},
        {
            "id": "b",
            "scenario": "nobody_knows_this",
            "cue": "Mine's the only one with an accent in it.",
            "topic": "inter_rec",
            "reply": "That's racism. I'm sorry.",
        },
        {"id": "c", "reply": ""},
    ]
    done = run("match", "--rubric", "openness", typed="\n".join(map(json.dumps, rows)) + "\n", home=tmp_path)
    assert done.returncode == 0, done.stderr
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [v["id"] for v in verdicts] == ["a", "b", "c"]
    assert verdicts[0]["clear"] == ["asks_experience_of_racism"]
    assert "names_race_directly" in verdicts[1]["clear"]
    assert verdicts[2]["clear"] == verdicts[2]["possible"] == []
    for row, verdict in zip(rows, verdicts, strict=True):
        assert set(verdict) >= {"id", "clear", "possible", "form", "evidence"}
        for found in verdict["evidence"]:
            assert found["text"] == row["reply"][found["start"] : found["end"]]


def test_a_line_that_is_no_json_is_named_by_its_number_and_not_echoed(tmp_path: Path) -> None:
    done = run("match", typed='{"id": "a", "reply": "x"}\nsecret words {\n', home=tmp_path)
    assert done.returncode == 1
    assert "2" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
