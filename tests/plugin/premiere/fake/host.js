// SPDX-License-Identifier: Apache-2.0
// The fake Premiere's inside: state, locks, transactions, undo, events, and the ways in which it may misbehave.
"use strict";
const { Strict, GONE } = require("./strict.js");
const { Scene } = require("./scene.js");
const table = require("./table.json");

const BEHAVIOUR = [
  require("./behaviour/values.js"),
  require("./behaviour/project.js"),
  require("./behaviour/items.js"),
  require("./behaviour/sequence.js"),
  require("./behaviour/tracks.js"),
  require("./behaviour/trackitems.js"),
  require("./behaviour/editor.js"),
  require("./behaviour/markers.js"),
  require("./behaviour/components.js"),
  require("./behaviour/exporting.js"),
  require("./behaviour/events.js"),
  require("./behaviour/rest.js"),
  require("./behaviour/options.js"),
];

/** How it misbehaves. All of it is reported of the real host, or not yet known of it. */
const FAULTS = {
  importDelayMs: 30, // imported items appear that much later than the promise
  importLies: "", // "nothing": true, and nothing comes; "false": false, and it comes all the same
  placementShift: "0", // ticks by which a placed item starts too late
  sourceShift: "0", // ticks by which its source begins too late
  transactionLies: "", // "nothing": true, and nothing was done; "false": false, and all was done
  overwritePastLast: "ignored", // or "creates", "throws": a track index past the last one in an overwrite
  trimInsideTransaction: true, // in and out points of a project item set in a transaction count for a placement in the same one
  unsetMarks: "whole", // or "negative": in and out points that aren't set tell -400000 seconds
  frameExtension: "doubled", // or "single": a.png becomes a.png.png
  frameLies: false, // true, and no picture is written
  exportLies: false, // true, and no file is written
  stale: "all", // "timeline": sequences and project items stay valid through a transaction
  wrongCast: "throws", // or "undefined": casting an item to what it isn't
  ignored: [], // actions that do nothing, such as "Sequence.createSetZeroPointAction"
  throws: {}, // members that throw, with the message
  hangs: [], // members whose promise never comes
  latencyMs: 0, // each promise takes so long
  locale: "en", // "fr": display names of effects as a French host has them
  defaultPreset: { timebase: "8475667200", width: 1920, height: 1080 },
  defaultTracks: { video: 3, audio: 3 },
};

const LASTING = new Set([
  "TickTime",
  "Guid",
  "Color",
  "PointF",
  "RectF",
  "FrameRate",
  "Keyframe",
  "TimeDisplay",
  "AddTransitionOptions",
  "VideoTransition",
  "AAFExportOptions",
  "OpenProjectOptions",
  "CloseProjectOptions",
  "EncoderManager",
  "CompoundAction",
  "SequenceSettings",
  "Action",
  "TextSegments",
  "ProjectEvent",
  "ProjectClosedEvent",
  "OperationCompleteEvent",
  "VideoFilterComponent",
  "AudioFilterComponent",
]);
const OF_THE_TIMELINE = new Set([
  "VideoTrack",
  "AudioTrack",
  "CaptionTrack",
  "VideoClipTrackItem",
  "AudioClipTrackItem",
  "Marker",
  "Markers",
  "SequenceEditor",
  "TrackItemSelection",
  "VideoComponentChain",
  "AudioComponentChain",
  "Component",
  "ComponentParam",
  "Properties",
]);

class Host {
  /**
   * @param version "25.6", "26.0", "26.2" or "26.3".
   * @param services what reaches outside: probe(path) → facts of a media file or null, write(path, bytes), read(path) → text.
   */
  constructor(version, services, faults) {
    this.version = version;
    this.services = services;
    this.faults = { ...FAULTS, ...faults };
    this.generation = 0;
    this.locks = 0;
    this.lockNumber = 0;
    this.transacting = null;
    this.calls = [];
    this.hooks = [];
    this.problems = [];
    this.scene = new Scene(this);
    this.strict = new Strict(table, this, version);
    this.listeners = [];
    this.behaviour = Object.assign({}, ...BEHAVIOUR.map((make) => make(this)));
    this.ppro = this.strict.module();
  }

  // --- what strict asks ---

  /** Throws unless what a handle stands for can still be used. */
  alive(core) {
    if (core.lasting || LASTING.has(core.type)) return;
    const project = core.data.project || (core.data.owner && core.data.owner.project);
    if (core.type === "Project" || project) {
      const found = this.scene.projects.find((each) => each.id === (project || core.data.id));
      if (!found) throw new Error(`${GONE} (${core.type}: its project is closed)`);
    }
    if (core.type === "Project") return;
    const perishable = OF_THE_TIMELINE.has(core.type) || this.faults.stale === "all";
    if (perishable && core.born !== this.generation) throw new Error(`${GONE} (${core.type})`);
  }

  /** A call begins: it is written down, what waits for it is done, and a fault may strike. */
  enter(where) {
    this.calls.push(where);
    this.fire("before", where);
    if (this.faults.throws[where] !== undefined) throw new Error(this.faults.throws[where]);
  }

  fire(moment, where) {
    for (const hook of [...this.hooks]) {
      if (hook.moment !== moment || hook.where !== where) continue;
      hook.left -= 1;
      if (hook.left > 0) continue;
      this.hooks.splice(this.hooks.indexOf(hook), 1);
      hook.then();
    }
  }

  done(where, value) {
    this.fire("after", where);
    return value;
  }

  /** What is typed as a promise: done on the host's own time, never within the caller's turn. */
  async promise(where, run) {
    if (this.faults.hangs.includes(where)) return new Promise(() => undefined);
    await new Promise((resolve) =>
      this.faults.latencyMs ? setTimeout(resolve, this.faults.latencyMs) : Promise.resolve().then(resolve),
    );
    const value = await run();
    this.fire("after", where);
    return value;
  }

  behave(type, name, core, args) {
    const known = this.behaviour[type];
    if (known && Object.prototype.hasOwnProperty.call(known, name)) return known[name](core.data, ...args);
    if (/^[A-Z0-9_]+$/i.test(name) && /Static$/.test(type) && table.types[type][name].kind === "property")
      return this.opaque(type, name);
    throw new Error(
      `the fake Premiere has no behaviour for ${type}.${name}: give it one in tests/plugin/premiere/fake/behaviour`,
    );
  }

  /** A constant of a static side: a number or a text that nobody could guess. */
  opaque(type, name) {
    const { returns } = table.types[type][name];
    if (returns === "string") return `ppro:${type.replace(/Static$/, "")}.${name}`;
    return 83003 + Object.keys(table.types).indexOf(type) * 1009 + Object.keys(table.types[type]).indexOf(name) * 17;
  }

  write(type, name, core, value) {
    const known = this.behaviour[type] && this.behaviour[type][`set ${name}`];
    if (known) known(core.data, value);
    else core.data[name] = value;
  }

  make(type, args) {
    const known = this.behaviour[type] && this.behaviour[type].new;
    if (!known) throw new Error(`${type} can't be made from the module`);
    return known(...args);
  }

  handle(type, data) {
    return this.strict.handle(type, data);
  }

  /** The data behind a handle. */
  data(handle) {
    return this.strict.core(handle).data;
  }

  // --- actions, locks, transactions ---

  /** An action: it must be made inside a lock from 26.3 on, and is used once, in the lock that it was made in. */
  action(where, type, name, core, args) {
    if (this.strict.version === "26.3" && this.locks === 0) {
      throw new Error(`${where}: an action can only be created inside project.lockedAccess()`);
    }
    const project = core.data.project || (core.data.owner && core.data.owner.project) || this.projectOf(args);
    const apply = this.behave(type, name, core, args);
    return this.handle("Action", { where, apply, lock: this.locks ? this.lockNumber : 0, used: false, project, action: true });
  }

  projectOf(args) {
    const cores = args.map((each) => this.strict.core(each)).filter(Boolean);
    const found = cores.map((core) => core.data.project).find(Boolean);
    return found || (this.scene.active && this.scene.active.id);
  }

  lockedAccess(project, callback) {
    if (this.locks === 0) this.lockNumber += 1;
    this.locks += 1;
    try {
      synchronous(callback(), "lockedAccess");
    } finally {
      this.locks -= 1;
    }
  }

  /** One transaction is one undo step. An action that fails takes all of it back. */
  transact(project, callback, label) {
    if (this.transacting) throw new Error("executeTransaction: a transaction is already under way");
    this.transacting = { project: project.id, actions: [] };
    const actions = this.transacting.actions;
    try {
      synchronous(callback(this.handle("CompoundAction", this.transacting)), "executeTransaction");
    } finally {
      this.transacting = null;
    }
    if (actions.length === 0) return false;
    return this.carryOut(project, actions, label || "");
  }

  addAction(compound, action) {
    if (this.transacting !== compound) throw new Error("addAction: its transaction is over");
    const data = this.strict.core(action).data;
    if (data.used) throw new Error(`${data.where}: this action was already used`);
    if (data.lock !== (this.locks ? this.lockNumber : 0) && this.strict.version === "26.3") {
      throw new Error(`${data.where}: this action was made in another lockedAccess()`);
    }
    if (data.project && data.project !== compound.project) throw new Error(`${data.where}: this action is of another project`);
    data.used = true;
    compound.actions.push(data);
    return true;
  }

  carryOut(project, actions, label) {
    const before = this.scene.snapshot(project);
    if (this.faults.transactionLies === "nothing") return true;
    try {
      for (const each of actions) if (!this.faults.ignored.includes(each.where)) each.apply();
    } catch (error) {
      this.scene.restore(project, before);
      this.changed();
      this.problems.push(`${label}: ${error.message}`);
      return false;
    }
    this.step(project, label, before);
    return this.faults.transactionLies !== "false";
  }

  /** Remember a change for undo; every handle is stale from now on. */
  step(project, label, before) {
    this.scene.remember(project, label, before);
    this.changed();
  }

  changed() {
    this.generation += 1;
  }
}

/** Fails on a callback that was asynchronous: the host doesn't wait for it. */
function synchronous(result, where) {
  if (result && typeof result === "object" && typeof result.then === "function") {
    result.then(undefined, () => undefined);
    throw new Error(`${where}: the callback must be synchronous: it returned a promise`);
  }
}

module.exports = { Host, FAULTS };
