// SPDX-License-Identifier: Apache-2.0
//
// The way to the engine: pairing once, then one connection that mends itself.
"use strict";

const shared = require("./aiprod-client.js");
const { PanelError } = require("./errors.js");
const { readPairing, keepPairing, forgetPairing } = require("./store.js");
const { sleep } = require("./patience.js");
const { connection } = require("./selftest.js");

/** @typedef {"unpaired" | "connecting" | "connected" | "lost" | "refused"} State */

const PANEL_VERSION = "1.0.0";
/** Windows' and macOS' hosts resolve this to the loopback both. */
const HOST = /** @type {const} */ ("127.0.0.1");

const COLD_TRIES = 8;
const COLD_MS = 250;

class Engine {
  /**
   * @param {string} program "Premiere Pro 26.3.0"
   * @param {{random?: (count: number) => Uint8Array, patienceMs?: number}} [settings]
   */
  constructor(program, settings) {
    this.program = program;
    this.settings = Object.assign({ host: HOST }, settings);
    /** @type {State} */
    this.state = "unpaired";
    /** @type {unknown} */
    this.error = null;
    /** @type {shared.AiprodClient | null} */
    this.client = null;
    /** @type {((state: State, error: unknown) => void)[]} */
    this.watchers = [];
    this.generation = 0;
    this.nudging = 0;
    /** @type {import("./store.js").Pairing | null} */
    this.pairing = null;
  }

  /** @param {State} state @param {unknown} [error] */
  set(state, error) {
    this.state = state;
    this.error = error || null;
    connection.open = state === "connected";
    if (this.client) connection.address = `ws://${HOST}:${this.client.port}`;
    this.watchers.forEach((watcher) => watcher(state, this.error));
  }

  /** Connect with what is stored, if anything is. */
  async start() {
    const pairing = await readPairing();
    if (pairing) await this.use(pairing);
    else this.set("unpaired");
  }

  /** @param {import("./store.js").Pairing} pairing */
  async use(pairing) {
    if (this.client) this.client.close();
    this.generation += 1;
    const generation = this.generation;
    const ports = [pairing.port].concat(shared.PROTOCOL.candidate_ports);
    const heard = (/** @type {string} */ state, /** @type {unknown} */ error) => this.hear(generation, state, error);
    const given = { panel: pairing.panel, token: pairing.token, ports, onState: heard };
    this.client = new shared.AiprodClient(Object.assign({}, this.settings, given));
    this.pairing = pairing;
    this.set("connecting");
    await this.nudge();
  }

  /** Try again where the engine was lost; the client gives up after a while, and the panel never does. */
  async nudge() {
    const generation = this.generation;
    if (!this.client || this.state === "refused" || this.state === "connected" || this.nudging === generation) return;
    this.nudging = generation;
    try {
      await this.client.connect();
      await this.remember();
    } catch (error) {
      this.refused(generation, error);
    } finally {
      this.nudging = 0;
    }
  }

  /** The port of this time is tried first next time. */
  async remember() {
    const port = this.client ? this.client.port : 0;
    if (!this.pairing || !port || port === this.pairing.port) return;
    this.pairing = Object.assign({}, this.pairing, { port });
    await keepPairing(this.pairing);
  }

  /** @param {number} generation @param {string} state @param {unknown} error */
  hear(generation, state, error) {
    if (generation !== this.generation) return;
    if (state === "connected") {
      this.set("connected");
      this.remember().catch(() => undefined);
    } else if (state === "lost" || state === "waiting") this.set(this.state === "connecting" ? "connecting" : "lost", error);
    else this.refused(generation, error);
  }

  /** @param {number} generation @param {unknown} error */
  refused(generation, error) {
    if (generation !== this.generation || this.state === "unpaired") return;
    const code = /** @type {{code?: string}} */ (error || {}).code;
    if (code !== "closed") this.set(code === "unreachable" ? "lost" : "refused", error);
  }

  /** Try again, after the engine could not be reached. */
  async again() {
    const pairing = await readPairing();
    if (pairing) await this.use(pairing);
  }

  /**
   * Pair with a code as the desktop shows it: "ABCD-EFGH" and, if it says one, a port.
   * @param {string} written
   */
  async pair(written) {
    const { code, port } = readCode(written);
    const ports = port ? [port] : shared.PROTOCOL.candidate_ports.slice();
    const order = { code, program: this.program, panelVersion: PANEL_VERSION, ports };
    const found = await patiently(() => shared.pair(Object.assign({}, this.settings, order)));
    const pairing = { panel: found.panel, token: found.token, port: found.port };
    await keepPairing(pairing);
    await this.use(pairing);
  }

  async forget() {
    await forgetPairing();
    this.generation += 1;
    if (this.client) this.client.close();
    this.client = null;
    this.set("unpaired");
  }

  /** The connected client. Raises PanelError where there is none. @returns {shared.AiprodClient} */
  get ask() {
    if (!this.client) throw new PanelError("not_paired");
    return this.client;
  }
}

/**
 * Just after the host's start its permissions aren't loaded, and no socket opens: try again for a moment.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>}
 */
async function patiently(work) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const cold = /permission/i.test(String(/** @type {any} */ (error).why));
      if (!cold || tries >= COLD_TRIES) throw error;
      await sleep(COLD_MS);
    }
  }
}

/**
 * Eight letters and digits, with spaces and dashes as they were typed, and perhaps a port.
 * @param {string} written @returns {{code: string, port: number}}
 */
function readCode(written) {
  const parts = written.trim().toUpperCase().split(/[\s:,;]+/);
  const last = parts[parts.length - 1];
  const port = parts.length > 1 && /^\d{4,5}$/.test(last) ? Number(last) : 0;
  const letters = (port ? parts.slice(0, -1) : parts).join("").replace(/[^0-9A-Z]/g, "");
  if (port && letters.length === 4) return readCode(written.replace(/[\s:,;]+/, "-")); // four digits of the code, no port
  if (letters.length !== 8 || port > 65535) throw new PanelError("bad_code");
  return { code: letters, port };
}

module.exports = { Engine, readCode, PANEL_VERSION };
