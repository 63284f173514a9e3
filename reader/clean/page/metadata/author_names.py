"""What a page says of its authors in, their names out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from reader.clean.page.metadata.json_ld import text_value
from reader.clean.text.credits import AGENCIES, is_name
from reader.clean.text.sanitize import safe_line

MOST = 20  # authors of a story
LONGEST = 80  # characters of a name
_TAGS = ("article:author", "author", "byl", "dc.creator", "parsely-author", "article:byline")
_OTHER_TAG = re.compile(r"(?:^|[._:-])(?:authors?|byline)$")
_NO_NAME = re.compile(r"https?:|www\.|@|\.(?:com|org|net|de|tv|uk)\b|^[a-z0-9]+-[a-z0-9-]+$")
_ORGANIZATION = re.compile(r"organi[sz]ation|corporation|company|brand", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(?:gmbh|mbh|ltd|limited|inc|llc|plc|corp|corporation|company|group|gruppe|groupe|grupo|gruppo"
    r"|holding|media|medien|médias|news|newsroom|newswire|agency|agentur|agence|agencia|agenzia"
    r"|verlag\w*|publishing|publications?|redaktion\w*|redaktionen|rédaction|redacción|redazione"
    r"|redação|redactie|redakcja|redakce|editors|editorial|staff|team|desk|network|foundation|stiftung"
    r"|university|institute?|ministry|association|zeitung|magazine?|presse|press|online|digital)\b",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"\b(?:editor|reporter|correspondent|korrespondent\w*|writer|columnist|producer|photographer"
    r"|journalist\w*|redakteur\w*|chefredakteur\w*|autor\w*|author|contributor|director|manager|chief"
    r"|head|analyst|minister|president|professor|politics|business|sports?|culture|world|january"
    r"|jornal|journal|diario|periódico|el|la|do|em|en|the|our|your|this|read|more|share|follow|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_BY = re.compile(
    r"^(?:(?:written |posted |reported )?by|von|par|por|di|av|af|door|autor(?:en)?|text)\b[:\s]+",
    re.IGNORECASE,
)
_AND = re.compile(r"(?<!\s)(?:\s+(?:and|und|og|och|et|y|e|en|&|\+)\s+|\s*[;,/|]\s+)")
_ASIDE = re.compile(r"(?<!\s)\s*\([^()]*\)")
_PATHS = [
    etree.XPath(path)
    for path in (
        "//*[@rel='author']",
        "//*[@itemprop='author']//*[@itemprop='name']",
        "//*[@itemprop='author']",
    )
]


def author_byline(root: etree._Element, tags: Mapping[str, str], said: object, outlet: str) -> str:
    """Join the names of the authors, best evidence first: JSON, meta tags, links to authors.

    Persons go before agencies; companies sign only where no person does.
    """
    sources = (_told(said), _tagged(tags), _others(tags), _linked(root))
    signed = [_tidy(names, outlet) for names in sources]
    persons = (_persons_first(names) for names in signed)
    return ", ".join(next(filter(None, (*persons, *signed)), ()))


def _persons_first(names: Sequence[str]) -> list[str]:
    """Put agencies behind persons, and leave out companies; nothing where there is no person."""
    persons = [name for name in names if not (_is_company(name) or name in AGENCIES)]
    return [*persons, *(name for name in names if name in AGENCIES)] if persons else []


def names_in_json(value: object) -> list[str]:
    """Read the names out of a JSON value: a text, an object, or a list of them."""
    if isinstance(value, list):
        return [name for part in value[:MOST] for name in names_in_json(part)]
    if isinstance(value, dict):
        return names_in_json(value.get("name")) or _person(value)
    return [name] if (name := text_value(value)) else []


def _person(value: Mapping[str, object]) -> list[str]:
    name = f"{text_value(value.get('givenName'))} {text_value(value.get('familyName'))}".strip()
    return [name] if name else []


def _told(said: object) -> list[str]:
    """Read the authors out of JSON, without the companies among persons."""
    parts = said if isinstance(said, list) else [said]
    persons = [part for part in parts[:MOST] if not _is_organization(part)]
    return names_in_json(persons) or names_in_json(said)


def _is_organization(part: object) -> bool:
    if not isinstance(part, dict) or str(part.get("name")) in AGENCIES:
        return False
    return bool(_ORGANIZATION.search(str(part.get("@type"))))


def _tagged(tags: Mapping[str, str]) -> list[str]:
    return [tags[name] for name in _TAGS if tags.get(name)]


def _others(tags: Mapping[str, str]) -> list[str]:
    return [text for name, text in tags.items() if _OTHER_TAG.search(name)]


def _linked(root: etree._Element) -> Iterator[str]:
    """Read the elements that a page marks as its authors, the first kind that there is."""
    for path in _PATHS:
        found = [safe_line("".join(map(str, node.itertext())), 300) for node in _found(path, root)]
        if any(found):
            yield from found
            return


def _found(path: etree.XPath, root: etree._Element) -> list[etree._Element]:
    nodes: list[etree._Element] = path(root)  # type: ignore[assignment]  # paths find elements
    return nodes[:MOST]


def _tidy(found: Iterable[str], outlet: str) -> list[str]:
    """Part names that stand together, and leave out what is none."""
    return list(dict.fromkeys(part for part in split_names(found) if _is_name(part, outlet)))[:MOST]


def split_names(found: Iterable[str]) -> Iterator[str]:
    """Part names that stand together, without what introduces them."""
    for name in found:
        for part in _AND.split(_ASIDE.sub("", _BY.sub("", name))):
            yield part.strip(" ,.;|")


def _is_name(name: str, outlet: str) -> bool:
    if not _LETTER.search(name) or len(name) > LONGEST:
        return False
    return not _NO_NAME.search(name) and name.casefold() != outlet.casefold()


def _is_company(name: str) -> bool:
    """Tell whether a name is one of a company or a desk rather than of a person."""
    return bool(_COMPANY.search(name)) or any(map(str.isdigit, name))


def is_person(name: str, outlet: str) -> bool:
    """Tell whether a name can only be one of a person."""
    return (
        is_name(name)  # which no agency has
        and _is_name(name, outlet)
        and not _is_company(name)
        and not _NO_PERSON.search(name)
    )
