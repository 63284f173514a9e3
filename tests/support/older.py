"""What takes out of a database what an older version did not have."""

from __future__ import annotations

WITHOUT_RULES = (
    "DROP TABLE caught",
    "DROP TABLE rule",
    "DROP TABLE list_order",
    *(f"DROP TRIGGER hidden_{did}" for did in ("came", "changed", "went")),
    "DROP INDEX mark_hidden",
    "ALTER TABLE mark DROP COLUMN hidden",
    "DELETE FROM meta WHERE name IN ('rules generation', 'hiding')",
    "ALTER TABLE act DROP COLUMN after",
    "ALTER TABLE act DROP COLUMN undone",
    "ALTER TABLE act DROP COLUMN steps",
)
