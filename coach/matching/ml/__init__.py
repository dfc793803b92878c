"""Reading by meaning: a sentence encoder, and a calibrated decision for each criterion.

Begin with `model.py` (fitted weights) and `few_shot.py` (a model learnt from a rubric's examples).
"""
