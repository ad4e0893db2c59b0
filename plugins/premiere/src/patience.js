// SPDX-License-Identifier: Apache-2.0
//
// How long the host is waited for. Values are milliseconds.
"use strict";

const patience = {
  /** Until imported files have appeared in the bin. */
  importMs: 30000,
  /** Until an exported frame is on the disk. */
  exportMs: 10000,
  /** Between two looks. */
  lookMs: 100,
  /** Between two glances at where the user stands. */
  glanceMs: 1500,
};

/** @param {number} ms @returns {Promise<void>} */
function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Look again and again until there is something, at the longest for so long. The result is what there was, or null.
 * @template T @param {() => Promise<T | null>} look @param {number} ms @returns {Promise<T | null>}
 */
async function until(look, ms) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== null || Date.now() >= end) return found;
    await sleep(patience.lookMs);
  }
}

module.exports = { patience, sleep, until };
