"""What tests of the whole project need: they count no lines, which those of its parts do."""

from collections.abc import Iterator

import pytest

from tests.support.tracing import untraced, untraced_processes


@pytest.fixture(autouse=True)
def _whole_project() -> Iterator[None]:
    """Nothing is traced, here and in the processes that a test starts."""
    with untraced(), untraced_processes():
        yield
