"""Man pages, which are made of the manual."""

import shutil
import subprocess
from pathlib import Path

import pytest

from reader.cli.parsing.argument_parser import FORMS
from reader.manual import Page
from reader.manual.man_pages import format_man_page, man_pages


def page_of(markdown: str) -> str:
    return format_man_page("bell", 1, "ring it", [Page("a", "Tide & time", markdown)], "1.2")


def test_a_page_becomes_a_section() -> None:
    told = page_of(
        "## Fog\n\nA `--bell` **rings**.\n\n- one\n\n  more\n\n| a | b |\n| --- | --- |\n"
        "| `x` | y | \n| z | |\n\n```\n.ring 'it'\n\\d\n```\n"
    )

    assert told == (
        '.TH BELL 1 "" "newsreader 1.2" "newsreader"\n.SH NAME\nbell \\- ring it\n'
        '.SH "TIDE & TIME"\n.SS "Fog"\nA \\fB\\-\\-bell\\fR \\fBrings\\fR.\n'
        ".IP \\(bu 2\none\n.IP\nmore\n.TP\n\\fBx\\fR\ny\n.TP\nz\n\\&\n"
        ".PP\n.RS 4\n.EX\n\\&.ring \\(aqit\\(aq\n\\ed\n.EE\n.RE\n"
    )


def test_letters_beyond_ascii_are_told_by_their_numbers() -> None:
    assert "\nat 60\\[u00D7]20, \\[u1F6A2]\n" in page_of("at 60×20, 🚢\n")
    assert all(text.isascii() for text in man_pages("1.2").values())


def test_no_words_of_a_page_are_a_command_of_roff() -> None:
    told = page_of(".SH is not\n\n'br either\n\n| .x | .y |\n| --- | --- |\n| .x | .y |\n")

    lines = [line for line in told.splitlines() if line.startswith((".", "'"))]
    assert [line for line in lines if line[:3] not in (".TH", ".SH", ".PP", ".TP")] == []
    assert [line for line in lines if line.startswith(".SH")] == [".SH NAME", '.SH "TIDE & TIME"']


def test_the_man_pages_hold_every_command_and_the_configuration() -> None:
    pages = man_pages("1.2")

    for verb in FORMS:
        assert f'.SS "newsreader {verb}' in pages["newsreader.1"]
    assert "\\fBlist_width\\fR" in pages["newsreader.5"]


@pytest.mark.skipif(not shutil.which("groff"), reason="there is no groff here")
def test_groff_has_nothing_to_say_of_them(tmp_path: Path) -> None:
    for name, text in man_pages("1.2").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        run = ["groff", "-man", "-ww", "-K", "utf8", "-T", "utf8", "-z", str(tmp_path / name)]
        done = subprocess.run(run, capture_output=True, text=True, check=False)

        assert (done.returncode, done.stderr) == (0, "")
