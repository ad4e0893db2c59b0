# SPDX-License-Identifier: Apache-2.0
"""The viewer: plays the film as it stands, and shows it."""
