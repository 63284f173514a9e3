"""Index pages: the links of a page without a feed that lead to stories."""
