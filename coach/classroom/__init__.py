"""Pairs, trios and rooms: who is where, who may see what, what a group talks over afterwards. No screens, no store."""
