/** What the simulator accepts. Made from the seed, so that a kept world keeps its keys. None of it opens anything else. */
import { hexOf } from './random.ts';

export type Credentials = {
  region: string;
  projectId: string;
  ak: string;
  sk: string;
  iamDomain: string;
  iamUser: string;
  iamPassword: string;
  /** Of the northbound application, whose ID is that of the default resource space. */
  appSecret: string;
  /** What tokens are sealed with; never leaves the simulator. */
  tokenKey: string;
};

export function makeCredentials(seed: number): Credentials {
  return {
    region: 'cn-north-4',
    projectId: hexOf(32, seed, 501),
    ak: `SIM${hexOf(17, seed, 502).toUpperCase()}`,
    sk: hexOf(40, seed, 503),
    iamDomain: 'simulated-utility',
    iamUser: 'console',
    iamPassword: `sim-${hexOf(16, seed, 504)}`,
    appSecret: hexOf(32, seed, 506),
    tokenKey: hexOf(64, seed, 505),
  };
}
