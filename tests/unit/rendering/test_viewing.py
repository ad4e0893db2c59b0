# SPDX-License-Identifier: Apache-2.0
"""The viewer: the export's own pixels from any point, small where asked, and nobody waits for what nobody wants."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.unit.rendering.film_fixture import H, W, clip, shoot, timeline, title, transition

from aiprod.film.errors import Stopped, UserError
from aiprod.film.grade import Cdl, ShotGrade
from aiprod.grading.bake import bake, table_key
from aiprod.rendering.compile import compile_timeline
from aiprod.rendering.execute import frames
from aiprod.rendering.segments import Caption, PictureFormat, Segment
from aiprod.rendering.viewing import Viewer, part_of, pixels, segment_at

GRADE = ShotGrade(shot="b", cdl=Cdl(slope=(1.1, 1.0, 0.9), offset=(0.01, 0.0, -0.01)))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Segment, ...]:
    folder = tmp_path_factory.mktemp("takes")
    media = {f"take-{name}": shoot(folder / f"{name}.mp4", seed) for seed, name in enumerate("ab")}
    edit = timeline(clip("a", 2, 20), transition("dissolve", 4, 4), clip("b", 8, 20), titles=(title(12, title="Nuit"),))
    made = compile_timeline(edit, media, {"b": GRADE}, PictureFormat(width=W, height=H))
    caption = Caption(lines=("Oui.",), first=1, end=3, language="fr")
    return tuple(segment.changed(captions=(caption,)) if segment.frames > 3 else segment for segment in made)


@pytest.fixture(scope="module")
def tables(film: tuple[Segment, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    path = tmp_path_factory.mktemp("tables") / "b.npy"
    np.save(path, bake(GRADE, 17))
    return {table_key(GRADE): path}


@pytest.fixture(scope="module")
def exported(film: tuple[Segment, ...], tables: dict[str, Path]) -> list[np.ndarray]:
    return [pixels(frame, "bgra") for segment in film for frame in frames(segment, tables)]


@pytest.fixture
def viewer(film: tuple[Segment, ...], tables: dict[str, Path]) -> Iterator[Viewer]:
    with Viewer(film, tables, scale=1, ahead=3) as made:
        yield made


def test_the_screen_shows_the_exports_pixels(viewer: Viewer, exported: list[np.ndarray]) -> None:
    assert viewer.frames == len(exported) == 40 and viewer.size == (W, H)
    for index in (0, 1, 2, 7, 3, 39, 16, 17, 18, 23, 11, 12, 0):  # forwards, back, into the title, the dissolve and the end
        shown = viewer.frame_at(index)
        assert shown.shape == (H, W, 4) and not shown.flags.writeable
        assert np.array_equal(shown, exported[index]), index


def test_a_part_of_a_segment_has_the_wholes_pixels(film: tuple[Segment, ...], tables: dict[str, Path]) -> None:
    for segment in film:
        whole = [pixels(frame, "rgb24") for frame in frames(segment, tables)]
        for first, count in ((0, segment.frames), (1, 1), (2, segment.frames - 2)):
            part = part_of(segment, first, count)
            assert part.start == segment.start + first
            made = [pixels(frame, "rgb24") for frame in frames(part, tables)]
            assert all(np.array_equal(a, b) for a, b in zip(made, whole[first : first + count], strict=True))


def test_frames_are_made_ahead_and_no_further(viewer: Viewer) -> None:
    viewer.frame_at(5)
    with viewer._changed:
        assert viewer._changed.wait_for(lambda: not viewer._hungry(), timeout=30)
    assert viewer.ready() == (5, 6, 7, 8)
    for index in range(6, 16):
        viewer.frame_at(index)
    with viewer._changed:
        assert viewer._changed.wait_for(lambda: not viewer._hungry(), timeout=30)
    assert viewer.ready() == tuple(range(12, 19))


def test_half_size_is_half_the_export(film: tuple[Segment, ...], exported: list[np.ndarray]) -> None:
    large = [segment.changed(format=segment.format.changed(width=2 * W, height=2 * H)) for segment in film]
    with Viewer(large, scale=2) as small:
        assert small.size == (W, H)
        for index in (5, 14, 30):
            shown = small.frame_at(index)[..., :3].astype(float)
            wanted = exported[index][..., :3].astype(float)
            assert np.abs(shown - wanted).mean() < 2.0, index
    with Viewer(film, scale=4) as smallest:
        assert smallest.size == (W, H), "a side of 64 pixels is the least"


def test_whoever_waits_is_let_go(viewer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cancel, a question elsewhere and the end each free the one who waits."""
    held, go = threading.Event(), threading.Event()
    real = viewer._from

    def slow(index: int) -> Iterator[np.ndarray]:
        held.set()
        go.wait(30)
        yield from real(index)

    monkeypatch.setattr(viewer, "_from", slow)
    for let_go in (viewer.cancel, lambda: threading.Thread(target=_quietly, args=(viewer, 30), daemon=True).start()):
        held.clear(), go.clear()
        said: list[str] = []
        waiting = threading.Thread(target=lambda said=said: said.append(_quietly(viewer, 20)))
        waiting.start()
        assert held.wait(30)
        let_go()
        waiting.join(30)
        assert said == ["stopped"]
        go.set()
    assert viewer.frame_at(2).shape == (H, W, 4)


def _quietly(viewer: Viewer, index: int) -> str:
    try:
        viewer.frame_at(index)
    except Stopped:
        return "stopped"
    return "shown"


def test_what_is_not_there_is_said(film: tuple[Segment, ...], viewer: Viewer, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no frame 40"):
        viewer.frame_at(40)
    with pytest.raises(UserError, match="no frame -1"):
        viewer.frame_at(-1)
    with pytest.raises(UserError, match="no frame 99"):
        segment_at(film, 99)
    assert segment_at(film, 39).start == 39
    gone = [s.changed(outgoing=s.outgoing and s.outgoing.changed(path=str(tmp_path / "gone.mp4"))) for s in film]
    with Viewer(gone) as broken, pytest.raises(UserError, match="gone"):
        broken.frame_at(0)
    closed = Viewer(film)
    closed.close()
    with pytest.raises(Stopped):
        closed.frame_at(0)
