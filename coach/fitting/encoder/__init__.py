"""Fitting the sentence encoder on the corpus; needs the extra `fit` (torch, onnx).

`python -m coach.fitting.encoder` runs it; `training.py` fits, `network.py` is the model.
"""
