"""Recovery of damaged SQLite files, page by page, where SQLite gives up on the whole.

`page_reader` finds rows, `row_sorting` recognizes which table each belongs to, `transfer` writes them to a whole file.
"""
