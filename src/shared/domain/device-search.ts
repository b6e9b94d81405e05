import { z } from 'zod';
import { DeviceStatus } from './catalogue.ts';

const id = z.string().regex(/^[A-Za-z0-9_-]{1,36}$/);
/** What can stand in the platform's search: how a quote would be written there is nowhere documented. */
const text = z.string().regex(/^[^'"`\\;%\p{Cc}]{1,128}$/u);

/** Which devices of a space are meant; all that are given apply. (SearchDevices) */
export const DeviceSearch = z.strictObject({
  spaceId: id,
  productId: id.optional(),
  groupId: id.optional(),
  status: DeviceStatus.exclude(['other']).optional(),
  firmwareVersion: text.optional(),
  softwareVersion: text.optional(),
  /** The beginning of a name: four characters or more. */
  namePrefix: text.min(4).optional(),
  tagKey: text.optional(),
  tagValue: text.optional(),
});
export type DeviceSearch = z.infer<typeof DeviceSearch>;

/** Devices that are to be put into a list: those of a search, or all of one group. */
export const Walk = z.strictObject({
  ...DeviceSearch.shape,
  /** The members of `groupId`, without the search and its slow pace; nothing else may be given with it. */
  members: z.literal('yes').optional(),
});
export type Walk = z.infer<typeof Walk>;

/** The platform takes five conditions; the space is one, and turning a page another. */
const mostConditions = 3;

// One of the conditions given is the space. A tag is two: its key and its value.
const conditionsOf = (search: DeviceSearch): number =>
  Object.values(search).filter((value) => value !== undefined).length - 1;

/** Why a search cannot be asked for, or null. */
export const whyNotSearch = (search: DeviceSearch): 'too_many_conditions' | null =>
  conditionsOf(search) > mostConditions ? 'too_many_conditions' : null;
