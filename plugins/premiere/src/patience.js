// SPDX-License-Identifier: Apache-2.0
//
// How long the host is waited for. Values are milliseconds.
"use strict";

const patience = {
  /** Until imported files have appeared in the bin. */
  importMs: 30000,
  /** Until an exported frame is on the disk. */
  exportMs: 10000,
  /** Until an action is over; each step that it tells of begins the time anew. */
  actMs: 120000,
  /** Between two looks. */
  lookMs: 100,
  /** For a glance at where the user stands. */
  glanceLimitMs: 10000,
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

/**
 * What a promise gives, or an error if the host doesn't answer for so long: some of its promises never come.
 * @template T @param {(stir: () => void) => Promise<T>} work `stir` begins the time anew
 * @param {number} ms @param {() => Error} late makes the error @returns {Promise<T>}
 */
function within(work, ms, late) {
  return new Promise((resolve, reject) => {
    /** @type {any} */
    let timer = 0;
    const stir = () => {
      clearTimeout(timer);
      timer = setTimeout(() => reject(late()), ms);
    };
    stir();
    work(stir).then(resolve, reject).then(() => clearTimeout(timer));
  });
}

module.exports = { patience, sleep, until, within };
