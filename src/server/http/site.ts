/** Where the console is reached, as the browser sees it. */
export type Site = {
  /** Origins of its own pages, such as `http://127.0.0.1:8080`. The first is the one that is shown to people. */
  origins: readonly [string, ...string[]];
  /** Served through TLS: cookies are `Secure` and browsers are told to stay on TLS. */
  secure: boolean;
  /** The only values of `Host` that are answered, or null when any is. */
  hosts: ReadonlySet<string> | null;
};

const loopbackNames = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** The machine's own addresses: nobody else can reach what listens there. */
export const isLoopback = (host: string): boolean => loopbackNames.has(host) || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * The site of a server that listens on `host`:`port`. On a loopback address a page of a foreign site may reach the server by
 * pointing its own name at it (DNS rebinding), so there only known names are answered. Behind a proxy the proxy decides the name.
 */
export function siteOf(input: { host: string; port: number; publicUrl: URL | null }): Site {
  const { host, port, publicUrl } = input;
  const shown = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const local = [...new Set([shown, '127.0.0.1', 'localhost', '[::1]'])].map((name) =>
    port === 80 ? name : `${name}:${port}`,
  );
  if (publicUrl === null)
    return {
      origins: [`http://${local[0]}`, ...local.slice(1).map((name) => `http://${name}`)],
      secure: false,
      hosts: new Set(local),
    };
  return {
    origins: [publicUrl.origin],
    secure: publicUrl.protocol === 'https:',
    hosts: isLoopback(host) ? new Set([...local, publicUrl.host]) : null,
  };
}
