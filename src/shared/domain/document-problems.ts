import type { CommandDocument, JsonObject, MessageDocument, ShadowEntry, TaskDocument } from './document.ts';
import { type KindRules, rulesOf } from './kinds.ts';
import type { ProductModel, ServiceModel, ValueModel } from './product-model.ts';
import { valueProblem, valueProblems } from './value-problem.ts';

/** Limits of what a task carries. (CreateBatchTask, document; the single-device calls name those of messages and shadows) */
export const documentLimits = {
  serviceId: 64,
  commandName: 128,
  /** Characters of the parameters as JSON, for commands that the platform keeps. */
  keptParameters: 32_768,
  /** Seconds a kept command can wait. */
  keepSeconds: 172_800,
  messageName: 128,
  /** Characters of a message; the platform names no limit of its own. */
  message: 1_000_000,
  topic: 128,
  ttlMinutes: 1_440,
  ttlStepMinutes: 5,
  userProperties: 20,
  propertyText: 128,
  shadows: 5,
  /** Characters of the whole shadow document as JSON. */
  shadowCharacters: 10_240,
  /** Characters of the extra information as JSON. */
  extra: 512,
} as const;

/** What is wrong with a document: closed codes, worded by the catalogues. */
export const documentProblemCodes = [
  'document_of_another_kind',
  'package_missing',
  'service_too_long',
  'service_missing',
  'command_name_too_long',
  'command_name_missing',
  'parameters_too_large',
  'keep_out_of_range',
  'message_missing',
  'message_too_long',
  'message_name_too_long',
  'message_not_base64',
  'raw_needs_plain_encoding',
  'topic_missing',
  'topic_too_long',
  'ttl_out_of_range',
  'ttl_not_a_step',
  'property_text_too_long',
  'too_many_user_properties',
  'user_property_key_missing',
  'shadow_missing',
  'too_many_shadows',
  'shadow_service_twice',
  'shadow_too_large',
  'shadow_key_illegal',
  'shadow_not_flat',
  'shadow_version_illegal',
  'protocol_does_not_suit',
  'service_unknown',
  'command_unknown',
  'parameter_unknown',
  'property_unknown',
  'property_not_writable',
  ...valueProblems,
] as const;
export type DocumentProblemCode = (typeof documentProblemCodes)[number];

/** Parts of a document, as the form shows them. */
export const documentFields = [
  'package',
  'service',
  'command',
  'parameters',
  'keepFor',
  'message',
  'messageName',
  'encoding',
  'topic',
  'ttl',
  'correlation',
  'responseTopic',
  'userProperties',
  'shadow',
] as const;
export type DocumentField = (typeof documentFields)[number];
/** `at` names the parameter, the service or `service.property` that the problem is about. */
export type DocumentProblem = { field: DocumentField; code: DocumentProblemCode; at?: string };

const lengthOf = (text: string): number => [...text].length;
/** Whether a value is one of 0, 1, … `most`. */
export const isWholeUpTo = (value: number, most: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= most;
const jsonLength = (value: unknown): number => JSON.stringify(value).length;

/** Problems of a document by itself, without the model of a product. */
export function documentProblems(kind: string, document: TaskDocument): DocumentProblem[] {
  if (document.type !== rulesOf(kind).document) return [{ field: 'package', code: 'document_of_another_kind' }];
  switch (document.type) {
    case 'none':
      return [];
    case 'package':
      return document.packageId === '' ? [{ field: 'package', code: 'package_missing' }] : [];
    case 'command':
      return commandProblems(document.command);
    case 'async_command':
      return [...commandProblems(document.command), ...keptProblems(document.command, document.keepForSeconds)];
    case 'message':
      return messageProblems(document.message);
    case 'shadow':
      return shadowProblems(document.shadows);
  }
}

function commandProblems({ productId, serviceId, name }: CommandDocument): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  if (lengthOf(serviceId) > documentLimits.serviceId) problems.push({ field: 'service', code: 'service_too_long' });
  if (lengthOf(name) > documentLimits.commandName) problems.push({ field: 'command', code: 'command_name_too_long' });
  if (productId !== null && serviceId === '') problems.push({ field: 'service', code: 'service_missing' });
  // Without a service the parameters are free; with one, its command has to be named.
  if (serviceId !== '' && name === '') problems.push({ field: 'command', code: 'command_name_missing' });
  return problems;
}

function keptProblems({ parameters }: CommandDocument, keepForSeconds: number | null): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  if (jsonLength(parameters) > documentLimits.keptParameters)
    problems.push({ field: 'parameters', code: 'parameters_too_large' });
  if (keepForSeconds !== null && !isWholeUpTo(keepForSeconds, documentLimits.keepSeconds))
    problems.push({ field: 'keepFor', code: 'keep_out_of_range' });
  return problems;
}

// Canonical base64, with its padding.
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function messageProblems(message: MessageDocument): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const { content, name, encoding, format, topic, ttlMinutes } = message;
  if (content === '') problems.push({ field: 'message', code: 'message_missing' });
  else if (typeof content === 'string' && content.length > documentLimits.message)
    problems.push({ field: 'message', code: 'message_too_long' });
  else if (encoding === 'base64' && (typeof content !== 'string' || !base64.test(content)))
    problems.push({ field: 'message', code: 'message_not_base64' });
  if (lengthOf(name) > documentLimits.messageName)
    problems.push({ field: 'messageName', code: 'message_name_too_long' });
  if (format === 'raw' && encoding === 'base64') problems.push({ field: 'encoding', code: 'raw_needs_plain_encoding' });
  if (topic.kind !== 'default' && topic.name === '') problems.push({ field: 'topic', code: 'topic_missing' });
  if (topic.kind !== 'default' && lengthOf(topic.name) > documentLimits.topic)
    problems.push({ field: 'topic', code: 'topic_too_long' });
  if (ttlMinutes !== null && (ttlMinutes < 0 || ttlMinutes > documentLimits.ttlMinutes))
    problems.push({ field: 'ttl', code: 'ttl_out_of_range' });
  else if (ttlMinutes !== null && ttlMinutes % documentLimits.ttlStepMinutes !== 0)
    problems.push({ field: 'ttl', code: 'ttl_not_a_step' });
  return [...problems, ...messagePropertyProblems(message)];
}

function messagePropertyProblems(message: MessageDocument): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const tooLong = (text: string) => lengthOf(text) > documentLimits.propertyText;
  if (tooLong(message.correlationData)) problems.push({ field: 'correlation', code: 'property_text_too_long' });
  if (tooLong(message.responseTopic)) problems.push({ field: 'responseTopic', code: 'property_text_too_long' });
  if (message.userProperties.length > documentLimits.userProperties)
    problems.push({ field: 'userProperties', code: 'too_many_user_properties' });
  for (const [index, { key, value }] of message.userProperties.entries()) {
    const at = String(index);
    if (key === '') problems.push({ field: 'userProperties', code: 'user_property_key_missing', at });
    if (tooLong(key) || tooLong(value)) problems.push({ field: 'userProperties', code: 'property_text_too_long', at });
  }
  return problems;
}

const isDeeper = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function shadowProblems(shadows: readonly ShadowEntry[]): DocumentProblem[] {
  if (shadows.length === 0) return [{ field: 'shadow', code: 'shadow_missing' }];
  const problems: DocumentProblem[] = [];
  if (shadows.length > documentLimits.shadows) problems.push({ field: 'shadow', code: 'too_many_shadows' });
  const seen = new Set<string>();
  for (const { serviceId, desired, version } of shadows) {
    const add = (code: DocumentProblemCode, at: string) => problems.push({ field: 'shadow', code, at });
    if (serviceId === '') add('service_missing', serviceId);
    if (lengthOf(serviceId) > documentLimits.serviceId) add('service_too_long', serviceId);
    if (seen.has(serviceId)) add('shadow_service_twice', serviceId);
    seen.add(serviceId);
    if (version !== null && !isWholeUpTo(version, Number.MAX_SAFE_INTEGER)) add('shadow_version_illegal', serviceId);
    for (const [key, value] of Object.entries(desired)) {
      if (key === '' || /[.$\0]/.test(key)) add('shadow_key_illegal', `${serviceId}.${key}`);
      if (isDeeper(value)) add('shadow_not_flat', `${serviceId}.${key}`);
    }
  }
  // Each name of a service is one character longer in what is sent.
  if (jsonLength({ shadow: shadows }) + shadows.length > documentLimits.shadowCharacters)
    problems.push({ field: 'shadow', code: 'shadow_too_large' });
  return problems;
}

const serviceOf = (product: ProductModel, serviceId: string): ServiceModel | undefined =>
  product.services.find(({ id }) => id === serviceId);

/** Problems of a document under the model of the product whose devices get it. */
export function modelProblems(kind: string, document: TaskDocument, product: ProductModel): DocumentProblem[] {
  const problems = protocolProblem(rulesOf(kind), product);
  if (document.type === 'command' || document.type === 'async_command')
    return [...problems, ...commandModelProblems(document.command, product)];
  return document.type === 'shadow' ? [...problems, ...shadowModelProblems(document.shadows, product)] : problems;
}

function protocolProblem({ protocol, document }: KindRules, product: ProductModel): DocumentProblem[] {
  if (protocol === null || product.protocol === null || product.protocol === protocol) return [];
  return [{ field: document === 'message' ? 'message' : 'command', code: 'protocol_does_not_suit' }];
}

function commandModelProblems({ serviceId, name, parameters }: CommandDocument, product: ProductModel) {
  if (serviceId === '') return [];
  const service = serviceOf(product, serviceId);
  if (service === undefined) return [{ field: 'service', code: 'service_unknown' } as const];
  const command = service.commands.find((each) => each.name === name);
  if (command === undefined) return name === '' ? [] : [{ field: 'command', code: 'command_unknown' } as const];
  return valuesProblems('parameters', command.parameters, parameters, 'parameter_unknown');
}

function shadowModelProblems(shadows: readonly ShadowEntry[], product: ProductModel): DocumentProblem[] {
  return shadows.flatMap(({ serviceId, desired }): DocumentProblem[] => {
    const service = serviceOf(product, serviceId);
    if (service === undefined)
      return serviceId === '' ? [] : [{ field: 'shadow', code: 'service_unknown', at: serviceId }];
    const readOnly = service.properties.filter(({ name, writable }) => Object.hasOwn(desired, name) && !writable);
    // Null removes a value, whatever its type; and no property has to be among those that are set.
    const set = Object.fromEntries(Object.entries(desired).filter(([, value]) => value !== null));
    const models = service.properties.map((model) => ({ ...model, required: false }));
    return [
      ...readOnly.map(
        ({ name }) => ({ field: 'shadow', code: 'property_not_writable', at: `${serviceId}.${name}` }) as const,
      ),
      ...valuesProblems('shadow', models, set, 'property_unknown').map((problem) => ({
        ...problem,
        at: `${serviceId}.${problem.at ?? ''}`,
      })),
    ];
  });
}

function valuesProblems(
  field: DocumentField,
  models: readonly ValueModel[],
  values: JsonObject,
  unknown: 'parameter_unknown' | 'property_unknown',
): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  for (const model of models) {
    const code = valueProblem(model, Object.hasOwn(values, model.name) ? values[model.name] : undefined);
    if (code !== null) problems.push({ field, code, at: model.name });
  }
  const names = new Set(models.map(({ name }) => name));
  for (const name of Object.keys(values)) if (!names.has(name)) problems.push({ field, code: unknown, at: name });
  return problems;
}
