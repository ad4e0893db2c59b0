// SPDX-License-Identifier: Apache-2.0
// The project: sequences, imports, locks and transactions.
"use strict";

module.exports = function project(host) {
  const { scene } = host;
  const of = (data) => scene.project(data.id);
  const sequenceHandle = (owner, sequence) => host.handle("Sequence", { project: owner.id, sequence: sequence.id });
  const projectHandle = (owner) => host.handle("Project", { id: owner.id, project: owner.id });
  Object.assign(host, { sequenceHandle, projectHandle });

  const binOf = (owner, args, index) => (args.length > index ? host.data(args[index]).item : owner.root);

  /** A change that isn't a transaction of the caller's, but a step of undo all the same. */
  function step(owner, label, change) {
    const before = scene.snapshot(owner);
    const result = change();
    scene.remember(owner, label, before);
    return result;
  }

  async function arrive(owner, paths, bin) {
    const found = [];
    for (const path of paths) {
      const facts = await host.services.probe(path);
      if (facts) found.push([path, facts]);
    }
    const land = () => {
      if (!scene.projects.includes(owner) || found.length === 0) return;
      const target = owner.items[bin] ? bin : owner.root;
      step(owner, "Import", () => found.forEach(([path, facts]) => scene.addClip(owner, path, facts, target)));
    };
    if (host.faults.importDelayMs > 0) setTimeout(land, host.faults.importDelayMs);
    else land();
  }

  async function importFiles(data, ...args) {
    const owner = of(data);
    if (host.faults.importLies !== "nothing") await arrive(owner, args[0], binOf(owner, args, 2));
    return host.faults.importLies !== "false"; // true also for a file that isn't there
  }

  /** The settings of the first clip: size and rate of a picture; for sound, the default ones. */
  function settingsOf(owner, clips) {
    const first = clips.length ? scene.item(owner, host.data(clips[0]).item) : null;
    const facts = first && first.facts;
    if (!facts || !facts.video || facts.still) return host.faults.defaultPreset;
    return { timebase: String(facts.frame), width: facts.width, height: facts.height };
  }

  function fromMedia(data, name, ...rest) {
    const owner = of(data);
    const clips = rest[0] || [];
    return step(owner, "New Sequence From Clip", () => {
      const sequence = scene.addSequence(owner, name, settingsOf(owner, clips), binOf(owner, rest, 1));
      let at = 0n;
      for (const clip of clips) {
        host.place(owner, sequence, { item: host.data(clip).item, at, video: 0, audio: 0, mode: "overwrite" });
        at = host.endOf(sequence);
      }
      owner.shown = sequence.id;
      return sequenceHandle(owner, sequence);
    });
  }

  async function fromPreset(data, name, presetPath) {
    const owner = of(data);
    const text = presetPath === undefined ? null : await host.services.read(presetPath);
    if (presetPath !== undefined && text === null) throw new Error(`createSequence: the preset can't be read: ${presetPath}`);
    const settings = text === null ? host.faults.defaultPreset : preset(text);
    return step(owner, "New Sequence", () => {
      const sequence = scene.addSequence(owner, name, settings);
      owner.shown = sequence.id;
      return sequenceHandle(owner, sequence);
    });
  }

  function deleteSequence(data, handle) {
    const owner = of(data);
    const { sequence } = host.data(handle);
    step(owner, "Delete Sequence", () => {
      const gone = scene.sequence(owner, sequence);
      delete owner.sequences[sequence];
      host.removeItem(owner, gone.item);
      if (owner.shown === sequence) owner.shown = null;
    });
    return true;
  }

  function show(data, handle) {
    const owner = of(data);
    owner.shown = scene.sequence(owner, host.data(handle).sequence).id;
    host.emit("SequenceEvent.ACTIVATED", null, owner);
    return true;
  }

  function byGuid(list, handle) {
    return list.find((each) => each.guid === host.data(handle).text);
  }

  return {
    ProjectStatic: {
      getActiveProject: () => (scene.active ? projectHandle(scene.active) : null),
      getProject: (data, guid) => {
        const found = byGuid(scene.projects, guid);
        return found ? projectHandle(found) : null;
      },
      createProject: (data, path) =>
        projectHandle(
          scene.openProject(
            path
              .split(/[\\/]/)
              .pop()
              .replace(/\.prproj$/, ""),
            path,
          ),
        ),
      open: (data, path) => {
        const open = scene.projects.find((each) => each.path === path);
        if (!open) throw new Error(`Project.open: ${path} is no project of this fake host`);
        scene.active = open;
        return projectHandle(open);
      },
      isProject: (data, path) => path.endsWith(".prproj"),
    },
    Project: {
      guid: (data) => host.guid(of(data).guid),
      name: (data) => of(data).name,
      path: (data) => of(data).path,
      getActiveSequence: (data) => {
        const owner = of(data);
        return owner.shown && owner.sequences[owner.shown] ? sequenceHandle(owner, owner.sequences[owner.shown]) : null;
      },
      setActiveSequence: show,
      openSequence: show,
      closeSequence: (data, handle) => {
        const owner = of(data);
        if (owner.shown === host.data(handle).sequence) owner.shown = null;
        return true;
      },
      createSequence: fromPreset,
      createSequenceWithPresetPath: fromPreset,
      createSequenceFromMedia: fromMedia,
      deleteSequence,
      getSequence: (data, guid) => {
        const owner = of(data);
        const found = byGuid(Object.values(owner.sequences), guid);
        return found ? sequenceHandle(owner, found) : null;
      },
      getSequences: (data) => Object.values(of(data).sequences).map((each) => sequenceHandle(of(data), each)),
      getRootItem: (data) => host.itemHandle("FolderItem", of(data), of(data).root),
      getInsertionBin: (data) => host.itemHandle("ProjectItem", of(data), of(data).root),
      importFiles,
      save: () => true,
      saveAs: (data, path) => Boolean(Object.assign(of(data), { path })),
      pauseGrowing: () => true,
      close: (data) => {
        scene.closeProject(of(data));
        return true;
      },
      lockedAccess: (data, callback) => host.lockedAccess(of(data), callback),
      executeTransaction: (data, callback, label) => host.transact(of(data), callback, label),
    },
    CompoundAction: {
      addAction: (data, action) => host.addAction(data, action),
      empty: (data) => data.actions.length === 0,
    },
  };
};

/** Rate and size of a sequence preset (.sqpreset, XML). */
function preset(text) {
  const rate = /<VideoFrameRate>(\d+)<\/VideoFrameRate>/.exec(text);
  const size = /<VideoFrameRect>\d+,\d+,(\d+),(\d+)<\/VideoFrameRect>/.exec(text);
  if (!rate || !size) throw new Error("createSequence: this is no sequence preset");
  return { timebase: rate[1], width: Number(size[1]), height: Number(size[2]) };
}
