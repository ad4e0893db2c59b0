// SPDX-License-Identifier: Apache-2.0
//
// Where things go. Nothing here knows the host: tracks come in, places go out. Frames of the timeline, ranges half open.
"use strict";

const { PanelError } = require("./errors.js");

/** @typedef {import("./types").Track} Track */
/** @typedef {import("./types").Piece} Piece */
/** @typedef {import("./types").Kind} Kind */

/** @param {Track} track @param {number} start @param {number} end */
function isFree(track, start, end) {
  return !track.locked && start >= 0 && track.items.every((item) => item.end <= start || item.start >= end);
}

/**
 * The free range of a track around a frame; null where something lies there.
 * @param {Track} track @param {number} frame @returns {{start: number, end: number | null} | null}
 */
function freeAround(track, frame) {
  if (!isFree(track, frame, frame + 1)) return null;
  const before = track.items.filter((item) => item.end <= frame).map((item) => item.end);
  const after = track.items.filter((item) => item.start > frame).map((item) => item.start);
  return { start: Math.max(0, ...before), end: after.length ? Math.min(...after) : null };
}

/** @param {Track[]} tracks @param {Kind} kind */
function ofKind(tracks, kind) {
  return tracks.filter((track) => track.kind === kind).sort((left, right) => left.index - right.index);
}

/**
 * The free range around the playhead on the lowest video track that is free there.
 * @param {Track[]} tracks @param {number} playhead @returns {import("./types").Gap | null}
 */
function gapAt(tracks, playhead) {
  for (const track of ofKind(tracks, "video")) {
    const range = freeAround(track, playhead);
    if (range) return { start: range.start, end: range.end, track: track.index };
  }
  return null;
}

/**
 * The track for a range: the wanted one if it is free over all of it, else the lowest free one, else one past the last.
 * @param {Track[]} tracks @param {Kind} kind @param {number} start @param {number} end @param {number | "new" | null} wanted
 * a track's index; "new": always a new one; null: any
 * @returns {{index: number, fresh: boolean}}
 */
function trackFor(tracks, kind, start, end, wanted) {
  const all = ofKind(tracks, kind);
  const fresh = { index: all.length + 1, fresh: true };
  if (wanted === "new") return fresh;
  const asked = all.filter((track) => wanted === null || track.index === wanted);
  const free = asked.find((track) => isFree(track, start, end));
  return free ? { index: free.index, fresh: false } : fresh;
}

/**
 * What a clip consists of on a timeline.
 * @param {import("./types").ClipView} clip @param {Track[]} tracks @param {number} at
 * @param {"new" | {kind: Kind, index: number}} wanted
 * @returns {Piece[]}
 */
function planClip(clip, tracks, at, wanted) {
  const files = clip.files.filter((file) => file.role === "picture" || file.role === "sound");
  if (!files.length) throw new PanelError("nothing_to_place", { name: clip.name });
  if (clip.frames < 1 || at < 0) throw new PanelError("no_room", {});
  const main = files.some((file) => file.role === "picture") ? "picture" : "sound";
  return files.map((file) => {
    const kind = file.role === "picture" ? "video" : "audio";
    const choice = file.role !== main ? null : wanted === "new" ? "new" : wanted.kind === kind ? wanted.index : null;
    const track = trackFor(tracks, kind, at, at + clip.frames, choice);
    return piece(file.role === main ? clip.name : `${clip.name} (${file.role})`, file.path, kind, track, at, at + clip.frames);
  });
}

/**
 * @param {string} what @param {string} path @param {Kind} kind @param {{index: number, fresh: boolean}} track
 * @param {number} start @param {number} end @returns {Piece}
 */
function piece(what, path, kind, track, start, end) {
  return { what, path, kind, track: track.index, fresh: track.fresh, start, end, src_in: 0, trimmed: false };
}

/**
 * A film as pieces on a new, empty timeline: its tracks in their order, video and audio counted apart.
 * @param {import("./types").EditList} edit
 * @param {{[asset: string]: {path: string, frames?: number | null}}} assets
 * @returns {{pieces: Piece[], titles: {text: string, start: number, end: number}[], sped: string[]}}
 * `sped`: what the edit shows faster or slower, which this host's panels can't. Raises PanelError for missing files.
 */
function planFilm(edit, assets) {
  /** @type {Piece[]} */
  const pieces = [];
  /** @type {{text: string, start: number, end: number}[]} */
  const titles = [];
  const sped = /** @type {string[]} */ ([]);
  const count = { video: 0, audio: 0 };
  for (const track of edit.tracks) {
    const files = track.items.filter((item) => item.asset_id);
    track.items
      .filter((item) => !item.asset_id)
      .forEach((item) => titles.push({ text: item.text || item.name, start: item.rec_in, end: item.rec_out }));
    if (!files.length) continue;
    count[track.kind] += 1;
    files.forEach((item, at) => pieces.push(filmPiece(item, at === 0, track.kind, count[track.kind], assets)));
    files.filter((item) => item.src_out - item.src_in !== item.rec_out - item.rec_in).forEach((item) => sped.push(item.name));
  }
  return { pieces, titles, sped };
}

/**
 * @param {import("./types").EditList["tracks"][number]["items"][number]} item @param {boolean} first of its track
 * @param {Kind} kind @param {number} index @param {{[asset: string]: {path: string, frames?: number | null}}} assets
 * @returns {Piece}
 */
function filmPiece(item, first, kind, index, assets) {
  const asset = assets[item.asset_id];
  if (!asset || !asset.path) throw new PanelError("media_missing", { name: item.name || item.asset_id });
  const whole = item.src_in === 0 && asset.frames === item.rec_out - item.rec_in;
  const made = piece(item.name, asset.path, kind, { index, fresh: first }, item.rec_in, item.rec_out);
  return Object.assign(made, { src_in: item.src_in, trimmed: !whole });
}

/**
 * What "here" may mean for a new shot, the likeliest first. A gap without an end gives none.
 * @param {import("./types").Context} context
 * @returns {{kind: "marks" | "gap" | "rest" | "playhead", start: number, frames: number | null, track: number | null}[]}
 */
function placesFor(context) {
  /** @type {ReturnType<typeof placesFor>} */
  const places = [];
  const { mark_in: from, mark_out: to, gap, playhead } = context;
  if (from !== null && to !== null && to > from) places.push({ kind: "marks", start: from, frames: to - from, track: null });
  if (gap && gap.end !== null) {
    places.push({ kind: "gap", start: gap.start, frames: gap.end - gap.start, track: gap.track });
    if (playhead > gap.start) places.push({ kind: "rest", start: playhead, frames: gap.end - playhead, track: gap.track });
  }
  places.push({ kind: "playhead", start: playhead, frames: null, track: gap ? gap.track : null });
  return places;
}

module.exports = { isFree, freeAround, gapAt, trackFor, planClip, planFilm, placesFor, ofKind };
