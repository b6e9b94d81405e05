/** `document` of everything but upgrades: the rules of the vendor's pages for commands, messages and shadows. */
import type { KnownTaskType } from '#wire/iotda/batch-tasks.ts';
import { isObject } from './checks.ts';
import { choiceField, objectField, required, textField, wholeField } from './fields.ts';
import { invalid } from './refusal.ts';

type Document = Record<string, unknown>;

const maxExpireSeconds = 172_800;
const maxParasCharacters = 32 * 1024;
const maxShadowCharacters = 10 * 1024;
const maxShadows = 5;
const maxUserProperties = 20;

/** By type: throws a Refusal unless the document may be sent. Types that are missing carry none. */
export const documentRules: Partial<Record<KnownTaskType, (document: Document) => void>> = {
  createCommands: checkCommand,
  createAsyncCommands(document) {
    checkCommand(document);
    if (JSON.stringify(document['paras']).length > maxParasCharacters) throw invalid('paras is too long.');
    const strategy = required(choiceField(document, 'send_strategy', ['immediately', 'delay']), 'send_strategy');
    const expires = wholeField(document, 'expire_time', 0, maxExpireSeconds) ?? 0;
    // The vendor's own example says 0 for a command that is not kept.
    if (expires > 0 && strategy !== 'delay') throw invalid('expire_time goes with delay only.');
  },
  createMessages: checkMessage,
  updateDeviceShadows: checkShadows,
};

function checkCommand(document: Document): void {
  textField(document, 'service_id', 64);
  textField(document, 'command_name', 128);
  required(objectField(document, 'paras'), 'paras');
}

function checkMessage(document: Document): void {
  const { message } = document;
  if (typeof message !== 'string' && !isObject(message)) throw invalid('message is missing or malformed.');
  textField(document, 'message_id', 100, /^[A-Za-z0-9_-]+$/);
  textField(document, 'name', 128);
  const encoding = choiceField(document, 'encoding', ['none', 'base64']);
  const format = choiceField(document, 'payload_format', ['standard', 'raw']);
  if (format === 'raw' && encoding === 'base64') throw invalid('payload_format raw goes with encoding none only.');
  const topic = textField(document, 'topic', 128);
  const fullName = textField(document, 'topic_full_name', 128);
  if (topic !== undefined && fullName !== undefined) throw invalid('topic and topic_full_name exclude each other.');
  const minutes = wholeField(document, 'ttl', 0, 1440);
  if (minutes !== undefined && minutes % 5 !== 0) throw invalid('ttl is no multiple of five.');
  const properties = objectField(document, 'properties');
  if (properties !== undefined) checkProperties(properties);
}

function checkProperties(properties: Document): void {
  textField(properties, 'correlation_data', 128);
  textField(properties, 'response_topic', 128);
  const list = properties['user_properties'] ?? [];
  if (!Array.isArray(list) || list.length > maxUserProperties) throw invalid('user_properties is malformed.');
  for (const property of list) {
    if (!isObject(property)) throw invalid('user_properties is malformed.');
    textField(property, 'prop_key', 128);
    textField(property, 'prop_value', 128);
  }
}

function checkShadows(document: Document): void {
  const { shadow } = document;
  if (!Array.isArray(shadow) || shadow.length === 0 || shadow.length > maxShadows)
    throw invalid('shadow is malformed.');
  if (JSON.stringify(document).length > maxShadowCharacters) throw invalid('document is too long.');
  const services = shadow.map((entry: unknown) => {
    if (!isObject(entry)) throw invalid('shadow is malformed.');
    checkDesired(required(objectField(entry, 'desired'), 'desired'));
    wholeField(entry, 'version', 0, Number.MAX_SAFE_INTEGER);
    return required(textField(entry, 'service_id', 64), 'service_id');
  });
  if (new Set(services).size < services.length) throw invalid('service_id is not unique.');
}

function checkDesired(desired: Document): void {
  for (const [key, value] of Object.entries(desired)) {
    if (key === '' || /[.$\0]/.test(key)) throw invalid('desired holds a forbidden key.');
    if (isObject(value)) throw invalid('desired is more than one level deep.');
  }
}
