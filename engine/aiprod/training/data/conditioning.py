# SPDX-License-Identifier: Apache-2.0
"""What the video model is told, which the generator owns: trainers find it here too. See `aiprod.shooting.nano.conditioning`."""

from aiprod.shooting.nano.conditioning import CAMERA_AXES as CAMERA_AXES
from aiprod.shooting.nano.conditioning import CAMERA_DIMS as CAMERA_DIMS
from aiprod.shooting.nano.conditioning import DIM as DIM
from aiprod.shooting.nano.conditioning import SLOT_COUNT as SLOT_COUNT
from aiprod.shooting.nano.conditioning import Codes as Codes
from aiprod.shooting.nano.conditioning import Floats as Floats
from aiprod.shooting.nano.conditioning import Labels as Labels
from aiprod.shooting.nano.conditioning import PhraseTable as PhraseTable
from aiprod.shooting.nano.conditioning import Rows as Rows
from aiprod.shooting.nano.conditioning import decode as decode
from aiprod.shooting.nano.conditioning import embedded as embedded
from aiprod.shooting.nano.conditioning import encode as encode
from aiprod.shooting.nano.conditioning import phrase_keys as phrase_keys
from aiprod.shooting.nano.conditioning import shipped_table as shipped_table
