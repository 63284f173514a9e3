"""The date of a feed or a page as its source wrote it in, the moment that it means out.

What most sources write, `reader.clean.when` reads by itself; this is imported for the others.
"""
