/** The ways in: drop anywhere, paste anywhere, the file pickers, the paste dialog. Each ends in `add`. */
import { find } from "./dom.js";
import type { Source } from "./mode.js";

/** Takes what came in. */
export type Add = (source: Source) => void;

/** Opens the ways in that the whole page has; `add` takes what comes. */
export function startIntake(add: Add): void {
  startDrop(add);
  startPaste(add);
  startDialog(add);
}

/** Makes `button` open the file picker. */
export function startPicker(button: HTMLButtonElement, input: HTMLInputElement, add: Add): void {
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    for (const file of input.files ?? []) add(file);
    input.value = ""; // so that the same file can be chosen again
  });
}

function startDrop(add: Add): void {
  let depth = 0; // dragenter and dragleave come for every element passed over
  const show = (next: number): void => {
    depth = Math.max(0, next);
    document.body.classList.toggle("dragging", depth > 0);
  };
  document.addEventListener("dragenter", (event) => isIntake(event) && show(depth + 1));
  document.addEventListener("dragleave", (event) => isIntake(event) && show(depth - 1));
  document.addEventListener("dragover", (event) => isIntake(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!isIntake(event)) return;
    event.preventDefault();
    show(0);
    for (const file of event.dataTransfer?.files ?? []) add(file);
  });
}

/** Files alone: text that is dragged may be the page's own. */
function isIntake(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

function startPaste(add: Add): void {
  document.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    // Text that is pasted into a text field is the field's own.
    if (data === null || (isField(event.target) && data.files.length === 0)) return;
    event.preventDefault();
    for (const file of data.files) add(file);
    if (data.files.length === 0) addText(data.getData("text/plain"), add);
  });
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
}

function startDialog(add: Add): void {
  const dialog = find(document, "#paste-dialog", HTMLDialogElement);
  const field = find(dialog, "textarea", HTMLTextAreaElement);
  find(document, "#paste", HTMLButtonElement).addEventListener("click", () => dialog.showModal());
  find(dialog, "[data-text=cancel]", HTMLButtonElement).addEventListener("click", () => dialog.close());
  find(dialog, "form", HTMLFormElement).addEventListener("submit", () => {
    addText(field.value, add);
    field.value = "";
  });
}

function addText(text: string, add: Add): void {
  if (text.trim() !== "") add({ text });
}
