/**
 * Every row type of the vendor's tables, against a document that carries exactly the fields the table names, with values in the
 * documented form. Sections are those of the contract. A misspelt or invented field on our side differs from the document.
 */
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { BatchTaskFile, ListBatchTaskFilesResponse } from '#wire/iotda/batch-files.ts';
import { BatchTargetResult, Task, TaskDetail } from '#wire/iotda/batch-tasks.ts';
import { QueryDeviceSimplify, ShowDeviceResponse } from '#wire/iotda/devices.ts';
import {
  DeviceGroup,
  ListDeviceGroupsByDeviceResponse,
  ShowDeviceGroupResponse,
  SimplifyDevice,
} from '#wire/iotda/groups.ts';
import { ListOtaModulesResponse, OtaModuleInfo } from '#wire/iotda/modules.ts';
import { OtaPackageInfo, ShowOtaPackageResponse } from '#wire/iotda/packages.ts';
import { ProductSummary, ServiceCapability, ShowProductResponse } from '#wire/iotda/products.ts';
import { Application } from '#wire/iotda/spaces.ts';
import tables from './tables.json' with { type: 'json' };

const schemas: Record<keyof typeof tables, z.ZodObject> = {
  'A.3 Task': Task,
  'A.3 TaskDetail': TaskDetail,
  'A.4 BatchTargetResult': BatchTargetResult,
  'A.8 BatchTaskFile': BatchTaskFile,
  'A.9 QueryDeviceSimplify': QueryDeviceSimplify,
  'A.9 ShowDevice': ShowDeviceResponse,
  'A.10 DeviceGroup': DeviceGroup,
  'A.10 ShowDeviceGroup': ShowDeviceGroupResponse,
  'A.10 SimplifyDevice': SimplifyDevice,
  'A.11 ProductSummary': ProductSummary,
  'A.11 ServiceCapability': ServiceCapability,
  'A.12 OtaPackageInfo': OtaPackageInfo,
  'A.12 ShowOtaPackage': ShowOtaPackageResponse,
  'A.12 OtaModuleInfo': OtaModuleInfo,
  'A.13 Application': Application,
};

test.each(Object.entries(schemas))('%s: the same fields on both sides, read without loss', (name, schema) => {
  const document: Record<string, unknown> = tables[name as keyof typeof tables];
  expect(Object.keys(schema.shape).toSorted()).toEqual(Object.keys(document).toSorted());
  expect(schema.parse(document)).toEqual(document);
});

test.each(Object.entries(schemas))('%s: only the identifier is needed, and null is "not there"', (name, schema) => {
  const document: Record<string, unknown> = tables[name as keyof typeof tables];
  const nothing = Object.fromEntries(Object.keys(document).map((key) => [key, null]));
  const [id] = Object.keys(schema.shape).filter((key) => !schema.shape[key]?.safeParse(undefined).success);
  expect(id).toBeDefined();
  expect(schema.parse({ ...nothing, [id ?? '']: 'the-id' })).toEqual({ [id ?? '']: 'the-id' });
  expect(schema.safeParse(nothing).success).toBe(false);
});

test('A.9: the secrets of a device are gone once it has been read', () => {
  const auth_info = { auth_type: 'SECRET', secret: 'live', secondary_secret: 'live', fingerprint: 'live' };
  const shown = ShowDeviceResponse.parse({ ...tables['A.9 ShowDevice'], auth_info });
  expect(JSON.stringify(shown)).not.toContain('live');
});

test('A.11: bounds are strings also where they arrive as numbers; a step is a number also as a string', () => {
  const property = { property_name: 'level', min: 0, max: 100, step: '0.5', required: 'true', max_length: '8' };
  const product = ShowProductResponse.parse({
    ...tables['A.11 ProductSummary'],
    service_capabilities: [{ service_id: 'tank', properties: [property] }],
  });
  expect(product.service_capabilities?.[0]?.properties).toEqual([
    { property_name: 'level', min: '0', max: '100', step: 0.5, required: true, max_length: 8 },
  ]);
});

test.each([
  ['A.8 files', ListBatchTaskFilesResponse, { files: [tables['A.8 BatchTaskFile']] }],
  ['A.10 groups of a device', ListDeviceGroupsByDeviceResponse, { device_groups: [tables['A.10 DeviceGroup']] }],
  ['A.12 modules', ListOtaModulesResponse, { modules: [tables['A.12 OtaModuleInfo']], page: { count: 1 } }],
])('%s are listed', (_, schema, answer) => {
  expect(schema.parse(answer)).toEqual(answer);
  expect(schema.safeParse({}).success).toBe(false);
});
