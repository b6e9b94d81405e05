/** A body that is not JSON. Its signature covers everything but the bytes. */
export type FormBody = { contentType: string; bytes: Uint8Array };

/** One file as `multipart/form-data` (RFC 7578). A name's quotes and line breaks are encoded the way browsers do it. */
export function multipart(
  { part, name, content }: { part: string; name: string; content: Uint8Array },
  random: () => number,
): FormBody {
  const boundary = boundaryNotIn(content, random);
  const quoted = name.replace(
    /["\r\n]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="${part}"; filename="${quoted}"\r\n` +
    'Content-Type: application/octet-stream\r\n\r\n';
  const bytes = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes };
}

function boundaryNotIn(content: Uint8Array, random: () => number): string {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  for (let attempt = 0; ; attempt += 1) {
    const boundary = `----part${attempt}${Math.floor(random() * 2 ** 48).toString(16)}`;
    if (!bytes.includes(boundary)) return boundary;
  }
}
