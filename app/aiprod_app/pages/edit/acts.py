# SPDX-License-Identifier: Apache-2.0
"""The commands of the Edit page, bound to what they do. What the timeline can do by itself, it does; the page adds the rest."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from aiprod.film.timeline_changes import AddTrack
from aiprod_app.pages.edit.part_takes import retake_part

if TYPE_CHECKING:
    from aiprod_app.pages.edit.page import EditPage

Act = Callable[[], Any]
_OF_SELECTION = frozenset({
    "edit.delete", "edit.ripple_delete", "edit.link", "edit.enable", "edit.duplicate", "edit.nudge_left", "edit.nudge_right",
    "edit.nudge_left_more", "edit.nudge_right_more", "edit.track_up", "edit.track_down",
})  # fmt: skip
"""Commands of the timeline that need a selection."""


def bind_all(page: EditPage) -> None:
    """Bind every command of the areas edit, trim, mark, play and timeline, and those of the viewer."""
    bind = page.studio.commands.bind
    act: Any
    for name, act in page.timeline_view.commands().items():
        bind(name, act, page, page.has_selection if name in _OF_SELECTION else page.has_timeline)
    for acts, can in (
        (_clips(page), page.has_timeline), (_takes(page), page.has_timeline), (_timeline(page), page.has_timeline),
        (_marks(page), page.can_play), (_playing(page), page.can_play), (_always(page), lambda: page.studio.film.is_open),
    ):  # fmt: skip
        for name, act in acts.items():
            bind(name, act, page, can)
    bind("edit.cut", page.clips.cut, page, page.has_selection)
    bind("edit.copy", page.clips.copy, page, page.has_selection)
    bind("edit.insert", partial(page.bin_acts.lay, "insert"), page, page.can_lay)
    bind("edit.overwrite", partial(page.bin_acts.lay, "overwrite"), page, page.can_lay)
    bind("timeline.hand_back", page.hand_back, page, page.is_users)
    bind("view.next_panel", partial(page.to_panel, 1), page)
    bind("view.previous_panel", partial(page.to_panel, -1), page)


def _clips(page: EditPage) -> dict[str, Act]:
    clips = page.clips
    return {
        "edit.paste": partial(clips.paste, insert=False),
        "edit.paste_insert": partial(clips.paste, insert=True),
        "edit.transition": clips.transition,
        "edit.speed": clips.speed,
    }


def _takes(page: EditPage) -> dict[str, Act]:
    takes = page.takes
    return {
        "edit.next_take": partial(takes.beside, 1),
        "edit.previous_take": partial(takes.beside, -1),
        "edit.compare_takes": takes.compare,
        "edit.retake": takes.retake,
        "edit.retake_part": partial(retake_part, page),
    }


def _timeline(page: EditPage) -> dict[str, Act]:
    return {
        "mark.marker": page.add_marker,
        "timeline.add_video_track": lambda: page.ask((AddTrack(kind="video"),)),
        "timeline.add_audio_track": lambda: page.ask((AddTrack(kind="audio"),)),
        "timeline.remove_track": page.remove_track,
    }


def _marks(page: EditPage) -> dict[str, Act]:
    return {
        "mark.in": partial(page.mark, 0),
        "mark.out": partial(page.mark, 1),
        "mark.clear": page.clear_marks,
        "mark.go_in": partial(page.go_mark, 0),
        "mark.go_out": partial(page.go_mark, 1),
    }


def _playing(page: EditPage) -> dict[str, Act]:
    player = page.player
    return {
        "play.toggle": player.toggle,
        "play.back": lambda: player.shuttle(-1),
        "play.pause": lambda: player.shuttle(0),
        "play.forward": lambda: player.shuttle(1),
        "play.previous_frame": lambda: player.step(-1),
        "play.next_frame": lambda: player.step(1),
        "play.previous_second": lambda: player.step(-page.second),
        "play.next_second": lambda: player.step(page.second),
        "play.start": lambda: player.seek(0),
        "play.end": lambda: player.seek(player.frames - 1),
        "play.loop": lambda: player.set_loop(not player.loop),
        "play.around": page.play_around,
        "play.in_to_out": page.play_span,
        "view.viewer_full_screen": page.viewer.toggle_full_screen,
        "view.safe_areas": page.toggle_safe_areas,
    }


def _always(page: EditPage) -> dict[str, Act]:
    return {"edit.history": page.show_history, "film.import": page.bring.ask}
