"""Reading the files that authors write; every error has its file, line, column and advice.

Begin with `library.py`, which finds and reads them. `yaml_reader.py` reads the text, `validation.py` makes models of
it, `references.py` checks that names fit together.
"""
