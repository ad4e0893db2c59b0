# SPDX-License-Identifier: Apache-2.0
"""How a clip is best made on the device that is here: precision, offload, tiles, attention, batch, and how long it takes."""
