/** The fleet of a municipal utility: 48,000 devices in two resource spaces. Every scenario shares it. */
import type { Catalogue, Group, Product, UpgradePackage } from '#simulator/world/catalogue.ts';
import { rings } from '#simulator/world/catalogue.ts';
import type { FleetPlan } from '#simulator/world/fleet.ts';
import type { Mood } from '#simulator/world/presence.ts';
import { hexOf } from '#simulator/world/random.ts';
import { gatewayServices, lampServices, meterServices, sensorServices } from './service-models.ts';

const dayMs = 24 * 3_600_000;

/** Products by the names scenarios use; the numbers are indices. */
export const product = { waterMeter: 0, gateway: 1, heatMeter: 2, sensor: 3, lamp: 4 } as const;
const sizes = [34_000, 3000, 5000, 4000, 2000];

/** Packages by the names scenarios use; the numbers are indices. */
export const pack = {
  meter240: 0,
  meter241: 1,
  meter250: 2,
  gateway320: 3,
  gateway330: 4,
  agent501: 5,
  agent510: 6,
  heat130: 7,
  heatAgent22: 8,
  meter260rc: 9,
  modem110: 10,
} as const;

export function utilityFleet(mood: Mood = 'usual'): (seed: number, birthMs: number) => FleetPlan {
  return (seed, birthMs) => {
    const catalogue = utilityCatalogue(seed, birthMs);
    const bits = new Map(catalogue.groups.map((group) => [group.name, group.type === 'STATIC' ? 1 << group.bit : 0]));
    const bit = (name: string): number => bits.get(name) ?? 0;
    return {
      catalogue,
      sizes,
      mood,
      behind: { [product.sensor]: product.gateway },
      groupsOf: ({ product: index, district, ring, nth }) => {
        let groups = 0;
        if (index === product.waterMeter && district === 0) groups |= bit('城东水表');
        if (index === product.waterMeter && district === 2) groups |= bit('南湖水表');
        if (index === product.waterMeter && rings[ring] === 'canary') groups |= bit('Canary_meters');
        if (index === product.gateway) groups |= bit('All_gateways');
        if (index === product.gateway && rings[ring] !== 'broad') groups |= bit('Gateways_early_ring');
        if (index === product.waterMeter && nth < 25) groups |= bit('实验室台架');
        if (index === product.heatMeter) groups |= bit('全部热量表');
        return groups;
      },
    };
  };
}

/** The place of the build that {@link withBadBuild} adds. */
export const badBuildPack = Object.keys(pack).length;

/** The same fleet with one more build for water meters, which breaks the more of them the longer a task goes on. */
export function withBadBuild(plan: FleetPlan, birthMs: number): FleetPlan {
  const [build] = plan.catalogue.packages.slice(pack.meter250);
  if (build === undefined) throw new RangeError('the fleet has no build to start from');
  plan.catalogue.packages.push({
    ...build,
    packageId: build.packageId.replace(/^66/, '68'),
    version: '2.6.0',
    sources: [],
    description: '智能水表_WM20 2.6.0',
    createdMs: birthMs - dayMs,
    defects: 0.01,
    worstDefects: 0.9,
  });
  return plan;
}

function utilityCatalogue(seed: number, birthMs: number): Catalogue {
  const bornDaysAgo = (days: number) => birthMs - days * dayMs;
  const productId = (index: number) => `65${hexOf(22, seed, 601, index)}`;
  const common = { space: 0, manufacturer: 'Huadong Instruments', industry: 'Water' };

  const products: Product[] = [
    {
      ...common,
      productId: productId(0),
      name: '智能水表_WM20',
      deviceType: 'WaterMeter',
      protocol: 'MQTT',
      description: 'Ultrasonic water meter with valve',
      createdMs: bornDaysAgo(720),
      services: meterServices,
      nodePrefix: 'WM20-',
      namePrefix: '水表',
      firmware: [
        { version: '2.3.0', share: 0.08 },
        { version: '2.4.0', share: 0.62 },
        { version: '2.4.1', share: 0.3 },
      ],
      software: [{ version: '1.8.2', share: 1 }],
    },
    {
      ...common,
      productId: productId(1),
      name: 'Street_Gateway_GW3',
      deviceType: 'Gateway',
      protocol: 'MQTT',
      description: 'Street cabinet gateway, LTE',
      createdMs: bornDaysAgo(715),
      services: gatewayServices,
      nodePrefix: 'GW3-',
      namePrefix: 'GW',
      firmware: [
        { version: '3.1.4', share: 0.35 },
        { version: '3.2.0', share: 0.65 },
      ],
      software: [
        { version: '5.0.0', share: 0.3 },
        { version: '5.0.1', share: 0.7 },
      ],
      modules: [{ name: 'modem', version: '1.0.4' }],
    },
    {
      ...common,
      space: 1,
      industry: 'Heating',
      productId: productId(2),
      name: '热量表_HM10',
      deviceType: 'HeatMeter',
      protocol: 'MQTT',
      description: 'District heating meter',
      createdMs: bornDaysAgo(710),
      services: meterServices,
      nodePrefix: 'HM10-',
      namePrefix: '热量表',
      firmware: [
        { version: '1.1.0', share: 0.25 },
        { version: '1.2.0', share: 0.75 },
      ],
      software: [{ version: '2.1.0', share: 1 }],
    },
    {
      ...common,
      productId: productId(3),
      name: '压力传感器_PS5',
      deviceType: 'PressureSensor',
      protocol: 'Modbus',
      description: 'Pressure sensor behind a street gateway',
      createdMs: bornDaysAgo(705),
      services: sensorServices,
      nodePrefix: 'PS5-',
      namePrefix: '压力',
      firmware: [{ version: '0.9.7', share: 1 }],
      software: [],
    },
    {
      ...common,
      manufacturer: 'Guangming Lighting',
      industry: 'Lighting',
      productId: productId(4),
      name: 'NB_Street_Lamp',
      deviceType: 'StreetLamp',
      protocol: 'CoAP',
      description: 'Street lamp controller, NB-IoT',
      createdMs: bornDaysAgo(703),
      services: lampServices,
      nodePrefix: 'SL1-',
      namePrefix: 'Lamp',
      firmware: [{ version: '4.0.2', share: 1 }],
      software: [],
    },
  ];

  const firmware = (index: number, of: number, version: string, sources: string[], days: number, defects = 0.004) =>
    upgrade(index, 'firmwarePackage', of, version, sources, days, defects);
  const software = (index: number, of: number, version: string, sources: string[], days: number, defects = 0.004) =>
    upgrade(index, 'softwarePackage', of, version, sources, days, defects);
  const modem = (index: number, version: string, sources: string[], days: number): UpgradePackage => ({
    ...upgrade(index, 'modulePackage', product.gateway, version, sources, days, 0.004),
    module: 'modem',
  });
  const upgrade = (
    index: number,
    type: UpgradePackage['type'],
    of: number,
    version: string,
    sources: string[],
    days: number,
    defects: number,
  ): UpgradePackage => ({
    packageId: `66${hexOf(22, seed, 602, index)}`,
    type,
    product: of,
    version,
    sources,
    description: `${products[of]?.name ?? ''} ${version}`,
    createdMs: bornDaysAgo(days),
    defects,
  });
  // In the order of `pack`.
  const packages: UpgradePackage[] = [
    firmware(0, product.waterMeter, '2.4.0', ['2.2.0', '2.3.0'], 190),
    firmware(1, product.waterMeter, '2.4.1', ['2.3.0', '2.4.0'], 95),
    firmware(2, product.waterMeter, '2.5.0', ['2.3.0', '2.4.0', '2.4.1'], 9),
    firmware(3, product.gateway, '3.2.0', ['3.1.4'], 120),
    firmware(4, product.gateway, '3.3.0', [], 6),
    software(5, product.gateway, '5.0.1', ['5.0.0'], 80),
    software(6, product.gateway, '5.1.0', [], 4),
    firmware(7, product.heatMeter, '1.3.0', ['1.1.0', '1.2.0'], 20),
    software(8, product.heatMeter, '2.2.0', [], 12),
    firmware(9, product.waterMeter, '2.6.0-rc1', [], 1, 0.5),
    modem(10, '1.1.0', ['1.0.4'], 5),
  ];

  let bit = 0;
  const group = (index: number, space: number, name: string, description: string, rule?: string): Group => {
    const base = {
      groupId: uuidOf(seed, index),
      space,
      name,
      description,
      superGroupId: '',
      modifiedMs: bornDaysAgo(200 - index * 12),
    };
    return rule === undefined ? { ...base, type: 'STATIC', bit: bit++ } : { ...base, type: 'DYNAMIC', rule };
  };
  const groups: Group[] = [
    group(0, 0, '城东水表', '城东供水片区的全部水表'),
    group(1, 0, '南湖水表', '南湖供水片区的全部水表'),
    group(2, 0, 'Canary_meters', 'First to get a new build'),
    group(3, 0, 'All_gateways', 'Every street gateway'),
    group(4, 0, 'Gateways_early_ring', 'Canary and early rings'),
    group(5, 0, '实验室台架', 'Bench devices in the lab'),
    group(6, 1, '全部热量表', '供热空间的全部热量表'),
    group(7, 0, 'Meters_on_2_3_0', 'Still on the oldest firmware', "fw_version = '2.3.0' and node_id like 'WM20-%'"),
    group(8, 0, '滨江网关', '滨江片区的网关', "device_name like 'GW_滨江%'"),
  ];

  return {
    spaces: [
      {
        appId: hexOf(32, seed, 603, 0),
        name: 'DefaultApp_utility',
        isDefault: true,
        createdMs: bornDaysAgo(730),
      },
      { appId: hexOf(32, seed, 603, 1), name: '南湖供热', isDefault: false, createdMs: bornDaysAgo(728) },
    ],
    products,
    packages,
    modules: [
      {
        moduleId: `67${hexOf(22, seed, 606, 0)}`,
        product: product.gateway,
        name: 'modem',
        alias: 'LTE modem',
        description: 'Radio of the street gateway',
        createdMs: bornDaysAgo(300),
      },
    ],
    groups,
  };
}

function uuidOf(seed: number, index: number): string {
  const hex = hexOf(32, seed, 604, index);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
