"""What the keys do that ask for one key more: following a link, marking all as read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.control_characters import mask_controls
from reader.tui import external_programs
from reader.tui.controllers.annotations import Annotating
from reader.tui.render import link_letters

if TYPE_CHECKING:
    from reader.tui.widgets.key_prompt import KeyBar, Taken

FOLLOW = "Type the letters of a link to open it, y first to copy it; Esc leaves"
NAME_ONE = "`browser` in config.toml names one"
AGREED = frozenset(("y", "Y", "enter"))
REFUSED = frozenset(("n", "N", "escape", "q"))


class Following(Annotating):
    """Links of the article that is in view, each with letters to type."""

    key_bar: KeyBar | None = None
    links: Mapping[str, str] = {}  # letters: where the link leads
    lettered = ""  # the letters that are typed so far
    copying = False  # whether a link is to be copied, rather than opened

    async def ask_for_key(self, asked: str, taken: Taken) -> None:
        """Ask at the bottom of the screen for one key."""
        from reader.tui.widgets.key_prompt import KeyBar

        self.stop_asking()
        bar = self.key_bar = KeyBar(asked, taken)
        await self.screen.mount(bar, before=self.foot)
        if self.key_bar is bar:  # it may have been left meanwhile
            self.set_focus(bar)

    def stop_asking(self) -> None:
        """Ask for no key any more."""
        if self.key_bar is not None:
            self.key_bar.remove()
            self.key_bar = None
            self.set_focus(None)

    async def action_all_read(self) -> None:
        """Mark all listed stories as read, once their count has been agreed to."""
        ids = self.desk.whole
        unread = self.desk.library.store.marks.unread_of(ids)
        if not unread:
            self.tell("Everything here is read")
            return
        asked = f"Mark {unread:,} {stories(unread)} as read?  y yes, n no"
        await self.ask_for_key(asked, partial(self.agree, ids))

    def agree(self, ids: Sequence[int], key: str) -> bool:
        """Mark stories as read if the key says so."""
        if key not in AGREED | REFUSED:
            return False
        self.stop_asking()
        self.tell("")
        if key in AGREED:
            self.unkept.write("all listed stories as read", partial(self.mark_read, ids))
        return True

    def mark_read(self, ids: Sequence[int]) -> None:
        """Mark stories as read, and say how many were not."""
        read = self.desk.mark_read(ids, "all marked as read")
        if self.unkept.is_shown:
            self.marked(f"{read:,} {stories(read)} marked as read; u takes it back")

    async def action_links(self) -> None:
        """Put letters on the links in view, and wait for those of one of them."""
        found = self.pane.links_in_view() if self.article_visible else {}
        if not found:
            self.tell("No link is in view here")
            return
        letters = link_letters.labels(len(found))
        self.links = dict(zip(letters, found.values(), strict=True))
        self.lettered, self.copying = "", False
        self.pane.letter(dict(zip(found, letters, strict=True)))
        await self.ask_for_key(FOLLOW, self.link_key)

    def link_key(self, key: str) -> bool:
        """Take a letter of a link; anything else leaves the links alone."""
        if key == "y" and not self.lettered:
            self.copying = True
            self.tell("The link is copied, not opened")
            return True
        if key.startswith(("ctrl+", "f")) and len(key) > 1:
            return False
        self.lettered += key
        if self.lettered in self.links:
            self.follow_link(self.links[self.lettered])
        elif not any(letters.startswith(self.lettered) for letters in self.links):
            self.leave_links("")
        return True

    def follow_link(self, link: str) -> None:
        """Open a link, or copy it."""
        if self.copying:
            self.copy(link, f"Copied {link}")
            self.leave_links(self.status)
        else:
            self.leave_links(self.browse(link))

    def browse(self, link: str) -> str:
        """Open a link in the browser; what is said of that."""
        if not external_programs.is_openable(link):
            return f"Not opened, because it is no sound address of the web: {link}"
        self.run_worker(self.open_page(link), exit_on_error=False)
        return f"Opening {link}"

    async def open_page(self, link: str) -> None:
        """Open a page in the browser; one that needs the terminal has it until it ends."""
        chosen = self.settings.browser
        browser = await asyncio.to_thread(external_programs.find_browser, link, chosen)
        if browser is None:
            self.tell(f"There is no browser to open {link}; {NAME_ONE}", warning=True)
        elif browser.in_terminal:
            with self.suspend():
                fault = external_programs.run_in_terminal(browser.command)
            self.tell(fault or f"Back from {browser.name}", warning=bool(fault))
        elif not await asyncio.to_thread(external_programs.start_browser, browser, link):
            self.tell(f"{browser.name} did not open {link}; {NAME_ONE}", warning=True)

    def leave_links(self, said: str) -> None:
        """Take the letters away."""
        self.pane.letter({})
        self.stop_asking()
        self.tell(said)

    def on_text_selected(self) -> None:
        """Copy what the mouse has selected."""
        text = self.screen.get_selected_text()
        if text:
            self.copy(text, f"Copied {len(text):,} characters")

    def copy(self, text: str, said: str) -> None:
        """Copy through the terminal, and through a clipboard program where there is one."""
        self.copy_to_clipboard(mask_controls(text))
        self.run_worker(partial(external_programs.copy, text), thread=True, exit_on_error=False)
        self.tell(said)


def stories(count: int) -> str:
    """The word for so many."""
    return "story" if count == 1 else "stories"
