# SPDX-License-Identifier: Apache-2.0
"""Every page and dialog as pictures: for the documentation, and for tests that look at all of them."""
