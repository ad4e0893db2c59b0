// SPDX-License-Identifier: Apache-2.0
//
// The panel's frame: who is connected, where the user stands, the five things to do, what is under way.
"use strict";

const { el, fill, say, show } = require("./dom.js");
const { t, told, speak, spoken } = require("./words.js");
const { patience, sleep, within } = require("./patience.js");
const { connection } = require("./selftest.js");
const { Works } = require("./jobs.js");
const { WorkList } = require("./view-works.js");
const host = require("./host.js");
const time = require("./time.js");
const { PanelError } = require("./errors.js");

const VIEWS = {
  shot: require("./view-shot.js").ShotView,
  clip: require("./view-clip.js").ClipView,
  sound: require("./view-sound.js").SoundView,
  grade: require("./view-grade.js").GradeView,
  film: require("./view-film.js").FilmView,
  connect: require("./view-connect.js").ConnectView,
};
/** @typedef {keyof typeof VIEWS} ViewName */
/** @type {ViewName[]} */
const TABS = ["shot", "clip", "sound", "grade", "film"];

class Panel {
  /** @param {HTMLElement} root @param {import("./engine.js").Engine} engine @param {import("./attend.js").Attendance} attendance */
  constructor(root, engine, attendance) {
    this.root = root;
    this.engine = engine;
    this.attendance = attendance;
    this.works = new Works(engine);
    this.works.onChange = () => this.list.update();
    /** @type {import("./types").Glance | null} */
    this.seen = null;
    /** Why the host can't be asked. @type {unknown} */
    this.problem = null;
    /** @type {ViewName} */
    this.showing = "connect";
    /** @type {{[name: string]: any}} */
    this.views = {};
    /** @type {any[]} */
    this.tabs = [];
    this.list = new WorkList(this);
    this.alive = true;
    engine.watchers.push((state) => this.engineIs(state));
    this.build();
  }

  build() {
    this.dot = el("div", { class: "dot" });
    this.state = el("div", { class: "state" });
    this.where = el("div", { class: "where" });
    this.when = el("div", { class: "when" });
    this.body = el("div", { class: "body" });
    this.notice = el("div", { class: "notice" });
    this.tabs = TABS.map((name) => this.tab(name));
    this.settings = el("sp-action-button", { quiet: true, size: "s", class: "status", onclick: () => this.open("connect") }, this.dot, this.state);
    this.tabRow = el("div", { class: "tabs" }, ...this.tabs);
    this.strip = el("div", { class: "strip" }, this.where, this.when);
    this.list = new WorkList(this);
    this.views = {};
    fill(
      this.root,
      el("div", { class: "head" }, el("div", { class: "mark" }, "AIPROD"), this.settings),
      this.strip, this.tabRow, this.notice, this.body, this.list.element,
    );
    show(this.notice, false);
    this.open(this.showing);
    this.engineIs(this.engine.state);
    this.list.update();
  }

  /** @param {ViewName} name */
  tab(name) {
    return el("sp-action-button", { quiet: true, size: "s", class: "tab", title: t(`tab_${name}_long`), onclick: () => this.open(name) }, t(`tab_${name}`));
  }

  /** @param {ViewName} name */
  open(name) {
    this.showing = name;
    if (!this.views[name]) this.views[name] = new VIEWS[name](this);
    fill(this.body, this.views[name].element);
    TABS.forEach((each, at) => {
      const tab = this.tabs[at];
      tab.className = each === name ? "tab on" : "tab";
      if (each === name) tab.setAttribute("selected", "");
      else tab.removeAttribute("selected");
    });
    this.tell(null);
    this.refresh();
    if (this.views[name].opened) this.attempt(() => this.views[name].opened());
  }

  /** Speak another language: everything is written anew. @param {string} language */
  language(language) {
    speak(language);
    this.build();
  }

  /** @param {string} state */
  engineIs(state) {
    say(this.state, t(`state_${state}`));
    this.dot.className = `dot ${state}`;
    const paired = state !== "unpaired";
    this.tabs.forEach((tab) => show(tab, paired));
    show(this.tabRow, paired);
    if (!paired && this.showing !== "connect") this.open("connect");
    if (state === "connected") {
      this.attendance.run();
      if (this.showing === "connect" && !this.views.connect.staying) this.open("shot");
    }
    if (this.views[this.showing] && this.views[this.showing].engineIs) this.views[this.showing].engineIs(state);
  }

  /** Look where the user stands, and tell those who show it. */
  async look() {
    try {
      this.seen = await within(() => host.glance(), patience.glanceLimitMs, () => new PanelError("host_silent"));
      this.problem = null;
    } catch (error) {
      this.seen = null;
      this.problem = error;
    }
    this.refresh();
  }

  refresh() {
    const seen = this.seen;
    const there = seen !== null && seen.timeline !== null;
    say(this.where, there ? `${/** @type {any} */ (seen).timeline}` : this.problem ? told(this.problem).what : t("no_sequence_open"));
    say(this.when, there ? this.whenText(/** @type {import("./types").Glance} */ (seen)) : "");
    const view = this.views[this.showing];
    if (view && view.update) view.update(there ? seen : null);
  }

  /** @param {import("./types").Glance} seen */
  whenText(seen) {
    const rate = time.parseRate(seen.rate);
    const code = time.timecode(seen.playhead + seen.start_frame, rate, seen.drop_frame);
    return `${code}  ·  ${time.rateName(rate)}${seen.drop_frame ? " DF" : ""}`;
  }

  /** Watch the host for as long as the panel lives: its events are not dependable. */
  async watch() {
    while (this.alive) {
      await this.look();
      if (this.engine.state === "lost") this.engine.nudge();
      await sleep(patience.glanceMs);
    }
  }

  /**
   * What went wrong, or nothing.
   * @param {unknown} error @param {"bad" | "good" | "info"} [tone]
   */
  tell(error, tone) {
    show(this.notice, Boolean(error));
    if (!error) return;
    const { what, why, remedy } = typeof error === "string" ? { what: error, why: "", remedy: "" } : told(error);
    this.notice.className = `notice ${tone || "bad"}`;
    const more = [why, remedy].filter((part) => part && part !== what).map(sentence).join(" ");
    fill(this.notice, el("div", { class: "what" }, what), more ? el("div", { class: "why" }, more) : null);
  }

  /** Do something that a button asks for; what goes wrong is shown. @param {() => Promise<unknown> | unknown} work */
  async attempt(work) {
    try {
      this.tell(null);
      await work();
    } catch (error) {
      this.tell(error);
    }
  }

  /** The place that orders are for. @returns {import("../../shared/aiprod-client").Place} Raises PanelError without a sequence. */
  place() {
    if (!this.seen || this.seen.timeline === null) throw this.problem || new PanelError("no_sequence", { project: "" });
    const { rate, size, drop_frame, project } = this.seen;
    return { rate, size, drop_frame, project: project.replace(/[\u0000-\u001f\u007f]+/g, " ").slice(0, 199) || "project" };
  }

  get lang() {
    return spoken();
  }

  /** @param {string} theme "light", "dark", "darkest" */
  theme(theme) {
    connection.theme = theme;
    document.body.className = /light/.test(theme) ? "light" : theme === "dark" ? "dark" : "dark darkest";
  }
}

/** @param {string} text */
function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? "" : ".");
}

module.exports = { Panel };
