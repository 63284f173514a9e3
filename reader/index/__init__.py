"""The full-text index of all stories, with Whoosh underneath: a cache of the store."""
