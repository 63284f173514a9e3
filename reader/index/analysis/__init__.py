"""Text and queries as tokens: folding and stemming."""
