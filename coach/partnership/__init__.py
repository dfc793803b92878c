"""Counts of a workforce's rehearsals: which subjects stay silent, with disclosure control.

`giving`: a contributor sends the counts of a rehearsal (`counts`), and can withdraw them until the quarter ends.
`suppression`: the pooled counts become a table in which no small number can be read or worked out. `publishing`: a
quarter's table is made once, after it ended. `publishing` draws it, too.
"""
