# SPDX-License-Identifier: Apache-2.0
"""Quality control: a finished file → findings, each with its time, measure and limit."""
