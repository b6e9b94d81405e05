/** Whose problem a failure is. `us` are the people of this console: a request, a choice or a setting has to be corrected. */
export const failureOwners = ['device', 'network', 'package', 'platform', 'us'] as const;
export type FailureOwner = (typeof failureOwners)[number];

/** Whether trying the same again helps: at once, after something has changed, or not at all. */
export const retryHelp = ['yes', 'later', 'no'] as const;
export type RetryHelp = (typeof retryHelp)[number];

export type ErrorFacts = {
  owner: FailureOwner;
  retry: RetryHelp;
  /** No document of the platform prints the code: its meaning is the one that the built-in simulator gives it. */
  documented: boolean;
};

type Row = readonly [owner: FailureOwner, retry: RetryHelp, documented?: false];

// What is known of each code: of the platform and its gateway, of devices in an upgrade, and of the northbound platform.
const table = {
  'IOTDA.000001': ['platform', 'later'],
  'IOTDA.000002': ['us', 'no'],
  'IOTDA.000004': ['us', 'no'],
  'IOTDA.000006': ['us', 'no'],
  'IOTDA.000008': ['us', 'no'],
  'IOTDA.000009': ['us', 'no'],
  'IOTDA.000010': ['us', 'no'],
  'IOTDA.000011': ['us', 'no'],
  'IOTDA.000012': ['us', 'no'],
  'IOTDA.000013': ['us', 'no'],
  'IOTDA.000014': ['us', 'no'],
  'IOTDA.000015': ['platform', 'no'],
  'IOTDA.000017': ['us', 'no'],
  'IOTDA.000018': ['us', 'no'],
  'IOTDA.000020': ['us', 'no'],
  'IOTDA.000021': ['us', 'no'],
  'IOTDA.000022': ['us', 'no'],
  'IOTDA.000029': ['us', 'no'],
  'IOTDA.001000': ['us', 'no'],
  'IOTDA.001002': ['us', 'no'],
  'IOTDA.001006': ['us', 'no'],
  'IOTDA.001007': ['us', 'no'],
  'IOTDA.014000': ['device', 'no'],
  'IOTDA.014016': ['network', 'later'],
  'IOTDA.014024': ['device', 'no'],
  'IOTDA.014031': ['device', 'no'],
  'IOTDA.014111': ['network', 'yes'],
  'IOTDA.014112': ['device', 'later'],
  'IOTDA.014114': ['us', 'no'],
  'IOTDA.014219': ['us', 'no'],
  'IOTDA.014230': ['device', 'later', false],
  'IOTDA.014231': ['network', 'later', false],
  'IOTDA.014232': ['network', 'yes', false],
  'IOTDA.014233': ['network', 'yes', false],
  'IOTDA.014234': ['network', 'yes', false],
  'IOTDA.014235': ['package', 'no', false],
  'IOTDA.014236': ['package', 'no', false],
  'IOTDA.014237': ['platform', 'no', false],
  'IOTDA.014238': ['us', 'no', false],
  'IOTDA.014239': ['us', 'no', false],
  'IOTDA.014240': ['device', 'later', false],
  'IOTDA.014241': ['us', 'no', false],
  'IOTDA.014242': ['device', 'later', false],
  'IOTDA.014243': ['us', 'no', false],
  'IOTDA.014244': ['package', 'no', false],
  'IOTDA.014245': ['device', 'later', false],
  'IOTDA.014290': ['us', 'no', false],
  'IOTDA.014291': ['platform', 'later', false],
  'IOTDA.014292': ['platform', 'later', false],
  'IOTDA.014293': ['us', 'no', false],
  'IOTDA.014294': ['us', 'no', false],
  'IOTDA.014295': ['us', 'no', false],
  'IOTDA.014296': ['us', 'no', false],
  'IOTDA.014297': ['us', 'no', false],
  'IOTDA.014298': ['us', 'no', false],
  'IOTDA.014299': ['us', 'no', false],
  'IOTDA.014301': ['us', 'no', false],
  'IOTDA.014600': ['us', 'no'],
  'IOTDA.014602': ['us', 'no'],
  'IOTDA.014603': ['us', 'no'],
  'IOTDA.014604': ['platform', 'later', false],
  'IOTDA.021101': ['platform', 'later'],
  'IOTDA.021102': ['platform', 'later'],
  'APIGW.0101': ['us', 'no'],
  'APIGW.0201': ['platform', 'later'],
  'APIGW.0301': ['us', 'no'],
  'APIGW.0308': ['platform', 'later'],
  '1': ['device', 'later'],
  '2': ['network', 'yes'],
  '3': ['device', 'no'],
  '4': ['device', 'later'],
  '5': ['device', 'no'],
  '6': ['network', 'yes'],
  '7': ['package', 'yes'],
  '8': ['package', 'no'],
  '9': ['device', 'later'],
  '10': ['device', 'later'],
  '255': ['device', 'yes'],
  '50252': ['platform', 'later'],
  '50400': ['us', 'no'],
  '100019': ['us', 'no'],
  '100022': ['us', 'no'],
  '100028': ['us', 'no'],
  '100203': ['us', 'no'],
  '100208': ['us', 'no'],
  '100217': ['us', 'no'],
  '100403': ['device', 'no'],
  '100416': ['device', 'no'],
  '100422': ['network', 'later'],
  '100434': ['device', 'later'],
  '101001': ['us', 'no'],
  '105001': ['platform', 'later'],
  '105002': ['us', 'no'],
  '105005': ['us', 'no'],
  '105201': ['us', 'no'],
  '105202': ['us', 'no'],
  '1010005': ['us', 'no'],
  '1010009': ['platform', 'later'],
} as const satisfies Record<string, Row>;

export type ExplainedCode = keyof typeof table;
/** Every code that the dictionary explains. The gateway writes `APIG.` and `APIGW.` for the same. */
export const explainedCodes = Object.keys(table) as ExplainedCode[];

const rows: ReadonlyMap<string, Row> = new Map(Object.entries(table));

/** The code as the dictionary lists it. */
export const plainCode = (code: string): string => code.replace(/^APIG\./, 'APIGW.');

/** What is known of a code, or null. */
export function factsOf(code: string | null): ErrorFacts | null {
  const row = code === null ? undefined : rows.get(plainCode(code));
  if (row === undefined) return null;
  const [owner, retry, documented = true] = row;
  return { owner, retry, documented };
}
