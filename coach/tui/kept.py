"""Where a practitioner's things are kept, in words: on their machine, or in a store that their team shares."""

HERE = "on this machine"
IN_THE_STORE = "in your team's store, where only you can read it"


def said_where(words: str, shared: bool) -> str:
    """Words with `{kept}` in them, as it is here."""
    return words.replace("{kept}", IN_THE_STORE if shared else HERE)
