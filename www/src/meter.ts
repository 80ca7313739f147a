/** What an answer took: the time to its first word and to its end, and its tokens. */
import type { Outcome } from "./conversation/answerer.js";
import { find } from "./dom.js";
import { language, t } from "./i18n/index.js";
import { answeredBy } from "./service.js";

/** Fills `meter`; without text there is nothing to measure. */
export function showMeter(meter: HTMLElement, outcome: Outcome | null): void {
  meter.hidden = outcome === null || outcome.firstText === null;
  if (outcome === null || outcome.firstText === null) return;
  const { firstText, total, end } = outcome;
  find(meter, ".wait", HTMLElement).style.flexGrow = String(firstText);
  find(meter, ".flow", HTMLElement).style.flexGrow = String(total - firstText);
  find(meter, ".first-word", HTMLElement).textContent = t().turn.firstWord(seconds(firstText));
  const ended = end.state === "complete" ? t().turn.complete : t().turn.ended;
  find(meter, ".total", HTMLElement).textContent = ended(seconds(total));
  find(meter, ".usage", HTMLElement).hidden = !end.usage;
  if (!end.usage) return;
  find(meter, ".read", HTMLElement).textContent = t().turn.read(count(end.usage.prompt_tokens));
  find(meter, ".written", HTMLElement).textContent = t().turn.written(count(end.usage.completion_tokens));
  const estimate = find(meter, ".estimate", HTMLElement);
  estimate.hidden = answeredBy() !== "emulator";
  estimate.textContent = t().turn.estimate;
  estimate.title = t().turn.estimateNote;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toLocaleString(language(), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function count(tokens: number): string {
  return tokens.toLocaleString(language());
}
