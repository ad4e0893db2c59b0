// SPDX-License-Identifier: Apache-2.0
// What a test does to the fake host: sets a project up, edits as the user would, breaks things, looks.
"use strict";
const { ticksPerFrame } = require("./ticks.js");
const { carve, put } = require("./editing.js");

class Control {
  constructor(host) {
    this.host = host;
    this.scene = host.scene;
  }

  /** The fault switches: `control.faults.importDelayMs = 0`. */
  get faults() {
    return this.host.faults;
  }

  get calls() {
    return this.host.calls;
  }

  /** Which actions failed inside a transaction, and why. The real host says it to nobody. */
  get problems() {
    return this.host.problems;
  }

  // --- setting up ---

  /**
   * Opens a project: {name, sequences: [{name, rate, size, zero, drop_frame, tracks: {video: n, audio: n}, in, out, playhead,
   * items: [{kind, track, start, end, media, src_in}], markers: [{frame, frames, name, comments}]}], media: {path: facts}}.
   * Frames and tracks are counted from 0. The last sequence is the active one. Nothing of this can be undone.
   */
  setUp(given) {
    const project = this.scene.openProject(given.name || "Project", given.path);
    const clips = {};
    for (const [path, facts] of Object.entries(given.media || {}))
      clips[path] = this.scene.addClip(project, path, facts, project.root);
    for (const each of given.sequences || []) this.addSequence(project, each, clips);
    this.host.changed();
    return project.name;
  }

  addSequence(project, given, clips) {
    const frame = ticksPerFrame(given.rate || "25");
    const [width, height] = given.size || [1920, 1080];
    const tracks = given.tracks || { video: 3, audio: 3 };
    const sequence = this.scene.addSequence(project, given.name || "Sequence 01", {
      timebase: frame,
      width,
      height,
      tracks,
      dropFrame: given.drop_frame,
    });
    const at = (count) => (count === undefined || count === null ? null : BigInt(count) * frame);
    Object.assign(sequence, {
      zero: at(given.zero) || 0n,
      in: at(given.in),
      out: at(given.out),
      playhead: at(given.playhead) || 0n,
    });
    for (const item of given.items || []) this.addItem(sequence, item, clips[item.media], frame);
    for (const marker of given.markers || []) this.addMarker(sequence, marker, frame);
    project.shown = sequence.id;
    return sequence;
  }

  /** `link`: items of the same text are linked, picture and sound. */
  addItem(sequence, given, clip, frame) {
    const [start, end] = [BigInt(given.start) * frame, BigInt(given.end) * frame];
    const from = (clip.facts.start || 0n) + BigInt(given.src_in || 0) * frame;
    put(sequence[given.kind || "video"][given.track || 0], {
      id: this.scene.id("item"),
      item: clip.id,
      name: given.name || clip.name,
      start,
      end,
      in: from,
      out: from + end - start,
      speed: given.speed || 1,
      disabled: false,
      link: given.link || null,
      transitions: { start: null, end: null },
      components: null,
    });
  }

  addMarker(sequence, given, frame) {
    sequence.markers.push({
      id: this.scene.id("marker"),
      guid: this.scene.guid(),
      name: given.name || "",
      type: given.type || "Comment",
      color: given.color || 0,
      start: BigInt(given.frame) * frame,
      duration: BigInt(given.frames || 0) * frame,
      comments: given.comments || "",
      url: "",
      target: "",
    });
  }

  // --- the user's hand ---

  get project() {
    return this.scene.active;
  }

  get sequence() {
    return this.project.sequences[this.project.shown];
  }

  /** Ctrl+Z: the label of what was undone, or null. */
  undo() {
    return this.scene.undo(this.project);
  }

  closeProject() {
    this.scene.closeProject();
  }

  closeTimeline() {
    this.project.shown = null;
    this.host.changed();
  }

  /** Any change by the user's hand: a step of undo, and every handle is stale. `change` gets project and sequence. */
  edit(change, label) {
    return this.scene.byHand(this.project, label || "Edit", () => change(this.project, this.sequence));
  }

  /** Deletes whatever lies in a range of frames on a track. */
  cut(kind, track, start, end) {
    const frame = this.sequence.timebase;
    this.edit(
      (project, sequence) =>
        carve(sequence[kind][track], BigInt(start) * frame, BigInt(end) * frame, () => this.scene.id("item")),
      "Cut",
    );
  }

  lockTrack(kind, track, locked) {
    this.sequence[kind][track].locked = locked !== false;
    this.host.emit(
      `${kind === "video" ? "VideoTrackEvent" : "AudioTrackEvent"}.LOCK_CHANGED`,
      this.sequence[kind][track].id,
      this.project,
    );
  }

  setPlayhead(frame) {
    this.sequence.playhead = BigInt(frame) * this.sequence.timebase;
  }

  mark(from, to) {
    const at = (count) => (count === null || count === undefined ? null : BigInt(count) * this.sequence.timebase);
    Object.assign(this.sequence, { in: at(from), out: at(to) });
  }

  /** Selects items: [{kind, track, start}]. */
  select(wanted) {
    const frame = this.sequence.timebase;
    const ids = wanted.map((each) => {
      const found = this.sequence[each.kind || "video"][each.track].items.find(
        (item) => item.start === BigInt(each.start) * frame,
      );
      if (!found) throw new Error(`nothing begins at frame ${each.start} of ${each.kind || "video"} track ${each.track}`);
      return found.id;
    });
    this.sequence.selection = this.host.withLinked(this.sequence, ids);
    this.host.emit("SequenceEvent.SELECTION_CHANGED", this.sequence.id, this.project);
  }

  setOffline(path) {
    Object.values(this.project.items)
      .filter((each) => each.path === path)
      .forEach((each) => Object.assign(each, { offline: true }));
  }

  /** Gives the clips of a path a transcript, as the host's own speech recognition would. */
  setTranscript(path, transcript) {
    const text = typeof transcript === "string" ? transcript : JSON.stringify(transcript);
    Object.values(this.project.items)
      .filter((each) => each.path === path)
      .forEach((each) => Object.assign(each, { transcript: text }));
  }

  /** Does something when a member is called the n-th time: `when("before", "Project.importFiles", 1, () => …)`. */
  when(moment, where, count, then) {
    this.host.hooks.push({ moment, where, left: count || 1, then });
  }

  // --- looking ---

  /** The active project as plain data; times are frames where they are whole. */
  look() {
    return this.scene.look();
  }

  /** Everything of the project as a text, to be compared: undo steps aside. */
  fingerprint() {
    const { undo, ...state } = this.look() || {};
    return JSON.stringify(state);
  }
}

module.exports = { Control };
