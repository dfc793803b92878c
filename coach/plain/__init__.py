"""The plain front end, which works line by line, for screen readers, pipes and tests.

Begin with `main_menu.open_menu`, or with `scenario_choice.rehearse` for one rehearsal. Every list is asked for with
`console.choose`, every page takes the `PlainServices` of `debrief.py`.
"""
