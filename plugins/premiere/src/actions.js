// SPDX-License-Identifier: Apache-2.0
//
// What this editor can be asked to do: plugins/ACTIONS.md. The panel's buttons and the desktop's go through the same functions.
"use strict";

const { ppro } = require("./ppro.js");
const { PanelError } = require("./errors.js");
const { patience, within } = require("./patience.js");
const host = require("./host.js");
const placing = require("./placing.js");
const takes = require("./takes.js");
const film = require("./film.js");
const frames = require("./frames.js");
const selftest = require("./selftest.js");

/** One thing at a time: the host has one timeline. @type {Promise<unknown>} */
let queue = Promise.resolve();

/** @type {{[action: string]: (order: any, tell?: import("./types").Progress) => Promise<unknown>}} */
const ACTIONS = {
  context: () => host.context({ words: true }),
  grab_frame: frames.grabFrame,
  reveal: frames.reveal,
  place_clip: placing.placeClip,
  build_film: film.buildFilm,
  swap_take: takes.swapTake,
  calibrate,
  self_test: selftest.selfTest,
};

/** The conventions of this host are documented: nothing has to be tried. */
async function calibrate() {
  const host_ = `Premiere Pro ${ppro.Application.version}`;
  return { end_frame: "exclusive", stereo_track: true, marker_offset: 0, host: host_, cached: true };
}

/**
 * Do something in the editor, after what is being done now.
 * @param {string} action @param {any} [order] @param {import("./types").Progress} [tell]
 * @returns {Promise<any>} Raises PanelError; the project is then as it was.
 */
function act(action, order, tell) {
  const work = ACTIONS[action];
  if (!work) return Promise.reject(new PanelError("no_such_action", { action }));
  const late = () => new PanelError("host_silent");
  const told = (/** @type {() => void} */ stir) => (/** @type {[string, number, number]} */ ...step) => {
    stir();
    if (tell) tell(...step);
  };
  const turn = queue.then(() => within((stir) => work(order || {}, told(stir)), patience.actMs, late));
  queue = turn.catch(() => undefined);
  return turn;
}

module.exports = { act, names: Object.keys(ACTIONS) };
