# SPDX-License-Identifier: Apache-2.0
"""One module per revision. A released one is never changed: a new need is a new revision."""
