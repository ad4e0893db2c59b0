// SPDX-License-Identifier: Apache-2.0
// What the host sets up before a panel's page: modules behind `require`, WebSocket, theme; what it lacks is taken away.
// It is given two texts' maps: the fakes' files and the panel's.
"use strict";

(function begin(given) {
  const { fakes, panel, options } = given;
  const compile = (text, name) => (0, eval)(`(function (require, module, exports) {${text}\n})\n//# sourceURL=${name}`);

  /** The fakes load each other: a small CommonJS, with JSON. */
  const loaded = new Map();
  const fake = (path) => {
    if (loaded.has(path)) return loaded.get(path).exports;
    const module = { exports: {} };
    loaded.set(path, module);
    if (path.endsWith(".json")) module.exports = JSON.parse(fakes[path]);
    else compile(fakes[path], `fake/${path}`)((name) => fake(beside(path, name)), module, module.exports);
    return module.exports;
  };
  const beside = (path, name) =>
    name
      .split("/")
      .reduce((at, step) => (step === "." ? at : step === ".." ? at.slice(0, -1) : at.concat(step)), path.split("/").slice(0, -1))
      .join("/");

  const { makePremiere } = fake("index.js");
  const { makeUxp } = fake("uxp.js");
  const { moody, permitted } = fake("sockets.js");
  const { Loader } = fake("loader.js");
  const bridge = window.__outside;
  delete window.__outside;
  const services = {
    probe: (path) => bridge("probe", path),
    read: (path) => bridge("text", path),
    write: (path, data) => bridge("put", path, typeof data === "string" ? data : Array.from(data)),
  };
  const { premierepro, control, host } = makePremiere({ version: options.version, services, faults: options.faults });
  const kept = options.kept || {};
  const uxp = makeUxp({ ...options, kept, files: (op, ...args) => bridge("files", op, ...args) });

  // the server must hear the Origin that UXP sends: a small proxy says it
  const allowed = (url) => permitted(options.manifest, options.version, url);
  const through = (url) =>
    url.replace(/^ws:\/\/(127\.0\.0\.1|localhost|\[::1\]):(\d+)/, `ws://127.0.0.1:${options.proxy}/__port/$2`);
  const sockets = moody(window.WebSocket, options.sockets, allowed, through);
  window.WebSocket = sockets.WebSocket;

  const refused = (name) => () => {
    throw new Error(`${name} isn't to be had in UXP`);
  };
  for (const name of ["fetch", "XMLHttpRequest", "TextDecoder", "TextEncoder", "btoa", "atob", "EventSource", "Worker"]) {
    Object.defineProperty(window, name, { get: refused(name), configurable: true });
  }
  for (const name of ["alert", "confirm", "prompt"]) window[name] = refused(name);
  window.addEventListener("keypress", (event) => event.stopImmediatePropagation(), true);
  Object.defineProperty(window, "devicePixelRatio", { get: () => 1 });

  const theme = { current: options.theme, listeners: [] };
  Document.prototype.__defineGetter__("theme", () => ({
    getCurrent: () => theme.current,
    onUpdated: { addListener: (listener) => theme.listeners.push(listener), removeListener: () => undefined },
  }));
  const COLOURS = {
    darkest: ["#1d1d1d", "#e6e6e6", "#3f3f3f", "#b3b3b3", "#2a2a2a"],
    dark: ["#323232", "#f0f0f0", "#4a4a4a", "#c4c4c4", "#3c3c3c"],
    light: ["#f8f8f8", "#222222", "#d0d0d0", "#555555", "#ffffff"],
    lightest: ["#ffffff", "#111111", "#d8d8d8", "#444444", "#ffffff"],
  };

  function paint(name) {
    const [background, text, border, second, field] = COLOURS[name];
    const set = {
      "--uxp-host-background-color": background,
      "--uxp-host-text-color": text,
      "--uxp-host-border-color": border,
      "--uxp-host-link-text-color": "#378ef0",
      "--uxp-host-text-color-secondary": second,
      "--uxp-host-label-text-color": second,
      "--uxp-host-widget-hover-background-color": field,
      "--uxp-host-widget-hover-text-color": text,
      "--uxp-host-widget-hover-border-color": "#378ef0",
      "--uxp-host-link-hover-text-color": "#5aa9fa",
      "--uxp-host-font-size": "12px",
      "--uxp-host-font-size-smaller": "11px",
      "--uxp-host-font-size-larger": "14px",
      "--edge": border === "#d0d0d0" || border === "#d8d8d8" ? "#909090" : "#6e6e6e",
      "--field": field,
      "--menu": field,
    };
    const root = document.documentElement;
    Object.entries(set).forEach(([key, value]) => root.style.setProperty(key, value));
    root.style.backgroundColor = background;
    root.style.color = text;
  }

  const builtins = { premierepro, ...uxp.modules };
  const loader = new Loader(
    (path) => panel[path],
    builtins,
    (text, name) => compile(text, name),
  );
  const require = loader.requireFrom("main.js");
  window.require = require;

  const unhandled = [];
  window.addEventListener("unhandledrejection", (event) =>
    unhandled.push(String((event.reason && event.reason.stack) || event.reason)),
  );
  window.addEventListener("error", (event) => unhandled.push(String((event.error && event.error.stack) || event.message)));

  const world = {
    control,
    host,
    ppro: premierepro,
    uxp: uxp.modules.uxp,
    entrypoints: uxp.entrypoints,
    outside: uxp.outside,
    kept,
    sockets,
    panel: require,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    memory: {},
  };
  const AsyncFunction = (async () => undefined).constructor;
  Object.defineProperty(window, "__host", {
    value: {
      unhandled,
      run: (code, args) => {
        const names = { ...world, args: args || {} };
        return new AsyncFunction(...Object.keys(names), code)(...Object.values(names)).then((value) =>
          JSON.stringify(value, (key, one) => (typeof one === "bigint" ? String(one) : one)),
        );
      },
      begin: () => uxp.entrypoints.begin(document.body),
      theme: (name) => {
        theme.current = name;
        paint(name);
        theme.listeners.forEach((listener) => listener(name));
      },
    },
  });
  if (options.setup) control.setUp(options.setup);
  document.addEventListener("readystatechange", () => document.readyState === "interactive" && paint(theme.current));
  if (document.documentElement) paint(theme.current);
})(GIVEN);
