"""Places of mail as sources: added, read again, searched, previewed, and what is left out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader import config
from reader.library import Library
from reader.library.ingest import mail_ingest
from reader.library.ingest.subscribing.add_options import AddOptions
from reader.model import CleanedDocument, IngestReport, Query, Search, Story, Word
from reader.store.seen_messages import SeenMessageTable
from tests.conftest import NOW
from tests.support.messages import PROSE, html, message, multipart, newsletter, part

ENVELOPE = b"From ada@harbour.example Tue Nov  3 08:30:00 2026\n"
ALL = AddOptions(all_mail=True)
WORDS = ("North pier", "South pier", "East pier", "West pier", "Old pier", "New pier")


def post(number: int, listed: bool = True) -> bytes:
    text = f"{WORDS[number]} is closed for {number} days. {PROSE[number % 3]}"
    fields = {"message_id": f"<{number}@x>", "subject": f"News of the {WORDS[number]}"}
    return message(text, listed=listed, **fields)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A Maildir with two messages of a list and one that is private."""
    for name in ("cur", "new", "tmp"):
        (tmp_path / "mail" / name).mkdir(parents=True)
    (tmp_path / "mail/cur/1.a:2,S").write_bytes(post(0))
    (tmp_path / "mail/cur/2.b:2,").write_bytes(post(1))
    (tmp_path / "mail/new/3.c").write_bytes(post(2, listed=False))
    return tmp_path / "mail"


def add(library: Library, place: Path, wish: AddOptions | None = None) -> list[IngestReport]:
    return list(library.add(str(place), options=wish))


def look(place: Path, all_mail: bool = False) -> Iterator[CleanedDocument]:
    return mail_ingest.clean_mail(str(place), NOW, {}, all_mail)


def notes(reports: list[IngestReport]) -> list[str]:
    return [one.document.note for one in reports if one.document.note]


def errors(reports: list[IngestReport]) -> list[str]:
    return [one.document.error for one in reports if one.document.error]


def stories(library: Library) -> list[Story]:
    return [library.store.stories.get(one) for one in library.store.stories.ids("all")]


def headlines(library: Library) -> set[str]:
    return {story.headline for story in stories(library)}


def test_a_maildir_is_a_source_whose_newsletters_are_stories(library: Library, place: Path) -> None:
    reports = add(library, place)

    assert sum(one.new for one in reports) == 2
    assert headlines(library) == {"News of the North pier", "News of the South pier"}
    (source,) = library.store.sources.all()
    assert (source.location, source.title, source.stories) == (str(place), "mail", 2)
    assert {story.guid for story in stories(library)} == {"0@x", "1@x"}
    assert notes(reports) == [
        f"{place}: 1 private message was left out; `newsreader add --all-mail` takes all"
    ]


def test_a_refresh_reads_what_is_new_and_says_nothing_of_what_is_private(
    library: Library, place: Path
) -> None:
    add(library, place)
    (place / "new/4.d").write_bytes(post(3))
    (place / "new/5.e").write_bytes(post(4, listed=False))
    (place / "cur/1.a:2,S").unlink()

    reports = list(library.refresh())
    again = list(library.refresh())

    assert sum(one.new for one in reports) == 1
    assert notes(reports) == []
    assert not any(one.document.pairs for one in again)
    assert "News of the North pier" in headlines(library)
    assert len(SeenMessageTable(library.store.database).stamps(1)) == 4


def test_what_comes_by_itself_is_read_with_what_is_due(library: Library, place: Path) -> None:
    add(library, place)
    (place / "new/4.d").write_bytes(post(3))

    assert sum(one.new for one in library.refresh(due=True)) == 1
    assert sum(one.new for one in library.refresh(due=True)) == 0


def test_all_mail_takes_what_was_left_out_and_goes_on_taking_it(
    library: Library, place: Path
) -> None:
    add(library, place)

    assert sum(one.new for one in add(library, place, ALL)) == 1
    assert sum(one.new for one in add(library, place, ALL)) == 0
    (place / "new/4.d").write_bytes(post(3, listed=False))
    assert sum(one.new for one in library.refresh()) == 1
    assert "News of the West pier" in headlines(library)


def test_all_mail_of_a_new_place_is_all_of_it(library: Library, place: Path) -> None:
    reports = add(library, place, ALL)

    assert sum(one.new for one in reports) == 3
    assert notes(reports) == []


def test_all_mail_says_nothing_of_places_that_hold_none(library: Library, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p>")

    assert sum(one.new for one in add(library, tmp_path / "page.html", ALL)) == 1


def test_an_mbox_grows_and_is_written_anew(library: Library, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    posts = [ENVELOPE + post(number) + b"\n" for number in range(4)]
    inbox.write_bytes(b"\n".join(posts[:2]))

    assert sum(one.new for one in add(library, inbox)) == 2
    inbox.write_bytes(b"\n".join(posts[:3]))
    assert sum(one.new for one in library.refresh()) == 1
    inbox.write_bytes(b"\n".join([*posts[1:], ENVELOPE + post(4, listed=False) + b"\n"]))
    assert sum(one.new for one in library.refresh()) == 1
    assert sum(one.new for one in add(library, inbox, ALL)) == 1
    assert len(stories(library)) == 5


def test_an_mbox_in_use_says_so_and_is_read_the_next_time(library: Library, tmp_path: Path) -> None:
    inbox, lock = tmp_path / "inbox", tmp_path / "inbox.lock"
    inbox.write_bytes(ENVELOPE + post(0) + b"\n")
    lock.touch()
    os.utime(lock, (NOW.timestamp(), NOW.timestamp()))

    reports = add(library, inbox)

    assert notes(reports) == [f"{inbox}: a mail program is writing it; it is read the next time"]
    assert [one.location for one in library.store.sources.all()] == [str(inbox)]
    lock.unlink()
    assert sum(one.new for one in library.refresh()) == 1


def test_an_empty_maildir_is_subscribed_to_as_mail_will_come(
    library: Library, tmp_path: Path
) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / "mail" / name).mkdir(parents=True)

    assert errors(add(library, tmp_path / "mail")) == []
    assert len(library.store.sources.all()) == 1


def test_a_message_by_itself_is_taken_whatever_it_is(library: Library, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(post(1, listed=False))

    assert sum(one.new for one in add(library, tmp_path / "1.eml")) == 1


def test_a_message_that_cannot_be_read_is_an_error_and_no_source(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "1.eml"
    path.write_bytes(multipart("encrypted", part("application/pgp-encrypted", "Version: 1")))

    reports = add(library, path)

    assert errors(reports) == [f"{path}: is encrypted (OpenPGP), which newsreader does not read"]
    assert library.store.sources.all() == []


def test_messages_of_a_folder_that_cannot_be_read_are_counted(
    library: Library, place: Path
) -> None:
    sealed = multipart("encrypted", part("application/pgp-encrypted", "Version: 1"))
    for name in ("cur/6.f", "cur/7.g"):
        (place / name).write_bytes(sealed)
    (place / "cur/8.h").write_bytes(message(""))

    reports = add(library, place)

    assert notes(reports)[0] == (
        f"{place}: messages that could not be read: "
        "2 is encrypted (OpenPGP), which newsreader does not read; 1 holds no text"
    )
    assert errors(reports) == []
    assert sum(one.new for one in reports) == 2
    assert notes(list(library.refresh())) == []


def test_a_file_of_a_folder_that_cannot_be_opened_is_an_error(
    library: Library, tmp_path: Path
) -> None:
    box = tmp_path / "box"
    box.mkdir()
    (box / "1.eml").write_bytes(post(1))
    (box / "2.eml").symlink_to(tmp_path / "nowhere")

    reports = add(library, box)

    assert errors(reports) == [f"{box}/2.eml: does not exist; check its name"]
    assert sum(one.new for one in reports) == 1


def test_a_place_that_is_closed_says_so_until_it_is_open_again(
    library: Library, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, place)
    scandir = os.scandir

    def closed(path: str) -> os.ScandirIterator[str]:
        if str(path).endswith("cur"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    said = f"{place}: may not be read: permission denied"
    assert errors(list(library.refresh())) == [said]
    assert library.store.sources.all()[0].health.last_error == said

    monkeypatch.setattr(os, "scandir", scandir)
    assert sum(one.new for one in library.refresh()) == 0
    assert library.store.sources.all()[0].health.last_error == ""


def test_a_message_that_came_twice_is_one_story(library: Library, place: Path) -> None:
    (place / "cur/9.i").write_bytes(post(0))

    assert sum(one.new for one in add(library, place)) == 2


def test_many_messages_are_saved_some_at_a_time(
    library: Library, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_ingest, "BATCH", 2)

    reports = add(library, place, ALL)

    assert [one.new for one in reports] == [2, 1]


def test_a_source_that_was_removed_is_taken_up_again_by_adding_it(
    library: Library, place: Path
) -> None:
    add(library, place)
    (source,) = library.store.sources.all()
    library.store.sources.change(source, subscribed=False)

    add(library, place)

    assert [one.location for one in library.store.sources.all()] == [str(place)]
    assert len(stories(library)) == 2


def test_mail_is_found_by_searching_and_stays_as_it_is_when_cleaned_again(
    library: Library, place: Path
) -> None:
    (place / "new/4.d").write_bytes(html(newsletter(), message_id="<letter@x>"))
    add(library, place)
    library.update_index()
    before = stories(library)

    with closing(library.open_index()) as index:
        hits = library.search(index, Search(Query(Word("crane")), "newest"))

    assert [library.store.stories.get(one).guid for one in hits.ids] == ["letter@x"]
    assert library.reclean() == 0
    assert stories(library) == before


def test_rules_of_a_site_hold_for_newsletters_of_its_name(library: Library, place: Path) -> None:
    (place / "new/4.d").write_bytes(html(newsletter(), message_id="<letter@x>"))
    library.folders.config.mkdir(parents=True, exist_ok=True)
    (library.folders.config / config.NAME).write_text(
        '[sites."Harbour Letter".pages]\ndrop = ["h2"]\n'
    )

    add(library, place)

    (letter,) = [story for story in stories(library) if story.guid == "letter@x"]
    assert "Also in port" not in letter.text
    assert "The old crane at dawn" in letter.text


def test_no_place_of_mail_stands_in_a_list_of_subscriptions(library: Library, place: Path) -> None:
    add(library, place)

    assert str(place) not in "".join(library.opml_lines())


def test_a_look_at_a_place_shows_what_would_be_taken(place: Path, tmp_path: Path) -> None:
    (place / "cur/8.h").symlink_to(tmp_path / "nowhere")
    (tmp_path / "page.html").write_text(f"<p>{PROSE[0]}</p>")
    (tmp_path / "mixed").mkdir()
    (tmp_path / "mixed/1.eml").write_bytes(post(1))
    (tmp_path / "mixed/2.eml").symlink_to(tmp_path / "nowhere")

    public = list(look(place))
    every = list(look(place, True))
    mixed = list(look(tmp_path / "mixed"))

    assert [len(one.pairs) for one in look(tmp_path / "page.html")] == [1]
    assert [len(one.pairs) for one in public] == [1, 1, 0]
    assert "1 private message was left out" in public[-1].note
    assert [len(one.pairs) for one in every] == [1, 1, 1]
    assert [one.error.endswith("2.eml: does not exist; check its name") for one in mixed] == [
        False,
        True,
    ]
