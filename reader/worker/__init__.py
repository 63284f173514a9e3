"""Both ends of the pipes to the searcher and to the process that adds stories."""

from reader.worker.messages import COUNT, Answer, News
from reader.worker.near import Adder, Searcher

__all__ = ["COUNT", "Adder", "Answer", "News", "Searcher"]
