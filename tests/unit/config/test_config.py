from pathlib import Path

import pytest
from platformdirs import user_downloads_path

from reader.config import (
    NAME,
    Settings,
    default_folders,
    download_folder,
    read_setting,
    read_settings,
)
from reader.model import ConfigError, Retention


def written(folder: Path, text: str) -> Path:
    (folder / NAME).write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings()


def test_a_file_chooses(tmp_path: Path) -> None:
    text = 'theme = "light"\norder = "newest"\nlist_width = 30\n'
    text += 'contact = "me@example.org"\n'
    text += '[keys]\nsearch = "S"\nquit = ["q", "Q"]\n'

    settings = read_settings(written(tmp_path, text))

    assert (settings.theme, settings.order, settings.list_width) == ("light", "newest", 30)
    assert settings.contact == "me@example.org"
    assert settings.keys == {"search": ("S",), "quit": ("q", "Q")}


def test_a_file_chooses_a_browser_as_the_words_of_a_command(tmp_path: Path) -> None:
    text = """browser = "'/opt/my browser/run' --new-tab --url=%u" """

    settings = read_settings(written(tmp_path, text))

    assert settings.browser == ("/opt/my browser/run", "--new-tab", "--url=%u")
    assert read_settings(written(tmp_path, 'browser = ""')).browser == ()


@pytest.mark.parametrize(
    ("written_as", "kept"),
    [("0", 0.0), ("2.5", 2.5), ("3600", 3600.0), ('"enter"', "enter"), ('"never"', "never")],
)
def test_a_file_says_when_a_story_counts_as_read(
    tmp_path: Path, written_as: str, kept: float | str
) -> None:
    assert read_settings(written(tmp_path, f"read_after = {written_as}")).read_after == kept


def test_a_file_says_how_much_is_kept_and_where_downloads_go(tmp_path: Path) -> None:
    text = '[retention]\nage = "1y"\ncount = 500\nsize = "20MB"\n[downloads]\nfolder = "~/loads"\n'

    settings = read_settings(written(tmp_path, text))

    assert settings.retention == Retention(365, 500, 20_000_000)
    here = default_folders(str(tmp_path))
    assert download_folder(here, settings) == Path.home() / "loads"
    assert download_folder(here, Settings()) == tmp_path / "downloads"
    assert read_settings(written(tmp_path, "[downloads]")).downloads == ""
    assert download_folder(default_folders(None), Settings()) == user_downloads_path()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("\ncolour = 3", "line 2: there is no setting 'colour'"),
        ('theme = "dark"\norder = "oldest"', "line 2: order is one of best, newest"),
        ("list_width = 3", "line 1: list_width is a whole number from 20 to 80"),
        ("refresh_minutes = -1", "line 1: refresh_minutes is a whole number from 0 to 10080"),
        ('contact = "a\\nb"', "line 1: contact is an address of the web or of mail"),
        ("contact = 3", "line 1: contact is an address"),
        ("read_after = -1", "line 1: read_after is a number of seconds up to 3600, or .enter"),
        ("read_after = nan", "line 1: read_after is a number of seconds"),
        ("read_after = true", "line 1: read_after is a number of seconds"),
        ('read_after = "soon"', "line 1: read_after is a number of seconds"),
        ("browser = 3", "line 1: browser is a command with %u for the address"),
        ('browser = "firefox"', "line 1: browser is a command with %u"),
        ('browser = "%u"', "line 1: browser is a command with %u"),
        ('browser = "w3m-%u %u"', "line 1: browser is a command with %u"),
        ("browser = 'w3m \"%u'", "line 1: browser is a command with %u"),
        ('browser = "w3m \\n%u"', "line 1: browser is a command with %u"),
        ("list_width = true", "line 1: list_width is a whole number"),
        ("[keys]\nsearch = 3", "line 2: the keys for 'search' are a word or a list of words"),
        ('keys = "j"', "line 1: there is no setting 'keys'"),
        ('"th\\u0065mes" = 1', "line 1: there is no setting 'themes'"),
        ("theme = ", "line 1: invalid value."),
        ("\n\ntheme =\n", "line 3: invalid value."),
        ("order = 'best'\norder = 'best'", "line 2: cannot overwrite a value."),
        ('[search]\nhalf_life = "30"', "line 2: half_life is a span from 1d to 100y"),
        ("[search]\nhalf_life = 30", "line 2: half_life is a span"),
        ('[search]\nhalf_life = "0d"', "line 2: half_life is a span"),
        ('[search]\nhalf_life = "101y"', "line 2: half_life is a span"),
        ('[search]\nhalflife = "1d"', "line 2: there is no setting 'halflife' under .search."),
        ("[retention]\nage = 90", "line 2: age is a span"),
        ("[retention]\ncount = 0", "line 2: count is a number of stories"),
        ("[retention]\ncount = true", "line 2: count is a number of stories"),
        ('[retention]\nsize = "9"', "line 2: size is a size such as 500kB"),
        ("[retention]\nsize = 9", "line 2: size is a size such as 500kB"),
        ("[retention]\nweight = 1", "line 2: retention is set by age, count or size"),
        ("retention = 3", "line 1: there is no setting 'retention'"),
        ("[downloads]\nplace = 3", "line 2: there is no setting 'place' under .downloads."),
        ("[downloads]\nfolder = 3", "line 2: folder is a folder by its whole path"),
        ('[downloads]\nfolder = "here"', "line 2: folder is a folder by its whole path"),
        ("search = 3", "line 1: what is chosen for searching stands under .search."),
    ],
)
def test_what_a_file_gets_wrong_is_named_with_its_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(ConfigError, match=complaint) as caught:
        read_settings(written(tmp_path, text))

    assert str(tmp_path / NAME) in str(caught.value)


def test_a_file_that_is_no_text_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes('theme = "dark"\ncontact = "Å"'.encode("latin-1"))

    with pytest.raises(ConfigError, match="line 2: this is no text in UTF-8"):
        read_settings(tmp_path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()

    with pytest.raises(ConfigError, match=NAME):
        read_settings(tmp_path)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("theme", "light", "light"),
        ("theme", '"light"', "light"),
        ("list_width", "40", 40),
        ("browser", "w3m %u", ("w3m", "%u")),
    ],
)
def test_one_setting_is_read_with_or_without_quotes(name: str, typed: str, value: object) -> None:
    assert read_setting(name, typed) == value


def test_what_one_setting_cannot_be_is_said_without_a_file() -> None:
    with pytest.raises(ConfigError) as caught:
        read_setting("list_width", "3")

    assert str(caught.value) == "list_width is a whole number from 20 to 80"


@pytest.mark.parametrize(
    ("span", "days"), [("1d", 1), ("2w", 14), ("6m", 180), ("1y", 365), ("100y", 36_500)]
)
def test_the_worth_of_newness_halves_in_a_chosen_span(tmp_path: Path, span: str, days: int) -> None:
    assert read_settings(written(tmp_path, f'[search]\nhalf_life = "{span}"')).half_life == days


def test_a_home_holds_everything(tmp_path: Path) -> None:
    chosen = default_folders(str(tmp_path))

    assert chosen.data == chosen.cache == chosen.config == chosen.log == tmp_path


def test_without_a_home_the_system_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))

    chosen = default_folders(None)

    assert chosen.data.name == "newsreader"
    assert chosen.data != chosen.cache


SITES = """
[sites."news.example".pages]
drop = [".newsletter", "aside"]
[sites."news.example".dumps]
drop = "^Read more"
stop = ["^Comments"]
"""


def test_sites_have_rules_for_pages_and_for_dumps(tmp_path: Path) -> None:
    rules = read_settings(written(tmp_path, SITES)).sites["news.example"]

    assert rules.pages.drop == (".newsletter", "aside")
    assert (rules.dumps.drop, rules.dumps.stop) == (("^Read more",), ("^Comments",))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[sites.a.pages]\ndrop = ['p[']", "line 2: 'p\\[' is not a CSS selector"),
        ("[sites.a.dumps]\nkeep = ['x']\ndrop = ['(']", "line 3: '\\(' is not a regular express"),
        ("[sites.a.dumps]\n# lose\nlose = 'x'", "line 3: a rule is one of keep, drop, start, stop"),
        ("[sites.a.dumps]\ndrop = 3", "line 2: drop is a text or a list of texts"),
        ("[sites.a.leaves]\ndrop = 'x'", "line 1: rules are for pages, dumps or list, not for 'le"),
        ("[sites.a]\nlist = 'p['", "line 2: 'p\\[' is not a CSS selector"),
        ("[sites.a]\nlist = 'p:has('", "line 2: 'p:has\\(' is not a CSS selector"),
        ("[sites.a]\nlist = 'p::before'", "line 2: 'p::before' is not a CSS selector"),
        ("[sites.a]\nlist = 3", "line 2: list is a text or a list of texts"),
        ("[sites.a]\npages = 3", "line 2: rules are for pages, dumps or list, not for 'pages'"),
        ("[sites]\na = 3", "line 2: the rules for 'a' stand under pages, dumps and list"),
        ("sites = 3", "line 1: there is no setting 'sites'"),
    ],
)
def test_a_wrong_rule_is_named_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        read_settings(written(tmp_path, text))
