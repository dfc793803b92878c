"""The plain front end, which works line by line, for screen readers, pipes and tests.

Begin with `scenario_choice.rehearse`; `conversation.py`, `debrief.py` and `write.py` are its parts.
"""
