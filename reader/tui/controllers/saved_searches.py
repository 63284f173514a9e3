"""What the keys for saving, renaming and deleting searches do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.library import saved_searches
from reader.library.saved_searches import SavedSearches
from reader.model import ReaderError, SavedSearch
from reader.tui.controllers.pane_sizing import Sizing
from reader.tui.render.sidebar_items import Kind

if TYPE_CHECKING:
    from reader.tui.widgets.prompt import Question


class Naming(Sizing):
    """The searches that a person keeps under a name."""

    question: Question | None = None

    async def action_save_search(self) -> None:
        """Ask for a name for the search that is typed."""
        query = self.typed.strip()
        if not query:
            self.tell("There is no search to save; / begins one")
            return
        name = self.active_key() or query
        await self.ask("Save this search as", name, lambda given: self.save_as(given, query))

    def save_as(self, name: str, query: str) -> None:
        """Save a search under a name."""
        taken = name in saved_searches.search_names(self.desk.library.store.searches.all())
        did = f"{name} stands for this search now" if taken else f"Saved as {name}"
        self.change(lambda saved: saved_searches.add_search(saved, SavedSearch(name, query)), did)

    async def action_rename_search(self) -> None:
        """Ask for another name for the saved search that is chosen in the sidebar."""
        name = self.chosen_search()
        if name:
            await self.ask("Rename to", name, lambda given: self.rename(name, given))

    def rename(self, name: str, new: str) -> None:
        """Give a saved search another name."""
        self.change(
            lambda saved: saved_searches.rename_search(saved, name, new), f"Renamed to {new}"
        )

    async def action_delete_search(self) -> None:
        """Forget the saved search that is chosen in the sidebar."""
        name = self.chosen_search()
        if name:
            did = f"Deleted the saved search {name}"
            self.change(lambda saved: saved_searches.remove_search(saved, name), did)

    def chosen_search(self) -> str:
        """The name of the saved search that is chosen in the sidebar; else say what to do."""
        place = self.sidebar.chosen if self.sidebar is not None and self.choosing else None
        if place is None or place.kind is not Kind.SEARCH:
            self.tell("Choose a saved search in the sidebar first; \\ opens it")
            return ""
        return place.key

    def change(self, how: Callable[[SavedSearches], SavedSearches], did: str) -> None:
        """Change the saved searches, so that it can be undone."""
        before = self.put_searches(how)
        if before is not None:
            self.desk.did(did, lambda: self.put_searches(lambda _: before))
            self.tell(f"{did}; u takes it back")

    def put_searches(self, how: Callable[[SavedSearches], SavedSearches]) -> SavedSearches | None:
        """Change the saved searches; those before, or None where that went wrong."""
        before = None
        try:
            before = self.desk.library.change_searches(how)
        except ReaderError as error:
            self.tell(str(error), warning=True)
        self.shelve()
        self.recount()
        return before

    async def ask(self, asked: str, proposed: str, then: Callable[[str], None]) -> None:
        """Ask for one thing at the bottom of the screen."""
        if self.question is None:
            from reader.tui.widgets.prompt import Question

            self.question = Question(asked, proposed, then)
            await self.screen.mount(self.question, before=self.foot)
            if self.question is not None:  # it may have been left meanwhile
                self.question.line.select_whole()
        if self.question is not None:
            self.set_focus(self.question.line)

    def action_answer(self) -> None:
        """Do with an answer what it was wanted for."""
        question = self.question
        self.action_leave_question()
        if question is not None and question.line.value.strip():
            question.then(question.line.value.strip())

    def action_leave_question(self) -> None:
        """Do nothing, rather than answer."""
        if self.question is not None:
            self.question.remove()
            self.question = None
            self.set_focus(None)
