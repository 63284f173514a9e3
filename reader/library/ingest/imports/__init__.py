"""What comes in from other readers, and from JSON lines."""
