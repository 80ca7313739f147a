import { type Language, languageOf } from "../search/words.js";

/** The sentences of an answer. */
export interface Phrases {
  notAModel: string;
  quoted: string;
  noMatch: string;
  noMatchIn(names: string): string;
  unreadable(name: string): string;
  noDocuments(question: string): string;
  documentsRead: string;
  asText: string;
  asJson: string;
  addedAfter(turn: number): string;
  turn(turn: number, role: string): string;
  noRole: string;
  thinking(question: string): string;
  calling(names: readonly string[]): string;
  toolsAnswered: string;
  taken: string;
  searched(strategy: string): string;
  boxed(number: string): string;
  continuing(prefix: string): string;
  /** Between the names of a list. */
  comma: string;
}

const en: Phrases = {
  notAModel: "**Qwen emulator, not a model.** It searches the documents for the words of the question.",
  quoted: "It found these passages:",
  noMatch: "Nothing in the documents matches the words of the question. They begin like this:",
  noMatchIn: (names) => `No passage matches in ${names}.`,
  unreadable: (name) => `The emulator cannot read ${name}: it reads text, PDF with text, and DOCX.`,
  noDocuments: (question) => `There are no documents in this conversation. The question was: ${question}`,
  documentsRead: "**Documents read, in order**",
  asText: "given as text",
  asJson: "given as JSON",
  addedAfter: (turn) => `added after turn ${turn}`,
  turn: (turn, role) => `Turn ${turn} of this conversation. Role message: ${role}.`,
  noRole: "none",
  thinking: (question) =>
    `The emulator does not think: it searches the documents for the words of the question and quotes them. The question has ` +
    `${question.length} characters. First, it is read once more. Then its words are compared with what there is. That is all, and so the answer begins.`,
  calling: (names) => `The emulator calls ${names.join(", ")}.`,
  toolsAnswered: "The tools answered:",
  taken: "It was given, in this order:",
  searched: (strategy) => `A web search (${strategy}) was asked for; the emulator has no web.`,
  boxed: (number) => `The emulator cannot calculate. It repeats the last number: $\\boxed{${number}}$`,
  continuing: (prefix) => ` … and so the emulator goes on after “${tail(prefix)}”.`,
  comma: ", ",
};

const zh: Phrases = {
  notAModel: "**这是通义千问模拟器，不是模型。** 它在文档中检索问题里的词语。",
  quoted: "找到以下段落：",
  noMatch: "文档中没有与问题匹配的内容。各文档开头如下：",
  noMatchIn: (names) => `以下文档没有匹配的段落：${names}。`,
  unreadable: (name) => `模拟器无法读取 ${name}：它只能读取文本、含文字的 PDF 和 DOCX。`,
  noDocuments: (question) => `本次对话没有文档。问题是：${question}`,
  documentsRead: "**已读文档（按顺序）**",
  asText: "以文本提供",
  asJson: "以 JSON 提供",
  addedAfter: (turn) => `第 ${turn} 轮之后添加`,
  turn: (turn, role) => `本次对话第 ${turn} 轮。角色消息：${role}。`,
  noRole: "无",
  thinking: (question) =>
    `模拟器不会思考：它在文档中检索问题里的词语并引用。问题共有 ${question.length} 个字符。首先，再读一遍问题。然后，把其中的词语与现有内容比较。到此为止，下面开始回答。`,
  calling: (names) => `模拟器调用 ${names.join("、")}。`,
  toolsAnswered: "工具返回：",
  taken: "按顺序收到：",
  searched: (strategy) => `请求了联网搜索（${strategy}）；模拟器没有网络。`,
  boxed: (number) => `模拟器不会计算，只重复最后一个数字：$\\boxed{${number}}$`,
  continuing: (prefix) => `……模拟器在“${tail(prefix)}”之后继续。`,
  comma: "、",
};

/** The end of a text. */
function tail(text: string): string {
  return Array.from(text).slice(-20).join("");
}

const PHRASES: Readonly<Record<Language, Phrases>> = { en, zh };

/** The sentences in the language of a question. */
export function phrasesFor(question: string): Phrases {
  return PHRASES[languageOf(question)];
}
