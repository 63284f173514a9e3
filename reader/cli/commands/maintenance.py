"""The commands that check the archive, build parts of it anew and make it smaller."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.cli import text_output
from reader.cli.open_library import open_library
from reader.config import Folders
from reader.model import StoreError

if TYPE_CHECKING:
    from reader.library.diagnostics import CheckResult


def doctor(folders: Folders, chosen: Any) -> int:
    """Say what a bug report needs, check everything, and repair what can be repaired."""
    from reader.cli.system_report import hide_home, machine_facts

    all_good = True
    for name, said in machine_facts(folders):
        text_output.print_fact(name, said, chosen.json)
    for finding in _findings(folders, chosen.json):
        all_good = all_good and finding.good
        text_output.print_check(replace(finding, said=hide_home(finding.said)), chosen.json)
    return 0 if all_good else 1


def _findings(folders: Folders, json_wanted: bool) -> Iterator[CheckResult]:
    """Yield the result of each check; without a database that opens, of that alone."""
    from reader.cli.system_report import archive_facts
    from reader.library.diagnostics import CheckResult, run_checks

    try:
        with open_library(folders) as library, text_output.ProgressBar() as meter:
            yield from run_checks(library, meter.show)
            with suppress(StoreError):  # which a check has told already
                for name, said in archive_facts(library):
                    text_output.print_fact(name, said, json_wanted)
    except StoreError as error:
        yield CheckResult("database", str(error), well=False)


def reindex(folders: Folders, chosen: Any) -> int:
    """Build the search index anew."""
    with open_library(folders) as library, text_output.ProgressBar() as meter:
        text_output.print_reindexed(library.update_index(meter.show, anew=True), chosen.json)
    return 0


def reclean(folders: Folders, chosen: Any) -> int:
    """Clean all stories again from what their sources wrote."""
    with open_library(folders) as library, text_output.ProgressBar() as meter:
        changed = library.reclean(meter.show, anew=chosen.anew)
    with open_library(folders) as library, text_output.ProgressBar() as meter:
        library.update_index(meter.show)
        text_output.print_recleaned(changed, library.store.stories.counts().all, chosen.json)
    return 0


def vacuum(folders: Folders, chosen: Any) -> int:
    """Drop what is beyond its limits, and give back unused room."""
    with open_library(folders) as library:
        with text_output.ProgressBar() as meter:
            told = library.vacuum(meter.show)
        text_output.print_vacuum(told, chosen.json)
    return 0
