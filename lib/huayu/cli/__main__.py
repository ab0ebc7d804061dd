"""``python -m huayu.cli`` is ``huayu``."""

import sys

from huayu.cli import main

if __name__ == "__main__":
    sys.exit(main())
