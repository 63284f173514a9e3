"""What people type after a colon, as in vi and in other readers: the words, and what they do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from reader.config.toml_reader import CHOICES
from reader.control_characters import mask_line
from reader.library.person_input import matching_files, newsboat_is_here, pasted_places
from reader.model import LIST_ORDERS, ConfigError
from reader.tui.actions import Action, key_label
from reader.tui.controllers.navigation import NavigationController
from reader.tui.render.sidebar_items import ORDERS
from reader.tui.screens.command_search import Command, Offered
from reader.tui.startup.live_settings import LiveSettings

Offers: TypeAlias = "Iterator[Offered]"
_GROUP = "Typed"
_NEWSBOAT = "newsboat"
_ON_DISK = "Every mark is on the disk already"
# Whole words, without the `!` that may follow, and the actions that they ask for.
_ACTIONS = {
    "quit_now": "q quit qa qall quita quitall wq wqa wqall x xa xit xall exit cq bye",
    "leave_or_quit": "bd bdelete bw close clo back",
    "help": "h help keys map usage",
    "manual": "man manual",
    "undo": "u undo",
    "step_back": "noh nohl nohlsearch",
    "log": "mes messages log errors",
    "suspend": "sh shell st stop sus suspend",
    "refresh_all": "r refresh reload reload-all sync",
    "refresh_source": "reload-feed",
    "reload_config": "so source config config-reload reload-config",
    "sidebar": "ls buffers files side sidebar feeds sources tree",
    "zoom": "on only zoom",
    "redraw": "redr redraw mode",
    "next_match": "n next",
    "previous_match": "N p prev previous",
    "first": "first top",
    "last": "last bottom $",
    "copy_link": "y yank",
    "view_unread": "unread",
    "view_bookmarks": "bookmarks",
    "all_read": "mark-all-read catchup",
}
_NAMES = {word: name for name, words in _ACTIONS.items() for word in words.split()}
_WRITING = frozenset(["w", "wa", "wall", "write", "up", "update", "save"])
# What a word with others behind it asks for: a method of `TypedCommands`.
_WITH_WORDS = {
    "_set_offers": "se set setl setlocal",
    "_theme_offers": "theme colo colorscheme colors",
    "_sort_offers": "sort order",
    "_open_offers": "o open go goto",
    "_add_offers": "a add sub subscribe e edit",
    "_import_offers": "import imp",
    "_manual_offers": "h help man manual",
    "_search_offers": "s search f find grep gr vim vimgrep filter",
}
_METHODS = {word: name for name, words in _WITH_WORDS.items() for word in words.split()}
_TOGGLES = ("dense", "sidebar", "zoom")


@dataclass(eq=False, repr=False)
class TypedCommands:
    """Read a line that is typed after a colon.

    `browse` opens an address and returns what is to be said of that, `start_job` has a job done in
    the background, `add` subscribes to a place, `open_manual` shows a page of the manual.
    """

    actions: Callable[[], tuple[Action, ...]]
    navigation: NavigationController
    settings: LiveSettings
    run_action: Callable[[str], Any]
    browse: Callable[[str], str]
    put_in_order: Callable[[str], object]
    start_job: Callable[..., object]
    add: Callable[[str], object]
    open_manual: Callable[[str], object]

    def offers(self, typed: str) -> list[Offered]:
        """Return what a line asks for, or what is wrong with it; nothing where it is no command."""
        word, _, rest = typed.strip().lstrip(": ").partition(" ")
        word, rest = word.removesuffix("!"), rest.strip()
        if word.startswith(("/", "?")):
            return [*self._search_offers(f"{word[1:]} {rest}".strip())]
        if word.isdecimal() and not rest:
            return [*self._open_offers(word)]
        if typed.strip().startswith("!"):
            return [
                Offered(heading=f"There is no shell here; {self._key_of('suspend')} goes to one")
            ]
        return [*self._word_offers(word, rest)]

    def _word_offers(self, word: str, rest: str) -> Offers:
        """Yield what a word asks for, with what stands behind it."""
        if word in _METHODS and (rest or word not in _NAMES):
            yield from getattr(self, _METHODS[word])(rest)
        elif not rest and word in _NAMES:
            yield self._action_offer(_NAMES[word])
        elif not rest and word in _WRITING:
            say = partial(self.settings.bars.show_status, _ON_DISK)
            yield _offer("Save", say)

    def _action_offer(self, name: str) -> Offered:
        """Return an action."""
        action = next(one for one in self.actions() if one.name == name)
        keys = "  ".join(map(key_label, action.keys))
        return _offer(action.does, partial(self.run_action, name), keys)

    def _key_of(self, name: str) -> str:
        """Return the first key of an action, as a person reads it."""
        return self.settings.bars.key_of(name)

    def _open_offers(self, rest: str) -> Offers:
        """Yield a story by its number in the list, or an address for the browser."""
        if rest.isdecimal():
            number = int(rest[:9])
            yield _offer(f"Go to story {number:,} of the list", partial(self._open_row, number))
        elif not rest:
            yield self._action_offer("browser")
        else:
            for place in pasted_places(rest)[:1]:
                yield _offer(f"Open {place} in the browser", partial(self._open_address, place))

    def _open_row(self, number: int) -> None:
        """Choose a story by its number in the list."""
        self.navigation.leave()
        self.navigation.go_to_number(max(1, number))

    def _open_address(self, place: str) -> None:
        """Open an address in the browser."""
        self.settings.bars.show_status(self.browse(place))

    def _add_offers(self, rest: str) -> Offers:
        """Yield a place to subscribe to."""
        if rest:
            yield _offer(f"Subscribe to {rest}", partial(self.add, rest))
        else:
            yield self._action_offer("add")

    def _import_offers(self, rest: str) -> Offers:
        """Yield what another reader has, or files that begin like what is typed."""
        from reader.library.ingest.imports.import_file import IMPORTABLE

        has_newsboat = _NEWSBOAT.startswith(rest.casefold()) and newsboat_is_here()
        if has_newsboat:
            yield _offer("Carry on from newsboat", partial(self.start_job, _NEWSBOAT))
        files, folders = matching_files(rest) if rest else ([], [])
        for path in files:
            run = partial(self.start_job, "import", path)
            folder, name = map(mask_line, os.path.split(path))
            yield _offer(f"Import {name} of {folder}", run)
        for path in folders:
            yield Offered(heading=f"{mask_line(os.path.basename(path))}/ is a folder")
        if not rest:
            yield Offered(heading=f"Type the name of a file: {IMPORTABLE}")
        elif not (has_newsboat or files or folders):
            yield Offered(heading=f"There is no file {mask_line(rest)}")

    def _search_offers(self, rest: str) -> Offers:
        """Yield a search."""
        if rest:
            yield _offer(f"Search for {rest}", partial(self.navigation.search.run, rest))
        else:
            yield self._action_offer("search")

    def _manual_offers(self, rest: str) -> Offers:
        """Yield the pages of the manual that begin like a word, else those that hold it."""
        from reader.manual import read_pages

        pages, wanted = read_pages(), rest.casefold()
        fitting = [page for page in pages if page.name.startswith(wanted)]
        fitting = fitting or [page for page in pages if wanted in page.text.casefold()]
        for page in fitting:
            yield _offer(f"The manual: {page.title}", partial(self.open_manual, page.name))
        if not fitting:
            yield Offered(heading=f"The manual says nothing of {rest!r}")

    def _sort_offers(self, rest: str) -> Offers:
        """Yield the orders of sources, and of what a search finds, that begin like a word."""
        wanted = rest.casefold()
        sort, search = self.navigation.sidebar.sort, self.navigation.search
        ways: dict[str, Callable[[], object]] = {order: partial(sort, order) for order in ORDERS}
        ways |= {"best": partial(search.set_order, "best")}
        ways |= {"newest": partial(search.set_order, "newest")}
        names = {order: f"Sources by {order}" for order in ORDERS}
        names["added"] = "Sources as they were added"
        if self.navigation.session.query is None:
            lists = {"usual": "as usual"} | LIST_ORDERS
            ways |= {one: partial(self.put_in_order, one.replace("usual", "")) for one in lists}
            names |= {one: f"This list: {told}" for one, told in lists.items()}
        fitting = [order for order in ways if order.startswith(wanted)]
        for order in fitting:
            yield _offer(names.get(order, f"Search results: {order} first"), ways[order])
        if not fitting:
            yield Offered(heading=f"sort is one of {', '.join(ways)}")

    def _theme_offers(self, rest: str) -> Offers:
        """Yield themes."""
        return self._set_offers(f"theme {rest}")

    def _set_offers(self, rest: str) -> Offers:
        """Yield what a setting can be, for as long as the screen is open."""
        name, value = _name_and_value(rest)
        toggle = name.removeprefix("no").removeprefix("inv")
        if toggle in _TOGGLES:
            yield from self._toggle_offers(toggle, name, value)
        elif name in self.settings.names() and value:
            yield from self._value_offers(name, value)
        else:
            fitting = [one for one in self.settings.names() if one.startswith(name)]
            yield from (self._shown_setting(one) for one in fitting)
            if name in CHOICES:
                yield from self._choice_offers(name, "")
            if not fitting:
                names = ", ".join((*self.settings.names(), *_TOGGLES))
                yield Offered(heading=f"There is no setting {name!r}; there are {names}")

    def _shown_setting(self, name: str) -> Offered:
        """Return what tells a setting."""
        told = f"{name} is {self.settings.shown(name) or 'as usual'}"
        return _offer(told, partial(self.settings.bars.show_status, told))

    def _value_offers(self, name: str, value: str) -> Offers:
        """Yield a setting with what is typed for it, or what begins like that."""
        try:
            settings = self.settings.with_setting(name, value)
        except ConfigError as error:
            fitting = [*self._choice_offers(name, value)]
            yield from fitting or [Offered(heading=str(error))]
        else:
            yield _offer(f"Set {name} to {value}", partial(self.settings.apply, settings))

    def _choice_offers(self, name: str, begun: str) -> Offers:
        """Yield the words that a setting can be."""
        for word in CHOICES.get(name, ()):
            if word.startswith(begun.casefold()):
                settings = self.settings.with_setting(name, word)
                yield _offer(f"Set {name} to {word}", partial(self.settings.apply, settings))

    def _toggle_offers(self, toggle: str, name: str, value: str) -> Offers:
        """Yield what shows or hides something, where it is not so already."""
        layout = self.navigation.layout
        now = {
            "dense": layout.is_dense,
            "sidebar": layout.sidebar is not None,
            "zoom": layout.panes.has_class("zoom"),
        }[toggle]
        wanted = not now if name.startswith("inv") else not name.startswith("no")
        wanted = wanted and value not in ("off", "no", "false", "0")
        if wanted != now:
            run = partial(self.run_action, toggle)
            yield _offer(f"Set {toggle} {'on' if wanted else 'off'}", run)
        else:
            yield Offered(heading=f"{toggle} is {'on' if now else 'off'} already")


def _offer(does: str, run: Callable[[], Any], keys: str = "") -> Offered:
    """Return a line of the palette for what is typed."""
    return Offered(command=Command(does, run, keys, _GROUP))


def _name_and_value(rest: str) -> tuple[str, str]:
    """Part a setting from what stands behind it, however the two are put together."""
    ends = [at for sign in "=: ?" if (at := rest.find(sign)) >= 0]
    end = min(ends, default=len(rest))
    return rest[:end].strip().casefold(), rest[end:].strip("=: ?")
