// SPDX-License-Identifier: Apache-2.0
// Effects of track items: motion, opacity, volume; their parameters and keyframes; named properties; project metadata.
"use strict";

const UNITY = 10 ** (-15 / 20); // 0 dB: the host's level runs to +15 dB at 1
const FRENCH = {
  Motion: "Trajectoire",
  Position: "Position",
  Scale: "Échelle",
  Rotation: "Rotation",
  Opacity: "Opacité",
  Volume: "Volume",
  Level: "Niveau",
  Bypass: "Ignorer",
  "Channel Volume": "Volume des canaux",
  Left: "Gauche",
  Right: "Droite",
  "Anchor Point": "Point d’ancrage",
};
const OWN = {
  video: [
    [
      "AE.ADBE Motion",
      "Motion",
      [
        ["Position", [0.5, 0.5]],
        ["Scale", 100],
        ["Rotation", 0],
        ["Anchor Point", [0.5, 0.5]],
      ],
    ],
    ["AE.ADBE Opacity", "Opacity", [["Opacity", 100]]],
  ],
  audio: [
    [
      "Internal Volume Stereo",
      "Volume",
      [
        ["Bypass", false],
        ["Level", UNITY],
      ],
    ],
    [
      "Internal Channel Volume Stereo",
      "Channel Volume",
      [
        ["Bypass", false],
        ["Left", UNITY],
        ["Right", UNITY],
      ],
    ],
  ],
};
const ADDED = {
  video: { "AE.ADBE Lumetri": "Lumetri Color", "AE.ADBE Gaussian Blur 2": "Gaussian Blur", "PR.ADBE Solarize": "Solarize" },
  audio: { "Internal Gain": "Gain", "Internal Fade": "Amplify" },
};

module.exports = function components(host) {
  const { scene } = host;
  const shown = (name) => (host.faults.locale === "fr" && FRENCH[name]) || name;

  function fresh(kind) {
    return OWN[kind].map(([matchName, name, params]) => ({
      id: scene.id("component"),
      matchName,
      name,
      params: params.map(([label, value]) => ({ name: label, value, varying: false, keys: [] })),
    }));
  }

  /** The chain of an item; it is there from the first look on. */
  function chain(data) {
    const item = host.trackItemOf(data);
    if (!item.components) item.components = fresh(data.kind);
    return item.components;
  }

  function component(data) {
    const found = chain(data).find((each) => each.id === data.component);
    if (!found) throw new Error("script object is no longer valid (the component is gone)");
    return found;
  }

  function param(data) {
    return component(data).params[data.param];
  }

  const out = (value) => (Array.isArray(value) ? host.point(...value) : value);

  function incoming(data, value) {
    const core = host.strict.core(value);
    const plain = core && core.type === "PointF" ? [core.data.x, core.data.y] : value;
    if (typeof plain !== typeof param(data).value || Array.isArray(plain) !== Array.isArray(param(data).value)) {
      throw new TypeError(`createKeyframe: the value isn't of the kind of "${param(data).name}"`);
    }
    return plain;
  }

  const keyframe = (value, at) => host.handle("Keyframe", { value, at: at || 0n, mode: 0 });
  const times = (data) => param(data).keys.map((key) => key.at);
  const keyOf = (data, at) => {
    const found = param(data).keys.find((key) => key.at === at);
    return found ? keyframe(found.value, found.at) : null;
  };

  function addKey(data, key) {
    const given = host.data(key);
    return () => {
      const to = param(data);
      if (!to.varying) throw new Error(`"${to.name}" doesn't vary over time`);
      to.keys = to.keys.filter((each) => each.at !== given.at).concat([{ at: given.at, value: given.value, mode: given.mode }]);
      to.keys.sort((left, right) => (left.at < right.at ? -1 : 1));
    };
  }

  function valueAt(data, at) {
    const { keys, value, varying } = param(data);
    if (!varying || keys.length === 0) return value;
    const after = keys.findIndex((key) => key.at >= at);
    if (after < 0) return keys[keys.length - 1].value;
    if (after === 0 || typeof value !== "number") return keys[after].value;
    const [left, right] = [keys[after - 1], keys[after]];
    return left.value + (right.value - left.value) * (Number(at - left.at) / Number(right.at - left.at));
  }

  const setValue = (data, key) => () => {
    if (param(data).varying) throw new Error(`"${param(data).name}" varies over time: add a keyframe`);
    param(data).value = host.data(key).value;
  };
  const keep = (data, wanted) => () => {
    param(data).keys = param(data).keys.filter(wanted);
  };

  function insert(data, handle, index) {
    const given = host.data(handle);
    return () => {
      const made = { id: scene.id("component"), matchName: given.matchName, name: given.name, params: [] };
      chain(data).splice(index === undefined ? chain(data).length : index, 0, made);
    };
  }

  const chained = {
    getComponentCount: (data) => chain(data).length,
    getComponentAtIndex: (data, index) => {
      if (!chain(data)[index]) throw new Error(`there is no component ${index}`);
      return host.handle("Component", { ...data, component: chain(data)[index].id });
    },
    createInsertComponentAction: insert,
    createAppendComponentAction: (data, handle) => insert(data, handle),
    createRemoveComponentAction: (data, handle) => () => {
      host.trackItemOf(data).components = chain(data).filter((each) => each.id !== host.data(handle).component);
    },
  };

  const filters = (kind, type) => (data, name) => {
    const found = Object.entries(ADDED[kind]).find((pair) => pair.includes(name));
    if (!found) throw new Error(`there is no effect "${name}"`);
    return host.handle(type, { matchName: found[0], name: found[1] });
  };

  return {
    VideoComponentChain: chained,
    AudioComponentChain: chained,
    Component: {
      getMatchName: (data) => component(data).matchName,
      getDisplayName: (data) => shown(component(data).name),
      getParamCount: (data) => component(data).params.length,
      getParam: (data, index) => {
        if (!component(data).params[index || 0]) throw new Error(`there is no parameter ${index}`);
        return host.handle("ComponentParam", { ...data, param: index || 0 });
      },
    },
    ComponentParam: {
      displayName: (data) => shown(param(data).name),
      createKeyframe: (data, value) => keyframe(incoming(data, value)),
      getStartValue: (data) => keyframe(param(data).keys.length ? param(data).keys[0].value : param(data).value),
      getValueAtTime: (data, at) => out(valueAt(data, host.ticks(at))),
      areKeyframesSupported: () => true,
      isTimeVarying: (data) => param(data).varying,
      getKeyframeListAsTickTimes: (data) => times(data).map((at) => host.time(at)),
      getKeyframePtr: (data, at) => keyOf(data, at ? host.ticks(at) : 0n),
      findNextKeyframe: (data, at) =>
        keyOf(
          data,
          times(data).find((each) => each > host.ticks(at)),
        ),
      findPreviousKeyframe: (data, at) =>
        keyOf(
          data,
          times(data)
            .filter((each) => each < host.ticks(at))
            .pop(),
        ),
      createSetValueAction: setValue,
      createAddKeyframeAction: addKey,
      createSetTimeVaryingAction: (data, varying) => () =>
        Object.assign(param(data), { varying, keys: varying ? param(data).keys : [] }),
      createRemoveKeyframeAction: (data, at) => keep(data, (key) => key.at !== host.ticks(at)),
      createRemoveKeyframeRangeAction: (data, from, to) =>
        keep(data, (key) => key.at < host.ticks(from) || key.at > host.ticks(to)),
    },
    Keyframe: {
      value: (data) => ({ value: out(data.value) }),
      position: (data) => host.time(data.at),
      "set value": (data, given) => Object.assign(data, { value: given.value }),
      "set position": (data, given) => Object.assign(data, { at: host.ticks(given) }),
      getTemporalInterpolationMode: (data) => data.mode,
      setTemporalInterpolationMode: (data, mode) => Boolean(Object.assign(data, { mode })),
    },
    VideoFilterFactoryStatic: {
      createComponent: filters("video", "VideoFilterComponent"),
      getMatchNames: () => Object.keys(ADDED.video),
      getDisplayNames: () => Object.values(ADDED.video).map(shown),
    },
    AudioFilterFactoryStatic: {
      createComponentByDisplayName: filters("audio", "AudioFilterComponent"),
      getDisplayNames: () => Object.values(ADDED.audio).map(shown),
    },
  };
};
