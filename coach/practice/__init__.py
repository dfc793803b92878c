"""A practitioner's practice: what terminal, plain and browser front ends call to rehearse.

Begin with `service.PracticeService`, which opens rehearsals, and `rehearsal.Rehearsal`, which is one of them.
"""
