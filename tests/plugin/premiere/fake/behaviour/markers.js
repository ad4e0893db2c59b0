// SPDX-License-Identifier: Apache-2.0
// Markers of sequences and of clips.
"use strict";

const TYPES = { COMMENT: "Comment", CHAPTER: "Chapter", FLVCUEPOINT: "FLVCuePoint", WEBLINK: "WebLink" };
const KNOWN = [...Object.values(TYPES), "Segmentation"];
const COLOURS = [
  [0.4, 0.6, 0.2],
  [0.8, 0.2, 0.2],
  [0.6, 0.4, 0.7],
  [0.9, 0.5, 0.2],
  [0.8, 0.8, 0.2],
  [1, 1, 1],
  [0.3, 0.5, 0.8],
  [0.2, 0.7, 0.7],
];

module.exports = function markers(host) {
  const { scene } = host;

  /** The list that a collection of markers stands for. */
  function list(data) {
    return data.sequence ? host.sequenceOf(data).markers : host.itemOf(data).markers;
  }

  function of(data) {
    const found = list(data).find((each) => each.id === data.marker);
    if (!found) throw new Error("script object is no longer valid (the marker is gone)");
    return found;
  }

  function kind(type) {
    if (!KNOWN.includes(type)) throw new Error(`there are no markers of the type "${type}"`);
    return type;
  }

  function add(data, name, ...rest) {
    const type = kind(rest.length > 0 ? rest[0] : TYPES.COMMENT);
    const [start, duration] = [rest[1], rest[2]].map((each) => (each ? host.ticks(each) : 0n));
    const comments = rest.length > 3 ? rest[3] : "";
    return () => {
      list(data).push({
        id: scene.id("marker"),
        guid: scene.guid(),
        name,
        type,
        start,
        duration,
        comments,
        color: 0,
        url: "",
        target: "",
      });
      list(data).sort((left, right) => (left.start < right.start ? -1 : left.start > right.start ? 1 : 0));
    };
  }

  function remove(data, handle) {
    return () => {
      const { marker } = host.data(handle);
      list(data).splice(
        list(data).findIndex((each) => each.id === marker),
        1,
      );
    };
  }

  const set = (name, value) => (data, given) => () => Object.assign(of(data), { [name]: value ? value(given) : given });

  return {
    MarkerStatic: Object.fromEntries(Object.entries(TYPES).map(([name, text]) => [`MARKER_TYPE_${name}`, () => text])),
    MarkersStatic: {
      getMarkers: (data, owner) => {
        const { project, sequence, item } = host.data(owner);
        return host.handle("Markers", sequence ? { project, sequence } : { project, item });
      },
    },
    Markers: {
      getMarkers: (data, filters) => {
        const wanted = list(data).filter((each) => !filters || filters.includes(each.type));
        return wanted.map((each) => host.handle("Marker", { ...data, marker: each.id }));
      },
      createAddMarkerAction: add,
      createRemoveMarkerAction: remove,
      createMoveMarkerAction: (data, handle, at) => () =>
        Object.assign(of({ ...data, marker: host.data(handle).marker }), { start: host.ticks(at) }),
    },
    Marker: {
      guid: (data) => host.guid(of(data).guid),
      getName: (data) => of(data).name,
      getComments: (data) => of(data).comments,
      getType: (data) => of(data).type,
      getStart: (data) => host.time(of(data).start),
      getDuration: (data) => host.time(of(data).duration),
      getColorIndex: (data) => of(data).color,
      getColor: (data) => host.color(...(COLOURS[of(data).color] || COLOURS[0]), 1),
      getUrl: (data) => of(data).url,
      getTarget: (data) => of(data).target,
      createSetNameAction: set("name"),
      createSetCommentsAction: set("comments"),
      createSetColorByIndexAction: set("color"),
      createSetTypeAction: set("type", kind),
      createSetDurationAction: set("duration", (given) => host.ticks(given)),
    },
  };
};
