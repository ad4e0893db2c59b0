// SPDX-License-Identifier: Apache-2.0
//
// Bringing files into the project. What importFiles answers proves nothing: a file is there when the bin shows it.
"use strict";

const { ppro } = require("./ppro.js");
const { PanelError } = require("./errors.js");
const { transact } = require("./transaction.js");
const { patience, until } = require("./patience.js");

const BIN = "AIPROD";

/** @typedef {import("./types").Project} Project */
/** @typedef {import("./types").ProjectItem} ProjectItem */

/** The form in which two paths of one file are equal. @param {string} path */
function sameForm(path) {
  const plain = path.replace(/\\/g, "/").normalize("NFC");
  return /^[a-z]:\//i.test(plain) || plain.indexOf("//") === 0 ? plain.toLowerCase() : plain;
}

/** @param {Project} project @returns {Promise<import("./types").FolderItem | null>} */
async function findBin(project) {
  const root = await project.getRootItem();
  for (const item of await root.getItems()) {
    if (item.name !== BIN) continue;
    const folder = folderOf(item);
    if (folder) return folder;
  }
  return null;
}

/** @param {ProjectItem} item @returns {import("./types").FolderItem | null} */
function folderOf(item) {
  try {
    return ppro.FolderItem.cast(item) || null;
  } catch (error) {
    return null; // a clip of that name
  }
}

/** Our bin; it is made the first time. @param {Project} project */
async function ourBin(project) {
  const there = await findBin(project);
  if (there) return there;
  const root = await project.getRootItem();
  transact(project, "AIPROD: bin", (add) => add(root.createBinAction(BIN, false)));
  const made = await findBin(project);
  if (!made) throw new PanelError("no_bin", { bin: BIN });
  return made;
}

/** @param {ProjectItem} item @returns {Promise<string>} "" for what has no file */
async function pathOf(item) {
  try {
    const clip = ppro.ClipProjectItem.cast(item);
    return clip ? sameForm((await clip.getMediaFilePath()) || "") : "";
  } catch (error) {
    return "";
  }
}

/** @param {ProjectItem} item */
async function isOffline(item) {
  try {
    return await ppro.ClipProjectItem.cast(item).isOffline();
  } catch (error) {
    return false;
  }
}

/**
 * The items of our bin by their files.
 * @param {Project} project @returns {Promise<Map<string, ProjectItem>>}
 */
async function inBin(project) {
  const bin = await findBin(project);
  const items = bin ? await bin.getItems() : [];
  /** @type {Map<string, ProjectItem>} */
  const found = new Map();
  for (const item of items) {
    const path = await pathOf(item);
    if (path && !(await isOffline(item))) found.set(path, item);
  }
  return found;
}

/**
 * The project items of files, imported where they aren't yet.
 * @param {string[]} paths absolute
 * @returns {Promise<(path: string) => ProjectItem>} Raises PanelError for files that don't appear.
 */
async function imported(paths) {
  const wanted = Array.from(new Set(paths));
  const project = await open();
  const bin = await ourBin(project);
  const before = await inBin(project);
  const missing = wanted.filter((path) => !before.has(sameForm(path)));
  if (missing.length) await bringIn(project, bin, missing);
  const after = await inBin(await open());
  const lost = wanted.find((path) => !after.has(sameForm(path)));
  if (lost) throw new PanelError("not_imported", { path: lost });
  return (path) => /** @type {ProjectItem} */ (after.get(sameForm(path)));
}

async function open() {
  const project = await ppro.Project.getActiveProject();
  if (!project) throw new PanelError("no_project");
  return project;
}

/** @param {Project} project @param {import("./types").FolderItem} bin @param {string[]} missing */
async function bringIn(project, bin, missing) {
  const target = ppro.ProjectItem.cast(bin);
  let refused = "";
  try {
    await project.importFiles(missing, true, target, false);
  } catch (error) {
    refused = String(error);
  }
  const there = await until(async () => {
    const now = await inBin(await open());
    return missing.every((path) => now.has(sameForm(path))) ? now : null;
  }, refused ? 0 : patience.importMs);
  if (!there && refused) throw new PanelError("not_imported", { path: missing[0] });
}

module.exports = { BIN, sameForm, findBin, ourBin, imported, inBin };
