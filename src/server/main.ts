import { readFileSync } from 'node:fs';

const neededNode = 24;
if (Number(process.versions.node.split('.')[0]) < neededNode) {
  console.error(
    `Rollout Console needs Node ${neededNode} or newer; this is ${process.version}. "npm start" brings its own.`,
  );
  process.exit(1);
}

// Only now, because older versions of Node cannot even load them.
const { readConfig } = await import('./config.ts');
const { ConfigError } = await import('./config-connections.ts');
const { start } = await import('./start.ts');
const { startEmbedded } = await import('#simulator/embedded.ts');

/** How long finishing may take before the process ends anyway. */
const closeWithinMs = 20_000;

async function main() {
  const config = readConfig(process.env, (path) => readFileSync(path, 'utf8'));
  const server = await start(config, { simulator: startEmbedded });
  process.stdout.write(`Rollout Console: ${server.url}\n`);

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), closeWithinMs).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

try {
  await main();
} catch (error) {
  // What is wrong with the configuration is said in sentences; anything else is a fault of ours and needs its trace.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
