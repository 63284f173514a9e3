"""Under which location a source is kept, however its address is spelled."""

from __future__ import annotations

from reader.store import Store


class SourceLocations:
    """The locations of all sources: one that is spelled in another way is the same."""

    def __init__(self, store: Store) -> None:
        from reader.fetch.url_normalization import request_url

        self.complete = request_url
        self.stored = dict.fromkeys(store.sources.locations())
        self.spelled = {request_url(location): location for location in reversed(self.stored)}

    def location_of(self, location: str) -> str:
        """Give the location that a source is kept under, or would be."""
        if location in self.stored:
            return location
        form = self.complete(location)
        return self.spelled.setdefault(form, form)
