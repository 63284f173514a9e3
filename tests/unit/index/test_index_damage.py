from __future__ import annotations

import errno
import json
import os
import shutil
from array import array
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.format.dictionary import Dictionary, read_exactly
from reader.index.format.index_errors import BusyIndexError, index_errors
from reader.index.format.manifest import Manifest, read_manifest, write_manifest
from reader.index.format.open_files import IndexFiles
from reader.index.format.postings import (
    DamagedError,
    Positions,
    Postings,
    impacts_by_document,
    pack_positions,
    pack_postings,
    unpack_positions,
    unpack_postings,
    unseal,
)
from reader.index.index import Index, SearchRequest
from reader.model import BrokenIndexError, Everything, Hits, Phrase, Word
from reader.model.construction import replace
from tests.support.damaged_index import folder, never

__all__ = ["folder"]  # fixtures

PARTS = (Word("rain"), Phrase("heavy rain"), Word("number1", prefix=True), Everything())


def answers(index: Index) -> list[Hits]:
    return [index.search(SearchRequest(part, {}, "best", 5, never)) for part in PARTS]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_to_nothing(path: Path) -> None:
    path.write_bytes(b"")


def flip_first(path: Path) -> None:
    flip(path, 0)


def flip_middle(path: Path) -> None:
    flip(path, path.stat().st_size // 2)


def flip_last(path: Path) -> None:
    flip(path, path.stat().st_size - 1)


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    if content:
        content[at] ^= 0x41
    path.write_bytes(content)


HARMS = (cut, cut_to_nothing, flip_first, flip_middle, flip_last, Path.unlink)


@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_file_means_a_right_answer_or_a_broken_index(
    folder: Path, harm: Callable[[Path], None]
) -> None:
    with closing(Index.open(folder, "store")) as index:
        right = answers(index)
    whole_folder = folder.with_name("whole")
    shutil.copytree(folder, whole_folder)
    harmed = 0

    for name in sorted(path.name for path in folder.iterdir() if path.is_file()):
        shutil.rmtree(folder)
        shutil.copytree(whole_folder, folder)
        harm(folder / name)
        try:
            with closing(Index.open(folder, "store")) as index:
                index.check()
                assert answers(index) == right
        except BrokenIndexError:
            harmed += 1

    assert harmed > 10


@pytest.mark.parametrize("ending", [".trm", ".pst", ".toc", "id.col", "published.col"])
def test_without_a_check_a_flipped_bit_never_changes_an_answer(folder: Path, ending: str) -> None:
    with closing(Index.open(folder, "store")) as index:
        right = answers(index)
    path = next(path for path in sorted(folder.iterdir()) if path.name.endswith(ending))
    content = path.read_bytes()

    for at in range(0, len(content), max(1, len(content) // 150)):
        flip(path, at)
        with suppress(BrokenIndexError), closing(Index.open(folder, "store")) as index:
            assert answers(index) == right
        path.write_bytes(content)

    with closing(Index.open(folder, "store")) as index:
        assert len(index) == 19


def test_a_flipped_bit_in_the_stamp_never_changes_an_answer(folder: Path) -> None:
    with closing(Index.open(folder, "store")) as index:
        right = answers(index)
    path = folder / "stamp.json"
    content = path.read_bytes()
    broken = 0

    for at in range(len(content)):
        flip(path, at)
        try:
            with closing(Index.open(folder, "store")) as index:
                assert (answers(index), index.revision) == (right, 20)
        except BrokenIndexError:
            broken += 1
        path.write_bytes(content)

    assert broken > 100


def as_of_old(folder: Path) -> None:
    """Leave of a stamp what one said before it told of segments."""
    stamp = json.loads((folder / "stamp.json").read_text())
    del stamp["segments"], stamp["checksum"]
    (folder / "stamp.json").write_text(json.dumps(stamp))


def test_an_index_whose_stamp_tells_of_no_segments_is_read_and_written_on(folder: Path) -> None:
    with closing(Index.open(folder, "store")) as index:
        right = answers(index)
    as_of_old(folder)

    with closing(Index.open(folder, "store")) as index:
        assert (answers(index), index.revision, len(index)) == (right, 20, 19)
        index.remove([6])
    told = read_manifest(folder, "store").segments or ()
    assert [one.deleted_documents() for one in told] == [{4, 5}, set()]
    with closing(Index.open(folder, "store")) as index:
        assert len(index) == 18


def test_a_table_of_contents_that_makes_no_sense_is_broken(folder: Path) -> None:
    as_of_old(folder)
    stamp = read_manifest(folder, "store")
    write_manifest(folder, replace(stamp, files={}))  # nobody tells that it is not as written
    path = next(folder.glob("*.toc"))
    content = path.read_bytes()

    for at in range(len(content)):
        flip(path, at)
        with suppress(BrokenIndexError), closing(Index.open(folder, "store")):
            pass
        path.write_bytes(content)
    flip(path, 3)
    with pytest.raises(BrokenIndexError, match="damaged"):
        Index.open(folder, "store")


def test_an_index_of_another_store_is_broken(folder: Path) -> None:
    with pytest.raises(BrokenIndexError, match="another store"):
        Index.open(folder, "other")


def test_an_index_of_another_format_is_broken(folder: Path) -> None:
    stamp = json.loads((folder / "stamp.json").read_text())
    (folder / "stamp.json").write_text(json.dumps(stamp | {"format": "0"}))

    with pytest.raises(BrokenIndexError, match="format 0"):
        Index.open(folder, "store")


@pytest.mark.parametrize("written", ["", "[]", '"x"', "{}", '{"store": 1, "made": 2, "files": 3}'])
def test_a_stamp_that_makes_no_sense_is_broken(folder: Path, written: str) -> None:
    (folder / "stamp.json").write_text(written)

    with pytest.raises(BrokenIndexError, match="stamp"):
        Index.open(folder, "store")


def test_an_index_that_was_never_made_is_broken(tmp_path: Path) -> None:
    with pytest.raises(BrokenIndexError, match="no index yet"):
        Index.open(tmp_path / "nowhere", "store")
    (tmp_path / "empty").mkdir(mode=0o700)
    with pytest.raises(BrokenIndexError, match="no index yet"):
        Index.open(tmp_path / "empty", "store")


def test_a_folder_that_others_may_write_is_not_opened(folder: Path) -> None:
    folder.chmod(0o770)

    with pytest.raises(BrokenIndexError, match="0700"):
        Index.open(folder, "store")


def test_an_index_may_lie_behind_a_link_of_our_own(folder: Path) -> None:
    link = folder.with_name("link")
    link.symlink_to(folder)

    Index.open(link, "store").close()
    Index.create(link, "store").close()

    assert link.is_symlink()
    folder.chmod(0o750)
    with pytest.raises(BrokenIndexError, match="0700"):
        Index.open(link, "store")


def test_a_file_is_no_folder(folder: Path) -> None:
    file = folder.with_name("file")
    file.write_text("x")

    with pytest.raises(BrokenIndexError, match="no folder"):
        Index.open(file, "store")
    with pytest.raises(BrokenIndexError, match="no index can be made"):
        Index.create(file, "store")


def test_making_an_index_anew_wipes_the_old_one_and_nothing_else(folder: Path) -> None:
    (folder / "letter.txt").write_text("keep me")
    (folder / "MAIN.tmp").mkdir()
    (folder / "MAIN.tmp" / "left over").write_text("x")
    (folder / "_MAIN_9.toc.12.5").write_text("x")
    folder.chmod(0o755)

    with closing(Index.create(folder, "other")) as index:
        assert len(index) == 0
        assert index.revision == 0

    assert sorted(path.name for path in folder.iterdir()) == [
        "MAIN_WRITELOCK",
        "_MAIN_0.toc",
        "letter.txt",
        "stamp.json",
    ]
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_table_of_contents_older_than_the_stamp_is_broken(folder: Path) -> None:
    stamp = read_manifest(folder, "store")
    write_manifest(folder, Manifest(stamp.store, stamp.made, generation=99))

    with pytest.raises(BrokenIndexError, match="table of contents is gone"):
        Index.open(folder, "store")


def test_a_full_disk_is_not_a_broken_index(tmp_path: Path) -> None:
    with pytest.raises(BusyIndexError, match="the disk is full"), index_errors(tmp_path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(BrokenIndexError, match="damaged"), index_errors(tmp_path):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_lists_that_were_changed_are_told_by_their_checksum() -> None:
    postings = Postings(array("I", [1, 70_000]), bytes([7, 127]))
    places = Positions(array("I", [2, 1]), array("I", [3, 300, 9]))
    packed = pack_postings(postings, 90_000), pack_positions(places)

    assert unpack_postings(packed[0], 2) == postings
    assert unpack_positions(packed[1], 2) == places
    for piece in packed:
        for at in range(len(piece)):
            changed = bytearray(piece)
            changed[at] ^= 1
            with pytest.raises(DamagedError):
                unseal(bytes(changed))
    with pytest.raises(DamagedError):
        unseal(b"")


@given(st.sets(st.integers(0, 299), min_size=1), st.booleans())
def test_lists_come_back_as_they_were_however_long_they_are(held: set[int], is_dense: bool) -> None:
    documents = sorted(held)
    postings = Postings(array("I", documents), bytes(1 + at % 127 for at in documents))
    packed = pack_postings(postings, 300 if is_dense else 2_000)

    found = unpack_postings(packed, len(documents))
    flat = impacts_by_document(packed, len(documents), 300 if is_dense else 2_000)

    assert list(found.documents) == documents
    assert found.impacts == postings.impacts == flat.replace(b"\0", b"")
    assert flat == postings.over(len(flat))


def test_numbers_that_end_within_one_are_damaged(tmp_path: Path) -> None:
    (tmp_path / "numbers").write_bytes(bytes(9))
    (tmp_path / "whole").write_bytes(bytes(7) + b"\1")

    with pytest.raises(DamagedError):
        IndexFiles(tmp_path).read_numbers("numbers")
    assert IndexFiles(tmp_path).read_numbers("whole") == array("q", [1])


def test_files_that_somebody_has_closed_are_let_go_of_as_well(tmp_path: Path) -> None:
    (tmp_path / "numbers").write_bytes(bytes(8))
    files = IndexFiles(tmp_path)
    closed, open_still = files.open("numbers"), files.open("numbers")
    closed.close()

    files.release()
    assert open_still.is_closed


def test_a_dictionary_that_is_cut_or_has_no_contents_is_damaged(tmp_path: Path) -> None:
    for content in (b"", b"abc", b"\xff\xff\0\0", b"nonsense\4\0\0\0"):
        path = tmp_path / "x.trm"
        path.write_bytes(content)
        with path.open("rb") as file, pytest.raises((DamagedError, OSError)):
            Dictionary(file).entry("words", "x")
    with path.open("rb") as file, pytest.raises(DamagedError, match="cut"):
        read_exactly(file, 4, 100)
