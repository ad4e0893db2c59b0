// SPDX-License-Identifier: Apache-2.0
// Project items: bins, clips, sequences in the project panel; metadata and named properties.
"use strict";
const { SECOND } = require("../ticks.js");

module.exports = function items(host) {
  const { scene } = host;
  const projectOf = (data) => scene.project(data.project);
  const item = (data) => scene.item(projectOf(data), data.item);
  const itemHandle = (type, owner, id) => host.handle(type, { project: owner.id, item: id });
  const isBin = (found) => found.kind === "bin" || found.kind === "root";
  const statics = (name) => host.behaviour.ProjectItemStatic[name]();

  /** Casting: to the same thing under another class; to what it isn't fails, or gives nothing. */
  function cast(type, fits) {
    return (data, handle) => {
      const source = host.data(handle);
      if (fits(item(source))) return itemHandle(type, projectOf(source), source.item);
      if (host.faults.wrongCast === "undefined") return undefined;
      throw new Error(`${type}.cast: this project item is no ${type}`);
    };
  }

  /** Takes an item, and what lies in it, out of the project and off the sequences. */
  function removeItem(owner, id) {
    const gone = scene.item(owner, id);
    (gone.children || []).slice().forEach((child) => removeItem(owner, child));
    const bin = owner.items[gone.parent];
    bin.children = bin.children.filter((child) => child !== id);
    if (gone.sequence) delete owner.sequences[gone.sequence];
    for (const sequence of Object.values(owner.sequences)) {
      for (const track of [...sequence.video, ...sequence.audio]) track.items = track.items.filter((each) => each.item !== id);
    }
    delete owner.items[id];
  }

  function moveItem(owner, id, target) {
    const moved = scene.item(owner, id);
    owner.items[moved.parent].children = owner.items[moved.parent].children.filter((child) => child !== id);
    moved.parent = target;
    scene.item(owner, target).children.push(id);
  }
  Object.assign(host, { itemHandle, itemOf: item, removeItem });

  const named = {
    name: (data) => item(data).name,
    type: (data) => statics(item(data).kind === "root" ? "TYPE_ROOT" : isBin(item(data)) ? "TYPE_BIN" : "TYPE_CLIP"),
    createSetNameAction: (data, name) => () => {
      item(data).name = name;
      if (item(data).sequence) scene.sequence(projectOf(data), item(data).sequence).name = name;
    },
    getColorLabelIndex: (data) => item(data).label,
    createSetColorLabelAction: (data, index) => () => {
      item(data).label = index;
    },
    getProject: (data) => host.projectHandle(projectOf(data)),
  };

  const lengthOf = (found) => (found.sequence ? null : found.facts.length);
  const startOf = (found) => (found.sequence ? 0n : found.facts.start);
  const endOf = (data, found) => {
    if (found.sequence) return host.endOf(scene.sequence(projectOf(data), found.sequence));
    return startOf(found) + lengthOf(found);
  };
  const mediaName = (value) => (value === host.strict.enums.MediaType.AUDIO ? "audio" : "video");
  const setIn = (found, ticks) => Object.assign(found.in, { video: ticks, audio: ticks });
  const setOut = (found, ticks) => Object.assign(found.out, { video: ticks, audio: ticks });

  function range(data, from, to) {
    if (to <= from) throw new Error("the out point must lie after the in point");
    setIn(item(data), from);
    setOut(item(data), to);
  }

  async function changeMediaFilePath(data, path) {
    const facts = await host.services.probe(path);
    if (!facts || !host.faults || item(data).sequence) return false;
    const owner = projectOf(data);
    const fresh = scene.addClip(owner, path, facts, item(data).parent);
    const kept = item(data);
    Object.assign(kept, { path, facts: fresh.facts, offline: false });
    removeItem(owner, fresh.id);
    return true;
  }

  const clip = {
    ...named,
    isSequence: (data) => Boolean(item(data).sequence),
    getSequence: (data) => {
      const found = item(data);
      return found.sequence ? host.sequenceHandle(projectOf(data), scene.sequence(projectOf(data), found.sequence)) : null;
    },
    canChangeMediaPath: (data) => !item(data).sequence,
    changeMediaFilePath,
    getMediaFilePath: (data) => item(data).path || "",
    findItemsMatchingMediaPath: (data, text) => {
      const owner = projectOf(data);
      const found = Object.values(owner.items).filter((each) => each.path && each.path.includes(text));
      return found.map((each) => itemHandle("ProjectItem", owner, each.id));
    },
    isOffline: async (data) => {
      const found = item(data);
      return found.offline || (Boolean(found.path) && !(await host.services.probe(found.path)));
    },
    createSetOfflineAction: (data) => () => Object.assign(item(data), { offline: true }),
    refreshMedia: () => true,
    isMergedClip: () => false,
    isMulticamClip: () => false,
    canProxy: (data) => Boolean(item(data).path),
    hasProxy: (data) => Boolean(item(data).proxy),
    getProxyPath: (data) => item(data).proxy || "",
    attachProxy: (data, path) => Boolean(Object.assign(item(data), { proxy: path })),
    getInputLUTID: (data) => item(data).lut || "",
    getEmbeddedLUTID: () => "",
    createSetInputLUTIDAction: (data, id) => () => Object.assign(item(data), { lut: id }),
    createSetScaleToFrameSizeAction: (data) => () => Object.assign(item(data), { scaled: true }),
    getContentType: (data) => host.strict.enums.ContentType[item(data).sequence ? "SEQUENCE" : "MEDIA"],
    getInPoint: (data, media) => {
      const set = item(data).in[mediaName(media)];
      return host.time(set === undefined ? startOf(item(data)) : set);
    },
    getOutPoint: (data, media) => {
      const set = item(data).out[mediaName(media)];
      return host.time(set === undefined ? endOf(data, item(data)) : set);
    },
    createSetInPointAction: (data, at) => () => setIn(item(data), host.ticks(at)),
    createSetOutPointAction: (data, at) => () => setOut(item(data), host.ticks(at)),
    createSetInOutPointsAction: (data, from, to) => () => range(data, host.ticks(from), host.ticks(to)),
    createClearInOutPointsAction: (data) => () => Object.assign(item(data), { in: {}, out: {} }),
    getMedia: (data) => host.handle("Media", { project: data.project, item: data.item }),
    createSubClipAction: (data, name, from, to) => () => {
      const found = item(data);
      const sub = scene.addClip(projectOf(data), found.path, found.facts, found.parent);
      Object.assign(sub, { name, facts: found.facts });
      range({ ...data, item: sub.id }, host.ticks(from), host.ticks(to));
    },
    getOriginatingProjectPath: (data) => projectOf(data).path,
  };

  return {
    ProjectItemStatic: {
      cast: cast("ProjectItem", () => true),
      ...numbered(["CLIP", "BIN", "ROOT", "FILE", "STYLE", "COMPOUND"]),
    },
    ProjectItem: {
      ...named,
      getId: (data) => item(data).id,
      getParentBin: (data) => (item(data).parent ? itemHandle("FolderItem", projectOf(data), item(data).parent) : null),
    },
    FolderItemStatic: { cast: cast("FolderItem", isBin) },
    FolderItem: {
      ...named,
      getItems: (data) => item(data).children.map((id) => itemHandle("ProjectItem", projectOf(data), id)),
      createBinAction: (data, name, unique) => () => scene.addBin(projectOf(data), name, data.item, unique),
      createRenameBinAction: named.createSetNameAction,
      createRemoveItemAction: (data, handle) => () => removeItem(projectOf(data), host.data(handle).item),
      createMoveItemAction: (data, handle, bin) => () => moveItem(projectOf(data), host.data(handle).item, host.data(bin).item),
    },
    ClipProjectItemStatic: { cast: cast("ClipProjectItem", (found) => !isBin(found)) },
    ClipProjectItem: clip,
    Media: {
      start: (data) => host.time(startOf(item(data))),
      duration: (data) => host.time(item(data).sequence ? endOf(data, item(data)) : item(data).facts.media || 10n * SECOND),
    },
    UniqueSerializeableStatic: {
      cast: (data, handle) => host.handle("UniqueSerializeable", { ...host.data(handle) }),
    },
    UniqueSerializeable: {
      getUniqueID: (data) => host.guid(data.sequence ? scene.sequence(projectOf(data), data.sequence).guid : data.item),
    },
    ProjectUtilsStatic: {
      getSelection: (data, handle) => host.handle("ProjectItemSelection", { project: host.data(handle).id }),
    },
    ProjectItemSelection: {
      getItems: (data) =>
        projectOf(data)
          .selection.filter((id) => projectOf(data).items[id])
          .map((id) => itemHandle("ProjectItem", projectOf(data), id)),
    },
  };
};

/** Opaque numbers for the kinds of project items. */
function numbered(names) {
  return Object.fromEntries(names.map((name, index) => [`TYPE_${name}`, () => 59009 + index * 101]));
}
