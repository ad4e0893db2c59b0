// SPDX-License-Identifier: Apache-2.0
//
// The panel in English. words-fr.js has the same keys. Errors: what is wrong, why, what to do.
"use strict";

/** @typedef {[string, string, string]} Told */

const errors = {
  no_project: /** @type {Told} */ (["No project is open", "Premiere shows none", "Open a project, then try again."]),
  no_sequence: /** @type {Told} */ (["No sequence is open", "the timeline is empty", "Open a sequence in the timeline."]),
  bad_rate: /** @type {Told} */ (["The sequence has no usable frame rate", "Premiere calls it {rate}", "Set its rate in Sequence Settings."]),
  other_rate: /** @type {Told} */ ([
    "{name} does not fit this sequence", "it was made for {clip} frames per second, the sequence runs at {timeline}", "Make it again here.",
  ]),
  refused: /** @type {Told} */ (["Premiere refused the change", "“{what}” was not carried out", "Close open dialogs and try again; nothing was changed."]),
  no_bin: /** @type {Told} */ (["The bin {bin} could not be made", "Premiere does not show it", "Make a bin of that name, then try again."]),
  not_imported: /** @type {Told} */ (["A file did not come into the project", "{path}", "Check that the file is there and that Premiere can read it."]),
  media_missing: /** @type {Told} */ (["A file of the film is missing", "{name}", "Finish the film in AIPROD, then place it again."]),
  nothing_to_place: /** @type {Told} */ (["There is nothing to place", "{name} has neither picture nor sound", "Make it again."]),
  no_room: /** @type {Told} */ (["There is no room", "the range has no frame", "Mark in and out, or move the playhead into a gap."]),
  bad_length: /** @type {Told} */ (["This is no length", "seconds are expected, such as 4 or 2.5", "Type a number."]),
  bad_cap: /** @type {Told} */ (["This is no sum", "euros are expected, such as 0.50", "Type what the shot may cost at most."]),
  empty_film: /** @type {Told} */ (["The film has no picture", "{name}", "Finish it in AIPROD first."]),
  no_new_sequence: /** @type {Told} */ (["The sequence could not be made", "Premiere made no sequence “{name}”", "Try again; nothing was changed."]),
  sequence_rate: /** @type {Told} */ ([
    "The new sequence has the wrong rate", "it runs at {found} instead of {wanted}", "Update Premiere to 26.2 or later, or import the hand-off folder.",
  ]),
  sequence_gone: /** @type {Told} */ (["The sequence is gone", "it was deleted meanwhile", "Place it again."]),
  sequence_changed: /** @type {Told} */ (["Another sequence came to the front", "the take was for “{name}”", "Open it again, then swap the take."]),
  no_such_item: /** @type {Told} */ (["The clip is not on the timeline", "nothing begins there any more", "Select the clip and try again."]),
  take_too_short: /** @type {Told} */ (["The take is too short", "{name} has {has} frames, the cut needs {needs}", "Make a take of at least that length."]),
  no_frame: /** @type {Told} */ (["The frame could not be exported", "no picture of frame {frame} appeared", "Try again, or leave the reference out."]),
  no_such_action: /** @type {Told} */ (["This editor can't do that", "{action}", "Update the panel."]),
  host_silent: /** @type {Told} */ (["Premiere does not answer", "it may be busy, or a dialog may be open", "Close open dialogs, then try again."]),
  not_paired: /** @type {Told} */ (["The panel is not connected", "it was never paired", "Type the code that AIPROD shows."]),
  bad_code: /** @type {Told} */ (["This is no pairing code", "a code has eight letters and digits, and perhaps a port after it", "Type it as AIPROD shows it."]),
  no_prompt: /** @type {Told} */ (["Say what the shot shows", "the description is empty", "Write a sentence."]),
  no_text: /** @type {Told} */ (["Say what is spoken", "the line is empty", "Write the line, or take it from the timeline."]),
  no_brief: /** @type {Told} */ (["Say what the film is about", "the brief is empty", "Write a sentence or a page."]),
  bad_film_length: /** @type {Told} */ (["This is no length for a film", "4 seconds to 2 hours are possible", "Type a number of seconds."]),
  no_clip_selected: /** @type {Told} */ (["No clip is selected", "nothing is marked on the timeline", "Select a clip."]),
  clip_without_media: /** @type {Told} */ (["{name} has no file", "titles and nested sequences can't be used", "Select a clip of footage."]),
  not_ours: /** @type {Told} */ (["{name} was not made by AIPROD", "it has no recipe", "Select a clip that AIPROD made."]),
  no_line: /** @type {Told} */ (["There is no line here", "no marker and no transcript under the playhead", "Move the playhead, or write the line."]),
  no_part: /** @type {Told} */ (["No part of the clip is marked", "nothing of it lies between in and out", "Mark in and out over the part."]),
  no_range: /** @type {Told} */ (["No range is marked", "music needs a length", "Mark in and out, or select clips."]),
  nothing_to_match: /** @type {Told} */ (["Choose what to match", "neither a clip nor a look is chosen", "Choose one of them, or both."]),
  no_film: /** @type {Told} */ (["There is no film", "AIPROD has none yet", "Make one first."]),
};

const words = {
  // frame
  tab_shot: "Shot", tab_shot_long: "Make a shot here",
  tab_clip: "Clip", tab_clip_long: "Extend, retake, swap takes",
  tab_sound: "Sound", tab_sound_long: "Voice a line, score a range",
  tab_grade: "Grade", tab_grade_long: "Match and grade clips",
  tab_film: "Film", tab_film_long: "Make a whole film",
  state_unpaired: "Not connected", state_connecting: "Connecting…", state_connected: "Connected", state_lost: "Waiting for AIPROD…",
  state_refused: "Refused",
  no_sequence_open: "No sequence is open",
  free: "free", show: "Show", cancel: "Cancel", dismiss: "Dismiss",
  // shot
  shot_prompt: "What the shot shows", shot_prompt_hint: "A lighthouse at dusk, slow push in, calm sea",
  shot_where: "Where", where_marks: "In to out", where_gap: "This gap", where_rest: "The rest of this gap",
  where_playhead: "At the playhead", shot_seconds: "Length in seconds",
  shot_reference: "Reference picture", reference_none: "None", reference_playhead: "Frame under the playhead",
  reference_clip_first: "First frame of the selected clip", reference_clip_last: "Last frame of the selected clip",
  shot_role: "Use it to", role_first: "begin with it", role_last: "end with it", role_look: "look like it",
  shot_maker: "Made by", maker_auto: "The best one available", shot_make: "Make shot", shot_cap: "May cost at most, in euros",
  estimate_first: "Time and cost appear here before anything starts.", estimate: "{maker}: {cost}.", estimate_here: "{maker}: {cost}, on this machine.",
  // clip
  clip_none: "Select a clip on the timeline to make it longer, to make it again or to swap takes.",
  extend_by: "Longer by, in seconds", extend_sound: "Keep its sound going", extend: "Extend clip", extending: "{name}, longer",
  retake_prompt: "Make it again", retake_hint: "As before, or describe it anew", retake_part: "Only between in and out", retake: "Retake", retaking: "{name}, again",
  takes: "Takes", take_here: "On the timeline", swap: "Swap in", swapped: "{name} is on the timeline.",
  frames: "{n} frame", frames_many: "{n} frames",
  // sound
  voice_text: "Line", voice_hint: "What is said", voice_take: "Take it from the playhead", voice_language: "Language", voice: "Voice",
  voice_default: "The usual one", voice_fit: "Fit it to in and out", voice_make: "Speak line", emotion: "Emotion",
  voice_woman: "woman", voice_man: "man", voice_small: "child or animal", voice_robot: "robot",
  emotion_neutral: "Neutral", emotion_joy: "Joy", emotion_sadness: "Sadness", emotion_anger: "Anger", emotion_fear: "Fear",
  emotion_surprise: "Surprise", emotion_tenderness: "Tenderness", emotion_determination: "Determination",
  emotion_weariness: "Weariness", emotion_irony: "Irony",
  mood: "Music", mood_hint: "tense, slow, strings", score_make: "Score range", scoring: "Music: {mood}",
  range_none: "Mark in and out, or select clips.",
  // grade
  grade_none: "Select the clips to grade.", grade_clips: "{n} clip selected", grade_clips_many: "{n} clips selected",
  grade_reference: "Match to", grade_no_reference: "No clip", grade_look: "Look", grade_no_look: "No look", grade_make: "Match and grade",
  grading: "Grade of {n} clip", grading_many: "Grades of {n} clips",
  grade_how: "Premiere lets no panel set a LUT. For each clip: press Show, then in Lumetri Color › Basic Correction › Input LUT choose Browse… "
    + "and paste the path.",
  grade_check: "Check what is set", grade_set: "A LUT or Lumetri is on it", grade_unset: "Not set yet",
  // looks
  look_neutral: "Neutral", look_cinematic_warm: "Warm print", look_cinematic_cold: "Cold print",
  look_documentary: "Documentary", look_corporate: "Corporate", look_noir: "Noir", look_bleach_bypass: "Bleach bypass",
  look_day_for_night: "Day for night", look_golden_hour: "Golden hour", look_teal_orange: "Teal and orange",
  look_pastel: "Pastel", look_vintage: "Vintage", look_faded_film: "Faded film", look_moonlight: "Moonlight",
  look_storm: "Storm", look_dream: "Dream", look_horror: "Horror", look_sci_fi: "Science fiction", look_western: "Western",
  look_autumn: "Autumn", look_winter: "Winter", look_spring: "Spring", look_romance: "Romance",
  look_technicolor: "Three-strip", look_cross_process: "Cross process", look_neon: "Neon", look_sepia: "Sepia",
  look_epic: "Epic",
  // film
  film_brief: "What the film is about", film_hint: "A keeper saves a boat in a storm", film_seconds: "Length in seconds",
  film_language: "Language", film_make: "Make film", film_there: "Films that are there", film_none: "None yet",
  film_place: "Place as a new sequence", film_placed: "The film is the sequence “{name}”.",
  building_import: "Importing {total} pieces…", building_place: "Placing {done} of {total}…",
  // under way
  work_waiting: "Waiting for its turn", work_running: "Under way", work_placing: "Placing…", work_done: "Done", work_failed: "Failed",
  work_cancelled: "Cancelled", left: "{time} left", place_again: "Place again",
  verified_at: "Placed and checked: {where}", verified_film: "“{name}”: {n} pieces placed and checked",
  verified_of: "{n} of {of} are right:", more: "and {n} more", more_many: "and {n} more",
  // what a report names
  fault_speed: "its speed", fault_title: "a title", fault_title_marker: "a marker; make the title by hand", fault_start: "start timecode",
  fault_marker: "a marker", fault_drop: "drop frame", fault_non_drop: "non-drop frame", fault_timecode: "timecode", fault_level: "level",
  // connection
  connect_title: "Connect to AIPROD",
  connect_how: "In AIPROD, open Editors and choose Pair a panel. Type the code here once, with the port behind it if one is shown.",
  connect_code: "Code", connect: "Connect", language: "Language of this panel",
  doctor_title: "From here to AIPROD", doctor_again: "Check again", forget: "Forget pairing",
  step_found: "{title}: {found}", step_host: "Premiere", step_socket: "Network", step_paired: "Pairing", step_reached: "AIPROD answers", step_proof: "It is AIPROD",
  step_token: "It knows this panel", step_protocol: "Same version of the wire", step_ready: "Ready for work", step_project: "Project",
  step_sequence: "Sequence",
  found_socket: "allowed", found_paired: "this panel has its own key", found_unpaired: "never paired", found_no_sequence: "none is open",
  mend_host: "Update Premiere to 25.6 or later.",
  mend_socket: "Remove the panel and install it again, then restart Premiere.",
  mend_paired: "Type the code that AIPROD shows under Editors.",
  mend_reached: "Start AIPROD, then press Check again.",
  mend_proof: "Another program answers at AIPROD's port. Close it, or pair again.",
  mend_token: "AIPROD forgot this panel. Pair it again.",
  mend_protocol: "Update AIPROD or this panel, so that both are of the same version.",
  mend_ready: "Look at AIPROD's window: it says what it waits for.",
  mend_sequence: "Open a sequence in the timeline.",
  self_test_title: "Self-test",
  self_test_how: "Tries this Premiere in a sequence of its own, deletes it, and writes a report.",
  self_test: "Run self-test", self_testing: "Self-test: {done} of {total}…",
  self_tested: "{n} question answered:", self_tested_many: "{n} questions answered:",
  version: "Panel {version}",
  // the self-test's questions
  q_network: "Which network permission opens the way to AIPROD?",
  q_origin: "Which origin does this Premiere send?",
  q_theme: "Does Premiere tell its theme and language?",
  q_preset: "Is a sequence made without a preset, and of which format?",
  q_zero: "Is a start timecode kept exactly (01:00:00:00 at 23.976)?",
  q_insert_past_last: "Does inserting past the last track make a track and leave the others alone?",
  q_overwrite_past_last: "Does overwriting past the last track make a track?",
  q_range_same_change: "Does a range that is set in the same change as the placing count (10 frames)?",
  q_sound_alone: "Does a sound alone touch only the sound tracks?",
  q_marker: "Does a marker keep 2 400 characters and every letter?",
  q_frame: "Which name does an exported frame get?",
  q_missing_file: "What does importing a missing file answer?",
  q_otio: "Does importing take an OpenTimelineIO file as a sequence?",
  answer_yes: "yes", answer_no: "no", answer_new_track: "a new track", answer_nothing: "nothing happened",
  answer_others_still: "the others stayed", answer_others_moved: "others moved",
};

/** @typedef {keyof typeof errors} ErrorKey */
/** @typedef {"network" | "origin" | "theme" | "preset" | "zero" | "insert_past_last" | "overwrite_past_last" | "range_same_change" | "sound_alone" | "marker" | "frame" | "missing_file" | "otio"} Question */

module.exports = { errors, words };
