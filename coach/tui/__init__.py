"""The Textual front end. `coach.tui.app.run` is all that the command line needs of it."""
