"""What a family had no answer to: one's own words and files handed over alone, through the gate, kept on purpose."""

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from coach.authoring.play_yard import PlayYard, answer_requests
from coach.authoring.unanswered import (
    AnswerBank,
    Shortfall,
    UnansweredReply,
    Vector,
    WordEmbedder,
    choose_words,
    cluster_replies,
    collect_kept,
    collect_played,
    find_embedder,
    find_unanswered,
    read_pasted,
)
from coach.cli.main import main
from coach.content.library import Folder, Library
from coach.content.yaml_reader import read_yaml
from coach.errors import CoachError, NotNow
from coach.model.events import Replied
from coach.model.reading import Candidate, Pick, PickContext, Span, Thresholds
from coach.plain.write import answer_plainly
from coach.practice.safeguarding import Question
from coach.practice.service import PracticeService
from coach.records.paths import Places
from tests.conftest import SMALL

BANK = """\
knows:
  # the singing
  singing:
    asked: ["What does Sam sing?", "Which songs are his?"]  # more to come
    says: {pat: "Hymns, mostly."}
  bus:
    asked: ["Which bus was it?"]
    says: {pat: "The nine."}
defers: {pat: ["That'll have to wait.", "Ask me after."]}
receives: {pat: ["Well."]}
doesnt_know: {what: {pat: "I couldn't say."}}
"""


class StandIn:
    """Chooses the entry one of whose askings a reply holds, as surely as it is told."""

    thresholds = Thresholds(generic=0.62, criterion=0.85, put_off=0.5, beside=0.3)

    def __init__(self, likely: float = 0.9) -> None:
        self.likely = likely

    def pick(self, reply: str, candidates: Sequence[Candidate], context: PickContext) -> Pick | None:
        for candidate in candidates:
            for asking in candidate.askings:
                if asking in reply:
                    start = reply.index(asking)
                    span = Span(start=start, end=start + len(asking), text=asking)
                    return Pick(entry=candidate.name, likely=self.likely, span=span)
        return None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of one's own whose family has a bank."""
    folder = tmp_path / "own"
    for kind in ("personas", "dialogues", "rubrics"):
        shutil.copytree(SMALL / kind, folder / kind)
    file = folder / "personas" / "pat_and_sam.yaml"
    file.write_text(file.read_text(encoding="utf-8") + BANK, encoding="utf-8")
    return folder


@pytest.fixture
def practice(practice: PracticeService, folder: Path) -> PracticeService:
    library = Library((Folder(folder, "yours"),))
    service = PracticeService(library, practice.keeping, practice.clock, practice.new_id)
    service.picker = None  # what is chosen by meaning is tried elsewhere
    return service


@pytest.fixture
def bank(practice: PracticeService) -> AnswerBank:
    return AnswerBank(practice.library, "bus", practice.script("bus"))


def play(practice: PracticeService, *replies: str) -> str:
    rehearsal = practice.begin("bus")
    for reply in replies:
        rehearsal.submit(reply)
    return rehearsal.id


def say(*words: str) -> list[UnansweredReply]:
    return [UnansweredReply(text, text, Shortfall.NOT_PLAYED) for text in words]


def persona(folder: Path) -> str:
    return (folder / "personas" / "pat_and_sam.yaml").read_text(encoding="utf-8")


# --- What is listed


def test_what_was_put_off_received_or_passed_over_is_listed_with_where(practice: PracticeService) -> None:
    # The first reply is never put off.
    play(practice, "Nice weather.", "What colour is the door?", "I like the door.")
    _, first, second = collect_kept(practice, "bus")
    assert (first.words, first.how, first.turn) == ("What colour is the door?", Shortfall.DEFERRED, "the_bus")
    assert first.cue == "Pat: Anyway."
    assert first.answer.startswith("Pat: That'll have to wait.")
    assert second.how is Shortfall.RECEIVED


def test_what_a_criterion_or_an_entry_answers_is_not(practice: PracticeService) -> None:
    practice.picker = StandIn()
    play(practice, "Which bus was it?", "How has racism touched him?")
    assert not list(collect_kept(practice, "bus"))
    practice.picker = StandIn(likely=0.7)
    (unsure,) = collect_kept(practice, "bus")
    assert (unsure.words, unsure.how) == ("Which bus was it?", Shortfall.UNSURE)


def test_what_has_an_entry_since_is_gone_from_the_list(practice: PracticeService, bank: AnswerBank) -> None:
    play(practice, "What colour is the door?")
    assert list(collect_kept(practice, "bus"))
    bank.make_entry("door", ["What colour is the door?"], {"pat": "Green."})
    anew = PracticeService(practice.library.reopen(), practice.keeping, practice.clock, practice.new_id)
    anew.picker = StandIn()
    assert not list(collect_kept(anew, "bus"))


def test_a_story_that_can_no_longer_be_followed_is_listed_up_to_there(practice: PracticeService) -> None:
    script = practice.script("bus")
    key = play(practice, "What colour is the door?", "Which way?")
    events = practice.keeping.store.read(key)
    spoilt = [
        event.model_copy(update={"answered": "the_bus/elsewhere"}) if isinstance(event, Replied) else event
        for event in events
    ]
    assert len(list(find_unanswered(script, spoilt, None))) == 1


def test_a_yard_is_looked_at_for_this_scenario_alone(practice: PracticeService, tmp_path: Path) -> None:
    yard = PlayYard(practice, ["bus"], tmp_path / "yard", player="Ann")
    list(answer_requests(yard, [json.dumps({"rehearsal": "bus-1", "reply": "What colour is the door?"})]))
    assert [one.words for one in collect_played(practice, "bus", tmp_path / "yard")] == ["What colour is the door?"]
    assert not practice.rehearsals()


def test_of_a_long_reply_the_question_is_what_an_asking_would_be() -> None:
    assert (
        choose_words("I came by car. What colour is your door, then? It's nice.") == "What colour is your door, then?"
    )
    assert choose_words("I came by car. I like it here.") == "I like it here."
    assert choose_words("Hm") == "Hm"
    assert len(choose_words("word " * 2000).split()) == 40
    assert choose_words("…") == "…"


# --- Whose words are looked at


def test_pasted_words_are_one_a_line_or_rows_of_this_scenario() -> None:
    lines = ["Is it green?", "", json.dumps({"reply": "Is it old?", "scenario": "bus"})]
    lines.append(json.dumps({"reply": "Elsewhere?", "scenario": "other"}))
    assert [one.words for one in read_pasted("a.txt", lines, "bus")] == ["Is it green?", "Is it old?"]


@pytest.mark.parametrize("row", ['{"format": 1, "brought": {"text": "SECRET"}}', '[{"reply": "SECRET"}]', "{SECRET"])
def test_what_was_brought_to_supervision_or_is_of_a_class_is_refused_without_its_words(row: str) -> None:
    with pytest.raises(CoachError) as refused:
        list(read_pasted("bus.coach.json", [row], "bus"))
    assert "supervision" in str(refused.value)
    assert "SECRET" not in str(refused.value)


def test_a_teams_store_is_never_opened(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COACH_STORE", "postgresql+psycopg://nobody@127.0.0.1:1/nothing")

    def open_team(*_: object) -> None:
        raise AssertionError("a team's store was opened")

    monkeypatch.setattr("coach.records.team.logins.open_url", open_team)
    assert main(["author", "answers", "bus", "--list", "--library", str(folder)]) == 0
    said = capsys.readouterr()
    assert "team's store are not looked at" in said.err
    assert "Nothing went unanswered" in said.out


def test_rooms_and_what_was_brought_are_not_read(
    home: Path, folder: Path, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    places.data.mkdir(parents=True, exist_ok=True)
    (places.data / "rooms.db").write_bytes(b"a class's words: what colour is the door?")
    assert main(["author", "answers", "bus", "--json", "--library", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out) == []


# --- The gate, and what stays


@pytest.mark.parametrize(
    "words",
    ["Is your number 07700 900123?", "Do you know Mary Okonkwo?", "Is it 4 Acacia Avenue, SW1A 1AA?", "I want to die."],
)
def test_words_with_details_or_of_distress_enter_no_file_by_any_key(bank: AnswerBank, folder: Path, words: str) -> None:
    before = persona(folder)
    entry = bank.list_entries()[0]
    for key in (
        lambda: bank.add_words(entry, ["Which hymns?", words]),
        lambda: bank.make_entry("new", [words], {"pat": "No."}),
        lambda: bank.make_entry("new", [words], {"pat": "No."}, "the_bus"),
        lambda: bank.leave_open([words]),
    ):
        with pytest.raises(NotNow, match="goes into no file") as refused:
            key()
        assert words not in str(refused.value)
    assert persona(folder) == before


def test_an_answer_passes_the_gate_as_well(bank: AnswerBank, folder: Path) -> None:
    before = persona(folder)
    with pytest.raises(NotNow, match="goes into no file"):
        bank.make_entry("new", ["Who else?"], {"pat": "Ring me on 07700 900123."})
    assert persona(folder) == before


def test_what_was_confirmed_to_the_family_is_asked_about_again(practice: PracticeService, bank: AnswerBank) -> None:
    practice.begin("bus").submit("Do you know Mary Okonkwo?", {Question.REAL_PEOPLE})
    (reply,) = collect_kept(practice, "bus")
    with pytest.raises(NotNow):
        bank.add_words(bank.list_entries()[0], [reply.words])


def test_the_keys_say_that_words_stay_when_the_rehearsal_is_forgotten_and_they_do(
    practice: PracticeService, bank: AnswerBank, folder: Path
) -> None:
    key = play(practice, "What colour is the door?")
    clusters = cluster_replies(collect_kept(practice, "bus"), bank.list_entries(), WordEmbedder())
    said: list[str] = []
    assert answer_plainly(bank, clusters, ["n"], said.append) == 1
    assert any("stays when the rehearsal is forgotten" in line for line in said)
    practice.forget(key)
    assert 'leaves_open: ["What colour is the door?"]' in persona(folder)


# --- Clusters and keys


def test_replies_that_mean_the_same_are_one_with_the_nearest_entries_first(bank: AnswerBank) -> None:
    replies = say("What songs does Sam sing?", "Which songs does Sam sing?", "Is the kettle on?")
    first, second = cluster_replies(replies, bank.list_entries(), WordEmbedder())
    assert len(first.replies) == 2
    assert first.nearest[0][0].name == "knows:singing"
    assert second.list_words() == ("Is the kettle on?",)


def test_what_is_asked_already_or_noted_as_open_is_left_out(bank: AnswerBank) -> None:
    replies = say("Which bus was it?", "Is the kettle on?")
    assert not cluster_replies(replies, bank.list_entries(), WordEmbedder(), ["is the kettle on"])


def test_with_an_encoder_vectors_of_replies_are_kept_nowhere(bank: AnswerBank) -> None:
    class Counted(WordEmbedder):
        def __init__(self) -> None:
            self.embedded: list[str] = []

        def embed(self, text: str) -> Vector:
            self.embedded.append(text)
            return super().embed(text)

    class Vectors(Counted):
        encoder = Counted()

    class Picker:
        vectors = Vectors()

    replies = say("What songs does Sam sing?")
    (cluster,) = cluster_replies(replies, bank.list_entries(), find_embedder(Picker()))
    assert cluster.nearest[0][0].name == "knows:singing"
    assert Picker.vectors.embedded == [text for entry in bank.list_entries() for text in entry.askings]
    assert Vectors.encoder.embedded == ["What songs does Sam sing?"]
    assert isinstance(find_embedder(None), WordEmbedder)


def keys(bank: AnswerBank, replies: Iterable[UnansweredReply], *typed: str) -> list[str]:
    said: list[str] = []
    answer_plainly(bank, cluster_replies(replies, bank.list_entries(), WordEmbedder()), typed, said.append)
    return said


def test_one_key_adds_the_words_to_an_entry_and_comments_stay(bank: AnswerBank, folder: Path) -> None:
    assert "Added to knows:singing: What songs does Sam sing?" in keys(bank, say("What songs does Sam sing?"), "1")
    assert '"Which songs are his?", "What songs does Sam sing?"]  # more to come' in persona(folder)
    assert "  # the singing\n" in persona(folder)


def test_one_key_makes_an_entry_of_the_family_or_of_the_turn(
    practice: PracticeService, bank: AnswerBank, folder: Path
) -> None:
    play(practice, "What colour is the door?", "Is the kettle on?")
    said = keys(bank, collect_kept(practice, "bus"), "m", "door", "", "Green.", "t", "", "pat", "It's always on.")
    assert "Made: knows:door" in said
    assert "Made: the_bus/asked:is_the_kettle_on" in said
    library = Library((Folder(folder, "yours"),))
    assert library.family("pat_and_sam").knows["door"].asked == ("What colour is the door?",)
    assert (
        library.dialogue("bus").turns["the_bus"].asked["is_the_kettle_on"].says["pat"][0][0].text == "It's always on."
    )


def test_words_are_put_otherwise_left_or_refused_without_harm(bank: AnswerBank, folder: Path) -> None:
    before = persona(folder)
    said = keys(bank, say("What colour is 4 Acacia Avenue?"), "n", "z", "m", "BAD ID", "", "x", "")
    assert any("goes into no file" in line for line in said)
    assert "That is none of the keys." in said
    assert persona(folder) == before
    keys(bank, say("What colour is 4 Acacia Avenue?"), "w What colour is the door?", "n")
    assert 'leaves_open: ["What colour is the door?"]' in persona(folder)


@pytest.mark.parametrize("key", ["", "Bad Id", "private", "a: b", "x" * 61])
def test_an_id_that_is_taken_or_none_is_refused(bank: AnswerBank, folder: Path, key: str) -> None:
    before = persona(folder)
    if key != "private":
        with pytest.raises(NotNow):
            bank.make_entry(key, ["Why?"], {"pat": "No."})
    with pytest.raises(NotNow, match="already"):
        bank.make_entry("bus", ["Why?"], {"pat": "No."})
    with pytest.raises(NotNow, match="no 'nobody'"):
        bank.make_entry("new", ["Why?"], {"nobody": "No."})
    with pytest.raises(NotNow):
        bank.make_entry("new", ["Why?"], {"pat": "  "})
    assert persona(folder) == before


def test_the_command_lists_asks_and_says_what_comes_next(
    home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("coach.matching.loading.open_picker", lambda *_: None)
    file = tmp_path / "said.txt"
    file.write_text("What songs does Sam sing?\nIs the kettle on?\n", encoding="utf-8")
    words = ["author", "answers", "bus", "--replies", str(file), "--library", str(folder)]
    assert main([*words, "--list"]) == 0
    assert "Near: knows:singing" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", iter(["1\n", "\n"]))
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "Added to knows:singing" in out
    assert "1 cluster of 2 settled." in out
    assert "What songs does Sam sing?" in str(read_yaml(folder / "personas" / "pat_and_sam.yaml").value)
