// SPDX-License-Identifier: Apache-2.0
//
// A whole film from a brief, placed as a new sequence; or one that is there already.
"use strict";

const { el, field, button, mainButton, Choice, area, line, numberIn } = require("./dom.js");
const { t } = require("./words.js");
const { act } = require("./actions.js");
const { PanelError } = require("./errors.js");

const AT_ONCE = 500;

class FilmView {
  /** @param {any} panel */
  constructor(panel) {
    this.panel = panel;
    this.brief = area("brief", t("film_hint"));
    this.length = line("length", "60");
    this.language = new Choice("language");
    this.language.offer([{ value: "en", label: "English" }, { value: "fr", label: "Français" }], panel.lang);
    this.films = new Choice("films");
    this.films.offer([{ value: "", label: t("film_none") }]);
    this.element = el(
      "div", { class: "view" },
      field(t("film_brief"), this.brief), field(t("film_seconds"), this.length), field(t("film_language"), this.language.element),
      mainButton(t("film_make"), () => panel.attempt(() => this.make())),
      el("sp-divider", { size: "small" }),
      field(t("film_there"), this.films.element), button(t("film_place"), () => panel.attempt(() => this.placeThere())),
    );
  }

  async opened() {
    if (this.panel.engine.state !== "connected") return;
    const { films } = await this.panel.engine.ask.films.list({ limit: 100 });
    const there = films.filter((/** @type {any} */ film) => film.present);
    const options = there.map((/** @type {any} */ film) => ({ value: film.id, label: film.name }));
    this.films.offer(options.length ? options : [{ value: "", label: t("film_none") }]);
  }

  async make() {
    const brief = String(this.brief.value || "").trim();
    if (!brief) throw new PanelError("no_brief");
    const duration = numberIn(this.length.value);
    if (!(duration >= 4 && duration <= 7200)) throw new PanelError("bad_film_length");
    const seen = this.panel.seen;
    const format = seen && seen.timeline !== null ? { rate: seen.rate, size: seen.size } : {};
    const order = Object.assign({ brief, duration, lang: this.language.value || "en" }, format);
    const ordered = await this.panel.engine.ask.generate(order);
    const title = brief.split("\n")[0].slice(0, 80);
    this.panel.works.follow(ordered, title, (/** @type {any} */ _clip, /** @type {any} */ work) => this.place(ordered.film, work));
  }

  async placeThere() {
    const film = this.films.value;
    if (!film) throw new PanelError("no_film");
    const report = await this.place(film, null);
    this.panel.tell(t("film_placed", { name: report.timeline || "" }), report.mismatches.length ? "info" : "good");
  }

  /** Lay a film out as a new sequence. @param {string} film @param {any} work whose card tells how far it is */
  async place(film, work) {
    const client = this.panel.engine.ask;
    const edit = await client.films.timeline({ film });
    const ids = wantedAssets(edit);
    /** @type {{[asset: string]: any}} */
    const assets = {};
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const found = await client.assets.resolve({ film, assets: ids.slice(at, at + AT_ONCE) });
      found.assets.forEach((/** @type {any} */ asset) => (assets[asset.asset] = asset));
    }
    const tell = (/** @type {string} */ what, /** @type {number} */ done, /** @type {number} */ total) =>
      work && this.panel.works.change(work, { note: t(`building_${what}`, { done, total }) });
    return act("build_film", { edit_list: edit, assets, name: edit.name || "AIPROD" }, tell);
  }
}

/** @param {import("./types").EditList} edit @returns {string[]} */
function wantedAssets(edit) {
  const all = edit.tracks.reduce((ids, track) => ids.concat(track.items.map((item) => item.asset_id)), /** @type {string[]} */ ([]));
  return Array.from(new Set(all.filter((id) => id)));
}

module.exports = { FilmView };
