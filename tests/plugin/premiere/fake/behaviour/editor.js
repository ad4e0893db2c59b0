// SPDX-License-Identifier: Apache-2.0
// The sequence editor: placing, removing and cloning. Overwriting destroys what is there; inserting moves it.
"use strict";
const { carve, ripple, close, put, endOf, lengthOn } = require("../editing.js");
const { nearest } = require("../ticks.js");

module.exports = function editor(host) {
  const { scene } = host;
  const newId = () => scene.id("item");

  /** How far the media of a project item reach, in ticks; nothing for a sequence, which may grow. */
  function mediaEnd(owner, id) {
    const item = scene.item(owner, id);
    return item.sequence ? null : item.facts.start + item.facts.media;
  }

  /** The parts of a project item that go on tracks: picture, sound, each with its source range. */
  function partsOf(owner, item, marks) {
    const whole = item.sequence
      ? { start: 0n, length: endOf(scene.sequence(owner, item.sequence)), video: true, audio: true }
      : item.facts;
    const range = (kind) => {
      const from = marks.in[kind] === undefined ? whole.start : marks.in[kind];
      return [from, marks.out[kind] === undefined ? whole.start + whole.length : marks.out[kind]];
    };
    return ["video", "audio"].filter((kind) => whole[kind]).map((kind) => ({ kind, range: range(kind) }));
  }

  /** The track of an index; past the last one an insert makes a new one. */
  function trackFor(sequence, kind, index, mode) {
    if (index < 0) throw new Error(`there is no track ${index}`);
    if (sequence[kind][index]) return sequence[kind][index];
    const how = mode === "insert" ? "creates" : host.faults.overwritePastLast;
    if (how === "throws") throw new Error(`there is no track ${index}`);
    return how === "creates" ? scene.addTrack(sequence, kind) : null;
  }

  function openRoom(sequence, targets, at, length, limited) {
    const all = limited ? targets : [...sequence.video, ...sequence.audio];
    new Set(all.concat(targets)).forEach((track) => track && !track.locked && ripple(track, at, length, newId));
  }

  /** Places a project item: its picture on one track, its sound on another, linked. On a locked track nothing is placed. */
  function place(owner, sequence, { item: id, at, video, audio, mode, limited, marks }) {
    const item = scene.item(owner, id);
    if (item.sequence === sequence.id) throw new Error("a sequence can't lie in itself");
    const start = nearest(at, sequence.timebase) + BigInt(host.faults.placementShift);
    if (start < 0n) throw new Error("a time before the beginning");
    const parts = partsOf(owner, item, marks || item).map((part) => ({
      ...part,
      length: lengthOn(sequence, part.kind, ...part.range),
    }));
    parts.forEach((part) =>
      Object.assign(part, { track: trackFor(sequence, part.kind, part.kind === "video" ? video : audio, mode) }),
    );
    const longest = parts.reduce((most, part) => (part.length > most ? part.length : most), 0n);
    if (mode === "insert")
      openRoom(
        sequence,
        parts.map((part) => part.track),
        start,
        longest,
        limited,
      );
    const link = parts.length > 1 ? scene.id("link") : null;
    for (const part of parts) if (part.track && !part.track.locked) land(sequence, item, part, start, link);
  }

  function land(sequence, item, part, start, link) {
    const from = part.range[0] + BigInt(host.faults.sourceShift);
    const end = start + part.length;
    carve(part.track, start, end, newId);
    put(part.track, {
      id: newId(),
      item: item.id,
      name: item.name,
      start,
      end,
      in: from,
      out: from + part.length,
      speed: 1,
      disabled: false,
      link,
      transitions: { start: null, end: null },
      components: null,
    });
  }

  function remove(owner, sequence, ids, shifts, media) {
    const kinds = host.strict.enums.MediaType;
    for (const kind of ["video", "audio"]) {
      if (media !== kinds.ANY && media !== kinds[kind.toUpperCase()]) continue;
      for (const track of sequence[kind].filter((each) => !each.locked)) {
        for (const gone of track.items.filter((each) => ids.includes(each.id))) {
          track.items = track.items.filter((each) => each !== gone);
          if (shifts) close(track, gone.start, gone.end);
        }
      }
    }
    sequence.selection = sequence.selection.filter((id) => !ids.includes(id));
  }

  function clone(owner, sequence, data, offset, up, insert) {
    const item = host.trackItemOf(data);
    const index = sequence[data.kind].findIndex((track) => track.id === data.track) + up;
    const track = trackFor(sequence, data.kind, index, "insert");
    const start = item.start + offset;
    const copy = { ...structuredClone(item), id: newId(), link: null, start, end: item.end + offset };
    if (track.locked) return;
    if (insert) openRoom(sequence, [track], start, item.end - item.start, false);
    carve(track, copy.start, copy.end, newId);
    put(track, copy);
  }
  Object.assign(host, { place, mediaEnd });

  const where = (data) => [scene.project(data.project), host.sequenceOf(data)];
  const given = (data, handle, at, video, audio, more) => {
    const { item } = host.data(handle);
    const found = scene.item(scene.project(data.project), item);
    const marks = host.faults.trimInsideTransaction ? null : { in: { ...found.in }, out: { ...found.out } };
    return () => {
      const [owner, sequence] = where(data);
      place(owner, sequence, { item, at: host.ticks(at), video, audio, marks, ...more });
    };
  };

  return {
    SequenceEditorStatic: {
      getEditor: (data, handle) => host.handle("SequenceEditor", { ...host.data(handle) }),
      getInstalledMogrtPath: () => "/Adobe/Motion Graphics Templates",
    },
    SequenceEditor: {
      createOverwriteItemAction: (data, item, at, video, audio) => given(data, item, at, video, audio, { mode: "overwrite" }),
      createInsertProjectItemAction: (data, item, at, video, audio, limited) =>
        given(data, item, at, video, audio, { mode: "insert", limited }),
      createRemoveItemsAction: (data, selection, shifts, media) => {
        const ids = host.data(selection).items.slice();
        return () => remove(...where(data), ids, shifts, media);
      },
      createCloneTrackItemAction: (data, item, offset, videoUp, audioUp, aligned, insert) => () => {
        const source = host.data(item);
        clone(...where(data), source, host.ticks(offset), source.kind === "audio" ? audioUp : videoUp, insert);
      },
    },
  };
};
