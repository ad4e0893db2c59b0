# SPDX-License-Identifier: Apache-2.0
"""AIPROD inside DaVinci Resolve.

Runs in the host's own Python, whichever that is: 3.6 to 3.14, standard library alone. The panel dials out to the engine and
never listens. Every call of the host is made on the thread that the host started; the network has threads of its own.
"""

VERSION = "1.0"
PROTOCOL = 1
"""The version of the wire that this panel speaks."""
