/**
 * AK/SK request signing, both algorithms, as a pure function: hashing is handed in, so the same code signs in the BFF
 * and verifies in the simulator. SDK-HMAC-SHA256 is for basic-edition hosts, V11-HMAC-SHA256 (a key derived per day,
 * region and service) for standard and enterprise instances.
 */

/** The three primitives a signer needs. All answers are lower-case hex; strings are hashed as UTF-8. */
export type Hashing = {
  sha256Hex(data: string | Uint8Array): string;
  hmacSha256Hex(key: string, data: string): string;
  /** HKDF (RFC 5869) with SHA-256; `length` is in bytes. */
  hkdfSha256Hex(ikm: string, salt: string, info: string, length: number): string;
};

/** `sdk` = SDK-HMAC-SHA256, `v11` = V11-HMAC-SHA256. */
export type SigningAlgorithm = 'sdk' | 'v11';
/** Query values; an undefined value is left out, a list repeats its key. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Service name in the scope of a derived key. */
export const signingService = 'iotdm';
/** Stands in for the body's hash where the body is not signed (uploads), and is sent in the header that names it. */
export const unsignedPayload = 'UNSIGNED-PAYLOAD';
export const contentHashHeader = 'X-Sdk-Content-Sha256';
export const sdkDateHeader = 'X-Sdk-Date';
/** The gateway refuses a request whose date is further off than this. */
export const maxClockSkewMs = 15 * 60 * 1000;

const names: Record<SigningAlgorithm, string> = { sdk: 'SDK-HMAC-SHA256', v11: 'V11-HMAC-SHA256' };

/** RFC 3986: everything but letters, digits and `-_.~` is percent-encoded. */
export function percentEncode(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Keys by code unit, values of one key sorted, RFC 3986. It serves as the query string on the wire as well. */
export function canonicalQuery(query: Query): string {
  const pairs: string[] = [];
  for (const key of Object.keys(query).sort()) {
    const value = query[key];
    if (value === undefined) continue;
    const values = typeof value === 'object' ? [...value].sort() : [String(value)];
    for (const one of values) pairs.push(`${percentEncode(key)}=${percentEncode(one)}`);
  }
  return pairs.join('&');
}

/** What is signed. `path` is unencoded; `headers` are exactly the headers to sign. */
type CanonicalParts = {
  method: string;
  path: string;
  query: Query;
  headers: Readonly<Record<string, string>>;
  payloadHash: string;
};

/** The canonical request: in this form only, the path always ends with a slash. `headers` are those of `sortedHeaders`. */
function canonicalRequest(parts: Omit<CanonicalParts, 'headers'> & { headers: SortedHeaders }): string {
  const path = parts.path.split('/').map(percentEncode).join('/');
  const { headers } = parts;
  return [
    parts.method.toUpperCase(),
    path.endsWith('/') ? path : `${path}/`,
    canonicalQuery(parts.query),
    headers.map(([name, value]) => `${name}:${value}\n`).join(''),
    signedNames(headers),
    parts.payloadHash,
  ].join('\n');
}

type SortedHeaders = [name: string, value: string][];

const sortedHeaders = (headers: Readonly<Record<string, string>>): SortedHeaders =>
  Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value.trim()])
    .sort(([left], [right]) => (left < right ? -1 : 1));

const signedNames = (headers: SortedHeaders): string => headers.map(([name]) => name).join(';');

/** Hash of the exact body bytes; no body hashes as the empty string. */
export function payloadHash(body: string | Uint8Array | undefined, hashing: Hashing): string {
  return hashing.sha256Hex(body ?? '');
}

/** Scope of a derived key: `YYYYMMDD/region/service`, the day taken from the request's date. */
export function signingScope(date: string, region: string): string {
  return `${date.slice(0, 8)}/${region}/${signingService}`;
}

/** The key V11 signs with: 64 hex characters, used as they are and not as the bytes they spell. */
export function derivedKey(accessKey: string, secretKey: string, scope: string, hashing: Hashing): string {
  return hashing.hkdfSha256Hex(secretKey, accessKey, scope, 32);
}

/** A request to sign. `date` is `yyyyMMdd'T'HHmmss'Z'` and is signed as X-Sdk-Date; `region` is needed for `v11`. */
export type SignInput = CanonicalParts & {
  algorithm: SigningAlgorithm;
  accessKey: string;
  secretKey: string;
  date: string;
  region?: string;
};
export type Signed = { authorization: string; canonical: string; stringToSign: string; signature: string };

/** Signs a request. Throws when `v11` comes without a region: that is a mistake in the caller, not in its input. */
export function signRequest(input: SignInput, hashing: Hashing): Signed {
  const dated = Object.keys(input.headers).some((name) => name.toLowerCase() === 'x-sdk-date');
  const headers = sortedHeaders(dated ? input.headers : { ...input.headers, [sdkDateHeader]: input.date });
  const canonical = canonicalRequest({ ...input, headers });
  const digest = hashing.sha256Hex(canonical);
  const name = names[input.algorithm];
  const signed = `SignedHeaders=${signedNames(headers)}`;

  if (input.algorithm === 'sdk') {
    const stringToSign = [name, input.date, digest].join('\n');
    const signature = hashing.hmacSha256Hex(input.secretKey, stringToSign);
    const authorization = `${name} Access=${input.accessKey}, ${signed}, Signature=${signature}`;
    return { authorization, canonical, stringToSign, signature };
  }
  if (input.region === undefined) throw new TypeError('V11-HMAC-SHA256 needs a region');
  const scope = signingScope(input.date, input.region);
  const stringToSign = [name, input.date, scope, digest].join('\n');
  const key = derivedKey(input.accessKey, input.secretKey, scope, hashing);
  const signature = hashing.hmacSha256Hex(key, stringToSign);
  const authorization = `${name} Credential=${input.accessKey}/${scope}, ${signed}, Signature=${signature}`;
  return { authorization, canonical, stringToSign, signature };
}

/** An Authorization header taken apart. `scope` is null for `sdk`; `signedHeaders` are lower-case names. */
export type ParsedAuthorization = {
  algorithm: SigningAlgorithm;
  accessKey: string;
  scope: { day: string; region: string; service: string } | null;
  signedHeaders: string[];
  signature: string;
};

const sdkForm = /^SDK-HMAC-SHA256 Access=([^,\s/]+), ?SignedHeaders=([a-z0-9;_-]+), ?Signature=([0-9a-f]{64})$/;
const v11Form =
  /^V11-HMAC-SHA256 Credential=([^,\s/]+)\/(\d{8})\/([^,\s/]+)\/([^,\s/]+), ?SignedHeaders=([a-z0-9;_-]+), ?Signature=([0-9a-f]{64})$/;

/** Reads an Authorization header of either algorithm; null when it is neither. */
export function parseAuthorization(header: string): ParsedAuthorization | null {
  const sdk = sdkForm.exec(header);
  if (sdk) {
    const [, accessKey = '', signed = '', signature = ''] = sdk;
    return { algorithm: 'sdk', accessKey, scope: null, signedHeaders: signed.split(';'), signature };
  }
  const v11 = v11Form.exec(header);
  if (!v11) return null;
  const [, accessKey = '', day = '', region = '', service = '', signed = '', signature = ''] = v11;
  return { algorithm: 'v11', accessKey, scope: { day, region, service }, signedHeaders: signed.split(';'), signature };
}
