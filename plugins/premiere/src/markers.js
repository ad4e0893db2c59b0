// SPDX-License-Identifier: Apache-2.0
//
// A clip's marker carries its recipe, so that it can be made again months later: the last line of the comment.
"use strict";

const { ppro, tick, ticksOf } = require("./ppro.js");
const { frameAt } = require("./time.js");

const SIGN = "aiprod:";

/** @param {string} comment @returns {import("./types").MarkerNote | undefined} */
function noteIn(comment) {
  const line = comment.split(/\r\n|\r|\n/).filter((each) => each.indexOf(SIGN) === 0).pop();
  if (!line) return undefined;
  try {
    const note = JSON.parse(line.slice(SIGN.length));
    return note && typeof note === "object" && typeof note.family === "string" ? note : undefined;
  } catch (error) {
    return undefined; // the user has edited it
  }
}

/** What people read in a comment. @param {string} comment */
function wordsIn(comment) {
  return comment.split(/\r\n|\r|\n/).filter((line) => line.indexOf(SIGN) !== 0).join("\n").trim();
}

/** @param {import("./types").ClipView} clip @param {string} words one line for people @returns {string} */
function commentFor(clip, words) {
  const note = { v: 1, clip: clip.id, family: clip.family, recipe: clip.recipe };
  return `${words.replace(/[\r\n]+/g, " ")}\n${SIGN}${JSON.stringify(note)}`;
}

/** The human line of a clip: what it is and how it was made. @param {import("./types").ClipView} clip */
function wordsFor(clip) {
  return `AIPROD: ${madeBy(clip)}`;
}

/** Who made a clip, and what people must be told about how. @param {import("./types").ClipView} clip @returns {string} */
function madeBy(clip) {
  const maker = (clip.generator || clip.kind).split("/")[0];
  return clip.label && clip.label !== maker ? `${maker} · ${clip.label}` : maker;
}

/** @param {import("./types").Sequence} sequence */
async function markersOf(sequence) {
  return ppro.Markers.getMarkers(sequence);
}

/**
 * The sequence's markers as they are.
 * @param {import("./types").Sequence} sequence @param {bigint} perFrame @returns {Promise<import("./types").MarkerView[]>}
 */
async function readMarkers(sequence, perFrame) {
  const markers = await markersOf(sequence);
  return markers.getMarkers().map((marker) => {
    const comment = marker.getComments() || "";
    const recipe = noteIn(comment);
    const view = {
      frame: frameAt(ticksOf(marker.getStart()), perFrame),
      frames: frameAt(ticksOf(marker.getDuration()), perFrame),
      name: marker.getName() || "",
      note: wordsIn(comment),
    };
    return recipe ? Object.assign(view, { recipe }) : view;
  });
}

/**
 * The marker of a clip at a frame, as the arguments of createAddMarkerAction.
 * @param {import("./types").ClipView} clip
 * @param {number} at @param {bigint} perFrame @returns {[string, string, import("./types").TickTime, import("./types").TickTime, string]}
 */
function markerFor(clip, at, perFrame) {
  return [clip.name, "Comment", tick(BigInt(at) * perFrame), tick(BigInt(clip.frames) * perFrame), commentFor(clip, wordsFor(clip))];
}

module.exports = { noteIn, wordsIn, commentFor, wordsFor, madeBy, markersOf, readMarkers, markerFor, SIGN };
