"""The date of a feed or a page as its source wrote it in, the moment that it means out.

What most sources write, `reader.clean.dates.written_date` reads by itself; the rest of this package
is imported for the others.
"""
