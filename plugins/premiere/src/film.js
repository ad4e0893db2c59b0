// SPDX-License-Identifier: Apache-2.0
//
// A whole film as a new sequence. Nothing that was there is touched; if it can't be made, it is taken away again.
"use strict";

const { ppro, atLeast, tick } = require("./ppro.js");
const { PanelError } = require("./errors.js");
const { transact } = require("./transaction.js");
const { imported, ourBin } = require("./bin.js");
const { planFilm } = require("./plan.js");
const host = require("./host.js");
const time = require("./time.js");
const verify = require("./verify.js");
const finish = require("./finish.js");

/** @typedef {import("./types").Piece} Piece */
/** @typedef {import("./types").EditList} EditList */
/** @typedef {import("./types").Sequence} Sequence */
/** @typedef {import("./types").ProjectItem} ProjectItem */

const AT_ONCE = 200;

/**
 * @param {{edit_list: EditList, assets: {[asset: string]: {path: string, frames?: number | null}}, name: string}} order
 * @param {import("./types").Progress} [tell]
 * @returns {Promise<import("./types").Report & {timeline: string}>}
 */
async function buildFilm(order, tell) {
  const edit = order.edit_list;
  const say = tell || (() => undefined);
  const plan = planFilm(edit, order.assets);
  const first = plan.pieces.find((piece) => piece.kind === "video");
  if (!first) throw new PanelError("empty_film", { name: order.name });
  time.ticksPerFrame(edit.rate); // refuses rates that the host doesn't have
  say("import", 0, plan.pieces.length);
  await imported(plan.pieces.map((piece) => piece.path));
  const guid = await createSequence(edit, order.name, first.path);
  try {
    await layAll(guid, plan.pieces, say);
    const faults = await finish.finishFilm(guid, edit, plan);
    return await reportFilm(guid, plan.pieces, faults);
  } catch (error) {
    await takeAway(guid);
    throw error;
  }
}

/** @param {string} guid @returns {Promise<{project: import("./types").Project, sequence: Sequence}>} */
async function again(guid) {
  const project = await host.activeProject();
  for (const sequence of await project.getSequences()) {
    if (sequence.guid.toString() === guid) return { project, sequence };
  }
  throw new PanelError("sequence_gone");
}

/** @param {string} name @returns {Promise<string>} the name, or with a number where a sequence is called so */
async function uniqueName(name) {
  const project = await host.activeProject();
  const taken = (await project.getSequences()).map((each) => each.name);
  let free = name;
  for (let n = 2; taken.includes(free); n += 1) free = `${name} (${n})`;
  return free;
}

/**
 * An empty sequence of the film's rate and size: the host takes both from a clip.
 * @param {EditList} edit @param {string} name @param {string} path of a picture @returns {Promise<string>} its guid
 */
async function createSequence(edit, name, path) {
  const free = await uniqueName(name);
  const itemOf = await imported([path]);
  const project = await host.activeProject();
  const bin = ppro.ProjectItem.cast(await ourBin(project));
  const made = await project.createSequenceFromMedia(free, [ppro.ClipProjectItem.cast(itemOf(path))], bin);
  if (!made) throw new PanelError("no_new_sequence", { name: free });
  const guid = made.guid.toString();
  try {
    await empty(guid);
    await setUp(guid, edit);
  } catch (error) {
    await takeAway(guid);
    throw error;
  }
  return guid;
}

/** Take off what the host laid on a new sequence. @param {string} guid */
async function empty(guid) {
  const { project, sequence } = await again(guid);
  const shot = await host.snapshot(project, sequence);
  const handles = shot.tracks.reduce((all, track) => all.concat(track.items.map((item) => item.handle)), /** @type {any[]} */ ([]));
  if (!handles.length) return;
  ppro.TrackItemSelection.createEmptySelection((selection) => {
    handles.forEach((handle) => selection.addItem(handle, true));
    transact(project, "AIPROD: new sequence", (add) => {
      const editor = ppro.SequenceEditor.getEditor(sequence);
      add(editor.createRemoveItemsAction(selection, false, ppro.Constants.MediaType.ANY, false));
    });
  });
}

/** Rate, size and start timecode. @param {string} guid @param {EditList} edit */
async function setUp(guid, edit) {
  await setFormat(guid, edit);
  const { project, sequence } = await again(guid);
  const perFrame = await host.perFrameOf(sequence);
  if (perFrame !== time.ticksPerFrame(edit.rate)) {
    throw new PanelError("sequence_rate", { wanted: time.rateName(edit.rate), found: time.rateName(time.rateOfFrame(perFrame)) });
  }
  const zero = tick(time.ticksAt(edit.start_frame, perFrame));
  transact(project, "AIPROD: start timecode", (add) => add(sequence.createSetZeroPointAction(zero)));
}

/** Where the clip's format isn't the film's: settings, which can be written since 26.2. @param {string} guid @param {EditList} edit */
async function setFormat(guid, edit) {
  const { project, sequence } = await again(guid);
  const [perFrame, size] = [await host.perFrameOf(sequence), await sequence.getFrameSize()];
  const right = perFrame === time.ticksPerFrame(edit.rate) && size.width === edit.width && size.height === edit.height;
  if (right || !atLeast(26, 2)) return;
  const settings = await sequence.getSettings();
  settings.setVideoFrameRate(ppro.FrameRate.createWithValue(edit.rate.numerator / edit.rate.denominator));
  size.width = edit.width;
  size.height = edit.height;
  await settings.setVideoFrameRect(size);
  transact(project, "AIPROD: sequence settings", (add) => add(sequence.createSetSettingsAction(settings)));
}

/** @param {string} guid */
async function takeAway(guid) {
  try {
    const { project, sequence } = await again(guid);
    await project.deleteSequence(sequence);
  } catch (error) {
    // the project was closed: it went with it
  }
}

/**
 * Lay all pieces. The first of a new track is inserted, which makes the track; then what is shown whole goes many at a time, and
 * what is trimmed one by one: a clip's in and out points must be set before the change that uses them.
 * @param {string} guid @param {Piece[]} pieces @param {import("./types").Progress} say
 */
async function layAll(guid, pieces, say) {
  const ids = await idsOf(pieces);
  const { sequence } = await again(guid);
  const counts = { video: await sequence.getVideoTrackCount(), audio: await sequence.getAudioTrackCount() };
  const fresh = pieces.filter((piece) => piece.fresh && piece.track > counts[piece.kind]);
  const rest = pieces.filter((piece) => !fresh.includes(piece));
  const whole = rest.filter((piece) => !piece.trimmed);
  await nameItems(guid, pieces, ids);
  let done = 0;
  const told = (/** @type {number} */ more) => say("place", (done += more), pieces.length);
  await layTrimmed(guid, fresh, ids, told, true);
  for (let at = 0; at < whole.length; at += AT_ONCE) {
    const some = whole.slice(at, at + AT_ONCE);
    await change(guid, ids, (scope) => lay(scope, some, false));
    told(some.length);
  }
  await layTrimmed(guid, rest.filter((piece) => piece.trimmed), ids, told, false);
}

/** The ids of the project items by path: they outlive the handles. @param {Piece[]} pieces @returns {Promise<Map<string, string>>} */
async function idsOf(pieces) {
  const itemOf = await imported(pieces.map((piece) => piece.path));
  return new Map(pieces.map((piece) => [piece.path, itemOf(piece.path).getId()]));
}

/**
 * Call what was imported as the film calls it: its files are all "picture.mp4". What the user has named stays.
 * @param {string} guid @param {Piece[]} pieces @param {Map<string, string>} ids
 */
async function nameItems(guid, pieces, ids) {
  const names = new Map(pieces.map((piece) => [piece.path, piece.what]));
  await change(guid, ids, ({ itemOf, add }) => {
    names.forEach((name, path) => {
      const item = itemOf(path);
      if (name && item.name === path.split(/[\\/]/).pop()) add(item.createSetNameAction(name));
    });
  });
}

/**
 * @typedef {{
 *   sequence: Sequence, perFrame: bigint, itemOf: (path: string) => ProjectItem,
 *   add: (action: import("./types").Action) => void,
 * }} Scope what a change of the film's sequence works with
 */

/**
 * One change of the film's sequence, with fresh handles.
 * @param {string} guid @param {Map<string, string>} ids @param {(scope: Scope) => void} fill
 */
async function change(guid, ids, fill) {
  const { project, sequence } = await again(guid);
  const perFrame = await host.perFrameOf(sequence);
  const bin = await ourBin(project);
  const items = new Map((await bin.getItems()).map((item) => [item.getId(), item]));
  const itemOf = (/** @type {string} */ path) => {
    const item = items.get(String(ids.get(path)));
    if (!item) throw new PanelError("not_imported", { path });
    return item;
  };
  transact(project, `AIPROD: ${sequence.name}`, (add) => fill({ sequence, perFrame, itemOf, add }));
}

/** Lay pieces, inside the lock. @param {Scope} scope @param {Piece[]} pieces @param {boolean} fresh on tracks to be made */
function lay(scope, pieces, fresh) {
  const editor = ppro.SequenceEditor.getEditor(scope.sequence);
  for (const piece of pieces) {
    const at = tick(time.ticksAt(piece.start, scope.perFrame));
    const [video, audio] = piece.kind === "video" ? [piece.track - 1, 0] : [0, piece.track - 1];
    const item = scope.itemOf(piece.path);
    if (fresh) scope.add(editor.createInsertProjectItemAction(item, at, video, audio, true));
    else scope.add(editor.createOverwriteItemAction(item, at, video, audio));
  }
}

/** Set the range that the next placing takes, inside the lock. @param {Scope} scope @param {Piece} piece */
function trim(scope, piece) {
  const from = tick(time.ticksAt(piece.src_in, scope.perFrame));
  const to = tick(time.ticksAt(piece.src_in + piece.end - piece.start, scope.perFrame));
  scope.add(ppro.ClipProjectItem.cast(scope.itemOf(piece.path)).createSetInOutPointsAction(from, to));
}

/**
 * Each change lays one piece and sets the range of the next.
 * @param {string} guid @param {Piece[]} pieces @param {Map<string, string>} ids @param {(more: number) => void} told
 * @param {boolean} fresh
 */
async function layTrimmed(guid, pieces, ids, told, fresh) {
  if (!pieces.length) return;
  await change(guid, ids, (scope) => trim(scope, pieces[0]));
  for (let at = 0; at < pieces.length; at += 1) {
    await change(guid, ids, (scope) => {
      lay(scope, [pieces[at]], fresh);
      if (at + 1 < pieces.length) trim(scope, pieces[at + 1]);
    });
    told(1);
  }
  const paths = Array.from(new Set(pieces.map((piece) => piece.path)));
  await change(guid, ids, (scope) => {
    for (const path of paths) scope.add(ppro.ClipProjectItem.cast(scope.itemOf(path)).createClearInOutPointsAction());
  });
}

/** @param {string} guid @param {Piece[]} pieces @param {import("./types").Mismatch[]} faults */
async function reportFilm(guid, pieces, faults) {
  const { project, sequence } = await again(guid);
  await project.openSequence(sequence);
  const now = await again(guid);
  const shot = await host.snapshot(now.project, now.sequence);
  return Object.assign(verify.reportOn(shot, pieces, "", faults), { timeline: shot.name });
}

module.exports = { buildFilm, uniqueName };
