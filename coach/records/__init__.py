"""What is kept: rehearsals as lists of events, on this machine, readable by their owner alone."""
