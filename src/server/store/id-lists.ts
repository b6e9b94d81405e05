import { type RawBuilder, sql } from 'kysely';
import type { Engine } from './database.ts';

/** For `in`: any number of texts as one parameter. Thousands would each have to be written into the statement. */
export function listed(engine: Engine, texts: readonly string[]): RawBuilder<string> {
  const json = JSON.stringify(texts);
  return engine === 'sqlite'
    ? sql<string>`(select value from json_each(${json}))`
    : sql<string>`(select jsonb_array_elements_text(${json}::jsonb))`;
}
