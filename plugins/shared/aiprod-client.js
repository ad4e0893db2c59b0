// SPDX-License-Identifier: Apache-2.0
//
// The client of the AIPROD engine for panels and other JavaScript programs: a plain ES module without imports.
// Written by `python -m aiprod.wire.generate` from the table of operations and src/core.js; a test holds it to both. Do not edit.

/** What the two sides agree on. The whole contract is in protocol.json. */
export const PROTOCOL = {
  protocol: 1,
  protocol_range: [1, 1],
  subprotocol: "aiprod.v1",
  token_prefix: "aiprod.token.",
  socket_path: "/api/v1/ws",
  door_path: "/api/v1/door",
  preview_path: "/api/v1/preview/{job_id}",
  candidate_ports: [47610, 47611, 47612, 47613, 47614],
  final: ["delivered", "cancelled", "failed", "expired"],
  operations: {
    "server.hello": { mutates: false, idempotent: true },
    "server.health": { mutates: false, idempotent: true },
    "server.metrics": { mutates: false, idempotent: true },
    "devices.list": { mutates: false, idempotent: true },
    "doctor.run": { mutates: false, idempotent: true },
    "diagnostics.preview": { mutates: false, idempotent: true },
    "diagnostics.bundle": { mutates: false, idempotent: true },
    "generate": { mutates: true, idempotent: true },
    "estimate": { mutates: false, idempotent: true },
    "jobs.status": { mutates: false, idempotent: true },
    "jobs.list": { mutates: false, idempotent: true },
    "jobs.history": { mutates: false, idempotent: true },
    "jobs.wait": { mutates: false, idempotent: true },
    "jobs.preview": { mutates: false, idempotent: true },
    "jobs.cancel": { mutates: true, idempotent: true },
    "jobs.pause": { mutates: true, idempotent: true },
    "jobs.resume": { mutates: true, idempotent: true },
    "jobs.retry": { mutates: true, idempotent: true },
    "jobs.reorder": { mutates: true, idempotent: true },
    "jobs.priority": { mutates: true, idempotent: true },
    "events.poll": { mutates: false, idempotent: true },
    "events.subscribe": { mutates: false, idempotent: true },
    "events.unsubscribe": { mutates: false, idempotent: true },
    "films.list": { mutates: false, idempotent: true },
    "films.open": { mutates: true, idempotent: true },
    "films.get": { mutates: false, idempotent: true },
    "films.resume": { mutates: true, idempotent: true },
    "films.screenplay": { mutates: false, idempotent: true },
    "films.estimate": { mutates: false, idempotent: true },
    "films.shots": { mutates: false, idempotent: true },
    "films.board": { mutates: false, idempotent: true },
    "films.timeline": { mutates: false, idempotent: true },
    "films.history": { mutates: false, idempotent: true },
    "films.edit": { mutates: true, idempotent: true },
    "films.export": { mutates: true, idempotent: true },
    "films.interchange": { mutates: true, idempotent: true },
    "films.conform": { mutates: true, idempotent: true },
    "deliveries.list": { mutates: false, idempotent: true },
    "check": { mutates: true, idempotent: true },
    "takes.list": { mutates: false, idempotent: true },
    "takes.get": { mutates: false, idempotent: true },
    "takes.file": { mutates: false, idempotent: true },
    "assets.resolve": { mutates: false, idempotent: true },
    "assets.file": { mutates: false, idempotent: true },
    "models.list": { mutates: false, idempotent: true },
    "models.show": { mutates: false, idempotent: true },
    "models.fit": { mutates: false, idempotent: true },
    "models.licence": { mutates: false, idempotent: true },
    "models.accept": { mutates: true, idempotent: true },
    "models.pull": { mutates: true, idempotent: true },
    "models.bring": { mutates: true, idempotent: true },
    "models.build": { mutates: true, idempotent: true },
    "models.compile": { mutates: true, idempotent: true },
    "models.remove": { mutates: true, idempotent: true },
    "models.verify": { mutates: true, idempotent: true },
    "models.repair": { mutates: true, idempotent: true },
    "hub.get": { mutates: false, idempotent: true },
    "hub.keep": { mutates: true, idempotent: true },
    "hub.forget": { mutates: true, idempotent: true },
    "runtime.get": { mutates: false, idempotent: true },
    "runtime.install": { mutates: true, idempotent: true },
    "voices.list": { mutates: false, idempotent: true },
    "voices.sample": { mutates: false, idempotent: true },
    "looks.list": { mutates: false, idempotent: true },
    "styles.list": { mutates: false, idempotent: true },
    "generators.list": { mutates: false, idempotent: true },
    "providers.list": { mutates: false, idempotent: true },
    "consent.list": { mutates: false, idempotent: true },
    "consent.grant": { mutates: true, idempotent: true },
    "consent.revoke": { mutates: true, idempotent: true },
    "spending.get": { mutates: false, idempotent: true },
    "spending.cap": { mutates: true, idempotent: true },
    "pairing.start": { mutates: true, idempotent: true },
    "pairing.exchange": { mutates: false, idempotent: false },
    "pairing.list": { mutates: false, idempotent: true },
    "pairing.revoke": { mutates: true, idempotent: true },
    "clips.estimate": { mutates: false, idempotent: true },
    "clips.shot": { mutates: true, idempotent: true },
    "clips.extend": { mutates: true, idempotent: true },
    "clips.retake": { mutates: true, idempotent: true },
    "clips.voice": { mutates: true, idempotent: true },
    "clips.score": { mutates: true, idempotent: true },
    "clips.grade": { mutates: true, idempotent: true },
    "clips.list": { mutates: false, idempotent: true },
    "clips.get": { mutates: false, idempotent: true },
    "clips.file": { mutates: false, idempotent: true },
    "clips.handoff": { mutates: true, idempotent: true },
    "hosts.attend": { mutates: false, idempotent: true },
    "hosts.answer": { mutates: true, idempotent: true },
    "hosts.leave": { mutates: true, idempotent: true },
    "hosts.list": { mutates: false, idempotent: true },
    "hosts.ask": { mutates: true, idempotent: true },
    "hosts.outcome": { mutates: false, idempotent: true },
    "webhooks.list": { mutates: false, idempotent: true },
    "webhooks.add": { mutates: true, idempotent: true },
    "webhooks.remove": { mutates: true, idempotent: true },
  },
};

/** All that the engine can be asked to do. */
export class Operations {
  constructor() {
    this.generate = (request) => this.call("generate", request);
    this.estimate = (request) => this.call("estimate", request);
    this.check = (request) => this.call("check", request);
    this.server = {
      hello: (request) => this.call("server.hello", request),
      health: () => this.call("server.health", {}),
      metrics: () => this.call("server.metrics", {}),
    };
    this.devices = {
      list: () => this.call("devices.list", {}),
    };
    this.doctor = {
      run: () => this.call("doctor.run", {}),
    };
    this.diagnostics = {
      preview: () => this.call("diagnostics.preview", {}),
      bundle: () => this.call("diagnostics.bundle", {}),
    };
    this.jobs = {
      status: (request) => this.call("jobs.status", request),
      list: (request) => this.call("jobs.list", request),
      history: (request) => this.call("jobs.history", request),
      wait: (request) => this.call("jobs.wait", request),
      preview: (request) => this.call("jobs.preview", request),
      cancel: (request) => this.call("jobs.cancel", request),
      pause: (request) => this.call("jobs.pause", request),
      resume: (request) => this.call("jobs.resume", request),
      retry: (request) => this.call("jobs.retry", request),
      reorder: (request) => this.call("jobs.reorder", request),
      priority: (request) => this.call("jobs.priority", request),
    };
    this.events = {
      poll: (request) => this.call("events.poll", request),
      subscribe: (request) => this.call("events.subscribe", request),
      unsubscribe: (request) => this.call("events.unsubscribe", request),
    };
    this.films = {
      list: (request) => this.call("films.list", request),
      open: (request) => this.call("films.open", request),
      get: (request) => this.call("films.get", request),
      resume: (request) => this.call("films.resume", request),
      screenplay: (request) => this.call("films.screenplay", request),
      estimate: (request) => this.call("films.estimate", request),
      shots: (request) => this.call("films.shots", request),
      board: (request) => this.call("films.board", request),
      timeline: (request) => this.call("films.timeline", request),
      history: (request) => this.call("films.history", request),
      edit: (request) => this.call("films.edit", request),
      export: (request) => this.call("films.export", request),
      interchange: (request) => this.call("films.interchange", request),
      conform: (request) => this.call("films.conform", request),
    };
    this.deliveries = {
      list: () => this.call("deliveries.list", {}),
    };
    this.takes = {
      list: (request) => this.call("takes.list", request),
      get: (request) => this.call("takes.get", request),
      file: (request) => this.call("takes.file", request),
    };
    this.assets = {
      resolve: (request) => this.call("assets.resolve", request),
      file: (request) => this.call("assets.file", request),
    };
    this.models = {
      list: (request) => this.call("models.list", request),
      show: (request) => this.call("models.show", request),
      fit: (request) => this.call("models.fit", request),
      licence: (request) => this.call("models.licence", request),
      accept: (request) => this.call("models.accept", request),
      pull: (request) => this.call("models.pull", request),
      bring: (request) => this.call("models.bring", request),
      build: (request) => this.call("models.build", request),
      compile: (request) => this.call("models.compile", request),
      remove: (request) => this.call("models.remove", request),
      verify: (request) => this.call("models.verify", request),
      repair: (request) => this.call("models.repair", request),
    };
    this.hub = {
      get: () => this.call("hub.get", {}),
      keep: (request) => this.call("hub.keep", request),
      forget: (request) => this.call("hub.forget", request),
    };
    this.runtime = {
      get: () => this.call("runtime.get", {}),
      install: (request) => this.call("runtime.install", request),
    };
    this.voices = {
      list: (request) => this.call("voices.list", request),
      sample: (request) => this.call("voices.sample", request),
    };
    this.looks = {
      list: () => this.call("looks.list", {}),
    };
    this.styles = {
      list: () => this.call("styles.list", {}),
    };
    this.generators = {
      list: () => this.call("generators.list", {}),
    };
    this.providers = {
      list: () => this.call("providers.list", {}),
    };
    this.consent = {
      list: () => this.call("consent.list", {}),
      grant: (request) => this.call("consent.grant", request),
      revoke: (request) => this.call("consent.revoke", request),
    };
    this.spending = {
      get: (request) => this.call("spending.get", request),
      cap: (request) => this.call("spending.cap", request),
    };
    this.pairing = {
      start: (request) => this.call("pairing.start", request),
      exchange: (request) => this.call("pairing.exchange", request),
      list: () => this.call("pairing.list", {}),
      revoke: (request) => this.call("pairing.revoke", request),
    };
    this.clips = {
      estimate: (request) => this.call("clips.estimate", request),
      shot: (request) => this.call("clips.shot", request),
      extend: (request) => this.call("clips.extend", request),
      retake: (request) => this.call("clips.retake", request),
      voice: (request) => this.call("clips.voice", request),
      score: (request) => this.call("clips.score", request),
      grade: (request) => this.call("clips.grade", request),
      list: (request) => this.call("clips.list", request),
      get: (request) => this.call("clips.get", request),
      file: (request) => this.call("clips.file", request),
      handoff: (request) => this.call("clips.handoff", request),
    };
    this.hosts = {
      attend: (request) => this.call("hosts.attend", request),
      answer: (request) => this.call("hosts.answer", request),
      leave: (request) => this.call("hosts.leave", request),
      list: () => this.call("hosts.list", {}),
      ask: (request) => this.call("hosts.ask", request),
      outcome: (request) => this.call("hosts.outcome", request),
    };
    this.webhooks = {
      list: () => this.call("webhooks.list", {}),
      add: (request) => this.call("webhooks.add", request),
      remove: (request) => this.call("webhooks.remove", request),
    };
  }
}

/** An error of the engine, or of the way to it. `code` is for programs, `message`, `why` and `remedy` are for people. */
export class AiprodError extends Error {
  constructor(code, message, why, remedy) {
    super(why ? `${message}: ${why}` : message);
    this.name = "AiprodError";
    this.code = code;
    this.why = why || "";
    this.remedy = remedy || "";
  }
}

const LOOPBACK = /^ws:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}\/api\/v1\/[a-z0-9/_-]*$/i;
const PAUSES_MS = [50, 100, 200, 500, 1000, 2000, 5000];
const DEFAULTS = {
  host: "127.0.0.1",
  helloMs: 5000,
  pingMs: 5000,
  silenceMs: 12000,
  patienceMs: 30000,
};

/** Refuse any address that is not this machine's. */
export function guardUrl(url) {
  if (!LOOPBACK.test(url)) {
    throw new AiprodError("bad_host", "This address is refused", "only ws:// to this machine is opened");
  }
  return url;
}

// --- SHA-256, HMAC, UTF-8, base64: hosts do not have them all -------------------------------------------------------

const ROUND = [];
const START = [];
(function constants() {
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) {
    if (primes.every((p) => n % p)) primes.push(n);
  }
  const part = (x) => ((x - Math.floor(x)) * 0x100000000) | 0;
  primes.forEach((p) => ROUND.push(part(Math.cbrt(p))));
  primes.slice(0, 8).forEach((p) => START.push(part(Math.sqrt(p))));
})();

/** SHA-256 of bytes, as bytes. */
export function sha256(bytes) {
  const length = bytes.length;
  const padded = new Uint8Array((((length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 0x20000000));
  view.setUint32(padded.length - 4, (length << 3) >>> 0);
  const state = START.slice();
  const words = new Int32Array(64);
  for (let at = 0; at < padded.length; at += 64) block(state, words, view, at);
  const out = new Uint8Array(32);
  const result = new DataView(out.buffer);
  state.forEach((word, index) => result.setInt32(index * 4, word));
  return out;
}

function block(state, w, view, at) {
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = (state[index] + word) | 0;
  });
}

/** HMAC-SHA256 of bytes under a key of bytes, as bytes. */
export function hmac(key, message) {
  const short = key.length > 64 ? sha256(key) : key;
  const inner = new Uint8Array(64 + message.length);
  const outer = new Uint8Array(64 + 32);
  for (let i = 0; i < 64; i += 1) {
    inner[i] = (short[i] || 0) ^ 0x36;
    outer[i] = (short[i] || 0) ^ 0x5c;
  }
  inner.set(message, 64);
  outer.set(sha256(inner), 64);
  return sha256(outer);
}

/** Bytes as hexadecimal text. */
export function hex(bytes) {
  return Array.from(bytes, (byte) => (byte < 16 ? "0" : "") + byte.toString(16)).join("");
}

function ascii(text) {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0x7f);
}

function following(lead) {
  if (lead < 0x80) return 0;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  return lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
}

/** UTF-8 bytes as text; what is no UTF-8 becomes U+FFFD. */
export function utf8(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at];
    const more = following(lead);
    let code = more < 0 ? 0xfffd : more === 0 ? lead : lead & (0x3f >> more);
    let used = 1;
    for (; used <= more; used += 1) {
      if ((bytes[at + used] & 0xc0) !== 0x80) break;
      code = (code << 6) | (bytes[at + used] & 0x3f);
    }
    const whole = more < 0 || used === more + 1;
    const wrong = more > 1 && (code < (more === 2 ? 0x800 : 0x10000) || code > 0x10ffff || (code >= 0xd800 && code < 0xe000));
    text += String.fromCodePoint(whole && !wrong ? code : 0xfffd);
    at += more < 0 ? 1 : used;
  }
  return text;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes in base64. */
export function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at] << 16) | ((bytes[at + 1] || 0) << 8) | (bytes[at + 2] || 0);
    const left = bytes.length - at;
    text += LETTERS[three >> 18] + LETTERS[(three >> 12) & 63];
    text += (left > 1 ? LETTERS[(three >> 6) & 63] : "=") + (left > 2 ? LETTERS[three & 63] : "=");
  }
  return text;
}

/** What the engine must answer to a nonce. `key` is the owner's token, or the SHA-256 in hex of a panel's. */
export function prove(key, nonce, port) {
  return hex(hmac(ascii(key), ascii(`aiprod.hello.${nonce}.${port}`)));
}

/** A picture that came with news, as a data URL for an <img>. */
export function pictureUrl(news) {
  const data = news.base64 || (news.image ? base64(news.image) : "");
  return data ? `data:${news.data.mime || "image/jpeg"};base64,${data}` : "";
}

// --- one connection -------------------------------------------------------------------------------------------------

/** One WebSocket with its heartbeat. It is over when either side says so, or when nothing was heard for too long. */
class Wire {
  constructor(settings, url, protocols, onFrame, onEnd) {
    this.settings = settings;
    this.onFrame = onFrame;
    this.onEnd = onEnd;
    this.over = false;
    this.heard = Date.now();
    this.socket = new settings.WebSocket(guardUrl(url), protocols); // may throw
    this.socket.binaryType = "arraybuffer";
    this.socket.onmessage = (message) => this.take(message.data);
    this.socket.onclose = (event) => this.end(event && event.code === 1008 ? "revoked" : "closed");
    this.socket.onerror = () => this.end("failed");
    this.beat = setInterval(() => this.check(), settings.pingMs);
  }

  take(data) {
    if (this.over) return;
    this.heard = Date.now();
    let frame;
    try {
      frame = typeof data === "string" ? JSON.parse(data) : picture(new Uint8Array(data));
    } catch (error) {
      return;
    }
    if (frame.type === "ping") this.send({ type: "pong" });
    else this.onFrame(frame);
  }

  check() {
    if (Date.now() - this.heard > this.settings.silenceMs) this.end("silent");
    else this.send({ type: "ping" });
  }

  send(frame) {
    if (this.over || this.socket.readyState !== 1) return;
    try {
      this.socket.send(JSON.stringify(frame));
    } catch (error) {
      this.end("failed");
    }
  }

  end(reason) {
    if (this.over) return;
    this.over = true;
    clearInterval(this.beat);
    try {
      this.socket.close();
    } catch (error) {
      // it was never open
    }
    this.onEnd(reason);
  }
}

/** A binary frame: four bytes with the length of a JSON header, the header, the picture. */
function picture(bytes) {
  const length = ((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]) >>> 0;
  const header = JSON.parse(utf8(bytes.subarray(4, 4 + length)));
  return Object.assign(header, { type: "preview", image: bytes.subarray(4 + length) });
}

/** Open a socket and wait for the engine's greeting. */
function greeted(settings, url, protocols, onFrame, onEnd) {
  return new Promise((resolve, reject) => {
    let wire = null;
    let greeting = null;
    const late = setTimeout(() => wire && wire.end("silent"), settings.helloMs);
    const first = (frame) => {
      if (greeting) {
        onFrame(frame);
      } else if (frame.type === "hello") {
        clearTimeout(late);
        greeting = frame;
        resolve({ wire, hello: frame });
      }
    };
    const ended = (reason) => {
      clearTimeout(late);
      if (greeting) onEnd(reason);
      else reject(new AiprodError("unreachable", "The engine does not answer", reason, "Start it, or pair again."));
    };
    try {
      wire = new Wire(settings, url, protocols, first, ended);
    } catch (error) {
      clearTimeout(late);
      reject(error instanceof AiprodError ? error : new AiprodError("unreachable", "The host opens no connection", String(error)));
    }
  });
}

/** Ask one thing at the door, where no token is needed. */
async function atTheDoor(settings, port, op, body) {
  let answered;
  let failed;
  const answer = new Promise((resolve, reject) => {
    answered = resolve;
    failed = reject;
  });
  const late = setTimeout(() => failed(new AiprodError("unreachable", "The engine does not answer", "silent")), settings.helloMs);
  answer.catch(() => clearTimeout(late));
  const url = `ws://${settings.host}:${port}${PROTOCOL.door_path}`;
  const take = (frame) => {
    if (frame.type === "response") (frame.ok ? answered(frame.body) : failed(asError(frame.error)));
    if (frame.type === "error") failed(asError(frame.error));
  };
  const gone = () => failed(new AiprodError("unreachable", "The engine hung up"));
  try {
    const { wire } = await greeted(settings, url, [PROTOCOL.subprotocol], take, gone);
    wire.send({ type: "request", id: "door", op, body });
    try {
      return await answer;
    } finally {
      wire.onEnd = () => undefined;
      wire.end("done");
    }
  } finally {
    clearTimeout(late);
  }
}

function asError(error) {
  const given = error || {};
  return new AiprodError(given.code || "internal", given.message || "The engine gave no reason", given.why, given.remedy);
}

/** Raises unless whoever listens at the port knows the token. The token is not sent. */
async function mustProve(settings, port) {
  const nonce = hex(settings.random(32));
  const body = { nonce, protocol: PROTOCOL.protocol };
  if (settings.panel) body.panel = settings.panel;
  const hello = await atTheDoor(settings, port, "server.hello", body);
  const key = settings.panel ? hex(sha256(ascii(settings.token))) : settings.token;
  if (typeof hello.proof !== "string" || !same(hello.proof, prove(key, nonce, port))) {
    throw new AiprodError("impostor", "This is not the engine", `port ${port} could not prove it`, "Pair again.");
  }
}

function same(left, right) {
  let different = left.length ^ right.length;
  for (let i = 0; i < right.length; i += 1) different |= (left.charCodeAt(i) || 0) ^ right.charCodeAt(i);
  return different === 0;
}

function complete(options) {
  const global = typeof globalThis === "undefined" ? {} : globalThis;
  const settings = Object.assign({}, DEFAULTS, options);
  settings.WebSocket = settings.WebSocket || global.WebSocket;
  settings.ports = settings.ports || (settings.port ? [settings.port] : PROTOCOL.candidate_ports);
  if (!settings.WebSocket) throw new AiprodError("no_websocket", "This host has no WebSocket", "give one in the options");
  if (!settings.random) {
    if (!global.crypto) throw new AiprodError("no_random", "This host has no source of randomness", "give one in the options");
    settings.random = (count) => global.crypto.getRandomValues(new Uint8Array(count));
  }
  return settings;
}

// --- the client -----------------------------------------------------------------------------------------------------

/**
 * Trade a pairing code for a token. Keep the result, and give `panel`, `token` and `port` to the client from then on.
 */
export async function pair(options) {
  const settings = complete(options);
  let last = null;
  for (const port of settings.ports) {
    const body = { code: options.code, host: options.program, protocol: PROTOCOL.protocol };
    if (options.panelVersion) body.panel_version = options.panelVersion;
    try {
      return Object.assign({ port }, await atTheDoor(settings, port, "pairing.exchange", body));
    } catch (error) {
      if (error.code !== "unreachable") throw error;
      last = error;
    }
  }
  throw last;
}

/** The engine, to be asked and watched. It connects, and connects again, by itself. */
export class AiprodClient extends Operations {
  constructor(options) {
    super();
    this.settings = complete(options);
    this.wire = null;
    this.hello = null;
    this.port = 0;
    this.asked = new Map();
    this.feeds = new Set();
    this.early = [];
    this.count = 0;
    this.running = null;
    this.closed = false;
    this.onState = this.settings.onState || (() => undefined);
  }

  /** Connect now, and say who the engine is. Requests do this by themselves. */
  async connect() {
    if (this.closed) throw new AiprodError("closed", "This client was closed");
    if (this.wire) return this.hello;
    if (!this.running) {
      this.running = this.keepTrying().finally(() => {
        this.running = null;
      });
    }
    await this.running;
    return this.hello;
  }

  async keepTrying() {
    const begun = Date.now();
    for (let tries = 0; ; tries += 1) {
      try {
        await this.tryPorts();
        this.goOn();
        return;
      } catch (error) {
        const lasting = error.code !== "unreachable";
        if (this.closed || lasting || Date.now() - begun > this.settings.patienceMs) {
          this.giveUp(error);
          throw error;
        }
        this.onState("waiting", error);
        await new Promise((resolve) => setTimeout(resolve, PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]));
      }
    }
  }

  /** The port of last time first; an impostor at one port does not hide the engine at another. */
  async tryPorts() {
    const ports = [this.port].concat(this.settings.ports).filter((port, at, all) => port && all.indexOf(port) === at);
    let last = null;
    for (const port of ports) {
      try {
        await mustProve(this.settings, port);
        await this.open(port);
        return;
      } catch (error) {
        if (last === null || last.code === "unreachable") last = error;
      }
    }
    throw last;
  }

  async open(port) {
    const url = `ws://${this.settings.host}:${port}${PROTOCOL.socket_path}`;
    const protocols = [PROTOCOL.subprotocol, PROTOCOL.token_prefix + this.settings.token];
    const take = (frame) => this.take(frame);
    const { wire, hello } = await greeted(this.settings, url, protocols, take, (reason) => this.lost(reason));
    if (hello.protocol_range[0] > PROTOCOL.protocol || hello.protocol_range[1] < PROTOCOL.protocol) {
      wire.onEnd = () => undefined;
      wire.end("protocol");
      throw new AiprodError("protocol", "The engine speaks another version", "", "Update AIPROD or this panel.");
    }
    if (this.closed) wire.end("closed");
    this.port = port;
    this.hello = hello;
    this.wire = wire;
  }

  /** After a connection is made: what was asked is asked again, and news goes on where it was. */
  goOn() {
    this.onState("connected");
    this.asked.forEach((waiting) => this.wire && this.wire.send(waiting.frame));
    this.feeds.forEach((feed) => {
      this.follow(feed).catch((error) => error.code === "unreachable" || this.endFeed(feed, error));
    });
  }

  lost(reason) {
    this.wire = null;
    this.early = [];
    if (this.closed) return;
    this.onState("lost", new AiprodError("unreachable", "The connection broke", reason));
    Array.from(this.asked).forEach(([id, waiting]) => {
      if (waiting.once) this.settle(id, (each) => each.reject(new AiprodError("unreachable", "The engine went away")));
    });
    if (this.asked.size || this.feeds.size) this.connect().catch(() => undefined);
  }

  giveUp(error) {
    this.onState("given up", error);
    Array.from(this.asked.keys()).forEach((id) => this.settle(id, (each) => each.reject(error)));
    this.feeds.forEach((feed) => this.endFeed(feed, error));
  }

  settle(id, how) {
    const waiting = this.asked.get(id);
    this.asked.delete(id);
    if (waiting) how(waiting);
  }

  take(frame) {
    if (frame.type === "response") {
      this.settle(frame.id, (each) => (frame.ok ? each.resolve(frame.body) : each.reject(asError(frame.error))));
    } else if (frame.type === "event") {
      const { base64: data, ...rest } = frame.event.data || {};
      this.handOut(frame.subscription, Object.assign({}, frame.event, { data: rest, base64: data, dropped: frame.dropped }));
    } else if (frame.type === "preview") {
      const { type, subscription, cursor, job_id, at, dropped, image, ...data } = frame;
      this.handOut(subscription, { kind: type, cursor, job_id, at, dropped, image, data });
    } else if (frame.type === "error") {
      Array.from(this.asked.keys()).forEach((id) => this.settle(id, (each) => each.reject(asError(frame.error))));
    }
  }

  handOut(name, news) {
    const feed = Array.from(this.feeds).find((each) => each.name === name);
    if (feed) this.deliver(feed, news);
    else this.early = this.early.concat([[name, news]]).slice(-256);
  }

  deliver(feed, news) {
    feed.cursor = news.cursor || feed.cursor;
    feed.onNews(news);
  }

  /** Ask for anything in the table: `call("jobs.status", {job_id})`. The methods of the groups do this. */
  async call(op, body, once) {
    const operation = PROTOCOL.operations[op];
    if (!operation) throw new AiprodError("unknown_operation", `There is no operation ${op}`);
    const given = Object.assign({}, body);
    if (operation.mutates && !given.operation_id) given.operation_id = hex(this.settings.random(16));
    await this.connect();
    this.count += 1;
    const frame = { type: "request", id: `r${this.count}`, op, body: given };
    return new Promise((resolve, reject) => {
      this.asked.set(frame.id, { frame, resolve, reject, once: once || !operation.idempotent });
      if (this.wire) this.wire.send(frame);
      else this.connect().catch(() => undefined);
    });
  }

  /**
   * Have news sent: `wish` is {jobs, previews, encoding, after}, `onNews` is called with each piece. The result ends it.
   */
  async subscribe(wish, onNews, onEnd) {
    const given = Object.assign({}, wish);
    const feed = { wish: given, onNews, onEnd: onEnd || (() => undefined), name: "", cursor: given.after || "" };
    for (;;) {
      try {
        await this.follow(feed);
        return { close: () => this.unsubscribe(feed) };
      } catch (error) {
        if (error.code !== "unreachable" || this.closed || (!this.wire && !this.running)) throw error;
      }
    }
  }

  async follow(feed) {
    const wish = Object.assign({}, feed.wish, { after: feed.cursor });
    feed.name = "";
    const found = await this.call("events.subscribe", wish, true);
    this.feeds.add(feed);
    feed.name = found.subscription;
    feed.cursor = feed.cursor || found.cursor;
    const early = this.early.filter((each) => each[0] === feed.name);
    this.early = this.early.filter((each) => each[0] !== feed.name);
    early.forEach((each) => this.deliver(feed, each[1]));
  }

  async unsubscribe(feed) {
    if (!this.feeds.delete(feed)) return;
    if (this.wire && feed.name) await this.call("events.unsubscribe", { subscription: feed.name }).catch(() => undefined);
  }

  endFeed(feed, error) {
    if (this.feeds.delete(feed)) feed.onEnd(error);
  }

  /** Follow a job to its end: `onNews` is called with all that happens; the result is the job, ended. */
  async watch(jobId, wish, onNews) {
    let ended;
    let failed;
    const end = new Promise((resolve, reject) => {
      ended = resolve;
      failed = reject;
    });
    end.catch(() => undefined);
    const tell = onNews || (() => undefined);
    const final = (state) => PROTOCOL.final.includes(state);
    const look = () => this.call("jobs.status", { job_id: jobId }).then((job) => final(job.state) && ended(job), failed);
    const hear = (news) => {
      tell(news);
      if (news.kind === "resync" || (news.kind === "state" && final(news.data.state))) look();
    };
    const subscription = await this.subscribe(Object.assign({}, wish, { jobs: [jobId] }), hear, failed);
    try {
      await look();
      return await end;
    } finally {
      await subscription.close();
    }
  }

  /** Hang up. Jobs go on. */
  close() {
    this.closed = true;
    this.giveUp(new AiprodError("closed", "This client was closed"));
    if (this.wire) this.wire.end("closed");
    this.wire = null;
  }
}
