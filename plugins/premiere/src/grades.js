// SPDX-License-Identifier: Apache-2.0
//
// Grades. This host lets no panel set a CDL or a LUT of its own: Lumetri takes a .cube file from its own menu alone, and
// createSetInputLUTIDAction takes the id of a LUT that the host has already read. So the panel hands over the file and the two
// clicks, and looks afterwards whether the clip has one.
"use strict";

const { ppro } = require("./ppro.js");
const host = require("./host.js");
const time = require("./time.js");

/**
 * Which of our grades' clips have a LUT now.
 * @param {{[key: string]: {track: number, start: number}}} keys where each grade's clip lies
 * @returns {Promise<{[key: string]: boolean}>}
 */
async function lutsSet(keys) {
  const shot = await host.current();
  /** @type {{[key: string]: boolean}} */
  const found = {};
  for (const key of Object.keys(keys)) {
    const start = time.ticksAt(keys[key].start, shot.perFrame);
    const track = shot.tracks.find((each) => each.kind === "video" && each.index === keys[key].track);
    const read = track && track.items.find((item) => item.start === start);
    found[key] = Boolean(read) && (await hasLut(/** @type {import("./types").Read} */ (read)));
  }
  return found;
}

/** @param {import("./types").Read} read */
async function hasLut(read) {
  try {
    const clip = ppro.ClipProjectItem.cast(await read.handle.getProjectItem());
    if (await clip.getInputLUTID()) return true;
  } catch (error) {
    // no clip of a file: then only an effect can tell
  }
  return hasLumetri(read);
}

/** @param {import("./types").Read} read */
async function hasLumetri(read) {
  try {
    const chain = await read.handle.getComponentChain();
    for (let at = 0; at < chain.getComponentCount(); at += 1) {
      if (/lumetri/i.test(await chain.getComponentAtIndex(at).getMatchName())) return true;
    }
  } catch (error) {
    return false;
  }
  return false;
}

module.exports = { lutsSet };
