# SPDX-License-Identifier: Apache-2.0
"""One module for each department's turn in a production."""
