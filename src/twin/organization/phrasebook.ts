import type { Faker } from '@faker-js/faker';
import type { Cast } from './cast.ts';

/** Texts and names that people of the organization write: free text mixed with the cast's canaries. */
export type Phrasebook = {
  readonly sentences: readonly string[];
  readonly titles: readonly string[];
  readonly fileNames: readonly string[];
  readonly folderNames: readonly string[];
  readonly places: readonly string[];
  readonly categories: readonly string[];
  readonly projects: readonly string[];
  readonly devices: readonly string[];
};

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const extensions = ['docx', 'xlsx', 'pptx', 'pdf', 'txt', 'png', 'csv', 'one'] as const;

/** Meeting titles that reveal nothing about anyone; rules may let them through. */
const harmlessTitles = [
  'Focus Time',
  '1:1',
  'Standup',
  'No Meetings',
  'Lunch',
  'All Hands',
  'Office Hours',
  'Planning',
];

export const makePhrasebook = (faker: Faker, cast: Cast): Phrasebook => {
  const canaries = (name: string): readonly string[] => cast.canaries[name] ?? [];
  const person = () => faker.person.fullName();
  return {
    sentences: [
      ...canaries('texts'),
      ...times(160, () => faker.lorem.sentence()),
      ...times(40, () => `Please ask ${person()} about it.`),
    ],
    titles: [
      ...canaries('titles'),
      ...harmlessTitles,
      ...times(40, () => `Interview with ${person()}`),
      ...times(40, () => faker.company.catchPhrase()),
      ...times(12, () => `Compensation review ${person()}`),
    ],
    fileNames: [
      ...canaries('fileNames'),
      ...times(80, (index) => `${faker.commerce.productName()} ${person()}.${extensions[index % extensions.length]}`),
    ],
    folderNames: [...canaries('folderNames'), ...times(20, () => `${faker.company.buzzNoun()} ${person()}`)],
    places: [
      ...canaries('locations'),
      ...times(20, () => `${faker.location.streetAddress()}, ${faker.location.city()}`),
    ],
    categories: [
      ...canaries('categories'),
      'Red category',
      'Blue category',
      ...times(6, () => `Client ${faker.company.name()}`),
    ],
    projects: times(60, () => `Project ${faker.science.chemicalElement().name} ${faker.animal.bird()}`),
    devices: [...canaries('deviceNames'), ...times(12, () => `Headset of ${person()}`)],
  };
};
