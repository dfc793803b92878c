"""The fuzzers run, say a seed that repeats, and fail where something is wrong; seeds that once failed are tried."""

import importlib
from contextlib import nullcontext

import pytest

from tests.fuzz import __main__ as fuzzers
from tests.fuzz import content

ONCE_FAILED = {
    "content": (135,),
    "brought": (8, 21),
    # A second note on one criterion gave two boxes of one name; a browser that was forgotten was not let in again.
    "forms": (5, 2, 1768689613, 103),
}


@pytest.mark.parametrize("kind", ONCE_FAILED)
def test_seeds_that_once_failed_or_took_long_do_no_more(kind: str) -> None:
    with importlib.import_module(f"tests.fuzz.{kind}").opened() as attempt:
        for seed in ONCE_FAILED[kind]:
            assert attempt(seed)


@pytest.mark.slow
@pytest.mark.parametrize("kind", fuzzers.KINDS)
def test_each_goes_on_for_as_long_as_is_said(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzzers.main([kind, "--seconds", "5", "--first", "1"]) == 0
    assert "from seed 1" in capsys.readouterr().out


def test_a_failure_is_said_with_the_command_that_repeats_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def attempt(seed: int) -> str:
        assert seed != 7, "odd"
        return "well"

    monkeypatch.setattr(content, "opened", lambda: nullcontext(attempt))
    assert fuzzers.main(["content", "--seed", "6"]) == 0
    assert fuzzers.main(["content", "--seed", "7"]) == 1
    said = "".join(capsys.readouterr())
    assert "python -m tests.fuzz content --seed 7" in said
    assert "AssertionError: odd" in said


def test_what_is_no_fuzzer_is_refused() -> None:
    with pytest.raises(SystemExit) as caught:
        fuzzers.main(["everything"])
    assert caught.value.code == 2
