"""A rehearsal turned into what to say about it. Pure: the same rehearsal always gives the same debrief."""
