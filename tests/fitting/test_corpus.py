"""Labelled replies: the corpus that ships, and files of a user's own."""

import json
from pathlib import Path

import pytest

from coach.content.library import Library, find_shipped_folders
from coach.errors import CoachError
from coach.fitting import corpus
from coach.fitting.corpus import (
    LabelledReply,
    load_colleagues,
    load_conversations,
    load_corpus,
    load_second_labels,
    read_labelled,
)
from coach.fitting.encoder.augmentation import move_to_cue
from coach.matching.ml.model import Weights
from coach.matching.ml.weight_files import DECISION_FILE, locate_weights


def test_the_corpus_is_what_its_guide_says(whole: Library) -> None:
    """At least 3,000 replies by 12 voices, 80 true cases a criterion, a third without any label, 400 minimal pairs."""
    replies = load_corpus()
    criteria = set(Weights.load(locate_weights() / "openness" / DECISION_FILE).criteria)
    assert criteria <= set(whole.rubric("openness").criteria)  # one that came since is learnt from its own examples
    assert len(replies) >= 3000
    assert len({each.voice for each in replies}) >= 12
    assert len({each.scenario for each in replies}) >= 46
    assert criteria <= {label for each in replies for label in each.labels} <= set(whole.rubric("openness").criteria)
    for key in criteria:
        assert sum(key in each.labels for each in replies) >= 80, key
    assert 0.3 <= sum(not each.labels for each in replies) / len(replies) <= 0.36
    pairs: dict[str, list[LabelledReply]] = {}
    for each in replies:
        if each.pair:
            pairs.setdefault(each.pair, []).append(each)
    assert sum(len(pair) >= 2 for pair in pairs.values()) >= 400
    assert len({each.id for each in replies}) == len(replies)
    assert set(load_second_labels()) <= {each.id for each in replies}
    for each in replies:
        for criterion in each.marked or {}:
            assert all(words in each.reply for words in each.find_deciding_words(criterion)), each.id


def test_a_line_that_is_not_a_labelled_reply_is_named_and_never_repeated(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    secret = "what Sam said at home"
    file.write_text(json.dumps({"id": "1", "reply": "Well.", "labels": []}) + f"\n{{{secret}\n", encoding="utf-8")
    with pytest.raises(CoachError) as caught:
        read_labelled(file)
    assert "Line 2" in str(caught.value)
    assert secret not in str(caught.value)


# --- Whole conversations

RUBRICS = {name: tuple(Library(find_shipped_folders()).rubric(name).criteria) for name in ("openness", "supervision")}


def test_conversations_are_many_in_many_voices_and_situations() -> None:
    learnt, kept_out = load_conversations(RUBRICS), load_conversations(RUBRICS, kept_out=True)
    every = (*learnt, *kept_out)
    assert len(every) >= 5000
    assert len({reply.conversation for reply in every}) >= 400
    assert len({reply.voice for reply in every}) >= 40
    shipped = {reply.scenario for reply in every} & {
        shelved.id for shelved in Library(find_shipped_folders()).shelf("dialogues")
    }
    assert len(shipped) == 21
    assert len({reply.scenario for reply in every} - shipped) >= 40


def test_no_voice_and_no_conversation_is_both_learnt_from_and_kept_out() -> None:
    learnt, kept_out = load_conversations(RUBRICS), load_conversations(RUBRICS, kept_out=True)
    assert not {reply.voice for reply in learnt} & {reply.voice for reply in kept_out}
    assert not {reply.conversation for reply in learnt} & {reply.conversation for reply in kept_out}


def test_what_nobody_looked_for_is_contested_and_not_a_miss() -> None:
    families = next(reply for reply in load_conversations(RUBRICS) if reply.rubric == "openness")
    assert set(RUBRICS["supervision"]) - set(RUBRICS["openness"]) <= set(families.contested)
    colleague = load_colleagues(RUBRICS)[0]
    assert set(RUBRICS["openness"]) - set(colleague.labels) <= set(colleague.contested)


def test_an_installation_has_no_corpus_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(corpus, "CORPUS", tmp_path / "corpus")
    with pytest.raises(CoachError, match="not part of an installation"):
        load_corpus()


def test_what_one_reader_of_two_heard_is_half_heard() -> None:
    reply = LabelledReply(
        id="1", reply="Well.", labels=("a",), contested=("b", "c", "d"), first=("a", "b"), second=("a", "c")
    )
    assert reply.find_half_heard() == {"b", "c"}  # `d` both only doubted


def test_what_was_half_heard_after_one_cue_is_not_learnt_after_another() -> None:
    reply = LabelledReply(
        id="1", reply="I have brought the form with me today.", labels=(), contested=("b",), first=("b",)
    )
    moved = move_to_cue(reply, LabelledReply(id="2", reply="Well.", labels=(), cue="Why?"), frozenset())
    assert moved is not None
    assert moved.cue == "Why?"
    assert not moved.find_half_heard()
