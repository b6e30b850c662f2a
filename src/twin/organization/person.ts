/** Someone or something with an account in the tenant. */
export type Person = {
  readonly index: number;
  readonly kind: 'employee' | 'guest' | 'room' | 'service';
  /** Object id in the directory. */
  readonly id: string;
  /** GUID of the mailbox, which Outlook item ids contain; undefined without a cloud mailbox. */
  readonly mailboxId: string | undefined;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly mail: string | null;
  readonly userPrincipalName: string;
  readonly mailNickname: string;
  readonly jobTitle: string | null;
  readonly department: string | null;
  readonly employeeId: string | null;
  readonly mobilePhone: string | null;
  readonly businessPhone: string | null;
  readonly office: Office;
  readonly accountEnabled: boolean;
  readonly createdAt: number;
  /** Index of the manager among all people. */
  readonly manager: number | undefined;
  readonly hasCopilot: boolean;
};

export type Office = {
  readonly name: string;
  readonly city: string;
  readonly country: string;
  readonly usageLocation: string;
  readonly language: string;
  /** Windows name, as in mailbox settings. */
  readonly timeZone: string;
  readonly iana: string;
  /** Offset from UTC in hours during the organization's quarter. */
  readonly summerOffset: number;
};

export const offices: readonly Office[] = [
  {
    name: 'Harbor 1',
    city: 'Seattle',
    country: 'United States',
    usageLocation: 'US',
    language: 'en-US',
    timeZone: 'Pacific Standard Time',
    iana: 'America/Los_Angeles',
    summerOffset: -7,
  },
  {
    name: 'Harbor 2',
    city: 'New York',
    country: 'United States',
    usageLocation: 'US',
    language: 'en-US',
    timeZone: 'Eastern Standard Time',
    iana: 'America/New_York',
    summerOffset: -4,
  },
  {
    name: 'Quay',
    city: 'London',
    country: 'United Kingdom',
    usageLocation: 'GB',
    language: 'en-GB',
    timeZone: 'GMT Standard Time',
    iana: 'Europe/London',
    summerOffset: 1,
  },
  {
    name: 'Speicher',
    city: 'Hamburg',
    country: 'Germany',
    usageLocation: 'DE',
    language: 'de-DE',
    timeZone: 'W. Europe Standard Time',
    iana: 'Europe/Berlin',
    summerOffset: 2,
  },
  {
    name: 'Faro',
    city: 'Valencia',
    country: 'Spain',
    usageLocation: 'ES',
    language: 'es-ES',
    timeZone: 'Romance Standard Time',
    iana: 'Europe/Madrid',
    summerOffset: 2,
  },
  {
    name: 'Marina',
    city: 'Singapore',
    country: 'Singapore',
    usageLocation: 'SG',
    language: 'en-SG',
    timeZone: 'Singapore Standard Time',
    iana: 'Asia/Singapore',
    summerOffset: 8,
  },
];
