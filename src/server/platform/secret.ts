import { inspect } from 'node:util';

const shown = '[secret]';

/** A value that nothing prints by accident: text, JSON and inspection all show the same placeholder. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Call it where the value goes on the wire, nowhere else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
