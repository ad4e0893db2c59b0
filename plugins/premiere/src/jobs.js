// SPDX-License-Identifier: Apache-2.0
//
// What was ordered and how far it is: each order is followed to its end, and what came of it goes on the timeline.
"use strict";

const { pictureUrl } = require("./aiprod-client.js");
const { act } = require("./actions.js");
const { trackFor } = require("./plan.js");

/** @typedef {import("./types").ClipView} ClipView */
/** @typedef {import("./types").Report} Report */
/** @typedef {"waiting" | "running" | "placing" | "done" | "failed" | "cancelled"} WorkState */

/**
 * @typedef {object} Work
 * @property {string} id of the job
 * @property {string} title
 * @property {WorkState} state
 * @property {number} fraction
 * @property {number | null} eta seconds
 * @property {string} picture a data URL
 * @property {ClipView | null} clip
 * @property {Report | null} report
 * @property {unknown} error
 * @property {string} note what is being done
 * @property {((clip: ClipView | null, work: Work) => Promise<Report | null>)} settle what is done with the result
 */

class Works {
  /** @param {import("./engine.js").Engine} engine */
  constructor(engine) {
    this.engine = engine;
    /** @type {Work[]} */
    this.all = [];
    /** @type {(work: Work) => void} */
    this.onChange = () => undefined;
  }

  /**
   * Follow an order to its end.
   * @param {{job: {id: string}, clip?: string}} ordered @param {string} title
   * @param {Work["settle"]} settle @returns {Promise<Work>} when all is done
   */
  async follow(ordered, title, settle) {
    /** @type {Work} */
    const work = {
      id: ordered.job.id, title, state: "waiting", fraction: 0, eta: null, picture: "", clip: null, report: null, error: null,
      note: "", settle,
    };
    this.all = [work].concat(this.all).slice(0, 12);
    this.onChange(work);
    try {
      await this.wait(work, ordered.clip || "");
    } catch (error) {
      this.change(work, { state: "failed", error });
    }
    return work;
  }

  /** @param {Work} work @param {Partial<Work>} change */
  change(work, change) {
    Object.assign(work, change);
    this.onChange(work);
  }

  /** @param {Work} work @param {string} clip */
  async wait(work, clip) {
    const client = this.engine.ask;
    const wish = { previews: true, encoding: /** @type {"base64"} */ ("base64") };
    const job = await client.watch(work.id, wish, (news) => this.hear(work, news));
    if (job.state === "cancelled") return this.change(work, { state: "cancelled", note: "" });
    if (job.state !== "delivered") return this.change(work, { state: "failed", error: job.failure || { message: job.state } });
    const made = clip ? await client.clips.get({ clip }) : null;
    this.change(work, { clip: made, state: "placing", fraction: 1, eta: null });
    return this.place(work);
  }

  /** Put the result where it belongs; after a failure it can be asked for again. @param {Work} work */
  async place(work) {
    this.change(work, { state: "placing", error: null });
    try {
      const report = await work.settle(work.clip, work);
      this.change(work, { state: "done", report, note: "" });
    } catch (error) {
      this.change(work, { state: "failed", error, note: "" });
    }
  }

  /** @param {Work} work @param {any} news */
  hear(work, news) {
    if (news.kind === "preview") return this.change(work, { picture: pictureUrl(news) || work.picture });
    if (news.kind === "progress") {
      const { fraction, eta_s: eta } = news.data;
      return this.change(work, { state: "running", fraction: Number(fraction) || 0, eta: typeof eta === "number" ? eta : null });
    }
    if (news.kind === "state" && news.data.state === "running") this.change(work, { state: "running" });
    return undefined;
  }

  /** @param {Work} work */
  async cancel(work) {
    await this.engine.ask.jobs.cancel({ job_id: work.id });
  }

  /** @param {Work} work */
  dismiss(work) {
    this.all = this.all.filter((each) => each !== work);
    this.onChange(work);
  }

  /** Whether anything is under way. */
  get busy() {
    return this.all.some((work) => work.state === "waiting" || work.state === "running" || work.state === "placing");
  }
}

/**
 * Placing a clip that was made, for `settle`: on a track, or on the lowest one of its kind that is free there by then.
 * @param {number} at @param {"new" | {kind: import("./types").Kind, index: number | null}} track @returns {Work["settle"]}
 */
function placeAt(at, track) {
  return async (clip) => act("place_clip", { clip, at, track: track === "new" ? track : await lowest(track, at, clip ? clip.frames : 1) });
}

/** @param {{kind: import("./types").Kind, index: number | null}} track @param {number} at @param {number} frames */
async function lowest(track, at, frames) {
  if (track.index !== null) return track;
  const { tracks } = await act("context");
  return { kind: track.kind, index: trackFor(tracks, track.kind, at, at + frames, null).index };
}

module.exports = { Works, placeAt };
