"""The processes that the screen starts: `python -m reader.worker JOB`."""

import sys

from reader.worker.jobs import main

if __name__ == "__main__":
    sys.exit(main())
