from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from dataclasses import replace
from io import BytesIO

import pytest

from reader.library.ingest.cleaning_pool import CleaningPool, CleaningProcess
from reader.library.ingest.cleaning_worker import clean_until_closed
from reader.library.ingest.fast_pickle import HEAD, pickle_noun
from reader.library.ingest.pipeline import parse_and_clean, unknown_site
from reader.model import CleanedDocument, Document, Enclosure, Span, SpanKind, UpdateHints
from reader.store.story_packing import pack_story
from tests.conftest import NOON
from tests.support.forked_processes import run_forked
from tests.support.server import feed


def document(number: int = 1, content: bytes = b"") -> Document:
    place = f"https://tides.example/{number}"
    return Document(place, place, content or feed(f"storm {number}"), NOON)


async def gathered(pool: CleaningPool, *documents: Document) -> list[CleanedDocument]:
    try:
        return await asyncio.gather(*map(pool.clean, documents))
    finally:
        await pool.end()


async def test_a_pool_cleans_as_one_would_alone() -> None:
    documents = [document(1), document(2, b"%PDF-1.7"), document(3)]

    found = await gathered(CleaningPool(processes=2), *documents)

    assert found == [parse_and_clean(one, unknown_site) for one in documents]


async def test_a_pool_packs_stories_where_that_is_wanted() -> None:
    pool = CleaningPool(processes=1)
    found = await pool.clean(document(1), packed=True)
    await pool.end()
    alone = parse_and_clean(document(1), unknown_site)

    assert found == replace(alone, packed=tuple(pack_story(*one) for one in alone.pairs))
    assert found.packed


async def test_documents_of_one_process_are_not_mistaken_for_each_other() -> None:
    documents = [document(number) for number in range(20)]

    found = await gathered(CleaningPool(processes=1), *documents)

    assert [one.location for one in found] == [one.location for one in documents]


async def test_a_document_that_takes_too_long_costs_itself_alone() -> None:
    pool = CleaningPool(processes=1, patience=0.001)
    first = await pool.clean(document(1))
    pool.processes[0].patience = 60

    (second,) = await gathered(pool, document(2))

    assert first.error == "https://tides.example/1: takes longer to read than 0.001 seconds"
    assert len(second.pairs) == 1


async def test_a_document_that_ends_its_reader_costs_itself_alone() -> None:
    hand = CleaningProcess(60)
    await hand.clean(document(1))
    assert hand.process is not None
    os.kill(hand.process.pid, signal.SIGSTOP)
    waiting = [asyncio.create_task(hand.clean(document(number))) for number in (2, 3)]
    while hand.busy < 2:
        await asyncio.sleep(0.01)
    hand.process.kill()

    second, third = await asyncio.gather(*waiting)
    hand.end()

    assert second.error.endswith("could not be read: it ended the program that reads")
    assert len(third.pairs) == 1


@pytest.mark.parametrize("turns", range(6))
async def test_a_process_whose_start_is_cut_off_is_not_left_behind(turns: int) -> None:
    hand = CleaningProcess(60)
    waiting = asyncio.create_task(hand.clean(document(1)))
    for _ in range(turns):
        await asyncio.sleep(0)
    before = hand.process
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    found = await hand.clean(document(2))
    after = hand.process
    hand.end()

    assert found == parse_and_clean(document(2), unknown_site)
    assert {one.poll() for one in (before, after) if one is not None} == {-signal.SIGKILL}


async def test_a_pool_that_is_expected_is_there_before_its_work() -> None:
    pool = CleaningPool(processes=2)
    await pool.begin()
    begun = [hand.process for hand in pool.processes]
    found = await gathered(pool, document(1))

    assert None not in begun
    assert len(found[0].pairs) == 1


async def test_pipes_may_be_closed_twice() -> None:
    hand = CleaningProcess(60)
    pipes = await hand.begin()

    pipes.close()
    hand.end()

    assert pipes.to_process.is_closing()


async def test_a_pool_without_work_begins_nothing() -> None:
    pool = CleaningPool()
    await pool.end()

    assert all(hand.process is None for hand in pool.processes)


def test_a_hand_works_until_its_pipe_ends() -> None:
    asked = [(document(1), False), (document(2), True)]
    given = BytesIO(b"".join(map(pickle.dumps, asked)))
    made = BytesIO()

    clean_until_closed(given, made)

    raw = made.getvalue()
    size = int.from_bytes(raw[:HEAD], "little")
    plain, packed = (pickle.loads(part) for part in (raw[HEAD:], raw[HEAD + size + HEAD :]))  # noqa: S301
    assert plain == parse_and_clean(document(1), unknown_site)
    assert packed.packed == tuple(pack_story(*one) for one in packed.pairs) != ()


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_hand_goes_when_the_other_end_is_gone(share: float) -> None:
    command = [sys.executable, "-m", "reader.library.ingest.cleaning_worker"]
    raw = pickle.dumps((document(1), False))
    given = raw[: int(len(raw) * share)]
    done = run_forked(command, given, check=True)

    assert (done.stdout, done.stderr) == (b"", b"")


def test_a_noun_comes_out_of_a_pipe_as_it_went_in() -> None:
    found = parse_and_clean(document(1), unknown_site)
    entry, story = found.pairs[0]
    span, file = (
        Span(0, 4, SpanKind.LINK, "https://tides.example/"),
        Enclosure("https://a.example/b"),
    )
    told = replace(story, spans=(span,), enclosures=(file,), evidence=(("headline", "title"),))

    whole = replace(found, pairs=((entry, told),), pace=UpdateHints(60, frozenset({3})))

    raw = pickle_noun(whole)

    assert int.from_bytes(raw[:HEAD], "little") == len(raw) - HEAD
    assert pickle.loads(raw[HEAD:]) == whole  # noqa: S301 - our own
