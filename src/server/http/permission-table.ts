import type { Role } from '#shared/domain/roles.ts';

/** A caller: somebody in a role, somebody without a session, somebody whose session has ended. */
export type Caller = Role | 'none' | 'expired';

/** `yes`: the procedure is reached. A status: the caller gets that, and nothing happens. */
export type Admission = 'yes' | 401 | 403;

export const callers: readonly Caller[] = ['operations', 'support', 'manager', 'admin', 'none', 'expired'];

/** Who may call what below `/api/v1`: the whole of it, spelt out in the order of `callers`. A test calls every route as everyone. */
// oxfmt-ignore
export const permissionTable: readonly [route: string, ...admissions: Admission[]][] = [
  //                                                                    operations  support  manager  admin  none   expired

  // Signing in and out, and what the sign-in page has to know.
  ['GET /session',                                                      'yes',      'yes',   'yes',   'yes', 'yes', 'yes'],
  ['POST /session',                                                     'yes',      'yes',   'yes',   'yes', 'yes', 'yes'],
  ['POST /session/demo',                                                'yes',      'yes',   'yes',   'yes', 'yes', 'yes'],
  ['POST /session/set-up',                                              'yes',      'yes',   'yes',   'yes', 'yes', 'yes'],
  ['DELETE /session',                                                   'yes',      'yes',   'yes',   'yes', 'yes', 'yes'],

  // Accounts.
  ['GET /people',                                                       403,        403,     403,     'yes', 401,   401],
  ['POST /people',                                                      403,        403,     403,     'yes', 401,   401],
  ['PATCH /people/{personId}',                                          403,        403,     403,     'yes', 401,   401],

  // Connections, and what can be chosen from.
  ['GET /connections',                                                  'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/spaces',                              'yes',      'yes',   403,     'yes', 401,   401],
  ['GET /connections/{connection}/products',                            'yes',      'yes',   403,     'yes', 401,   401],
  ['GET /connections/{connection}/products/{productId}',                'yes',      'yes',   403,     'yes', 401,   401],
  ['GET /connections/{connection}/packages',                            'yes',      'yes',   403,     'yes', 401,   401],
  ['GET /connections/{connection}/groups',                              'yes',      'yes',   403,     'yes', 401,   401],
  ['GET /connections/{connection}/devices',                             'yes',      'yes',   403,     'yes', 401,   401],
  ['GET /connections/{connection}/matching-devices',                    'yes',      'yes',   403,     'yes', 401,   401],
  ['GET /connections/{connection}/matching-devices/count',              'yes',      'yes',   403,     'yes', 401,   401],
  ['GET /connections/{connection}/device-walk',                         'yes',      'yes',   403,     'yes', 401,   401],

  // Tasks. An admin holds no right over devices.
  ['GET /connections/{connection}/tasks',                               'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/task-values',                         'yes',      'yes',   'yes',   'yes', 401,   401],
  ['PATCH /connections/{connection}/tasks/{taskId}/note',               'yes',      'yes',   403,     403,   401,   401],
  ['POST /connections/{connection}/task-notes',                         'yes',      'yes',   403,     403,   401,   401],
  ['POST /connections/{connection}/tasks/preview',                      'yes',      403,     403,     403,   401,   401],
  ['POST /connections/{connection}/tasks/preflight',                    'yes',      403,     403,     403,   401,   401],
  ['POST /connections/{connection}/tasks',                              'yes',      403,     403,     403,   401,   401],
  ['GET /connections/{connection}/tasks/{taskId}',                      'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/tasks/{taskId}/subtasks',             'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/tasks/{taskId}/failures',             'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/tasks/{taskId}/kin',                  'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/tasks/{taskId}/samples',              'yes',      'yes',   'yes',   'yes', 401,   401],
  ['POST /connections/{connection}/tasks/{taskId}/retry',               'yes',      'yes',   403,     403,   401,   401],
  ['POST /connections/{connection}/tasks/{taskId}/stop',                'yes',      403,     403,     403,   401,   401],
  ['POST /connections/{connection}/tasks/{taskId}/confirm',             'yes',      403,     403,     403,   401,   401],
  ['DELETE /connections/{connection}/tasks/{taskId}',                   'yes',      403,     403,     403,   401,   401],
  ['POST /connections/{connection}/device-commands/preview',            'yes',      403,     403,     403,   401,   401],
  ['POST /connections/{connection}/device-commands',                    'yes',      403,     403,     403,   401,   401],

  // Workbooks that say which devices a task is for.
  ['POST /connections/{connection}/workbooks',                          'yes',      403,     403,     403,   401,   401],
  ['GET /connections/{connection}/workbooks/{workbookId}',              'yes',      403,     403,     403,   401,   401],
  ['GET /workbook-templates/{kind}',                                    'yes',      403,     403,     403,   401,   401],

  // Files of what the pages show.
  ['GET /connections/{connection}/exports/tasks',                       'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/exports/tasks/{taskId}/devices',      'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/exports/tasks/{taskId}/failures',     'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/exports/failures',                    'yes',      'yes',   'yes',   'yes', 401,   401],

  // Ways to look at lists: each person's own, and those that others share.
  ['GET /views',                                                        'yes',      'yes',   'yes',   'yes', 401,   401],
  ['POST /views',                                                       'yes',      'yes',   'yes',   'yes', 401,   401],
  ['PATCH /views/{viewId}',                                             'yes',      'yes',   'yes',   'yes', 401,   401],
  ['DELETE /views/{viewId}',                                            'yes',      'yes',   'yes',   'yes', 401,   401],
  ['POST /views/last/{list}',                                           'yes',      'yes',   'yes',   'yes', 401,   401],

  // Failures of all tasks, devices, and lists of devices handed from page to page.
  ['GET /connections/{connection}/failures/groups',                     'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/names',                               'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/failures',                            'yes',      'yes',   'yes',   'yes', 401,   401],
  ['POST /connections/{connection}/failures/plan',                      'yes',      'yes',   403,     403,   401,   401],
  ['POST /connections/{connection}/failures/retry',                     'yes',      'yes',   403,     403,   401,   401],
  ['GET /connections/{connection}/device-search',                       'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/devices/{deviceId}',                  'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/devices/{deviceId}/tasks',            'yes',      'yes',   'yes',   'yes', 401,   401],
  ['POST /connections/{connection}/target-sets',                        'yes',      403,     403,     403,   401,   401],
  ['GET /connections/{connection}/target-sets/{targetSetId}',           'yes',      403,     403,     403,   401,   401],
  ['GET /connections/{connection}/target-sets/{targetSetId}/devices',   'yes',      403,     403,     403,   401,   401],
  ['GET /connections/{connection}/target-sets/{targetSetId}/matches',   'yes',      403,     403,     403,   401,   401],
  ['GET /connections/{connection}/drafts',                              'yes',      403,     403,     403,   401,   401],
  ['POST /connections/{connection}/drafts',                             'yes',      403,     403,     403,   401,   401],
  ['GET /connections/{connection}/drafts/{draftId}',                    'yes',      403,     403,     403,   401,   401],
  ['PUT /connections/{connection}/drafts/{draftId}',                    'yes',      403,     403,     403,   401,   401],
  ['DELETE /connections/{connection}/drafts/{draftId}',                 'yes',      403,     403,     403,   401,   401],
  ['POST /connections/{connection}/requests',                           'yes',      403,     403,     403,   401,   401],
  ['POST /connections/{connection}/tasks/{taskId}/copy',                'yes',      403,     403,     403,   401,   401],
  ['GET /error-notes',                                                  'yes',      'yes',   'yes',   'yes', 401,   401],
  ['PATCH /error-notes',                                                'yes',      'yes',   403,     403,   401,   401],

  // Operations and live events.
  ['GET /connections/{connection}/operations/{operationId}',            'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /connections/{connection}/operations/{operationId}/results',    'yes',      'yes',   'yes',   'yes', 401,   401],
  ['GET /events',                                                       'yes',      'yes',   'yes',   'yes', 401,   401],
];
