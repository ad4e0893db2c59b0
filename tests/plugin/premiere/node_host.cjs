// SPDX-License-Identifier: Apache-2.0
// A fake Premiere in Node: a test orders by lines of JSON. {do: "start", …} makes the host, {do: "run", code, args} runs code.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");
const { makePremiere } = require("./fake/index.js");
const { makeUxp } = require("./fake/uxp.js");
const { moody, permitted } = require("./fake/sockets.js");
const { Loader } = require("./fake/loader.js");
const { files, Lines, services, reader } = require("./services.cjs");

const Native = globalThis.WebSocket;
for (const name of ["TextDecoder", "TextEncoder", "fetch", "XMLHttpRequest", "btoa", "atob", "WebSocket"])
  delete globalThis[name];
const AsyncFunction = (async () => undefined).constructor;
let world = null;

const wrap = (text, name) => vm.runInThisContext(`(function (require, module, exports) {${text}\n})`, { filename: name });

function manifestOf(folder) {
  const file = path.join(folder, "manifest.json");
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : { entrypoints: [] };
}

function start(given) {
  const outside = services(lines);
  const manifest = given.manifest || manifestOf(given.plugin);
  const { premierepro, control, host } = makePremiere({ version: given.version, services: outside, faults: given.faults });
  const kept = given.kept || {};
  const uxp = makeUxp({ ...given, kept, manifest, files: async (op, ...args) => files[op](...args) });
  const sockets = moody(Native, given.sockets, (url) => permitted(manifest, given.version, url));
  globalThis.WebSocket = sockets.WebSocket;
  const loader = new Loader(reader(given.plugin), { premierepro, ...uxp.modules }, wrap);
  world = {
    control,
    host,
    ppro: premierepro,
    uxp: uxp.modules.uxp,
    entrypoints: uxp.entrypoints,
    outside: uxp.outside,
    kept,
    sockets,
    panel: loader.requireFrom("main.js"),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    memory: {},
  };
  if (given.setup) control.setUp(given.setup);
}

const lines = new Lines(
  {
    start,
    run: ({ code, args }) => {
      const given = { ...world, args: args || {} };
      return new AsyncFunction(...Object.keys(given), code)(...Object.values(given));
    },
  },
  () => process.exit(0),
);
process.on("unhandledRejection", (error) => lines.say({ unhandled: String((error && error.stack) || error) }));
for (const level of ["log", "info", "warn", "error", "debug"]) {
  console[level] = (...what) =>
    lines.say({
      log: level,
      text: what.map((each) => (typeof each === "string" ? each : String(each && each.stack ? each.stack : each))).join(" "),
    });
}
lines.say({ ready: true });
