"""placeholder"""
EVERYDAY: frozenset[str] = frozenset()
