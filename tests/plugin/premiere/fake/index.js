// SPDX-License-Identifier: Apache-2.0
// A fake Premiere: `makePremiere({version, services})` gives the module that a panel requires, and the control that a test holds.
"use strict";
const { Host, FAULTS } = require("./host.js");
const { Control } = require("./control.js");

/**
 * @param given.version "25.6", "26.0", "26.2" or "26.3".
 * @param given.services probe(path) → facts of a media file or null; write(path, bytes or text) → whether it was written;
 *   read(path) → text or null. All may be asynchronous.
 * @param given.faults how it misbehaves: see FAULTS in host.js.
 */
function makePremiere(given) {
  const services = { probe: () => null, write: () => false, read: () => null, ...given.services };
  const host = new Host(given.version || "26.3", services, given.faults);
  return { premierepro: host.ppro, control: new Control(host), host };
}

module.exports = { makePremiere, FAULTS };
