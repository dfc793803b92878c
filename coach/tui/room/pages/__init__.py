"""A page for each point of a round and each role. Each is made from a view, and says what somebody wants."""
