// SPDX-License-Identifier: Apache-2.0
// Events: who listens to what, under the constants and under the texts of the static sides.
"use strict";

module.exports = function events(host) {
  const name = (value) => {
    for (const [group, members] of Object.entries(host.strict.enums)) {
      for (const [member, each] of Object.entries(members)) if (each === value) return `${group}.${member}`;
    }
    if (typeof value === "string" && value.startsWith("ppro:")) return value.slice(5);
    throw new Error(`EventManager: there is no event ${String(value)}`);
  };
  const targetOf = (handle) => host.data(handle).track || host.data(handle).sequence || host.data(handle).id || "encoder";

  /** The text of an event on a static side. */
  host.eventText = (event) => `ppro:${event}`;

  /** Something happened: those who listen are told, on the host's own time. */
  host.emit = (event, target, project) => {
    const told = host.listeners.filter((each) => each.event === event && (each.target === null || each.target === target));
    const type =
      event === "ProjectEvent.CLOSED" ? "ProjectClosedEvent" : event.startsWith("ProjectEvent.") ? "ProjectEvent" : null;
    told.forEach((each) =>
      Promise.resolve().then(() => {
        const news = type
          ? host.handle(type, { name: project.name, path: project.path, guid: project.guid, owner: project })
          : undefined;
        return news ? each.handler(news) : each.handler();
      }),
    );
  };

  const add = (event, target, handler) => host.listeners.push({ event, target, handler });
  const remove = (event, target, handler) => {
    host.listeners = host.listeners.filter((each) => each.event !== event || each.target !== target || each.handler !== handler);
  };
  const project = {
    name: (data) => data.name,
    path: (data) => data.path,
    id: (data) => data.guid,
    project: (data) => host.projectHandle(data.owner),
  };
  const texts = (group, names) =>
    Object.fromEntries(names.map((each) => [`EVENT_${each}`, () => host.eventText(`${group}.${each}`)]));

  return {
    EventManagerStatic: {
      addEventListener: (data, target, event, handler) => void add(name(event), targetOf(target), handler),
      removeEventListener: (data, target, event, handler) => remove(name(event), targetOf(target), handler),
      addGlobalEventListener: (data, event, handler) => void add(name(event), null, handler),
      removeGlobalEventListener: (data, event, handler) => remove(name(event), null, handler),
    },
    ProjectEventStatic: texts("ProjectEvent", ["OPENED", "ACTIVATED", "DIRTY"]),
    ProjectClosedEventStatic: texts("ProjectEvent", ["CLOSED"]),
    OperationCompleteEventStatic: texts("OperationCompleteEvent", [
      "IMPORT_MEDIA_COMPLETE",
      "EXPORT_MEDIA_COMPLETE",
      "EFFECT_DROP_COMPLETE",
    ]),
    ProjectEvent: project,
    ProjectClosedEvent: { name: project.name, path: project.path, id: project.id },
  };
};
