"""Acts of several machines in, one state out, the same on each: what to sync means. Pure."""
