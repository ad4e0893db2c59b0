// SPDX-License-Identifier: Apache-2.0
//
// Putting clips on the user's timeline: look, import, look again, change in one step, look again.
"use strict";

const { ppro, tick } = require("./ppro.js");
const { PanelError } = require("./errors.js");
const { transact } = require("./transaction.js");
const { imported } = require("./bin.js");
const { planClip, trackFor } = require("./plan.js");
const host = require("./host.js");
const time = require("./time.js");
const verify = require("./verify.js");
const marking = require("./markers.js");

/** @typedef {import("./types").Piece} Piece */
/** @typedef {import("./types").Snapshot} Snapshot */
/** @typedef {import("./types").ClipView} ClipView */

/** The clip must be made for the timeline's rate. @param {ClipView} clip @param {Snapshot} shot */
function mustFit(clip, shot) {
  if (time.sameRate(clip.rate, shot.rate)) return;
  throw new PanelError("other_rate", { name: clip.name, clip: time.rateName(clip.rate), timeline: time.rateName(shot.rate) });
}

/**
 * Place a clip. The report says what was read back.
 * @param {{clip: ClipView, at: number, track: "new" | {kind: import("./types").Kind, index: number}}} order
 * @returns {Promise<import("./types").Report>}
 */
async function placeClip(order) {
  const { clip, at } = order;
  const first = await host.current();
  mustFit(clip, first);
  const paths = planClip(clip, host.tracksOf(first), at, order.track).map((piece) => piece.path);
  const itemOf = await imported(paths);
  const before = await host.current(); // the user may have worked while files came in
  const label = `AIPROD: ${clip.name}`;
  const pieces = planClip(clip, host.tracksOf(before), at, order.track);
  const done = await put(before, pieces, itemOf, label, clip);
  const after = await host.current();
  if (!done && !pieces.some((piece) => verify.landed(after, piece))) throw new PanelError("refused", { what: label });
  const settled = await putElsewhere(after, pieces, itemOf, label);
  return reportPlaced(before, settled, pieces, label, clip);
}

/**
 * @param {Snapshot} before @param {Piece[]} pieces @param {(path: string) => import("./types").ProjectItem} itemOf
 * @param {string} label @param {ClipView | null} clip whose marker is set
 * @returns {Promise<boolean>} what the host says of it
 */
async function put(before, pieces, itemOf, label, clip) {
  const { project, sequence, perFrame } = before;
  const markers = clip ? await marking.markersOf(sequence) : null;
  return transact(project, label, (add) => {
    const editor = ppro.SequenceEditor.getEditor(sequence);
    for (const piece of pieces) {
      if (clip) add(itemOf(piece.path).createSetNameAction(piece.what));
      const at = tick(time.ticksAt(piece.start, perFrame));
      const [video, audio] = piece.kind === "video" ? [piece.track - 1, 0] : [0, piece.track - 1];
      if (piece.fresh) add(editor.createInsertProjectItemAction(itemOf(piece.path), at, video, audio, true));
      else add(editor.createOverwriteItemAction(itemOf(piece.path), at, video, audio));
    }
    if (clip && markers) add(markers.createAddMarkerAction(...marking.markerFor(clip, pieces[0].start, perFrame)));
  });
}

/**
 * A locked track takes nothing, and can't be told from an open one before: what didn't land goes on a new track.
 * @param {Snapshot} after @param {Piece[]} pieces are changed to where they went
 * @param {(path: string) => import("./types").ProjectItem} itemOf @param {string} label
 * @returns {Promise<Snapshot>}
 */
async function putElsewhere(after, pieces, itemOf, label) {
  const lost = pieces.filter((piece) => !piece.fresh && !verify.landed(after, piece));
  if (!lost.length) return after;
  const tracks = host.tracksOf(after);
  lost.forEach((piece) => {
    const fresh = trackFor(tracks, piece.kind, piece.start, piece.end, "new");
    Object.assign(piece, { track: fresh.index, fresh: true });
  });
  const found = await imported(lost.map((piece) => piece.path)); // handles died with the first change
  await put(after, lost, found || itemOf, label, null);
  return host.current();
}

/**
 * @param {Snapshot} before @param {Snapshot} after @param {Piece[]} pieces @param {string} label @param {ClipView} clip
 */
async function reportPlaced(before, after, pieces, label, clip) {
  const others = verify.disturbed(before, after);
  const markers = await marking.readMarkers(after.sequence, after.perFrame);
  const own = markers.find((marker) => marker.frame === pieces[0].start && marker.recipe && marker.recipe.clip === clip.id);
  if (!own) others.push(verify.mismatch(`${clip.name}: marker`, clip.name, "–"));
  else if (own.name !== clip.name) others.push(verify.mismatch(`${clip.name}: marker`, clip.name, own.name));
  return verify.reportOn(after, pieces, label, others);
}

/**
 * Lay a media file over a range in place of what begins there: for takes. Nothing else is touched.
 * @param {Piece} piece if it is trimmed, only its range is shown: set in a change of its own, or it would not count
 * @param {string} label
 */
async function overwriteAt(piece, label) {
  const itemOf = await imported([piece.path]);
  const { project, name, perFrame } = await host.current();
  if (!piece.trimmed) return overwriteTrimmed(name, piece, label);
  const clip = ppro.ClipProjectItem.cast(itemOf(piece.path));
  const from = tick(time.ticksAt(piece.src_in, perFrame));
  const to = tick(time.ticksAt(piece.src_in + piece.end - piece.start, perFrame));
  transact(project, label, (add) => add(clip.createSetInOutPointsAction(from, to)));
  return overwriteTrimmed(name, piece, label);
}

/** @param {string} name @param {Piece} piece @param {string} label */
async function overwriteTrimmed(name, piece, label) {
  const itemOf = await imported([piece.path]);
  const { project, sequence, perFrame } = await host.current();
  if (sequence.name !== name) throw new PanelError("sequence_changed", { name });
  const clip = ppro.ClipProjectItem.cast(itemOf(piece.path));
  transact(project, label, (add) => {
    const editor = ppro.SequenceEditor.getEditor(sequence);
    const [video, audio] = piece.kind === "video" ? [piece.track - 1, 0] : [0, piece.track - 1];
    add(editor.createOverwriteItemAction(itemOf(piece.path), tick(time.ticksAt(piece.start, perFrame)), video, audio));
    if (piece.trimmed) add(clip.createClearInOutPointsAction());
  });
}

module.exports = { placeClip, overwriteAt, mustFit, put };
