"""The smallest Textual app that shows a word and answers a key; what ours is compared with."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """A word, and another one after a key."""

    BINDINGS = (("j", "answer", ""),)

    def compose(self) -> ComposeResult:
        """One word."""
        yield Static("hello", id="word")

    def action_answer(self) -> None:
        """Another word."""
        self.query_one("#word", Static).update("answered")


if __name__ == "__main__":
    Hello().run()
