"""The folder in which machines tell each other what was marked: read, written, carried by git."""
