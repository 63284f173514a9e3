"""Answers of servers in, what is new in their bodies out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from http import HTTPStatus

from reader.clock import Clock
from reader.fetch import document_of
from reader.library.ingest.cleaning_pool import Crew
from reader.model import Cleaned, Document, Reply, Source

FEW = 4  # answers that are read where they came: beginning a process takes longer


@dataclass(frozen=True, slots=True)
class Opened:
    """An answer, and what its body holds where that was looked at already."""

    reply: Reply
    digest: str  # what tells its body from another
    cleaned: Cleaned | None = None

    def unchanged(self, known: str) -> bool:
        """Whether it brings nothing but what is known by its digest."""
        return self.reply.status == HTTPStatus.NOT_MODIFIED or self.digest == known


def unopened(reply: Reply) -> Opened:
    """An answer whose body was not looked at."""
    return Opened(reply, sha256(reply.content).hexdigest())  # which many processors do themselves


def opening(
    crew: Crew, sources: Mapping[str, Source], count: int, clock: Clock
) -> Callable[[Reply], Awaitable[Opened]]:
    """What opens answers, a number of them: those with news are cleaned by a crew."""

    async def opened(reply: Reply) -> Opened:
        document, come = document_of(reply, clock.now()), unopened(reply)
        known = sources[reply.asked].standing.digest
        if count <= FEW or not isinstance(document, Document) or come.unchanged(known):
            return come
        return replace(come, cleaned=await crew.cleaned(document))

    return opened
