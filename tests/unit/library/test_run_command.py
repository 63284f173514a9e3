"""Commands of the person's own: what they get, what becomes of their output, and what is inert."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from reader.config import CommandSettings
from reader.library import Library
from reader.library.hooks.on_arrival import act_on_arrivals
from reader.library.hooks.run_command import apply_output, command_words, run_command
from reader.model import Story
from tests.conftest import pair

ECHO = "import sys; sys.stdout.write('|'.join(sys.argv[1:]))"
CAT = "import sys; sys.stdout.write(sys.stdin.read())"
HOSTILE = ["-rf", "--help", "; touch x", "$(touch x)", "`touch x`", "|id", "@/etc/passwd", "+cmd",
           "/etc/passwd", "~root", "\x1b]0;x\x07", "a\nb", "%u%t", "*", ""]  # fmt: skip


def command(*words: str, **given: object) -> CommandSettings:
    """A command that runs some Python."""
    run = (sys.executable, "-c", *words)
    return CommandSettings(name="try", run=run, **given)  # type: ignore[arg-type]


def story(**given: object) -> Story:
    """A story with an id."""
    return replace(pair(7)[1], id=7, **given)  # type: ignore[arg-type]


def test_words_are_filled_with_address_headline_and_file() -> None:
    run = ("mpv", "--", "%u", "--title=%t", "%f", "100%%", "%x")

    words = command_words(CommandSettings("play", run), story(), "https://a.example/", "/s.md")

    assert words == [
        *("mpv", "--", "https://a.example/", "--title=Headline 7", "/s.md", "100%", "%x")
    ]


@pytest.mark.parametrize("title", HOSTILE)
def test_no_headline_becomes_an_option_a_file_or_a_shell_word(title: str) -> None:
    report = "import json, sys; print(json.dumps(sys.argv[1:]))"

    told = run_command(command(report, "%t", "x%t"), story(headline=title))
    alone, inside = json.loads(told.output)

    assert told.failure == ""
    assert not alone or alone[0] == " " or alone[0].isalnum()
    assert inside.lstrip("x").strip() == alone.strip()
    assert "\n" not in alone
    assert "\x1b" not in alone


@pytest.mark.parametrize("link", ["|id", "-rf", "file:///etc/passwd", "javascript:x", "", "x y"])
def test_only_sound_addresses_of_the_web_are_handed_on(link: str) -> None:
    told = run_command(command(ECHO, "%u"), story(link=link))

    assert told.output == ""
    assert told.failure == "try: the story has no sound address to hand on."


def test_a_story_goes_in_as_json() -> None:
    told = run_command(command(CAT, input="json"), story())

    assert json.loads(told.output)["title"] == "Headline 7"


def test_without_a_wish_nothing_goes_in() -> None:
    assert run_command(command(CAT), story()).output == ""


def test_a_story_stands_in_a_file_of_markdown_which_is_gone_afterwards() -> None:
    read = "import sys; print(sys.argv[1]); print(open(sys.argv[1]).read())"

    told = run_command(command(read, "%f"), story(text="One *tide*.\n\nTwo."))
    path, *lines = told.output.splitlines()

    assert path.endswith("/story-7.md")
    assert lines[0] == "# [Headline 7](<https://news.example/7>)"
    assert "One \\*tide\\*." in lines
    assert not Path(path).exists()


def test_a_command_that_takes_too_long_is_stopped_with_all_that_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = (
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', "
        f"'import time; time.sleep(600)']); open({str(pid)!r}, 'w').write(str(p.pid)); "
        "time.sleep(600)"
    )

    told = run_command(command(code, seconds=3), story())

    assert told.failure == "try: stopped, as it took longer than 3 s."
    child = int(pid.read_text())
    while (
        Path(f"/proc/{child}/stat").exists()
        and " Z " not in Path(f"/proc/{child}/stat").read_text()
    ):
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("raise SystemExit(3)", "try: ended with 3."),
        ("import sys; sys.exit('No\\nroom \\x1b[2Jleft.')", "try: ended with 1: room left."),
    ],
)
def test_a_command_that_fails_is_told_of_in_one_sentence(code: str, failure: str) -> None:
    assert run_command(command(code), story()).failure == failure


def test_a_program_that_is_not_there_is_named() -> None:
    told = run_command(CommandSettings("play", ("no-such-program-at-all",)), story())

    assert told.failure == "play: there is no program 'no-such-program-at-all'."


def test_a_program_that_may_not_be_run_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "plain"
    file.write_text("x", encoding="utf-8")

    told = run_command(CommandSettings("play", (str(file),)), story())

    assert told.failure.startswith("play: ")
    assert told.failure.endswith(".")


def test_an_output_is_bounded_and_controls_no_terminal() -> None:
    told = run_command(command(r"print('\x1b[31mred\x1b]0;t\x07' + 'x' * 10**6)"), story())

    assert told.output.startswith("redx")
    assert len(told.output) <= 100_000


def test_an_output_becomes_tags_or_a_note_or_nothing(library: Library) -> None:
    library.store.stories.save(library.store.sources.add("/news"), [pair(1)])
    (kept,) = library.store.stories.by_ids([1])

    apply_output(library, command("", output="tag"), kept, "Sea, #Tide\nsea")
    apply_output(library, command("", output="note"), kept, "One.")
    before = apply_output(library, command("", output="note"), kept, "Two.")
    assert apply_output(library, command("", output="none"), kept, "Three.") == {}
    assert apply_output(library, command("", output="note"), kept, "") == {}

    marks = library.store.marks.marks_of([1])[1]
    assert (marks.tags, marks.note) == (("sea", "tide"), "One.\n\nTwo.")
    assert before[1].note == "One."


def configure(library: Library, text: str) -> None:
    """Write the configuration of a library."""
    library.folders.config.mkdir(parents=True, exist_ok=True)
    (library.folders.config / "config.toml").write_text(text, encoding="utf-8")


def arrive(library: Library, *titles: str) -> None:
    """Have stories come, and be indexed."""
    source = library.store.sources.add("/news", "News")
    first = library.store.stories.newest_id() + 1
    pairs = [pair(number, title=title) for number, title in enumerate(titles, start=first)]
    library.store.stories.save(source, pairs)
    library.update_index()


def test_a_command_is_run_for_each_new_story_that_its_query_finds(library: Library) -> None:
    configure(
        library,
        f"""[commands.label]
run = [{json.dumps(sys.executable)}, "-c", "print('stormy')"]
arrival = "title:storm"
output = "tag"
[commands.other]
run = ["no-such-program"]
key = "I"
""",
    )
    act_on_arrivals(library)
    arrive(library, "A calm")
    act_on_arrivals(library)

    arrive(library, "A storm", "Calm again", "The storm goes")
    effects = act_on_arrivals(library)
    marks = library.store.marks.marks_of([1, 2, 3, 4])

    assert effects.failures == ()
    assert [marks[story].tags for story in (1, 2, 3, 4)] == [(), ("stormy",), (), ("stormy",)]


def test_a_command_that_fails_is_run_for_no_more_of_them(library: Library) -> None:
    configure(library, '[commands.label]\nrun = ["no-such-program"]\narrival = "storm"\n')
    arrive(library, "A calm")
    act_on_arrivals(library)

    arrive(library, "Storm one", "Storm two")

    assert act_on_arrivals(library).failures == ("label: there is no program 'no-such-program'.",)


def test_a_command_is_run_for_the_newest_fifty_at_most(library: Library) -> None:
    configure(
        library,
        f'[commands.label]\nrun = [{json.dumps(sys.executable)}, "-S", "-c", ""]\n'
        'arrival = "storm"\n',
    )
    arrive(library, "A calm")
    act_on_arrivals(library)

    arrive(library, *(f"Storm {number}" for number in range(51)))

    assert act_on_arrivals(library).failures == (
        "label: run for the newest 50 of 51 stories only.",
    )
