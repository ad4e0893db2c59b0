# SPDX-License-Identifier: Apache-2.0
"""The desktop's languages: English in the source, French in catalogues, one for each part."""
