"""Messages of mail in, entries out: their headers, their parts, and which of these is read."""

from __future__ import annotations

from reader.parse.message.header_fields import is_public
from reader.parse.message.message_entry import parse_message

__all__ = ["is_public", "parse_message"]
