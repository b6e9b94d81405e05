/** OTA modules: list, show, create, update, delete. A product has ten at most. */
import type { OtaModuleInfo } from '#wire/iotda/modules.ts';
import { formatBasicTime } from '#wire/iotda/time.ts';
import type { OtaModule } from '#simulator/world/catalogue.ts';
import { recordId, recordPrefix } from '#simulator/world/record-id.ts';
import type { World } from '#simulator/world/world.ts';
import { type Call, type Handler, ok } from './call.ts';
import { idPattern, objectBody, spaceAt, spaceParam, textParam } from './checks.ts';
import { required, textField } from './fields.ts';
import { pageOf, readPaging } from './paging.ts';
import { productField } from './products.ts';
import { guess, invalid } from './refusal.ts';

const maxModulesPerProduct = 10;
export const moduleName = /^[A-Za-z0-9_.-]{1,64}$/;

export const listModules: Handler = ({ world, query }) => {
  const space = spaceParam(world, query);
  if (space === undefined) throw invalid('app_id is missing.');
  const productId = textParam(query, 'product_id', idPattern);
  const { modules, products } = world.fleet.catalogue;
  const matching = modules.filter((one) => {
    const product = products[one.product];
    return product?.space === space && (productId === undefined || product.productId === productId);
  });
  const idOf = (one: OtaModule) => recordId(recordPrefix(one.createdMs, '000004'), modules.indexOf(one));
  const { rows, page } = pageOf(matching, readPaging(query), idOf);
  return ok({ modules: rows.map((one) => moduleBody(world, one)), page });
};

export const showModule: Handler = (call) => ok(moduleBody(call.world, namedModule(call)));

export const createModule: Handler = ({ world, body: sent }) => {
  const body = objectBody(sent);
  const product = productField(world, body);
  const name = required(textField(body, 'module_name', 64, moduleName), 'module_name');
  const siblings = world.fleet.catalogue.modules.filter((one) => one.product === product);
  if (siblings.some((one) => one.name === name)) throw guess('module exists');
  if (siblings.length >= maxModulesPerProduct) throw guess('too many modules');
  const module: OtaModule = {
    moduleId: world.freshHex(24),
    product,
    name,
    ...words(body, { alias: '', description: '' }),
    createdMs: world.clock.now(),
  };
  world.change({ kind: 'module', module });
  return { status: 201, body: moduleBody(world, module) };
};

export const updateModule: Handler = (call) => {
  const before = namedModule(call);
  const module = { ...before, ...words(objectBody(call.body), before) };
  call.world.change({ kind: 'module', module });
  return ok(moduleBody(call.world, module));
};

export const deleteModule: Handler = (call) => {
  call.world.change({ kind: 'drop-module', moduleId: namedModule(call).moduleId });
  return { status: 204, body: null };
};

/** What may be said of a module at any time. */
const words = (body: Record<string, unknown>, before: Pick<OtaModule, 'alias' | 'description'>) => ({
  alias: textField(body, 'alias_name', 64) ?? before.alias,
  description: textField(body, 'description', 1024) ?? before.description,
});

function namedModule({ world, params }: Call): OtaModule {
  const module = world.fleet.catalogue.modules.find((one) => one.moduleId === params['module_id']);
  if (module === undefined) throw guess('no module');
  return module;
}

function moduleBody(world: World, one: OtaModule): OtaModuleInfo {
  const product = world.fleet.catalogue.products[one.product];
  return {
    module_id: one.moduleId,
    app_id: spaceAt(world, product?.space ?? 0).appId,
    product_id: product?.productId,
    product_name: product?.name,
    module_name: one.name,
    alias_name: one.alias,
    description: one.description,
    create_time: formatBasicTime(one.createdMs),
  };
}
