# SPDX-License-Identifier: Apache-2.0
"""What the film knows, as video models take it: control videos, keyframes, camera, speech."""
