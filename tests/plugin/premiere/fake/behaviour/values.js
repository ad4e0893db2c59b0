// SPDX-License-Identifier: Apache-2.0
// Values: times, rates, colours, rectangles, ids. They never go stale.
"use strict";
const { SECOND, nearest, floor } = require("../ticks.js");

const LIMIT = 9223372036854775807n;

module.exports = function values(host) {
  const time = (ticks) => host.handle("TickTime", { ticks });
  const ticks = (handle) => host.data(handle).ticks;
  const rate = (ticksPerFrame) => host.handle("FrameRate", { ticksPerFrame });
  const guid = (text) => host.handle("Guid", { text });
  const color = (red, green, blue, alpha) => host.handle("Color", { red, green, blue, alpha });
  const point = (x, y) => host.handle("PointF", { x, y });
  const rect = (width, height) => host.handle("RectF", { width, height });
  Object.assign(host, { time, ticks, rate, guid, color, point, rect });

  const scaled = (data, factor) => {
    if (Number.isInteger(factor)) return data.ticks * BigInt(factor);
    return BigInt(Math.round(Number(data.ticks) * factor));
  };
  const frameOf = (handle) => BigInt(Math.round(host.data(handle).ticksPerFrame));

  return {
    TickTimeStatic: {
      createWithFrameAndFrameRate: (data, count, frameRate) =>
        time(BigInt(Math.round(count * host.data(frameRate).ticksPerFrame))),
      createWithSeconds: (data, seconds) => time(BigInt(Math.round(seconds * Number(SECOND)))),
      createWithTicks: (data, text) => {
        if (!/^-?\d+$/.test(text))
          throw new TypeError(`Illegal Parameter: TickTime.createWithTicks: "${text}" is no whole number`);
        return time(BigInt(text));
      },
      TIME_ZERO: () => time(0n),
      TIME_ONE_SECOND: () => time(SECOND),
      TIME_ONE_MINUTE: () => time(SECOND * 60n),
      TIME_ONE_HOUR: () => time(SECOND * 3600n),
      TIME_MAX: () => time(LIMIT - 1n),
      TIME_MIN: () => time(1n - LIMIT),
      TIME_INVALID: () => time(-LIMIT - 1n),
    },
    TickTime: {
      equals: (data, other) => data.ticks === ticks(other),
      alignToNearestFrame: (data, frameRate) => time(nearest(data.ticks, frameOf(frameRate))),
      alignToFrame: (data, frameRate) => time(floor(data.ticks, frameOf(frameRate))),
      add: (data, other) => time(data.ticks + ticks(other)),
      subtract: (data, other) => time(data.ticks - ticks(other)),
      multiply: (data, factor) => time(scaled(data, factor)),
      divide: (data, divisor) => time(divisor === 0 ? -LIMIT - 1n : scaled(data, 1 / divisor)),
      seconds: (data) => Number(data.ticks) / Number(SECOND),
      ticks: (data) => String(data.ticks),
      ticksNumber: (data) => Number(data.ticks),
    },
    FrameRateStatic: { createWithValue: (data, value) => rate(Number(SECOND) / value) },
    FrameRate: {
      equals: (data, other) => data.ticksPerFrame === host.data(other).ticksPerFrame,
      ticksPerFrame: (data) => data.ticksPerFrame,
      // the host speaks of 23.976 and means 24000/1001
      value: (data) => Math.round((Number(SECOND) / data.ticksPerFrame) * 1000) / 1000,
    },
    GuidStatic: { fromString: (data, text) => guid(text) },
    Guid: { toString: (data) => data.text },
    Color: {
      new: (red, green, blue, alpha) => color(red || 0, green || 0, blue || 0, alpha === undefined ? 1 : alpha),
      equals: (data, other) => ["red", "green", "blue", "alpha"].every((name) => data[name] === host.data(other)[name]),
      red: (data) => data.red,
      green: (data) => data.green,
      blue: (data) => data.blue,
      alpha: (data) => data.alpha,
    },
    PointF: {
      new: (x, y) => point(x || 0, y || 0),
      distanceTo: (data, other) => Math.hypot(data.x - host.data(other).x, data.y - host.data(other).y),
      x: (data) => data.x,
      y: (data) => data.y,
    },
    RectF: { new: () => rect(0, 0), width: (data) => data.width, height: (data) => data.height },
    TimeDisplay: { type: (data) => data.type },
    AddTransitionOptions: {
      new: () => host.handle("AddTransitionOptions", { atStart: false, single: false, alignment: 0.5, duration: SECOND }),
      setApplyToStart: (data, value) => host.handle("AddTransitionOptions", Object.assign(data, { atStart: value })),
      setForceSingleSided: (data, value) => host.handle("AddTransitionOptions", Object.assign(data, { single: value })),
      setTransitionAlignment: (data, value) => host.handle("AddTransitionOptions", Object.assign(data, { alignment: value })),
      setDuration: (data, value) => host.handle("AddTransitionOptions", Object.assign(data, { duration: ticks(value) })),
      applyToStart: (data) => data.atStart,
      forceSingleSided: (data) => data.single,
      transitionAlignment: (data) => data.alignment,
      duration: (data) => time(data.duration),
    },
  };
};
