# SPDX-License-Identifier: Apache-2.0
"""Devices and generators in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aiprod.film.messages import translated
from aiprod.wire.service import DeviceView, GeneratorView
from aiprod_app.i18n.languages import language_in_use

_GIB = 1 << 30
_LARGE, _MEDIUM = 20 * _GIB, 8 * _GIB


def device_line(device: DeviceView) -> str:
    """ "NVIDIA RTX 4090, 24 GB"."""
    if not device.memory_total:
        return device.name
    size = round(device.memory_total / _GIB)
    return QCoreApplication.translate("Hardware", "{name}, {size} GB").format(name=device.name, size=size)


def advice(device: DeviceView) -> str:
    """What can be made on a device."""
    if device.kind == "cpu":
        return QCoreApplication.translate("Hardware", "Films in the illustrated style, voices, music, mix and masters.")
    if device.memory_total >= _LARGE:
        return QCoreApplication.translate("Hardware", "Every local video model, at full size.")
    if device.memory_total >= _MEDIUM:
        return QCoreApplication.translate("Hardware", "The smaller or compressed video models.")
    return QCoreApplication.translate("Hardware", "Faster painted looks and export; too little memory for the video models.")


def able(generator: GeneratorView) -> str:
    """Whether it can be used, and why not."""
    if generator.available:
        return QCoreApplication.translate("Hardware", "Ready")
    reason = translated(generator.reason, language_in_use())
    return reason[:1].upper() + reason[1:]
