// SPDX-License-Identifier: Apache-2.0
// What edits do to the tracks of a sequence: overwriting cuts away what is there, inserting shifts it. Plain data, whole ticks.
"use strict";
const { nearest, floor } = require("./ticks.js");

const byStart = (left, right) => (left.start < right.start ? -1 : left.start > right.start ? 1 : 0);

/** A part of an item, from `start` to `end` on the timeline, with its source moved along. */
function part(item, start, end, id) {
  const moved = { ...item, id: id || item.id, start, end, in: item.in + (start - item.start), out: item.out - (item.end - end) };
  if (start !== item.start) moved.transitions = { ...moved.transitions, start: null };
  if (end !== item.end) moved.transitions = { ...moved.transitions, end: null };
  return moved;
}

/** Removes whatever lies in [start, end): whole items, ends, middles. */
function carve(track, start, end, newId) {
  const kept = [];
  for (const item of track.items) {
    if (item.end <= start || item.start >= end) {
      kept.push(item);
      continue;
    }
    if (item.start < start) kept.push(part(item, item.start, start));
    if (item.end > end) kept.push(part(item, end, item.end, item.start < start ? newId() : item.id));
  }
  track.items = kept.sort(byStart);
}

/** Opens room of a length at a time: what lies there is split, what lies later moves. */
function ripple(track, at, length, newId) {
  const moved = [];
  for (const item of track.items) {
    if (item.end <= at) {
      moved.push(item);
    } else if (item.start >= at) {
      moved.push({ ...item, start: item.start + length, end: item.end + length });
    } else {
      const rest = part(item, at, item.end, newId());
      moved.push(part(item, item.start, at), { ...rest, start: rest.start + length, end: rest.end + length });
    }
  }
  track.items = moved.sort(byStart);
}

/** Closes the room that an item leaves. */
function close(track, start, end) {
  const length = end - start;
  track.items = track.items.map((each) =>
    each.start >= end ? { ...each, start: each.start - length, end: each.end - length } : each,
  );
}

/** The length that a piece of media takes on a sequence: whole frames, sound to the nearest one. */
function lengthOn(sequence, kind, from, to) {
  const frame = sequence.timebase;
  const whole = kind === "audio" ? nearest(to - from, frame) : floor(to - from, frame);
  return whole > 0n ? whole : frame;
}

function put(track, item) {
  track.items = track.items.concat([item]).sort(byStart);
}

/** Free ranges between items, up to the last one. */
function gaps(track) {
  const found = [];
  let at = 0n;
  for (const item of [...track.items].sort(byStart)) {
    if (item.start > at) found.push({ start: at, end: item.start });
    at = item.end > at ? item.end : at;
  }
  return found;
}

/** Where the last item of a sequence ends. */
function endOf(sequence) {
  const ends = [...sequence.video, ...sequence.audio].flatMap((track) => track.items.map((item) => item.end));
  return ends.reduce((last, each) => (each > last ? each : last), 0n);
}

module.exports = { carve, ripple, close, put, gaps, endOf, lengthOn, part, byStart };
