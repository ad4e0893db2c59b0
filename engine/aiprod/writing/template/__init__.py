# SPDX-License-Identifier: Apache-2.0
"""The template writer: a deterministic story-teller that always works, in English and French.

It reads the brief for people, things, places, hours, weather and events (`premise`), casts it (`cast`), plans a story with a
setup, a disturbance, an attempt, a reversal and a resolution (`planner`), and writes it out (`composer`) from material made
for each language (`bank_en`, `bank_fr`) with a small inflector (`grammar`).
"""

from aiprod.writing.template.writer import write_template

__all__ = ["write_template"]
