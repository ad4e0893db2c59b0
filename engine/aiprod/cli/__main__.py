# SPDX-License-Identifier: Apache-2.0
from aiprod.cli.main import main

raise SystemExit(main())
