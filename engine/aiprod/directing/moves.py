# SPDX-License-Identifier: Apache-2.0
"""Camera moves: a framing becomes a path. Each move has a purpose, and keeps its subject framed at both ends."""

from __future__ import annotations

from collections.abc import Callable

from aiprod.film.shots import CameraKey, CameraPath, Ease, Rig

_GLIDE = Ease(x1=0.45, y1=0.0, x2=0.55, y2=1.0)
_STEADY = Ease(x1=0.25, y1=0.25, x2=0.75, y2=0.75)


def static(key: CameraKey, rig: Rig = Rig.TRIPOD, aperture: float = 4.0) -> CameraPath:
    return CameraPath(rig=rig, keys=(key.changed(at=0.0),), aperture_f=aperture, move="static")


def between(first: CameraKey, last: CameraKey, move: str, rig: Rig, aperture: float, ease: Ease = _GLIDE) -> CameraPath:
    """A move from one framing to another."""
    return CameraPath(rig=rig, keys=(first.changed(at=0.0, ease=ease), last.changed(at=1.0)), aperture_f=aperture, move=move)


def dolly(framing: Callable[[float], CameraKey], amount: float, rig: Rig = Rig.DOLLY, aperture: float = 2.8) -> CameraPath:
    """Towards (amount > 0) or away from the subject: `framing(tighter)` gives the key for a tightness."""
    near, far = framing(1.0 + abs(amount)), framing(1.0)
    # The lens stays: the distance does the work, and the perspective changes.
    near = near.changed(focal_mm=far.focal_mm) if near.focal_mm != far.focal_mm else near
    if amount > 0:
        return between(far, near, "dolly_in", rig, aperture)
    return between(near, far, "dolly_out", rig, aperture)


def zoom(key: CameraKey, factor: float, aperture: float = 4.0) -> CameraPath:
    """The camera stays, the focal length changes by `factor` (> 1 closes in)."""
    last = key.changed(focal_mm=round(min(400.0, max(10.0, key.focal_mm * factor)), 2))
    return between(key, last, "zoom", Rig.TRIPOD, aperture)


def pan(key: CameraKey, degrees: float, aperture: float = 5.6) -> CameraPath:
    """Turns by `degrees` to the right, symmetric around the framing."""
    first, last = key.changed(yaw_deg=key.yaw_deg - degrees / 2), key.changed(yaw_deg=key.yaw_deg + degrees / 2)
    return between(first, last, "pan", Rig.TRIPOD, aperture)


def tilt(key: CameraKey, degrees: float, aperture: float = 5.6) -> CameraPath:
    """Ends on the framing after a turn upwards (or downwards, negative) of `degrees`."""
    return between(key.changed(pitch_deg=key.pitch_deg - degrees), key, "tilt", Rig.TRIPOD, aperture)


def truck(key: CameraKey, metres: float, aperture: float = 4.0, rig: Rig = Rig.DOLLY) -> CameraPath:
    """Slides sideways by `metres`, symmetric around the framing."""
    first, last = key.changed(x=round(key.x - metres / 2, 4)), key.changed(x=round(key.x + metres / 2, 4))
    return between(first, last, "truck", rig, aperture)


def follow(first: CameraKey, last: CameraKey, aperture: float = 4.0, rig: Rig = Rig.STEADICAM) -> CameraPath:
    """Travels with someone at their even pace."""
    return between(first, last, "follow", rig, aperture, _STEADY)


def crane(key: CameraKey, rise: float, back: float = 0.0, aperture: float = 5.6) -> CameraPath:
    """Ends on the framing having risen `rise` metres (or come down, negative), and backed by `back` metres."""
    first = key.changed(
        y=round(max(0.25, key.y - rise), 4), z=round(key.z + back, 4), focus_m=round(max(0.3, key.focus_m - back), 4)
    )
    return between(first, key, "crane_up" if rise > 0 else "crane_down", Rig.CRANE, aperture)


def rise_away(key: CameraKey, rise: float, back: float, aperture: float = 5.6) -> CameraPath:
    """Starts on the framing, then lifts off and leaves: a film's last picture."""
    z = max(-1.0, key.z - back)
    last = key.changed(y=round(key.y + rise, 4), z=round(z, 4), focus_m=round(key.focus_m + key.z - z, 4))
    return between(key, last, "crane_up", Rig.CRANE, aperture)
