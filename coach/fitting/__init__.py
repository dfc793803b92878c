"""Fitting the matcher's weights to labelled replies, and measuring how well it reads.

Begin with `shipped_weights.py` (weights that ship), `refit.py` (weights fitted on a user's machine) and `metrics.py`.
`corpus.py` loads the labelled replies; `encoder/` fits the sentence encoder and needs the extra `fit`.
"""
