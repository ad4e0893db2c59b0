// SPDX-License-Identifier: Apache-2.0
//
// What a film's sequence has beside its pieces: dissolves, levels, markers, drop-frame display, and whose film it is. What the
// host doesn't take is told, each thing by its name.
"use strict";

const { ppro, tick, ticksOf } = require("./ppro.js");
const { transact } = require("./transaction.js");
const host = require("./host.js");
const time = require("./time.js");
const { mismatch, startingThere } = require("./verify.js");
const { t } = require("./words.js");
const { markersOf } = require("./markers.js");

/** @typedef {import("./types").EditList} EditList */
/** @typedef {import("./types").Mismatch} Mismatch */
/** @typedef {import("./types").Snapshot} Snapshot */
/** @typedef {import("./types").Piece} Piece */
/** @typedef {{pieces: Piece[], titles: {text: string, start: number, end: number}[], sped: string[]}} Plan */

const DISSOLVES = ["AE.ADBE Cross Dissolve New", "AE.ADBE Cross Dissolve"];

/** @param {string} guid @returns {Promise<Snapshot>} */
async function shotOf(guid) {
  const project = await host.activeProject();
  const sequence = (await project.getSequences()).find((each) => each.guid.toString() === guid);
  return host.snapshot(project, /** @type {import("./types").Sequence} */ (sequence));
}

/** @param {string} guid @param {EditList} edit @param {Plan} plan @returns {Promise<Mismatch[]>} what could not be done */
async function finishFilm(guid, edit, plan) {
  const faults = plan.sped.map((name) => mismatch(name, t("fault_speed"), "100 %"));
  faults.push(...(await dissolves(guid, edit)));
  faults.push(...(await levels(guid, edit, plan)));
  faults.push(...(await setMarkers(guid, edit, plan)));
  faults.push(...(await setDrop(guid, edit)));
  const { zero, perFrame } = await shotOf(guid);
  if (zero !== time.ticksAt(edit.start_frame, perFrame)) faults.push(mismatch(t("fault_start"), String(edit.start_frame), String(time.nearestFrame(zero, perFrame))));
  plan.titles.forEach((title) => faults.push(mismatch(title.text.split("\n")[0], t("fault_title"), t("fault_title_marker"))));
  await sign(guid, edit);
  return faults;
}

/** @param {EditList} edit */
function transitionsOf(edit) {
  let index = 0;
  const all = /** @type {{track: number, kind: string, at: number, before: number, after: number}[]} */ ([]);
  for (const track of edit.tracks) {
    if (track.kind !== "video" || !track.items.some((item) => item.asset_id)) continue;
    index += 1;
    (track.transitions || []).forEach((each) => all.push(Object.assign({ track: index }, each)));
  }
  return all;
}

/** @param {string} guid @param {EditList} edit @returns {Promise<Mismatch[]>} */
async function dissolves(guid, edit) {
  const wanted = transitionsOf(edit);
  if (!wanted.length) return [];
  const known = await ppro.TransitionFactory.getVideoTransitionMatchNames();
  const name = DISSOLVES.find((each) => known.includes(each));
  const faults = [];
  for (const each of wanted) {
    const what = `V${each.track} ${each.at}: ${each.kind}`;
    if (!name) faults.push(mismatch(what, each.kind, "–"));
    else if (!(await dissolve(guid, each, name))) faults.push(mismatch(what, `${each.before + each.after}`, "–"));
  }
  return faults;
}

/**
 * @param {string} guid @param {{track: number, at: number, before: number, after: number}} wanted @param {string} name
 * @returns {Promise<boolean>} whether it was read back
 */
async function dissolve(guid, wanted, name) {
  const shot = await shotOf(guid);
  const track = shot.tracks.find((each) => each.kind === "video" && each.index === wanted.track);
  const cut = time.ticksAt(wanted.at, shot.perFrame);
  const head = track && track.items.find((item) => item.start === cut);
  const tail = track && track.items.find((item) => item.end === cut);
  const read = head || tail;
  if (!read) return false;
  const length = wanted.before + wanted.after;
  const options = ppro.AddTransitionOptions();
  options.setApplyToStart(Boolean(head)).setForceSingleSided(!(head && tail));
  options.setDuration(tick(time.ticksAt(length, shot.perFrame))).setTransitionAlignment(head && tail ? wanted.before / length : 0);
  const transition = ppro.TransitionFactory.createVideoTransition(name);
  const item = /** @type {import("./types").VideoItem} */ (read.handle);
  try {
    transact(shot.project, `AIPROD: ${shot.name}`, (add) => add(item.createAddVideoTransitionAction(transition, options)));
  } catch (error) {
    return false;
  }
  return hasTransition(guid, wanted.track);
}

/** @param {string} guid @param {number} index */
async function hasTransition(guid, index) {
  const shot = await shotOf(guid);
  const track = await shot.sequence.getVideoTrack(index - 1);
  return track.getTrackItems(ppro.Constants.TrackItemType.TRANSITION, false).length > 0;
}

/** The host's own scale of a sound's level: 15 dB is 1. @param {number} db */
function levelOf(db) {
  return Math.pow(10, (Math.max(-96, Math.min(15, db)) - 15) / 20);
}

/** @param {EditList} edit @param {Plan} plan @returns {{piece: Piece, item: EditList["tracks"][number]["items"][number]}[]} */
function levelled(edit, plan) {
  const items = edit.tracks.reduce((all, track) => all.concat(track.items.filter((item) => item.asset_id)),
    /** @type {EditList["tracks"][number]["items"]} */ ([]));
  const pairs = plan.pieces.map((piece, at) => ({ piece, item: items[at] }));
  return pairs.filter(({ piece, item }) => piece.kind === "audio" && (item.gain_db || item.fade_in_frames || item.fade_out_frames));
}

/** @param {string} guid @param {EditList} edit @param {Plan} plan @returns {Promise<Mismatch[]>} */
async function levels(guid, edit, plan) {
  const faults = [];
  for (const { piece, item } of levelled(edit, plan)) {
    const wanted = `${item.gain_db || 0} dB, ${item.fade_in_frames || 0} / ${item.fade_out_frames || 0}`;
    if (!(await level(guid, piece, item))) faults.push(mismatch(`${piece.what}: ${t("fault_level")}`, wanted, "0 dB"));
  }
  return faults;
}

/** @param {string} guid @param {Piece} piece @param {{gain_db?: number, fade_in_frames?: number, fade_out_frames?: number}} item */
async function level(guid, piece, item) {
  const shot = await shotOf(guid);
  const read = startingThere(shot, piece)[0];
  const param = read ? await levelParam(read) : null;
  if (!param) return false;
  const gain = levelOf(item.gain_db || 0);
  const keys = keysOf(piece, gain, item.fade_in_frames || 0, item.fade_out_frames || 0);
  transact(shot.project, `AIPROD: ${shot.name}`, (add) => {
    if (!keys.length) return add(param.createSetValueAction(param.createKeyframe(gain), true));
    add(param.createSetTimeVaryingAction(true));
    for (const [frame, value] of keys) {
      const key = param.createKeyframe(value);
      key.position = tick(time.ticksAt(frame, shot.perFrame));
      add(param.createAddKeyframeAction(key));
    }
    return undefined;
  });
  return rightLevel(guid, piece, gain, keys.length);
}

/**
 * A fade's corners, in frames of the media.
 * @param {Piece} piece @param {number} gain @param {number} rise frames @param {number} fall frames @returns {[number, number][]}
 */
function keysOf(piece, gain, rise, fall) {
  const [first, last] = [piece.src_in, piece.src_in + piece.end - piece.start];
  const keys = /** @type {[number, number][]} */ ([]);
  if (rise) keys.push([first, 0], [Math.min(last, first + rise), gain]);
  if (fall) keys.push([Math.max(first + rise, last - fall), gain], [last, 0]);
  return keys.filter((key, at) => at === 0 || key[0] !== keys[at - 1][0]);
}

/** @param {import("./types").Read} read */
async function levelParam(read) {
  const chain = await read.handle.getComponentChain();
  for (let at = 0; at < chain.getComponentCount(); at += 1) {
    const component = chain.getComponentAtIndex(at);
    if (!/volume/i.test(`${await component.getMatchName()} ${await component.getDisplayName()}`)) continue;
    if (component.getParamCount() > 1) return component.getParam(1); // 0 is "bypass"
  }
  return null;
}

/** @param {string} guid @param {Piece} piece @param {number} gain @param {number} keys */
async function rightLevel(guid, piece, gain, keys) {
  const read = startingThere(await shotOf(guid), piece)[0];
  const param = read ? await levelParam(read) : null;
  if (!param) return false;
  if (keys) return param.getKeyframeListAsTickTimes().length === keys;
  const found = /** @type {any} */ (await param.getStartValue()).value;
  const value = Number(found && typeof found === "object" ? found.value : found);
  return Math.abs(value - gain) < 0.001;
}

/** @param {string} guid @param {EditList} edit @param {Plan} plan @returns {Promise<Mismatch[]>} */
async function setMarkers(guid, edit, plan) {
  const wanted = (edit.markers || []).map((each) => ({ name: each.name, at: each.at, frames: each.frames || 1, note: each.kind || "" }));
  plan.titles.forEach((each) => wanted.push({ name: each.text.split("\n")[0], at: each.start, frames: each.end - each.start, note: each.text }));
  if (!wanted.length) return [];
  const { project, sequence, perFrame, name } = await shotOf(guid);
  const markers = await markersOf(sequence);
  transact(project, `AIPROD: ${name}`, (add) => {
    for (const each of wanted) {
      const [at, length] = [tick(time.ticksAt(each.at, perFrame)), tick(time.ticksAt(each.frames, perFrame))];
      add(markers.createAddMarkerAction(each.name, "Comment", at, length, each.note));
    }
  });
  const there = (await markersOf((await shotOf(guid)).sequence)).getMarkers();
  const set = there.map((marker) => `${time.frameAt(ticksOf(marker.getStart()), perFrame)} ${marker.getName()}`);
  return wanted.filter((each) => !set.includes(`${each.at} ${each.name}`)).map((each) => mismatch(each.name, t("fault_marker"), "–"));
}

/** @param {string} guid @param {EditList} edit @returns {Promise<Mismatch[]>} */
async function setDrop(guid, edit) {
  const shot = await shotOf(guid);
  if (!time.canDrop(edit.rate) || shot.drop === Boolean(edit.drop_frame)) return [];
  const names = ppro.Constants.VideoDisplayFormatType;
  try {
    const settings = await shot.sequence.getSettings();
    const display = await settings.getVideoDisplayFormat();
    display.type = Number(edit.drop_frame ? names.FPS_29_97 : names.FPS_29_97_NON_DROP);
    await settings.setVideoDisplayFormat(display);
    transact(shot.project, `AIPROD: ${shot.name}`, (add) => add(shot.sequence.createSetSettingsAction(settings)));
  } catch (error) {
    // told below, by what the host shows
  }
  const right = (await shotOf(guid)).drop === Boolean(edit.drop_frame);
  const words = (/** @type {boolean} */ drop) => t(drop ? "fault_drop" : "fault_non_drop");
  return right ? [] : [mismatch(t("fault_timecode"), words(Boolean(edit.drop_frame)), words(shot.drop))];
}

/** Whose film it is, kept with the sequence. @param {string} guid @param {EditList} edit */
async function sign(guid, edit) {
  const { project, sequence, name } = await shotOf(guid);
  const properties = await ppro.Properties.getProperties(sequence);
  transact(project, `AIPROD: ${name}`, (add) => {
    add(properties.createSetValueAction("aiprod.film", edit.film, ppro.Constants.PropertyType.PERSISTENT));
  });
}

module.exports = { finishFilm, levelOf, keysOf };
