# SPDX-License-Identifier: Apache-2.0
"""The sample film that comes with the desktop, in English and in French, and how it is made (`remake`)."""
