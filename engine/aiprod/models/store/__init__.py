# SPDX-License-Identifier: Apache-2.0
"""The store: what was fetched, imported or built, each content once.

    blobs/<SHA-256>          the bytes, read-only
    manifests/<model>.json   which files a model has, by hash; how they came
    manifests/<model>.pull   the same of a model that is on its way
    <model>/…                the files under their names: links to the blobs, for loaders that want a folder
    parts/…                  downloads that are not whole yet

How many models use a blob is counted from the manifests whenever it matters: a count that is written down can be wrong.
"""

from aiprod.models.store.blobs import adopt, blob, collect, copy_in, references, set_aside, whole
from aiprod.models.store.keeping import build, lay, publish, remove
from aiprod.models.store.records import Kept, Manifest, folder, forget, home, manifest, manifests, need_space

__all__ = [
    "Kept", "Manifest", "adopt", "blob", "build", "collect", "copy_in", "folder", "forget", "home", "lay", "manifest",
    "manifests", "need_space", "publish", "references", "remove", "set_aside", "whole",
]  # fmt: skip
