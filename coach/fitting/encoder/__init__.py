"""Fitting the sentence encoder on the corpus. Needs the extra `fit` (torch, onnx)."""
