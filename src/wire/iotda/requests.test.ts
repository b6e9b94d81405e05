import { expect, test } from 'vitest';
import { fileIdPattern, fileNamePattern } from './batch-files.ts';
import { SearchDevicesRequest, SearchDevicesResponse } from './devices.ts';
import { CreateOtaModule } from './modules.ts';
import { CreateOtaPackage } from './packages.ts';

const obs_location = { region_name: 'cn-north-4', bucket_name: 'firmware', object_key: 'meter/2.5.0.bin' };
const firmware = {
  app_id: 'space',
  package_type: 'firmwarePackage',
  product_id: 'product',
  version: '2.5.0',
  file_location: { obs_location },
};

test('A.12: a package names its file in OBS', () => {
  expect(CreateOtaPackage.parse(firmware)).toEqual(firmware);
  const ofModule = { ...firmware, package_type: 'modulePackage', module_name: 'modem' };
  expect(CreateOtaPackage.parse(ofModule)).toEqual(ofModule);
});

test.each([
  ['another type', { package_type: 'firmware' }],
  ['a module name where it does not belong', { module_name: 'modem' }],
  ['a module package without module name', { package_type: 'modulePackage' }],
  ['a version with a space', { version: '2 5' }],
  ['21 source versions', { support_source_versions: Array.from({ length: 21 }, (_, index) => `${index}`) }],
  ['a description of 1,025 characters', { description: 'x'.repeat(1_025) }],
  ['4,097 characters for the device', { custom_info: 'x'.repeat(4_097) }],
  ['no file', { file_location: {} }],
  ['a bucket of two characters', { file_location: { obs_location: { ...obs_location, bucket_name: 'ab' } } }],
  ['a signature that is no SHA-256', { file_location: { obs_location: { ...obs_location, sign: 'abc' } } }],
])('A.12: a package with %s is refused', (_, more) => {
  expect(CreateOtaPackage.safeParse({ ...firmware, ...more }).success).toBe(false);
});

test('A.12: a module belongs to a product', () => {
  const named = { app_id: 'space', product_id: 'product', module_name: 'modem' };
  expect(CreateOtaModule.parse(named)).toEqual(named);
  expect(CreateOtaModule.safeParse({ ...named, module_name: 'a b' }).success).toBe(false);
});

test('A.9: a search has 400 characters at most; its answer is devices, or a count', () => {
  expect(SearchDevicesRequest.safeParse({ sql: 'x'.repeat(400) }).success).toBe(true);
  expect(SearchDevicesRequest.safeParse({ sql: 'x'.repeat(401) }).success).toBe(false);
  expect(SearchDevicesResponse.parse({ count: 12 })).toEqual({ count: 12 });
  const secret = { device_id: 'd', auth_info: { secret: 'live' } };
  expect(SearchDevicesResponse.parse({ devices: [secret] }).devices).toEqual([{ device_id: 'd' }]);
});

test('A.8: files are workbooks with an ID that cannot change a path', () => {
  expect(['a.xlsx', 'a.XLS', '设备.xlsx'].every((name) => fileNamePattern.test(name))).toBe(true);
  expect(['a.csv', 'a.xlsx.exe', 'xlsx'].some((name) => fileNamePattern.test(name))).toBe(false);
  expect(['a/b', '', '..', 'x'.repeat(129)].some((fileId) => fileIdPattern.test(fileId))).toBe(false);
});
