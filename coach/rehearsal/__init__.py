"""The conversation engine: how a scripted family answers, without clock, chance or files.

Begin with `engine.apply(script, state, event) -> Step`. `history.py` replays a rehearsal's events with it, `state.py`
holds the data, `explain.py` says why the family answered as it did, `explorer.py` makes the steps of a walk
through every state, and `branch_choice.py` serves spoken rounds.
"""
