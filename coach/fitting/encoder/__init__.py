"""The sentence encoder fitted further on the corpus. Needs the extra `fit` (torch, onnx); nobody else does."""
