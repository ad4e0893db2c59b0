// SPDX-License-Identifier: Apache-2.0
//
// What the panel keeps: the pairing in the host's secure storage, nothing else.
"use strict";

const { storage } = require("uxp");

const KEY = "aiprod.panel";

/** @typedef {{panel: string, token: string, port: number}} Pairing */

/** @param {string} text */
function bytes(text) {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0x7f);
}

/** @param {ArrayLike<number>} given */
function textOf(given) {
  return Array.from(given, (byte) => String.fromCharCode(byte)).join("");
}

/** @returns {Promise<Pairing | null>} */
async function readPairing() {
  try {
    const found = await storage.secureStorage.getItem(KEY);
    const given = found && found.length ? JSON.parse(textOf(found)) : null;
    return given && given.panel && given.token ? given : null;
  } catch (error) {
    return null; // never paired, or written by another version
  }
}

/** @param {Pairing} pairing */
async function keepPairing(pairing) {
  await storage.secureStorage.setItem(KEY, bytes(JSON.stringify(pairing)));
}

async function forgetPairing() {
  try {
    await storage.secureStorage.removeItem(KEY);
  } catch (error) {
    // there was none
  }
}

module.exports = { readPairing, keepPairing, forgetPairing };
