"""The conversation itself: `step(script, state, event) -> (state, outputs)`, without clock, chance or files."""
