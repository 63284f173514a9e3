"""The HTTP client: connections, redirects, limits, and the SSRF guard."""
