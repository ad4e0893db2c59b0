// SPDX-License-Identifier: Apache-2.0
// Items on tracks: where they lie, what of their source they show, trims, moves, names, transitions.
"use strict";
const { carve, put } = require("../editing.js");

module.exports = function trackitems(host) {
  const { scene } = host;

  /** The item that a handle stands for. */
  function of(data) {
    const found = host.trackOf(data).items.find((each) => each.id === data.id);
    if (!found) throw new Error("script object is no longer valid (the track item is gone)");
    return found;
  }

  /** Start and end of a clip, a transition or a gap. */
  function range(data) {
    return data.gap || data.transition || of(data);
  }

  function clipOnly(data) {
    if (data.gap) throw new Error("this track item is empty");
    return of(data);
  }

  function trackItemHandles(selection) {
    const owner = scene.project(selection.project);
    const found = [];
    for (const sequence of Object.values(owner.sequences)) {
      for (const kind of ["video", "audio"]) {
        for (const track of sequence[kind]) {
          for (const item of track.items.filter((each) => selection.items.includes(each.id))) {
            const data = { project: owner.id, sequence: sequence.id, kind, track: track.id, id: item.id };
            found.push(host.handle(kind === "audio" ? "AudioClipTrackItem" : "VideoClipTrackItem", data));
          }
        }
      }
    }
    return found;
  }
  Object.assign(host, { trackItemOf: of, trackItemHandles });

  /** Changes an item's range or source; it may not run into its neighbours or past the end of its media. */
  function trim(data, change) {
    const item = of(data);
    if (host.trackOf(data).locked) return;
    const next = { ...item, ...change(item) };
    if (next.end <= next.start || next.out <= next.in || next.in < 0n) throw new Error("a trim that leaves nothing");
    const media = host.mediaEnd(scene.project(data.project), item.item);
    if (media !== null && next.out > media) throw new Error("a trim past the end of the media");
    const others = host.trackOf(data).items.filter((each) => each.id !== item.id);
    if (others.some((each) => each.start < next.end && each.end > next.start)) throw new Error("a trim into the neighbour");
    Object.assign(item, next);
  }

  /** Moves one item by an offset: the link to its picture or sound breaks, and what lies there is overwritten. */
  function move(data, offset) {
    const item = of(data);
    const track = host.trackOf(data);
    if (track.locked) return;
    if (item.start + offset < 0n) throw new Error("a move before the beginning");
    track.items = track.items.filter((each) => each.id !== item.id);
    const moved = { ...item, link: null, start: item.start + offset, end: item.end + offset };
    carve(track, moved.start, moved.end, () => scene.id("item"));
    put(track, moved);
  }

  const kindOf = (data) => {
    const kinds = host.strict.enums.TrackItemType;
    return data.gap ? kinds.EMPTY : data.transition ? kinds.TRANSITION : kinds.CLIP;
  };

  const common = {
    getName: (data) => (data.gap ? "" : data.transition ? data.transition.matchName : of(data).name),
    getMatchName: (data) => (data.transition ? data.transition.matchName : ""),
    getIsSelected: (data) => !data.gap && host.sequenceOf(data).selection.includes(data.id),
    getSpeed: (data) => (data.gap ? 1 : of(data).speed),
    isAdjustmentLayer: () => false,
    isSpeedReversed: () => 0,
    getType: kindOf,
    isDisabled: (data) => !data.gap && of(data).disabled,
    getTrackIndex: (data) => host.sequenceOf(data)[data.kind].findIndex((each) => each.id === data.track),
    getMediaType: (data) => host.guid(data.kind === "audio" ? host.AUDIO_MEDIA : host.VIDEO_MEDIA),
    getProjectItem: (data) => {
      if (data.gap) return null;
      return host.itemHandle("ProjectItem", scene.project(data.project), of(data).item);
    },
    getStartTime: (data) => host.time(range(data).start),
    getEndTime: (data) => host.time(range(data).end),
    getDuration: (data) => host.time(range(data).end - range(data).start),
    getInPoint: (data) => host.time(clipOnly(data).in),
    getOutPoint: (data) => host.time(clipOnly(data).out),
    createSetInPointAction: (data, at) => () =>
      trim(data, (item) => ({ in: host.ticks(at), end: item.start + item.out - host.ticks(at) })),
    createSetOutPointAction: (data, at) => () =>
      trim(data, (item) => ({ out: host.ticks(at), end: item.start + host.ticks(at) - item.in })),
    createSetStartAction: (data, at) => () =>
      trim(data, (item) => ({ start: host.ticks(at), in: item.in + host.ticks(at) - item.start })),
    createSetEndAction: (data, at) => () =>
      trim(data, (item) => ({ end: host.ticks(at), out: item.in + host.ticks(at) - item.start })),
    createMoveAction: (data, offset) => () => move(data, host.ticks(offset)),
    createSetDisabledAction: (data, disabled) => () => Object.assign(of(data), { disabled }),
    createSetNameAction: (data, name) => () => Object.assign(of(data), { name }),
    getComponentChain: (data) => {
      clipOnly(data);
      return host.handle(data.kind === "audio" ? "AudioComponentChain" : "VideoComponentChain", { ...data });
    },
  };

  /** A transition at one end of an item: centred on the cut where it has a neighbour, else at the one side. */
  function addTransition(data, transition, options) {
    const given = options ? host.data(options) : { atStart: false, single: false, alignment: 0.5, duration: 254016000000n };
    const item = of(data);
    if (host.trackOf(data).locked) return;
    const end = given.atStart ? "start" : "end";
    const edge = given.atStart ? item.start : item.end;
    const neighbour = host.trackOf(data).items.find((each) => (given.atStart ? each.end : each.start) === edge);
    const both = neighbour && !given.single;
    const share = BigInt(Math.round(Number(given.duration) * (both ? given.alignment : 0)));
    const made = {
      matchName: transition.matchName,
      duration: given.duration,
      alignment: both ? given.alignment : given.atStart ? 0 : 1,
    };
    item.transitions = { ...item.transitions, [end]: { ...made, ...(given.atStart ? { before: share } : { after: share }) } };
  }

  const statics = () =>
    Object.fromEntries(
      ["EMPTY", "CLIP", "TRANSITION", "PREVIEW", "FEEDBACK"].map((name) => [
        `TRACKITEMTYPE_${name}`,
        () => host.strict.enums.TrackItemType[name],
      ]),
    );

  return {
    VideoClipTrackItemStatic: statics(),
    AudioClipTrackItemStatic: statics(),
    AudioClipTrackItem: common,
    VideoClipTrackItem: {
      ...common,
      createAddVideoTransitionAction: (data, transition, options) => () => addTransition(data, host.data(transition), options),
      createRemoveVideoTransitionAction: (data, position) => () => {
        const start = position === host.strict.enums.TransitionPosition.START;
        of(data).transitions = { ...of(data).transitions, [start ? "start" : "end"]: null };
      },
    },
  };
};
