"""The commands that bring in stories, their pages and their enclosures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reader import config
from reader.cli import text_output
from reader.cli.open_library import open_library
from reader.cli.safe_output import print_complaint
from reader.cli.stream_io import piped_input
from reader.config import Folders
from reader.library import Clock, Library
from reader.library.hooks.on_arrival import act_on_arrivals, alert_sentence
from reader.model import CleanedDocument, DocumentKind, IngestReport, Progress, SourceReading

ALERTED = 10  # what `refresh --alert` ends with where there was an alert


def add(folders: Folders, chosen: Any) -> int:
    """Subscribe to places and read them."""
    from reader.cli import feed_prompt
    from reader.library.ingest.subscribing.add_options import AddOptions
    from reader.library.person_input import own_line, parse_header

    headers, folder = tuple(map(parse_header, chosen.header)), own_line(chosen.folder)
    choose = None if chosen.json else feed_prompt.feed_chooser()
    consent = (
        feed_prompt.consent_given if chosen.private else feed_prompt.consent_prompt(chosen.json)
    )
    agree = None if chosen.json else feed_prompt.list_prompt()
    reading = SourceReading(chosen.reading)
    wish = AddOptions(
        chosen.page, folder, headers, choose, consent, reading, agree, chosen.all_mail
    )
    with open_library(folders) as library:
        arriving = (
            found
            for where in chosen.where
            for found in _with_progress(library.add(where, piped_input(), wish))
        )
        return report_arrivals(library, arriving, chosen.json)


def refresh(folders: Folders, chosen: Any) -> int:
    """Read sources again."""
    with open_library(folders) as library:
        arriving = _with_progress(library.refresh(chosen.sources, chosen.due))
        return report_arrivals(library, arriving, chosen.json, chosen.alert)


def fetch_pages(folders: Folders, chosen: Any) -> int:
    """Fetch the pages behind stories."""
    with open_library(folders) as library:
        errors = [found.error for found, _ in library.fetch_pages(chosen.ids) if found.error]
        for error in errors:
            print_complaint(error)
        library.update_index()
        text_output.print_pages(len(chosen.ids) - len(errors), errors, chosen.json)
    return 1 if errors else 0


def download(folders: Folders, chosen: Any) -> int:
    """Download a file that is attached to a story."""
    with open_library(folders) as library:
        with text_output.ProgressBar(sized=True) as meter:

            def show_progress(name: str, there: int, size: int) -> None:
                meter.show(Progress(name, there, size))

            path = library.download(chosen.id, chosen.enclosure, show_progress)
        text_output.print_download(path, chosen.json)
    return 0


def preview(folders: Folders, chosen: Any) -> int:
    """Clean documents without keeping anything."""
    from reader.library.ingest.mail_ingest import clean_mail, holds_mail
    from reader.library.ingest.pages.page_preview import preview_location

    sites, now = config.read_settings(folders.config).sites, Clock.from_environment().now()
    reading, failed = SourceReading(chosen.reading) if chosen.reading else None, False
    for where in chosen.where:
        cleaned = (
            clean_mail(where, now, sites, chosen.all_mail)
            if holds_mail(where)
            else preview_location(where, now, piped_input(), sites, reading)
        )
        for document in cleaned:
            failed = failed or bool(document.error)
            if document.note and not document.pairs:
                print_complaint(document.note)
                continue
            text_output.print_document(document, chosen.json)
    return 1 if failed else 0


def report_arrivals(
    library: Library, arriving: Iterable[IngestReport], as_json: bool, alerting: bool = False
) -> int:
    """Index what arrives, and say what that was, what went wrong and what alerts.

    Where it is `alerting`, an alert is what the command ends with.
    """
    errors, added = [], 0
    for found, new in arriving:
        added += new
        if found.error:
            errors.append(found.error)
        for line in _report_lines(found, new):
            print_complaint(line)
    is_behind = not library.is_index_current()
    if is_behind:
        with text_output.ProgressBar() as meter:
            library.update_index(meter.show)
    with text_output.ProgressBar() as meter:
        library.group(meter.show)
    arrived = act_on_arrivals(library)
    for sentence in (*map(alert_sentence, arrived.alerts), *arrived.failures):
        print_complaint(sentence)
    text_output.print_added(added, errors, arrived.alerts, as_json)
    if added or is_behind:
        library.tidy_index()
    if alerting and arrived.alerts:
        return ALERTED
    return 1 if errors else 0


def _with_progress(arriving: Iterable[IngestReport]) -> Iterator[IngestReport]:
    """Pass on what arrives, and show how much that is of places that may hold thousands.

    The bar begins with the first stories of mail, so that it is in the way of no question.
    """
    with text_output.ProgressBar() as meter:
        for report in arriving:
            if meter.is_shown or report.document.kind is DocumentKind.MESSAGE:
                meter.count("Reading, new stories", report.new)
            yield report


def _report_lines(document: CleanedDocument, new: int) -> list[str]:
    """Return lines about a place of the web that was read; of files only what went wrong."""
    said = [document.error or document.note] if document.error or document.note else []
    is_told = not document.error and (document.kind or not document.note)
    if not is_told or not document.location.startswith(("http://", "https://")):
        return said
    return [f"{document.location}: {new:,} new {'story' if new == 1 else 'stories'}", *said]
