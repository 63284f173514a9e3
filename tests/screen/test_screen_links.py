import webbrowser

import pytest

from reader.library import Library
from reader.model import ContentForm
from reader.tui import external_programs
from reader.tui.controllers.links import link_labels
from tests.conftest import fill, pair
from tests.support.shown import opened

PAGE = """<p>See <a href="https://a.example/1">the first lamp</a>, then
<a href="/two">the second</a> and <a href="javascript:alert(1)">none</a>.</p>
<figure><img src="/eel.png"><figcaption>An eel, at rest.</figcaption></figure>"""


@pytest.fixture
def linked(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was asked to open."""
    went: list[str] = []
    monkeypatch.setattr(webbrowser, "get", object)
    monkeypatch.setattr(webbrowser, "open", lambda link: went.append(link) or True)
    monkeypatch.setattr(external_programs, "COPIERS", ())
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=PAGE, form=ContentForm.HTML)])
    return went


async def test_typing_the_letters_of_a_link_opens_it(library: Library, linked: list[str]) -> None:
    async with opened(library) as shown:
        await shown.press("semicolon")
        assert "ahe first lamp" in shown.text()
        assert "she second" in shown.text()
        await shown.press("s")
        await shown.until(lambda: linked == ["https://news.example/two"])
        assert "the first lamp" in shown.text()
        await shown.press("j")
        assert not shown.has_line("key")


async def test_a_caption_leads_to_its_picture(library: Library, linked: list[str]) -> None:
    async with opened(library) as shown:
        await shown.press("semicolon", "d")
        await shown.until(lambda: linked == ["https://news.example/eel.png"])


async def test_y_before_the_letters_copies_a_link(library: Library, linked: list[str]) -> None:
    async with opened(library) as shown:
        await shown.press("semicolon", "y", "a")

        assert shown.clipboard() == "https://a.example/1"
        assert shown.status() == "Copied https://a.example/1"
        assert linked == []


async def test_other_keys_leave_the_links_alone(library: Library, linked: list[str]) -> None:
    async with opened(library) as shown:
        await shown.press("semicolon", "escape")
        assert not shown.has_line("key")
        await shown.press("semicolon", "z")
        assert not shown.has_line("key")
        assert linked == []


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:x", "java\nscript:x",
        "file:///etc/passwd", "data:text/html,x", "|sh", "-rf", "--new-window=x", "\\\\host\\share",
        "//host/x", "http:\\\\x.example", "http://x.example/\n--flag", "http://x.example/\x1b[1m",
        "http://x.example/\x9b1m", "http://x.example/\u202e", "http:///nowhere", "http://",
        "http://x.example:99999/", "http://1.1.1.1 &@127.0.0.1/", "http://x.example/\ud800",
        'http://x.example/"', "http://x.example/`id`", f"http://x.example/{'a' * 9_000}", "",
    ],
)  # fmt: skip
def test_what_is_no_sound_address_of_the_web_is_never_opened(
    link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "get", object)
    monkeypatch.setattr(webbrowser, "open", opened.append)

    assert not external_programs.is_openable(link)
    assert opened == []


def test_an_address_of_the_web_is_opened_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "get", object)
    monkeypatch.setattr(webbrowser, "open", lambda link: not opened.append(link))

    link = "HTTPS://x.example/a|b?c={d}&e=é#f"
    assert external_programs.is_openable(link)
    assert external_programs.start_browser(external_programs.Browser(), link)
    assert opened == ["HTTPS://x.example/a|b?c={d}&e=é#f"]


async def test_where_no_link_is_in_view_that_is_said(library: Library) -> None:
    fill(library, 1)
    library.store.stories.save(1, [pair(2, link="")])
    async with opened(library) as shown:
        await shown.press("semicolon")

        assert shown.status() == "No link is in view here"


async def test_links_are_underlined_and_the_terminal_knows_where_they_lead(
    library: Library, linked: list[str]
) -> None:
    async with opened(library) as shown:
        found = shown.links()

    assert found["https://a.example/1"] is True
    assert "https://news.example/eel.png" in found
    assert not any(link.startswith("javascript") for link in found)


def test_no_letters_begin_like_others() -> None:
    assert link_labels(3) == ["a", "s", "d"]
    many = link_labels(200)
    assert len(set(many)) == 200
    assert {len(letters) for letters in many} == {2}
    assert "y" not in "".join(link_labels(625))


async def test_the_page_that_discusses_a_story_is_a_link_below_it(
    library: Library, linked: list[str]
) -> None:
    talk = "https://talk.example/1"
    library.store.stories.save(1, [pair(2, content="One.\nTwo.", comments=talk)])
    async with opened(library) as shown:
        assert "Comments: https://talk.example/1" in shown.text()
        rows = [row[50:].strip(" │") for row in shown.lines()]
        assert "One." in rows
        assert "Two." in rows
        await shown.press("semicolon", "s")
        await shown.until(lambda: linked == [talk])
