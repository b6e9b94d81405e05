import { DeviceStatus } from '#shared/domain/catalogue.ts';
import { DeviceSearch, whyNotSearch } from '#shared/domain/device-search.ts';

/** As the fields show them: empty texts are conditions that were not given. */
export type Conditions = {
  groupId: string;
  status: string;
  firmwareVersion: string;
  softwareVersion: string;
  namePrefix: string;
  tagKey: string;
  tagValue: string;
};
export const emptyConditions: Conditions = {
  groupId: '',
  status: '',
  firmwareVersion: '',
  softwareVersion: '',
  namePrefix: '',
  tagKey: '',
  tagValue: '',
};

/** What the platform would be asked for. */
export function searchOf(conditions: Conditions): Omit<DeviceSearch, 'spaceId'> {
  const { status, ...texts } = conditions;
  const known = DeviceStatus.exclude(['other']).safeParse(status);
  return {
    ...Object.fromEntries(
      Object.entries(texts).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]])),
    ),
    ...(known.success ? { status: known.data } : {}),
  };
}

export const longestText = 128;
const texts = ['firmwareVersion', 'softwareVersion', 'namePrefix', 'tagKey', 'tagValue'] as const;
export type ConditionText = (typeof texts)[number];
export type TextProblem = 'too_short' | 'too_long' | 'illegal_character';

/** Why the platform cannot be asked for this text, or null; it takes no quotes, as nobody knows how they would be written there. */
export function textProblem(name: ConditionText, typed: string): TextProblem | null {
  const text = typed.trim();
  if (text === '' || DeviceSearch.shape[name].safeParse(text).success) return null;
  if (text.length > longestText) return 'too_long';
  return DeviceSearch.shape.tagKey.safeParse(text).success ? 'too_short' : 'illegal_character';
}

/** Why nothing can be searched yet, or null. What was given is never left out: it would find, and take, other devices. */
export function whyNotAsk(
  conditions: Conditions,
  { find, productId }: { find: string; productId: string | null },
): 'find_or_conditions' | 'tag_incomplete' | 'text_wrong' | 'too_many_conditions' | null {
  const search = searchOf(conditions);
  if (Object.keys(search).length === 0) return null;
  if (find.trim() !== '') return 'find_or_conditions';
  if ((search.tagKey === undefined) !== (search.tagValue === undefined)) return 'tag_incomplete';
  if (texts.some((name) => textProblem(name, conditions[name]) !== null)) return 'text_wrong';
  return whyNotSearch({ spaceId: '', ...(productId === null ? {} : { productId }), ...search });
}
