"""Which subjects stay silent across a workforce's rehearsals, told by counts that can be traced to nobody."""
