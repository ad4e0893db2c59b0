# SPDX-License-Identifier: Apache-2.0
"""The vocabulary of the video model, which the generator owns: trainers find it here too."""

from aiprod.shooting.nano.vocabulary import LANGUAGES as LANGUAGES
from aiprod.shooting.nano.vocabulary import SLOTS as SLOTS
from aiprod.shooting.nano.vocabulary import Value as Value
from aiprod.shooting.nano.vocabulary import ids as ids
from aiprod.shooting.nano.vocabulary import value as value
from aiprod.shooting.nano.vocabulary import values as values
