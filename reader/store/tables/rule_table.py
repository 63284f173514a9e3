"""The tables of rules, and of the stories that each has caught."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from reader.model import Rule, RuleAction, RuleActionKind
from reader.model.safe_text import safe_name, safe_query, safe_tag
from reader.store.compact_ids import ids_as_json
from reader.store.database import Table, store_errors

SELECT = "SELECT id, name, query, actions, source, active FROM rule ORDER BY place, id"
ACTIVE = "SELECT id, name, query, actions, source, active FROM rule WHERE active ORDER BY place, id"
DROP = "DELETE FROM rule WHERE id NOT IN (SELECT value FROM json_each(?))"
INSERT = """
INSERT INTO rule (name, query, actions, source, active, place) VALUES (?, ?, ?, ?, ?, ?)
"""
UPDATE = """
UPDATE rule SET name = ?1, query = ?2, actions = ?3, source = ?4, active = ?5, place = ?6
WHERE id = ?7
"""
RESTORE = """
INSERT INTO rule (name, query, actions, source, active, place, id) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
CATCH = "INSERT OR IGNORE INTO caught SELECT ?1, id, ?3 FROM story WHERE id = ?2"
CAUGHT = "SELECT rule_id, story_id FROM caught WHERE story_id IN ({ids})"
CAUGHT_BY = "SELECT story_id FROM caught WHERE rule_id = ?"
FREE = """
DELETE FROM caught WHERE rule_id = ?1 AND story_id IN (SELECT value FROM json_each(?2))
"""
# What a person or a rule has hidden alerts nobody.
COUNTS = """
SELECT rule_id, count(*),
    sum(alert AND story_id NOT IN (SELECT story_id FROM mark WHERE hidden = 1))
FROM caught GROUP BY rule_id
"""
ALERTS = """
SELECT DISTINCT story.id FROM caught JOIN story ON story.id = story_id
WHERE alert = 1 AND story_id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
ORDER BY published DESC, story.id DESC
"""
AMONG = """
SELECT name, count(*), headline, max(published)
FROM caught JOIN rule ON rule.id = rule_id JOIN story ON story.id = story_id
WHERE alert = 1 AND story_id IN (SELECT value FROM json_each(?))
    AND story_id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
GROUP BY rule.id ORDER BY place
"""
UNSEEN = """
SELECT rule.id, name, count(*) FROM caught JOIN rule ON rule.id = rule_id
WHERE alert = 1 AND story_id NOT IN (SELECT story_id FROM mark WHERE hidden = 1)
GROUP BY rule.id ORDER BY place
"""
SEE = "UPDATE caught SET alert = 0 WHERE alert = 1 AND rule_id = ?"
FIND = """
SELECT id FROM story WHERE source_id = ?1 AND key = ?2
UNION ALL SELECT story_id FROM also WHERE source_id = ?1 AND key = ?2
"""
BY_SOURCE = """
SELECT location, title, count(*) FROM story JOIN source ON source.id = source_id
WHERE story.id IN (SELECT value FROM json_each(?))
GROUP BY source_id ORDER BY count(*) DESC, source_id
"""

Rules = tuple[Rule, ...]


class RuleTable(Table):
    """What is done with stories when they come, in the person's order."""

    @store_errors
    def all(self) -> Rules:
        """Return every rule, in order."""
        return tuple(map(_rule_of, self.database.all(SELECT)))

    @store_errors
    def active_rules(self) -> Rules:
        """Return the rules that are on, in order."""
        return tuple(map(_rule_of, self.database.all(ACTIVE)))

    @store_errors
    def change(self, how: Callable[[Rules], Rules]) -> Rules:
        """Put others in the place of the rules, all or none; return those that were there."""
        with self.database.act() as connection:
            before = self.all()
            after = how(before)
            known = {rule.id for rule in before}
            connection.execute(DROP, (json.dumps([rule.id for rule in after]),))
            for place, rule in enumerate(after):
                if rule.id in known:
                    connection.execute(UPDATE, (*_values(rule, place), rule.id))
                elif rule.id:
                    connection.execute(RESTORE, (*_values(rule, place), rule.id))
                else:
                    connection.execute(INSERT, _values(rule, place))
        return before

    @store_errors
    def find_story(self, source_id: int, key: str) -> int:
        """Return the id of a story that was saved just now, by its source and its key there."""
        return int(self.database.first_row(FIND, source_id, key)[0])

    @store_errors
    def catches_among(self, ids: Sequence[int]) -> set[tuple[int, int]]:
        """Return which rules have caught which of some stories: rule and story."""
        return set(self.database.rows_of(CAUGHT, ids))

    @store_errors
    def caught_by(self, rule_id: int) -> frozenset[int]:
        """Return the stories that a rule has caught."""
        return frozenset(row[0] for row in self.database.all(CAUGHT_BY, rule_id))

    @store_errors
    def note_catches(self, rows: Iterable[tuple[int, int, bool]]) -> None:
        """Note that rules have caught stories: rule, story, and whether to alert."""
        with self.database.batch() as connection:
            connection.executemany(CATCH, rows)

    @store_errors
    def forget_catches(self, rule_id: int, ids: Iterable[int]) -> None:
        """Forget that a rule has caught some stories."""
        with self.database.batch() as connection:
            connection.execute(FREE, (rule_id, ids_as_json(ids)))

    @store_errors
    def counts(self) -> dict[int, tuple[int, int]]:
        """Return by rule how many stories it has caught, and of how many nobody has seen it."""
        return {rule: (caught, unseen) for rule, caught, unseen in self.database.all(COUNTS)}

    @store_errors
    def alerts(self) -> list[int]:
        """Return the stories of which rules alert and that nobody has seen, the newest first."""
        return [row[0] for row in self.database.all(ALERTS)]

    @store_errors
    def alerts_among(self, ids: Iterable[int]) -> list[tuple[str, int, str]]:
        """Return what alerts among some stories: rule, how many, the headline of the newest."""
        rows = self.database.all(AMONG, ids_as_json(ids))
        return [(name, count, headline) for name, count, headline, _ in rows]

    @store_errors
    def unseen_alerts(self) -> list[tuple[int, str, int]]:
        """Return the rules of whose alerts some were not seen yet: id, name, how many."""
        return self.database.all(UNSEEN)

    @store_errors
    def see_alerts(self, rule_id: int) -> None:
        """Note that somebody has seen all alerts of a rule."""
        with self.database.act() as connection:
            connection.execute(SEE, (rule_id,))

    @store_errors
    def by_source(self, ids: Iterable[int]) -> list[tuple[str, str, int]]:
        """Return the sources of stories, those with the most first: location, title, how many."""
        return self.database.all(BY_SOURCE, ids_as_json(ids))


def _rule_of(row: tuple[Any, ...]) -> Rule:
    """Return a rule as the model has it."""
    rule_id, name, query, actions, source, active = row
    done = tuple(RuleAction(RuleActionKind(kind), tag) for kind, tag in json.loads(actions))
    return Rule(name, query, done, source, bool(active), rule_id)


def _values(rule: Rule, place: int) -> tuple[Any, ...]:
    """Return a rule as the database has it."""
    done = json.dumps([(one.kind, safe_tag(one.tag)) for one in rule.actions])
    named = safe_name(rule.name), safe_query(rule.query)
    return (*named, done, safe_query(rule.source), rule.active, place)
