// SPDX-License-Identifier: Apache-2.0
// Tracks of picture, sound and captions.
"use strict";
const { byStart, gaps } = require("../editing.js");

const VIDEO_MEDIA = "228cda18-3625-4d2d-951e-348879e4ed93";
const AUDIO_MEDIA = "80b8e3d5-6dca-4195-aefb-cb5f407ab009";
const DATA_MEDIA = "3bd5a5ad-9a4b-4a5e-9e4b-5c1f4f2b0d10";

module.exports = function tracks(host) {
  const { scene } = host;

  const of = (data) => {
    const found = host.sequenceOf(data)[data.kind].find((each) => each.id === data.track);
    if (!found) throw new Error("script object is no longer valid (the track is gone)");
    return found;
  };
  const index = (data) => host.sequenceOf(data)[data.kind].findIndex((each) => each.id === data.track);
  const itemType = (data) => (data.kind === "audio" ? "AudioClipTrackItem" : "VideoClipTrackItem");
  Object.assign(host, { trackOf: of, VIDEO_MEDIA, AUDIO_MEDIA });

  /** What lies on a track: clips, transitions, and on wish the room between them. */
  function trackItems(data, type, withEmpty) {
    const kinds = host.strict.enums.TrackItemType;
    const list = [];
    const base = { project: data.project, sequence: data.sequence, kind: data.kind, track: data.track };
    const items = [...of(data).items].sort(byStart);
    if (type === kinds.CLIP) items.forEach((each) => list.push([each.start, { ...base, id: each.id }]));
    if (type === kinds.TRANSITION)
      items.forEach((each) =>
        transitions(each).forEach((one) => list.push([one.start, { ...base, id: each.id, transition: one }])),
      );
    if (type === kinds.EMPTY || withEmpty) gaps(of(data)).forEach((gap) => list.push([gap.start, { ...base, gap }]));
    list.sort((left, right) => (left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : 0));
    return list.map(([, found]) => host.handle(itemType(data), found));
  }

  const common = {
    name: (data) => of(data).name,
    id: (data) => of(data).number,
    getIndex: index,
    isMuted: (data) => of(data).muted,
    setMute: (data, muted) => Boolean(Object.assign(of(data), { muted })),
    createSetNameAction: (data, name) => () => Object.assign(of(data), { name }),
  };
  const events = (name) =>
    Object.fromEntries(
      ["TRACK_CHANGED", "INFO_CHANGED", "LOCK_CHANGED"].map((event) => [
        `EVENT_TRACK_${event.replace("TRACK_", "")}`,
        () => host.eventText(`${name}.${event}`),
      ]),
    );

  return {
    VideoTrackStatic: events("VideoTrackEvent"),
    AudioTrackStatic: events("AudioTrackEvent"),
    VideoTrack: { ...common, getMediaType: () => host.guid(VIDEO_MEDIA), getTrackItems: trackItems },
    AudioTrack: { ...common, getMediaType: () => host.guid(AUDIO_MEDIA), getTrackItems: trackItems },
    CaptionTrack: { ...common, getMediaType: () => host.guid(DATA_MEDIA), getTrackItems: () => [] },
    TransitionFactoryStatic: {
      createVideoTransition: (data, matchName) => {
        if (!TRANSITIONS.includes(matchName)) throw new Error(`TransitionFactory: there is no transition "${matchName}"`);
        return host.handle("VideoTransition", { matchName });
      },
      getVideoTransitionMatchNames: () => TRANSITIONS.slice(),
    },
    VideoTransitionStatic: {
      TRANSITIONPOSITION_START: () => host.strict.enums.TransitionPosition.START,
      TRANSITIONPOSITION_END: () => host.strict.enums.TransitionPosition.END,
    },
  };
};

const TRANSITIONS = [
  "AE.ADBE Cross Dissolve New",
  "AE.ADBE Additive Dissolve",
  "AE.ADBE Dip To Black",
  "AE.ADBE Dip To White",
  "AE.ADBE Film Dissolve",
  "ADBE Push",
  "ADBE Wipe",
];

/** The transitions of an item as ranges. */
function transitions(item) {
  const found = [];
  const { start, end } = item.transitions;
  if (start)
    found.push({ ...start, start: item.start - (start.before || 0n), end: item.start - (start.before || 0n) + start.duration });
  if (end) found.push({ ...end, start: item.end - end.duration + (end.after || 0n), end: item.end + (end.after || 0n) });
  return found;
}
