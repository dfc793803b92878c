"""Files that people write, read into the model, with file, line, column and advice in every error."""
