/** What tests of several folders make a device command from. */
import type { NewDeviceCommand } from './device-command.ts';

/** To two devices, with nothing that is optional. */
export const plainCommand: NewDeviceCommand = {
  name: 'Open the valves',
  targets: { source: 'devices', deviceIds: ['one', 'two'] },
  serviceId: 'WaterMeter',
  command: 'ON_OFF',
  parameters: { value: 'ON' },
  timeoutSeconds: 600,
  resends: null,
  callbackUrl: '',
  groupTag: '',
  tags: [],
  confirmed: '',
};
