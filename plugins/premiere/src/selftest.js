// SPDX-License-Identifier: Apache-2.0
//
// What only a real host can answer, asked in a sequence of its own, which is deleted afterwards. Nothing of the user's is touched.
"use strict";

const { ppro, tick, ticksOf } = require("./ppro.js");
const { transact } = require("./transaction.js");
const { imported, ourBin } = require("./bin.js");
const { patience, until } = require("./patience.js");
const { uniqueName } = require("./film.js");
const { t } = require("./words.js");
const host = require("./host.js");
const time = require("./time.js");
const frames = require("./frames.js");
const files = require("./files.js");
const { disturbed } = require("./verify.js");

/** @typedef {{question: string, answer: string, passed: boolean | null}} Finding */
/** @typedef {{still: string, tone: string, guid: string}} Stage */

const NAME = "AIPROD self-test";
const RATE = { numerator: 24000, denominator: 1001 };
/** What the connection knows; the panel sets it. */
const connection = { open: false, address: "", theme: "", locale: "" };

/** @type {[import("./words-en.js").Question, (stage: Stage) => Promise<[string, boolean | null]>][]} */
const CHECKS = [
  ["network", async () => [`"all" → ${connection.address || "–"}`, connection.open]],
  ["origin", async () => [connection.open ? "file://" : "–", connection.open]],
  ["theme", async () => [`${connection.theme || "–"}, ${connection.locale || "–"}`, connection.theme ? true : null]],
  ["preset", createsWithoutPreset],
  ["zero", keepsZeroPoint],
  ["insert_past_last", insertPastLast],
  ["overwrite_past_last", overwritePastLast],
  ["range_same_change", rangeInSameChange],
  ["sound_alone", soundAlone],
  ["marker", keepsMarker],
  ["frame", exportsFrame],
  ["missing_file", missingFile],
  ["otio", importsOtio],
];

/** @param {string} guid */
async function sequenceOf(guid) {
  const project = await host.activeProject();
  const found = (await project.getSequences()).find((each) => each.guid.toString() === guid);
  if (!found) throw new Error("the sequence is gone");
  return { project, sequence: found };
}

/** @param {string} guid */
async function shotOf(guid) {
  const { project, sequence } = await sequenceOf(guid);
  return host.snapshot(project, sequence);
}

/** @returns {Promise<Stage>} */
async function setStage() {
  const own = await files.ownFolder();
  const [still, tone] = [`${own.nativePath}/selftest/card.png`, `${own.nativePath}/selftest/tone.wav`];
  const itemOf = await imported([still, tone]);
  const project = await host.activeProject();
  const bin = ppro.ProjectItem.cast(await ourBin(project));
  const made = await project.createSequenceFromMedia(await uniqueName(NAME), [ppro.ClipProjectItem.cast(itemOf(still))], bin);
  return { still, tone, guid: made.guid.toString() };
}

/** @param {string} guid */
async function strike(guid) {
  const { project, sequence } = await sequenceOf(guid);
  await project.deleteSequence(sequence);
}

/** @returns {Promise<[string, boolean]>} */
async function createsWithoutPreset() {
  const project = await host.activeProject();
  const made = await project.createSequence(await uniqueName(`${NAME} preset`));
  const shot = await shotOf(made.guid.toString());
  await strike(made.guid.toString());
  return [`${time.rateName(shot.rate)}, ${shot.width}×${shot.height}`, true];
}

/** @param {Stage} stage @returns {Promise<[string, boolean]>} */
async function keepsZeroPoint(stage) {
  const { project, sequence } = await sequenceOf(stage.guid);
  const wanted = time.ticksAt(86400, time.ticksPerFrame(RATE));
  const zero = tick(wanted);
  transact(project, NAME, (add) => add(sequence.createSetZeroPointAction(zero)));
  const found = ticksOf(await (await sequenceOf(stage.guid)).sequence.getZeroPoint());
  return [`${wanted} → ${found}`, found === wanted];
}

/**
 * Place the tone or the card one past the last video or audio track.
 * @param {Stage} stage @param {boolean} insert
 */
async function past(stage, insert) {
  const itemOf = await imported([stage.still]);
  const before = await shotOf(stage.guid);
  const count = before.tracks.filter((track) => track.kind === "video").length;
  const { project, sequence } = before;
  transact(project, NAME, (add) => {
    const editor = ppro.SequenceEditor.getEditor(sequence);
    const at = tick(time.ticksAt(10, before.perFrame));
    if (insert) add(editor.createInsertProjectItemAction(itemOf(stage.still), at, count, 0, true));
    else add(editor.createOverwriteItemAction(itemOf(stage.still), at, count, 0));
  });
  const after = await shotOf(stage.guid);
  const still = disturbed(before, after).length === 0;
  const track = after.tracks.find((each) => each.kind === "video" && each.index === count + 1);
  return { made: Boolean(track && track.items.length), still };
}

/** @param {Stage} stage @returns {Promise<[string, boolean]>} */
async function insertPastLast(stage) {
  const { made, still } = await past(stage, true);
  return [`${t(made ? "answer_new_track" : "answer_nothing")}, ${t(still ? "answer_others_still" : "answer_others_moved")}`, made && still];
}

/** @param {Stage} stage @returns {Promise<[string, null]>} */
async function overwritePastLast(stage) {
  try {
    const { made } = await past(stage, false);
    return [t(made ? "answer_new_track" : "answer_nothing"), null];
  } catch (error) {
    return [String(error), null];
  }
}

/** @param {Stage} stage @returns {Promise<[string, null]>} */
async function rangeInSameChange(stage) {
  const itemOf = await imported([stage.tone]);
  const { project, sequence, perFrame } = await shotOf(stage.guid);
  const clip = ppro.ClipProjectItem.cast(itemOf(stage.tone));
  const [from, to, at] = [5, 15, 400].map((frame) => tick(time.ticksAt(frame, perFrame)));
  transact(project, NAME, (add) => {
    add(clip.createSetInOutPointsAction(from, to));
    add(ppro.SequenceEditor.getEditor(sequence).createOverwriteItemAction(itemOf(stage.tone), at, 0, 0));
    add(clip.createClearInOutPointsAction());
  });
  const shot = await shotOf(stage.guid);
  const read = shot.tracks.filter((track) => track.kind === "audio")[0].items.find((item) => item.start === time.ticksAt(400, perFrame));
  const length = read ? time.nearestFrame(read.end - read.start, perFrame) : 0;
  return [`10 → ${length}`, null];
}

/** @param {Stage} stage @returns {Promise<[string, boolean]>} */
async function soundAlone(stage) {
  const itemOf = await imported([stage.tone]);
  const before = await shotOf(stage.guid);
  const { project, sequence, perFrame } = before;
  const at = tick(time.ticksAt(600, perFrame));
  transact(project, NAME, (add) => add(ppro.SequenceEditor.getEditor(sequence).createOverwriteItemAction(itemOf(stage.tone), at, 0, 0)));
  const after = await shotOf(stage.guid);
  const count = (/** @type {import("./types").Snapshot} */ shot, /** @type {string} */ kind) =>
    shot.tracks.filter((track) => track.kind === kind).reduce((sum, track) => sum + track.items.length, 0);
  const right = count(after, "audio") === count(before, "audio") + 1 && count(after, "video") === count(before, "video");
  return [`V ${count(before, "video")} → ${count(after, "video")}, A ${count(before, "audio")} → ${count(after, "audio")}`, right];
}

/** @param {Stage} stage @returns {Promise<[string, boolean]>} */
async function keepsMarker(stage) {
  const { project, sequence, perFrame } = await shotOf(stage.guid);
  const comment = `“é漢🎬”\naiprod:${JSON.stringify({ text: "x".repeat(2400) })}`;
  const markers = await ppro.Markers.getMarkers(sequence);
  const [at, length] = [tick(time.ticksAt(7, perFrame)), tick(time.ticksAt(3, perFrame))];
  transact(project, NAME, (add) => add(markers.createAddMarkerAction(NAME, "Comment", at, length, comment)));
  const there = (await ppro.Markers.getMarkers((await sequenceOf(stage.guid)).sequence)).getMarkers();
  const found = there.find((marker) => marker.getName() === NAME);
  const same = Boolean(found) && /** @type {any} */ (found).getComments() === comment;
  return [`${comment.length} → ${found ? found.getComments().length : 0}`, same];
}

/** @param {Stage} stage @returns {Promise<[string, boolean]>} */
async function exportsFrame(stage) {
  const { project, sequence } = await sequenceOf(stage.guid);
  await project.setActiveSequence(sequence);
  const { path } = await frames.grabFrame({ frame: 0 });
  return [path.split(/[\\/]/).pop() || path, true];
}

/** @returns {Promise<[string, null]>} */
async function missingFile() {
  const project = await host.activeProject();
  const bin = ppro.ProjectItem.cast(await ourBin(project));
  try {
    return [String(await project.importFiles(["/aiprod/there-is-no-such-file.mov"], true, bin, false)), null];
  } catch (error) {
    return [String(error), null];
  }
}

/** @param {Stage} stage @returns {Promise<[string, null]>} */
async function importsOtio(stage) {
  const folder = await files.folder("reports");
  const path = await files.write(folder, "selftest.otio", JSON.stringify(smallOtio(stage.tone)));
  const project = await host.activeProject();
  const before = (await project.getSequences()).map((each) => each.guid.toString());
  const bin = ppro.ProjectItem.cast(await ourBin(project));
  try {
    await project.importFiles([path], true, bin, false);
  } catch (error) {
    return [String(error), null];
  }
  const fresh = await until(async () => {
    const now = await (await host.activeProject()).getSequences();
    return now.find((each) => !before.includes(each.guid.toString())) || null;
  }, Math.min(patience.importMs, 5000));
  if (fresh) await strike(fresh.guid.toString());
  return [t(fresh ? "answer_yes" : "answer_no"), null];
}

/** @param {string} tone */
function smallOtio(tone) {
  const at = (/** @type {number} */ value) => ({ OTIO_SCHEMA: "RationalTime.1", rate: 24, value });
  const range = { OTIO_SCHEMA: "TimeRange.1", start_time: at(0), duration: at(24) };
  const media = { OTIO_SCHEMA: "ExternalReference.1", target_url: tone, available_range: range, metadata: {}, name: "tone" };
  const clip = {
    OTIO_SCHEMA: "Clip.2", name: "tone", source_range: range, media_references: { DEFAULT_MEDIA: media },
    active_media_reference_key: "DEFAULT_MEDIA", effects: [], markers: [], metadata: {}, enabled: true,
  };
  const track = { OTIO_SCHEMA: "Track.1", name: "Audio 1", kind: "Audio", children: [clip], effects: [], markers: [], metadata: {}, enabled: true };
  const tracks = { OTIO_SCHEMA: "Stack.1", name: "tracks", children: [track], effects: [], markers: [], metadata: {}, enabled: true };
  return { OTIO_SCHEMA: "Timeline.1", name: NAME, global_start_time: at(0), tracks, metadata: {} };
}

/** @param {(stage: Stage) => Promise<[string, boolean | null]>} check @param {Stage} stage @param {string} question @returns {Promise<Finding>} */
async function asked(check, stage, question) {
  try {
    const [answer, passed] = await check(stage);
    return { question, answer, passed };
  } catch (error) {
    return { question, answer: String(error), passed: false };
  }
}

/**
 * @param {{}} _order @param {import("./types").Progress} [tell]
 * @returns {Promise<{report: string, results: Finding[]}>}
 */
async function selfTest(_order, tell) {
  const project = await host.activeProject();
  const shown = await project.getActiveSequence();
  const front = shown ? shown.guid.toString() : "";
  const stage = await setStage();
  const results = /** @type {Finding[]} */ ([]);
  try {
    for (const [key, check] of CHECKS) {
      if (tell) tell("self_test", results.length, CHECKS.length);
      results.push(await asked(check, stage, t(`q_${key}`)));
    }
  } finally {
    await strike(stage.guid);
    await bringBack(front);
  }
  return { report: await writeReport(results), results };
}

/** @param {string} guid of the sequence that was in front */
async function bringBack(guid) {
  const project = await host.activeProject();
  const found = (await project.getSequences()).find((each) => each.guid.toString() === guid);
  if (found) await project.openSequence(found);
}

/** @param {Finding[]} results @returns {Promise<string>} the path of the readable one */
async function writeReport(results) {
  const folder = await files.folder("reports");
  const version = String(ppro.Application.version);
  const name = `premiere-${version.replace(/[^0-9.]/g, "")}-${new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-")}`;
  await files.write(folder, `${name}.json`, JSON.stringify({ host: `Premiere Pro ${version}`, results }, null, 1));
  const mark = (/** @type {boolean | null} */ passed) => (passed === null ? "i" : passed ? "✓" : "✗");
  const lines = results.map((each) => `${mark(each.passed)} ${each.question}\n    ${each.answer}`);
  return files.write(folder, `${name}.txt`, `AIPROD · Premiere Pro ${version}\n\n${lines.join("\n")}\n`);
}

module.exports = { selfTest, connection };
