"""Reading without fitted weights: it still works, by wording and likeness, and is said to read less well."""


class NoWeights(Exception):  # not an error: the matcher reads by wording, and says so
    """There are no weights for this rubric here, or they cannot be read. The message says which, in a sentence."""
