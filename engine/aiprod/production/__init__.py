# SPDX-License-Identifier: Apache-2.0
"""Production: walks the departments in the order of the work, makes what is missing, keeps what is finished."""
