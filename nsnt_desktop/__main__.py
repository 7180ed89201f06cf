"""`python -m nsnt_desktop` is `nsnt-desktop`."""

import sys

from nsnt_desktop.cli import main

sys.exit(main())
