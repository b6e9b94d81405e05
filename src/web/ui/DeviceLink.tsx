import { useRouter } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import classes from './DeviceLink.module.css';

// The end tells IDs apart: they begin with the product's.
const tailLength = 8;

/**
 * The way to a device's page. A long ID is cut in its middle to fit the room; reading aloud and hovering give all of it. Lists
 * have one in every row, so it follows no change of the address, as the router's own links do.
 */
export function DeviceLink({ connection, deviceId }: { connection: string; deviceId: string }) {
  const router = useRouter();
  const to = { to: '/c/$connection/devices/$deviceId', params: { connection, deviceId } } as const;
  const cut = Math.max(deviceId.length - tailLength, 0);
  const go = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void router.navigate(to);
  };
  return (
    <a
      className={classes.link}
      title={deviceId}
      aria-label={deviceId}
      href={router.buildLocation(to).href}
      onClick={go}
    >
      <span className={classes.head}>{deviceId.slice(0, cut)}</span>
      {deviceId.slice(cut)}
    </a>
  );
}
