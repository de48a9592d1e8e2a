/** The people who can sign in to the sample workspace. Nobody has a password: one picks who to be. */
export interface Person {
  /** Stable, numeric as in SCIM. */
  readonly id: string
  /** Short name used by the sign-in form. */
  readonly key: string
  readonly userName: string
  readonly displayName: string
  readonly givenName: string
  readonly familyName: string
  /** One line on the sign-in page. */
  readonly about: string
  /** Names of apps and endpoints on which this person has no CAN_USE or CAN_QUERY. */
  readonly deniedAgents: readonly string[]
}

export const people: readonly Person[] = [
  {
    id: '7001001001001001',
    key: 'ada',
    userName: 'ada.okafor@example.com',
    displayName: 'Ada Okafor',
    givenName: 'Ada',
    familyName: 'Okafor',
    about: 'Analyst. May use every agent.',
    deniedAgents: [],
  },
  {
    id: '7001001001001002',
    key: 'ben',
    userName: 'ben.ruiz@example.com',
    displayName: 'Ben Ruiz',
    givenName: 'Ben',
    familyName: 'Ruiz',
    about: 'Writes agents. May use and manage every agent.',
    deniedAgents: [],
  },
  {
    id: '7001001001001003',
    key: 'chen',
    userName: 'chen.li@example.com',
    displayName: 'Chen Li',
    givenName: 'Chen',
    familyName: 'Li',
    about: 'New here. Has no permission on research-crew and pricing-model.',
    deniedAgents: ['research-crew', 'pricing-model'],
  },
]

export const personByKey = (key: string): Person | undefined => people.find((person) => person.key === key)

export const personByUserName = (userName: string): Person | undefined =>
  people.find((person) => person.userName === userName)
