"""Controllers of what is searched for: typed, recalled, found, and kept under a name."""
