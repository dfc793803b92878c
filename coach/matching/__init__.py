"""Reading a reply by a rubric: which criteria it meets, and the words that show each.

Begin with `Matcher.read` in `classifier.py`; `loading.py` opens a matcher for a rubric. Fitted weights and the encoder
lie in `ml/`.
"""
