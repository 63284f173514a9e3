"""How segments are built and merged."""
