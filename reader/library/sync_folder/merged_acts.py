"""Acts of other machines in; marks, subscriptions, searches and rules as all machines have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from reader.library.saved_searches import SavedSearches, add_search, remove_search, search_names
from reader.library.sync_folder.known_items import KnownItems, marks_known
from reader.library.sync_folder.local_acts import CLOCK, LocalActs
from reader.library.sync_folder.rule_acts import rules_known
from reader.model import QueryError, SavedSearch
from reader.store.tables.sync_state import StoryIdentity
from reader.sync.act_merge import Item, is_story, latest_value, merge_acts
from reader.sync.acts import ALL_RULES, SUBJECTS, Act, ActKind

_ORDER = f"{SUBJECTS[ActKind.ORDER]} {ALL_RULES}"  # the subject that says how rules are ordered
CHUNK = 1_000  # acts or stories of one transaction: a key waits for one at most
_NAMED_UP_TO = "named"  # the fact that says up to which story all have names


@dataclass(slots=True)
class MergeCounts:
    """How much was changed here by what came."""

    stories: int = 0
    sources: int = 0
    searches: int = 0
    rules: int = 0


class MergedActs:
    """Takes acts in, and lets what is here be as all machines have it."""

    def __init__(self, known: KnownItems, local: LocalActs) -> None:
        self._known, self._local = known, local
        self._store = known.store
        self.counts = MergeCounts()

    def merge_acts(self, acts: Sequence[Act]) -> None:
        """Take acts in, all or none.

        What was changed here meanwhile becomes acts first, so that it takes part.
        """
        sync = self._store.sync
        with sync.repeatable_transaction():
            self._local.drain()
            items = self._known.items({act.subject for act in acts})
            merged = merge_acts(items, acts)
            changed = {one: item for one, item in merged.items() if items.get(one) != item}
            self._known.save(changed)
            latest = max((act.at for act in acts), default=0)
            sync.remember(CLOCK, str(max(latest, int(sync.fact(CLOCK) or 0))))
            with sync.without_notes():
                self._settle(changed)

    def name_stories(self) -> None:
        """Give names to stories that have come, and the marks that wait for them."""
        sync = self._store.sync
        while True:
            with sync.repeatable_transaction():
                revision, _, after = sync.fact(_NAMED_UP_TO).partition(" ")
                fresh = sync.unnamed_stories(int(revision or 0), int(after or 0), CHUNK)
                if not fresh:
                    return
                self._local.drain()
                self._known.name_stories(fresh)
                with sync.without_notes():
                    self._settle_stories([one.story_id for one in fresh])
                self._note_named(fresh[-1])

    def _note_named(self, last: StoryIdentity) -> None:
        self._store.sync.remember(_NAMED_UP_TO, f"{last.revision} {last.story_id}")

    def _settle(self, items: dict[str, Item]) -> None:
        """Let what items are about be as all machines have it."""
        stories = {subject: item for subject, item in items.items() if is_story(subject)}
        self._settle_stories(self._known.stories_of(stories), stories)
        for subject, item in items.items():
            kind, _, name = subject.partition(" ")
            if kind == "source":
                self.counts.sources += self._settle_source(name, item)
            elif kind == "search":
                self.counts.searches += self._settle_search(name, item)
        self._settle_rules(items)

    def _settle_stories(
        self, ids: Sequence[int], at_hand: Mapping[str, Item] = MappingProxyType({})
    ) -> None:
        ours = self._store.marks.marks_of(ids)
        items = self._known.items_of(list(ours), at_hand)
        wanted = {story_id: marks_known(items[story_id], ours[story_id]) for story_id in ours}
        changed = {one: marks for one, marks in wanted.items() if marks != ours[one]}
        tagged = {
            one for one, marks in changed.items()
            if (marks.tags, marks.highlights) != (ours[one].tags, ours[one].highlights)
        }  # fmt: skip
        self._store.marks.save({one: changed[one] for one in tagged})
        self._store.marks.save_flags(
            {one: marks for one, marks in changed.items() if one not in tagged}
        )
        self.counts.stories += len(changed)

    def _settle_source(self, location: str, item: Item) -> bool:
        """Let a source be as all machines have it; whether it was otherwise."""
        told = latest_value([item], ActKind.SUBSCRIPTION)
        if told is None:
            return False
        title, subscribed = str(told[1] or ""), told[1] is not None
        placed = latest_value([item], ActKind.FOLDER)
        there = self._store.sync.source(location)
        if there is None:
            if subscribed:
                self._store.sources.add(location, title, str(placed[1]) if placed else "")
            return subscribed
        folder = there[2] if placed is None else str(placed[1])
        wanted = (there[0], title or there[1], folder, subscribed)
        if wanted == there:
            return False
        self._store.sync.save_source(*wanted)
        return True

    def _settle_search(self, name: str, item: Item) -> bool:
        """Let a saved search be as all machines have it; whether it was otherwise."""
        told, alerts = latest_value([item], ActKind.SEARCH), latest_value([item], ActKind.ALERT)
        if told is None:
            return False
        query = None if told[1] is None else str(told[1])
        before = self._store.searches.all()
        try:
            wanted = _with_search(before, name, query, None if alerts is None else bool(alerts[1]))
        except QueryError:  # of a newsreader with other bounds
            return False
        if wanted == before:
            return False
        self._store.searches.change(lambda _: wanted)
        return True

    def _settle_rules(self, items: dict[str, Item]) -> None:
        """Let rules be as all machines have them, where any of these items is about one."""
        subject = f"{SUBJECTS[ActKind.RULE]} "
        told = {one.removeprefix(subject): items[one] for one in items if one.startswith(subject)}
        if not told and _ORDER not in items:
            return
        order = self._known.items([_ORDER]).get(_ORDER)
        before = self._store.rules.all()
        wanted = rules_known(before, told, order, self._local.now())
        if wanted != before:
            self._store.rules.change(lambda _: wanted)
            changed = {one.name for one in set(wanted) ^ set(before)}
            self.counts.rules += len(changed) or 1  # a change of the order alone is one


def _with_search(
    searches: SavedSearches, name: str, query: str | None, alerts: bool | None
) -> SavedSearches:
    """Return saved searches with one as it is to be; whether it alerts stays where nobody says."""
    if query is not None:
        added = add_search(searches, SavedSearch(name, query))
        return tuple(
            replace(one, alert=alerts) if one.name == name and alerts is not None else one
            for one in added
        )
    return remove_search(searches, name) if name in search_names(searches) else searches


def in_chunks(acts: Iterable[Act]) -> Iterable[list[Act]]:
    """Yield acts, as many at a time as go into one transaction."""
    held: list[Act] = []
    for act in acts:
        held.append(act)
        if len(held) == CHUNK:
            yield held
            held = []
    if held:
        yield held
