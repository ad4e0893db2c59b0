# SPDX-License-Identifier: Apache-2.0
"""The bin: everything that can be laid on the timeline."""
