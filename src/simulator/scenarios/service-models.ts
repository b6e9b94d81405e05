/** Service models of the products, as ShowProduct tells them. */
import type { ServiceCapability } from '#wire/iotda/products.ts';

export const meterServices: ServiceCapability[] = [
  {
    service_id: 'WaterMeter',
    service_type: 'WaterMeter',
    description: '水表读数 / meter readings',
    option: 'Mandatory',
    properties: [
      {
        property_name: 'flow',
        data_type: 'decimal',
        required: true,
        min: '0',
        max: '99999999',
        step: 0.001,
        unit: 'm3',
        method: 'R',
      },
      {
        property_name: 'temperature',
        data_type: 'int',
        required: false,
        min: '-40',
        max: '90',
        unit: '℃',
        method: 'R',
      },
      {
        property_name: 'reportInterval',
        data_type: 'int',
        required: false,
        min: '60',
        max: '86400',
        unit: 's',
        method: 'RW',
      },
    ],
    commands: [
      {
        command_name: 'ON_OFF',
        paras: [
          { para_name: 'value', data_type: 'enum', required: true, enum_list: ['ON', 'OFF'], description: 'valve' },
        ],
      },
      {
        command_name: 'SET_INTERVAL',
        paras: [{ para_name: 'seconds', data_type: 'int', required: true, min: '60', max: '86400', unit: 's' }],
      },
    ],
  },
];

export const gatewayServices: ServiceCapability[] = [
  {
    service_id: 'Gateway',
    service_type: 'Gateway',
    description: 'street gateway',
    option: 'Master',
    properties: [
      { property_name: 'signal', data_type: 'int', required: true, min: '-120', max: '0', unit: 'dBm', method: 'R' },
      {
        property_name: 'uplinkSeconds',
        data_type: 'int',
        required: false,
        min: '10',
        max: '3600',
        unit: 's',
        method: 'RW',
      },
    ],
    commands: [
      {
        command_name: 'REBOOT',
        paras: [{ para_name: 'delay', data_type: 'int', required: false, min: '0', max: '600', unit: 's' }],
      },
      {
        command_name: 'COLLECT_LOGS',
        paras: [{ para_name: 'level', data_type: 'enum', required: true, enum_list: ['INFO', 'DEBUG'] }],
      },
      {
        command_name: 'CONFIGURE_UPLINK',
        paras: [
          { para_name: 'apn', data_type: 'string', required: true, max_length: 64, description: 'access point' },
          { para_name: 'roaming', data_type: 'boolean', required: false },
          { para_name: 'budget', data_type: 'long', required: false, min: '0', max: '4294967296', unit: 'B' },
          { para_name: 'backoff', data_type: 'decimal', required: false, min: '0.5', max: '8', step: 0.5 },
          { para_name: 'validFrom', data_type: 'DateTime', required: false, description: 'yyyyMMddTHHmmssZ' },
          { para_name: 'servers', data_type: 'string list', required: false },
          { para_name: 'options', data_type: 'jsonObject', required: false },
        ],
        responses: [
          {
            response_name: 'CONFIGURE_UPLINK_RESPONSE',
            paras: [{ para_name: 'applied', data_type: 'boolean', required: true }],
          },
        ],
      },
    ],
    events: [
      {
        event_type: 'doorOpened',
        paras: [{ para_name: 'at', data_type: 'DateTime', required: true }],
      },
    ],
  },
];

export const sensorServices: ServiceCapability[] = [
  {
    service_id: 'Pressure',
    service_type: 'Pressure',
    description: '管网压力 / network pressure',
    option: 'Optional',
    properties: [
      {
        property_name: 'bar',
        data_type: 'decimal',
        required: true,
        min: '0',
        max: '40',
        step: 0.01,
        unit: 'bar',
        method: 'RE',
      },
    ],
    commands: [],
  },
];

export const lampServices: ServiceCapability[] = [
  {
    service_id: 'Lamp',
    service_type: 'Lamp',
    description: 'street lamp',
    option: 'Optional',
    properties: [
      {
        property_name: 'brightness',
        data_type: 'int',
        required: true,
        min: '0',
        max: '100',
        step: 1,
        unit: '%',
        method: 'RWE',
      },
    ],
    commands: [
      {
        command_name: 'DIM',
        paras: [
          { para_name: 'brightness', data_type: 'int', required: true, min: '0', max: '100', step: 1, unit: '%' },
        ],
      },
    ],
  },
];
