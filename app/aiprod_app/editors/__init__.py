# SPDX-License-Identifier: Apache-2.0
"""The editors that the panels live in, as the desktop sees them: what is connected, and what can be done there from here."""
