"""Subscribing to what a person names: a feed, a site, a page, a list, or files."""
