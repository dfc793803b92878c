"""Tests for how likely a sentence promises, by what was learnt, and for what becomes of it."""

import json
from pathlib import Path

import pytest

from coach.debrief import promise_reader
from coach.debrief.promise_choice import choose_promises
from coach.debrief.promise_reader import WEIGHTS_FILE, list_features, load_promise_weights, read_promises
from coach.debrief.promises import SURE, SpokenPromise, find_promises

MOST_BYTES = 400_000

TYPED = (
    "Dates first, then the rest. I'll have that page settled with you by Friday dinner, and I'll have it in your hand."
)


def read(*sentences: str) -> tuple[float, ...]:
    likely = read_promises(sentences)
    assert likely is not None
    return likely


def test_promises_are_likelier_than_trifles_wishes_and_questions() -> None:
    promised = read("I'll ring the school tomorrow at nine.", "I'll write your words in the report, and you read it.")
    others = read("I'd love to hear about the bus.", "What did he say then?", "I'll put the kettle on.", "That's hard.")
    assert min(promised) > max(others)


def test_what_stands_around_a_sentence_is_looked_at_too() -> None:
    (alone,) = read("The nurse.")
    among = read("I'll ring the school tomorrow.", "The nurse.")[1]
    assert among > alone


def test_what_is_quoted_is_no_word_of_the_speaker() -> None:
    (features,) = list_features(['You said "I will ring the school".'])
    assert "1 ring" not in features
    assert "quotes" in features


def test_a_promise_that_no_rule_knows_is_found_by_what_was_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_promises([(1, TYPED)])
    monkeypatch.setattr("coach.debrief.promises.read_promises", lambda sentences, asked: None)
    assert not find_promises([(1, TYPED)])


@pytest.mark.parametrize(
    "text",
    [
        "Apple, eh. I'll never drink it again.",
        "I'll write that on my wall.",
        "I'll get my form out.",
        "I'm writing as fast as I can.",
        "I'll write it as you say it.",
        "You think I'll ring the police.",
        "Maybe I'll write to them.",
        "I'll ring her tomorrow, if you like?",
    ],
)
def test_what_rules_say_is_none_is_none_however_likely_its_words_are(text: str) -> None:
    assert find_promises([(1, text)]) == ()


def test_a_question_is_no_promise_however_likely(monkeypatch: pytest.MonkeyPatch) -> None:
    def be_certain(sentences: tuple[str, ...], asked: str) -> tuple[float, ...]:
        return tuple(1.0 for _ in sentences)

    monkeypatch.setattr("coach.debrief.promises.read_promises", be_certain)
    assert find_promises([(1, "Is it Thursday?")]) == ()
    assert len(find_promises([(1, "Right, Thursday.")])) == 1


def test_how_likely_a_promise_is_goes_with_it_and_a_doubtful_one_is_not_shown() -> None:
    (promise,) = find_promises([(1, TYPED)])
    assert (promise.likely or 0) >= SURE
    doubtful = SpokenPromise(1, "I'll ring the school tomorrow.", likely=0.001)
    assert choose_promises([doubtful, promise]) == (promise,)
    asked = SpokenPromise(1, "I'll ring the school tomorrow.", answers="Would you ring the school?", likely=0.001)
    assert asked in choose_promises([asked, promise])


def test_without_weights_the_rules_decide_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_promise_weights(tmp_path / "none.json.gz") is None
    monkeypatch.setattr(promise_reader, "load_promise_weights", lambda: None)
    assert read_promises(("I'll ring the school tomorrow.",), "without weights") is None


def test_the_weights_that_ship_are_small_and_name_no_feature_twice() -> None:
    assert WEIGHTS_FILE.stat().st_size < MOST_BYTES
    weights = load_promise_weights()
    assert weights is not None
    assert 0.0 not in weights.by_feature.values()
    assert not json.dumps(sorted(weights.by_feature)).count('""')
