"""The search server: answers queries in a process of its own, the newest first."""

from __future__ import annotations

import gc
import json
import sys
from typing import TYPE_CHECKING

from reader.library import Library
from reader.library.search import StaleSearch, collect_garbage, gc_paused
from reader.model import BrokenIndexError, Query, ReaderError, Search, SearchOrder
from reader.model.construction import replace
from reader.worker.line_io import LineReader, send_noun
from reader.worker.protocol import COUNT, LOOK, AnswerMessage, QueryMessage

if TYPE_CHECKING:  # only who searches needs Whoosh
    from reader.index.index import Index

FIRST_PAGE = 50  # hits that are wanted at once
ALL = 5000  # hits that a list can hold; the total is told beyond that
# A page is found and told sooner than a list of thousands.
PASSES: dict[SearchOrder, tuple[tuple[bool, int], ...]] = {
    "best": ((True, FIRST_PAGE), (False, ALL)),
    "newest": ((True, FIRST_PAGE), (False, ALL)),
}


def serve_searches(library: Library) -> None:
    """Answer queries until the screen goes away; a newer query ends the work on an older."""
    gc.disable()  # garbage is collected behind every answer: a stale search has to end at once
    lines = LineReader(sys.stdin.fileno())
    server = SearchServer(library, lines)
    send_noun(AnswerMessage(0, behind=server.count_unindexed()))
    server.check_index()
    while asked := server.next_query():
        if asked == LOOK:
            send_noun(AnswerMessage(0, behind=server.count_unindexed()))
        elif not server.is_query_waiting():
            server.answer_query(asked)
    server.close()


class SearchServer:
    """What answers queries: the open index, and the queries that wait for it."""

    def __init__(self, library: Library, lines: LineReader) -> None:
        self.library = library
        self.lines = lines
        self.index: Index | None = None
        self.outdated = False  # whether there is an index to be swept away that is no longer used
        self.uncounted: dict[str, None] = {}  # queries to be counted, in the order of asking

    def next_query(self) -> QueryMessage | None:
        """Return the next query; until it comes, do what is due."""
        while not self.is_query_waiting():
            if self.uncounted:
                self.count_finds(next(iter(self.uncounted)))
            elif self.outdated:
                collect_garbage(everything=True)
                self.outdated = False
            else:
                self.lines.wait()
        line = self.lines.next()
        return QueryMessage(**json.loads(line)) if line else None

    def is_query_waiting(self) -> bool:
        """Tell whether a query is waiting, or the end; what is only to be counted is put by."""
        while self.lines.waiting():
            line = self.lines.next()
            asked = json.loads(line or "{}")
            if asked.get("number") != COUNT:
                self.lines.put_back(line)
                return True
            self.uncounted[asked["text"]] = None
        return False

    def count_finds(self, text: str) -> None:
        """Tell how many stories a query finds, unless another one comes meanwhile."""
        try:
            counted = self.library.count_finds(self.opened_index(), text, self.is_query_waiting)
        except StaleSearch:
            return
        except ReaderError:
            self.close()
        else:
            send_noun(AnswerMessage(COUNT, total=counted.found, text=text, unread=counted.unread))
        del self.uncounted[text]
        collect_garbage()

    def count_unindexed(self) -> int:
        """Return how many stories the index does not know yet."""
        return self.library.count_unindexed()

    def check_index(self) -> None:
        """Read the whole index while nobody asks for anything; damage makes it work to do."""
        try:
            self.opened_index().check(self.is_query_waiting)
        except StaleSearch:
            return
        except BrokenIndexError:
            self.close()
            self.library.empty_damaged_index()
            send_noun(AnswerMessage(0, behind=self.count_unindexed()))
        except ReaderError:
            self.close()

    def answer_query(self, message: QueryMessage) -> None:
        """Tell a page of hits, then all of them."""
        try:
            with gc_paused():
                self._send_hits(message, self.opened_index())
                collect_garbage()
        except StaleSearch:
            return
        except BrokenIndexError:
            self.close()
            send_noun(AnswerMessage(message.number, behind=max(1, self.count_unindexed())))
        except ReaderError as error:
            send_noun(AnswerMessage(message.number, hint=str(error)))

    def close(self) -> None:
        """Let go of the index."""
        if self.index is not None:
            self.index.close()
        self.index = None

    def opened_index(self) -> Index:
        """Return the index as it is now."""
        if self.index is None:
            self.index = self.library.open_index()
            collect_garbage(everything=True)
        self.outdated = self.index.refresh() or self.outdated
        return self.index

    def _send_hits(self, message: QueryMessage, index: Index) -> None:
        """Search for all at once, or where that is quicker for what fits the screen first."""
        query = self.library.parse_query(message.text, message.typing)
        passes = iter(PASSES[message.order])
        final = False
        while not final:
            first, limit = next(passes)
            wanted = Search(query, message.order, limit, message.typing, first)
            hits = self.library.search(index, wanted, self.is_query_waiting)
            final = not first or (hits.exact and hits.total <= limit)
            hint = query.hint or hits.hint
            told = AnswerMessage(
                message.number, hits.ids, hits.total, final, hint, hidden=hits.hidden
            )
            send_noun(
                told
                if hits.total
                else replace(told, meant=self._correct_query(query, message, index))
            )

    def _correct_query(self, query: Query, message: QueryMessage, index: Index) -> str:
        """Return what was typed with words that there are."""
        return self.library.correct_query(index, query, message.text, self.is_query_waiting)
