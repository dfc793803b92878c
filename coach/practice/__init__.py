"""One practitioner's practice: the facade that the terminal, plain lines and the browser all call."""
