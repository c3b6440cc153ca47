/** A value that must not be shown: it prints as asterisks wherever it is not asked for by name. */
export class Secret {
  readonly #value: string;
  /** What the value is, in words that fit a shell variable: `user-data`, `password`. */
  readonly label: string;
  /** The file it was read from, where there is one; `-` is standard input. */
  readonly file: string | null;

  constructor(value: string, label: string, file: string | null = null) {
    this.#value = value;
    this.label = label;
    this.file = file;
  }

  /** The value itself, for the request or the file that needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '********';
  }

  toJSON(): string {
    return '********';
  }
}
