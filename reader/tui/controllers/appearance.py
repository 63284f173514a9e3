"""How the screen looks: theme, density, widths, zoom; and what stands over it: help, palette."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from reader.config import LOG
from reader.tui import pane_widths
from reader.tui.actions import Action, key_label
from reader.tui.controllers.list_updates import ListUpdatesController
from reader.tui.controllers.sidebar import SidebarController
from reader.tui.layout import MainLayout
from reader.tui.render.date_sections import DENSE
from reader.tui.render.theme import THEME, Palette
from reader.tui.render.themes import AUTO, BACKGROUND, PALETTES, next_theme, palette_of
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars
from reader.tui.unsaved_changes import UnsavedChanges, remember_look

if TYPE_CHECKING:
    from reader.tui.screens.command_search import Command, Offered

_STEP = 4.0  # per cent by which a key changes the list
_STEP_OF_SIDEBAR = 2  # columns


@dataclass(eq=False, repr=False)
class AppearanceController:
    """Change how the screen looks; what a person chose is there at the next start.

    `run_action` does what a key would do, `more_commands` yields what has no key, `read_line`
    returns what is asked for by a line that is typed in the palette; `show_theme` has Textual show
    the theme of that name, `configured_share` and `configured_theme` return the list's share and
    the theme of the settings; `ground` is the screen under all others.
    """

    session: Session
    layout: MainLayout
    bars: StatusBars
    unsaved: UnsavedChanges
    listing: ListUpdatesController
    sidebar: SidebarController
    actions: Callable[[], tuple[Action, ...]]
    configured_share: Callable[[], int]
    configured_theme: Callable[[], str]
    ground: Callable[[], Screen[Any]]
    push_screen: Callable[..., Any]
    run_action: Callable[[str], Any]
    more_commands: Callable[[], Iterable[Command]]
    read_line: Callable[[str], list[Offered]]
    call_next: Callable[..., object]
    call_after_refresh: Callable[..., object]
    show_theme: Callable[[str], None]

    async def open_help(self) -> None:
        """Show all keys."""
        from reader.tui.screens.help import Help

        await self.push_screen(Help(self.actions()), self._on_help_left)

    def _on_help_left(self, wants_manual: bool | None) -> None:
        """Show the manual where the help was left for it."""
        if wants_manual:
            self.call_next(self.open_manual)

    async def open_manual(self, page: str = "") -> None:
        """Show the manual, at a page of it, with the keys that hold."""
        from reader.manual import read_pages
        from reader.tui.keymap import keys_table
        from reader.tui.screens.manual_screen import ManualScreen

        pages = read_pages({"keys": keys_table(self.actions())})
        await self.push_screen(ManualScreen(pages, page))

    async def open_palette(self) -> None:
        """Show all commands, by name."""
        from reader.tui.screens.command_palette import CommandPalette

        view = CommandPalette(self.layout.looks, tuple(self.commands()), self.read_line)
        await self.push_screen(view, self.run_command)

    def run_command(self, command: Command | None) -> None:
        """Do what was chosen in the palette, once that is gone."""
        if command is not None:
            self.call_next(command.run)

    def commands(self) -> Iterator[Command]:
        """Yield every action with its keys, then what has no key of its own."""
        from reader.tui.screens.command_search import Command

        for action in self.actions():
            keys = "  ".join(map(key_label, action.keys))
            run = partial(self._run_action, action.name)
            name = action.name.replace("_", " ")
            yield Command(action.does, run, keys, action.group, name)
        for palette in PALETTES.values():
            apply = partial(self._apply_theme, palette, palette.name)
            yield Command(f"Theme: {palette.name}", apply, group="Themes")
        yield from self.more_commands()

    async def _run_action(self, name: str) -> None:
        """Do what a key would do."""
        await self.run_action(name)

    def open_log(self) -> None:
        """Show what went wrong in the background."""
        from reader.tui.screens.log import LogScreen

        library = self.session.library
        sources = library.store.sources.all()
        self.push_screen(LogScreen(self.bars.complaints, sources, library.folders.log / LOG))

    def next_theme(self) -> None:
        """Show everything in the next theme."""
        palette = next_theme(self.layout.looks.palette.name)
        self._apply_theme(palette, palette.name)

    def configure_theme(self, name: str) -> None:
        """Show everything in the theme that a setting names, or that fits the terminal."""
        fitting = self.session.library.store.database.meta(BACKGROUND) if name == AUTO else name
        self._apply_theme(PALETTES.get(fitting, palette_of(AUTO)), name)

    def configure_share(self, share: int) -> None:
        """Give the list the share of the width that a setting says."""
        self._set_share(share)
        self.remember_widths()

    def configure_text_width(self, columns: int) -> None:
        """Wrap the article at the width that a setting says."""
        self.layout.pane.set_text_width(columns)

    def _apply_theme(self, palette: Palette, name: str) -> None:
        """Show everything in a theme, say which, and have the one of that name from now on."""
        self.wear(palette)
        self._remember(THEME, f"{self.configured_theme()} {name}")
        self.bars.show_status(f"Theme: {palette.name}")

    def wear(self, palette: Palette) -> None:
        """Show everything in a theme."""
        self.layout.looks.use(palette)
        self.show_theme(palette.name)

    def toggle_dense(self) -> None:
        """Show rows of one line, or of two."""
        dense = self.layout.is_dense = not self.layout.is_dense
        self._remember(DENSE, "on" if dense else "off")
        self.listing.show_ids(self.layout.list.ids, keep=self.layout.list.current)
        self.bars.show_status("One line a story" if dense else "Two lines a story")

    def toggle_zoom(self) -> None:
        """Show the reading pane alone, or with the others."""
        self.sidebar.leave()
        self.layout.panes.toggle_class("zoom")
        self.call_after_refresh(self.bars.refresh)

    def make_narrower(self) -> None:
        """Make the list, or the sidebar, narrower."""
        self._widen(-1)

    def make_wider(self) -> None:
        """Make the list, or the sidebar, wider."""
        self._widen(1)

    def _widen(self, by: int) -> None:
        """Change the width of what keys move."""
        if self.sidebar.is_choosing and self.layout.side:
            self._set_side(self.layout.side + by * _STEP_OF_SIDEBAR)
        else:
            layout = self.layout
            share = pane_widths.shown_share(
                layout.width, layout.share, layout.side, layout.is_dragged
            )
            self._set_share(share + by * _STEP)
        self.remember_widths()

    def _set_share(self, share: float) -> None:
        """Give the list another share of the width."""
        self.layout.share, self.layout.is_dragged = pane_widths.limit_share(share), True
        self.layout.fit()
        self.bars.refresh()

    def _set_side(self, columns: int) -> None:
        """Give the sidebar another width."""
        self.layout.side_wanted = str(max(pane_widths.LEAST_SIDE, columns))
        self.layout.fit()
        self.bars.refresh()

    def drag_divider(self, x: int) -> None:
        """Put the line between list and article where the mouse is."""
        side = self.layout.side
        self._set_share(pane_widths.share_of(x - side, self.layout.width, side))

    def drag_sidebar(self, x: int) -> None:
        """Put the sidebar's edge where the mouse is."""
        if self.layout.side:
            self._set_side(x + 1)

    def remember_widths(self) -> None:
        """Have these widths at the next start."""
        share = pane_widths.share_as_text(self.configured_share(), self.layout.share)
        self._remember(pane_widths.LIST, share if self.layout.is_dragged else "")
        self._remember(pane_widths.SIDEBAR, self.layout.side_wanted)

    def _remember(self, name: str, value: str) -> None:
        """Have a part of the screen look like this at the next start."""
        remember_look(self.unsaved, self.session.library, name, value)

    def on_resize(self, size: Size) -> None:
        """Say so where the terminal is too small for anything else."""
        width, height = size
        is_small = pane_widths.is_too_small(width, height)
        ground = self.ground()
        ground.set_class(is_small, "small")
        if is_small:
            least = "×".join(map(str, pane_widths.LEAST_SCREEN))
            sentence = f"This terminal has {width}×{height}; newsreader needs {least}."
            self._sentence(ground).update(sentence)

    def _sentence(self, ground: Screen[Any]) -> Static:
        """Return what is shown in the place of everything else."""
        sentence = next(ground.query("#small").results(Static), None)
        if sentence is None:
            sentence = Static("", id="small", markup=False)
            ground.mount(sentence)
        return sentence
