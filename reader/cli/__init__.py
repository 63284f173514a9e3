"""The command line: every command but the screen itself."""
