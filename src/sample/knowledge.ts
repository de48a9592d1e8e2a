/** The small world that the sample agents know about: a company that sells outdoor gear. All of it is made up. */
export interface Sales {
  readonly region: string
  /** Revenue by quarter of 2025, in thousands of dollars. */
  readonly quarters: readonly [number, number, number, number]
}

export const sales: readonly Sales[] = [
  { region: 'North', quarters: [412, 455, 431, 520] },
  { region: 'South', quarters: [388, 402, 417, 466] },
  { region: 'East', quarters: [501, 537, 562, 648] },
  { region: 'West', quarters: [610, 598, 644, 731] },
]

export interface Product {
  readonly name: string
  readonly price: number
  readonly stock: number
  readonly about: string
}

export const products: readonly Product[] = [
  { name: 'Ridge tent', price: 349, stock: 42, about: 'two people, 1.9 kg, four seasons' },
  { name: 'Fjord jacket', price: 219, stock: 118, about: 'waterproof to 20 m, recycled shell' },
  { name: 'Ember stove', price: 79, stock: 7, about: 'boils a litre in 3.5 minutes' },
  { name: 'Trail lamp', price: 45, stock: 260, about: '400 lumens, 30 hours on low' },
]

export interface Order {
  readonly id: string
  readonly product: string
  readonly status: string
  readonly carrier: string
  readonly due: string
}

export const orders: readonly Order[] = [
  { id: '1001', product: 'Ridge tent', status: 'delivered', carrier: 'Northline', due: '12 November 2025' },
  { id: '1002', product: 'Ember stove', status: 'on its way', carrier: 'Northline', due: '26 November 2025' },
  {
    id: '1003',
    product: 'Fjord jacket',
    status: 'waiting for stock',
    carrier: 'not yet chosen',
    due: '4 December 2025',
  },
]

export const openingHours: readonly (readonly [days: string, hours: string])[] = [
  ['Monday to Friday', '09:00 – 18:00'],
  ['Saturday', '10:00 – 16:00'],
  ['Sunday', 'closed'],
]

export const yearOf = (row: Sales): number => row.quarters.reduce((sum, value) => sum + value, 0)
