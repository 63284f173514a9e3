"""The migrations that bring an older database to the schema of today, in their order."""

from reader.store.migrations.account_steps import ACCOUNTS, REQUESTS
from reader.store.migrations.event_steps import EVENTS, FLAGS, FOLDS, LESSONS, STEPS
from reader.store.migrations.mail_steps import MAIL
from reader.store.migrations.mark_steps import GENERATIONS, RULES, SEARCHES
from reader.store.migrations.story_steps import (
    ADD_EVIDENCE,
    COMMENTS,
    DOWNLOADS,
    FIRST,
    LENGTHS,
    LINES,
    MOMENTS,
    NETWORK,
    PAGE_SOURCES,
    PLACES,
    RETENTION,
    SHARED,
    VERSIONS,
)
from reader.store.migrations.sync_steps import SYNC, SYNC_HIGHLIGHTS, SYNC_RULES

# The database's user_version counts how many of these it has been through.
MIGRATIONS: tuple[str, ...] = (
    FIRST,
    LINES + ADD_EVIDENCE,
    SEARCHES,
    PLACES,
    EVENTS,
    NETWORK,
    SHARED,
    VERSIONS,
    RETENTION,
    DOWNLOADS,
    FOLDS,
    MOMENTS,
    COMMENTS,
    GENERATIONS,
    FLAGS,
    LESSONS,
    RULES + STEPS + SYNC + LENGTHS,
    PAGE_SOURCES + MAIL + ACCOUNTS + SYNC_RULES + SYNC_HIGHLIGHTS,
    REQUESTS,
)
