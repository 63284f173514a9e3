"""What mail looks like, and the addresses in it that count its readers."""
