"""What the keys do, a subject a module."""
