"""A news reader for the terminal."""
