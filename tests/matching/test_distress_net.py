"""A line that words alone leave open is judged by its meaning too, and by words alone where that cannot be had."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.fitting.distress_nets import fit_distress_net
from coach.matching import distress
from coach.matching.distress import OPEN_ODDS, add_meaning
from coach.matching.ml import distress_net
from coach.matching.ml.distress_net import NET_FILE, DistressNet, open_distress_net
from coach.matching.ml.encoder import open_published_encoder
from coach.practice.safeguarding import Safeguard


@pytest.fixture
def opened_anew() -> Iterator[None]:
    """Networks that a test opens by itself, and leaves closed."""
    open_distress_net.cache_clear()
    yield
    open_distress_net.cache_clear()


def make_lines(many: int, *, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of two kinds that stand apart, and which kind each is."""
    chance = np.random.default_rng(seed)
    own = (np.arange(many) % 2).astype(np.float32)
    vectors = chance.normal(0, 0.02, (many, 384)).astype(np.float32)
    vectors[:, 0] += own
    return vectors, own


def test_what_was_fitted_tells_the_kinds_apart_and_is_the_same_each_time(tmp_path: Path) -> None:
    vectors, own = make_lines(2000)
    net = fit_distress_net(vectors, own, (1,))
    unseen, kinds = make_lines(100, seed=8)
    odds = net.compute_odds(unseen)
    assert ((odds > 0) == (kinds > 0)).all()
    assert (fit_distress_net(vectors, own, (1,)).compute_odds(unseen) == odds).all()
    net.save(tmp_path / "net.npz")
    assert np.abs(DistressNet.load(tmp_path / "net.npz").compute_odds(unseen) - odds).max() < 0.05


def test_only_what_words_leave_open_is_judged_by_its_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(distress_net, "open_distress_net", lambda: asked.append(1))
    least, most = OPEN_ODDS
    assert [add_meaning("So.", odds) for odds in (least - 1, most + 1)] == [least - 1, most + 1]
    assert not asked
    add_meaning("So.", 0.0)
    assert asked


@pytest.mark.usefixtures("opened_anew")
@pytest.mark.parametrize("spoilt", [b"", b"not a file of numbers", None])
def test_words_alone_decide_where_the_networks_are_missing_or_damaged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, spoilt: bytes | None
) -> None:
    open_published_encoder()
    (tmp_path / NET_FILE.parent).mkdir()
    if spoilt is not None:
        (tmp_path / NET_FILE).write_bytes(spoilt)
    monkeypatch.setattr(distress_net, "locate_weights", lambda: tmp_path)
    assert open_distress_net() is None
    assert add_meaning("I can't do this any more.", 0.5) == 0.5
    assert distress.may_be_distress("I can't do this any more.")


@pytest.mark.usefixtures("opened_anew")
def test_an_address_in_a_line_changes_nothing() -> None:
    reader = open_distress_net()
    assert reader is not None
    assert reader.compute_odds("I can't do this. jo@example.org") == pytest.approx(
        reader.compute_odds("I can't do this. ")
    )


@pytest.mark.usefixtures("opened_anew")
def test_the_networks_are_opened_before_the_first_reply() -> None:
    Safeguard(frozenset).prepare()
    assert open_distress_net.cache_info().currsize == 1
