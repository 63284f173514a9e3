"""Messages of mail of many kinds, as bytes, written for the tests."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Iterable

TOP = (
    ("Received", "from out.harbour.example by in.home.example; Tue, 03 Nov 2026 07:30:09 +0000"),
    ("From", "Harbour Letter <letter@harbour.example>"),
    ("To", "ada@home.example"),
    ("Subject", "The ferry sails again"),
    ("Date", "Tue, 3 Nov 2026 08:30:00 +0100"),
    ("Message-ID", "<harbour-41@harbour.example>"),
    ("MIME-Version", "1.0"),
)
LIST = (("List-Id", "Harbour Letter <letter.harbour.example>"),)
PROSE = (
    "The ferry to the outer islands sails twice a day again, the harbour master said on Monday.",
    "Repairs of its engine took three weeks longer than planned, as a part had to be cast anew.",
    "Fares stay as they are until spring, and bicycles are carried free of charge on weekdays.",
)


def header(*fields: tuple[str, str], **changed: str) -> bytes:
    """The lines of a header: the usual ones and more of them; an empty one is left out."""
    wanted = {name.replace("_", "-").lower(): value for name, value in changed.items()}
    lines = [(name, wanted.pop(name.lower(), value)) for name, value in (*TOP, *fields)]
    lines += [(name.title(), value) for name, value in wanted.items()]
    return "".join(f"{name}: {value}\n" for name, value in lines if value).encode("utf-8")


def message(
    body: bytes | str, *fields: tuple[str, str], listed: bool = True, **changed: str
) -> bytes:
    """A message, of a list unless that is not wanted."""
    written = body.encode("utf-8") if isinstance(body, str) else body
    return header(*(LIST if listed else ()), *fields, **changed) + b"\n" + written


def html(body: str, *fields: tuple[str, str], **changed: str) -> bytes:
    """A message in HTML."""
    return message(body, ("Content-Type", "text/html; charset=utf-8"), *fields, **changed)


def parts(boundary: str, pieces: Iterable[bytes], closed: bool = True) -> bytes:
    """The parts of a message, each with a line before it."""
    line = boundary.encode()
    end = b"--" + line + b"--\n" if closed else b""
    return b"".join(b"--" + line + b"\n" + piece + b"\n" for piece in pieces) + end


def multipart(kind: str, *pieces: bytes, closed: bool = True, **changed: str) -> bytes:
    """A message of several parts."""
    boundary = f"=_{kind}_41"
    content_type = f'multipart/{kind}; boundary="{boundary}"'
    body = parts(boundary, pieces, closed)
    return message(body, ("Content-Type", content_type), **changed)


def part(media_type: str, body: bytes | str, *fields: str) -> bytes:
    """A part of a message."""
    written = body.encode("utf-8") if isinstance(body, str) else body
    lines = "\n".join((f"Content-Type: {media_type}", *fields))
    return lines.encode() + b"\n\n" + written


def in_base64(text: str, charset: str = "utf-8") -> bytes:
    """A text in base64, in lines."""
    return base64.encodebytes(text.encode(charset))


def in_quoted_printable(text: str, charset: str = "utf-8") -> bytes:
    """A text in quoted-printable."""
    return quopri.encodestring(text.encode(charset))


def newsletter(*, link: str = "https://letter.example/p/ferry-sails-again") -> str:
    """A newsletter in HTML whose tables only place things, with all that stands around it."""
    cells = "".join(f'<tr><td style="padding:8px">{one}</td></tr>' for one in PROSE)
    return f"""<!DOCTYPE html><html lang="en"><head><title>Letter</title>
<style>td {{ font: 16px serif }}</style></head><body>
<div style="display:none;max-height:0">What sails, and what not &#847;&zwnj;&nbsp;&#847;</div>
<table role="presentation" width="100%"><tr><td align="center">
<table width="600"><tr><td>
<a href="{link}?utm_source=mail">View this email in your browser</a></td></tr>
<tr><td><img src="https://letter.example/logo.png" alt="Harbour Letter" width="200"></td></tr>
<tr><td><h1>The ferry sails again</h1></td></tr>
<tr><td><table>{cells}</table></td></tr>
<tr><td><h2>Also in port</h2></td></tr>
<tr><td><table><tr><td><img src="https://letter.example/crane.jpg" width="120" height="90"
 alt="The old crane at dawn"></td><td><p>The old crane is to be painted
 <a href="https://news.example/crane">in the blue of 1912</a>, after a vote.</p></td></tr>
</table></td></tr>
<tr><td><table><tr><th>Port</th><th>Ships</th></tr><tr><td>North</td><td>12</td></tr>
<tr><td>South</td><td>7</td></tr></table></td></tr>
<tr><td><table><tr><td><a href="https://x.example/a">Twitter</a></td>
<td><a href="https://x.example/b">Facebook</a></td></tr></table></td></tr>
<tr><td>You are receiving this email because you signed up at harbour.example.<br>
<a href="https://letter.example/unsubscribe?u=1">Unsubscribe</a> |
<a href="https://letter.example/prefs">Update your preferences</a></td></tr>
<tr><td>&copy; 2026 Harbour Letter, 1 Quay Street, Port Example</td></tr>
</table></td></tr></table>
<img src="https://click.letter.example/o.gif" width="1" height="1" alt="">
</body></html>"""
