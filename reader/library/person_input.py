"""What a person types, made safe to keep and to print: names, headers, addresses.

The command line and the screen take it from here, so that they reach into no station.
"""

from reader.clean.text.sanitize import safe_line, strip_controls
from reader.fetch.http.headers import parse_header
from reader.fetch.url_parts import is_web, url_fault
from reader.opml.subscription_names import own_line

__all__ = ["is_web", "own_line", "parse_header", "safe_line", "strip_controls", "url_fault"]
