"""Everything fitted, put together as the weights that ship."""

import numpy as np

from coach.fitting.counting import Counting
from coach.fitting.mixing import Mix, Numbers
from coach.matching.meaning.weights import Weights

STEPS = 127


def pack(
    criteria: tuple[str, ...],
    counting: Counting,
    mixed: Mix,
    clear: Numbers,
    possible: Numbers,
    version: str,
    encoder: str,
) -> Weights:
    """Weights as they are read: those of the counts as whole steps, so that they stay small."""
    step = np.abs(counting.weights).max(0) / STEPS
    whole = np.round(counting.weights / step)
    kept = np.abs(whole).max(1) > 0
    return Weights(
        criteria=criteria,
        names=counting.names,
        rarity=counting.rarity,
        at=counting.at[kept],
        counts=whole[kept].astype(np.int8),
        step=step.astype(np.float32),
        counts_bias=counting.bias,
        mix=mixed.weights.astype(np.float32),
        mix_bias=mixed.bias.astype(np.float32),
        clear=clear.astype(np.float32),
        possible=possible.astype(np.float32),
        version=version,
        encoder=encoder,
    )
