import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { refusalReasons } from '#shared/domain/actions.ts';
import { notCarriedCodes, requestProblems } from '#shared/domain/brought.ts';
import { ConnectionState } from '#shared/domain/connection.ts';
import { inputProblems } from '#shared/domain/create.ts';
import { commandProblems } from '#shared/domain/device-command.ts';
import { explainedCodes, failureOwners, retryHelp } from '#shared/domain/error-facts.ts';
import { knownKinds } from '#shared/domain/kinds.ts';
import { OperationState, TargetOutcome } from '#shared/domain/operation.ts';
import { Role } from '#shared/domain/roles.ts';
import { Outcome, TaskState } from '#shared/domain/task.ts';
import { errors } from '#shared/api/errors.ts';
import {
  deviceCodes,
  failureFacts,
  platformCodes,
  platformTexts,
  type ReasonKey,
  reasonKey,
} from './failure-reasons.ts';
import { languages, namespaces } from './languages.ts';

type Catalogue = { [key: string]: string | Catalogue };
const folder = join(dirname(fileURLToPath(import.meta.url)), 'locales');
const read = (language: string, namespace: string): Catalogue =>
  JSON.parse(readFileSync(join(folder, language, `${namespace}.json`), 'utf8')) as Catalogue;

/** Every sentence by its dotted key. */
function sentences(catalogue: Catalogue, path = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(catalogue)) {
    if (typeof value === 'string') all.set(path + key, value);
    else for (const entry of sentences(value, `${path}${key}.`)) all.set(...entry);
  }
  return all;
}

const plural = /_(zero|one|two|few|many|other)$/;
const keysOf = (all: Map<string, string>) =>
  [...new Set([...all.keys()].map((key) => key.replace(plural, '')))].toSorted();
const placeholders = (sentence: string) =>
  [...new Set([...sentence.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1] ?? ''))].toSorted();
/** What a key's forms ask for together; a singular may leave the number out. */
const asked = (all: Map<string, string>, key: string) =>
  [
    ...new Set(
      [...all].filter(([other]) => other.replace(plural, '') === key).flatMap(([, sentence]) => placeholders(sentence)),
    ),
  ].toSorted();

test('the folders hold these languages and catalogues and no others', () => {
  const files = globSync('*/*.json', { cwd: folder }).map((file) => `${dirname(file)}/${basename(file, '.json')}`);
  const expected = languages.flatMap((language) => namespaces.map((namespace) => `${language}/${namespace}`));
  expect(files.toSorted()).toEqual(expected.toSorted());
});

describe.each(namespaces)('%s', (namespace) => {
  const english = sentences(read('en', namespace));
  const others = languages.filter((language) => language !== 'en');

  test.each(others)('says the same things in %s', (language) => {
    const other = sentences(read(language, namespace));
    expect(keysOf(other)).toEqual(keysOf(english));
    for (const key of keysOf(english))
      expect({ key, asks: asked(other, key) }).toEqual({ key, asks: asked(english, key) });
  });

  test.each(languages)('leaves nothing empty and has the plural forms of %s', (language) => {
    const all = sentences(read(language, namespace));
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const empty = [...all].filter(([, sentence]) => sentence.trim() === '').map(([key]) => key);
    expect(empty).toEqual([]);
    for (const key of [...all.keys()].filter((name) => plural.test(name))) {
      const stem = key.replace(plural, '');
      for (const form of forms) expect([...all.keys()]).toContain(`${stem}_${form}`);
    }
  });
});

describe.each(languages)('the dictionary in %s', (language) => {
  const files: Record<ReasonKey['in'], Catalogue> = {
    platform: read(language, 'errors')['platform'] as Catalogue,
    ota: read(language, 'errors')['ota'] as Catalogue,
    dictionary: read(language, 'dictionary')['codes'] as Catalogue,
  };

  test.each(explainedCodes)('%s has a cause and an action', (code) => {
    const reason = reasonKey(code, null);
    expect(files[reason!.in][reason!.key]).toEqual({ cause: expect.any(String), action: expect.any(String) });
    expect(failureFacts(code, null)).not.toBeNull();
  });

  test('has no words that no code asks for, and a word for every owner and answer', () => {
    const asked = explainedCodes.map((code) => reasonKey(code, null)).filter((reason) => reason?.in === 'dictionary');
    expect(Object.keys(files.dictionary).toSorted()).toEqual(asked.map((reason) => reason!.key).toSorted());
    const words = read(language, 'dictionary');
    expect(Object.keys(words['owner'] as Catalogue).toSorted()).toEqual(['label', ...failureOwners].toSorted());
    expect(Object.keys(words['retry'] as Catalogue).toSorted()).toEqual(['label', ...retryHelp].toSorted());
  });

  test('every text of the platform has an owner', () => {
    const without = Object.keys(platformTexts).filter((text) => failureFacts(null, text) === null);
    expect(without).toEqual([]);
  });
});

describe.each(languages)('closed codes in %s', (language) => {
  const common = read(language, 'common');
  const words = read(language, 'errors');
  const mistakes = read(language, 'input');
  const keys = (part: string | Catalogue | undefined) => Object.keys(part ?? {}).toSorted();

  test('every error an answer can carry has a title and advice', () => {
    const codes = [...Object.keys(errors), 'bad_request', 'too_large', 'internal', 'offline'];
    expect(keys(words['problem'])).toEqual(codes.toSorted());
    for (const sentence of Object.values(words['problem'] as Catalogue))
      expect(keys(sentence)).toEqual(['advice', 'title']);
  });

  test('every refusal, input problem and connection state has a sentence', () => {
    expect(keys(words['refusal'])).toEqual([...refusalReasons].toSorted());
    expect(keys(mistakes['input'])).toEqual([...inputProblems, ...commandProblems].toSorted());
    expect(keys(mistakes['request'])).toEqual([...requestProblems].toSorted());
    const { notCarried } = read(language, 'drafts')['brought'] as Catalogue;
    expect(keys(notCarried)).toEqual([...notCarriedCodes].toSorted());
    expect(keys(words['connection'])).toEqual([...ConnectionState.options, 'throttledUntil'].toSorted());
  });

  test('every state, outcome, kind and role has a name', () => {
    expect(keys(common['taskState'])).toEqual(TaskState.options.toSorted());
    expect(keys(common['outcome'])).toEqual(Outcome.options.toSorted());
    expect(keys(common['operationState'])).toEqual(OperationState.options.toSorted());
    expect(keys(common['targetOutcome'])).toEqual(TargetOutcome.options.toSorted());
    expect(keys(common['kind'])).toEqual(knownKinds.toSorted());
    expect(keys(common['role'])).toEqual(Role.options.toSorted());
  });

  test('every code and text of the platform that we know has a cause and an action', () => {
    const found = [
      ...platformCodes.map((code) => reasonKey(code, null)),
      ...Object.keys(deviceCodes).map((code) => reasonKey(code, null)),
      ...Object.keys(platformTexts).map((text) => reasonKey(null, text)),
    ];
    expect(found).not.toContain(null);
    const shapes = found.map((reason) => keys((words[reason!.in] as Catalogue)[reason!.key]).join());
    expect([...new Set(shapes)]).toEqual(['action,cause']);
    expect(keys(words['platform'])).toEqual(
      [...new Set(found.filter((reason) => reason?.in === 'platform').map((reason) => reason!.key))].toSorted(),
    );
    expect(keys(words['ota'])).toEqual(
      [...new Set(found.filter((reason) => reason?.in === 'ota').map((reason) => reason!.key))].toSorted(),
    );
  });
});
