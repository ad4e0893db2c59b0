// SPDX-License-Identifier: Apache-2.0
//
// The panel's own folder on the disk, the only one that it may write.
"use strict";

const { storage } = require("uxp");

/** @typedef {import("uxp").storage.Folder} Folder */

/** A folder of ours; it is made the first time. @param {string} name @returns {Promise<Folder>} */
async function folder(name) {
  const home = await storage.localFileSystem.getDataFolder();
  try {
    return /** @type {Folder} */ (await home.getEntry(name));
  } catch (error) {
    return home.createFolder(name);
  }
}

/** @param {Folder} place @param {string[]} names @returns {Promise<string | null>} the path of the first that is there */
async function found(place, names) {
  const entries = await place.getEntries();
  const entry = entries.find((each) => names.includes(each.name));
  return entry ? entry.nativePath : null;
}

/** @param {Folder} place @param {string} name @param {string} text @returns {Promise<string>} its path */
async function write(place, name, text) {
  const file = await place.createFile(name, { overwrite: true });
  await file.write(text);
  return file.nativePath;
}

/** @returns {Promise<Folder>} What the panel was installed with. */
async function ownFolder() {
  return storage.localFileSystem.getPluginFolder();
}

module.exports = { folder, found, write, ownFolder };
