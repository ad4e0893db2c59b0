# SPDX-License-Identifier: Apache-2.0
"""The commands: id, words, and where they act. Keys are in `keymaps/`; who does a command's work binds it in `registry`.

To add one, write a line here and its keys in every keymap (or none: it is then found by search and menu alone).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aiprod_app.i18n.noop import QT_TRANSLATE_NOOP

Area = Literal["app", "film", "view", "play", "edit", "trim", "mark", "timeline", "script", "board", "grade", "mix", "deliver"]
AREAS: dict[Area, str] = {
    "app": QT_TRANSLATE_NOOP("Commands", "Application"),
    "film": QT_TRANSLATE_NOOP("Commands", "Film"),
    "view": QT_TRANSLATE_NOOP("Commands", "View"),
    "play": QT_TRANSLATE_NOOP("Commands", "Playback"),
    "edit": QT_TRANSLATE_NOOP("Commands", "Edit"),
    "trim": QT_TRANSLATE_NOOP("Commands", "Trim"),
    "mark": QT_TRANSLATE_NOOP("Commands", "Mark"),
    "timeline": QT_TRANSLATE_NOOP("Commands", "Timeline"),
    "script": QT_TRANSLATE_NOOP("Commands", "Script"),
    "board": QT_TRANSLATE_NOOP("Commands", "Board"),
    "grade": QT_TRANSLATE_NOOP("Commands", "Grade"),
    "mix": QT_TRANSLATE_NOOP("Commands", "Mix"),
    "deliver": QT_TRANSLATE_NOOP("Commands", "Deliver"),
}


@dataclass(frozen=True)
class Command:
    """Something that can be done.

    Attributes:
        id: "edit.blade"; stays the same for ever, users' keymaps name it.
        title: English; shown translated in the context "Commands".
        typing: whether it also acts while words are being typed (only for keys with Ctrl, Alt or a function key).
    """

    id: str
    title: str
    typing: bool = False

    @property
    def area(self) -> Area:
        return self.id.partition(".")[0]  # type: ignore[return-value]


def _c(name: str, title: str, *, typing: bool = False) -> Command:
    return Command(name, title, typing)


COMMANDS: tuple[Command, ...] = (
    _c("app.search", QT_TRANSLATE_NOOP("Commands", "Search commands"), typing=True),
    _c("app.preferences", QT_TRANSLATE_NOOP("Commands", "Preferences"), typing=True),
    _c("app.keyboard", QT_TRANSLATE_NOOP("Commands", "Keyboard shortcuts"), typing=True),
    _c("app.first_run", QT_TRANSLATE_NOOP("Commands", "Set up AIPROD again")),
    _c("app.diagnostics", QT_TRANSLATE_NOOP("Commands", "Diagnostics")),
    _c("app.about", QT_TRANSLATE_NOOP("Commands", "About AIPROD")),
    _c("app.quit", QT_TRANSLATE_NOOP("Commands", "Quit"), typing=True),
    _c("film.new", QT_TRANSLATE_NOOP("Commands", "New film"), typing=True),
    _c("film.open", QT_TRANSLATE_NOOP("Commands", "Open film"), typing=True),
    _c("film.sample", QT_TRANSLATE_NOOP("Commands", "Open the sample film")),
    _c("film.versions", QT_TRANSLATE_NOOP("Commands", "Restore a version")),
    _c("film.close", QT_TRANSLATE_NOOP("Commands", "Close film"), typing=True),
    _c("film.make", QT_TRANSLATE_NOOP("Commands", "Make what changed"), typing=True),
    _c("film.import", QT_TRANSLATE_NOOP("Commands", "Import media"), typing=True),
    _c("film.reveal", QT_TRANSLATE_NOOP("Commands", "Show the film's folder")),
    _c("edit.undo", QT_TRANSLATE_NOOP("Commands", "Undo")),
    _c("edit.redo", QT_TRANSLATE_NOOP("Commands", "Redo")),
    _c("edit.history", QT_TRANSLATE_NOOP("Commands", "History of changes"), typing=True),
    _c("edit.cut", QT_TRANSLATE_NOOP("Commands", "Cut")),
    _c("edit.copy", QT_TRANSLATE_NOOP("Commands", "Copy")),
    _c("edit.paste", QT_TRANSLATE_NOOP("Commands", "Paste")),
    _c("edit.paste_insert", QT_TRANSLATE_NOOP("Commands", "Paste and insert")),
    _c("edit.duplicate", QT_TRANSLATE_NOOP("Commands", "Duplicate")),
    _c("edit.select_all", QT_TRANSLATE_NOOP("Commands", "Select all")),
    _c("edit.select_none", QT_TRANSLATE_NOOP("Commands", "Select nothing")),
    _c("edit.select_forward", QT_TRANSLATE_NOOP("Commands", "Select everything after the playhead")),
    _c("edit.select_clip", QT_TRANSLATE_NOOP("Commands", "Select the clip under the playhead")),
    _c("edit.delete", QT_TRANSLATE_NOOP("Commands", "Delete")),
    _c("edit.ripple_delete", QT_TRANSLATE_NOOP("Commands", "Ripple delete")),
    _c("edit.lift", QT_TRANSLATE_NOOP("Commands", "Lift in to out")),
    _c("edit.extract", QT_TRANSLATE_NOOP("Commands", "Extract in to out")),
    _c("edit.blade", QT_TRANSLATE_NOOP("Commands", "Blade at the playhead")),
    _c("edit.blade_all", QT_TRANSLATE_NOOP("Commands", "Blade all tracks at the playhead")),
    _c("edit.insert", QT_TRANSLATE_NOOP("Commands", "Insert from the bin")),
    _c("edit.overwrite", QT_TRANSLATE_NOOP("Commands", "Overwrite from the bin")),
    _c("edit.transition", QT_TRANSLATE_NOOP("Commands", "Add a dissolve")),
    _c("edit.remove_transition", QT_TRANSLATE_NOOP("Commands", "Remove the transition")),
    _c("edit.link", QT_TRANSLATE_NOOP("Commands", "Link or unlink clips")),
    _c("edit.enable", QT_TRANSLATE_NOOP("Commands", "Enable or disable clips")),
    _c("edit.close_gaps", QT_TRANSLATE_NOOP("Commands", "Close gaps")),
    _c("edit.swap_left", QT_TRANSLATE_NOOP("Commands", "Swap with the clip before")),
    _c("edit.swap_right", QT_TRANSLATE_NOOP("Commands", "Swap with the clip after")),
    _c("edit.speed", QT_TRANSLATE_NOOP("Commands", "Change speed")),
    _c("edit.freeze", QT_TRANSLATE_NOOP("Commands", "Freeze frame")),
    _c("edit.next_take", QT_TRANSLATE_NOOP("Commands", "Next take")),
    _c("edit.previous_take", QT_TRANSLATE_NOOP("Commands", "Previous take")),
    _c("edit.compare_takes", QT_TRANSLATE_NOOP("Commands", "Compare takes")),
    _c("edit.retake", QT_TRANSLATE_NOOP("Commands", "Shoot another take")),
    _c("edit.retake_part", QT_TRANSLATE_NOOP("Commands", "Shoot in to out again")),
    _c("edit.nudge_left", QT_TRANSLATE_NOOP("Commands", "Nudge one frame left")),
    _c("edit.nudge_right", QT_TRANSLATE_NOOP("Commands", "Nudge one frame right")),
    _c("edit.nudge_left_more", QT_TRANSLATE_NOOP("Commands", "Nudge ten frames left")),
    _c("edit.nudge_right_more", QT_TRANSLATE_NOOP("Commands", "Nudge ten frames right")),
    _c("edit.track_up", QT_TRANSLATE_NOOP("Commands", "Move clips one track up")),
    _c("edit.track_down", QT_TRANSLATE_NOOP("Commands", "Move clips one track down")),
    _c("trim.head", QT_TRANSLATE_NOOP("Commands", "Trim the beginning to the playhead")),
    _c("trim.tail", QT_TRANSLATE_NOOP("Commands", "Trim the end to the playhead")),
    _c("trim.in_left", QT_TRANSLATE_NOOP("Commands", "Trim the beginning one frame earlier")),
    _c("trim.in_right", QT_TRANSLATE_NOOP("Commands", "Trim the beginning one frame later")),
    _c("trim.out_left", QT_TRANSLATE_NOOP("Commands", "Trim the end one frame earlier")),
    _c("trim.out_right", QT_TRANSLATE_NOOP("Commands", "Trim the end one frame later")),
    _c("trim.roll_left", QT_TRANSLATE_NOOP("Commands", "Roll the cut one frame earlier")),
    _c("trim.roll_right", QT_TRANSLATE_NOOP("Commands", "Roll the cut one frame later")),
    _c("trim.slip_left", QT_TRANSLATE_NOOP("Commands", "Slip one frame earlier")),
    _c("trim.slip_right", QT_TRANSLATE_NOOP("Commands", "Slip one frame later")),
    _c("trim.slide_left", QT_TRANSLATE_NOOP("Commands", "Slide one frame earlier")),
    _c("trim.slide_right", QT_TRANSLATE_NOOP("Commands", "Slide one frame later")),
    _c("play.toggle", QT_TRANSLATE_NOOP("Commands", "Play or pause")),
    _c("play.back", QT_TRANSLATE_NOOP("Commands", "Shuttle backwards")),
    _c("play.pause", QT_TRANSLATE_NOOP("Commands", "Pause")),
    _c("play.forward", QT_TRANSLATE_NOOP("Commands", "Shuttle forwards")),
    _c("play.previous_frame", QT_TRANSLATE_NOOP("Commands", "One frame back")),
    _c("play.next_frame", QT_TRANSLATE_NOOP("Commands", "One frame forward")),
    _c("play.previous_second", QT_TRANSLATE_NOOP("Commands", "One second back")),
    _c("play.next_second", QT_TRANSLATE_NOOP("Commands", "One second forward")),
    _c("play.previous_cut", QT_TRANSLATE_NOOP("Commands", "Go to the cut before")),
    _c("play.next_cut", QT_TRANSLATE_NOOP("Commands", "Go to the next cut")),
    _c("play.start", QT_TRANSLATE_NOOP("Commands", "Go to the beginning")),
    _c("play.end", QT_TRANSLATE_NOOP("Commands", "Go to the end")),
    _c("play.loop", QT_TRANSLATE_NOOP("Commands", "Loop")),
    _c("play.around", QT_TRANSLATE_NOOP("Commands", "Play around the playhead")),
    _c("play.in_to_out", QT_TRANSLATE_NOOP("Commands", "Play from in to out")),
    _c("mark.in", QT_TRANSLATE_NOOP("Commands", "Mark in")),
    _c("mark.out", QT_TRANSLATE_NOOP("Commands", "Mark out")),
    _c("mark.clip", QT_TRANSLATE_NOOP("Commands", "Mark the clip")),
    _c("mark.clear", QT_TRANSLATE_NOOP("Commands", "Clear in and out")),
    _c("mark.go_in", QT_TRANSLATE_NOOP("Commands", "Go to in")),
    _c("mark.go_out", QT_TRANSLATE_NOOP("Commands", "Go to out")),
    _c("mark.marker", QT_TRANSLATE_NOOP("Commands", "Add a marker")),
    _c("mark.previous", QT_TRANSLATE_NOOP("Commands", "Go to the marker before")),
    _c("mark.next", QT_TRANSLATE_NOOP("Commands", "Go to the next marker")),
    _c("timeline.select_tool", QT_TRANSLATE_NOOP("Commands", "Selection tool")),
    _c("timeline.trim_tool", QT_TRANSLATE_NOOP("Commands", "Trim tool")),
    _c("timeline.ripple_tool", QT_TRANSLATE_NOOP("Commands", "Ripple tool")),
    _c("timeline.roll_tool", QT_TRANSLATE_NOOP("Commands", "Roll tool")),
    _c("timeline.slip_tool", QT_TRANSLATE_NOOP("Commands", "Slip tool")),
    _c("timeline.slide_tool", QT_TRANSLATE_NOOP("Commands", "Slide tool")),
    _c("timeline.blade_tool", QT_TRANSLATE_NOOP("Commands", "Blade tool")),
    _c("timeline.range_tool", QT_TRANSLATE_NOOP("Commands", "Range tool")),
    _c("timeline.hand_tool", QT_TRANSLATE_NOOP("Commands", "Hand tool")),
    _c("timeline.zoom_tool", QT_TRANSLATE_NOOP("Commands", "Zoom tool")),
    _c("timeline.snapping", QT_TRANSLATE_NOOP("Commands", "Snapping")),
    _c("timeline.linked", QT_TRANSLATE_NOOP("Commands", "Linked selection")),
    _c("timeline.follow", QT_TRANSLATE_NOOP("Commands", "Follow the playhead")),
    _c("timeline.zoom_in", QT_TRANSLATE_NOOP("Commands", "Zoom in")),
    _c("timeline.zoom_out", QT_TRANSLATE_NOOP("Commands", "Zoom out")),
    _c("timeline.zoom_to_fit", QT_TRANSLATE_NOOP("Commands", "Zoom to fit")),
    _c("timeline.add_video_track", QT_TRANSLATE_NOOP("Commands", "Add a picture track")),
    _c("timeline.add_audio_track", QT_TRANSLATE_NOOP("Commands", "Add a sound track")),
    _c("timeline.remove_track", QT_TRANSLATE_NOOP("Commands", "Remove the track")),
    _c("timeline.hand_back", QT_TRANSLATE_NOOP("Commands", "Leave the edit to the studio")),
    _c("view.script", QT_TRANSLATE_NOOP("Commands", "Script page"), typing=True),
    _c("view.board", QT_TRANSLATE_NOOP("Commands", "Board page"), typing=True),
    _c("view.edit", QT_TRANSLATE_NOOP("Commands", "Edit page"), typing=True),
    _c("view.grade", QT_TRANSLATE_NOOP("Commands", "Grade page"), typing=True),
    _c("view.mix", QT_TRANSLATE_NOOP("Commands", "Mix page"), typing=True),
    _c("view.deliver", QT_TRANSLATE_NOOP("Commands", "Deliver page"), typing=True),
    _c("view.models", QT_TRANSLATE_NOOP("Commands", "Models page"), typing=True),
    _c("view.jobs", QT_TRANSLATE_NOOP("Commands", "Show or hide jobs"), typing=True),
    _c("view.editors", QT_TRANSLATE_NOOP("Commands", "Editors: DaVinci Resolve and Premiere Pro"), typing=True),
    _c("view.full_screen", QT_TRANSLATE_NOOP("Commands", "Full screen"), typing=True),
    _c("view.viewer_full_screen", QT_TRANSLATE_NOOP("Commands", "Viewer on the full screen")),
    _c("view.safe_areas", QT_TRANSLATE_NOOP("Commands", "Safe areas")),
    _c("view.next_panel", QT_TRANSLATE_NOOP("Commands", "Next panel"), typing=True),
    _c("view.previous_panel", QT_TRANSLATE_NOOP("Commands", "Previous panel"), typing=True),
    _c("script.write", QT_TRANSLATE_NOOP("Commands", "Write the screenplay"), typing=True),
    _c("script.next_element", QT_TRANSLATE_NOOP("Commands", "Next kind of element"), typing=True),
    _c("script.listen", QT_TRANSLATE_NOOP("Commands", "Listen to the line"), typing=True),
    _c("board.approve", QT_TRANSLATE_NOOP("Commands", "Approve the shot")),
    _c("board.approve_all", QT_TRANSLATE_NOOP("Commands", "Approve all shots")),
    _c("board.retake", QT_TRANSLATE_NOOP("Commands", "Draw the shot again")),
    _c("grade.reset", QT_TRANSLATE_NOOP("Commands", "Reset the grade")),
    _c("grade.compare", QT_TRANSLATE_NOOP("Commands", "Before and after")),
    _c("grade.copy", QT_TRANSLATE_NOOP("Commands", "Copy the grade")),
    _c("grade.paste", QT_TRANSLATE_NOOP("Commands", "Paste the grade")),
    _c("mix.mute", QT_TRANSLATE_NOOP("Commands", "Mute the track")),
    _c("mix.solo", QT_TRANSLATE_NOOP("Commands", "Solo the track")),
    _c("deliver.export", QT_TRANSLATE_NOOP("Commands", "Export"), typing=True),
    _c("deliver.check", QT_TRANSLATE_NOOP("Commands", "Quality control"), typing=True),
)
BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}
