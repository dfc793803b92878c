"""A damaged file of weights: the coach goes on with what ships, and never with a traceback."""

from contextlib import suppress
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from coach.cli.main import main
from coach.matching.ml.model import Weights, find_weights
from coach.matching.ml.weight_files import DECISION_FILE, ModelUnavailable, locate_weights

FILE = locate_weights() / "openness" / DECISION_FILE


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_short_is_said_in_a_sentence_and_what_ships_is_used(tmp_path: Path, share: float) -> None:
    own = tmp_path / "openness" / DECISION_FILE
    own.parent.mkdir()
    whole = FILE.read_bytes()
    own.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        Weights.load(own)
    assert find_weights("openness", (tmp_path,), lambda: "any").version == Weights.load(FILE).version


@pytest.mark.parametrize("at", range(0, 40_000, 2_500))
def test_noise_in_it_leads_to_weights_or_to_a_sentence(tmp_path: Path, at: int) -> None:
    spoilt = bytearray(FILE.read_bytes())
    spoilt[at : at + 40] = bytes((byte * 7 + 13) % 256 for byte in spoilt[at : at + 40])
    file = tmp_path / DECISION_FILE
    file.write_bytes(spoilt)
    with suppress(ModelUnavailable):
        assert Weights.load(file).criteria


class Runs:
    """Makes a file as soon as it is read back, as a hostile pickle does worse."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.file,)


def test_a_program_in_a_file_of_weights_is_not_run(tmp_path: Path) -> None:
    """Weights come from a folder that others may write to: numpy reads programs where it is let."""
    ran = tmp_path / "ran"
    own = tmp_path / "openness" / DECISION_FILE
    own.parent.mkdir()
    with np.load(FILE, allow_pickle=False) as whole:
        arrays = {name: np.array([Runs(ran)], dtype=object) for name in whole.files}
    np.savez(own, **arrays)  # type: ignore[arg-type]  # arrays of objects, which numpy pickles
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        Weights.load(own)
    assert find_weights("openness", (tmp_path,), lambda: "any").version == Weights.load(FILE).version
    assert not ran.exists()


def test_weights_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "openness" / DECISION_FILE
    weights = Weights.load(FILE)
    weights.save(file)
    before = file.read_bytes()

    def full(_: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        weights.save(file)
    assert file.read_bytes() == before
    assert [each.name for each in file.parent.iterdir()] == [DECISION_FILE]


def test_damaged_weights_of_ones_own_are_said_once_and_undone(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = home / "weights" / "openness" / DECISION_FILE
    own.parent.mkdir(parents=True)
    own.write_bytes(FILE.read_bytes()[:5_000])
    monkeypatch.setattr("sys.stdin", StringIO("What is it like for him?\nI hear you.\nstop\n"))
    assert main(["rehearse", "wrong_box", "--plain"]) == 0
    said = capsys.readouterr()
    assert (said.out + said.err).count("The file of what the coach learnt from you is damaged") == 1
    assert "Traceback" not in said.err
    assert main(["fit", "--undo"]) == 0
    assert not own.exists()
    monkeypatch.setattr("sys.stdin", StringIO("What is it like for him?\nstop\n"))
    assert main(["rehearse", "wrong_box", "--plain"]) == 0
    assert "damaged" not in capsys.readouterr().out
