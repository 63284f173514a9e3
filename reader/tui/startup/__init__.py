"""The first frames and the terminal: what must import little, or touches Textual's privates."""
