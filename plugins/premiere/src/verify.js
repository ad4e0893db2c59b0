// SPDX-License-Identifier: Apache-2.0
//
// What was planned against what the host shows. A return value proves nothing.
"use strict";

const time = require("./time.js");
const { sameForm } = require("./bin.js");

/** @typedef {import("./types").Snapshot} Snapshot */
/** @typedef {import("./types").Piece} Piece */
/** @typedef {import("./types").Mismatch} Mismatch */
/** @typedef {import("./types").Read} Read */

/** @param {Snapshot} shot @param {Piece} piece @returns {Read[]} What lies where the piece should begin. */
function startingThere(shot, piece) {
  const start = time.ticksAt(piece.start, shot.perFrame);
  const track = shot.tracks.find((each) => each.kind === piece.kind && each.index === piece.track);
  return track ? track.items.filter((item) => item.start === start && sameForm(item.media) === sameForm(piece.path)) : [];
}

/** Whether a piece came onto the timeline at all. @param {Snapshot} shot @param {Piece} piece */
function landed(shot, piece) {
  return startingThere(shot, piece).length > 0;
}

/** @param {Snapshot} shot @param {bigint} ticks */
function told(shot, ticks) {
  const frame = time.nearestFrame(ticks, shot.perFrame);
  const exact = ticks === time.ticksAt(frame, shot.perFrame);
  return time.timecode(frame + time.nearestFrame(shot.zero, shot.perFrame), shot.rate, shot.drop) + (exact ? "" : " ±");
}

/** @param {string} what @param {string} expected @param {string} found @returns {Mismatch} */
function mismatch(what, expected, found) {
  return { what, expected, found };
}

/**
 * What is wrong with a piece; empty where it lies right to the tick.
 * @param {Snapshot} shot @param {Piece} piece @returns {Mismatch[]}
 */
function faultsOf(shot, piece) {
  const there = startingThere(shot, piece);
  const start = time.ticksAt(piece.start, shot.perFrame);
  const letter = piece.kind === "video" ? "V" : "A";
  if (!there.length) return [mismatch(piece.what, `${letter}${piece.track} ${told(shot, start)}`, "–")];
  const end = time.ticksAt(piece.end, shot.perFrame);
  const from = time.ticksAt(piece.src_in, shot.perFrame);
  const read = there[0];
  const faults = [];
  if (!near(read.end, end, piece.kind, shot.perFrame)) {
    faults.push(mismatch(`${piece.what}: end`, told(shot, end), told(shot, read.end)));
  }
  if (!near(read.from, from, piece.kind, shot.perFrame)) {
    faults.push(mismatch(`${piece.what}: source`, String(piece.src_in), String(time.nearestFrame(read.from, shot.perFrame))));
  }
  return faults;
}

/** Pictures lie on frames exactly; a sound's last sample may miss the frame's end by less than one frame. */
/** @param {bigint} found @param {bigint} wanted @param {import("./types").Kind} kind @param {bigint} perFrame */
function near(found, wanted, kind, perFrame) {
  const off = found > wanted ? found - wanted : wanted - found;
  return kind === "video" ? off === 0n : off * 4n < perFrame;
}

/** @param {Snapshot} shot @returns {Map<string, string>} Everything on it, written so that equal means untouched. */
function inventory(shot) {
  /** @type {Map<string, string>} */
  const all = new Map();
  shot.tracks.forEach((track) =>
    track.items.forEach((item) => {
      const key = `${track.kind === "video" ? "V" : "A"}${track.index} ${item.start} ${sameForm(item.media)} ${item.name}`;
      all.set(key, `${item.end} ${item.from} ${item.to}`);
    }),
  );
  return all;
}

/**
 * What the user had and isn't as it was.
 * @param {Snapshot} before @param {Snapshot} after @param {(key: string) => boolean} [meant] to be changed
 * @returns {Mismatch[]}
 */
function disturbed(before, after, meant) {
  const now = inventory(after);
  const faults = /** @type {Mismatch[]} */ ([]);
  inventory(before).forEach((was, key) => {
    if (now.get(key) === was || (meant && meant(key))) return;
    const [track, start, ...rest] = key.split(" ");
    faults.push(mismatch(rest.slice(-1)[0] || track, `${track} ${told(before, BigInt(start))}`, now.has(key) ? "≠" : "–"));
  });
  return faults;
}

/**
 * @param {Snapshot} after @param {Piece[]} pieces @param {string} undo @param {Mismatch[]} others what else is wrong
 * @returns {import("./types").Report}
 */
function reportOn(after, pieces, undo, others) {
  const faults = pieces.map((piece) => faultsOf(after, piece));
  const placed = pieces.filter((piece) => landed(after, piece));
  return {
    planned: pieces.length,
    placed: placed.length,
    verified: faults.filter((each) => each.length === 0).length,
    mismatches: faults.reduce((all, each) => all.concat(each), others.slice()),
    undo: placed.length ? undo : "",
    where: placed.map((piece) => ({ track: piece.track, kind: piece.kind, start: piece.start, end: piece.end })),
  };
}

module.exports = { landed, faultsOf, disturbed, reportOn, mismatch, startingThere };
