"""The commands that reach beyond this machine: a folder that several share, accounts at servers."""
