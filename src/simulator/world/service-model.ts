/** Whether what a document asks for is in a product's service model. */
import type { ServiceCapability } from '#wire/iotda/products.ts';
import { isObject } from '#simulator/iotda/checks.ts';
import type { ResultName } from './results.ts';

type Command = NonNullable<ServiceCapability['commands']>[number];
type Value = Pick<
  NonNullable<ServiceCapability['properties']>[number],
  'data_type' | 'enum_list' | 'min' | 'max' | 'max_length'
>;

/** What is wrong with a command for a product, or null. Without a service the parameters are free. */
export function whyNotCommand(
  services: readonly ServiceCapability[],
  document: Record<string, unknown>,
): ResultName | null {
  const { service_id: serviceId, command_name: name, paras } = document;
  if (serviceId === undefined || serviceId === '') return null;
  const service = services.find((one) => one.service_id === serviceId);
  const command = service?.commands?.find((one: Command) => one.command_name === name);
  if (command === undefined) return 'noCommand';
  if (!isObject(paras)) return 'badParas';
  const known = command.paras ?? [];
  const fits =
    Object.keys(paras).every((key) => known.some((para) => para.para_name === key)) &&
    known.every((para) => {
      const value = paras[para.para_name];
      return value === undefined ? para.required !== true : fitsType(para, value);
    });
  return fits ? null : 'badParas';
}

/** What is wrong with desired values for one service of a product, or null. Null removes a property. */
export function whyNotDesired(
  services: readonly ServiceCapability[],
  serviceId: unknown,
  desired: Record<string, unknown>,
): ResultName | null {
  const service = services.find((one) => one.service_id === serviceId);
  if (service === undefined) return 'noCommand';
  for (const [name, value] of Object.entries(desired)) {
    const property = service.properties?.find((one) => one.property_name === name);
    if (property === undefined || !(property.method ?? '').includes('W')) return 'notWritable';
    if (value !== null && !fitsType(property, value)) return 'badParas';
  }
  return null;
}

function fitsType(model: Value, value: unknown): boolean {
  switch (model.data_type) {
    case 'int':
    case 'long':
      return typeof value === 'number' && Number.isInteger(value) && isWithin(model, value);
    case 'decimal':
      return typeof value === 'number' && isWithin(model, value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'jsonObject':
      return isObject(value);
    case 'string list':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
    case 'enum':
      return typeof value === 'string' && (model.enum_list ?? []).includes(value);
    default:
      return typeof value === 'string' && value.length <= (model.max_length ?? Infinity);
  }
}

/** Bounds are written as strings; an absent one bounds nothing. */
const isWithin = ({ min, max }: Value, value: number): boolean =>
  value >= Number(min ?? -Infinity) && value <= Number(max ?? Infinity);
