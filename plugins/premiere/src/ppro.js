// SPDX-License-Identifier: Apache-2.0
//
// The host's module, and what differs from one version of it to another.
"use strict";

/** @type {import("./types").Ppro} */
const ppro = require("premierepro");

/** @returns {number[]} [26, 3, 0] */
function version() {
  const parts = String(ppro.Application.version || "0").match(/\d+/g) || ["0"];
  return parts.slice(0, 3).map(Number);
}

/** @param {number} major @param {number} minor */
function atLeast(major, minor) {
  const [here, there = 0] = version();
  return here > major || (here === major && there >= minor);
}

/** @param {bigint} ticks */
function tick(ticks) {
  return ppro.TickTime.createWithTicks(ticks.toString());
}

/** @param {import("./types").TickTime} time @returns {bigint} */
function ticksOf(time) {
  return BigInt(time.ticks);
}

/** Synchronous since 26.3, a promise before. @param {import("./types").Sequence} sequence @param {any} selection */
async function setSelection(sequence, selection) {
  return Promise.resolve(sequence.setSelection(selection));
}

module.exports = { ppro, version, atLeast, tick, ticksOf, setSelection };
