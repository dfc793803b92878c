"""Reading a reply after its cue: verdicts, each with its words and the rule that spoke."""
