# SPDX-License-Identifier: Apache-2.0
"""French letters to sounds, in a process of its own: `python espeak_worker.py`.

This program, and nothing else of AIPROD, loads espeak-ng (GPL-3.0-or-later, https://github.com/espeak-ng/espeak-ng; the
licence's text and the sources are at that address, see THIRD_PARTY_LICENSES.md). It is a separate work that talks over a
pipe: each line of its input is a JSON list of clauses, each clause a list of words; each line of its output a JSON list of
`[sounds of the clause, [sounds of each word said alone]]`, in espeak's IPA.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Callable

_OUTPUT_NONE = 2
_CHARS_UTF8 = 1
_PHONEMES_IPA = 2


def _open_library() -> ctypes.CDLL:
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    library.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    if library.espeak_Initialize(_OUTPUT_NONE, 0, espeakng_loader.get_data_path().encode(), 0) < 0:
        raise RuntimeError("espeak-ng did not start")
    if library.espeak_SetVoiceByName(b"fr") != 0:
        raise RuntimeError("espeak-ng has no French")
    return library


def _reader(library: ctypes.CDLL) -> Callable[[str], str]:
    def read(text: str) -> str:
        """espeak answers clause by clause and moves the pointer on; at the end it is null."""
        pointer = ctypes.c_char_p(text.encode())
        parts = []
        while pointer.value:
            sounds = library.espeak_TextToPhonemes(ctypes.byref(pointer), _CHARS_UTF8, _PHONEMES_IPA)
            parts.append(sounds.decode() if sounds else "")
        return " ".join(part for part in parts if part)

    return read


def main() -> int:
    read = _reader(_open_library())
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for request in sys.stdin:
        answer = [[read(" ".join(words)), [read(word) for word in words]] for words in json.loads(request)]
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
