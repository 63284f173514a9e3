"""The fingerprints of many stories at once, by arithmetic on arrays (NumPy)."""
