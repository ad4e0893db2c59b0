// SPDX-License-Identifier: Apache-2.0
//
// What the host shows. Handles die with every change and every wait of the user's, so each function fetches its own.
"use strict";

const { ppro, ticksOf } = require("./ppro.js");
const { PanelError } = require("./errors.js");
const time = require("./time.js");
const { gapAt } = require("./plan.js");
const { readMarkers } = require("./markers.js");
const { linesOf } = require("./transcript.js");

/** @typedef {import("./types").Snapshot} Snapshot */
/** @typedef {import("./types").ReadTrack} ReadTrack */
/** @typedef {import("./types").Read} Read */

const FAR = 254016000000n * 3600n * 240n;

/** The open project. Raises PanelError where there is none. */
async function activeProject() {
  const project = await ppro.Project.getActiveProject();
  if (!project) throw new PanelError("no_project");
  return project;
}

/** The open project and its sequence in front. Raises PanelError where there is none. */
async function active() {
  const project = await activeProject();
  const sequence = await project.getActiveSequence();
  if (!sequence) throw new PanelError("no_sequence", { project: project.name });
  return { project, sequence };
}

/** @param {import("./types").Sequence} sequence @returns {Promise<bigint>} */
async function perFrameOf(sequence) {
  const written = String(await sequence.getTimebase());
  if (!/^[1-9]\d*$/.test(written)) throw new PanelError("bad_rate", { rate: written });
  return BigInt(written);
}

/** Whether the sequence shows drop-frame timecode. @param {import("./types").Sequence} sequence @param {import("./types").Rate} rate */
async function dropOf(sequence, rate) {
  if (!time.canDrop(rate)) return false;
  const display = await sequence.getSequenceVideoTimeDisplayFormat();
  const names = ppro.Constants.VideoDisplayFormatType;
  // At 59.94 the host has no names, but the codes of its older interface: 106 drops, 107 does not.
  return display.type === Number(names.FPS_29_97) || display.type === 106;
}

/** @param {Read["handle"]} item @returns {Promise<string>} The path of its media; "" for what has none. */
async function mediaOf(item) {
  try {
    const clip = ppro.ClipProjectItem.cast(await item.getProjectItem());
    return clip ? (await clip.getMediaFilePath()) || "" : "";
  } catch (error) {
    return ""; // a title, a nested sequence, a clip whose project item is gone
  }
}

/** @param {Read["handle"]} handle @returns {Promise<Read>} */
async function readItem(handle) {
  const [name, start, end, from, to, media] = await Promise.all([
    handle.getName(), handle.getStartTime(), handle.getEndTime(), handle.getInPoint(), handle.getOutPoint(), mediaOf(handle),
  ]);
  const ticks = { start: ticksOf(start), end: ticksOf(end), from: ticksOf(from), to: ticksOf(to) };
  return Object.assign({ handle, name: name || "", media }, ticks);
}

/** @param {import("./types").Sequence} sequence @param {import("./types").Kind} kind @returns {Promise<ReadTrack[]>} */
async function readTracks(sequence, kind) {
  const count = kind === "video" ? await sequence.getVideoTrackCount() : await sequence.getAudioTrackCount();
  /** @type {ReadTrack[]} */
  const tracks = [];
  for (let at = 0; at < count; at += 1) {
    const track = kind === "video" ? await sequence.getVideoTrack(at) : await sequence.getAudioTrack(at);
    const handles = track.getTrackItems(ppro.Constants.TrackItemType.CLIP, false);
    const items = await Promise.all(handles.map(readItem));
    items.sort((left, right) => (left.start < right.start ? -1 : 1));
    tracks.push({ kind, index: at + 1, name: track.name || `${kind === "video" ? "V" : "A"}${at + 1}`, items });
  }
  return tracks;
}

/**
 * Everything that lies on a sequence, in ticks, with handles that hold until the next change.
 * @param {import("./types").Project} project @param {import("./types").Sequence} sequence @returns {Promise<Snapshot>}
 */
async function snapshot(project, sequence) {
  const perFrame = await perFrameOf(sequence);
  const rate = time.rateOfFrame(perFrame);
  const [drop, zero, size] = await Promise.all([dropOf(sequence, rate), sequence.getZeroPoint(), sequence.getFrameSize()]);
  const tracks = (await readTracks(sequence, "video")).concat(await readTracks(sequence, "audio"));
  const facts = { project, sequence, name: sequence.name, perFrame, rate, drop, zero: ticksOf(zero), tracks };
  return Object.assign(facts, { width: Math.round(size.width), height: Math.round(size.height) });
}

/** The front sequence, read afresh. */
async function current() {
  const { project, sequence } = await active();
  return snapshot(project, sequence);
}

/** @param {Read} read @param {bigint} perFrame @returns {import("./types").Item} */
function itemOf(read, perFrame) {
  const start = time.frameAt(read.start, perFrame);
  const src = time.nearestFrame(read.from, perFrame);
  const end = Number((read.end + perFrame - 1n) / perFrame);
  return { name: read.name, start, end, media: read.media, src_in: src, src_out: src + (end - start) };
}

/** @param {Snapshot} shot @returns {import("./types").Track[]} Locks can't be read in this host. */
function tracksOf(shot) {
  return shot.tracks.map((track) => ({
    kind: track.kind,
    index: track.index,
    name: track.name,
    locked: false,
    items: track.items.map((read) => itemOf(read, shot.perFrame)),
  }));
}

/**
 * The marks; null where none are set: the host then gives impossible times, or the whole sequence.
 * @param {import("./types").Sequence} sequence @param {bigint} perFrame
 * @returns {Promise<{mark_in: number | null, mark_out: number | null}>}
 */
async function marksOf(sequence, perFrame) {
  const [from, to, last] = await Promise.all([sequence.getInPoint(), sequence.getOutPoint(), sequence.getEndTime()]);
  const [start, end, whole] = [ticksOf(from), ticksOf(to), ticksOf(last)];
  const unset = start < 0n || end <= start || end > FAR || (start === 0n && end >= whole);
  if (unset) return { mark_in: null, mark_out: null };
  return { mark_in: time.frameAt(start, perFrame), mark_out: Number((end + perFrame - 1n) / perFrame) };
}

/** @param {import("./types").Sequence} sequence @param {bigint} perFrame @returns {Promise<import("./types").Selected[]>} */
async function selectionOf(sequence, perFrame) {
  const selection = await sequence.getSelection();
  const handles = selection ? await selection.getTrackItems() : [];
  const video = ppro.Constants.MediaType.VIDEO;
  return Promise.all(
    handles.map(async (handle) => {
      const [read, index, media] = await Promise.all([readItem(handle), handle.getTrackIndex(), handle.getMediaType()]);
      const kind = isKind(media, video, handle) ? "video" : "audio";
      return Object.assign(itemOf(read, perFrame), { track: index + 1, kind: /** @type {import("./types").Kind} */ (kind) });
    }),
  );
}

/** @param {unknown} media @param {unknown} video @param {any} handle */
function isKind(media, video, handle) {
  if (String(media) === String(video)) return true;
  try {
    return typeof handle.createAddVideoTransitionAction === "function"; // sound has none
  } catch (error) {
    return false;
  }
}

/** Where the user stands, quickly. @returns {Promise<import("./types").Glance>} */
async function glance() {
  const project = await activeProject();
  const sequence = await project.getActiveSequence();
  if (!sequence) return Object.assign(nowhere(), { project: project.name });
  const perFrame = await perFrameOf(sequence);
  const rate = time.rateOfFrame(perFrame);
  const [drop, zero, size, player, marks, selection] = await Promise.all([
    dropOf(sequence, rate), sequence.getZeroPoint(), sequence.getFrameSize(), sequence.getPlayerPosition(),
    marksOf(sequence, perFrame), selectionOf(sequence, perFrame),
  ]);
  return Object.assign(
    { project: project.name, timeline: sequence.name, rate: time.rateText(rate), drop_frame: drop, selection },
    { start_frame: time.nearestFrame(ticksOf(zero), perFrame), playhead: time.frameAt(ticksOf(player), perFrame) },
    { size: `${Math.round(size.width)}x${Math.round(size.height)}` },
    marks,
  );
}

/** @returns {import("./types").Context} */
function nowhere() {
  return {
    project: "", timeline: null, rate: "25", drop_frame: false, start_frame: 0, size: "1920x1080", playhead: 0, mark_in: null,
    mark_out: null, gap: null, tracks: [], selection: [], markers: [], subtitles: [],
  };
}

/**
 * Everything about the user's timeline.
 * @param {{words?: boolean}} [wish] whether what is said shall be read from transcripts too
 * @returns {Promise<import("./types").Context>}
 */
async function context(wish) {
  const seen = await glance();
  if (seen.timeline === null) return Object.assign(nowhere(), seen);
  const shot = await current();
  const tracks = tracksOf(shot);
  const markers = await readMarkers(shot.sequence, shot.perFrame);
  tracks.forEach((track) => track.items.forEach((item) => markItem(item, markers)));
  const subtitles = wish && wish.words ? await linesOf(shot) : [];
  return Object.assign({}, seen, { gap: gapAt(tracks, seen.playhead), tracks, markers, subtitles });
}

/**
 * Find the marker of one of our clips: by the clip's id, which its media's path has in it.
 * @param {import("./types").Item} item @param {import("./types").MarkerView[]} markers
 */
function markItem(item, markers) {
  const id = clipIn(item.media);
  const own = id ? markers.find((marker) => marker.recipe && marker.recipe.clip === id) : undefined;
  if (own && own.recipe) item.marker = own.recipe;
}

/** The clip that a file is of; "" for the user's own. @param {string} path */
function clipIn(path) {
  const found = /clip_[0-9a-zA-Z]{26}/.exec(path);
  return found ? found[0] : "";
}

module.exports = { activeProject, active, snapshot, current, tracksOf, itemOf, glance, context, nowhere, perFrameOf, mediaOf, clipIn };
