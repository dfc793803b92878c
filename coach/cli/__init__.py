"""The `coach` command: one module for each group of subcommands; `main` is where it begins."""
