/** Every path the simulator answers. */
import type { Handler } from './iotda/call.ts';
import { confirmBatchTask, deleteBatchTask, retryBatchTask, stopBatchTask } from './iotda/batch-actions.ts';
import { deleteFile, listFiles, uploadFile } from './iotda/batch-files.ts';
import { createBatchTask, listBatchTasks, showBatchTask } from './iotda/batch-tasks.ts';
import { deleteDevice, freezeDevice, listGroupsOfDevice, unfreezeDevice } from './iotda/device-changes.ts';
import {
  changeGateway,
  sendAsyncCommand,
  sendCommand,
  sendMessage,
  showShadow,
  updateShadow,
} from './iotda/device-calls.ts';
import { listDevices, showDevice } from './iotda/devices.ts';
import { listGroups, listMembers, showGroup } from './iotda/groups.ts';
import { createModule, deleteModule, listModules, showModule, updateModule } from './iotda/modules.ts';
import { createPackage, deletePackage } from './iotda/package-changes.ts';
import { listPackages, showPackage } from './iotda/packages.ts';
import { listProducts, showProduct } from './iotda/products.ts';
import { searchDevices } from './iotda/search.ts';
import { listSpaces, showSpace } from './iotda/spaces.ts';
import type { CallKind } from './world/faults.ts';

export type Route = { kind: CallKind; method: 'GET' | 'POST' | 'PUT' | 'DELETE'; path: string; handler: Handler };

/** Below `/v5/iot/{project_id}`. */
export const iotdaRoutes: readonly Route[] = [
  { kind: 'create', method: 'POST', path: '/batchtasks', handler: createBatchTask },
  { kind: 'list', method: 'GET', path: '/batchtasks', handler: listBatchTasks },
  { kind: 'show', method: 'GET', path: '/batchtasks/:task_id', handler: showBatchTask },
  { kind: 'delete', method: 'DELETE', path: '/batchtasks/:task_id', handler: deleteBatchTask },
  { kind: 'retry', method: 'POST', path: '/batchtasks/:task_id/retry', handler: retryBatchTask },
  { kind: 'stop', method: 'POST', path: '/batchtasks/:task_id/stop', handler: stopBatchTask },
  { kind: 'confirm', method: 'POST', path: '/batchtasks/:task_id/confirm', handler: confirmBatchTask },
  { kind: 'upload', method: 'POST', path: '/batchtask-files', handler: uploadFile },
  { kind: 'files', method: 'GET', path: '/batchtask-files', handler: listFiles },
  { kind: 'delete-file', method: 'DELETE', path: '/batchtask-files/:file_id', handler: deleteFile },
  { kind: 'spaces', method: 'GET', path: '/apps', handler: listSpaces },
  { kind: 'space', method: 'GET', path: '/apps/:app_id', handler: showSpace },
  { kind: 'products', method: 'GET', path: '/products', handler: listProducts },
  { kind: 'product', method: 'GET', path: '/products/:product_id', handler: showProduct },
  { kind: 'devices', method: 'GET', path: '/devices', handler: listDevices },
  { kind: 'device', method: 'GET', path: '/devices/:device_id', handler: showDevice },
  { kind: 'delete-device', method: 'DELETE', path: '/devices/:device_id', handler: deleteDevice },
  { kind: 'freeze', method: 'POST', path: '/devices/:device_id/freeze', handler: freezeDevice },
  { kind: 'unfreeze', method: 'POST', path: '/devices/:device_id/unfreeze', handler: unfreezeDevice },
  { kind: 'command', method: 'POST', path: '/devices/:device_id/commands', handler: sendCommand },
  { kind: 'async-command', method: 'POST', path: '/devices/:device_id/async-commands', handler: sendAsyncCommand },
  { kind: 'message', method: 'POST', path: '/devices/:device_id/messages', handler: sendMessage },
  { kind: 'shadow', method: 'GET', path: '/devices/:device_id/shadow', handler: showShadow },
  { kind: 'update-shadow', method: 'PUT', path: '/devices/:device_id/shadow', handler: updateShadow },
  { kind: 'change-gateway', method: 'POST', path: '/devices/:device_id/change-gateway', handler: changeGateway },
  { kind: 'groups-of', method: 'POST', path: '/devices/:device_id/list-device-group', handler: listGroupsOfDevice },
  { kind: 'search', method: 'POST', path: '/search/query-devices', handler: searchDevices },
  { kind: 'groups', method: 'GET', path: '/device-group', handler: listGroups },
  { kind: 'group', method: 'GET', path: '/device-group/:group_id', handler: showGroup },
  { kind: 'members', method: 'GET', path: '/device-group/:group_id/devices', handler: listMembers },
  { kind: 'packages', method: 'GET', path: '/ota-upgrades/packages', handler: listPackages },
  { kind: 'package', method: 'GET', path: '/ota-upgrades/packages/:package_id', handler: showPackage },
  { kind: 'create-package', method: 'POST', path: '/ota-upgrades/packages', handler: createPackage },
  { kind: 'delete-package', method: 'DELETE', path: '/ota-upgrades/packages/:package_id', handler: deletePackage },
  { kind: 'modules', method: 'GET', path: '/ota-upgrades/modules', handler: listModules },
  { kind: 'module', method: 'GET', path: '/ota-upgrades/modules/:module_id', handler: showModule },
  { kind: 'create-module', method: 'POST', path: '/ota-upgrades/modules', handler: createModule },
  { kind: 'update-module', method: 'PUT', path: '/ota-upgrades/modules/:module_id', handler: updateModule },
  { kind: 'delete-module', method: 'DELETE', path: '/ota-upgrades/modules/:module_id', handler: deleteModule },
];
