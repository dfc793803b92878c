"""The `coach` command: one module for each group of subcommands."""
