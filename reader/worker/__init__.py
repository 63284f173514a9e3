"""Both ends of the pipes to the searcher and to the process that adds stories."""

from reader.worker.clients import JobRunner, Searcher
from reader.worker.protocol import COUNT, AnswerMessage, JobEvent

__all__ = ["COUNT", "AnswerMessage", "JobEvent", "JobRunner", "Searcher"]
