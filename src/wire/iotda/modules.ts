/** OTA modules of a product: list, show, create, update, delete. A product has ten at most. */
import { z } from 'zod';
import { AppId } from './identifiers.ts';
import { moduleNamePattern } from './packages.ts';
import { Page } from './paging.ts';
import { id, soft, text } from './reading.ts';

/** A module (table of OtaModuleInfo). */
export const OtaModuleInfo = z.looseObject({
  module_id: id,
  app_id: soft(text),
  product_id: soft(text),
  product_name: soft(text),
  module_name: soft(text),
  alias_name: soft(text),
  description: soft(text),
  create_time: soft(text),
});
export type OtaModuleInfo = z.infer<typeof OtaModuleInfo>;

/** Answer of `GET /ota-upgrades/modules`, whose `app_id` is required. */
export const ListOtaModulesResponse = z.looseObject({ modules: z.array(OtaModuleInfo), page: soft(Page) });
export type ListOtaModulesResponse = z.infer<typeof ListOtaModulesResponse>;

/** Body of `POST /ota-upgrades/modules`. */
export const CreateOtaModule = z.strictObject({
  app_id: AppId,
  product_id: AppId,
  module_name: z.string().regex(moduleNamePattern),
  alias_name: z.string().max(64).optional(),
  description: z.string().max(1024).optional(),
});
export type CreateOtaModule = z.infer<typeof CreateOtaModule>;
