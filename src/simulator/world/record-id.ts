/**
 * Record IDs: 24 hex digits that grow with time, as the platform's paging needs. Eight digits are the second, six name the
 * maker, ten count.
 */

const counterDigits = 10;

export function recordPrefix(createdMs: number, maker: string): string {
  return (
    Math.floor(createdMs / 1000)
      .toString(16)
      .padStart(8, '0') + maker
  );
}

export function recordId(prefix: string, counter: number): string {
  return prefix + counter.toString(16).padStart(counterDigits, '0');
}

/** How many of `size` consecutive IDs (`prefix` + `first`, `first + 1`, ...) lie below the marker. Marker is lower case. */
export function consecutiveBelow(marker: string, prefix: string, first: number, size: number): number {
  const head = marker.slice(0, prefix.length);
  if (head !== prefix) return head < prefix ? 0 : size;
  return Math.min(size, Math.max(0, Number.parseInt(marker.slice(prefix.length), 16) - first));
}

/** How many of `size` rows with ascending IDs lie below the marker. Marker is lower case. */
export function countBelow(marker: string, size: number, idAt: (index: number) => string): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (idAt(middle) < marker) low = middle + 1;
    else high = middle;
  }
  return low;
}
