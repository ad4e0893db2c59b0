# SPDX-License-Identifier: Apache-2.0
"""Models: what there is (`cards`), how it stands here (`states`, `fits`), how it comes (`pulling`, `importing`, `store.build`),
where it is kept (`store`), what is handed out (`library`), under which licence (`licences`), with which runtime (`runtime`)."""
