/**
 * A growing Markdown text as safe DOM. The text is untrusted: a document can make a model say anything.
 *
 * Two walls: the renderer turns HTML into plain text and images into their description, so that neither is ever
 * markup; then DOMPurify keeps a short list of tags. (The third is the page's Content-Security-Policy.)
 */
import DOMPurify from "dompurify";
import { Marked, type Token, type Tokens } from "marked";

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escape(text),
    image: ({ text }: Tokens.Image) => `🖼 ${escape(text)}`,
    heading({ tokens, depth }: Tokens.Heading) {
      // The page's own headings are h1 and h2.
      const level = Math.min(depth + 2, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
  },
});

const purify = DOMPurify();
purify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A") return;
  node.setAttribute("rel", "noopener noreferrer nofollow");
  node.setAttribute("target", "_blank");
});

const allowed = {
  ALLOWED_TAGS: [
    "p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "h3", "h4", "h5", "h6", "hr", "a",
    "table", "thead", "tbody", "tr", "th", "td",
  ],
  ALLOWED_ATTR: ["href", "start", "align"],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

/**
 * Renders into `target` as text arrives. Finished blocks stay as they are; only the last block is made again, so that
 * a long answer costs no more per word than a short one and a selection in it survives.
 */
export class MarkdownStream {
  readonly #target: HTMLElement;
  readonly #live = document.createElement("div");
  #open = "";

  constructor(target: HTMLElement) {
    this.#target = target;
    this.#live.className = "live";
    target.replaceChildren(this.#live);
  }

  /** Adds text. */
  write(text: string): void {
    // Marked counts a CRLF as one character; without CR its lengths are those of the text.
    this.#open += text.replaceAll("\r", "");
    const tokens = marked.lexer(this.#open);
    const settled = lengthOf(tokens.slice(0, lastBlock(tokens)));
    if (settled > 0) this.#target.insertBefore(render(this.#open.slice(0, settled)), this.#live);
    this.#open = this.#open.slice(settled);
    this.#live.replaceChildren(render(this.#open));
  }
}

/** The index of the last token that is not white space: it may still grow. */
function lastBlock(tokens: readonly Token[]): number {
  return Math.max(0, tokens.findLastIndex((token) => token.type !== "space"));
}

/** Of the text these tokens stand for. Their `raw` itself is not that text: marked writes a single space as a line feed. */
function lengthOf(tokens: readonly Token[]): number {
  return tokens.reduce((length, token) => length + token.raw.length, 0);
}

function render(markdown: string): DocumentFragment {
  const html = marked.parse(markdown, { async: false });
  return purify.sanitize(html, { ...allowed, RETURN_DOM_FRAGMENT: true });
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
