import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import model
from reader.model import Snippet, Span, SpanKind, Story
from tests.conftest import entry

MATCHES = st.lists(st.integers(0, 50), max_size=10, unique=True).map(sorted)


@given(st.text(max_size=60), MATCHES)
def test_the_pieces_of_a_snippet_join_to_its_text(text: str, edges: list[int]) -> None:
    edges = [edge for edge in edges if edge <= len(text)]
    matches = tuple(zip(edges[::2], edges[1::2], strict=False))

    pieces = Snippet(text, matches).pieces()

    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, match in pieces if match] == [text[a:b] for a, b in matches]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"guid": "g", "link": "l"}, "g"),
        ({"guid": "", "link": "l"}, "l"),
    ],
)
def test_an_entry_is_known_by_its_guid_else_its_link(fields: dict[str, str], key: str) -> None:
    assert entry(**fields).key == key


def test_an_entry_without_guid_and_link_is_known_by_what_it_says() -> None:
    bare = {"guid": "", "link": ""}

    assert entry(1, **bare).key == entry(1, **bare).key
    assert entry(1, **bare).key != entry(2, **bare).key
    assert entry(1, **bare, content="\ud800").key.startswith("sha256:")


def test_a_story_gives_its_stretches_of_a_kind() -> None:
    spans = (Span(0, 3, SpanKind.HEADING), Span(5, 8, SpanKind.LINK, "https://news.example"))

    assert Story("s", "k", "h", "One\n\nTwo", spans).texts(SpanKind.HEADING) == ["One"]


def test_the_nouns_are_those_that_are_listed() -> None:
    assert all(hasattr(model, name) for name in model.__all__)
    assert not hasattr(model, "Nonsense")
