"""Stories and queries with known answers out: how good each story is for each query, 1 to 3."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.clean import clean
from reader.index.index import IndexDocument
from reader.model import Document, ParseError, Story
from reader.parse import parse
from tests.support.paths import ROOT

NOW = datetime(2026, 11, 20, tzinfo=UTC)
SAMPLES = ROOT / "sample_feed"
FILLER = re.findall(
    r"\w+",
    "the council said on monday that its new plan for roads and schools would go to a vote next "
    "spring after months of talks with people in the town who want more trees fewer cars and a "
    "market hall where farmers could sell bread cheese apples and wool while the mayor asked for "
    "patience as money is short and the old bridge must first be painted again before winter",
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, and the stories that a reader hopes for, by name, with how good each is."""

    kind: str
    query: str
    grades: dict[str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """A story of the judged set."""

    name: str
    headline: str
    body: str
    days: int = 100  # ago
    language: str = "en"
    outlet: str = "The Tideline"
    byline: str = "the Harbour Desk"


TOPICS = (
    ("harbour", "strike", "harbours striking"),
    ("glacier", "survey", "glaciers surveyed"),
    ("railway", "tunnel", "railways tunnels"),
    ("orchard", "frost", "orchards frosts"),
    ("library", "fire", "libraries fires"),
    ("satellite", "launch", "satellites launched"),
    ("ferry", "delay", "ferries delayed"),
    ("museum", "theft", "museums thefts"),
    ("vaccine", "trial", "vaccines trials"),
    ("lagoon", "dredging", "lagoons dredged"),
)
PHRASES = (
    "night ferry",
    "open letter",
    "white paper",
    "dead reckoning",
    "spring tide",
    "salt road",
)
CROWDED = ("astrolabe", "drawbridge", "isinglass", "weathervane")
BULLETINS = ("plankton", "barometer", "turnstile", "quarry")
FOREIGN = (
    ("de", "Wahl", "Wahlen in Ostermoor", "Die Wahl wurde verschoben, die Wahlen folgen."),
    ("de", "hauser", "Alte Häuser am Deich", "Das Haus steht noch, viele Häuser nicht."),
    ("fr", "élection", "Les élections du port", "Une élection partielle aura lieu au port."),
    ("fr", "economiques", "Une crise économique", "Les effets économiques durent."),
    ("es", "cancion", "Canciones del mar", "La canción más vieja de la costa."),
    ("it", "elezione", "Elezioni sull'isola", "Una elezione tranquilla sull'isola."),
    ("ru", "выборы", "Итоги выборов", "На выборах победил маяк, выборы прошли тихо."),
    ("el", "εκλογη", "Οι εκλογές στο νησί", "Η εκλογή έγινε χωρίς θόρυβο."),
    ("sv", "båt", "Båtar i hamnen", "En båt låg kvar i hamnen."),
    ("pl", "wybory", "Po wyborach", "Wybory na wyspie trwały dwa dni."),
    ("ja", "灯台", "灯台の夜", "古い灯台が今も海を照らす。"),
    ("zh", "潮汐", "潮汐的秘密", "海边的潮汐每天两次。"),
)
NAMED = (
    Told("us", "The U.S. counts its lighthouses", "There are many in the U.S. today."),
    Told("us-not", "They asked us to wait", "It was a long wait for all."),
    Told("many", "A crowd of 1,500 on the quay", "About 1,500 people came."),
    Told("pm", "Tong-hyung Bay clears the ice", "Ships wait off Tong-hyung again."),
    Told("obrien", "O’Brien's map is found", "The map that O'Brien drew lay in a drawer."),
    Told("cafe", "Café on the pier reopens", "The cafe was shut for years."),
)
SAMPLED = {
    "eclipse spain": {
        "Moon's shadow comes ashore in Spain for first time in a century": 3,
        "Eclipse brings night to Iceland at teatime, to Spain at sundown": 3,
    },
    "leap second": {"The minute that had sixty-one seconds": 3},
    "title:eel": {"Nobody has ever seen an eel make another eel": 3},
    "fresnel lighthouse": {"How to throw a candle thirty kilometres": 3},
    "bread leaven": {"The crumb that was older than the farm": 3},
    "doodson tides": {"The brass brain that chose the day": 3},
    "kartoffeln": {"Der König, der die Knolle befahl": 3},
    "braille dots": {"Six dots in the dark": 3},
    "seed vault": {"A vault that hopes never to be needed": 3},
    "atlantic cable": {"Sixteen hours for a hundred words": 3},
    "時計": {"一刻の長さが毎日変わる時計": 3},
    "by:lampwick": {"How to throw a candle thirty kilometres": 3},
}


def stories() -> list[tuple[str, IndexDocument]]:
    """All stories of the set with their names."""
    rng = random.Random(7)
    told = [*NAMED, *_topics(rng), *_phrases(rng), *_bulletins(rng), *_foreign(), *_crowds(rng)]
    told += _filler(rng)
    rng.shuffle(told)  # the order of ids must not help
    ours = [(one.name, _indexed(number, one)) for number, one in enumerate(told, 1)]
    return ours + list(_samples(len(ours) + 1))


def queries() -> list[Judged]:
    """All queries of the set with their answers."""
    return [
        *(Judged("words", f"{a} {b}", _graded(a)) for a, b, _ in TOPICS),
        *(Judged("forms", forms, _graded(a)) for a, _, forms in TOPICS),
        *(Judged("fields", f"title:{a} {b}", {f"{a}-main": 3}) for a, b, _ in TOPICS[:3]),
        *(Judged("fields", f"outlet:{a}", {f"{a}-outlet": 3}) for a, _, _ in TOPICS[:3]),
        *(Judged("phrases", f'"{phrase}"', _phrased(phrase)) for phrase in PHRASES),
        *(Judged("recency", word, _aged(word)) for word in BULLETINS),
        *(Judged("crowds", word, {f"{word}-subject": 3, f"{word}-newer": 3}) for word in CROWDED),
        *(Judged("languages", word, _spoken(code, word)) for code, word, _, _ in FOREIGN),
        Judged("names", "U.S. lighthouses", {"us": 3}),
        Judged("names", "1500", {"many": 3}),
        Judged("names", "tong-hyung", {"pm": 3}),
        Judged("names", "obrien map", {"obrien": 3}),
        Judged("names", "café pier", {"cafe": 3}),
        *(Judged("samples", query, grades) for query, grades in SAMPLED.items()),
    ]


def _indexed(number: int, told: Told) -> IndexDocument:
    return IndexDocument(
        number,
        told.headline,
        told.body,
        told.outlet,
        told.byline,
        NOW - timedelta(days=told.days),
        1,
        told.language,
    )


def _words(rng: random.Random, count: int, *within: str) -> str:
    """Filler with some words strewn in."""
    words = rng.choices(FILLER, k=count)
    for word in within:
        words.insert(rng.randrange(len(words)), word)
    return " ".join(words)


def _topics(rng: random.Random) -> Iterator[Told]:
    for a, b, _ in TOPICS:
        days = rng.randint(1, 300)
        several = _words(rng, 120, a, a, b, b, b)
        once = _words(rng, 500, a, b)
        yield Told(f"{a}-main", f"{a.title()} {b} ends at last", several, days)
        yield Told(f"{a}-more", "A long week on the coast", several, days)
        yield Told(f"{a}-once", "What the council did", once, days)
        yield Told(f"{a}-half", f"{a.title()} in bloom", _words(rng, 100, a, a), days)
        yield Told(f"{a}-outlet", "Morning news", _words(rng, 80), days, outlet=f"{a.title()} Post")


def _graded(a: str) -> dict[str, int]:
    return {f"{a}-main": 3, f"{a}-more": 2, f"{a}-once": 1}


def _phrases(rng: random.Random) -> Iterator[Told]:
    for phrase in PHRASES:
        first, second = phrase.split()
        yield Told(f"{phrase}-head", f"The last {phrase}", _words(rng, 100, phrase))
        yield Told(f"{phrase}-body", "Notes from the pier", _words(rng, 100, phrase, phrase))
        apart = _words(rng, 60, first) + ". " + _words(rng, 60, second, second)
        yield Told(f"{phrase}-apart", f"A {second} and no {first}", apart)


def _phrased(phrase: str) -> dict[str, int]:
    return {f"{phrase}-head": 3, f"{phrase}-body": 2}


def _bulletins(rng: random.Random) -> Iterator[Told]:
    """The same news again and again; and an old story that is about it, beside a new mention."""
    for word in BULLETINS:
        body = _words(rng, 90, word, word)
        for days in (0, 25, 80, 700):
            yield Told(f"{word}-{days}", f"The {word} bulletin", body, days)
        yield Told(f"{word}-aside", "In other news", _words(rng, 300, word), 0)


def _aged(word: str) -> dict[str, int]:
    return {f"{word}-0": 3, f"{word}-25": 2, f"{word}-80": 2, f"{word}-700": 1}


def _crowds(rng: random.Random) -> Iterator[Told]:
    """Two stories about a thing among newer ones that mention it by the way, some at length."""
    for word in CROWDED:
        yield Told(f"{word}-subject", f"How the {word} was made", _words(rng, 250, word, word), 300)
        yield Told(f"{word}-newer", f"{word.title()}, explained", _words(rng, 150, word), 20)
        for number in range(12):
            body = _words(rng, 40 + 60 * number, *[word] * (1 + number // 3))
            yield Told(f"{word}-mention-{number}", "Letters to the editor", body, number)


def _foreign() -> Iterator[Told]:
    for code, word, headline, body in FOREIGN:
        yield Told(f"{code}-{word}-head", headline, body, language=code)
        yield Told(f"{code}-{word}-body", "—", f"— {body}", 90, code)


def _spoken(code: str, word: str) -> dict[str, int]:
    return {f"{code}-{word}-head": 3, f"{code}-{word}-body": 2}


def _filler(rng: random.Random) -> Iterator[Told]:
    for number in range(300):
        body = _words(rng, rng.randint(60, 300))
        headline = _words(rng, 7).capitalize()
        yield Told(f"filler-{number}", headline, body, rng.randint(0, 700))


def _samples(first: int) -> Iterator[tuple[str, IndexDocument]]:
    made = [story for path in sorted(SAMPLES.iterdir()) for story in _cleaned(path)]
    for number, story in enumerate(made, first):
        kept = story.published or NOW
        body = f"{story.deck}\n\n{story.text}"
        told = (story.headline, body, story.outlet, story.byline, kept, 2, story.language)
        yield story.headline, IndexDocument(number, *told)


def _cleaned(path: Path) -> list[Story]:
    document = Document(str(SAMPLES), str(path), path.read_bytes(), NOW)
    try:
        return [clean(entry) for entry in parse(document).entries]
    except ParseError:  # the list of subscriptions beside them
        return []
