"""The team's store in PostgreSQL, with rows private to their owner and readers.

`logins` opens and sets up a store, `store` and `room_store` use it, `row_security` describes who may do what. Only this
folder and the migrations import SQLAlchemy, and only a program that uses a team's store loads it.
"""

from coach.parts import require_part

# Before any module of this folder: whoever asks for a team's store without what it needs is told what to install.
require_part("team")
