"""`coach pair`."""

import pytest

from coach.cli import main


def test_where_nothing_can_be_hidden_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Lines that were printed cannot be covered, so there is no pair without a screen."""
    assert main(["pair"]) == 1
    assert main(["--plain", "pair"]) == 1
    assert "can't be hidden" in capsys.readouterr().err
