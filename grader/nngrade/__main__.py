"""`python -m nngrade`."""

import sys

from nngrade.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
