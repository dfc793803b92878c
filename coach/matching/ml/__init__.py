"""Reading by meaning: a small sentence encoder, and one calibrated decision a criterion."""
