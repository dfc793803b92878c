"""What a reply asks finds the entry that answers it; where nothing does, nothing is sure."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from coach.matching.entry_picker import EntryPicker, open_picker
from coach.matching.hearing_reader import find_manner, split_reply
from coach.matching.masked_names import mask_names
from coach.matching.ml.model import AskingVectors
from coach.model.reading import Candidate, Pick, PickContext, QuestionKind

PEOPLE = ("Jan", "Jan Tully", "Ezra", "Ezra Mbala")
CONTEXT = PickContext(cue="There's a stool.", topic="none", people=PEOPLE)
BANK = (
    Candidate("asked:which_lads", ("Which lads?", "Who are these boys?", "Do you know who they are?"), local=True),
    Candidate("knows:puppies", ("How many puppies are there?", "What a lot of puppies!", "Are those all hers?"), False),
    Candidate("knows:barber", ("Who cut his hair?", "Where do you take him for it?", "Which barber?"), False),
    Candidate("knows:mick", ("Where's your husband?", "Is Mick about?", "What does Mick do?"), False),
    Candidate("knows:flood", ("It floods down here, doesn't it?", "I saw the river's up.", "Wet, your lane."), False),
    Candidate("acts:thanks", ("Thank you for telling me.", "Thanks, I'm glad you said.", "That's kind of you."), False),
)


@pytest.fixture(scope="module")
def picker() -> EntryPicker:
    opened = open_picker()
    assert opened is not None
    return opened


def pick(picker: EntryPicker, reply: str) -> Pick | None:
    return picker.pick(reply, BANK, CONTEXT)


@pytest.mark.parametrize(
    ("reply", "entry"),
    [
        ("So how many puppies has she got?", "knows:puppies"),
        ("Right. And who are the lads?", "asked:which_lads"),
        ("I came past the river, it's right up. Who cuts Ezra's hair for you?", "knows:barber"),
        ("The river's up.", "knows:flood"),
        ("Thanks for telling me that, Jan.", "acts:thanks"),
    ],
)
def test_what_is_asked_finds_its_entry(picker: EntryPicker, reply: str, entry: str) -> None:
    chosen = pick(picker, reply)
    assert chosen is not None
    assert chosen.entry == entry
    assert chosen.likely > chosen.second_likely
    assert chosen.span is not None
    assert reply[chosen.span.start : chosen.span.end] == chosen.span.text


def test_how_a_child_is_says_nobody_else_of_themselves(picker: EntryPicker) -> None:
    """Names are masked, so "How's Ezra doing?" lies next to "How are you doing?", which Jan answers of herself."""
    of_jan = Candidate(
        "asked:how_is_jan", ("How are you?", "How are you doing?", "Keeping well?"), True, speakers=("Jan",)
    )
    about_ezra = Candidate("knows:hair", ("Does Ezra like it cropped?", "What does Ezra say about it?"), local=False)
    asked = picker.pick("How's Ezra doing?", (*BANK, of_jan, about_ezra), CONTEXT)
    assert asked is None or asked.entry != of_jan.name
    for reply in (
        "How are you doing?",
        "How are you doing, Ezra?",
        "How are you and Ezra doing?",
        "And how's Jan?",
        "Hi Ezra, how are things?",
    ):
        chosen = picker.pick(reply, (*BANK, of_jan), CONTEXT)
        assert chosen is not None
        assert chosen.entry == of_jan.name


def test_what_is_asked_of_one_by_name_is_not_answered_of_another(picker: EntryPicker) -> None:
    askings = ("How's Ezra taking it?", "How's Ezra doing with it all?")
    of_ezra = Candidate("knows:ezra_how", askings, local=False, speakers=("Jan",))
    asked = picker.pick("How's Jan doing?", (*BANK, of_ezra), CONTEXT)
    assert asked is None or asked.entry != of_ezra.name
    same = picker.pick("How's Ezra doing?", (*BANK, of_ezra), CONTEXT)
    assert same is not None
    assert same.entry == of_ezra.name


@pytest.mark.parametrize("reply", ["What is the capital of Peru?", "My car failed its test on Friday."])
def test_what_nobody_foresaw_finds_nothing_sure(picker: EntryPicker, reply: str) -> None:
    chosen = pick(picker, reply)
    assert chosen is None or chosen.likely < picker.thresholds.generic


def test_a_name_that_nobody_answers_to_keeps_no_entry_back(picker: EntryPicker) -> None:
    bank = (Candidate("knows:puppies", ("How many puppies are there?",), False, speakers=("Jan",)), *BANK[2:])
    chosen = {
        name: picker.pick(f"{name}, how many puppies has she got?", bank, CONTEXT)
        for name in ("Jan", "Mrs Tully", "Ezra")
    }
    likely = {name: pick.likely if pick and pick.entry == "knows:puppies" else 0.0 for name, pick in chosen.items()}
    assert likely["Mrs Tully"] == likely["Jan"]
    assert likely["Ezra"] <= likely["Jan"]


@pytest.mark.parametrize("reply", ["…", "?", "Hm.", "", "  ", "你好吗", "¿Cuántos cachorros hay?", "🙂", "ok", "..."])
def test_any_reply_is_taken(picker: EntryPicker, reply: str) -> None:
    chosen = pick(picker, reply)
    assert chosen is None or 0 <= chosen.likely <= 1


@pytest.mark.parametrize("reply", ["asdf", "qwerty asdf", "zzz"])
def test_letters_at_random_ask_nothing(picker: EntryPicker, reply: str) -> None:
    assert pick(picker, reply) is None


def test_a_word_that_no_dictionary_has_is_found_where_they_are_asked_it(picker: EntryPicker) -> None:
    bank = (Candidate("knows:shukran", ("Shukran.",), False, speakers=("Jan",)),)
    assert picker.pick("Shukran", bank, CONTEXT) is not None
    assert picker.pick("asdf", bank, CONTEXT) is None


def test_a_long_reply_is_bounded(picker: EntryPicker) -> None:
    pick(picker, "Hello.")
    long = "I was saying to my colleague that the traffic on the ring road has been dreadful all week. " * 120
    begun = process_time()
    chosen = pick(picker, long + "How many puppies are there?")
    assert process_time() - begun < 1.0
    assert chosen is not None
    assert chosen.entry == "knows:puppies"


def test_a_statement_only_finds_what_can_be_said(picker: EntryPicker) -> None:
    chosen = pick(picker, "You cut his hair with the barber.")
    assert chosen is None or chosen.entry != "knows:barber"


def test_a_choice_is_the_same_each_time_and_whatever_was_asked_before(picker: EntryPicker) -> None:
    first = pick(picker, "Who are they, these lads?")
    pick(picker, "Is Mick about?")
    assert pick(picker, "Who are they, these lads?") == first
    assert pick(EntryPicker(), "Who are they, these lads?") == first


# --- Names, manners, segments


def test_several_who_pick_at_once_each_get_an_entry_of_their_own_family(picker: EntryPicker) -> None:
    """At a team's address many people are answered by one picker, each by another family."""
    banks = (BANK, BANK[:3], BANK[2:])
    replies = ("Who are they, these lads?", "Is Mick about?", "You cut his hair with the barber.")
    asked = [(reply, bank) for _ in range(20) for reply in replies for bank in banks]

    def choose(one: tuple[str, tuple[Candidate, ...]]) -> Pick | None:
        return picker.pick(one[0], one[1], CONTEXT)

    alone = [choose(one) for one in asked]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(choose, asked)) == alone


def test_names_are_masked_so_that_none_draws_an_entry() -> None:
    assert mask_names("Does Ezra feel safe there?", PEOPLE) == "Does they feel safe there?"
    assert mask_names("Jan, what do you think?", PEOPLE) == "what do you think?"
    assert mask_names("What do you think, Jan?", PEOPLE) == "What do you think?"
    assert mask_names("Is that Ezra's hat?", PEOPLE) == "Is that the hat?"
    assert mask_names("Ezra.", PEOPLE) == "they."
    assert mask_names("January is cold.", PEOPLE) == "January is cold."
    assert mask_names("The boy sat.", ("The boy",)) == "they sat."
    assert mask_names("The man sat.", ("The boy",)) == "The man sat."


@pytest.mark.parametrize(
    ("text", "asks", "states", "kind"),
    [
        ("Who's in the band?", True, False, QuestionKind.WHO),
        ("It's a long way, isn't it?", True, True, QuestionKind.YES_OR_NO),
        ("What a lot of puppies!", False, True, None),
        ("You've been here long then?", True, True, QuestionKind.YES_OR_NO),
        ("where do you take him for it", True, False, QuestionKind.WHERE),
        ("", False, True, None),
    ],
)
def test_a_tag_makes_a_question_of_a_statement(text: str, asks: bool, states: bool, kind: QuestionKind | None) -> None:
    assert find_manner(text) == (asks, states, kind)


def test_a_reply_is_cut_in_sentences_clauses_and_the_last_two_together() -> None:
    text = "OK. I came by the lane and it was flooded to the gate, but how long have you been out here? And Mick?"
    segments = split_reply(text, PEOPLE)
    assert [text[one.start : one.end] for one in segments if not one.part] == [
        "I came by the lane and it was flooded to the gate, but how long have you been out here?",
        "And Mick?",
    ]
    assert "but how long have you been out here?" in {text[one.start : one.end] for one in segments if one.part}
    assert any(one.part and text[one.end - 9 : one.end] == "And Mick?" for one in segments)


# --- Vectors


def test_vectors_are_embedded_once_and_kept(tmp_path: Path, picker: EntryPicker) -> None:
    own = tmp_path / "weights" / "askings.npy"
    vectors = AskingVectors(picker.vectors.encoder, [], own)
    told: list[tuple[int, int]] = []
    vectors.prepare(["Which lads?", "Which lads?", "Who's Mick?"], lambda done, whole: told.append((done, whole)))
    assert told == [(1, 2), (2, 2)]
    again = AskingVectors(picker.vectors.encoder, [], own)
    assert not list(again.list_missing(["Which lads?", "Who's Mick?"]))
    assert np.array_equal(again.embed("Which lads?"), vectors.embed("Which lads?"))


def test_a_cache_written_anew_meanwhile_gives_no_wrong_vector(tmp_path: Path, picker: EntryPicker) -> None:
    own = tmp_path / "askings.npy"
    encoder = picker.vectors.encoder
    AskingVectors(encoder, [], own).prepare(["Which lads?", "Who's Mick?"])
    begun = AskingVectors(encoder, [], own)
    own.unlink()
    AskingVectors(encoder, [], own).prepare(["Is Mick about?", "Who's Mick?", "What does Mick do?"])
    for text in ("Which lads?", "Who's Mick?"):
        assert float(begun.embed(text) @ encoder.embed(text)) > 0.999
    own.unlink()
    assert float(begun.embed("Which lads?") @ encoder.embed("Which lads?")) > 0.999


@pytest.mark.parametrize("content", [b"", b"not vectors", b"\x93NUMPY\x01\x00v\x00"])
def test_a_damaged_cache_costs_only_time(tmp_path: Path, picker: EntryPicker, content: bytes) -> None:
    own = tmp_path / "askings.npy"
    own.write_bytes(content)
    vectors = AskingVectors(picker.vectors.encoder, [own], own)
    vectors.prepare(["Which lads?"])
    assert not AskingVectors(picker.vectors.encoder, [], own).list_missing(["Which lads?"])


def test_eight_bits_are_near_enough(picker: EntryPicker) -> None:
    texts: Iterable[str] = ("Which lads?", "Is Mick about?")
    for text in texts:
        assert float(picker.vectors.embed(text) @ picker.vectors.encoder.embed(text)) > 0.999


def test_without_its_run_time_there_is_no_picker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.matching.entry_picker.find_spec", lambda _: None)
    assert open_picker() is None
