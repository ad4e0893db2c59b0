# SPDX-License-Identifier: Apache-2.0
"""The providers, each a module that knows one API."""
