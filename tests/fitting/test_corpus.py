"""Labelled replies: the corpus that ships, and files of a user's own."""

import json
from pathlib import Path

import pytest

from coach.content.library import Library
from coach.errors import CoachError
from coach.fitting.corpus import LabelledReply, group_by_voice, load_corpus, load_second_labels, read_labelled
from coach.matching.ml.model import DECISION_FILE, Weights, locate_weights


def test_the_corpus_is_what_its_guide_says(whole: Library) -> None:
    """At least 3,000 replies by 12 voices, 80 true cases a criterion, a third without any label, 400 minimal pairs."""
    replies = load_corpus()
    criteria = set(Weights.load(locate_weights() / "openness" / DECISION_FILE).criteria)
    assert criteria <= set(whole.rubric("openness").criteria)  # one that came since is learnt from its own examples
    assert len(replies) >= 3000
    assert len(group_by_voice(replies)) >= 12
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
