# SPDX-License-Identifier: Apache-2.0
"""The state of a production run: what each department has handed on so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from aiprod.film.brief import Brief
from aiprod.film.film import Film
from aiprod.film.findings import QualityReport
from aiprod.film.grade import ShotGrade
from aiprod.film.look import CharacterLook
from aiprod.film.mix import Stem
from aiprod.film.screenplay import Screenplay
from aiprod.film.shots import ShootRequest, ShotList
from aiprod.film.speech import Speech, VoiceCasting
from aiprod.film.takes import Take
from aiprod.production.studio import Pending, Studio
from aiprod.rendering.segments import Segment

if TYPE_CHECKING:
    import opentimelineio as otio

    from aiprod.editing.conform import Conformed
    from aiprod.production.chain.shots import Chain
    from aiprod.production.lookout import Lookout


@dataclass(frozen=True)
class Spoken:
    """A line's voice take."""

    speech: Speech
    take: Take
    path: Path


@dataclass
class Cut:
    """Everything a run knows; each department reads what came before and adds its own."""

    studio: Studio
    film: Film
    lookout: Lookout | None = None
    """Sees what is made, for whoever watches."""
    job: str = ""
    """The job that this run is, for what is paid."""
    degrade: int = 0
    """How often memory ran out before."""
    screenplay: Screenplay | None = None
    looks: tuple[CharacterLook, ...] = ()
    voices: tuple[VoiceCasting, ...] = ()
    spoken: dict[str, Spoken] = field(default_factory=dict)
    shots: ShotList | None = None
    planned: ShotList | None = None
    """The shot list of the storyboard, on estimated line lengths."""
    board: list[Pending] = field(default_factory=list)
    sheet: Pending | None = None
    requests: dict[str, ShootRequest] = field(default_factory=dict)
    chain: Chain | None = None
    """Who makes the footage, once shooting began."""
    footage: dict[str, Take] = field(default_factory=dict)
    timeline: otio.schema.Timeline | None = None
    edit: Conformed | None = None
    """The user's own edit on the film as it is now, once it was asked for (see `edited`)."""
    stems: tuple[Stem, ...] = ()
    grades: tuple[ShotGrade, ...] = ()
    mix: Take | None = None
    segments: tuple[Segment, ...] = ()
    picture: Take | None = None
    package: Take | None = None
    scores: dict[str, float] = field(default_factory=dict)
    """Predicted MOS of each line's voice."""
    measures: list[Pending] = field(default_factory=list)
    """The picture's measures, piece by piece."""
    report: QualityReport | None = None
    delivery: tuple[str, ...] = ()

    @property
    def brief(self) -> Brief:
        return self.film.brief

    @property
    def root(self) -> Path:
        return self.studio.store.root

    def inside(self, path: Path) -> str:
        """A path as the film's documents hold it: relative to its folder, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    @property
    def script(self) -> Screenplay:
        """The screenplay; only after writing."""
        assert self.screenplay is not None
        return self.screenplay

    @property
    def shot_list(self) -> ShotList:
        """The shot list; only after directing."""
        assert self.shots is not None
        return self.shots
