# SPDX-License-Identifier: Apache-2.0
"""Cloud generators: footage bought from a provider, behind one protocol, and never without consent and a spending cap."""
