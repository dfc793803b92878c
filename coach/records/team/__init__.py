"""The same store at team size: any database by its URL, with rows that only their owner and chosen readers can read.

Only this folder and the migrations import SQLAlchemy, and only whoever uses it loads it.
"""
