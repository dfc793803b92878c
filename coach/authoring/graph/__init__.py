"""A dialogue as a picture: for the browser, for documents, and for the terminal."""
