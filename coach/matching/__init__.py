"""A reply after its cue becomes verdicts, each with its words, its nearest example and the rule that spoke."""
