"""No voice is learnt from and judged by at once."""

from coach.fitting.corpus import load_corpus
from coach.fitting.cross_validation import FOLDS, deal_voices


def test_no_voice_is_in_two_folds_and_a_new_one_moves_no_other() -> None:
    replies = load_corpus()
    fold = deal_voices(replies)
    parts = [{reply.voice for reply, dealt in zip(replies, fold, strict=True) if dealt == n} for n in range(FOLDS)]
    assert all(parts)
    assert sum(map(len, parts)) == len({reply.voice for reply in replies})
    last = replies[0].model_copy(update={"voice": "~ a voice sorted last"})
    assert deal_voices([*replies, last])[:-1].tolist() == fold.tolist()
