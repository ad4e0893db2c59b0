# SPDX-License-Identifier: Apache-2.0
"""Writing: a brief becomes a screenplay.

`read_brief` reads what the user asked for; `write` gives the screenplay, from the author's own file (Fountain, Final Draft),
by a language model where a writer model is installed, or by the template writer, which always works.
"""

from aiprod.writing.briefs import ReadBrief, read_brief
from aiprod.writing.writers import Written, write

__all__ = ["ReadBrief", "Written", "read_brief", "write"]
