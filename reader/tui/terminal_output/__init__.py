"""What the terminal shows, cell by cell, and the shortest bytes that bring it there."""
