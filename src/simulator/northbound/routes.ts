/** Every path of the northbound platform. */
import type { CallKind } from '#simulator/world/faults.ts';
import type { World } from '#simulator/world/world.ts';
import type { NorthboundHandler } from './call.ts';
import { createSessions } from './sessions.ts';
import { createTask, queryDetails, queryTask } from './tasks.ts';

type Route = { kind: CallKind; method: 'GET' | 'POST'; path: string; handler: NorthboundHandler };

export function northboundRoutes(world: World): Route[] {
  const { login, refresh, admit } = createSessions(world);
  const admitted =
    (handler: NorthboundHandler): NorthboundHandler =>
    (call) => {
      admit(call);
      return handler(call);
    };
  const security = '/iocm/app/sec/v1.1.0';
  const tasks = '/iocm/app/batchtask/v1.1.0';
  return [
    { kind: 'northbound-login', method: 'POST', path: `${security}/login`, handler: login },
    { kind: 'northbound-refresh', method: 'POST', path: `${security}/refreshToken`, handler: refresh },
    { kind: 'northbound-create', method: 'POST', path: `${tasks}/tasks`, handler: admitted(createTask) },
    { kind: 'northbound-task', method: 'GET', path: `${tasks}/tasks/:taskId`, handler: admitted(queryTask) },
    { kind: 'northbound-details', method: 'GET', path: `${tasks}/taskDetails`, handler: admitted(queryDetails) },
  ];
}
