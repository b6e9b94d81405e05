import classes from './DeviceLink.module.css';
import { TextLink } from './TextLink.tsx';

// The end tells IDs apart: they begin with the product's.
const tailLength = 8;

/** The way to a device's page. A long ID is cut in its middle to fit the room; reading aloud and hovering give all of it. */
export function DeviceLink({ connection, deviceId }: { connection: string; deviceId: string }) {
  const cut = Math.max(deviceId.length - tailLength, 0);
  return (
    <TextLink
      className={classes.link ?? ''}
      title={deviceId}
      aria-label={deviceId}
      to="/c/$connection/devices/$deviceId"
      params={{ connection, deviceId }}
    >
      <span className={classes.head}>{deviceId.slice(0, cut)}</span>
      <span>{deviceId.slice(cut)}</span>
    </TextLink>
  );
}
