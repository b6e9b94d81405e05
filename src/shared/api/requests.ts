import { z } from 'zod';
import { Brought, CopiedDevices, mostRequestBytes } from '#shared/domain/brought.ts';
import { connectionInput, procedure, taskInput } from './procedure.ts';

/** Requests that were made elsewhere, in our words: the browser makes drafts of them. Nothing is sent to the platform. */
export const requests = {
  read: procedure
    .route({
      method: 'POST',
      path: '/connections/{connection}/requests',
      summary: 'Read the JSON of a request; a list of devices in it is kept like one of `target-sets`',
    })
    .input(
      connectionInput.extend({
        /** The body alone, as text: credentials that stood around it have no business here. */
        body: z.string().max(mostRequestBytes),
      }),
    )
    .output(Brought),
  copy: procedure
    .route({
      method: 'POST',
      path: '/connections/{connection}/tasks/{taskId}/copy',
      summary:
        'Read the request of a task, for all or some of its devices; these are kept like a list of `target-sets`',
    })
    .input(taskInput.extend({ devices: CopiedDevices }))
    .output(Brought),
};
