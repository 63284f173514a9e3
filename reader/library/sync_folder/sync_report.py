"""What came of one round of sync, and how a person is told."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class LineCounts:
    """What of the folder was passed over."""

    broken: int = 0  # lines
    newer: int = 0  # lines of kinds that only a later version knows
    sealed: int = 0  # lines that this machine has no passphrase for, or another one
    plain: int = 0  # lines that are not sealed, where they have to be
    half: int = 0  # files whose last line has no end yet
    foreign: int = 0  # files that are no journals, or may not be read


@dataclass(slots=True)
class SyncReport:
    """What came of a round."""

    folder: str = ""
    machine: str = ""
    machines: int = 0  # whose journals are in the folder, this one's among them
    sent: int = 0  # acts that were written to the folder
    acts: int = 0  # that were read there
    stories: int = 0  # whose marks changed here
    sources: int = 0  # that were subscribed to or given up, renamed or moved here
    searches: int = 0
    rules: int = 0
    waiting: int = 0  # stories that are marked elsewhere and have not come here yet
    skipped: LineCounts = field(default_factory=LineCounts)


_PASSED_OVER = {
    "broken": "broken lines",
    "newer": "lines of a later newsreader",
    "sealed": "lines sealed with another passphrase",
    "plain": "lines that are not sealed",
    "foreign": "files that are no journals",
}


def arrivals_sentence(report: SyncReport) -> str:
    """Tell what came from other machines; empty where nothing did."""
    counts = (
        (report.stories, "story marked", "stories marked"),
        (report.sources, "source", "sources"),
        (report.searches, "saved search", "saved searches"),
        (report.rules, "rule", "rules"),
    )
    said = [f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count]
    return f"From other machines: {', '.join(said)}" if said else ""


def report_sentence(report: SyncReport) -> str:
    """Tell all that came of a round."""
    said = [arrivals_sentence(report) or "Nothing new from other machines"]
    said.append(f"{report.sent:,} written" if report.sent else "nothing to write")
    if report.waiting:
        said.append(f"{report.waiting:,} wait for their story")
    passed = {name: getattr(report.skipped, name) for name in _PASSED_OVER}
    skipped = [f"{count:,} {_PASSED_OVER[name]}" for name, count in passed.items() if count]
    if skipped:
        said.append(f"passed over: {', '.join(skipped)}")
    return "; ".join(said) + "."
