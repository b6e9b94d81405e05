import { z } from 'zod';
import { NewDeviceCommand } from '#shared/domain/device-command.ts';
import { Operation } from '#shared/domain/operation.ts';
import { connectionInput, procedure } from './procedure.ts';

const base = '/connections/{connection}/device-commands' as const;

/** What the platform would be sent, word for word, and the same as a command line without certificates and tokens. */
export const CommandPreview = z
  .object({
    platformName: z.string(),
    /** Null where only the platform knows. */
    devices: z.int().min(0).nullable(),
    request: z.json(),
    curl: z.string(),
  })
  .meta({ id: 'CommandPreview' });

/** Commands to many devices as one task, on connections whose `creates` is `device_commands`. */
export const deviceCommands = {
  preview: procedure
    .route({
      method: 'POST',
      path: `${base}/preview`,
      summary: 'The exact request a new device command would send; sends nothing',
    })
    .input(connectionInput.extend(NewDeviceCommand.shape))
    .output(CommandPreview),
  create: procedure
    .route({ method: 'POST', path: base, summary: 'Send a command to devices', successStatus: 202 })
    .input(connectionInput.extend(NewDeviceCommand.shape))
    .output(Operation),
};
