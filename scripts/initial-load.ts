/** The part of Vite's manifest that says which chunk needs which. Keys are source paths, or `_name.js` for shared chunks. */
export type Manifest = Record<string, { file: string; isEntry?: boolean; imports?: string[]; css?: string[] }>;

/** The files a browser fetches to show one route: the entry, the chunks of the route and of those it is nested in, and what they import. */
export function initialFiles(
  manifest: Manifest,
  route: string,
  alsoLoaded: RegExp,
  modules: Record<string, string[]>,
): { scripts: string[]; styles: string[] } {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`The manifest names ${key} and does not describe it.`);
    if (scripts.has(chunk.file)) return;
    (chunk.file.endsWith('.css') ? styles : scripts).add(chunk.file);
    chunk.css?.forEach((file) => styles.add(file));
    chunk.imports?.forEach(visit);
  };
  const keys = Object.keys(manifest);
  const wanted = keys.filter((key) => manifest[key]?.isEntry || isPartOf(key, route) || alsoLoaded.test(key));
  wanted.forEach(visit);
  // A route has a chunk of its own, or comes with the entry.
  const source = `src/web/routes/${route}.tsx`;
  const found =
    keys.some((key) => routeName(key) === route) || [...scripts].some((file) => modules[file]?.includes(source));
  if (!found) throw new Error(`No chunk belongs to the route ${route}.`);
  return { scripts: [...scripts], styles: [...styles] };
}

/** Whether a manifest key is a chunk of the route or of a route it is nested in. */
function isPartOf(key: string, route: string): boolean {
  const name = routeName(key);
  return name === '__root' || (name !== null && (route === name || route.startsWith(`${name}.`)));
}

function routeName(key: string): string | null {
  const path = /^src\/web\/routes\/(.+)\.tsx/.exec(key)?.[1];
  return path?.replaceAll('/', '.') ?? null;
}
