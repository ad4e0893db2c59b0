# SPDX-License-Identifier: Apache-2.0
"""The misbehaviours of the host that can be switched, one for each row of 1.10 of the facts, and where each row went."""


class Faults:
    """How this host misbehaves. What the facts say of every host is on from the start; what happens now and then is off.

    On from the start:
        end_frame: "exclusive" or "inclusive": what `endFrame` of AppendToTimeline, CreateTimelineFromClips and AddTake means.
        below_start: a recordFrame below the timeline's start gives items that are nowhere.
        overlap_drops: of two that overlap the earlier stays, the later is dropped without a word.
        locked_lies: on a locked track items are returned and none is placed.
        lands_anywhere: without trackIndex a clip lands on the track that the user selected.
        mixed_fps_floors: lengths of media at another rate are rounded down.
        wav_takes_project_rate: sound without pictures counts in the rate that the project had at import, for ever.
        stills_ignore_end: a still is as long as the user's preference says.
        bin_must_be_current, list_collapses: CreateTimelineFromClips.
        name_taken_is_none, import_into_current, otio_shape, drt_own_way, fcpxml_is_folder: see the rows.
        untitled_unsaved: SaveProject of the "Untitled Project" is False (or hangs, see `hangs`).
        rate_set_once: the rate is set before any timeline exists, or not at all.
        delete_needs_edit_page, thumbnail_on_color_only, gallery_panel_closed, lut_master_only, codec_by_id, preset_stays,
        subtitles_ignored, title_colour_lies, reel_name_lies, start_tc_orphans: see the rows.
    Off from the start:
        delete_flaky: the first DeleteClips of a run does nothing.
        vanish_on_save: how many of the items placed last are gone after SaveProject.
        null_items: the next so many placed items are returned without an id and are nowhere.
        source_off_by_one: every second item's GetSourceStartFrame is one too low.
        current_project_blocks: CreateProject is None whatever the name.
        ai_errors: AI calls answer a sentence, which is true for `if`.
        hangs: "Class.Method" names that do not return until `host.release()`.
        fails: "Class.Method" names that answer False or None, for what no row says.
        no_root: a script finds no root object: the "FusionScript services" process is stuck.
        dead_raises: once the host has quit, calls raise instead of answering None.
        lost_database: attached to no database: names and pages answer, projects do not.
    """

    def __init__(self, **switches: "object") -> None:
        self.end_frame = "exclusive"
        self.below_start = self.overlap_drops = self.locked_lies = self.lands_anywhere = True
        self.mixed_fps_floors = self.wav_takes_project_rate = self.stills_ignore_end = True
        self.bin_must_be_current = self.list_collapses = self.name_taken_is_none = self.import_into_current = True
        self.otio_shape = self.drt_own_way = self.fcpxml_is_folder = self.untitled_unsaved = self.rate_set_once = True
        self.delete_needs_edit_page = self.thumbnail_on_color_only = self.gallery_panel_closed = True
        self.lut_master_only = self.codec_by_id = self.preset_stays = self.subtitles_ignored = True
        self.title_colour_lies = self.reel_name_lies = self.start_tc_orphans = True
        self.delete_flaky = self.source_off_by_one = self.current_project_blocks = self.ai_errors = self.lost_database = False
        self.no_root = self.dead_raises = False
        self.vanish_on_save = self.null_items = 0
        self.hangs: set = set()
        self.fails: set = set()
        self.set(**switches)

    def set(self, **switches: "object") -> "Faults":
        """Throws switches by name; a name that there is not is an error of the test."""
        for name, value in switches.items():
            if name not in vars(self):
                raise AttributeError(f"no fault is called {name}; there are: {', '.join(sorted(vars(self)))}")
            setattr(self, name, value)
        return self


# The first cell of each row of 1.10 → the switches that make it true, or the rule of the fake that always holds.
ROWS = {
    "AppendToTimeline.recordFrame": ("below_start",),
    "AppendToTimeline.endFrame": ("end_frame",),
    "overlap": ("overlap_drops",),
    "locked track": ("locked_lies",),
    "error in a chunk": ("vanish_on_save",),
    "null items": ("null_items",),
    "no trackIndex": ("lands_anywhere",),
    "mixed fps": ("mixed_fps_floors",),
    "audio": ("wav_takes_project_rate",),
    "GetSourceStartFrame": ("source_off_by_one",),
    "stills": ("stills_ignore_end",),
    "CreateTimelineFromClips": ("bin_must_be_current", "list_collapses"),
    "CreateEmptyTimeline / ImportTimelineFromFile": ("name_taken_is_none",),
    "ImportMedia": ("import_into_current",),
    "ImportTimelineFromFile .otio": ("otio_shape",),
    "DRT": ("drt_own_way",),
    "Export FCPXML 1.10": ("fcpxml_is_folder",),
    "SaveProject": ("untitled_unsaved", "hangs"),
    "CreateProject": ("current_project_blocks",),
    "SetSetting timelineFrameRate": ("rate_set_once",),
    "DeleteClips (timeline)": ("delete_needs_edit_page", "delete_flaky"),
    "GetCurrentClipThumbnailImage": ("thumbnail_on_color_only",),
    "ExportStills": ("gallery_panel_closed",),
    "Graph.SetLUT": ("lut_master_only",),
    "SetCDL": (),  # there is no call that reads a CDL: the facts have none, so a script cannot make one
    "GetRenderCodecs": ("codec_by_id",),
    "SetRenderSettings": ("preset_stays",),
    "ExportSubtitle / BurnIn": ("subtitles_ignored",),
    "AI calls": ("ai_errors",),
    "SetClipColor on titles": ("title_colour_lies",),
    "SetClipProperty('Reel Name')": ("reel_name_lies",),
    "SetClipProperty('Start TC')": ("start_tc_orphans",),
    "hasattr": (),  # profile.fabricates
    "unknown method": (),  # UnknownApi, or with profile.fabricates a call that yields None
}
