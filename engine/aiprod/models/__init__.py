# SPDX-License-Identifier: Apache-2.0
"""Models: cards, verified files, licences. It runs no model; departments open what `library` hands them."""
