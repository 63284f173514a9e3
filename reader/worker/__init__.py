"""Both ends of the pipes to the searcher and to the process that adds stories."""
