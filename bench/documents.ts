import { faker } from '@faker-js/faker';

/** A page of users as Graph returns them with a generous `$select`: names in many scripts, some properties null. */
export const usersPage = (page: number, count: number): Uint8Array => {
  faker.seed(1_000 + page);
  const value = Array.from({ length: count }, (_, index) => user(page * count + index));
  return encode({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users',
    '@odata.nextLink': `https://graph.microsoft.com/v1.0/users?$top=${count}&$skiptoken=RFNwdAIAAQAAAB46YWRlbGV2QGNvbnRvc28uZXhhbXBsZQ`,
    value,
  });
};

/** A page of events with a dozen attendees each and an HTML body. */
export const eventsPage = (count: number): Uint8Array => {
  faker.seed(2_000);
  const addresses = Array.from({ length: 300 }, () => ({
    name: faker.person.fullName(),
    address: address(faker.internet.username()),
  }));
  return encode({
    '@odata.context': "https://graph.microsoft.com/v1.0/$metadata#users('x')/events",
    value: Array.from({ length: count }, (_, index) => event(index, addresses)),
  });
};

const scripts = ['', '', '', ' 田中', ' Müller', ' Łukasz', ' Ольга'] as const;
const address = (name: string): string => `${name.replace(/[^A-Za-z0-9._]/g, '').toLowerCase()}@contoso.example`;
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

const user = (index: number): unknown => {
  const givenName = faker.person.firstName();
  const surname = `${faker.person.lastName()}${scripts[index % scripts.length]}`;
  const mail = address(`${givenName}.${index}`);
  return {
    '@odata.id': `https://graph.microsoft.com/v2/x/directoryObjects/${index}/Microsoft.DirectoryServices.User`,
    id: faker.string.uuid(),
    accountEnabled: index % 11 !== 0,
    businessPhones: [`+1 555 01${String(index % 100).padStart(2, '0')}`],
    city: faker.location.city(),
    companyName: 'Contoso',
    country: 'US',
    createdDateTime: '2021-04-07T09:41:12Z',
    department: faker.commerce.department(),
    displayName: `${givenName} ${surname}`,
    employeeId: String(100_000 + index),
    givenName,
    jobTitle: faker.person.jobTitle(),
    mail,
    mailNickname: `${givenName}${index}`,
    mobilePhone: null,
    officeLocation: faker.location.streetAddress(),
    onPremisesImmutableId: faker.string.alphanumeric(24),
    onPremisesSyncEnabled: null,
    otherMails: [],
    postalCode: '98052',
    preferredLanguage: 'en-US',
    proxyAddresses: [`SMTP:${mail}`, `smtp:${givenName}${index}@fabrikam.example`],
    state: null,
    streetAddress: faker.location.streetAddress(),
    surname,
    usageLocation: 'US',
    userPrincipalName: mail,
    userType: 'Member',
    assignedLicenses: [{ disabledPlans: [], skuId: faker.string.uuid() }],
  };
};

type Recipient = { readonly name: string; readonly address: string };

const event = (index: number, people: readonly Recipient[]): unknown => {
  const at = (offset: number): Recipient => people[(index * 7 + offset * 13) % people.length] as Recipient;
  return {
    '@odata.etag': 'W/"ZlnW4RIAV06KYYwlrfNZvQAAKGWwbw=="',
    id: `AAMkAD${faker.string.alphanumeric(140)}=`,
    createdDateTime: '2026-01-05T10:00:00.0000000Z',
    lastModifiedDateTime: '2026-01-06T10:00:00.0000000Z',
    changeKey: 'ZlnW4RIAV06KYYwlrfNZvQAAKGWwbw==',
    categories: [],
    iCalUId: faker.string.hexadecimal({ length: 112, prefix: '' }),
    subject: `Weekly sync about ${faker.commerce.productName()}`,
    bodyPreview: faker.lorem.sentences(3),
    importance: 'normal',
    sensitivity: 'normal',
    isAllDay: false,
    isCancelled: index % 19 === 0,
    isOrganizer: true,
    showAs: 'busy',
    type: 'singleInstance',
    webLink: 'https://outlook.office365.com/owa/?itemid=AAMkAD&exvsurl=1&path=/calendar/item',
    body: { contentType: 'html', content: `<html><body>${faker.lorem.paragraphs(4)}</body></html>` },
    start: { dateTime: '2026-03-02T09:00:00.0000000', timeZone: 'UTC' },
    end: { dateTime: '2026-03-02T09:30:00.0000000', timeZone: 'UTC' },
    location: { displayName: faker.location.streetAddress(), locationType: 'default', uniqueIdType: 'private' },
    organizer: { emailAddress: at(0) },
    attendees: Array.from({ length: 12 }, (_, offset) => ({
      type: 'required',
      status: { response: 'accepted', time: '2026-01-05T11:00:00Z' },
      emailAddress: at(offset + 1),
    })),
  };
};
