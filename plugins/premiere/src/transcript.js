// SPDX-License-Identifier: Apache-2.0
//
// What is said on the timeline, from the transcripts of its media. The text of captions can't be read in this host.
"use strict";

const { ppro, atLeast } = require("./ppro.js");

const MOST = 60;

/** @typedef {{start: number, end: number, text: string}} Spoken seconds of the media */

/**
 * Sentences of a transcript. Its shape is the host's; what isn't understood is passed over.
 * @param {string} json @returns {Spoken[]}
 */
function sentencesOf(json) {
  let given;
  try {
    given = JSON.parse(json);
  } catch (error) {
    return [];
  }
  const segments = given && Array.isArray(given.segments) ? given.segments : [];
  return segments.map(sentence).filter((/** @type {Spoken | null} */ each) => each !== null);
}

/** @param {any} segment @returns {Spoken | null} */
function sentence(segment) {
  const words = Array.isArray(segment.words) ? segment.words : [];
  const text = words.map((/** @type {any} */ word) => String(word.text || "")).join(" ") || String(segment.text || "");
  const start = Number(segment.start);
  const end = Number.isFinite(Number(segment.end)) ? Number(segment.end) : start + Number(segment.duration);
  const told = text.replace(/\s+([,.!?;:…])/g, "$1").trim();
  return told && Number.isFinite(start) && Number.isFinite(end) ? { start, end, text: told } : null;
}

/** @param {import("./types").Read} read @returns {Promise<Spoken[]>} */
async function spokenIn(read) {
  try {
    const clip = ppro.ClipProjectItem.cast(await read.handle.getProjectItem());
    if (atLeast(26, 3) && !ppro.Transcript.hasTranscript(clip)) return [];
    return sentencesOf(await ppro.Transcript.exportToJSON(clip));
  } catch (error) {
    return []; // it was never transcribed
  }
}

/**
 * The lines on a timeline, in its frames, in order.
 * @param {import("./types").Snapshot} shot @returns {Promise<import("./types").Line[]>}
 */
async function linesOf(shot) {
  const reads = shot.tracks.reduce((all, track) => all.concat(track.items), /** @type {import("./types").Read[]} */ ([]));
  /** @type {Map<string, Promise<Spoken[]>>} */
  const known = new Map();
  /** @type {Map<string, import("./types").Line>} */
  const lines = new Map();
  for (const read of reads.filter((each) => each.media)) {
    if (!known.has(read.media) && known.size >= MOST) continue;
    const spoken = known.get(read.media) || spokenIn(read);
    known.set(read.media, spoken);
    (await spoken).forEach((each) => keep(lines, laid(each, read, shot.perFrame)));
  }
  return Array.from(lines.values()).sort((left, right) => left.start - right.start);
}

/** @param {Map<string, import("./types").Line>} lines @param {import("./types").Line | null} line */
function keep(lines, line) {
  if (line) lines.set(`${line.start} ${line.text}`, line); // picture and sound of one clip say the same
}

/** @param {Spoken} spoken @param {import("./types").Read} read @param {bigint} perFrame @returns {import("./types").Line | null} */
function laid(spoken, read, perFrame) {
  const frames = (/** @type {number} */ seconds) => Math.round((seconds * 254016000000) / Number(perFrame));
  const shift = Number((read.start - read.from) / perFrame);
  const [first, last] = [Number(read.start / perFrame), Number(read.end / perFrame)];
  const [start, end] = [frames(spoken.start) + shift, frames(spoken.end) + shift];
  if (end <= first || start >= last) return null;
  return { start: Math.max(first, start), end: Math.min(last, Math.max(end, start + 1)), text: spoken.text };
}

module.exports = { sentencesOf, linesOf };
