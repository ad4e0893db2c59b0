// SPDX-License-Identifier: Apache-2.0
//
// The panel attends: it tells the engine where its user stands, and does what the desktop asks of this editor.
"use strict";

const { ppro } = require("./ppro.js");
const actions = require("./actions.js");
const { oneLine, PanelError } = require("./errors.js");
const { patience, sleep, within } = require("./patience.js");
const host = require("./host.js");
const time = require("./time.js");
const { PANEL_VERSION } = require("./engine.js");

const WAIT_S = 10;
const PAUSE_MS = 1000;

/** @param {string | null | undefined} text @returns {string | null} on one line, short enough for the wire */
function line(text) {
  const clean = Array.from(String(text || "").replace(/[\u0000-\u001f\u007f]+/g, " ").trim()).slice(0, 199).join("");
  return clean || null;
}

/** What the engine is told. @returns {Promise<any>} a HostReport */
async function report() {
  const base = { host: "premiere", version: line(ppro.Application.version) || "0", panel_version: PANEL_VERSION, actions: actions.names };
  try {
    const seen = await within(() => host.glance(), patience.glanceLimitMs, () => new PanelError("host_silent"));
    if (seen.timeline === null) return Object.assign(base, { project: line(seen.project), problem: "no sequence is open" });
    return Object.assign(base, told(seen));
  } catch (error) {
    return Object.assign(base, { problem: line(oneLine(error)) });
  }
}

/** @param {import("./types").Glance} seen */
function told(seen) {
  const rate = time.parseRate(seen.rate);
  const code = (/** @type {number | null} */ frame) => (frame === null ? null : time.timecode(frame + seen.start_frame, rate, seen.drop_frame));
  const selection = seen.selection.map((item) => line(item.name)).filter((name) => name !== null).slice(0, 200);
  return {
    project: line(seen.project), timeline: line(seen.timeline), rate: seen.rate, drop_frame: seen.drop_frame, size: seen.size,
    playhead: code(seen.playhead), mark_in: code(seen.mark_in), mark_out: code(seen.mark_out), selection,
  };
}

class Attendance {
  /** @param {import("./engine.js").Engine} engine @param {(size: number) => Uint8Array} random */
  constructor(engine, random) {
    this.engine = engine;
    this.key = Array.from(random(16), (byte) => (byte < 16 ? "0" : "") + byte.toString(16)).join("");
    this.running = false;
    /** Answers by command: one that was answered isn't done again. @type {Map<string, object>} */
    this.done = new Map();
  }

  /** Attend for as long as the engine is there. */
  async run() {
    if (this.running) return;
    this.running = true;
    while (this.running) {
      try {
        await this.once(WAIT_S);
      } catch (error) {
        await sleep(PAUSE_MS);
      }
      if (this.engine.state === "unpaired" || this.engine.state === "refused") this.running = false;
    }
  }

  stop() {
    this.running = false;
  }

  /** @param {number} wait seconds */
  async once(wait) {
    const found = await this.engine.ask.hosts.attend({ key: this.key, report: await report(), wait_s: wait });
    for (const command of found.commands) await this.answer(command);
  }

  /** @param {{id: string, action: string, arguments: any}} command */
  async answer(command) {
    const answer = this.done.get(command.id) || (await this.work(command));
    this.done.set(command.id, answer);
    const body = Object.assign({ key: this.key, command: command.id, operation_id: `${command.id}.answer` }, answer);
    await this.engine.ask.hosts.answer(body);
  }

  /** @param {{action: string, arguments: any}} command @returns {Promise<{result?: object, error?: string}>} */
  async work(command) {
    try {
      return { result: await actions.act(command.action, command.arguments) };
    } catch (error) {
      return { error: oneLine(error) };
    }
  }
}

module.exports = { Attendance, report };
