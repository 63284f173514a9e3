"""Commands of the person's own on the screen, and the alerts of saved searches."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reader.config import CommandSettings
from reader.library import Library
from reader.library.saved_searches import add_search
from reader.model import ConfigError, Enclosure, SavedSearch
from reader.tui.actions import ACTIONS
from reader.tui.keymap import with_commands
from reader.worker.protocol import JobEvent
from tests.conftest import fill, pair
from tests.support.shown import CALM, opened

pytestmark = pytest.mark.time

SHOW = "import sys; print('It says:', *sys.argv[1:])"


def command(name: str, code: str = SHOW, *words: str, **given: object) -> CommandSettings:
    """A command that runs some Python."""
    run = (sys.executable, "-S", "-c", code, *words)
    return CommandSettings(name=name, run=run, **given)  # type: ignore[arg-type]


async def test_a_key_runs_a_command_and_shows_what_it_wrote(
    library: Library, tmp_path: Path
) -> None:
    fill(library, 1)
    commands = {"say": command("say", SHOW, "%t", key="I", output="show")}
    actions = with_commands(ACTIONS, commands, tmp_path)

    async with opened(library, settings=replace(CALM, commands=commands), actions=actions) as shown:
        await shown.press("I")
        await shown.until(lambda: shown.screen() == "output")

        assert "It says: Headline 1" in shown.page_text()
        await shown.press("escape")
        assert shown.screen() == "panes"


async def test_a_command_tags_the_story_which_is_undone(library: Library, tmp_path: Path) -> None:
    fill(library, 1)
    commands = {"label": command("label", "print('sea')", key="I", output="tag")}
    actions = with_commands(ACTIONS, commands, tmp_path)

    async with opened(library, settings=replace(CALM, commands=commands), actions=actions) as shown:
        await shown.press("I")
        await shown.until(lambda: library.store.marks.marks_of([1])[1].tags == ("sea",))
        await shown.until(lambda: "label: tagged" in shown.status())
        await shown.press("u")

        assert library.store.marks.marks_of([1])[1].tags == ()


async def test_a_command_that_fails_is_told_of(library: Library, tmp_path: Path) -> None:
    fill(library, 1)
    commands = {"fail": CommandSettings("fail", ("no-such-program",), key="I")}
    actions = with_commands(ACTIONS, commands, tmp_path)

    async with opened(library, settings=replace(CALM, commands=commands), actions=actions) as shown:
        await shown.press("I")
        await shown.until(lambda: "there is no program" in shown.work())

        assert shown.is_warning()


async def test_links_and_files_are_opened_by_the_commands_that_are_for_them(
    library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "opened"
    write = f"import sys; open({str(file)!r}, 'a').write(sys.argv[1] + chr(10))"
    attached = (Enclosure("https://news.example/a.mp3", "audio/mpeg", 10),)
    made, story = pair(1)
    library.store.stories.save(
        library.store.sources.add("/news"), [(made, replace(story, enclosures=attached))]
    )
    commands = {
        "other": command("other", write, "x", links="nowhere[.]example", type="video/"),
        "page": command("page", write, "%u", links="^https://news[.]example/1"),
        "listen": command("listen", write, "%u", type="audio/"),
    }

    async with opened(library, settings=replace(CALM, commands=commands)) as shown:
        await shown.press("o")
        assert shown.status() == "Opening https://news.example/1 with page"
        await shown.until(file.exists)
        await shown.press("p")
        await shown.until(lambda: len(file.read_text(encoding="utf-8").splitlines()) == 2)

    opened_links = file.read_text(encoding="utf-8").splitlines()
    assert opened_links == ["https://news.example/1", "https://news.example/a.mp3"]


async def test_a_command_without_a_key_is_in_the_palette(library: Library) -> None:
    fill(library, 1)
    commands = {"say": command("say", "print('sea')", output="note")}

    async with opened(library, settings=replace(CALM, commands=commands)) as shown:
        shown.do_command(f"Run say: {' '.join(commands['say'].run)}")
        await shown.until(lambda: library.store.marks.marks_of([1])[1].note == "sea")


@pytest.mark.parametrize(
    ("key", "complaint"),
    [("j", "the key j is down already"), ("g", "already"), ("nokey", "there is no key 'nokey'")],
)
def test_a_command_takes_no_key_that_does_something_else(
    tmp_path: Path, key: str, complaint: str
) -> None:
    (tmp_path / "config.toml").write_text(
        f'[keys]\nread = "m"\n[commands.say]\nrun = ["say"]\nkey = "{key}"\n', encoding="utf-8"
    )

    with pytest.raises(ConfigError) as refused:
        with_commands(ACTIONS, {"say": CommandSettings("say", ("say",), key=key)}, tmp_path)

    assert "line 5" in str(refused.value)
    assert complaint in str(refused.value)


async def test_an_alert_is_said_and_counted_in_the_sidebar_until_it_is_looked_at(
    library: Library,
) -> None:
    fill(library, 2)
    library.change_searches(lambda before: add_search(before, SavedSearch("Ships", "ships", True)))
    library.store.searches.count_alerts({"Ships": 3})

    async with opened(library) as shown:
        shown.end_job("due", JobEvent(added=1, alerts=(("Ships", "1 new story"),)))
        assert shown.status() == "Alert: Ships: 1 new story"
        await shown.press("backslash")
        assert any("♦ 3 Ships" in line for line in shown.lines())
        shown.do_command("Search: Ships")
        await shown.until(lambda: library.store.searches.alerts() == {})


async def test_the_palette_has_a_search_alert_and_that_is_undone(library: Library) -> None:
    fill(library, 1)
    library.change_searches(lambda before: add_search(before, SavedSearch("Ships", "ships")))

    async with opened(library) as shown:
        shown.do_command("Alert: Ships")
        await shown.until(lambda: library.store.searches.all()[0].alert)
        shown.do_command("Alert no longer: Ships")
        await shown.until(lambda: not library.store.searches.all()[0].alert)
        await shown.press("u")
        assert library.store.searches.all()[0].alert
        await shown.press("u")
        assert not library.store.searches.all()[0].alert


async def test_without_a_story_no_command_is_run(library: Library, tmp_path: Path) -> None:
    library.store.sources.add("/empty", "Empty")
    commands = {"say": command("say", key="I")}
    actions = with_commands(ACTIONS, commands, tmp_path)

    async with opened(library, settings=replace(CALM, commands=commands), actions=actions) as shown:
        await shown.press("I")

        assert shown.status() == "There is no story to run a command for"


async def test_an_expression_that_takes_too_long_matches_no_link(library: Library) -> None:
    made, story = pair(1)
    link = f"https://news.example/{'a' * 40}!"
    library.store.stories.save(library.store.sources.add("/n"), [(made, replace(story, link=link))])
    commands = {
        "slow": command("slow", links="(a|aa)+$"),
        "quick": command("quick", "pass", links="news[.]example"),
    }

    async with opened(library, settings=replace(CALM, commands=commands)) as shown:
        await shown.press("o")

        assert shown.status() == f"Opening {link} with quick"


async def test_a_command_that_writes_nothing_changes_and_shows_that(
    library: Library, tmp_path: Path
) -> None:
    fill(library, 1)
    commands = {
        "tags": command("tags", "pass", key="I", output="tag"),
        "show": command("show", "pass", key="B", output="show"),
    }
    actions = with_commands(ACTIONS, commands, tmp_path)

    async with opened(library, settings=replace(CALM, commands=commands), actions=actions) as shown:
        await shown.press("I")
        await shown.until(lambda: shown.work() == "tags: done")
        await shown.press("B")
        await shown.until(lambda: "It wrote nothing." in shown.page_text())
        assert library.store.marks.marks_of([1])[1].tags == ()


async def test_a_link_that_no_command_is_for_goes_to_the_browser(library: Library) -> None:
    fill(library, 1)
    commands = {"say": command("say", output="note")}
    settings = replace(CALM, commands=commands, browser=("true", "%u"))

    async with opened(library, settings=settings) as shown:
        await shown.press("o")

        assert shown.status() == "Opening https://news.example/1"
