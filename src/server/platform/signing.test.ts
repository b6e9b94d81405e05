/** The signer against vectors computed by the vendor's own SDK. Credentials are invented. */
import { expect, test } from 'vitest';
import {
  canonicalQuery,
  derivedKey,
  parseAuthorization,
  payloadHash,
  type SignInput,
  signingScope,
  signRequest,
  unsignedPayload,
} from '#wire/iotda/signing.ts';
import { nodeHashing } from './hashing.ts';

const project = '0123456789abcdef0123456789abcdef';
const date = '20260801T120000Z';
const credential = { accessKey: 'FAKEAKEXAMPLE0000001', secretKey: 'FakeSkExampleForTestVectorsOnly0000000001' };
const basicHost = 'iotda.cn-north-4.myhuaweicloud.com';
const derivedHost = 'abcdef0123.st1.iotda-app.cn-north-4.myhuaweicloud.com';
const body =
  '{"app_id":"Ev8FVvCfOdQDzrFrxSOemiw_aMca","task_name":"固件升级_01","task_type":"firmwareUpgrade","targets":["dev_1","dev-2"],"document":{"package_ids":["32822e5744a45ede319d2c50"]},"task_policy":{"retry_count":5,"retry_interval":60}}';
const listQuery = {
  task_type: 'firmwareUpgrade',
  app_id: 'Ev8FVvCfOdQDzrFrxSOemiw_aMca',
  limit: 50,
  marker: 'ffffffffffffffffffffffff',
  offset: 0,
};
const json = (host: string) => ({ 'Content-Type': 'application/json', Host: host, 'X-Project-Id': project });

type Vector = Omit<SignInput, 'accessKey' | 'secretKey' | 'date'> & { digest: string; signature: string };
const list = { method: 'GET', path: `/v5/iot/${project}/batchtasks`, query: listQuery, payloadHash: hashOf('') };
const create = { method: 'POST', path: `/v5/iot/${project}/batchtasks`, query: {}, payloadHash: hashOf(body) };

const vectors: Record<string, Vector> = {
  '1 basic host, list': {
    ...list,
    algorithm: 'sdk',
    headers: json(basicHost),
    digest: '8d25808aa689b214b51e4b17ae75f11525742b1884a7e4b0eabc5b93ecb7128e',
    signature: '3478093e5b5ee3785f3463f4caa14326d0018d8f45b2d1a4e75da974a8d9f21d',
  },
  '2 basic host, create': {
    ...create,
    algorithm: 'sdk',
    headers: json(basicHost),
    digest: '0113e10062b9c74604134bcb8f7b7f663dc1e2211608b42f8e245cde2630cc01',
    signature: 'd8cef279ee0af3e2719279c7cf7d1b86ac1290e1760b8613dc59eb9ab6ca9c23',
  },
  '3 instance host, list': {
    ...list,
    algorithm: 'v11',
    region: 'cn-north-4',
    headers: json(derivedHost),
    digest: 'c8d92a06ebd94a74401d56ffbcff7a1c9637e5e70334060de915adbf8d23268f',
    signature: 'ea0b82018fd099c4afeb27db30faefb523c10cba141dcc081b577980acfcf05e',
  },
  '4 instance host, create': {
    ...create,
    algorithm: 'v11',
    region: 'cn-north-4',
    headers: json(derivedHost),
    digest: '8fa0a7b12ff5d4f553933f6c5d34bd63289a47c716a2195d9b68a0413f3132f6',
    signature: '39b80ae9884d35d22f57358f83cfa2653aba9feff66e460cf040e0a3007b3e08',
  },
  '5 a query that needs encoding': {
    ...list,
    algorithm: 'sdk',
    path: `/v5/iot/${project}/devices`,
    query: { device_name: "泵 #1 (A&B)!'*~+", limit: 10 },
    headers: json(basicHost),
    digest: '30f6d50d61dee9975a8a2175433e445fa0654eaf393311464dddb5add68e2a0d',
    signature: '21e7c56336915d82b0e4685a47be86dcb76f28d0942c95b3e01be793192be89f',
  },
  '6 an upload, body not signed': {
    algorithm: 'sdk',
    method: 'POST',
    path: `/v5/iot/${project}/batchtask-files`,
    query: {},
    headers: { Host: basicHost, 'X-Project-Id': project, 'X-Sdk-Content-Sha256': unsignedPayload },
    payloadHash: unsignedPayload,
    digest: '4470cd27d0a15af2fc1680538d0cce5a9723d5dbe50b646fce3af7bc4ae7ee67',
    signature: 'cfecd6d3490519fce4f0c80c64a798c0c7aac277fe969733dc24f4680faa49fe',
  },
  '7 host and date only': {
    ...list,
    algorithm: 'sdk',
    path: `/v5/iot/${project}/apps`,
    query: {},
    headers: { Host: basicHost },
    digest: '36a48820d8f97055b4d4407d851fa341388ea1033650208a2a6be2636e59a702',
    signature: '33113a8c9eb7f69a79b8f07c1f86c582f52f6d3cfaa343743205fc5a0c23ec44',
  },
};
const signed = (name: string) => signRequest({ ...vectors[name]!, ...credential, date }, nodeHashing); // named below

function hashOf(text: string): string {
  return payloadHash(text, nodeHashing);
}

test.each(Object.keys(vectors))('G.4: vector %s', (name) => {
  const { canonical, signature } = signed(name);
  expect(nodeHashing.sha256Hex(canonical)).toBe(vectors[name]?.digest);
  expect(signature).toBe(vectors[name]?.signature);
});

test('G.2: the canonical request of vector 1, in full', () => {
  expect(signed('1 basic host, list').canonical).toBe(
    [
      'GET',
      `/v5/iot/${project}/batchtasks/`,
      'app_id=Ev8FVvCfOdQDzrFrxSOemiw_aMca&limit=50&marker=ffffffffffffffffffffffff&offset=0&task_type=firmwareUpgrade',
      'content-type:application/json',
      `host:${basicHost}`,
      `x-project-id:${project}`,
      `x-sdk-date:${date}`,
      '',
      'content-type;host;x-project-id;x-sdk-date',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    ].join('\n'),
  );
});

test('the body of vectors 2 and 4 hashes as printed', () => {
  expect(hashOf(body)).toBe('6a0770e590fe14c688ae2e8103b1e0506d0cbf2e7c0a16f40893f6c59fa2f337');
});

test('G.3: the derived key, and the full header of vector 3', () => {
  const scope = signingScope(date, 'cn-north-4');
  expect(scope).toBe('20260801/cn-north-4/iotdm');
  expect(derivedKey(credential.accessKey, credential.secretKey, scope, nodeHashing)).toBe(
    '566d802fda7312b8a0fb5b85d2eb6d6c44ee9862373f4a6a9cf6a7333d0569bb',
  );
  expect(signed('3 instance host, list').authorization).toBe(
    'V11-HMAC-SHA256 Credential=FAKEAKEXAMPLE0000001/20260801/cn-north-4/iotdm, SignedHeaders=content-type;host;x-project-id;x-sdk-date, Signature=ea0b82018fd099c4afeb27db30faefb523c10cba141dcc081b577980acfcf05e',
  );
});

test('the query of vector 5 is encoded as printed; lists repeat their key, sorted', () => {
  expect(canonicalQuery(vectors['5 a query that needs encoding']!.query)).toBe(
    'device_name=%E6%B3%B5%20%231%20%28A%26B%29%21%27%2A~%2B&limit=10',
  );
  expect(canonicalQuery({ b: ['2', '1'], a: undefined, B: true })).toBe('B=true&b=1&b=2');
});

test('V11 without a region is a mistake of the caller', () => {
  const { region: _, ...rest } = vectors['3 instance host, list']!;
  expect(() => signRequest({ ...rest, ...credential, date }, nodeHashing)).toThrow(TypeError);
});

test('an Authorization header is taken apart, and what is none is refused', () => {
  expect(parseAuthorization(signed('1 basic host, list').authorization)).toEqual({
    algorithm: 'sdk',
    accessKey: credential.accessKey,
    scope: null,
    signedHeaders: ['content-type', 'host', 'x-project-id', 'x-sdk-date'],
    signature: vectors['1 basic host, list']?.signature,
  });
  expect(parseAuthorization(signed('4 instance host, create').authorization)).toMatchObject({
    algorithm: 'v11',
    accessKey: credential.accessKey,
    scope: { day: '20260801', region: 'cn-north-4', service: 'iotdm' },
  });
  for (const header of ['', 'Basic abc', 'SDK-HMAC-SHA256 Access=x', 'SDK-HMAC-SHA256 Credential=a/b/c/d']) {
    expect(parseAuthorization(header)).toBeNull();
  }
});
