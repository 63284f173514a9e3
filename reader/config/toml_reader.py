"""Validates config.toml: settings, or a complaint that names file and line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.config.command_reader import read_commands
from reader.config.settings import THEMES, BriefSettings, EventSettings, Settings, SiteRules
from reader.model import CleaningRules, ConfigError, Retention
from reader.model.construction import frozen
from reader.model.retention import size_in_bytes, span_in_days

RULES = ("keep", "drop", "start", "stop")
EVENTS = ("enabled", "fold", "strictness")
STRICTNESS = ("loose", "normal", "strict")
CHOICES = {"theme": THEMES, "order": ("best", "newest")}
LIMITS = {"age": "days", "count": "count", "size": "size"}  # as they are written, and kept
MOST_STORIES = 999_999_999
RANGES = {"list_width": (20, 80), "text_width": (30, 200), "refresh_minutes": (0, 10_080)}
LONGEST_CONTACT = 200
SIGNALS = ("bell", "osc9", "osc777")  # of an alert, in a terminal
LONGEST_BRIEFING = 120  # minutes
_LONGEST_LOOK = 3600.0  # seconds


def _bad_selector(selector: str) -> str:
    """Return what is wrong with a CSS selector, if anything is."""
    from cssselect import HTMLTranslator, SelectorError

    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        return f"{selector!r} is not a CSS selector: {error}"
    return ""


def _bad_expression(expression: str) -> str:
    """Return what is wrong with a regular expression, if anything is."""
    import regex

    try:
        regex.compile(expression)
    except regex.error as error:
        return f"{expression!r} is not a regular expression: {error}"
    return ""


def _is_whole(folder: str) -> bool:
    """Tell a folder by its whole path, or from a home on that is known."""
    try:
        return "\0" not in folder and Path(folder).expanduser().is_absolute()
    except RuntimeError:
        return False


def _split_words(command: str) -> list[str]:
    """Return words of a command, as a shell would part them; none where its quotes do not match."""
    import shlex

    try:
        return shlex.split(command)
    except ValueError:
        return []


PATTERNS = {"pages": _bad_selector, "dumps": _bad_expression}


@frozen
class TomlReader:
    """A config.toml that is being read, so that a complaint can name file and line.

    Without a path a setting that stands in no file.
    """

    path: Path | None
    written: str

    def settings(self, chosen: dict[str, Any]) -> Settings:
        """Return the settings that the file chooses."""
        settings = Settings()
        for name, value in chosen.items():
            changes = self.search(value) if name == "search" else {name: self.value(name, value)}
            settings = replace(settings, **changes)
        return settings

    def search(self, value: Any) -> dict[str, Any]:
        """Return what is chosen for searching."""
        if not isinstance(value, dict):
            raise self.wrong("search", "what is chosen for searching stands under [search]")
        for name in value:
            if name != "half_life":
                raise self.wrong(name, f"there is no setting {name!r} under [search]")
        return {name: self.days(name, span) for name, span in value.items()}

    def days(self, name: str, value: Any) -> int:
        """Return a span of time such as 30d, 8w, 6m or 1y."""
        days = span_in_days(value) if isinstance(value, str) else 0
        if not days:
            raise self.wrong(name, f"{name} is a span from 1d to 100y, such as 30d, 8w, 6m or 1y")
        return days

    def value(self, name: str, value: Any) -> Any:
        """Return one setting's value, checked."""
        if name in CHOICES:
            return self.choice(name, value)
        if name in RANGES:
            return self.number(name, value)
        if name in TEXTS:
            return TEXTS[name](self, value)
        if name in TABLES and isinstance(value, dict):
            return TABLES[name](self, value)
        raise self.wrong(name, f"there is no setting {name!r}")

    def retention(self, table: dict[str, Any]) -> Retention:
        """Return how much of each source is kept."""
        for name in table:
            if name not in LIMITS:
                raise self.wrong(name, f"retention is set by age, count or size, not {name!r}")
        return Retention(**{LIMITS[name]: self.limit(name, table[name]) for name in table})

    def limit(self, name: str, value: Any) -> int:
        """Return one limit of how much is kept."""
        if name == "age":
            return self.days(name, value)
        if name == "count" and type(value) is int and 0 < value <= MOST_STORIES:
            return value
        if name == "size" and isinstance(value, str) and size_in_bytes(value):
            return size_in_bytes(value)
        said = "a number of stories" if name == "count" else "a size such as 500kB, 20MB or 1GB"
        raise self.wrong(name, f"{name} is {said}")

    def downloads(self, table: dict[str, Any]) -> str:
        """Return where what is attached to stories goes."""
        for name, value in table.items():
            if name != "folder":
                raise self.wrong(name, f"there is no setting {name!r} under [downloads]")
            if not isinstance(value, str) or not _is_whole(value):
                raise self.wrong(name, "folder is a folder by its whole path, or from ~ on")
        return str(table.get("folder", ""))

    def brief(self, table: dict[str, Any]) -> BriefSettings:
        """Return how long a briefing is."""
        for name, value in table.items():
            if name != "minutes":
                raise self.wrong(name, f"there is no setting {name!r} under [brief]")
            if type(value) is not int or not 0 < value <= LONGEST_BRIEFING:
                said = f"minutes is a whole number from 1 to {LONGEST_BRIEFING}"
                raise self.wrong(name, said)
        return BriefSettings(**table)

    def grouping(self, name: str, value: Any) -> Any:
        """Return one setting of how stories of one event are put together."""
        if name not in EVENTS:
            raise self.wrong(name, f"events are set by enabled, fold or strictness, not {name!r}")
        if name == "strictness" and value not in STRICTNESS:
            raise self.wrong(name, f"{name} is one of {', '.join(STRICTNESS)}")
        if name != "strictness" and not isinstance(value, bool):
            raise self.wrong(name, f"{name} is one of true or false")
        return value

    def site(self, site: str, value: Any) -> SiteRules:
        """Return the rules for a site."""
        if not isinstance(value, dict):
            raise self.wrong(site, f"the rules for {site!r} stand under pages, dumps and list")
        found: dict[str, Any] = {}
        for form, rules in value.items():
            if form == "list":
                found[form] = self.patterns("pages", form, rules)
            elif form in PATTERNS and isinstance(rules, dict):
                found[form] = self.rules(form, rules)
            else:
                raise self.wrong(form, f"rules are for pages, dumps or list, not for {form!r}")
        return SiteRules(**found)

    def rules(self, form: str, value: dict[str, Any]) -> CleaningRules:
        """Return the rules for the pages, or the dumps, of a site."""
        for name in value:
            if name not in RULES:
                raise self.wrong(name, f"a rule is one of {', '.join(RULES)}, not {name!r}")
        return CleaningRules(**{name: self.patterns(form, name, value[name]) for name in value})

    def patterns(self, form: str, name: str, value: Any) -> tuple[str, ...]:
        """Return the selectors, or the expressions, of a rule."""
        written = [value] if isinstance(value, str) else value
        if not isinstance(written, list) or not all(isinstance(one, str) for one in written):
            raise self.wrong(name, f"{name} is a text or a list of texts")
        for pattern in written:
            if complaint := PATTERNS[form](pattern):
                raise self.wrong(pattern, complaint)
        return tuple(written)

    def choice(self, name: str, value: Any) -> str:
        """Return a setting that is one of a few words."""
        if value not in CHOICES[name]:
            raise self.wrong(name, f"{name} is one of {', '.join(CHOICES[name])}")
        return str(value)

    def contact(self, value: Any) -> str:
        """Return an address that goes out in a header, so it is plain."""
        sound = isinstance(value, str) and value.isascii() and value.isprintable()
        if not sound or len(value) > LONGEST_CONTACT:
            raise self.wrong("contact", "contact is an address of the web or of mail")
        return str(value)

    def browser(self, value: Any) -> tuple[str, ...]:
        """Return the words of a command that opens an address; no shell ever sees them."""
        words = _split_words(value) if isinstance(value, str) and value.isprintable() else []
        if (value != "" and not any("%u" in word for word in words[1:])) or "%u" in "".join(
            words[:1]
        ):
            raise self.wrong(
                "browser", "browser is a command with %u for the address, such as 'w3m %u'"
            )
        return tuple(words)

    def read_after(self, value: Any) -> float | str:
        """Return when a story counts as read: after some seconds, once it is entered, or never."""
        if type(value) in (int, float) and 0 <= value <= _LONGEST_LOOK:
            return float(value)
        if not isinstance(value, str) or value not in ("enter", "never"):
            said = f'a number of seconds up to {_LONGEST_LOOK:.0f}, or "enter", or "never"'
            raise self.wrong("read_after", f"read_after is {said}")
        return value

    def number(self, name: str, value: Any) -> int:
        """Return a setting that is a whole number in a range."""
        low, high = RANGES[name]
        if type(value) is not int or not low <= value <= high:
            raise self.wrong(name, f"{name} is a whole number from {low} to {high}")
        return value

    def keys(self, action: str, value: Any) -> tuple[str, ...]:
        """Return the keys for an action: one, or a list of them."""
        named = [value] if isinstance(value, str) else value
        if not isinstance(named, list) or not all(isinstance(key, str) and key for key in named):
            raise self.wrong(action, f"the keys for {action!r} are a word or a list of words")
        return tuple(named)

    def wrong(self, name: str, complaint: str, table: str = "") -> ConfigError:
        """Give a complaint its file and line; of a table where its name stands elsewhere too."""
        if self.path is None:
            return ConfigError(complaint)
        head = f"[{table}]"
        start = max(0, self.written.find(head) + len(head)) if head in self.written else 0
        mention = re.compile(rf"^[^#=\n]*?(?<!\w){re.escape(name)}(?!\w)", re.MULTILINE)
        key = mention.search(self.written, start)
        end = key.end() if key else max(0, self.written.find(name))
        line = self.written[:end].count("\n") + 1
        return ConfigError(f"{self.path}, line {line}: {complaint}.")

    def vault(self, value: Any) -> str:
        """Return the folder in which stories are kept as Markdown; empty is none."""
        if not isinstance(value, str) or (value and not _is_whole(value)):
            raise self.wrong("vault", "vault is a folder by its whole path, or from ~ on")
        return value

    def alerts(self, value: Any) -> tuple[str, ...]:
        """Return how a terminal is told of an alert: some of a few words, or none."""
        words = value.split() if isinstance(value, str) else [""]
        if not set(words) <= set(SIGNALS):
            raise self.wrong("alerts", f"alerts are some of {', '.join(SIGNALS)}")
        return tuple(words)


TEXTS: dict[str, Callable[[TomlReader, Any], Any]] = {
    "alerts": TomlReader.alerts,
    "contact": TomlReader.contact,
    "browser": TomlReader.browser,
    "read_after": TomlReader.read_after,
    "vault": TomlReader.vault,
}
TABLES: dict[str, Callable[[TomlReader, dict[str, Any]], Any]] = {
    "events": lambda read, table: EventSettings(
        **{one: read.grouping(one, table[one]) for one in table}
    ),
    "keys": lambda read, table: {one: read.keys(one, table[one]) for one in table},
    "sites": lambda read, table: {one: read.site(one, table[one]) for one in table},
    "retention": TomlReader.retention,
    "downloads": TomlReader.downloads,
    "brief": TomlReader.brief,
    "commands": read_commands,
}
