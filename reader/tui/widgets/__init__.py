"""The panes, bars and lines of the main screen."""
