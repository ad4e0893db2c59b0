// SPDX-License-Identifier: Apache-2.0
//
// Sound: a line spoken, from what is written on the timeline or here; music for a range.
"use strict";

const { el, say, field, button, mainButton, Choice, area, line, tickBox } = require("./dom.js");
const { t, seconds } = require("./words.js");
const { placeAt } = require("./jobs.js");
const { PanelError } = require("./errors.js");
const host = require("./host.js");
const time = require("./time.js");

const EMOTIONS = ["neutral", "joy", "sadness", "anger", "fear", "surprise", "tenderness", "determination", "weariness", "irony"];

class SoundView {
  /** @param {any} panel */
  constructor(panel) {
    this.panel = panel;
    this.text = area("line", t("voice_hint"));
    this.language = new Choice("spoken", () => panel.attempt(() => this.readVoices()));
    this.voice = new Choice("voice");
    this.emotion = new Choice("emotion");
    this.fit = tickBox("fit", t("voice_fit"), false);
    this.mood = line("mood", "", undefined, { placeholder: t("mood_hint") });
    this.range = el("div", { class: "hint" });
    this.language.offer([{ value: "en", label: "English" }, { value: "fr", label: "Français" }], panel.lang);
    this.emotion.offer(EMOTIONS.map((value) => ({ value, label: t(`emotion_${value}`) })));
    this.voice.offer([{ value: "", label: t("voice_default") }]);
    this.element = el(
      "div", { class: "view" },
      field(t("voice_text"), this.text), button(t("voice_take"), () => panel.attempt(() => this.takeLine()), { variant: "secondary" }),
      field(t("voice_language"), this.language.element), field(t("voice"), this.voice.element),
      field(t("emotion"), this.emotion.element), this.fit, mainButton(t("voice_make"), () => panel.attempt(() => this.speak())),
      el("sp-divider", { size: "small" }),
      field(t("mood"), this.mood), this.range, mainButton(t("score_make"), () => panel.attempt(() => this.score())),
    );
  }

  async opened() {
    await this.readVoices();
  }

  async readVoices() {
    if (this.panel.engine.state !== "connected") return;
    const { voices } = await this.panel.engine.ask.voices.list({ language: this.language.value || "en" });
    const options = voices.map((/** @type {any} */ each) => ({ value: each.id, label: `${each.id} · ${t(`voice_${each.kind}`)}` }));
    this.voice.offer([{ value: "", label: t("voice_default") }].concat(options));
  }

  /** @param {import("./types").Glance | null} seen */
  update(seen) {
    if (!seen) return say(this.range, "");
    const { start, end } = this.rangeOf(seen);
    const rate = time.parseRate(seen.rate);
    const code = (/** @type {number} */ frame) => time.timecode(frame + seen.start_frame, rate, seen.drop_frame);
    const text = end > start ? `${code(start)} → ${code(end)} · ${seconds(time.secondsOf(end - start, rate))}` : t("range_none");
    return say(this.range, text);
  }

  /** The marked range, else the selected clips'. @param {import("./types").Glance} seen */
  rangeOf(seen) {
    if (seen.mark_in !== null && seen.mark_out !== null) return { start: seen.mark_in, end: seen.mark_out };
    const starts = seen.selection.map((item) => item.start);
    const ends = seen.selection.map((item) => item.end);
    return starts.length ? { start: Math.min(...starts), end: Math.max(...ends) } : { start: 0, end: 0 };
  }

  /** What is written under the playhead: a marker, else what the clip's transcript says there. */
  async takeLine() {
    const seen = await host.context({ words: true });
    const here = (/** @type {{frame: number, frames: number}} */ each) => each.frame <= seen.playhead && seen.playhead < each.frame + Math.max(1, each.frames);
    const marker = seen.markers.filter((each) => !each.recipe).find(here);
    const said = seen.subtitles.find((each) => each.start <= seen.playhead && seen.playhead < each.end);
    const text = marker ? marker.note || marker.name : said ? said.text : "";
    if (!text) throw new PanelError("no_line");
    this.text.value = text;
  }

  async speak() {
    const text = String(this.text.value || "").trim();
    if (!text) throw new PanelError("no_text");
    await this.panel.look();
    const place = this.panel.place();
    const seen = this.panel.seen;
    const { start, end } = this.rangeOf(seen);
    const fit = this.fit.checked && end > start ? { fit_frames: end - start } : {};
    const voice = this.voice.value ? { voice: this.voice.value } : {};
    const order = { place, text, lang: this.language.value || "en", emotion: this.emotion.value || "neutral" };
    const ordered = await this.panel.engine.ask.clips.voice(Object.assign(order, voice, fit));
    const at = this.fit.checked && end > start ? start : seen.playhead;
    this.panel.works.follow(ordered, text.split("\n")[0].slice(0, 80), placeAt(at, { kind: "audio", index: null }));
  }

  async score() {
    await this.panel.look();
    const place = this.panel.place();
    const { start, end } = this.rangeOf(this.panel.seen);
    if (end <= start) throw new PanelError("no_range");
    const mood = String(this.mood.value || "").trim() || "calm";
    const ordered = await this.panel.engine.ask.clips.score({ place, frames: end - start, mood, lang: this.panel.lang });
    this.panel.works.follow(ordered, t("scoring", { mood }), placeAt(start, { kind: "audio", index: null }));
  }
}

module.exports = { SoundView };
