"""An English word in, its stem out."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    # This takes 2 ms; the rest of Whoosh is not behind it. Its default stemmer is another one,
    # which turns "running" into "runn".
    from whoosh.lang.porter2 import stem

__all__ = ["stem"]
