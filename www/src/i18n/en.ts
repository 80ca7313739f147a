/** The page in English; its shape is what every other dictionary must have. */
export const en = {
  title: "Ask your documents",

  /** Texts that stand in index.html, by their `data-…` key. */
  page: {
    title: "Ask your documents",
    skip: "Skip to the question",
    language: "Language",
    theme: "Dark mode",
    startOver: "Start over",
    documents: "Documents",
    dropHere: "Drop documents here",
    dropFormats: "PDF, Word, text, Markdown, CSV … up to 150 MB each",
    choose: "Choose files",
    paste: "Paste text",
    sample: "Try a sample contract",
    dropAnywhere: "Drop to add",
    stepAdd: "Add documents",
    stepAsk: "Ask a question",
    stepRead: "Read the answer",
    conversation: "Conversation",
    question: "Your question",
    placeholder: "Your question …",
    ask: "Ask",
    stop: "Stop",
    keys: "Enter asks · Shift+Enter starts a new line · Esc stops",
    suggestions: "Suggested questions",
    pasteTitle: "Paste a text",
    pasteLabel: "The text becomes a document of its own",
    add: "Add",
    cancel: "Cancel",
    retry: "Try again",
    remove: "Remove",
    askAgain: "Ask again",
    wirePage: "This page",
    wirePageNote: "has no key",
    wireGateway: "Gateway",
    wireGatewayNote: "holds the key",
  },

  /** Which service answers. */
  service: {
    unknown: { name: "…", note: "connecting" },
    emulator: { name: "Emulator", note: "no model: it quotes your documents" },
    dashscope: { name: "Qwen-Long", note: "the real service; Start over deletes your files" },
  },

  /** What a document's card says. */
  phase: {
    upload: () => "uploading …",
    parse: (seconds: number) => (seconds > 0 ? `being read … ${seconds} s` : "being read …"),
    ready: () => "ready",
    failed: () => "not added",
  },

  /** What the screen reader is told. */
  announce: {
    ready: (name: string) => `${name} is ready.`,
    failed: (name: string, sentence: string) => `${name}: ${sentence}`,
    waiting: "Waiting until the documents have been read.",
    answering: "The answer is coming in.",
    answered: "The answer is complete.",
    startedOver: "A new conversation has begun.",
  },

  /** What stands under an answer. */
  turn: {
    you: "You asked",
    waiting: "waiting until the documents have been read …",
    asking: "looking through the documents …",
    again: (seconds: number) => `no luck yet; trying again in ${seconds} s …`,
    firstWord: (seconds: string) => `first word after ${seconds} s`,
    complete: (seconds: string) => `complete after ${seconds} s`,
    ended: (seconds: string) => `ended after ${seconds} s`,
    read: (count: string) => `${count} tokens read`,
    written: (count: string) => `${count} written`,
    estimate: "estimate",
    estimateNote: "The emulator estimates token counts; the service counts them.",
  },

  pasted: "Pasted text",
  cannotDelete: "Some uploaded files could not be deleted; they may still be at the service.",

  /** What can go wrong: what happened, and the next step. */
  problems: {
    stopped: { what: "Stopped.", next: "Ask again whenever you like." },
    length: { what: "The answer reached its longest length.", next: "Ask for the rest, or a narrower question." },
    filtered: { what: "The service's content filter ended the answer.", next: "Put the question differently." },
    cut: { what: "The connection broke: the answer above is not complete.", next: "Ask again." },
    stalled: { what: "No more of the answer came for a long time.", next: "Ask again." },
    unreachable: { what: "The gateway does not answer.", next: "See that the server still runs and you are online; then try again." },
    slow: { what: "The service took too long.", next: "Wait a moment, then try again." },
    key: { what: "The service did not accept the gateway's API key.", next: "Start the server with a valid DASHSCOPE_API_KEY." },
    refused: { what: "The gateway does not allow this.", next: "Open the page at the address that the server printed." },
    busy: { what: "Too many requests at once.", next: "Wait a minute, then try again." },
    broken: { what: "The service had an error of its own.", next: "Try again in a moment." },
    format: { what: "This kind of file cannot be read.", next: "Save it as PDF, DOCX, TXT or Markdown and add that." },
    size: { what: "The file is too large (150 MB at most, images 20 MB).", next: "Split it and add the parts." },
    pages: { what: "The document has too many pages (15,000 at most).", next: "Split it and add the parts." },
    blank: { what: "There is no text in this document.", next: "Add one with text; a scan needs to be readable." },
    unreadable: { what: "The document could not be read: it may be damaged.", next: "Open it, save it anew and add it again." },
    gone: { what: "The service no longer has this document.", next: "Start over and add it again." },
    tooMany: { what: "Too many documents in one conversation (100 at most).", next: "Start over with fewer." },
    tooLong: { what: "The documents are longer than the model can read at once.", next: "Start over with fewer." },
    invalid: { what: "The service did not accept the request.", next: "Change the question, or start over." },
    unknown: { what: "Something unexpected happened.", next: "Try again; if it stays, reload the page." },
  },
};

/** What a dictionary has to say: a missing or surplus key does not compile. */
export type Dictionary = typeof en;

/** The name of something that can go wrong. */
export type ProblemName = keyof Dictionary["problems"];
