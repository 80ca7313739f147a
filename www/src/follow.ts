/** Keeps the end of a growing answer in view, unless the reader has scrolled away from it. */

/** How far, in CSS pixels, the page's end may be below the window for the reader to count as being at it. */
const NEAR = 96;

/** Does what makes the page grow, and goes along if its end was in view before. */
export function followEnd(grow: () => void): void {
  const page = document.documentElement;
  const atEnd = page.scrollHeight - innerHeight - scrollY < NEAR;
  grow();
  if (atEnd) toEnd();
}

/** Brings the page's end into view. */
export function toEnd(): void {
  scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
}
