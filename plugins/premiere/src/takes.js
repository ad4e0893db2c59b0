// SPDX-License-Identifier: Apache-2.0
//
// Another take in the place of one: the cut stays. Where the new media is exactly like the old, the clip on the timeline is kept
// with all that was done to it and only its file changes; otherwise the take is laid over the clip's own range.
"use strict";

const { ppro, tick } = require("./ppro.js");
const { PanelError } = require("./errors.js");
const { transact } = require("./transaction.js");
const { imported, sameForm } = require("./bin.js");
const host = require("./host.js");
const time = require("./time.js");
const verify = require("./verify.js");
const marking = require("./markers.js");
const { overwriteAt, mustFit } = require("./placing.js");

/** @typedef {import("./types").Snapshot} Snapshot */
/** @typedef {import("./types").ReadTrack} ReadTrack */
/** @typedef {import("./types").Read} Read */
/** @typedef {import("./types").ClipView} ClipView */
/** @typedef {import("./types").Piece} Piece */
/** @typedef {{track: ReadTrack, read: Read}} Spot */

/** @param {Snapshot} shot @param {(track: ReadTrack, read: Read) => boolean} is @returns {Spot | null} */
function spotWhere(shot, is) {
  for (const track of shot.tracks) {
    const read = track.items.find((item) => is(track, item));
    if (read) return { track, read };
  }
  return null;
}

/**
 * The item that is meant: by where it lies, or the first one of a family.
 * @param {Snapshot} shot @param {{at?: {track: number, start: number, kind?: import("./types").Kind}, family?: string}} order
 * @returns {Promise<Spot>}
 */
async function findSpot(shot, order) {
  const found = order.at ? spotAt(shot, order.at) : await spotOf(shot, String(order.family || ""));
  if (!found) throw new PanelError("no_such_item", { what: order.family || "" });
  return found;
}

/** @param {Snapshot} shot @param {{track: number, start: number, kind?: import("./types").Kind}} at */
function spotAt(shot, at) {
  const start = time.ticksAt(at.start, shot.perFrame);
  const kind = at.kind || "video";
  return spotWhere(shot, (track, read) => track.kind === kind && track.index === at.track && read.start === start);
}

/** @param {Snapshot} shot @param {string} family */
async function spotOf(shot, family) {
  const markers = await marking.readMarkers(shot.sequence, shot.perFrame);
  const ids = markers.filter((each) => each.recipe && each.recipe.family === family).map((each) => /** @type {any} */ (each.recipe).clip);
  return spotWhere(shot, (_track, read) => ids.concat([family]).includes(host.clipIn(read.media)));
}

/**
 * Swap a take in. Picture first, and the clip's own sound where it lies beside it.
 * @param {{at?: {track: number, start: number, kind?: import("./types").Kind}, family?: string, clip: ClipView}} order
 * @returns {Promise<import("./types").Report>}
 */
async function swapTake(order) {
  const { clip } = order;
  const before = await host.current();
  mustFit(clip, before);
  const spot = await findSpot(before, order);
  const swaps = swapsFor(before, spot, clip);
  const label = `AIPROD: ${clip.name}`;
  let undo = label;
  for (const swap of swaps) undo = (await swapOne(swap, label)) ? "" : undo;
  const faults = await swapMarker(before, spot, clip, label);
  const after = await host.current();
  const meant = (/** @type {string} */ key) => swaps.some((swap) => key.indexOf(`${swap.letter}${swap.piece.track} ${swap.old.start} `) === 0);
  return verify.reportOn(after, swaps.map((swap) => swap.piece), undo, verify.disturbed(before, after, meant).concat(faults));
}

/** @typedef {{piece: Piece, old: Read, letter: string, frames: number}} Swap */

/** @param {Snapshot} shot @param {Spot} spot @param {ClipView} clip @returns {Swap[]} */
function swapsFor(shot, spot, clip) {
  const role = spot.track.kind === "video" ? "picture" : "sound";
  const swaps = [swapFor(shot, spot, clip, role)];
  const mate = role === "picture" && clip.files.some((file) => file.role === "sound") ? mateOf(shot, spot) : null;
  return mate ? swaps.concat([swapFor(shot, mate, clip, "sound")]) : swaps;
}

/** The sound of the same clip of ours at the same place. @param {Snapshot} shot @param {Spot} spot */
function mateOf(shot, spot) {
  const id = host.clipIn(spot.read.media);
  const is = (/** @type {ReadTrack} */ track, /** @type {Read} */ read) =>
    track.kind === "audio" && read.start === spot.read.start && host.clipIn(read.media) === id;
  return id ? spotWhere(shot, is) : null;
}

/** @param {Snapshot} shot @param {Spot} spot @param {ClipView} clip @param {string} role @returns {Swap} */
function swapFor(shot, spot, clip, role) {
  const file = clip.files.find((each) => each.role === role);
  if (!file) throw new PanelError("nothing_to_place", { name: clip.name });
  const { read, track } = spot;
  const [start, end] = [time.frameAt(read.start, shot.perFrame), time.nearestFrame(read.end, shot.perFrame)];
  const src = time.nearestFrame(read.from, shot.perFrame);
  if (src + end - start > clip.frames) {
    throw new PanelError("take_too_short", { name: clip.name, has: clip.frames, needs: src + end - start });
  }
  const trimmed = src !== 0 || end - start !== clip.frames;
  const piece = { what: clip.name, path: file.path, kind: track.kind, track: track.index, fresh: false, start, end, src_in: src, trimmed };
  return { piece, old: read, letter: track.kind === "video" ? "V" : "A", frames: clip.frames };
}

/** @param {Swap} swap @param {string} label @returns {Promise<boolean>} whether only the file changed */
async function swapOne(swap, label) {
  if (sameForm(swap.old.media) === sameForm(swap.piece.path)) return false;
  if (await relink(swap)) return true;
  await overwriteAt(swap.piece, label);
  return false;
}

/**
 * Give the project item another file, if it is used here alone and both files are alike; the old take is kept beside it.
 * @param {Swap} swap @returns {Promise<boolean>}
 */
async function relink(swap) {
  const shot = await host.current();
  const now = spotWhere(shot, (track, read) => same(track, read, swap));
  if (!now || !(await usedOnce(shot, now.read))) return false;
  const clip = ppro.ClipProjectItem.cast(await now.read.handle.getProjectItem());
  if (!(await alike(clip, swap, shot))) return false;
  const kept = swap.old.media;
  try {
    await clip.changeMediaFilePath(swap.piece.path, false);
  } catch (error) {
    return false;
  }
  const after = await host.current();
  const done = spotWhere(after, (track, read) => same(track, read, swap));
  if (!done || sameForm(done.read.media) !== sameForm(swap.piece.path)) return false;
  await imported([kept]);
  return true;
}

/** @param {ReadTrack} track @param {Read} read @param {Swap} swap */
function same(track, read, swap) {
  return track.kind === swap.piece.kind && track.index === swap.piece.track && read.start === swap.old.start;
}

/** @param {import("./types").ClipProjectItem} clip @param {Swap} swap @param {Snapshot} shot */
async function alike(clip, swap, shot) {
  try {
    if (!(await clip.canChangeMediaPath())) return false;
    const media = await clip.getMedia();
    return BigInt(media.duration.ticks) === time.ticksAt(swap.frames, shot.perFrame);
  } catch (error) {
    return false;
  }
}

/** Whether a file lies on no other place of any sequence. @param {Snapshot} shot @param {Read} read */
async function usedOnce(shot, read) {
  let count = 0;
  for (const sequence of await shot.project.getSequences()) {
    const other = await host.snapshot(shot.project, sequence);
    other.tracks.forEach((track) => track.items.forEach((item) => (count += Number(sameForm(item.media) === sameForm(read.media)))));
    if (count > 1) return false;
  }
  return count === 1;
}

/**
 * The marker tells of the take that is there now.
 * @param {Snapshot} before @param {Spot} spot @param {ClipView} clip @param {string} label
 * @returns {Promise<import("./types").Mismatch[]>}
 */
async function swapMarker(before, spot, clip, label) {
  const old = host.clipIn(spot.read.media);
  const { project, sequence, perFrame } = await host.current();
  const markers = await marking.markersOf(sequence);
  const all = markers.getMarkers().map((marker) => ({ marker, note: marking.noteIn(marker.getComments() || "") }));
  const own = all.find(({ note }) => note && (note.clip === old || note.family === clip.family));
  const comment = marking.commentFor(clip, marking.wordsFor(clip));
  const start = time.frameAt(spot.read.start, before.perFrame);
  transact(project, label, (add) => {
    if (own) add(own.marker.createSetCommentsAction(comment));
    if (own) add(own.marker.createSetNameAction(clip.name));
    else add(markers.createAddMarkerAction(clip.name, "Comment", tick(time.ticksAt(start, perFrame)), tick(0n), comment));
  });
  const now = await marking.readMarkers((await host.active()).sequence, perFrame);
  const right = now.some((each) => each.recipe && each.recipe.clip === clip.id && each.name === clip.name);
  return right ? [] : [verify.mismatch(`${clip.name}: marker`, clip.name, "–")];
}

module.exports = { swapTake };
