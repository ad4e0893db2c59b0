// SPDX-License-Identifier: Apache-2.0
//
// The entry: the host wants `entrypoints.setup` at once. Nothing it tells later is dependable (show comes once, hide never), so
// the panel lives by its own clock.
"use strict";

const { entrypoints, host } = require("uxp");
const { ppro } = require("./src/ppro.js");
const { speak } = require("./src/words.js");
const { Engine } = require("./src/engine.js");
const { Attendance } = require("./src/attend.js");
const { Panel } = require("./src/panel.js");
const { connection } = require("./src/selftest.js");

/** @type {Panel | null} */
let panel = null;

/** The definitions want a list, and all kinds of entry points; the host wants an object, and takes what there is. */
const entries = /** @type {any} */ ({
  panels: {
    "aiprod.panel": {
      show() {
        if (panel) panel.look();
      },
    },
  },
});
entrypoints.setup(entries);

/** The host's theme, now and when it changes. */
function followTheme(/** @type {Panel} */ one) {
  const theme = /** @type {any} */ (document).theme;
  if (!theme || !theme.getCurrent) return one.theme("darkest");
  one.theme(String(theme.getCurrent()));
  if (theme.onUpdated && theme.onUpdated.addListener) {
    theme.onUpdated.addListener((/** @type {string} */ name) => one.theme(String(name || theme.getCurrent())));
  }
  return undefined;
}

function begin() {
  connection.locale = String((host && host.uiLocale) || "en");
  speak(connection.locale);
  const engine = new Engine(`Premiere Pro ${ppro.Application.version}`);
  const attendance = new Attendance(engine, (size) => crypto.getRandomValues(new Uint8Array(size)));
  panel = new Panel(/** @type {HTMLElement} */ (document.getElementById("panel")), engine, attendance);
  followTheme(panel);
  panel.watch();
  engine.start();
}

begin();
