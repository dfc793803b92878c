"""Tools for the people who write scenarios, families and rubrics."""
