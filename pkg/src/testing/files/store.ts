import { fileId } from "../ids.js";
import type { Settings } from "../options.js";
import { type Content, readContent } from "./content.js";

/** What a file is for; the service itself makes those of `batch_output`. */
export type Purpose = "file-extract" | "batch" | "batch_output";

/** A file. Its bytes are read when chat first needs them. */
export class StoredFile {
  readonly id: string;
  /** UNIX seconds. */
  readonly createdAt: number;
  deleted = false;
  readonly #uploadedAt: number;
  #answersInProgress = 0;
  #content: Promise<Content> | null = null;

  constructor(
    readonly account: string,
    readonly file: File,
    readonly purpose: Purpose,
    private readonly settings: Settings,
  ) {
    this.id = fileId(purpose);
    this.#uploadedAt = settings.now();
    this.createdAt = Math.floor(this.#uploadedAt / 1000);
  }

  /** Whether chat must answer `File parsing in progress` about it; each call that says yes counts as one such answer. */
  inProgress(): boolean {
    const { ms, answers } = this.settings.parsing;
    const waiting = this.settings.now() - this.#uploadedAt < ms || this.#answersInProgress < answers;
    if (waiting) this.#answersInProgress += 1;
    return waiting;
  }

  /** What stands in the file. Rejects with an Unreadable. */
  content(): Promise<Content> {
    this.#content ??= readContent(this.file, this.settings.limits);
    return this.#content;
  }

  /** The file object in wire order (reference 8): `processed` from the first moment, whatever parsing does (0.9). */
  toJSON(): object {
    const { id, file, purpose, createdAt } = this;
    return { id, object: "file", bytes: file.size, filename: file.name, purpose, status: "processed", created_at: createdAt };
  }
}

/** The files of all accounts. */
export class FileStore {
  #files: StoredFile[] = [];

  constructor(private readonly settings: Settings) {}

  add(account: string, file: File, purpose: Purpose): StoredFile {
    const stored = new StoredFile(account, file, purpose, this.settings);
    this.#files.push(stored);
    return stored;
  }

  get(account: string, id: string): StoredFile | undefined {
    return this.#files.find((file) => file.id === id && file.account === account);
  }

  /** The account's files, newest first. */
  list(account: string): StoredFile[] {
    return this.#files.filter((file) => file.account === account).reverse();
  }

  remove(file: StoredFile): void {
    file.deleted = true;
    this.#files = this.#files.filter((other) => other !== file);
  }

  clear(): void {
    this.#files = [];
  }
}
