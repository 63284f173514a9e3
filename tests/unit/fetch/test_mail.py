"""Places that hold mail: what is found in them, and what is new since the last reading."""

from __future__ import annotations

import fcntl
import gzip
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from reader.fetch.mail.mail_files import is_mail_place
from reader.fetch.mail.mail_scan import MailItem, MailScan
from reader.fetch.mail.mbox import LONGEST_LINE, Mbox, MboxPlace
from reader.fetch.mail.message_file import MOST_MESSAGE
from reader.model import FetchError
from tests.conftest import NOON
from tests.support.messages import PROSE, message

ENVELOPE = b"From ada@harbour.example Tue Nov  3 08:30:00 2026\n"
OLD = NOON.timestamp() - 86_400


def post(number: int, text: str = PROSE[0], listed: bool = True) -> bytes:
    return message(text + "\n", message_id=f"<{number}@x>", listed=listed)


def maildir(folder: Path, *names: str) -> Path:
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    for number, name in enumerate(names):
        (folder / name).write_bytes(post(number))
    return folder


def mbox(path: Path, *posts: bytes) -> Path:
    path.write_bytes(b"\n".join(ENVELOPE + one for one in posts))
    os.utime(path, (OLD, OLD))
    return path


class Reading:
    """One reading of a place after another, each with what the last one has left to remember."""

    def __init__(self, place: Path, wanted: Callable[[bytes], bool] = bool) -> None:
        self.place, self.wanted = place, wanted
        self.known: dict[str, str] = {}
        self.now = NOON

    def read(self) -> list[str]:
        """What is new: the id of each message, the sentence of each error."""
        self.scan = MailScan(str(self.place), self.known, self.wanted, self.now)
        self.found = list(self.scan)
        items = [one for one in self.found if isinstance(one, MailItem)]
        self.known = self.known | {one.name: one.stamp for one in items if one.name}
        for name in self.scan.gone():
            del self.known[name]
        return [line for one in self.found for line in told(one)]


def told(found: MailItem | FetchError) -> list[str]:
    if isinstance(found, FetchError):
        return [str(found)]
    if found.document is None:
        return []
    content = found.document.content
    if b"Message-ID: <" not in content:
        return [content.decode("latin-1")]
    return [content.partition(b"Message-ID: <")[2].partition(b"@")[0].decode()]


def test_the_messages_of_a_maildir_are_read_once(tmp_path: Path) -> None:
    place = maildir(tmp_path / "mail", "cur/100.a:2,S", "new/101.b", "tmp/102.c", "cur/.hidden")
    (place / "dovecot-uidlist").write_text("3 V1")
    reading = Reading(place)

    assert reading.read() == ["0", "1"]
    assert reading.read() == []
    assert reading.scan.is_mailbox
    assert reading.found == []


def test_a_message_that_was_read_in_another_program_is_no_new_one(tmp_path: Path) -> None:
    place = maildir(tmp_path / "mail", "new/101.b")
    reading = Reading(place)
    reading.read()

    (place / "new/101.b").rename(place / "cur/101.b:2,RS")

    assert reading.read() == []


def test_a_message_that_comes_is_read_and_one_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    place = maildir(tmp_path / "mail", "cur/100.a:2,", "cur/101.b:2,")
    reading = Reading(place)
    reading.read()

    (place / "cur/100.a:2,").unlink()
    (place / "new/103.d").write_bytes(post(3))

    assert reading.read() == ["3"]
    assert list(reading.known) == ["101.b", "103.d"]


def test_a_message_whose_file_has_changed_is_read_again(tmp_path: Path) -> None:
    place = maildir(tmp_path / "mail", "cur/100.a:2,")
    reading = Reading(place)
    reading.read()

    (place / "cur/100.a:2,").write_bytes(post(7, "Another text."))

    assert reading.read() == ["7"]


def test_drafts_and_what_was_thrown_away_are_not_read(tmp_path: Path) -> None:
    place = maildir(tmp_path / "mail", "cur/1.a:2,DS", "cur/2.b:2,ST", "cur/3.c;2,S", "cur/4.d!2,T")

    assert Reading(place).read() == ["2"]


def test_folders_of_a_maildir_are_read_but_not_those_of_spam_and_drafts(tmp_path: Path) -> None:
    place = maildir(tmp_path / "mail", "cur/1.a:2,S")
    for number, name in enumerate((".Lists.sea", "Plain", ".Spam", ".INBOX.Trash", "Drafts"), 10):
        maildir(place / name)
        (place / name / "cur" / "9.z").write_bytes(post(number))

    assert Reading(place).read() == ["0", "10", "11"]
    assert Reading(place / ".Spam").read() == ["12"]
    assert is_mail_place(str(place))


def test_a_tree_of_maildirs_is_a_place_of_mail(tmp_path: Path) -> None:
    maildir(tmp_path / "mail/lists/.hidden", "cur/1.a")
    maildir(tmp_path / "mail/inbox")
    (tmp_path / "mail/lists/.git").mkdir()

    assert is_mail_place(str(tmp_path / "mail"))
    assert Reading(tmp_path / "mail").read() == ["0"]


@pytest.mark.parametrize(
    ("name", "content", "is_mail"),
    [
        ("a.eml", b"anything", True),
        ("archive.mbox", b"", True),
        ("17", post(1), True),
        ("inbox", ENVELOPE + post(1), True),
        ("notes", b"From the desk\n\nAll is well.", False),
        ("page.html", b"<html>", False),
        ("feed.xml", post(1), False),
        ("picture.png", post(1), False),
        ("nothing", b"", False),
    ],
)
def test_a_place_of_mail_is_told_by_its_names_and_first_lines(
    tmp_path: Path, name: str, content: bytes, is_mail: bool
) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / name).write_bytes(content)

    assert is_mail_place(str(folder)) is is_mail


def test_a_file_is_a_place_of_mail_and_what_is_not_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "7").write_bytes(post(7))
    (tmp_path / "text").write_bytes(b"words")
    maildir(tmp_path / "empty")

    assert is_mail_place(str(tmp_path / "7"))
    assert is_mail_place(str(tmp_path / "empty"))
    assert not is_mail_place(str(tmp_path / "text"))
    assert not is_mail_place(str(tmp_path / "missing"))
    assert not is_mail_place("-")


def test_a_folder_that_holds_what_cannot_be_read_is_judged_by_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "closed").mkdir()
    (tmp_path / "mail").write_bytes(post(1))
    scandir = os.scandir

    def closed(path: str) -> os.ScandirIterator[str]:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)

    assert is_mail_place(str(tmp_path))
    (tmp_path / "mail").unlink()
    assert not is_mail_place(str(tmp_path))


def test_only_the_beginnings_of_some_files_are_looked_at(tmp_path: Path) -> None:
    for number in range(25):
        (tmp_path / f"{number:02}").write_bytes(b"words")
    (tmp_path / "99").write_bytes(post(1))

    assert not is_mail_place(str(tmp_path))


def test_a_folder_of_messages_and_other_files_is_read_as_what_each_is(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(post(1))
    (tmp_path / "2.emlx").write_bytes(b"99      \n" + post(2))
    (tmp_path / "page.html").write_bytes(b"<p>A page.</p>")
    (tmp_path / "none.eml").write_bytes(b"no mail at all")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / ".hidden.eml").write_bytes(post(3))
    reading = Reading(tmp_path)

    first = reading.read()
    second = reading.read()

    empty = f"{tmp_path}/empty.txt: is empty"
    assert first == ["1", "2", empty, "no mail at all", "<p>A page.</p>"]
    assert second == [empty, "no mail at all", "<p>A page.</p>"]


def test_what_is_not_wanted_is_known_all_the_same(tmp_path: Path) -> None:
    place = maildir(tmp_path / "mail", "cur/1.a", "cur/2.b")
    seen: list[bytes] = []

    def wanted(head: bytes) -> bool:
        seen.append(head)
        return False

    reading = Reading(place, wanted)

    assert reading.read() == []
    assert len(reading.known) == len(seen) == 2
    assert reading.read() == []
    assert len(seen) == 2


def test_a_single_message_is_wanted_whatever_it_is(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(post(1))
    reading = Reading(tmp_path / "1.eml", lambda _: False)

    assert reading.read() == ["1"]
    assert reading.scan.is_single
    assert not reading.scan.is_mailbox


def test_of_a_huge_message_only_the_beginning_is_read_and_a_packed_one_is_unpacked(
    tmp_path: Path,
) -> None:
    (tmp_path / "1.eml").write_bytes(post(1) + b"x" * (MOST_MESSAGE + 1_000))
    (tmp_path / "2.eml").write_bytes(gzip.compress(post(2)))
    (tmp_path / "3.eml").write_bytes(b"\x1f\x8b\x08{")
    reading = Reading(tmp_path)

    reading.read()

    sizes = [len(one.document.content) for one in reading.found if isinstance(one, MailItem)
             and one.document]  # fmt: skip
    assert sizes == [MOST_MESSAGE, len(post(2)), 4]


def test_nothing_in_a_place_is_changed_by_reading_it(tmp_path: Path) -> None:
    place = maildir(tmp_path / "mail", "new/1.a", "cur/2.b:2,")
    inbox = mbox(tmp_path / "inbox", post(1), post(2))
    before = {path: path.stat() for path in (*place.rglob("*"), inbox)}

    Reading(place).read()
    Reading(inbox).read()

    assert {path: path.stat() for path in (*place.rglob("*"), inbox)} == before


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(post(1))
    os.mkfifo(tmp_path / "pipe.eml")
    (tmp_path / "gone.eml").symlink_to(tmp_path / "nowhere")
    os.mkdir(tmp_path / "loop.eml")
    (tmp_path / "loop.eml" / "self.eml").symlink_to(tmp_path / "loop.eml" / "self.eml")

    said = Reading(tmp_path).read()

    assert f"{tmp_path}/pipe.eml: is a named pipe, not a file or folder" in said
    assert f"{tmp_path}/gone.eml: does not exist; check its name" in said
    assert f"{tmp_path}/loop.eml/self.eml: is a link that leads to itself" in said
    assert "1" in said


def test_a_message_that_is_moved_while_it_is_read_is_met_the_next_time(tmp_path: Path) -> None:
    place = maildir(tmp_path / "mail")
    (place / "new/1.a").symlink_to(tmp_path / "nowhere")

    assert Reading(place).read() == []


def test_names_that_are_no_text_are_remembered_in_letters(tmp_path: Path) -> None:
    place = maildir(tmp_path / "mail")
    (Path(os.fsdecode(os.fsencode(place / "cur") + b"/1.\xff"))).write_bytes(post(1))
    reading = Reading(place)

    assert reading.read() == ["1"]
    assert list(reading.known) == ["1.\\xff"]
    assert reading.read() == []


def test_where_a_folder_is_closed_nothing_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = maildir(tmp_path / "mail", "cur/1.a")
    maildir(place / "Sub", "cur/2.b")
    reading = Reading(place)
    reading.read()
    (place / "Sub").rename(tmp_path / "elsewhere")
    (place / "Sub").symlink_to(tmp_path / "elsewhere")
    known = dict(reading.known)
    scandir = os.scandir

    def closed(path: str) -> os.ScandirIterator[str]:
        if str(path).endswith("cur"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)

    assert reading.read() == [f"{place}: may not be read: permission denied"]
    assert reading.known == known


def test_an_mbox_is_cut_at_its_envelopes_alone(tmp_path: Path) -> None:
    sly = post(2, "From sea: one\n\nFrom now on\nwords\n\nFrom ada Tue Nov 3 08:30:00 2026\nx")
    quoted = post(3, ">From here on\n>>From there")
    inbox = mbox(tmp_path / "inbox", post(1), sly, quoted)
    bare = b"\nFrom \r\nX-Mozilla-Status: 0001\r\nMessage-ID: <4@x>\r\n"
    inbox.write_bytes(inbox.read_bytes() + bare +
                      b"\r\nText\r\n")  # fmt: skip
    os.utime(inbox, (OLD, OLD))
    reading = Reading(inbox)

    assert reading.read() == ["1", "2", "3", "4"]
    third = next(one for one in reading.found if isinstance(one, MailItem) and "(3)" in str(one))
    assert third.document is not None
    assert b"\nFrom here on\n>From there\n" in third.document.content


def test_of_an_mbox_that_has_grown_only_what_is_new_is_read(tmp_path: Path) -> None:
    inbox = mbox(tmp_path / "inbox", post(1), post(2))
    reading = Reading(inbox)
    assert reading.read() == ["1", "2"]
    assert reading.read() == []

    mbox(inbox, post(1), post(2), post(3))

    place = MboxPlace.read(reading.known["inbox"])
    assert inbox.read_bytes()[place.start :].startswith(ENVELOPE + post(2))
    assert reading.read() == ["3"]
    assert len(reading.known) == 4


def test_of_an_mbox_that_was_written_anew_known_messages_are_not_read_again(tmp_path: Path) -> None:
    inbox = mbox(tmp_path / "inbox", post(1), post(2), post(3))
    reading = Reading(inbox)
    reading.read()

    mbox(inbox, post(2).replace(b"MIME-Version", b"Status: RO\nMIME-Version"), post(3), post(4))

    assert reading.read() == ["4"]
    assert len([name for name in reading.known if "//" in name]) == 3


def test_an_mbox_that_is_shorter_or_empty_now_forgets_what_it_held(tmp_path: Path) -> None:
    inbox = mbox(tmp_path / "inbox", post(1), post(2))
    reading = Reading(inbox)
    reading.read()

    mbox(inbox, post(2))
    assert reading.read() == []
    assert len([name for name in reading.known if "//" in name]) == 1
    inbox.write_bytes(b"")
    assert reading.read() == [f"{inbox}: is empty"]


def test_a_message_that_is_still_being_written_waits_for_its_end(tmp_path: Path) -> None:
    inbox = mbox(tmp_path / "inbox", post(1), post(2)[:-40])
    now = NOON.timestamp()
    os.utime(inbox, (now, now))
    reading = Reading(inbox)

    assert reading.read() == ["1"]
    mbox(inbox, post(1), post(2))
    assert reading.read() == ["2"]


def test_a_last_message_without_an_end_is_read_once_nobody_writes_it_any_more(
    tmp_path: Path,
) -> None:
    inbox = mbox(tmp_path / "inbox", post(1), post(2).rstrip())
    reading = Reading(inbox)
    reading.now = NOON + timedelta(hours=1)

    assert reading.read() == ["1", "2"]


def test_an_mbox_under_a_lock_is_left_alone(tmp_path: Path) -> None:
    inbox = mbox(tmp_path / "inbox", post(1))
    reading = Reading(inbox)
    reading.read()
    mbox(inbox, post(1), post(2))
    lock = tmp_path / "inbox.lock"
    lock.touch()
    os.utime(lock, (NOON.timestamp(), NOON.timestamp()))

    assert reading.read() == []
    assert reading.scan.locked == [str(inbox)]
    assert len(reading.known) == 2

    os.utime(lock, (OLD - 10, OLD - 10))
    assert reading.read() == ["2"]
    assert lock.exists()


def test_an_mbox_that_another_program_has_locked_is_left_alone(tmp_path: Path) -> None:
    inbox = mbox(tmp_path / "inbox", post(1))
    reading = Reading(inbox)
    with inbox.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert reading.read() == []
        assert reading.scan.locked == [str(inbox)]

    assert reading.read() == ["1"]


def test_a_file_system_without_locks_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refuse)

    assert Reading(mbox(tmp_path / "inbox", post(1))).read() == ["1"]


def test_who_may_not_hide_that_a_file_was_read_reads_it_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = mbox(tmp_path / "inbox", post(1))
    whole = os.open

    def refuse(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_NOATIME:
            raise PermissionError(1, "Operation not permitted")
        return whole(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)

    assert Reading(inbox).read() == ["1"]


def test_of_a_huge_message_in_an_mbox_only_the_beginning_is_read(tmp_path: Path) -> None:
    long = b"y" * (3 * LONGEST_LINE) + b"\n"
    attached = b"x" * 70 + b"\n"
    inbox = mbox(tmp_path / "inbox", post(1) + long + attached * (MOST_MESSAGE // 70), post(2))
    reading = Reading(inbox)

    assert reading.read() == ["1", "2"]
    first = reading.found[0]
    assert isinstance(first, MailItem)
    assert first.document is not None
    assert len(first.document.content) < MOST_MESSAGE + LONGEST_LINE


def test_what_is_remembered_wrongly_of_an_mbox_is_as_good_as_nothing(tmp_path: Path) -> None:
    inbox = mbox(tmp_path / "inbox", post(1), post(2))
    reading = Reading(inbox)
    reading.known = {"inbox": "5:no:number:x"}

    assert reading.read() == ["1", "2"]


def test_one_message_that_stands_twice_in_an_mbox_is_read_once(tmp_path: Path) -> None:
    assert Reading(mbox(tmp_path / "inbox", post(1), post(1))).read() == ["1"]


def test_a_text_without_an_envelope_holds_no_messages(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"words\n")

    assert list(Mbox(str(tmp_path / "text"), MboxPlace(), NOON).messages()) == []


def test_private_messages_of_an_mbox_are_not_wanted(tmp_path: Path) -> None:
    inbox = mbox(tmp_path / "inbox", post(1), post(2, listed=False))
    reading = Reading(inbox, lambda head: b"List-Id" in head)

    assert reading.read() == ["1"]
    assert len(reading.known) == 3
