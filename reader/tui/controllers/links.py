"""Links: followed by their letters, opened in the browser, copied; and text that is copied."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice, product

from reader.control_characters import mask_controls
from reader.tui import external_programs
from reader.tui.layout import MainLayout
from reader.tui.prompts import Prompts
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars

_FOLLOW = "Type the letters of a link to open it, y first to copy it; Esc leaves"
_COPY = "Type the letters of a link to copy it; Esc leaves"
_FOLLOW_HINTS = (("a … z", "the link of these letters"), ("y", "copy it"), ("Esc", "leave"))
_LEAVING = frozenset(("escape", "semicolon", "q"))  # keys that nobody takes for letters of a link
# Those under the fingers first; `y` is not among them, because it copies a link.
_LETTERS = "asdfghjklqwertuiopzxcvbnm"
_NAME_ONE = "`browser` in config.toml names one"


@dataclass(eq=False, repr=False)
class LinksController:
    """Open and copy links and texts.

    `browser` is the command of the configuration; `suspend` gives the terminal away for a while;
    `open_by_command` opens a link that a command is for, and returns what is said of that.
    """

    session: Session
    layout: MainLayout
    bars: StatusBars
    prompts: Prompts
    browser: tuple[str, ...]
    run_worker: Callable[..., object]
    copy_to_clipboard: Callable[[str], None]
    suspend: Callable[[], AbstractContextManager[None]]
    open_by_command: Callable[[str], str]
    links: Mapping[str, str] = field(default_factory=dict, init=False)  # letters: where it leads
    _typed = ""  # the letters that are typed so far
    _is_copying = False  # whether a link is to be copied, rather than opened

    async def follow(self) -> None:
        """Put letters on the links in view, and wait for those of one of them."""
        visible = self.layout.is_article_visible
        in_view = self.layout.pane.links_in_view() if visible else {}
        if not in_view:
            self.bars.show_status("No link is in view here")
            return
        letters = link_labels(len(in_view))
        self.links = dict(zip(letters, in_view.values(), strict=True))
        self._typed, self._is_copying = "", False
        self.layout.pane.letter(dict(zip(in_view, letters, strict=True)))
        await self.prompts.ask_for_key(_FOLLOW, self._take_letter, _FOLLOW_HINTS)

    def _take_letter(self, key: str) -> bool:
        """Take a letter of a link; anything else leaves the links alone."""
        if key == "y" and not self._typed:
            self._is_copying = True
            self.prompts.ask_on(_COPY)
            return True
        if key.startswith(("ctrl+", "f")) and len(key) > 1:
            return False
        self._typed += key
        if self._typed in self.links:
            self._take_link(self.links[self._typed])
        elif not any(letters.startswith(self._typed) for letters in self.links):
            self._leave("No link has these letters" if key not in _LEAVING else "")
        return True

    def _take_link(self, link: str) -> None:
        """Open a link, or copy it."""
        if self._is_copying:
            self._leave("")
            self.copy(link, f"Copied {link}")
        else:
            self._leave(self.browse(link))

    def _leave(self, sentence: str) -> None:
        """Take the letters away."""
        self.layout.pane.letter({})
        self.prompts.stop_asking()
        if sentence:
            self.bars.show_status(sentence)

    def open_clicked(self, link: str) -> None:
        """Open a link that was clicked, in the place of one that was to be typed."""
        said = self.browse(link)
        if self.layout.pane.letters:
            self._leave(said)
        else:
            self.bars.show_status(said)

    def configure_browser(self, words: tuple[str, ...]) -> None:
        """Open pages by another command from now on."""
        self.browser = words

    def open_page(self) -> None:
        """Open the story's page in the browser."""
        link = self.session.story.link if self.session.story else ""
        self.bars.show_status(self.browse(link) if link else "This story has no link")

    def open_comments(self) -> None:
        """Open the page where the story is discussed in the browser."""
        link = self.session.story.comments if self.session.story else ""
        said = self.browse(link) if link else "The source of this story names no comments"
        self.bars.show_status(said)

    def browse(self, link: str) -> str:
        """Open a link in the browser; return what is to be said of that."""
        if not external_programs.is_openable(link):
            return f"Not opened, because it is no sound address of the web: {link}"
        if said := self.open_by_command(link):
            return said
        self.run_worker(self._browse(link), exit_on_error=False)
        return f"Opening {link}"

    async def _browse(self, link: str) -> None:
        """Open a page in the browser; one that needs the terminal has it until it ends."""
        browser = await asyncio.to_thread(external_programs.find_browser, link, self.browser)
        if browser is None:
            sentence = f"There is no browser to open {link}; {_NAME_ONE}"
            self.bars.show_status(sentence, warning=True)
        elif browser.in_terminal:
            with self.suspend():
                fault = external_programs.run_in_terminal(browser.command)
            self.bars.show_status(fault or f"Back from {browser.name}", warning=bool(fault))
        elif not await asyncio.to_thread(external_programs.start_browser, browser, link):
            sentence = f"{browser.name} did not open {link}; {_NAME_ONE}"
            self.bars.show_status(sentence, warning=True)

    def copy_link(self) -> None:
        """Copy the link of the open story."""
        link = self.session.story.link if self.session.story else ""
        if link:
            self.copy(link, "Link copied")
        else:
            self.bars.show_status("This story has no link")

    def copy_text(self) -> None:
        """Copy the text of the open story."""
        story = self.session.story
        if story is None:
            self.bars.show_status("There is no text to copy")
        else:
            self.copy(f"{story.headline}\n\n{story.text}\n", "Text copied")

    def copy_selected(self, text: str) -> None:
        """Copy what the mouse has selected."""
        if text:
            self.copy(text, f"Copied {len(text):,} characters")

    def copy(self, text: str, sentence: str) -> None:
        """Copy through the terminal, and through a clipboard program where there is one."""
        self.copy_to_clipboard(mask_controls(text))
        self.run_worker(
            partial(external_programs.copy_to_clipboard, text), thread=True, exit_on_error=False
        )
        self.bars.show_status(sentence)


def link_labels(count: int) -> list[str]:
    """Make letters for so many links, all of one length, so that none begins like another."""
    length = 1
    while len(_LETTERS) ** length < count:
        length += 1
    return ["".join(letters) for letters in islice(product(_LETTERS, repeat=length), count)]
