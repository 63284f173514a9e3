from pathlib import Path

from reader.library import clean_location
from reader.model import SpanKind, Story
from tests.conftest import NOON


def story(shared: Path, name: str) -> tuple[Story, list[str]]:
    """A seed as a clean story, and its lines as they came."""
    (path,) = (shared / "seeds").glob(f"{name}_*.txt")
    (found,) = clean_location(str(path), NOON)
    ((_, made),) = found.pairs
    return made, [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_pitch_goes_and_the_story_stays(shared: Path) -> None:
    made, lines = story(shared, "000")

    glued = lines[6]
    first = glued[glued.index("South Korea on Monday demanded") :]
    assert made.text.split("\n\n") == [first, *lines[7:-1]]
    assert (made.headline, made.deck) == (lines[0], lines[1])
    assert (made.outlet, made.byline, made.agency) == (
        "The Independent",
        "Kim Tong-hyung",
        "Associated Press",
    )
    assert (made.photo_credit, made.published, made.doubt, made.spans) == ("", None, "", ())


def test_the_tables_go_and_the_story_stays(shared: Path) -> None:
    made, lines = story(shared, "004")

    start = next(number for number, line in enumerate(lines) if line.startswith("South Korea sum"))
    wanted = [line.strip("- ") for line in lines[start:-1] if line and line != "Text size:"]
    assert made.text.split("\n\n") == wanted
    assert made.headline == lines[0].partition(" - ")[2]
    assert (made.outlet, made.byline, made.photo_credit) == (
        "The Fort Worth Press",
        "A.Maldonado",
        "AFP",
    )
    assert (made.deck, made.agency, made.published, made.doubt) == ("", "", None, "")
    assert made.texts(SpanKind.HEADING) == ["North Koreans in Ukraine?"]
