import { Anchor } from '@mantine/core';

/** A ticket in another system, by the end of its address. It learns nothing of this console. */
export function TicketLink({ ticket }: { ticket: string | null }) {
  if (ticket === null) return null;
  const { hostname, pathname } = new URL(ticket);
  const last = pathname.split('/').findLast((part) => part !== '');
  return (
    <Anchor inherit className="clamped" href={ticket} target="_blank" rel="noopener noreferrer" title={ticket}>
      {last === undefined ? hostname : decoded(last)}
    </Anchor>
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
