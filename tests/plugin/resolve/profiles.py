# SPDX-License-Identifier: Apache-2.0
"""Versions and editions of the host that the fake can be."""

from typing import NamedTuple


class Profile(NamedTuple):
    """One host.

    Attributes: number = (major, minor, patch); windows: scripts may open windows (UIManager); python: Python scripts are started
    from the menu at all; outside: a program outside may attach; step_loop and timer: what the dispatcher of this build has;
    language: of the host's interface; bundled: the Python that comes with the host, if one does.
    """

    name: str
    number: "tuple"
    build: int
    studio: bool
    windows: bool
    python: bool = True
    step_loop: bool = True
    timer: bool = False
    fabricates: bool = False
    language: str = "en"
    bundled: str = ""

    def track_name(self, sort: str, number: int) -> str:
        """What the interface calls a new track; names that scripts pass are English in every language."""
        words = {"fr": {"video": "Vidéo", "audio": "Audio", "subtitle": "Sous-titre"}}.get(self.language, {})
        return f"{words.get(sort, sort.capitalize())} {number}"

    @property
    def outside(self) -> bool:
        return self.studio

    @property
    def product(self) -> str:
        return "DaVinci Resolve Studio" if self.studio else "DaVinci Resolve"

    @property
    def version_string(self) -> str:
        return "{}.{}.{}.{}".format(*self.number, self.build)

    def but(self, **changes: "object") -> "Profile":
        """The same host in another build or language."""
        return self._replace(**changes)


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("18.6-studio", (18, 6, 6), 7, studio=True, windows=True),
        Profile("19.0-free", (19, 0, 3), 4, studio=False, windows=True),
        Profile("19.1-studio", (19, 1, 3), 7, studio=True, windows=True),
        Profile("19.1-free", (19, 1, 3), 7, studio=False, windows=False),
        Profile("20-studio", (20, 3, 1), 6, studio=True, windows=True),
        Profile("20.3-free", (20, 3, 1), 6, studio=False, windows=False),
        Profile("21.0.4-studio", (21, 0, 4), 5, studio=True, windows=True),
        Profile("21.0.4-free", (21, 0, 4), 5, studio=False, windows=False),
        Profile("21.1-studio", (21, 1, 0), 17, studio=True, windows=True, bundled="3.14"),
        Profile("21.1-free", (21, 1, 0), 17, studio=False, windows=False, python=False),
    )
}
SCRIPTED = [name for name, profile in PROFILES.items() if profile.python]
WINDOWED = [name for name, profile in PROFILES.items() if profile.windows]
