"""Commands of the person's own on the screen: run for the open story, a link or a file; shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.config import CommandSettings
from reader.control_characters import mask_controls, mask_line
from reader.library.hooks.run_command import CommandResult, apply_output, run_command
from reader.model import ReaderError, Story
from reader.tui.controllers.marks import MarksController
from reader.tui.screens.overlay import SCROLL_KEYS, Overlay
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars

if TYPE_CHECKING:
    from reader.tui.screens.command_search import Command

_PATIENCE = 0.2  # seconds for which a link is compared with an expression


class CommandOutput(Overlay[None]):
    """What a command wrote about a story, in one text that scrolls."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar = [*SCROLL_KEYS, Binding("escape,q,h,left", "dismiss", show=False)]

    def __init__(self, name: str, output: str) -> None:
        super().__init__()
        self.command, self.output = name, output

    def compose(self) -> ComposeResult:
        """Return the text, under the name of the command."""
        heading = Content.styled(mask_line(self.command), "bold $accent")
        with VerticalScroll(id="output"):
            yield Static(Content("\n\n").join([heading, Content(mask_controls(self.output))]))


@dataclass(eq=False, repr=False)
class CommandsController:
    """Run the commands of the configuration in threads, and use what they write.

    `commands` returns them by name.
    """

    session: Session
    bars: StatusBars
    marks: MarksController
    commands: Callable[[], dict[str, CommandSettings]]
    push_screen: Callable[..., Any]
    run_worker: Callable[..., object]
    call_from_thread: Callable[..., Any]

    def run(self, name: str) -> None:
        """Run a command for the open story."""
        command, story = self.commands().get(name), self.session.story
        if command is None or story is None:
            self.bars.show_status("There is no story to run a command for")
        else:
            self._start(command, story)

    def open_link(self, link: str) -> str:
        """Open a link by the first command that is for it; return what is said, if there is one."""
        matching = (one for one in self.commands().values() if _is_for_link(one, link))
        return self._open(next(matching, None), link)

    def open_file(self, link: str, media_type: str) -> str:
        """Open a file by the first command that is for its type; return what is said, likewise."""
        kind = media_type.partition(";")[0].strip().lower()
        matching = (one for one in self.commands().values() if _is_for_type(one, kind))
        return self._open(next(matching, None), link)

    def _open(self, command: CommandSettings | None, link: str) -> str:
        """Run a command for a link; return what is said of that."""
        if command is None:
            return ""
        story = self.session.story or Story("", "", link, "", link=link)
        self._start(command, story, link)
        return f"Opening {link} with {command.name}"

    def _start(self, command: CommandSettings, story: Story, link: str = "") -> None:
        """Run a command off the path of the keys."""
        self.bars.show_progress(_work_of(command), f"Running {command.name}", "…")
        work = partial(self._run_in_thread, command, story, link)
        self.run_worker(work, thread=True, group="command", exit_on_error=False)

    def _run_in_thread(self, command: CommandSettings, story: Story, link: str) -> None:
        """Run a command, and have its output taken."""
        result = run_command(command, story, link)
        self.call_from_thread(self._take, command, story, result)

    def _take(self, command: CommandSettings, story: Story, result: CommandResult) -> None:
        """Do with an output what it is for, or say what went wrong."""
        failure, said = result.failure, ""
        if not failure:
            try:
                said = self._use_output(command, story, result.output)
            except ReaderError as error:
                failure = str(error)
        if failure:
            self.bars.keep_complaint(failure)
        self.bars.show_outcome(_work_of(command), failure or said, warning=bool(failure))

    def _use_output(self, command: CommandSettings, story: Story, output: str) -> str:
        """Show an output, or make tags or a note of it; return what else is to be said."""
        if command.output == "show":
            shown = output or "It wrote nothing."
            self.push_screen(CommandOutput(command.name, shown), lambda _: self.bars.refresh())
            return ""
        before = apply_output(self.session.library, command, story, output)
        if not before:
            return f"{command.name}: done"
        did = f"{command.name}: {'tagged' if command.output == 'tag' else 'noted'}"
        self.session.remember_undo(did, partial(self.session.library.set_marks, before))
        self.marks.show_changed_back(did)
        return ""

    def palette_commands(self) -> Iterator[Command]:
        """Yield the commands that have no key, for the palette."""
        from reader.tui.screens.command_search import Command

        for name, command in self.commands().items():
            if not command.key:
                does = f"Run {name}: {mask_line(' '.join(command.run))}"
                yield Command(does, partial(self.run, name), group="Commands", name=name)


def _work_of(command: CommandSettings) -> str:
    """Return what the bottom line knows the work of a command by."""
    return f"command {command.name}"


def _is_for_link(command: CommandSettings, link: str) -> bool:
    """Tell whether a command opens such links; an expression that takes too long matches none."""
    if not command.links:
        return False
    import regex  # few have commands for links

    try:
        return regex.search(command.links, link, timeout=_PATIENCE) is not None
    except TimeoutError:
        return False


def _is_for_type(command: CommandSettings, kind: str) -> bool:
    """Tell whether a command opens files of a type."""
    wanted = command.type.lower()
    return bool(wanted) and (kind.startswith(wanted) if wanted.endswith("/") else kind == wanted)
