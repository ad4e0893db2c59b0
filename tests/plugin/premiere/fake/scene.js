// SPDX-License-Identifier: Apache-2.0
// The projects as plain data: bins, items, sequences, tracks, markers; snapshots of them, undo, and what a test sees of them.
"use strict";
const { ticksPerFrame, ticksOfSamples, frames, SECOND } = require("./ticks.js");
const { put, byStart } = require("./editing.js");

const STILL_IN = 3600n * SECOND; // stills begin at one hour
const STILL_LENGTH = 5n * SECOND;
const STEPS = 100; // of undo
const STILL = /\.(png|jpe?g|tiff?|bmp|tga|gif|psd|dpx|exr)$/i;

class Scene {
  constructor(host) {
    this.host = host;
    this.projects = [];
    this.active = null;
    this.numbers = 0;
    this.undone = [];
  }

  id(prefix) {
    this.numbers += 1;
    return `${prefix}${this.numbers}`;
  }

  guid() {
    this.numbers += 1;
    const tail = String(this.numbers).padStart(12, "0");
    return `a1b2c3d4-0000-4000-8000-${tail}`;
  }

  // --- projects ---

  openProject(name, path) {
    const root = { id: this.id("bin"), kind: "root", name, parent: null, children: [], label: 0, metadata: "", xmp: "" };
    const project = {
      id: this.id("project"),
      guid: this.guid(),
      name: `${name}.prproj`,
      path: path || `/projects/${name}.prproj`,
      root: root.id,
      items: { [root.id]: root },
      sequences: {},
      shown: null,
      properties: {},
      undo: [],
      selection: [],
    };
    this.projects.push(project);
    this.active = project;
    this.host.emit("ProjectEvent.OPENED", null, project);
    return project;
  }

  closeProject(project) {
    const closed = project || this.active;
    this.projects = this.projects.filter((each) => each !== closed);
    if (this.active === closed) this.active = this.projects[this.projects.length - 1] || null;
    this.host.changed();
    this.host.emit("ProjectEvent.CLOSED", null, closed);
  }

  project(id) {
    const found = this.projects.find((each) => each.id === id);
    if (!found) throw new Error("script object is no longer valid (its project is closed)");
    return found;
  }

  item(project, id) {
    const found = project.items[id];
    if (!found) throw new Error("script object is no longer valid (the item was removed)");
    return found;
  }

  sequence(project, id) {
    const found = project.sequences[id];
    if (!found) throw new Error("script object is no longer valid (the sequence was deleted)");
    return found;
  }

  // --- undo ---

  snapshot(project) {
    const { undo, ...state } = project;
    return structuredClone(state);
  }

  restore(project, state) {
    Object.assign(project, structuredClone(state));
  }

  remember(project, label, before) {
    project.undo = [...project.undo, { label, before }].slice(-STEPS);
    this.undone = [];
  }

  /** What the user does with Ctrl+Z. Returns the label, or nothing if there is nothing to undo. */
  undo(project) {
    const last = project.undo.pop();
    if (!last) return null;
    this.undone.push({ label: last.label, before: this.snapshot(project) });
    this.restore(project, last.before);
    this.host.changed();
    return last.label;
  }

  /** What the user does in the host's own window: a change, a step of undo, and stale handles. */
  byHand(project, label, change) {
    const before = this.snapshot(project);
    const result = change();
    this.remember(project, label, before);
    this.host.changed();
    return result;
  }

  // --- items ---

  add(project, item, parent) {
    const bin = this.item(project, parent || project.root);
    project.items[item.id] = { label: 0, metadata: "", xmp: "", ...item, parent: bin.id };
    bin.children.push(item.id);
    return project.items[item.id];
  }

  addBin(project, name, parent, unique) {
    const bin = this.item(project, parent || project.root);
    const names = bin.children.map((id) => project.items[id].name);
    let free = name;
    for (let n = 1; unique && names.includes(free); n += 1) free = `${name} ${String(n).padStart(2, "0")}`;
    return this.add(project, { id: this.id("bin"), kind: "bin", name: free, children: [] }, bin.id);
  }

  addClip(project, path, facts, parent) {
    const name = path.split(/[\\/]/).pop();
    const clip = {
      id: this.id("clip"),
      kind: "clip",
      name,
      path,
      facts: measured(path, facts),
      offline: false,
      in: {},
      out: {},
      markers: [],
    };
    return this.add(project, clip, parent);
  }

  // --- sequences ---

  addSequence(project, name, settings, parent) {
    const id = this.id("sequence");
    const tracks = settings.tracks || this.host.faults.defaultTracks;
    const item = this.add(
      project,
      { id: this.id("clip"), kind: "sequence", name, sequence: id, in: {}, out: {}, markers: [] },
      parent,
    );
    project.sequences[id] = {
      id,
      item: item.id,
      guid: this.guid(),
      name,
      timebase: BigInt(settings.timebase),
      width: settings.width,
      height: settings.height,
      zero: 0n,
      in: null,
      out: null,
      playhead: 0n,
      video: [],
      audio: [],
      caption: [],
      markers: [],
      properties: {},
      selection: [],
      settings: {},
      dropFrame: Boolean(settings.dropFrame),
    };
    for (let n = 0; n < tracks.video; n += 1) this.addTrack(project.sequences[id], "video");
    for (let n = 0; n < tracks.audio; n += 1) this.addTrack(project.sequences[id], "audio");
    return project.sequences[id];
  }

  addTrack(sequence, kind) {
    const list = sequence[kind];
    const word = kind === "video" ? "Video" : kind === "audio" ? "Audio" : "Subtitle";
    const track = {
      id: this.id("track"),
      number: list.length + 1,
      name: `${word} ${list.length + 1}`,
      muted: false,
      locked: false,
      items: [],
    };
    list.push(track);
    return track;
  }

  // --- what a test sees ---

  look(project) {
    const of = project || this.active;
    if (!of) return null;
    const list = Object.values(of.sequences);
    return {
      project: of.name,
      path: of.path,
      bins: this.tree(of, of.root),
      undo: of.undo.map((each) => each.label),
      active: of.shown && of.sequences[of.shown] ? of.sequences[of.shown].name : null,
      sequences: list.map((sequence) => seen(of, sequence)),
      properties: of.properties,
    };
  }

  tree(project, id) {
    const item = project.items[id];
    if (item.kind === "bin" || item.kind === "root") {
      return { bin: item.name, items: item.children.map((child) => this.tree(project, child)) };
    }
    return item.kind === "sequence" ? { sequence: item.name } : { clip: item.name, path: item.path, lut: item.lut || "" };
  }
}

/** Facts of media as ticks. `facts` are {video, audio, rate, frames, width, height, samples, sample_rate, channels, still}. */
function measured(path, facts) {
  if (facts.still || (facts.still === undefined && STILL.test(path))) {
    return {
      ...facts,
      still: true,
      video: true,
      audio: false,
      start: STILL_IN,
      length: STILL_LENGTH,
      media: 24n * 3600n * SECOND,
    };
  }
  const frame = facts.rate ? ticksPerFrame(facts.rate) : null;
  const picture = facts.video ? BigInt(facts.frames) * frame : 0n;
  const sound = facts.audio ? ticksOfSamples(facts.samples || 0, facts.sample_rate || 48000) : 0n;
  const length = picture > sound ? picture : sound;
  return { ...facts, start: 0n, length: picture || length, media: length, frame };
}

function seen(project, sequence) {
  const frame = sequence.timebase;
  const at = (ticks) => (ticks === null || ticks === undefined ? null : frames(ticks, frame));
  const item = (each) => ({
    name: each.name,
    start: at(each.start),
    end: at(each.end),
    in: at(each.in),
    out: at(each.out),
    media: project.items[each.item] ? project.items[each.item].path || "" : "",
    disabled: each.disabled,
    link: each.link,
    ...(each.transitions.start || each.transitions.end ? { transitions: shown(each.transitions, at) } : {}),
    ...(each.components
      ? { components: each.components.map((one) => ({ name: one.matchName, params: one.params.map(param) })) }
      : {}),
  });
  const track = (each) => ({
    name: each.name,
    muted: each.muted,
    locked: each.locked,
    items: [...each.items].sort(byStart).map(item),
  });
  return {
    name: sequence.name,
    timebase: String(frame),
    size: [sequence.width, sequence.height],
    zero: at(sequence.zero),
    in: at(sequence.in),
    out: at(sequence.out),
    playhead: at(sequence.playhead),
    video: sequence.video.map(track),
    audio: sequence.audio.map(track),
    selection: sequence.selection.length,
    properties: sequence.properties,
    markers: sequence.markers.map((each) => ({
      name: each.name,
      type: each.type,
      start: at(each.start),
      length: at(each.duration),
      comments: each.comments,
      color: each.color,
    })),
  };
}

function shown(transitions, at) {
  const one = (each) => each && { name: each.matchName, length: at(each.duration), alignment: each.alignment };
  return { start: one(transitions.start) || null, end: one(transitions.end) || null };
}

function param(each) {
  const keys = each.keys.map((key) => ({ at: String(key.at), value: key.value }));
  return { name: each.name, value: each.value, ...(each.varying ? { keys } : {}) };
}

module.exports = { Scene, measured, put };
