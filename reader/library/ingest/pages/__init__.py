"""Pages of the web as sources: index pages, and pages that are watched."""
