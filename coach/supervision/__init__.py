"""Supervision: exercises, submissions, reviews, and how far two readers agree.

`practitioner` is the practitioner's side (submit, withdraw, fetch reviews), `inbox` the supervisor's. `submissions`
makes a submission from a debrief, `agreement` compares readers, `stores` says where everything lies.
"""
