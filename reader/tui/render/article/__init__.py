"""What the reading pane shows: a story as blocks, and blocks as lines, searched and marked."""
