"""Rules made from a story or a search, with what they would have caught as the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reader.model import Rule
from reader.tui.controllers.background_jobs import JobsController
from reader.tui.controllers.list_updates import ListUpdatesController
from reader.tui.controllers.marks import MarksController
from reader.tui.controllers.searching.search import SearchController
from reader.tui.layout import MainLayout
from reader.tui.prompts import Prompts
from reader.tui.render.cells import cell_len
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars

if TYPE_CHECKING:
    from reader.tui.screens.command_search import Command

_HINTS = (("o", "this outlet"), ("b", "this author"), ("w", "these words"), ("Esc", "leave"))
_DAYS = "after:30d"  # back to when a rule is tried
_DO = ". Do (read, tag WORD, bookmark, hide, alert)"
_DO_SHORT = ": read, tag X, bookmark, hide, alert"
_TYPED = 18  # columns to type in
_SHOWN = 3  # sources that are told with how much of them a rule catches
Rules = tuple[Rule, ...]
SourceCounts = Sequence[tuple[str, str, int]]
"""How many stories there are of each source: its place, its title, and how many."""


@dataclass(eq=False, repr=False)
class RulesController:
    """Make rules, and switch and remove them, so that each change can be undone."""

    session: Session
    layout: MainLayout
    bars: StatusBars
    search: SearchController
    listing: ListUpdatesController
    marks: MarksController
    prompts: Prompts
    jobs: JobsController
    call_later: Callable[..., object]

    async def offer(self) -> None:
        """Offer rules made from the chosen story, or one of the search that is typed."""
        if self.search.typed.strip():
            await self._ask_actions(self.search.typed.strip())
            return
        chosen = self.layout.list.current
        if chosen is None or not self.session.has_story(chosen):
            self.bars.show_status("There is no story to make a rule from")
            return
        from reader.library.rules.rule_proposals import story_queries

        queries = story_queries(self.session.library.store.stories.get(chosen))
        said = ", ".join(f"{key} {query}" for key, query in queries.items())
        await self.prompts.ask_for_key(f"Rule from {said}", partial(self._take, queries), _HINTS)

    def _take(self, queries: dict[str, str], key: str) -> bool:
        """Take a key that says what a rule is made of."""
        if key == "escape":
            self.prompts.stop_asking()
        elif key in queries:
            self.prompts.stop_asking()
            self.call_later(self._preview, queries[key])
        return key == "escape" or key in queries

    async def _preview(self, query: str) -> None:
        """List what a rule would have caught in the last 30 days, then ask what it is to do."""
        self.search.when_found = partial(self.call_later, self._ask_actions, query)
        await self.search.run(f"{query} {_DAYS}")

    async def _ask_actions(self, query: str) -> None:
        """Ask what a rule is to do, with how much it would have caught of which sources."""
        ids = tuple(self.session.whole)
        sources = self.session.library.store.rules.by_source(ids)
        asked = rule_question(len(ids), self.search.total or 0, sources, self.layout.width - _TYPED)
        await self.prompts.ask(asked, "read", partial(self._add, query, ids))

    async def _add(self, query: str, ids: Sequence[int], typed: str) -> None:
        """Add a rule, and ask whether it is to be run on what is listed, too."""
        from reader.library.rules.rule_list import add_rule, check_rule, parse_actions

        now = self.session.library.clock.now()
        rule = check_rule(Rule(query[:200], query, parse_actions(typed.split())), now)
        self._change(lambda rules: add_rule(rules, rule), f"Rule added: {query}")
        if ids:
            asked = f"Do that now with the {len(ids):,} that are listed, too?"
            await self.prompts.ask_yes_or_no(asked, partial(self._on_apply_answer, rule, ids))

    def _on_apply_answer(self, rule: Rule, ids: Sequence[int], agreed: bool) -> None:
        """Do with listed stories what a rule does, where that was agreed to."""
        if not agreed:
            self.bars.show_done(f"Rule added: {rule.query}")
            return
        from reader.library.rules.rule_list import find_rule
        from reader.library.rules.rule_runs import run_rule

        library, keep_count = self.session.library, self.session.keep_count
        kept = find_rule(library.store.rules.all(), rule.name)
        did = f"{len(ids):,} done as the rule says: {rule.query}"
        back = keep_count(lambda: run_rule(library, kept, ids))
        self.session.remember_undo(did, lambda: keep_count(back))
        self.marks.show_changed_back(did)

    def _change(self, how: Callable[[Rules], Rules], did: str) -> None:
        """Change the rules, so that it can be undone."""
        from reader.library.rules.rule_runs import change_rules

        library = self.session.library
        before = change_rules(library, how)
        self.session.remember_undo(did, lambda: change_rules(library, lambda _: before))
        self.bars.show_done(did)

    def _switch(self, rule: Rule) -> None:
        """Have a rule be off that is on, or on that is off."""
        from reader.library.rules.rule_list import switch_rule

        did = f"Rule {'off' if rule.active else 'on'}: {rule.name}"
        self._change(lambda rules: switch_rule(rules, rule.name, not rule.active), did)

    def _remove(self, rule: Rule) -> None:
        """Forget a rule."""
        from reader.library.rules.rule_list import remove_rule

        self._change(lambda rules: remove_rule(rules, rule.name), f"Rule removed: {rule.name}")

    async def _ask_name(self, rule: Rule) -> None:
        """Ask for another name for a rule."""
        await self.prompts.ask("Rename rule to", rule.name, partial(self._rename, rule))

    def _rename(self, rule: Rule, name: str) -> None:
        """Give a rule another name."""
        from reader.library.rules.rule_list import rename_rule

        named = name.strip()
        how = partial(rename_rule, name=rule.name, new=named)
        self._change(how, f"Rule {rule.name} renamed to {named}")

    def _move_up(self, rule: Rule, place: int) -> None:
        """Have a rule run before the one that it runs behind."""
        from reader.library.rules.rule_list import move_rule

        how = partial(move_rule, name=rule.name, place=place - 1)
        self._change(how, f"Rule runs at place {place - 1}: {rule.name}")

    def apply_all(self) -> None:
        """Run all rules on the stories that are there already, in the background."""
        from reader.library.rules.rule_runs import last_run

        before = last_run(self.session.library)
        self.jobs.when_done["rules"] = partial(self._after_apply, before)
        self.jobs.start("rules")

    def _after_apply(self, before: str) -> None:
        """Show what the rules did, which can be undone where it is anything."""
        from reader.library.rules.rule_runs import last_run, undo_rules

        library = self.session.library
        if last_run(library) != before:
            self.session.remember_undo("what the rules did", lambda: undo_rules(library))
        self.marks.show_changed("The rules have run")

    async def show_hidden(self) -> None:
        """List what is hidden."""
        await self.search.run("is:hidden")

    def commands(self) -> Iterator[Command]:
        """Yield what can be done with each rule, for the palette."""
        from reader.tui.screens.command_search import Command

        rules = self.session.library.store.rules.all()
        if rules:
            yield Command(
                "Run all rules on the stories that are there", self.apply_all, group="Rules"
            )
        for place, rule in enumerate(rules, start=1):
            switch = "Off" if rule.active else "On"
            done = ", ".join(map(str, rule.actions))
            named = f"{rule.name} ({done})"
            yield Command(f"{switch}: rule {named}", partial(self._switch, rule), group="Rules")
            yield Command(f"Rename: rule {named}", partial(self._ask_name, rule), group="Rules")
            if place > 1:
                up = partial(self._move_up, rule, place)
                yield Command(f"Run earlier: rule {named}", up, group="Rules")
            yield Command(f"Remove: rule {named}", partial(self._remove, rule), group="Rules")


def rule_question(listed: int, total: int, sources: SourceCounts, room: int) -> str:
    """Return what a rule would have caught, of which sources as far as there is room, and ask."""
    caught = f"{listed:,} caught"
    if total > listed:
        caught = f"{total:,} caught, the first {listed:,} listed"
    shown = range(min(_SHOWN, len(sources)), 0, -1)
    counted = [f"{caught} ({_told_sources(sources, number)})" for number in shown]
    asked = [f"{one}{do}" for do in (_DO, _DO_SHORT) for one in counted]
    asked += [f"{caught}{do}" for do in (_DO, _DO_SHORT)]
    return next((one for one in asked if cell_len(one) <= room), asked[-1])


def _told_sources(sources: SourceCounts, shown: int) -> str:
    """Return how much some sources have, and how many others there are."""
    told = [f"{title or place} {count:,}" for place, title, count in sources[:shown]]
    more = len(sources) - shown
    return ", ".join(told + ([f"{more:,} sources more"] if more > 0 else []))
