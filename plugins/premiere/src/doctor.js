// SPDX-License-Identifier: Apache-2.0
//
// From the panel to a finished round trip, step by step: which one fails, and its mend.
"use strict";

const shared = require("./aiprod-client.js");
const { ppro, atLeast } = require("./ppro.js");
const { readPairing } = require("./store.js");
const { t, told } = require("./words.js");
const host = require("./host.js");

/** @typedef {"ok" | "bad" | "skipped"} StepState */
/** @typedef {{key: string, state: StepState, title: string, found: string, mend: string}} Step */

const ORDER = ["host", "socket", "paired", "reached", "proof", "token", "protocol", "ready", "project", "sequence"];
/** The step that an error of the way fails at. @type {{[code: string]: string}} */
const FAILS_AT = { unreachable: "reached", impostor: "proof", protocol: "protocol", no_websocket: "socket", bad_host: "socket" };

/**
 * @param {import("./engine.js").Engine} engine
 * @returns {Promise<Step[]>} up to the first that fails; those after it are skipped
 */
async function examine(engine) {
  /** @type {Step[]} */
  const steps = [];
  const note = (/** @type {string} */ key, /** @type {StepState} */ state, /** @type {string} */ found, /** @type {string} */ mend) =>
    steps.push({ key, state, title: t(`step_${key}`), found, mend });
  await connectionSteps(engine, note);
  if (steps.every((step) => step.state === "ok")) await healthStep(engine, note);
  await hostSteps(note);
  ORDER.filter((key) => !steps.some((step) => step.key === key)).forEach((key) => note(key, "skipped", "", ""));
  return steps.sort((left, right) => ORDER.indexOf(left.key) - ORDER.indexOf(right.key));
}

/** @typedef {(key: string, state: StepState, found: string, mend: string) => void} Note */

/** @param {import("./engine.js").Engine} engine @param {Note} note */
async function connectionSteps(engine, note) {
  const version = String(ppro.Application.version);
  const able = atLeast(25, 6);
  note("host", able ? "ok" : "bad", `Premiere Pro ${version}`, able ? "" : t("mend_host"));
  if (!able) return;
  const pairing = await readPairing();
  const failure = pairing ? await tryOut(engine, pairing) : null;
  const code = failure ? /** @type {any} */ (failure).code : "";
  const network = code === "unreachable" && /permission|manifest/i.test(String(/** @type {any} */ (failure).why));
  note("socket", network ? "bad" : "ok", network ? String(/** @type {any} */ (failure).why) : t("found_socket"), network ? t("mend_socket") : "");
  if (network) return;
  note("paired", pairing ? "ok" : "bad", t(pairing ? "found_paired" : "found_unpaired"), pairing ? "" : t("mend_paired"));
  if (pairing) connectedSteps(engine, code, failure, note);
}

/** @param {import("./engine.js").Engine} engine @param {string} code @param {unknown} failure @param {Note} note */
function connectedSteps(engine, code, failure, note) {
  const failing = failure ? FAILS_AT[code] || "token" : "";
  for (const key of ["reached", "proof", "token", "protocol"]) {
    if (key === failing) return note(key, "bad", told(failure).what, t(`mend_${key}`));
    note(key, "ok", key === "reached" && engine.client ? `127.0.0.1:${engine.client.port || "–"}` : "", "");
  }
  return undefined;
}

/**
 * One try of the whole way, with patience for none.
 * @param {import("./engine.js").Engine} engine @param {import("./store.js").Pairing} pairing @returns {Promise<unknown>} null: it went
 */
async function tryOut(engine, pairing) {
  if (engine.state === "connected") return null;
  const ports = [pairing.port].concat(shared.PROTOCOL.candidate_ports);
  const given = { panel: pairing.panel, token: pairing.token, ports, patienceMs: 0, helloMs: 3000 };
  const client = new shared.AiprodClient(Object.assign({}, engine.settings, given));
  try {
    await client.connect();
    return null;
  } catch (error) {
    return error;
  } finally {
    client.close();
  }
}

/** @param {import("./engine.js").Engine} engine @param {Note} note */
async function healthStep(engine, note) {
  try {
    const health = await engine.ask.server.health();
    note("ready", health.ready ? "ok" : "bad", `AIPROD ${health.app_version}`, health.ready ? "" : health.reason || t("mend_ready"));
  } catch (error) {
    note("ready", "bad", told(error).what, t("mend_ready"));
  }
}

/** @param {Note} note */
async function hostSteps(note) {
  try {
    const seen = await host.glance();
    note("project", "ok", seen.project, "");
    const open = seen.timeline !== null;
    note("sequence", open ? "ok" : "bad", seen.timeline || t("found_no_sequence"), open ? "" : t("mend_sequence"));
  } catch (error) {
    const { what, remedy } = told(error);
    note("project", "bad", what, remedy);
  }
}

module.exports = { examine };
