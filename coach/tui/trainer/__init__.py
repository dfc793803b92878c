"""The trainer's board: every group in words, the run sheet beside it, the projector's page.

No word that was said is on any of its pages, and no name beside anything that was said: a trainer leads the room, and
reads nobody's conversation. `app.BoardApp` is where it begins.
"""
