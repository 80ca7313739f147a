/** The page in English; its shape is what every other dictionary must have. */
export const en = {
  /** What each mode is for. */
  titles: { documents: "Ask your documents", chat: "Chat with Qwen", translate: "Translate a text" },

  /** Texts that stand in index.html, by their `data-…` key. */
  page: {
    skip: "Skip to the input",
    modes: "What to do",
    modeDocuments: "Documents",
    modeChat: "Chat",
    modeTranslate: "Translate",
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
    chatPlaceholder: "Say something …",
    picture: "Picture",
    pictureNote: "Drop, paste or choose pictures to ask about",
    picturesAdded: "Pictures that go along",
    think: "Think",
    thinkNote: "The model thinks before it answers",
    tools: "Tools",
    toolsNote: "A clock, a weather table and a unit converter that run in this page",
    speak: "Speak",
    speakNote: "The answer is spoken; without thinking and tools",
    abilities: "The next answer",
    thoughts: "Thoughts",
    download: "Download WAV",
    from: "From",
    to: "To",
    swap: "Swap the languages",
    otherLanguage: "English name or code, such as Polish",
    model: "Model",
    modelPlus: "qwen-mt-plus · best",
    modelFlash: "qwen-mt-flash · fast",
    text: "Text",
    textPlaceholder: "Write or paste a text …",
    translation: "Translation",
    translate: "Translate",
    translateKeys: "Ctrl+Enter translates · Esc stops",
    glossary: "Glossary",
    termSource: "Word",
    termTarget: "its translation",
    addTerm: "Add a word",
    removeTerm: "Remove this word",
    wirePage: "This page",
    wirePageNote: "has no key",
    wireGateway: "Gateway",
    wireGatewayNote: "holds the key",
  },

  /** Which service answers. */
  service: {
    unknown: { name: "…", note: "connecting" },
    emulator: { name: "Emulator", note: "no model: it quotes what you give it" },
    dashscope: { name: "Qwen", note: "the real service; Start over deletes your files" },
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
    thinking: "The model is thinking.",
    calling: "The model calls a tool.",
    answering: "The answer is coming in.",
    answered: "The answer is complete.",
    translating: "The translation is coming in.",
    translated: "The translation is complete.",
    startedOver: "Everything here is new again.",
  },

  /** What stands under an answer. */
  turn: {
    you: "You asked",
    waiting: "waiting until the documents have been read …",
    asking: { documents: "looking through the documents …", chat: "waiting for the first word …" },
    thinking: (seconds: number) => (seconds > 0 ? `Thinking … ${seconds} s` : "Thinking …"),
    thought: (seconds: string) => `Thought for ${seconds} s`,
    again: (seconds: number) => `no luck yet; trying again in ${seconds} s …`,
    firstWord: (seconds: string) => `first word after ${seconds} s`,
    complete: (seconds: string) => `complete after ${seconds} s`,
    ended: (seconds: string) => `ended after ${seconds} s`,
    read: (count: string) => `${count} tokens read`,
    written: (count: string) => `${count} written`,
    estimate: "estimate",
    estimateNote: "The emulator estimates token counts; the service counts them.",
  },

  /** Where a tool's call is. */
  call: { running: "running …", done: "done", failed: "failed", stopped: "stopped" },

  /** What the tools say. */
  tools: {
    skies: { clear: "clear", cloudy: "cloudy", rain: "rain", snow: "snow" },
    table: "made up",
    noCity: (name: string) => `Error: the table has no city "${name}".`,
    noUnits: (from: string, to: string) => `Error: cannot convert "${from}" to "${to}".`,
    failed: "Error: the tool failed.",
  },

  /** A spoken answer: what its button does, and where it is. */
  sound: {
    action: { playing: "Pause", paused: "Go on", ended: "Hear again", failed: "Try again" },
    state: { playing: "speaking …", paused: "paused", ended: "spoken", failed: "" },
  },

  /** Questions to try. */
  samples: {
    think: { name: "Think it through", text: "Which is larger, 9.11 or 9.9?" },
    picture: { name: "Look at a picture", text: "What is in this picture?" },
    tools: { name: "Call tools", text: "How is the weather in Lisbon and Tokyo?" },
    speak: { name: "Say it aloud", text: "Wish me a good morning." },
  },

  /** The translator's lists. */
  translate: { auto: "Automatic", other: "Other …" },

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
    picture: { what: "This is no picture that the model can read.", next: "Add a PNG, JPEG or WebP; documents belong under Documents." },
    pictureSize: { what: "The picture is too large, too small or too narrow.", next: "Add one of at least 11 pixels a side and at most 7 MB." },
    silent: { what: "This browser cannot play the sound.", next: "Read the text, or download the WAV file." },
    rounds: { what: "The model called tools again and again.", next: "Ask a narrower question." },
    language: { what: "The model does not know this language.", next: "Choose one of the list, or write its English name." },
    text: { what: "Only text can be translated.", next: "Drop a text file, or paste the text." },
    invalid: { what: "The service did not accept the request.", next: "Change the question, or start over." },
    unknown: { what: "Something unexpected happened.", next: "Try again; if it stays, reload the page." },
  },
};

/** What a dictionary has to say: a missing or surplus key does not compile. */
export type Dictionary = typeof en;

/** The name of something that can go wrong. */
export type ProblemName = keyof Dictionary["problems"];
