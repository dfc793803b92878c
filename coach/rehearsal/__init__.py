"""The conversation itself: `apply(script, state, event) -> Step`, without clock, chance or files."""
