"""The stores of rehearsals, rooms and submissions, and deleting what they hold for good.

`event_store` says what a store of rehearsals offers, `sqlite_store` is the practitioner's own file, `class_log` a
room's log, `team` the same on a server. `erasure`, `traces` and `leftovers` see that deleted words are gone from the
disk; `recovery` reads damaged files.
"""
