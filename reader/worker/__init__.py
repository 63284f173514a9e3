"""Both ends of the pipes to the searcher and to the process that adds stories."""

from reader.worker.clients import Adder, Searcher
from reader.worker.protocol import COUNT, Answer, News

__all__ = ["COUNT", "Adder", "Answer", "News", "Searcher"]
