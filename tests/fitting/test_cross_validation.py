"""No voice and no situation is learnt from and judged by at once."""

from coach.fitting import cross_validation as folds
from coach.fitting.corpus import load_corpus


def test_no_voice_and_no_situation_stands_on_both_sides_of_a_split() -> None:
    replies = load_corpus()
    for fold in folds.split_by_voice(replies):
        assert not {r.voice for r in replies if fold.fits_on(r)} & {r.voice for r in replies if fold.judges(r)}
    for fold in folds.split_by_voice_and_situation(replies):
        learnt = [r for r in replies if fold.fits_on(r)]
        judged = [r for r in replies if fold.judges(r)]
        assert not {r.voice for r in learnt} & {r.voice for r in judged}
        assert not {r.scenario for r in learnt} & {r.scenario for r in judged}
