"""The nouns: frozen values with no input or output of their own."""
