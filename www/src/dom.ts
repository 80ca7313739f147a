/** The page's elements, found or failed loudly. */

/** The one element under `root` that matches, as the class it must be. */
export function find<T extends Element>(root: ParentNode, selector: string, kind: new () => T): T {
  const element = root.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`index.html has no ${kind.name} at "${selector}"`);
  return element;
}

/** A copy of the element inside `<template id={id}>`. */
export function fromTemplate(id: string): HTMLElement {
  const template = find(document, `template#${id}`, HTMLTemplateElement);
  return find(document.importNode(template.content, true), "*", HTMLElement);
}

/** Tells the screen reader, once, politely. */
export function announce(sentence: string): void {
  find(document, "#status", HTMLElement).textContent = sentence;
}
