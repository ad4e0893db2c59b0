# SPDX-License-Identifier: Apache-2.0
"""What is done to footage after it is shot: painted looks and upscaling."""
