"""Covers that open sooner than people could press twice: a round has nine of them."""

import pytest

from coach.tui.pair import pages as cover


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> float:
    """Shut for a moment only; gives back for how long they are otherwise."""
    usual = cover.CLOSED_FOR
    monkeypatch.setattr(cover, "CLOSED_FOR", 0.02)
    return usual
